"""What an import changes, as a small table."""

from __future__ import annotations

from datetime import date
from typing import Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from garden.commands.people_words import words
from study.roster import Added, Change, Changed, RosterDifference
from study.roster_columns import in_words
from study.roster_files import heading

SHOWN = 20


def show_difference(difference: RosterDifference, language: str) -> None:
    """The first people touched, changes before additions, and how many more there are."""
    if not difference.touched:
        return
    table = Table(*(words(column, language) for column in ("staff_no", "name", "unit", "change")))
    for each in difference.touched[:SHOWN]:
        stated = each.row.stated
        staff_no = each.staff_no if isinstance(each, Added) else each.person.staff_no
        change = "\n".join(_changes(each, language))
        # Text, because a name may look like markup.
        table.add_row(*map(Text, (staff_no, stated["name"], stated["unit"], change)))
    Console().print(table)
    if len(difference.touched) > SHOWN:
        typer.echo(words("more", language, count=len(difference.touched) - SHOWN))


def _changes(each: Added | Changed, language: str) -> list[str]:
    granted = [f"+ {in_words('roles', role, language)}@{path}" for role, path in each.grants]
    if isinstance(each, Added):
        return [words("new", language), *granted]
    left = [f"- {in_words('roles', role, language)}@{path}" for role, path in each.left_behind]
    return [*(_change(change, language) for change in each.changes), *left, *granted]


def _change(change: Change, language: str) -> str:
    before, after = (_shown(change.field, value, language) for value in (change.before, change.after))
    return f"{heading(change.field, language)}: {before} → {after}"


def _shown(field: str, value: Any, language: str) -> str:
    if not value:
        return words("nothing", language)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return "、".join(value)
    return in_words(field, value, language) if field in ("rank_category", "language") else str(value)
