"""The year's report of a unit: assigned, on time, late, excused, points; by unit, person, rank, tag and item."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import storage.people
import storage.units
import storage.year_counts
from storage.people import Person
from storage.transaction import Transaction
from storage.units import Unit
from study import permissions
from study.roster_columns import in_words
from study.rules.county import County
from study.rules.frozen import frozen
from study.rules.question import localize
from study.spreadsheets import Cell, Sheet
from study.today import title_of
from study.year_report_words import NOTES, WORDS

Row = tuple[Cell, ...]

FIGURES = ("assigned", "on_time", "late", "on_paper", "excused", "open")
POINTS = ("required", "voluntary", "corrections")


@dataclass(slots=True)
class _Figures:
    """What shares came to. `assigned` leaves the excused out."""

    states: Counter[str] = field(default_factory=Counter)
    on_paper: int = 0

    def add(self, share: Mapping[str, Any]) -> None:
        self.states[share["state"]] += 1
        self.on_paper += int(share["on_paper"])

    def row(self) -> Row:
        states = self.states
        assigned = states["on_time"] + states["late"] + states["open"]
        return (assigned, states["on_time"], states["late"], self.on_paper, states["excused"], states["open"])


@frozen
class _Year:
    """Everything the sheets are made of."""

    unit: Unit
    year: int
    county: County
    language: str
    now: datetime
    shares: Sequence[Mapping[str, Any]]
    people: Sequence[Person]
    tags: Mapping[int, tuple[str, ...]]
    points: Mapping[int, Mapping[str, int]]
    moves: Mapping[int, Sequence[Mapping[str, Any]]]

    def word(self, name: str) -> str:
        return WORDS[name][self.language]

    def heads(self, *names: str) -> Row:
        return tuple(self.word(name) for name in names)


def year_report_document(
    tx: Transaction, person_id: int, args: Mapping[str, Any], language: str, county: County, now: datetime
) -> tuple[Sheet, ...] | None:
    """The report as a file of the chat; None for somebody who may not see that unit's year."""
    unit_id, year = int(args["unit"]), int(args["year"])
    if not permissions.can(tx, person_id, "see_year_report", unit_id, county.local_day(now)):
        return None
    return year_report(tx, storage.units.by_id(tx, unit_id), year, language, county, now)


def year_report(
    tx: Transaction, unit: Unit, year: int, language: str, county: County, now: datetime
) -> tuple[Sheet, ...]:
    """Six sheets; figures are numbers, dates ISO text."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    people = [
        person
        for person in storage.people.in_unit(tx, unit.id)
        if person.joined_on <= last and (person.left_on is None or person.left_on > first)
    ]
    whole = _Year(
        unit=unit,
        year=year,
        county=county,
        language=language,
        now=now,
        shares=storage.year_counts.shares(tx, unit.id, year, now),
        people=people,
        tags=storage.people.tags_of_everyone(tx),
        points=storage.year_counts.points(tx, unit.id, year),
        moves=storage.year_counts.moves(tx, first, last),
    )
    own = _by_person(whole)
    return (
        Sheet(whole.word("overview"), tuple(_overview(tx, whole))),
        Sheet(whole.word("by_person"), tuple(_people(whole, own))),
        Sheet(whole.word("by_rank"), tuple(_ranks(whole, own))),
        Sheet(whole.word("by_tag"), tuple(_tags(whole, own))),
        Sheet(whole.word("by_item"), tuple(_items(tx, whole))),
        Sheet(whole.word("notes"), tuple(_notes(whole))),
    )


def _by_person(whole: _Year) -> dict[int, _Figures]:
    """Everybody's own figures, whatever unit they were made in."""
    found: dict[int, _Figures] = defaultdict(_Figures)
    for share in whole.shares:
        found[share["person_id"]].add(share)
    return found


def _overview(tx: Transaction, whole: _Year) -> Iterable[Row]:
    """The unit as a whole, then each unit right below it and, if it has people, the unit itself."""
    paths = {unit.id: unit.path for unit in storage.units.everything(tx)}
    figures: dict[str, _Figures] = defaultdict(_Figures)
    heads, points = Counter[str](), Counter[str]()
    for share in whole.shares:
        if share["is_here"]:
            figures[_below(paths[share["unit_id"]], whole)].add(share)
            figures[""].add(share)
    for person in whole.people:
        for name in (_below(person.unit_path, whole), ""):
            heads[name] += 1
            points[name] += sum(whole.points.get(person.id, {}).values())
    yield whole.heads("unit", "people", *FIGURES, "points")
    yield (whole.word("whole"), heads[""], *figures[""].row(), points[""])
    for name in sorted({*heads, *figures} - {""}):
        yield (name, heads[name], *figures[name].row(), points[name])


def _below(path: str, whole: _Year) -> str:
    """The unit right below the report's own in which a path lies; its own name for itself."""
    return path[len(whole.unit.path) :].strip("/").partition("/")[0] or whole.unit.name


def _people(whole: _Year, own: Mapping[int, _Figures]) -> Iterable[Row]:
    yield whole.heads("unit", "staff_no", "name", "rank", "tags", *FIGURES, *POINTS, "note")
    for person in whole.people:
        points = whole.points.get(person.id, {})
        yield (
            person.unit_path,
            person.staff_no,
            person.name,
            in_words("rank_category", person.rank_category, whole.language),
            "、".join(whole.tags.get(person.id, ())),
            *_figures(own, person).row(),
            *(points.get(name, 0) for name in POINTS),
            _note(person, whole),
        )


def _figures(own: Mapping[int, _Figures], person: Person) -> _Figures:
    return own.get(person.id) or _Figures()


def _note(person: Person, whole: _Year) -> str:
    """When somebody came, moved or left in the year."""
    notes = []
    if person.joined_on.year == whole.year:
        notes.append(whole.word("joined").format(day=person.joined_on.isoformat()))
    for move in whole.moves.get(person.id, ()):
        day = move["effective_on"].isoformat()
        notes.append(whole.word("moved").format(day=day, unit=move["path"]))
    if person.left_on is not None and person.left_on.year == whole.year:
        notes.append(whole.word("left").format(day=person.left_on.isoformat()))
    return "；".join(notes)


def _ranks(whole: _Year, own: Mapping[int, _Figures]) -> Iterable[Row]:
    groups: dict[str, list[Person]] = defaultdict(list)
    for person in whole.people:
        groups[in_words("rank_category", person.rank_category, whole.language)].append(person)
    yield from _grouped("rank", groups, whole, own)


def _tags(whole: _Year, own: Mapping[int, _Figures]) -> Iterable[Row]:
    groups: dict[str, list[Person]] = defaultdict(list)
    for person in whole.people:
        for tag in whole.tags.get(person.id, ()):
            groups[tag].append(person)
    yield from _grouped("tag", groups, whole, own)


def _grouped(
    head: str, groups: Mapping[str, Sequence[Person]], whole: _Year, own: Mapping[int, _Figures]
) -> Iterable[Row]:
    yield whole.heads(head, "people", *FIGURES, "points")
    for name in sorted(groups):
        people = groups[name]
        rows = [_figures(own, person).row() for person in people]
        sums = tuple(sum(int(row[place] or 0) for row in rows) for place in range(len(FIGURES)))
        points = sum(sum(whole.points.get(person.id, {}).values()) for person in people)
        yield (name, len(people), *sums, points)


def _items(tx: Transaction, whole: _Year) -> Iterable[Row]:
    figures: dict[int, _Figures] = defaultdict(_Figures)
    for share in whole.shares:
        if share["is_here"]:
            figures[share["assignment_id"]].add(share)
    yield whole.heads("item", "opens", "due", *FIGURES)
    for item in storage.year_counts.items(tx, whole.year, whole.now):
        if item["id"] not in figures:
            continue
        title = title_of(tx, item["reading"], item["name"], whole.county)
        yield (
            localize(title, whole.language, whole.county.settings.language),
            whole.county.local_day(item["opens_at"]).isoformat(),
            whole.county.local_day(item["due_at"] - timedelta(milliseconds=1)).isoformat(),
            *figures[item["id"]].row(),
        )


def _notes(whole: _Year) -> Iterable[Row]:
    as_of = whole.now.astimezone(whole.county.zone).strftime("%Y-%m-%d %H:%M")
    for line in NOTES[whole.language]:
        yield (line.format(unit=whole.unit.path, year=whole.year, as_of=as_of),)
