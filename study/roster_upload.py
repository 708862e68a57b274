"""A roster sent to the chat: the same reading, comparison and change as on the command line."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import Any

from storage.transaction import Transaction
from study.roster import Added, Changed, RosterDifference, apply_import, plan_import
from study.roster_files import Refused, RosterRow, read_roster
from study.rules.county import County
from study.upload_purpose import Facts, Planned, Purpose

MOST_ROWS = 20_000
"""More belongs to the command line: a save in the chat holds up everybody's answers while it lasts."""

SHOWN_PEOPLE = 6
SHOWN_REFUSALS = 6
SHOWN_COLUMNS = 8
LONGEST_CELL = 200

_DATES = ("joined_on", "left_on")


def read(name: str, content: bytes) -> Facts:
    """The file as JSON values: rows, refused cells, headers not used; or why none of it can be taken."""
    file = read_roster(name, content)
    whole = next((refused for refused in file.refused if refused.row == 0), None)
    if whole:
        return {"refused": {"reason": whole.reason, "text": whole.text}}
    if len(file.rows) + len(file.refused) > MOST_ROWS:
        return {"refused": {"reason": "too_many_for_chat", "text": str(MOST_ROWS)}}
    return {
        "rows": [_row_facts(row) for row in file.rows],
        "refusals": [_refusal_facts(refused) for refused in file.refused],
        "ignored": [_short(header) for header in file.ignored[:SHOWN_COLUMNS]],
    }


def plan(tx: Transaction, facts: Mapping[str, Any], actor: int, county: County, now: datetime) -> Planned:
    """Compare what was read with the roster, as far as this person's grants reach."""
    difference = _difference(tx, facts, actor, county, now)
    refused = _all_refused(facts, difference)
    apply = partial(_apply, tx, difference, refused, actor, county, now) if difference.touched else None
    return Planned(_preview(difference, refused, facts["ignored"]), apply)


def refused(
    tx: Transaction, facts: Mapping[str, Any], actor: int, county: County, now: datetime
) -> tuple[Refused, ...]:
    """Everything refused, by its form or against the roster as it is now, in the order of the file."""
    return _all_refused(facts, _difference(tx, facts, actor, county, now))


def _difference(
    tx: Transaction, facts: Mapping[str, Any], actor: int, county: County, now: datetime
) -> RosterDifference:
    rows = [_row_of(each) for each in facts["rows"]]
    return _without_admins(plan_import(tx, rows, today=county.local_day(now), actor=actor))


def _without_admins(difference: RosterDifference) -> RosterDifference:
    """A file makes nobody an administrator: that needs a second person."""
    refused = [
        each.row.refused("roles", "grant_needs_second", path)
        for each in difference.touched
        for role, path in each.grants
        if role == "admin"
    ]
    rows = {(each.file, each.row) for each in refused}
    return replace(
        difference,
        added=tuple(each for each in difference.added if (each.row.file, each.row.row) not in rows),
        changed=tuple(each for each in difference.changed if (each.row.file, each.row.row) not in rows),
        refused=(*difference.refused, *refused),
    )


def _apply(
    tx: Transaction,
    difference: RosterDifference,
    refused: tuple[Refused, ...],
    actor: int,
    county: County,
    now: datetime,
) -> Facts:
    apply_import(tx, difference, actor=actor, county=county, now=now)
    return _counts(difference, refused)


def _counts(difference: RosterDifference, refused: Iterable[Refused]) -> Facts:
    return {
        "added": len(difference.added),
        "changed": len(difference.changed),
        "unchanged": difference.unchanged,
        "refused": len({(each.file, each.row) for each in refused}),
    }


def _preview(difference: RosterDifference, refused: tuple[Refused, ...], ignored: Iterable[str]) -> Facts:
    return {
        **_counts(difference, refused),
        "people": [_touched_facts(each) for each in difference.touched[:SHOWN_PEOPLE]],
        "refusals": [
            {"place": [each.file, each.row, each.column], "reason": each.reason, "text": _short(each.text)}
            for each in refused[:SHOWN_REFUSALS]
        ],
        "cells_refused": len(refused),
        "ignored": list(ignored),
        "digest": _digest(difference, refused),
    }


def _touched_facts(each: Added | Changed) -> Facts:
    stated, is_new = each.row.stated, isinstance(each, Added)
    changes = () if isinstance(each, Added) else each.changes
    return {
        "name": stated["name"],
        "unit": stated["unit"],
        "is_new": is_new,
        "changes": [[change.field, _plain(change.before), _plain(change.after)] for change in changes],
        "grants": [list(grant) for grant in each.grants],
        "left_behind": [] if isinstance(each, Added) else [list(grant) for grant in each.left_behind],
    }


def _digest(difference: RosterDifference, refused: Iterable[Refused]) -> str:
    """The same for the same change: whom it touches, what it sets, what it refuses."""
    whole = [
        [[each.row.row, each.row.file, *_touched_facts(each).values()] for each in difference.touched],
        [each.person.id for each in difference.changed],
        [[each.file, each.row, each.column, each.reason] for each in refused],
    ]
    return hashlib.sha256(json.dumps(whole).encode()).hexdigest()[:12]


def _row_facts(row: RosterRow) -> Facts:
    return {
        "place": [row.file, row.row],
        "staff_no": row.staff_no,
        "stated": {name: _plain(value) for name, value in row.stated.items()},
        "grants": [list(grant) for grant in row.grants],
        "cells": _cells(row.cells),
    }


def _row_of(facts: Mapping[str, Any]) -> RosterRow:
    stated = dict(facts["stated"])
    for name in _DATES:
        if stated.get(name) is not None:
            stated[name] = date.fromisoformat(stated[name])
    if "tags" in stated:
        stated["tags"] = tuple(stated["tags"])
    grants = tuple((role, path) for role, path in facts["grants"])
    file, row = facts["place"]
    return RosterRow(file, row, facts["staff_no"], stated, grants, facts["cells"])


def _refusal_facts(refused: Refused) -> Facts:
    place = [refused.file, refused.row, refused.column]
    return {
        "place": place,
        "reason": refused.reason,
        "text": _short(refused.text),
        "cells": _cells(refused.cells),
    }


def _all_refused(facts: Mapping[str, Any], difference: RosterDifference) -> tuple[Refused, ...]:
    by_form = [
        Refused(file, row, column, each["reason"], each["text"], each["cells"])
        for each in facts["refusals"]
        for file, row, column in [each["place"]]
    ]
    return tuple(sorted((*by_form, *difference.refused), key=lambda each: (each.file, each.row)))


def _cells(cells: Mapping[str, str]) -> dict[str, str]:
    return {column: _short(text) for column, text in cells.items() if text}


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…"


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


ROSTER = Purpose("change_roster", (".xlsx", ".csv"), read, plan)
