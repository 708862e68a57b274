"""Tables from files that people send: rows of plain text, whatever the file is and whatever is wrong with it."""

from __future__ import annotations

import csv
import io
import re
import zlib
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time
from itertools import islice
from typing import Literal
from unicodedata import east_asian_width
from zipfile import BadZipFile

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum, load_workbook

from study.csv_tables import DELIMITERS, delimited_rows, guarded, unguarded, write_csv
from study.rules.frozen import frozen
from study.workbook_parts import Refusal, repacked, repacked_open_document
from study.xls_parts import NotXls, cells_spanned

__all__ = [
    "Sheet",
    "TextSheet",
    "Unreadable",
    "guarded",
    "read_sheets",
    "unguarded",
    "write_book",
    "write_csv",
]

MOST_BYTES = 20_000_000
MOST_UNPACKED = 200_000_000
MOST_ROWS = 200_000
MOST_CELLS = 4_000_000
LONGEST_CELL = 32_767
LONGEST_NAME = 31
WIDEST_COLUMN = 40
LARGEST_NUMBER = 10**15
"""Spreadsheets keep fifteen digits of a number; a longer one is written as text."""

_UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\s]")
_NOT_A_ZIP = (BadZipFile, RuntimeError, NotImplementedError, zlib.error, EOFError, UnicodeDecodeError)


Cell = str | int | float | None


@frozen
class Sheet:
    """A table to write: the header is its first row, numbers stay numbers, None is an empty cell."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]


@frozen
class TextSheet(Sheet):
    """A table as read: `rows` from the first on, `rows[0]` being row 1; trailing empty cells are cut off."""

    rows: tuple[tuple[str, ...], ...]


@frozen
class Unreadable:
    """Why a file is no table."""

    reason: Literal["too_large", "too_many_rows", "not_a_table", "unknown_kind"]


def read_sheets(name: str, content: bytes) -> tuple[TextSheet, ...] | Unreadable:
    """The visible sheets of an xlsx, xls or ods, or the one of a csv or tsv; cells as text, numbers without
    ".0", dates ISO, "" for a formula whose value was never saved.

    A csv gives one sheet for each delimiter it might have been written with; the reader of the header knows
    which one was meant.
    """
    if len(content) > MOST_BYTES:
        return Unreadable("too_large")
    match name.lower().rpartition(".")[2]:
        case "csv":
            return _csv_sheets(content, DELIMITERS)
        case "tsv":
            return _csv_sheets(content, ("\t",))
        case "xlsx":
            return _zipped_sheets(content, repacked)
        case "ods":
            return _zipped_sheets(content, repacked_open_document)
        case "xls":
            return _xls_sheets(content)
    return Unreadable("unknown_kind")


def _csv_sheets(content: bytes, delimiters: tuple[str, ...]) -> tuple[TextSheet, ...] | Unreadable:
    sheets = []
    try:
        for table in delimited_rows(content, delimiters):
            rows = _capped(table)
            if rows is None:
                return Unreadable("too_many_rows")
            sheets.append(TextSheet("", rows))
    except (ValueError, csv.Error):
        return Unreadable("not_a_table")
    return tuple(sheets)


def _capped(rows: Iterable[Iterable[object]]) -> tuple[tuple[str, ...], ...] | None:
    """The rows as text, or None when there are too many."""
    kept = tuple(_trimmed([_text(cell) for cell in row]) for row in islice(rows, MOST_ROWS + 1))
    return kept if len(kept) <= MOST_ROWS else None


def _trimmed(cells: list[str]) -> tuple[str, ...]:
    while cells and not cells[-1].strip():
        cells.pop()
    return tuple(cells)


def _text(cell: object) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)


def _zipped_sheets(
    content: bytes, repack: Callable[[bytes, int, int], io.BytesIO | Refusal]
) -> tuple[TextSheet, ...] | Unreadable:
    try:
        plain = repack(content, MOST_UNPACKED, MOST_CELLS)
    except _NOT_A_ZIP:
        return Unreadable("not_a_table")
    return _visible_sheets(plain) if isinstance(plain, io.BytesIO) else Unreadable(plain)


def _xls_sheets(content: bytes) -> tuple[TextSheet, ...] | Unreadable:
    try:
        if cells_spanned(content) > MOST_CELLS:
            return Unreadable("too_many_rows")
    except NotXls:
        return Unreadable("not_a_table")
    return _visible_sheets(io.BytesIO(content))


def _visible_sheets(file: io.BytesIO) -> tuple[TextSheet, ...] | Unreadable:
    sheets = []
    try:
        workbook: CalamineWorkbook = load_workbook(file)
        for sheet in workbook.sheets_metadata:
            if sheet.visible != SheetVisibleEnum.Visible:
                continue
            table = workbook.get_sheet_by_name(sheet.name)
            rows = _capped(table.to_python(skip_empty_area=False, nrows=MOST_ROWS + 1))
            if rows is None:
                return Unreadable("too_many_rows")
            sheets.append(TextSheet(sheet.name, rows))
    except BaseException as error:
        if isinstance(error, CalamineError) or type(error).__name__ == "PanicException":
            return Unreadable("not_a_table")  # the reader gives up on some damaged files in its own way
        raise
    return tuple(sheets)


def write_book(sheets: Sequence[Sheet]) -> bytes:
    """An xlsx of these sheets, the header of each bold and in place; no text becomes a formula or a link."""
    import xlsxwriter  # seldom needed, slow to load

    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    bold = book.add_format({"bold": True})
    names: list[str] = []
    for sheet in sheets or (Sheet("", ()),):
        names.append(_sheet_name(sheet.name, names))
        page = book.add_worksheet(names[-1])
        page.freeze_panes(1, 0)
        widths: dict[int, int] = {}
        for row, cells in enumerate(sheet.rows):
            for column, cell in enumerate(cells):
                if cell is None or cell == "":
                    continue
                is_number = not isinstance(cell, str) and abs(cell) < LARGEST_NUMBER
                text = _clean(str(cell))[:LONGEST_CELL]
                form = bold if row == 0 else None
                if is_number:
                    page.write_number(row, column, cell, form)
                else:
                    page.write_string(row, column, text, form)
                widths[column] = max(widths.get(column, 0), _width(text))
        for column, wide in widths.items():
            page.set_column(column, column, min(wide + 2, WIDEST_COLUMN))
    book.close()
    return made.getvalue()


def _clean(text: str) -> str:
    """Without control characters, lone surrogates and what XML has no place for."""
    return _UNWRITABLE.sub("", text)


def _width(text: str) -> int:
    """Columns of the widest line: a Chinese character takes two, a letter one."""
    lines = text.splitlines() or [""]
    return max(sum(2 if east_asian_width(character) in "WF" else 1 for character in line) for line in lines)


def _sheet_name(wanted: str, taken: Sequence[str]) -> str:
    """A name that spreadsheet programs accept and no sheet before has."""
    kept = " ".join(_NOT_IN_NAMES.sub(" ", _clean(wanted)).split()).strip("' ")
    plain = kept[:LONGEST_NAME].rstrip("' ") or f"Sheet{len(taken) + 1}"
    name, number = plain, 2
    while name.casefold() in {other.casefold() for other in taken}:
        ending = f" ({number})"
        name, number = plain[: LONGEST_NAME - len(ending)] + ending, number + 1
    return name
