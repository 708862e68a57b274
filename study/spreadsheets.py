"""Tables from files that people send: csv and xlsx as rows of plain text, whatever is wrong with the file."""

from __future__ import annotations

import csv
import io
import re
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from typing import Literal
from unicodedata import east_asian_width
from zipfile import BadZipFile

from python_calamine import CalamineError, SheetVisibleEnum, load_workbook

from study.workbook_parts import repacked

MOST_BYTES = 20_000_000
MOST_UNPACKED = 200_000_000
MOST_ROWS = 200_000
MOST_CELLS = 4_000_000
LONGEST_CELL = 32_767
LONGEST_NAME = 31
WIDEST_COLUMN = 40
LARGEST_NUMBER = 10**15
"""Spreadsheets keep fifteen digits of a number; a longer one is written as text."""

ENCODINGS = ("utf-8-sig", "gb18030")
DELIMITERS = (",", ";", "\t")

_FORMULA = re.compile(r"'*[=+\-@\t\r＝＋－＠]")
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\s]")
_NOT_A_ZIP = (BadZipFile, RuntimeError, NotImplementedError, zlib.error, EOFError, UnicodeDecodeError)


Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table to write: the header is its first row, numbers stay numbers, None is an empty cell."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class TextSheet(Sheet):
    """A table as read: `rows` from the first on, `rows[0]` being row 1; trailing empty cells are cut off."""

    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a file is no table."""

    reason: Literal["too_large", "too_many_rows", "not_a_table", "unknown_kind"]


def read_sheets(name: str, content: bytes) -> tuple[TextSheet, ...] | Unreadable:
    """The visible sheets of an xlsx or the one of a csv; cells as text, numbers without ".0", dates ISO.

    A csv gives one sheet for each delimiter it might have been written with; the reader of the header knows
    which one was meant.
    """
    if len(content) > MOST_BYTES:
        return Unreadable("too_large")
    kind = name.lower().rpartition(".")[2]
    if kind == "csv":
        return _csv_sheets(content)
    if kind == "xlsx":
        return _xlsx_sheets(content)
    return Unreadable("unknown_kind")


def _csv_sheets(content: bytes) -> tuple[TextSheet, ...] | Unreadable:
    text = _decoded(content)
    if text is None:
        return Unreadable("not_a_table")
    delimiters = [delimiter for delimiter in DELIMITERS if delimiter in text] or [","]
    sheets = []
    for delimiter in delimiters:
        try:
            rows = _capped(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
        except csv.Error:
            return Unreadable("not_a_table")
        if rows is None:
            return Unreadable("too_many_rows")
        sheets.append(TextSheet("", tuple(tuple(map(unguarded, row)) for row in rows)))
    return tuple(sheets)


def _decoded(content: bytes) -> str | None:
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


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


def _xlsx_sheets(content: bytes) -> tuple[TextSheet, ...] | Unreadable:
    try:
        plain = repacked(content, MOST_UNPACKED, MOST_CELLS)
        if not isinstance(plain, io.BytesIO):
            return Unreadable(plain)
        workbook = load_workbook(plain)
    except (*_NOT_A_ZIP, CalamineError):
        return Unreadable("not_a_table")
    sheets = []
    for sheet in workbook.sheets_metadata:
        if sheet.visible != SheetVisibleEnum.Visible:
            continue
        try:
            table = workbook.get_sheet_by_name(sheet.name)
        except CalamineError:
            return Unreadable("not_a_table")
        rows = _capped(table.to_python(skip_empty_area=False, nrows=MOST_ROWS + 1))
        if rows is None:
            return Unreadable("too_many_rows")
        sheets.append(TextSheet(sheet.name, rows))
    return tuple(sheets)


def guarded(text: str) -> str:
    """A csv field that no spreadsheet takes for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """What `guarded` was given."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def write_csv(rows: Iterable[Iterable[str]]) -> bytes:
    """For spreadsheets: with a byte order mark, fields guarded."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([guarded(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


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
