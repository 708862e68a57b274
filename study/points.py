"""Points: awarded for a cause once, never changed, reversed by entries of their own."""

from __future__ import annotations

from datetime import date, datetime

import storage.people
import storage.points
from storage.points import PointsEntry
from storage.transaction import Transaction
from study import deeds
from study.rules.county import County
from study.rules.frozen import frozen
from study.rules.points_rules import ON_PAPER, cause_on_paper, cause_reversal, counted, deed_of

FEWEST_FOR_AN_AVERAGE = 5
REQUIRED = ("reading", "quiz_pass")
"""Kinds of points for required study; these may also be entered from paper."""


@frozen
class Award:
    """What a deed earned and what of it counted, in points."""

    earned: int
    counted: int


@frozen
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
    """Enter points for a cause; None when this cause was paid before, from paper too, or pays nothing.

    `kind`: reading, quiz_pass, scheduled or practice; only practice is capped, by the local day.
    """
    year = county.year(now) if year is None else year
    may_be_entered_otherwise = kind in REQUIRED
    entered_as = deeds.next_cause(tx, person_id, cause) if may_be_entered_otherwise else cause
    if entered_as is None:
        return None
    return _enter(tx, person_id, entered_as, kind, subject, earned, county, now, year)


def award_on_paper(
    tx: Transaction,
    person_id: int,
    cause: str,
    kind: str,
    subject: str,
    earned: int,
    county: County,
    now: datetime,
    year: int,
    actor: str,
    reason: str,
) -> Award | None:
    """Enter points for required study done on paper; None when the deed was paid before, in whatever way."""
    entered = storage.points.of_deed(tx, person_id, kind, subject, year)
    if deeds.is_settled(tx, person_id, cause):
        return None
    number = 1 + sum(deed_of(entry.cause) == cause for entry in entered)
    on_paper = cause_on_paper(cause, number)
    return _enter(tx, person_id, on_paper, kind, subject, earned, county, now, year, actor, reason)


def reverse_on_paper(
    tx: Transaction,
    person_id: int,
    kind: str,
    subject: str,
    year: int,
    actor: str,
    reason: str,
    county: County,
    now: datetime,
) -> None:
    """Take back what a deed was paid from paper, if anything."""
    for entry in _on_paper(tx, person_id, kind, subject, year):
        reverse_points(tx, entry.id, 1, actor, reason, county, now)


def award_by_decision(
    tx: Transaction,
    person_id: int,
    cause: str,
    kind: str,
    subject: str,
    earned: int,
    county: County,
    now: datetime,
    year: int,
    actor: str,
    reason: str,
) -> Award | None:
    """Enter points somebody decided on, in full (`kind`: credit, correction, regrade or quiz_pass); None when the
    cause was paid before."""
    return _enter(tx, person_id, cause, kind, subject, earned, county, now, year, actor, reason)


def _on_paper(tx: Transaction, person_id: int, kind: str, subject: str, year: int) -> list[PointsEntry]:
    """The entries from paper for a deed that stand."""
    entered = storage.points.of_deed(tx, person_id, kind, subject, year)
    return [
        entry
        for entry in entered
        if entry.cause.startswith(ON_PAPER) and not storage.points.is_reversed(tx, entry)
    ]


def _enter(
    tx: Transaction,
    person_id: int,
    cause: str,
    kind: str,
    subject: str,
    earned: int,
    county: County,
    now: datetime,
    year: int,
    actor: str = "garden",
    reason: str = "",
) -> Award | None:
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
        year=year,
        on=on,
        now=now,
        actor=actor,
        reason=reason,
    )
    return award if entry_id is not None else None


def reverse_points(
    tx: Transaction,
    entry_id: int,
    revision: int,
    actor: str,
    reason: str,
    county: County,
    now: datetime,
    cause: str | None = None,
) -> PointsEntry | None:
    """Take back an entry by one of the opposite sign; None when there is no such entry or it was reversed.

    `cause` where it is another than somebody's decision.
    """
    entry = storage.points.by_id(tx, entry_id)
    if entry is None or entry.reverses_id is not None:
        return None
    storage.people.lock(tx, entry.person_id)
    if storage.points.is_reversed(tx, entry):
        return None
    reversal_id = storage.points.insert(
        tx,
        person_id=entry.person_id,
        cause=cause or cause_reversal(entry_id, revision),
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
        required_counted=sum(by_kind.get(kind, (0, 0))[1] for kind in REQUIRED),
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
