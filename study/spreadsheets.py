"""Tables from files that people send: csv and xlsx as rows of plain text, whatever is wrong with the file."""

from __future__ import annotations

import csv
import io
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from typing import Literal
from zipfile import BadZipFile, ZipFile, ZipInfo

from python_calamine import CalamineError, SheetVisibleEnum, load_workbook

MOST_BYTES = 20_000_000
MOST_UNPACKED = 200_000_000
MOST_ROWS = 200_000
MOST_CELLS = 4_000_000
LONGEST_CELL = 32_767
ENCODINGS = ("utf-8-sig", "gb18030")
DELIMITERS = (",", ";", "\t")

_CELL = re.compile(rb"""<(?:\w+:)?c\s[^<]*?\br\s*=\s*["']([A-Za-z]{1,3})(\d{1,7})["']([^<]*)""")
_FORMULA = re.compile(r"'*[=+\-@\t\r＝＋－＠]")
_NOT_A_ZIP = (BadZipFile, RuntimeError, NotImplementedError, zlib.error, EOFError, UnicodeDecodeError)


@dataclass(frozen=True, slots=True)
class Sheet:
    """`rows` from the first on, `rows[0]` being row 1; trailing empty cells are cut off."""

    name: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a file is no table."""

    reason: Literal["too_large", "too_many_rows", "not_a_table", "unknown_kind"]


def read_sheets(name: str, content: bytes) -> tuple[Sheet, ...] | Unreadable:
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


def _csv_sheets(content: bytes) -> tuple[Sheet, ...] | Unreadable:
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
        sheets.append(Sheet("", tuple(tuple(map(unguarded, row)) for row in rows)))
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


def _xlsx_sheets(content: bytes) -> tuple[Sheet, ...] | Unreadable:
    try:
        plain = _repacked(content)
        if isinstance(plain, Unreadable):
            return plain
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
        sheets.append(Sheet(sheet.name, rows))
    return tuple(sheets)


def _repacked(content: bytes) -> io.BytesIO | Unreadable:
    """The workbook's own parts, unpacked within limits.

    What the zip's directory promises is held against what comes out, and a cell far away from the others is
    found before the reader would ask for memory for all the cells in between.
    """
    plain = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as packed, ZipFile(plain, "w") as unpacked:
        parts = list(_parts(packed))
        if sum(part.file_size for part in parts) > MOST_UNPACKED:
            return Unreadable("too_large")
        for part in parts:
            with packed.open(part) as stream:
                text = stream.read(part.file_size + 1)
            if _cells(text) > MOST_CELLS:
                return Unreadable("too_many_rows")
            unpacked.writestr(part.filename, text)
    plain.seek(0)
    return plain


def _parts(packed: ZipFile) -> Iterator[ZipInfo]:
    seen = set()
    for part in packed.infolist():
        known = part.filename.startswith(("xl/", "_rels/", "[Content_Types]"))
        if known and part.filename.endswith((".xml", ".rels")) and part.filename not in seen:
            seen.add(part.filename)
            yield part


def _cells(part: bytes) -> int:
    """How many cells a sheet spans, from its corner to the furthest cell that holds something."""
    widest = lowest = 0
    for letters, digits, rest in _CELL.findall(part):
        if not rest.rstrip().endswith(b"/>"):
            column = 0
            for letter in letters.upper():
                column = column * 26 + letter - 64
            widest, lowest = max(widest, column), max(lowest, int(digits))
    return widest * lowest


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


def write_xlsx(rows: Iterable[Iterable[str]]) -> bytes:
    """One sheet, every cell as text, the first row fixed."""
    import xlsxwriter  # seldom needed, slow to load

    made = io.BytesIO()
    as_text = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    book = xlsxwriter.Workbook(made, as_text)
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            sheet.write_string(row, column, cell[:LONGEST_CELL])
    book.close()
    return made.getvalue()
