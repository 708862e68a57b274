"""Points: awarded for a cause once, never changed, reversed by entries of their own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import storage.people
import storage.points
from storage.points import PointsEntry
from storage.transaction import Transaction
from study import deeds
from study.earnings import Earning
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


def award_points(tx: Transaction, earning: Earning, county: County, now: datetime) -> Award | None:
    """Enter points for a cause; None when this cause was paid before, from paper too, or pays nothing.

    Only practice is capped, by the local day.
    """
    if earning.kind in REQUIRED:
        entered_as = deeds.next_cause(tx, earning.person_id, earning.cause)
        if entered_as is None:
            return None
        earning = replace(earning, cause=entered_as)
    return _enter(tx, earning, county, now)


def award_on_paper(
    tx: Transaction, earning: Earning, actor: str, reason: str, county: County, now: datetime
) -> Award | None:
    """Enter points for required study done on paper; None when the deed was paid before, in whatever way."""
    if deeds.is_settled(tx, earning.person_id, earning.cause):
        return None
    number = 1 + sum(deed_of(entry.cause) == earning.cause for entry in _entered(tx, earning))
    on_paper = replace(earning, cause=cause_on_paper(earning.cause, number))
    return _enter(tx, on_paper, county, now, actor, reason)


def reverse_on_paper(
    tx: Transaction, earning: Earning, actor: str, reason: str, county: County, now: datetime
) -> None:
    """Take back what a deed was paid from paper, if anything."""
    for entry in _entered(tx, earning):
        if entry.cause.startswith(ON_PAPER) and not storage.points.is_reversed(tx, entry):
            reverse_points(tx, entry.id, 1, actor, reason, county, now)


def award_by_decision(
    tx: Transaction, earning: Earning, actor: str, reason: str, county: County, now: datetime
) -> Award | None:
    """Enter points somebody decided on, in full (`kind`: credit, correction, regrade or quiz_pass); None when the
    cause was paid before."""
    return _enter(tx, earning, county, now, actor, reason)


def _entered(tx: Transaction, earning: Earning) -> list[PointsEntry]:
    """What was entered for the same before, on paper or not."""
    return storage.points.of_deed(tx, earning.person_id, earning.kind, earning.subject, earning.year)


def _enter(
    tx: Transaction,
    earning: Earning,
    county: County,
    now: datetime,
    actor: str = "garden",
    reason: str = "",
) -> Award | None:
    if earning.points <= 0:
        return None
    on, kind = county.local_day(now), earning.kind
    counted_today = storage.points.counted_on(tx, earning.person_id, on, kind) if kind == "practice" else 0
    cap = county.settings.points.practice_daily_cap
    award = Award(earning.points, counted(earning.points, kind, counted_today, cap))
    entry_id = storage.points.insert(
        tx,
        person_id=earning.person_id,
        cause=earning.cause,
        kind=kind,
        subject=earning.subject,
        earned=award.earned,
        counted=award.counted,
        year=earning.year,
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
