"""Roster files: read as the county sends them, written so that they can be read again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from datetime import date
from typing import Any

import storage.grants
import storage.people
from storage.grants import Grant
from storage.people import Person
from storage.transaction import Transaction
from study.permissions import Scope
from study.roster_columns import COLUMNS, REQUIRED, Unfit, clean, column_of, in_words, read_cell
from study.roster_words import sentence
from study.rules.frozen import frozen
from study.spreadsheets import Sheet, TextSheet, Unreadable, read_sheets, write_book, write_csv

HEADER_WITHIN = 20
_BLANK_SAYS_NOTHING = frozenset({"rank_category", "language", "joined_on"})
_NOT_STATED = frozenset({"staff_no", "roles", "supervises"})


@frozen
class Refused:
    """A cell, a row (`column` empty) or a whole file (`row` 0) that is not taken, and why.

    `reason` is a key of `study.roster_words`, `text` what it names; `cells` the row as it was written.
    """

    file: str
    row: int
    column: str
    reason: str
    text: str = ""
    cells: Mapping[str, str] = field(default_factory=dict)

    def place(self, language: str) -> str:
        """`file:row:column`, as far as it goes, the column as that language heads it."""
        column = heading(self.column, language) if self.column else ""
        return ":".join(part for part in (self.file, str(self.row) if self.row else "", column) if part)

    def why(self, language: str) -> str:
        return sentence(self.reason, language, self.text)


@frozen
class RosterRow:
    """What one row says.

    `staff_no` is "" when blank. `stated` has name, unit (a path) and those of rank_category, phone, language,
    tags, joined_on, left_on that the row says something about; a blank phone, tags or left_on says "none".
    `grants` are (role, unit path), the path "" for the own unit.
    """

    file: str
    row: int
    staff_no: str
    stated: Mapping[str, Any]
    grants: tuple[tuple[str, str], ...]
    cells: Mapping[str, str]

    def refused(self, column: str, reason: str, text: str = "") -> Refused:
        return Refused(self.file, self.row, column, reason, text, self.cells)


@frozen
class RosterFile:
    """`ignored`: headers that are no column of a roster."""

    rows: tuple[RosterRow, ...] = ()
    refused: tuple[Refused, ...] = ()
    ignored: tuple[str, ...] = ()


def heading(column: str, language: str) -> str:
    return COLUMNS[column] if language == "zh-Hans" else column


def read_roster(name: str, content: bytes) -> RosterFile:
    """Read csv or xlsx; `name` is the file's name, for its kind and for the refusals."""
    sheets = read_sheets(name, content)
    if isinstance(sheets, Unreadable):
        return RosterFile(refused=(Refused(name, 0, "", sheets.reason),))
    tables = [table for sheet in sheets if (table := _table(sheet))]
    if not tables:
        return RosterFile(refused=(Refused(name, 0, "", "no_header"),))
    if name.lower().endswith(".csv"):
        tables = [max(tables, key=lambda table: len(table.columns))]
    rows: list[RosterRow] = []
    refused: list[Refused] = []
    for table in tables:
        file = f"{name}[{table.sheet.name}]" if len(tables) > 1 else name
        for read in _rows(file, table):
            if isinstance(read, RosterRow):
                rows.append(read)
            else:
                refused.extend(read)
    ignored = tuple(dict.fromkeys(header for table in tables for header in table.ignored))
    return RosterFile(tuple(rows), tuple(refused), ignored)


@frozen
class _Table:
    """`header`: the index of its row; `columns`: where each column stands."""

    sheet: TextSheet
    header: int
    columns: Mapping[str, int]
    ignored: tuple[str, ...]


def _table(sheet: TextSheet) -> _Table | None:
    for index, cells in enumerate(sheet.rows[:HEADER_WITHIN]):
        columns: dict[str, int] = {}
        ignored = []
        for position, cell in enumerate(cells):
            column = column_of(cell)
            if column and column not in columns:
                columns[column] = position
            elif cell.strip():
                ignored.append(cell.strip())
        if all(column in columns for column in REQUIRED):
            return _Table(sheet, index, columns, tuple(ignored))
    return None


def _rows(file: str, table: _Table) -> Iterable[RosterRow | list[Refused]]:
    for number, cells in enumerate(table.sheet.rows[table.header + 1 :], start=table.header + 2):
        written = {
            column: cells[position] if position < len(cells) else ""
            for column, position in table.columns.items()
        }
        if any(clean(text) for column, text in written.items() if column != "staff_no"):
            yield read_row(file, number, written)


def read_row(file: str, number: int, cells: Mapping[str, str]) -> RosterRow | list[Refused]:
    """One row from its cells by column; a row of a file and one typed in the chat are read alike."""
    values = {column: read_cell(column, text) for column, text in cells.items()}
    refused = [
        Refused(file, number, column, value.reason, value.text, cells)
        for column, value in values.items()
        if isinstance(value, Unfit)
    ]
    if refused:
        return refused
    stated = {
        column: value
        for column, value in values.items()
        if column not in _NOT_STATED and not (value is None and column in _BLANK_SAYS_NOTHING)
    }
    roles, supervised = values.get("roles", ()), values.get("supervises", ())
    if supervised and not any(not unit for _, unit in roles):
        return [Refused(file, number, "supervises", "supervises_without_role", "", cells)]
    grants = [(role, path) for role, unit in roles for path in ([unit] if unit else supervised or [""])]
    return RosterRow(file, number, values.get("staff_no", ""), stated, tuple(dict.fromkeys(grants)), cells)


def export_rows(tx: Transaction, scope: Scope, language: str) -> list[list[str]]:
    """The roster as rows of a file, header first, in one language: all the scope covers, also who left.

    Temporary grants are left out: a file cannot say when they end.
    """
    tags = storage.people.tags_of_everyone(tx)
    grants = storage.grants.of_everyone(tx)
    rows = [[heading(column, language) for column in COLUMNS]]
    for person in storage.people.everyone(tx):
        if scope.covers(person.unit_path):
            lasting = [grant for grant in grants.get(person.id, ()) if grant.expires_on is None]
            rows.append(_cells(person, tags.get(person.id, ()), lasting, language))
    return rows


def _cells(person: Person, tags: Sequence[str], grants: Sequence[Grant], language: str) -> list[str]:
    separator = "、" if language == "zh-Hans" else "; "
    roles, supervises = _roles_and_units(person, grants, language)
    return [
        person.staff_no,
        person.name,
        person.unit_path,
        in_words("rank_category", person.rank_category, language),
        separator.join(roles),
        separator.join(supervises),
        separator.join(tags),
        in_words("language", person.language, language),
        person.phone,
        person.joined_on.isoformat(),
        _iso(person.left_on),
    ]


def _roles_and_units(person: Person, grants: Sequence[Grant], language: str) -> tuple[list[str], list[str]]:
    """Roles and units apart where all cover the same units, else `role@unit`: no file widens a grant."""
    units_of: dict[str, list[str]] = {}
    for grant in grants:
        units_of.setdefault(grant.role, []).append(grant.unit_path)
    words = {role: in_words("roles", role, language) for role in units_of}
    if len({tuple(paths) for paths in units_of.values()}) > 1:
        return [f"{words[role]}@{path}" for role, paths in units_of.items() for path in paths], []
    paths = next(iter(units_of.values()), [])
    return list(words.values()), [] if paths == [person.unit_path] else paths


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def refused_rows(refused: Iterable[Refused], language: str) -> list[list[str]]:
    """The refused rows as they were written, header first, each with its reasons in a last column."""
    reasons: dict[tuple[str, int], list[str]] = {}
    written: dict[tuple[str, int], Mapping[str, str]] = {}
    for each in refused:
        column = f"{heading(each.column, language)}: " if each.column else ""
        reasons.setdefault((each.file, each.row), []).append(column + each.why(language))
        written[each.file, each.row] = each.cells
    header = [heading(column, language) for column in COLUMNS] + [
        "原因" if language == "zh-Hans" else "reason"
    ]
    return [header] + [
        [*(written[row].get(column, "") for column in COLUMNS), " ".join(sentences)]
        for row, sentences in reasons.items()
    ]


def write_table(name: str, rows: Iterable[Iterable[str]]) -> bytes:
    """The rows as the kind of file its name says: .xlsx, else csv."""
    if name.lower().endswith(".xlsx"):
        return write_book((Sheet("", tuple(map(tuple, rows))),))
    return write_csv(rows)
