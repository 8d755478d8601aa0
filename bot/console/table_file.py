"""Tables to download, as CSV or XLSX, in which nothing is a formula."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from bot.console.csv_file import csv_response

Cell = str | int | float | None

FORMATS = ("csv", "xlsx")
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LONGEST = 32767  # characters that a cell of XLSX may hold


@dataclass(frozen=True)
class Table:
    """A table with a name fit for a file, the heads of its columns, and its rows."""

    name: str
    header: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def table_response(table: Table, file_format: str) -> HttpResponse:
    """The table as a file of one of ``FORMATS``.

    :raises Http404: there is no such format.
    """
    if file_format == "csv":
        rows = ([_plain(cell) for cell in row] for row in table.rows)
        return csv_response(f"{table.name}.csv", table.header, rows)
    if file_format == "xlsx":
        response = HttpResponse(_workbook(table), content_type=_XLSX)
        response.headers["Content-Disposition"] = f'attachment; filename="{table.name}.xlsx"'
        return response
    raise Http404


def _plain(cell: Cell) -> str:
    return "" if cell is None else str(cell)


def _workbook(table: Table) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Signpost")
    sheet.freeze_panes = "A2"
    heads = [_text_cell(sheet, head) for head in table.header]
    for head in heads:
        head.font = Font(bold=True)
    sheet.append(heads)
    for row in table.rows:
        sheet.append([_text_cell(sheet, cell) if isinstance(cell, str) else cell for cell in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _text_cell(sheet: object, text: str) -> WriteOnlyCell:
    """A cell that is text whatever it begins with, and stays text when somebody edits it."""
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", text)[:_LONGEST])
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell
