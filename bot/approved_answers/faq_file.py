"""Reading a list of questions and answers that a school has already, from a CSV file, whole or not at all."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import date, datetime

from bot.approved_answers.answer_writing import AnswerContent, AnswerContentError, check_content

SIZE_LIMIT = 1024 * 1024  # bytes
ROWS_LIMIT = 500
COLUMNS = ("question", "answer", "phrasings", "expires")
_NEEDED = {"question", "answer"}
_WRONG_HEADER = f"The first line must name the columns {', '.join(COLUMNS)}; the last two may be left out."
_DATES = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y")
_MOST_FAULTS = 20  # that are told at once
_BETWEEN_PHRASINGS = re.compile(r"[\n|]")


class FaqFileError(ValueError):
    """The file cannot be taken in; ``faults`` are sentences that say where and what to do. Nothing was stored."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(" ".join(faults))
        self.faults = faults


def read_faq(content: bytes) -> list[AnswerContent]:
    """The answers of a file, as drafts for everybody.

    :raises FaqFileError: it is too large, no table with the right columns, or a line cannot be used.
    """
    if len(content) > SIZE_LIMIT:
        raise FaqFileError(["The file is larger than 1 MB: split it."])
    rows, faults, seen = [], [], dict[str, int]()
    for line, row in _table(_text(content)):
        try:
            read = _content(row)
            first = seen.setdefault(read.question.casefold(), line)
            if first != line:
                raise AnswerContentError(f"The same question stands in line {first}.")
            rows.append(read)
        except AnswerContentError as error:
            faults.append(f"Line {line}: {error}")
    if not rows and not faults:
        faults = ["There is no question in the file."]
    if faults:
        more = len(faults) - _MOST_FAULTS
        raise FaqFileError([*faults[:_MOST_FAULTS], *([f"And {more} more."] if more > 0 else [])])
    return rows


def _text(content: bytes) -> str:
    """The file's text: UTF-8, or what spreadsheets on Windows write."""
    for encoding in ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise FaqFileError(["This is no text: save the list as CSV (UTF-8) and choose that file."])


def _table(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row with the line on which it ends, by the names of its columns."""
    reader = csv.reader(io.StringIO(text), delimiter=_delimiter(text), strict=True)
    try:
        header = [name.strip().casefold() for name in next(reader, [])]
        if not set(header) >= _NEEDED or not set(header) <= set(COLUMNS) or len(set(header)) < len(header):
            raise FaqFileError([_WRONG_HEADER])
        for number, cells in enumerate((row for row in reader if any(cell.strip() for cell in row)), start=1):
            if number > ROWS_LIMIT:
                raise FaqFileError([f"There are more than {ROWS_LIMIT} questions: split the file."])
            if len(cells) > len(header):
                raise FaqFileError(
                    [f"Line {reader.line_num}: more cells than columns. Put cells with commas in quotes."]
                )
            yield reader.line_num, dict(zip(header, cells, strict=False))
    except csv.Error:
        raise FaqFileError([f"Line {reader.line_num}: a quotation mark is missing, or one too many."]) from None


def _delimiter(text: str) -> str:
    """What stands between the cells, as the first line says."""
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


def _content(row: dict[str, str]) -> AnswerContent:
    wordings = [" ".join(text.split()) for text in _BETWEEN_PHRASINGS.split(row.get("phrasings", ""))]
    read = AnswerContent(
        question=" ".join(row.get("question", "").split()),
        text=row.get("answer", "").strip(),
        phrasings=tuple(dict.fromkeys(text for text in wordings if text)),
        expires_on=_date(row.get("expires", "").strip()),
    )
    check_content(read, publish=False)
    return read


def _date(text: str) -> date | None:
    if not text:
        return None
    for form in _DATES:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    raise AnswerContentError("The day until which it may be used must look like 2027-03-31 or 31/03/2027.")
