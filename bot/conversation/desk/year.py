"""The year's report of a unit, as a table to fetch."""

from __future__ import annotations

import storage.grants
import storage.units
from bot.conversation.desk.permitting import gone, number_of, permitted, refused
from bot.conversation.messages import Button, Document, Message, Reply, say
from bot.conversation.turn import Turn
from study.permissions import ACTIONS
from study.year_report_words import WORDS

ACTION = "see_year_report"
MOST_UNITS = 8


def show(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`/report`: this year and the last, for each unit that is one's own to see."""
    today = turn.county.local_day(turn.now)
    grants = storage.grants.in_force(turn.tx, turn.me.id, today)
    units = {grant.unit_id: grant.unit_path for grant in grants if ACTION in ACTIONS.get(grant.role, ())}
    if not units:
        permitted(turn, ACTION, turn.me.unit_id)
        return refused()
    rows = tuple(
        tuple(
            Button(
                say("year-of-unit", year=str(year), unit=path.rpartition("/")[2]), f"year:{year}:{unit_id}"
            )
            for year in (today.year, today.year - 1)
        )
        for unit_id, path in list(units.items())[:MOST_UNITS]
    )
    return [Reply(Message((say("year-which"),), rows=rows))]


def fetch(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`year:<year>:<unit>`: the table itself, made when it is fetched."""
    year, unit_id = (number_of(part) for part in (*parts, "", "")[:2])
    if not permitted(turn, ACTION, unit_id):
        return refused()
    if not 2000 <= year <= turn.county.year(turn.now):
        return gone()
    unit = storage.units.by_id(turn.tx, unit_id)
    name = f"{turn.localize(WORDS['file'])} {year} {unit.name}.xlsx".replace("/", " ")
    document = Document(name, "year_report", {"year": year, "unit": unit_id})
    return [Reply(Message((say("year-table", year=str(year), unit=unit.name),), document=document))]
