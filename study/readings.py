"""Readings as a person meets them: pages, the place they stopped at, completion once a year."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

import storage.assignments
import storage.content
import storage.people
import storage.readings
from storage.content import ReadingVersion
from storage.people import Person
from storage.transaction import Transaction
from study import assignments, made_readings, points
from study.earnings import of_reading
from study.markdown import blocks_of
from study.points import Award
from study.rules.county import County
from study.rules.frozen import frozen
from study.rules.pages import Block, Page, minutes, paginate
from study.rules.question import localize

ROOM = {"en": 2.4}
"""Characters a language takes to say what one Chinese character does, so that pages say alike much."""


@frozen
class OpenReading:
    """A reading in one person's language and edition. `at`: the page to open, from 1; `audio`: a recording of it."""

    slug: str
    title: str
    summary: str
    source_notes: str
    edition: str
    has_short: bool
    minutes: int
    pages: tuple[Page, ...]
    at: int
    images: Mapping[str, Any]
    audio: Mapping[str, str] | None = None


@frozen
class ReadingLine:
    """One line of the list of readings. `share_read` 0–1; `required`: part of an open share."""

    slug: str
    title: str
    summary: str
    minutes: int
    share_read: float
    completed: bool
    required: bool


@frozen
class ReadingDone:
    """`first`: the first completion of the year; `award` what it paid; `completed` the share it completed."""

    first: bool
    award: Award | None
    completed: assignments.Completed | None


def list_readings(tx: Transaction, person: Person, county: County, now: datetime) -> list[ReadingLine]:
    """All readings that are for this person, the required ones that are open first."""
    done = storage.readings.completed_slugs(tx, person.id, county.year(now))
    required = {share.reading for share in storage.assignments.open_of_person(tx, person.id)}
    shares_read = storage.readings.shares_read(tx, person.id)
    lines = []
    hidden = made_readings.hidden(tx, person)
    for version in storage.content.current_readings(tx):
        if version.slug in hidden:
            continue
        body, _ = _body(version, person, county)
        lines.append(
            ReadingLine(
                version.slug,
                localize(version.content["title"], person.language, county.settings.language),
                localize(version.content["summary"], person.language, county.settings.language),
                version.content.get("minutes") or minutes(body, person.language),
                shares_read.get(version.slug, 0.0),
                version.slug in done,
                version.slug in required,
            )
        )
    return sorted(lines, key=lambda line: (not line.required, line.completed, line.slug))


def first_to_read(tx: Transaction, person: Person, county: County, now: datetime) -> ReadingLine | None:
    """Where to begin: the required reading due next, else any not read yet; None when all is read."""
    shares = storage.assignments.open_of_person(tx, person.id)
    due = {share.reading: share.due_at for share in shares if share.reading and share.due_at > now}
    left = [line for line in list_readings(tx, person, county, now) if not line.completed]
    far = max(due.values(), default=now)
    return min(left, key=lambda line: (not line.required, due.get(line.slug, far)), default=None)


def open_reading(
    tx: Transaction,
    person: Person,
    slug: str,
    page_limit: int,
    county: County,
    section: str | None = None,
    page: int | None = None,
) -> OpenReading | None:
    """The reading at `page`, at `section`, or where the person stopped; None when there is no such reading.

    `page_limit` in Chinese characters.
    """
    version = storage.content.current_reading(tx, slug)
    if version is None or not made_readings.may_read(tx, person, slug):
        return None
    language, fallback = person.language, county.settings.language
    body, edition = _body(version, person, county)
    pages = pages_of(body, language, page_limit)
    if page is None:
        page = _page_of_section(pages, section) if section else _page_stopped_at(tx, person.id, slug, pages)
    return OpenReading(
        slug,
        localize(version.content["title"], language, fallback),
        localize(version.content["summary"], language, fallback),
        localize(version.content.get("source_notes") or "", language, fallback),
        edition,
        bool(version.content.get("short_bodies")),
        version.content.get("minutes") or minutes(body, language),
        pages,
        min(max(page, 1), len(pages)),
        version.content.get("images") or {},
        version.content.get("audio"),
    )


@lru_cache(maxsize=512)
def pages_of(body: str, language: str, page_limit: int) -> tuple[Page, ...]:
    """The pages of a text as somebody of this language meets them; `page_limit` in Chinese characters.

    Texts are few and read by many: each turn of a page would cut the whole text anew.
    """
    return paginate(parsed(body), round(page_limit * ROOM.get(language, 1)))


@lru_cache(maxsize=256)
def parsed(body: str) -> tuple[Block, ...]:
    """The blocks of a text; texts are few and read by many."""
    return blocks_of(body)


def _body(version: ReadingVersion, person: Person, county: County) -> tuple[str, str]:
    """(text, edition): the short edition where the person prefers it and there is one."""
    fallback = county.settings.language
    shorts = version.content.get("short_bodies") or {}
    if person.short_edition and shorts:
        return localize(shorts, person.language, fallback), "short"
    return localize(version.content["bodies"], person.language, fallback), "full"


def _page_of_section(pages: tuple[Page, ...], section: str) -> int:
    return next((page.number for page in pages if page.section == section), 1)


def _page_stopped_at(tx: Transaction, person_id: int, slug: str, pages: tuple[Page, ...]) -> int:
    """By section first: pages differ between channels, languages and editions; sections do not."""
    progress = storage.readings.progress(tx, person_id, slug)
    if progress is None:
        return 1
    nearest = 1 + round(progress["share_read"] * len(pages))
    candidates = [page.number for page in pages if page.section == progress["section"]]
    return min(candidates, key=lambda number: abs(number - nearest), default=min(nearest, len(pages)))


def save_place(
    tx: Transaction, person_id: int, slug: str, section: str, page: int, pages: int, now: datetime
) -> None:
    """Remember the page somebody is on, of a reading there is."""
    if storage.content.current_reading(tx, slug) is None:
        return
    share = (min(max(page, 1), pages) - 1) / pages if pages > 0 else 0.0
    storage.readings.save_progress(tx, person_id, slug, section[:80], share, now)


def completion_year(tx: Transaction, person_id: int, slug: str, county: County, now: datetime) -> int:
    """The year of the open share that asks for this reading and is due first, else the local year."""
    for share in storage.assignments.open_of_person(tx, person_id):
        if share.kind == "plan" and share.reading == slug and share.read_at is None:
            return int(share.occurrence)
    return county.year(now)


def complete_reading(
    tx: Transaction, person_id: int, slug: str, county: County, now: datetime
) -> ReadingDone:
    """The check questions are answered: the reading is done, paid once a year, and its shares take the step."""
    version = storage.content.current_reading(tx, slug)
    if version is None:
        return ReadingDone(False, None, None)
    year = completion_year(tx, person_id, slug, county, now)
    person = storage.people.by_id(tx, person_id)
    short = person is not None and person.short_edition and version.content.get("short_bodies")
    edition = "short" if short else "full"
    first = storage.readings.complete(tx, person_id, slug, year, version.id, edition, now)
    award = None
    if first:
        award = points.award_points(tx, of_reading(person_id, slug, year, county), county, now)
    return ReadingDone(first, award, assignments.read_step(tx, person_id, slug, year, now))
