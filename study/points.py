"""Points: awarded for a cause once, never changed, reversed by entries of their own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import storage.people
import storage.points
from storage.points import PointsEntry
from storage.transaction import Transaction
from study.rules.county import County
from study.rules.points_rules import cause_reversal, counted

FEWEST_FOR_AN_AVERAGE = 5


@dataclass(frozen=True, slots=True)
class Award:
    """What a deed earned and what of it counted, in points."""

    earned: int
    counted: int


@dataclass(frozen=True, slots=True)
class PointsPage:
    """A person's points of a year. `unit_average` None where fewer than five people are counted."""

    year: int
    earned: int
    counted: int
    required_counted: int
    required_possible: int
    practice: Award
    entries: tuple[PointsEntry, ...]
    unit_average: float | None


def award_points(
    tx: Transaction,
    person_id: int,
    cause: str,
    kind: str,
    subject: str,
    earned: int,
    county: County,
    now: datetime,
    year: int | None = None,
) -> Award | None:
    """Enter points for a cause; None when this cause was paid before or pays nothing.

    `kind`: reading, quiz_pass, scheduled or practice; only practice is capped, by the local day.
    """
    if earned <= 0:
        return None
    on = county.local_day(now)
    counted_today = storage.points.counted_on(tx, person_id, on, kind) if kind == "practice" else 0
    award = Award(earned, counted(earned, kind, counted_today, county.settings.points.practice_daily_cap))
    entry_id = storage.points.insert(
        tx,
        person_id=person_id,
        cause=cause,
        kind=kind,
        subject=subject,
        earned=award.earned,
        counted=award.counted,
        year=on.year if year is None else year,
        on=on,
        now=now,
    )
    return award if entry_id is not None else None


def reverse_points(
    tx: Transaction, entry_id: int, revision: int, actor: str, reason: str, county: County, now: datetime
) -> PointsEntry | None:
    """Take back an entry by one of the opposite sign; None when there is no such entry or it was reversed."""
    entry = storage.points.by_id(tx, entry_id)
    if entry is None or entry.reverses_id is not None:
        return None
    storage.people.lock(tx, entry.person_id)
    if storage.points.is_reversed(tx, entry):
        return None
    reversal_id = storage.points.insert(
        tx,
        person_id=entry.person_id,
        cause=cause_reversal(entry_id, revision),
        kind=entry.kind,
        subject=entry.subject,
        earned=-entry.earned,
        counted=-entry.counted,
        year=entry.year,
        on=county.local_day(now),
        now=now,
        reverses_id=entry_id,
        actor=actor,
        reason=reason,
    )
    return storage.points.by_id(tx, reversal_id) if reversal_id else None


def points_page(
    tx: Transaction, person_id: int, unit_id: int, county: County, now: datetime, entries: int
) -> PointsPage:
    """What `/points` shows."""
    on = county.local_day(now)
    earned, counted_ = storage.points.balance(tx, person_id, on.year)
    by_kind = storage.points.sums_by_kind(tx, person_id, on.year)
    people, mean = storage.points.unit_average(tx, unit_id, on.year, on)
    return PointsPage(
        year=on.year,
        earned=earned,
        counted=counted_,
        required_counted=sum(by_kind.get(kind, (0, 0))[1] for kind in ("reading", "quiz_pass")),
        required_possible=_required_possible(tx, person_id, county, on),
        practice=Award(*by_kind.get("practice", (0, 0))),
        entries=tuple(storage.points.entries(tx, person_id, on.year, entries)),
        unit_average=mean if people >= FEWEST_FOR_AN_AVERAGE else None,
    )


def _required_possible(tx: Transaction, person_id: int, county: County, on: date) -> int:
    """What this year's required items opened so far can earn."""
    rules = county.settings.points
    start, end = county.midnight(date(on.year, 1, 1)), county.midnight(date(on.year + 1, 1, 1))
    shares = storage.points.required_shares(tx, person_id, start, end)
    return sum(rules.reading + (rules.quiz_pass if share["has_quiz"] else 0) for share in shares)
