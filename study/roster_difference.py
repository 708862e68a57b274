"""What importing a roster file would change, before anything is changed."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

import storage.grants
import storage.people
import storage.units
from storage.people import Person
from storage.transaction import Transaction
from study import permissions
from study.permissions import ROLES
from study.roster_files import Refused, RosterRow
from study.rules.frozen import frozen

_MADE_NUMBER = re.compile(r"G(\d{5,})")

GrantedRole = tuple[str, str]
"""(role, unit path)"""


@frozen
class Change:
    """`field` is a column of the roster; `before` and `after` are text, a date, None or a tuple of texts."""

    field: str
    before: Any
    after: Any


@frozen
class Added:
    """A person the roster did not know; `staff_no` was made when the row had none."""

    row: RosterRow
    staff_no: str
    joined_on: date
    grants: tuple[GrantedRole, ...]


@frozen
class Changed:
    """A known person of whom the row says something else; `grants` are those to be added.

    `left_behind` are those over the former unit that move along: a role over the own unit stays one.
    """

    row: RosterRow
    person: Person
    changes: tuple[Change, ...]
    grants: tuple[GrantedRole, ...]
    left_behind: tuple[GrantedRole, ...] = ()


@frozen
class RosterDifference:
    """What importing would do. Who is absent from the file stays as he or she is."""

    added: tuple[Added, ...] = ()
    changed: tuple[Changed, ...] = ()
    unchanged: int = 0
    refused: tuple[Refused, ...] = ()

    @property
    def touched(self) -> tuple[Added | Changed, ...]:
        return (*self.changed, *self.added)


def plan_import(
    tx: Transaction, rows: Sequence[RosterRow], *, today: date, actor: int | None = None
) -> RosterDifference:
    """Compare the rows with the roster; `apply_import` belongs into the same transaction.

    People are found by staff number; a row without one means the only person of this name in this unit, or
    somebody new. An actor other than the command line (None) reaches the own units and no further.
    """
    comparison = _Comparison(tx, rows, today, actor)
    added: list[Added] = []
    changed: list[Changed] = []
    refused: list[Refused] = []
    unchanged = 0
    for row in rows:
        match comparison.outcome(row):
            case Added() as newcomer:
                added.append(newcomer)
            case Changed() as different:
                changed.append(different)
            case Refused() as refusal:
                refused.append(refusal)
            case None:
                unchanged += 1
    return RosterDifference(tuple(added), tuple(changed), unchanged, tuple(refused))


class _Comparison:
    """The roster as it is, held against one file."""

    def __init__(self, tx: Transaction, rows: Sequence[RosterRow], today: date, actor: int | None) -> None:
        self.today = today
        self.people = {person.staff_no: person for person in storage.people.everyone(tx)}
        self.tags = storage.people.tags_of_everyone(tx)
        self.grants = storage.grants.of_everyone(tx)
        self.namesakes: dict[tuple[str, str], list[Person]] = defaultdict(list)
        for person in self.people.values():
            self.namesakes[person.name, person.unit_path].append(person)
        self.in_file = Counter((row.stated["name"], row.stated["unit"]) for row in rows)
        self.claimed: dict[str, int] = {}
        self.paths_by_name = _paths_by_name(
            [unit.path for unit in storage.units.everything(tx)] + [row.stated["unit"] for row in rows]
        )
        self.scope = permissions.scope(tx, actor, "change_roster", today)
        self.grant_scopes = {role: permissions.grant_scope(tx, actor, role, today) for role in ROLES}
        self.last_made = max(
            (
                int(match[1])
                for staff_no in [*self.people, *(row.staff_no for row in rows)]
                if (match := _MADE_NUMBER.fullmatch(staff_no))
            ),
            default=0,
        )

    def outcome(self, row: RosterRow) -> Added | Changed | Refused | None:
        person = self._who(row)
        if isinstance(person, Refused):
            return person
        for path in {row.stated["unit"], person.unit_path if person else row.stated["unit"]}:
            if not self.scope.covers(path):
                return row.refused("unit", "outside_scope", path)
        joined_on = row.stated.get("joined_on") or (person.joined_on if person else self.today)
        left_on = row.stated.get("left_on", person.left_on if person else None)
        if left_on is not None and left_on < joined_on:
            return row.refused("left_on", "left_before_joining")
        grants = self._grants(row, person)
        if isinstance(grants, Refused):
            return grants
        staff_no = row.staff_no or (person.staff_no if person else self._make_number())
        self.claimed[staff_no] = row.row
        if person is None:
            return Added(row, staff_no, joined_on, grants)
        changes = self._changes(row, person)
        if not changes and not grants:
            return None
        return Changed(row, person, changes, grants, self._left_behind(row, person))

    def _who(self, row: RosterRow) -> Person | Refused | None:
        name, unit = row.stated["name"], row.stated["unit"]
        if row.staff_no:
            person = self.people.get(row.staff_no)
        elif self.in_file[name, unit] > 1:
            return row.refused("name", "same_name_in_file", name)
        elif len(self.namesakes[name, unit]) > 1:
            return row.refused("staff_no", "namesakes", name)
        else:
            person = next(iter(self.namesakes[name, unit]), None)
        staff_no = person.staff_no if person else row.staff_no
        if staff_no in self.claimed:
            return row.refused("staff_no", "duplicate_staff_no", str(self.claimed[staff_no]))
        return person

    def _make_number(self) -> str:
        self.last_made += 1
        return f"G{self.last_made:05d}"

    def _held(self, person: Person | None) -> set[GrantedRole]:
        return {
            (grant.role, grant.unit_path)
            for grant in (self.grants.get(person.id, ()) if person else ())
            if grant.expires_on is None or grant.expires_on >= self.today
        }

    def _left_behind(self, row: RosterRow, person: Person) -> tuple[GrantedRole, ...]:
        moving = {role for role, text in row.grants if not text and row.stated["unit"] != person.unit_path}
        there = {(role, person.unit_path) for role in moving}
        return tuple(sorted(there & self._held(person)))

    def _grants(self, row: RosterRow, person: Person | None) -> tuple[GrantedRole, ...] | Refused:
        held = self._held(person)
        wanted = []
        for role, text in row.grants:
            paths = self.paths_by_name.get(text) if text else [row.stated["unit"]]
            if not paths:
                return row.refused("supervises", "unknown_supervised_unit", text)
            if len(paths) > 1:
                return row.refused("supervises", "ambiguous_supervised_unit", text)
            if (role, paths[0]) in held:
                continue
            if not self.grant_scopes[role].covers(paths[0]):
                return row.refused("roles", "grant_not_allowed", f"{role}@{paths[0]}")
            wanted.append((role, paths[0]))
        return tuple(dict.fromkeys(wanted))

    def _changes(self, row: RosterRow, person: Person) -> tuple[Change, ...]:
        now = {
            "name": person.name,
            "unit": person.unit_path,
            "rank_category": person.rank_category,
            "phone": person.phone,
            "language": person.language,
            "tags": self.tags.get(person.id, ()),
            "joined_on": person.joined_on,
            "left_on": person.left_on,
        }
        return tuple(
            Change(field, now[field], value) for field, value in row.stated.items() if value != now[field]
        )


def _paths_by_name(paths: Sequence[str]) -> dict[str, list[str]]:
    """The unit a text may mean: a whole path means itself, a name every unit called so."""
    every = set(paths)
    for path in paths:
        names = path.split("/")
        every.update("/".join(names[:depth]) for depth in range(1, len(names)))
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted(every):
        found[path.rpartition("/")[2]].append(path)
    return {**found, **{path: [path] for path in every}}
