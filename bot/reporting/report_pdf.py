"""The monthly report as a PDF of one page of A4, drawn with fonts of its own."""

from __future__ import annotations

import io
import unicodedata
from functools import cache
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from bot.reporting.report_words import ReportSection, ReportWords, shortened, widest

_PLAIN, _BOLD = "Vera", "VeraBd"  # come with reportlab, free to embed
_WIDTH, _HEIGHT = A4
_MARGIN = 16 * mm
_GAP = 8 * mm
_COLUMN = (_WIDTH - 2 * _MARGIN - _GAP) / 2
_TITLE, _TEXT, _SMALL, _LARGE = 16, 8.5, 7.5, 15  # points
_LINE = 5.2 * mm


@cache
def _fonts() -> frozenset[int]:
    """Make the fonts known, and say which characters they have."""
    fonts = [TTFont(name, f"{name}.ttf") for name in (_PLAIN, _BOLD)]
    for font in fonts:
        pdfmetrics.registerFont(font)
    return frozenset(fonts[0].face.charToGlyph) & frozenset(fonts[1].face.charToGlyph)


def printable(text: str) -> str:
    """``text`` in the characters that the fonts have: a letter with a rare accent without it, else a question mark."""
    return "".join(one if ord(one) in _fonts() else _without_accent(one) for one in text)


def _without_accent(character: str) -> str:
    base = unicodedata.normalize("NFKD", character)[0]
    return base if ord(base) in _fonts() else "?"


def _fitting(text: str, width: float) -> str:
    """``text``, with an ellipsis where it is wider than ``width`` points."""
    shown, most = printable(text), len(text)
    while pdfmetrics.stringWidth(shown, _PLAIN, _TEXT) > width:
        most -= 1
        shown = shortened(printable(text), most)
    return shown


def report_pdf(words: ReportWords) -> bytes:
    """Draw the report."""
    _fonts()
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, lang="en-GB")
    canvas.setTitle(printable(f"Signpost: {words.school}, {words.month}"))
    canvas.setAuthor("Signpost")
    _Page(canvas).draw(words)
    canvas.save()
    return file.getvalue()


class _Page:
    """A pen that goes down the page; ``y`` is where the next line stands, in points from the foot."""

    def __init__(self, canvas: Any) -> None:  # noqa: ANN401 - reportlab has no types
        self.canvas = canvas
        self.x = _MARGIN
        self.y = _HEIGHT - _MARGIN - 5 * mm

    def draw(self, words: ReportWords) -> None:
        """All of the report, in two columns below its headline."""
        self._heading(words)
        self._headline(words)
        top = self.y
        self._weeks(words)
        answered, topics, gaps, desk, policies = words.sections
        for section in (answered, topics):
            self._section(section)
        left, self.x, self.y = self.y, _MARGIN + _COLUMN + _GAP, top
        for section in (gaps, desk, policies):
            self._section(section)
        self.x, self.y = _MARGIN, min(left, self.y) - 2 * mm
        self._paragraph(words.note, _WIDTH - 2 * _MARGIN, _SMALL)

    def _write(self, text: str, *, font: str = _PLAIN, size: float = _TEXT, x: float = 0, right: bool = False) -> None:
        self.canvas.setFont(font, size)
        draw = self.canvas.drawRightString if right else self.canvas.drawString
        draw(self.x + x, self.y, printable(text))

    def _heading(self, words: ReportWords) -> None:
        self._write(shortened(words.school, 60), font=_BOLD, size=_TITLE)
        self.y -= 6.5 * mm
        self._write(f"What staff asked about the policies: {words.month}", size=10)
        self.y -= 4 * mm
        self.canvas.line(_MARGIN, self.y, _WIDTH - _MARGIN, self.y)
        self.y -= 9 * mm

    def _headline(self, words: ReportWords) -> None:
        step = (_WIDTH - 2 * _MARGIN) / len(words.headline)
        for place, (name, number) in enumerate(words.headline):
            self._write(number, font=_BOLD, size=_LARGE, x=place * step)
            self.y -= 4.5 * mm
            self._write(name, size=_SMALL, x=place * step)
            self.y += 4.5 * mm
        self.y -= 13 * mm

    def _weeks(self, words: ReportWords) -> None:
        self._title("Questions by week")
        most, room = widest(words.weeks), _COLUMN - 40 * mm
        for monday, number in words.weeks:
            self._write(f"from {monday}")
            self.canvas.setFillGray(0.35)
            self.canvas.rect(self.x + 32 * mm, self.y - 0.3 * mm, room * number / most, 2.6 * mm, stroke=0, fill=1)
            self.canvas.setFillGray(0)
            self._write(str(number), x=_COLUMN, right=True)
            self.y -= _LINE
        self.y -= 3 * mm

    def _title(self, text: str) -> None:
        self._write(text, font=_BOLD, size=10)
        self.y -= 5.2 * mm

    def _section(self, section: ReportSection) -> None:
        self._title(section.title)
        for line in section.lines:
            self._paragraph(line, _COLUMN, _TEXT)
        for name, value in section.rows:
            self._write(_fitting(name, _COLUMN - pdfmetrics.stringWidth(printable(value), _PLAIN, _TEXT) - 3 * mm))
            self._write(value, x=_COLUMN, right=True)
            self.canvas.setLineWidth(0.2)
            self.canvas.line(self.x, self.y - 1.6 * mm, self.x + _COLUMN, self.y - 1.6 * mm)
            self.y -= _LINE
        self.y -= 3.5 * mm

    def _paragraph(self, text: str, width: float, size: float) -> None:
        for line in simpleSplit(printable(text), _PLAIN, size, width):
            self._write(line, size=size)
            self.y -= size * 1.35
        self.y -= 1 * mm
