"""What a regrade would do, before it is asked for: counted, nothing is changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby

import storage.assignments
import storage.credits
import storage.question_edits
import storage.regrades
from storage.question_edits import QuestionState
from storage.regrades import Graded
from storage.transaction import Transaction
from study import deeds, regrade_effects
from study.attempts import PAID_AS, worth
from study.regrade import Grading
from study.rules.county import County
from study.rules.frozen import frozen
from study.rules.points_rules import cause_correct, cause_quiz_pass
from study.rules.regrading import MODES, Mode, Verdict, same_key, verdict_of
from study.rules.score import Score, passed


@frozen
class Counted:
    """People. `affected`: whose answer would have another verdict; `up`, `down`: whose result would be better or
    worse; `crossing`: who would pass a quiz of the plan, or no longer."""

    affected: int
    up: int
    down: int
    crossing: int


@frozen
class Moved:
    """One attempt of one person before and after. `better`: 1, -1, or 0 for the same share of right answers."""

    better: int
    response_id: int
    enrollment_id: int | None
    is_passed: bool | None


@frozen
class PointsForeseen:
    """Points that would be given and taken back, over everybody."""

    given: int
    taken: int


def each_mode(
    tx: Transaction,
    state: QuestionState,
    units: Sequence[int],
    county: County,
    now: datetime,
    modes: Iterable[Mode] = MODES,
    wording: str | None = None,
) -> dict[Mode, Counted]:
    """The people of these units counted for each way of grading a question's answers anew."""
    question_id = state.version.question_id
    versions = storage.regrades.versions(tx, question_id)
    rows = storage.regrades.responses(tx, question_id, units, now)
    return {mode: _count(rows, Grading(mode, wording, state.version.id, versions)) for mode in modes}


def _count(rows: Sequence[Graded], grading: Grading) -> Counted:
    affected = up = down = crossing = 0
    for _, of_person in groupby(rows, key=lambda row: row.person_id):
        own = list(of_person)
        changes = grading.changes(own)
        if not changes:
            continue
        moved = _moved(own, changes)
        affected += 1
        up += any(each.better > 0 for each in moved)
        down += any(each.better < 0 for each in moved)
        crossing += any(each.is_passed is not None for each in moved)
    return Counted(affected, up, down, crossing)


def _moved(own: Sequence[Graded], changes: Sequence[tuple[Graded, Verdict]]) -> list[Moved]:
    verdicts = {row.id: verdict for row, verdict in changes}
    touched = {row.attempt_id for row, _ in changes}
    found: list[Moved] = []
    for attempt_id in sorted(touched):
        rows = [row for row in own if row.attempt_id == attempt_id]
        before = [verdict_of(row.is_right, row.is_void) for row in rows]
        after = [verdicts.get(row.id, verdict) for row, verdict in zip(rows, before, strict=True)]
        found.append(_attempt(next(row for row in rows if row.id in verdicts), before, after))
    return found


def _attempt(row: Graded, before: Sequence[Verdict], after: Sequence[Verdict]) -> Moved:
    more_right = ("right" in after) - ("right" in before)
    more_counted = (set(after) != {"void"}) - (set(before) != {"void"})
    if row.state == "in_progress":
        return Moved(more_right, row.id, None, None)
    right, total = row.score_right + more_right, row.score_total + more_counted
    better = right * row.score_total - row.score_right * total if total and row.score_total else more_right
    is_passed = None
    if row.passed is not None and row.pass_percent is not None and total:
        has_passed = passed(Score(right, total), row.pass_percent)
        is_passed = has_passed if has_passed != bool(row.passed) else None
    return Moved((better > 0) - (better < 0), row.id, row.enrollment_id, is_passed)


def points_foreseen(
    tx: Transaction,
    state: QuestionState,
    mode: Mode,
    units: Sequence[int],
    county: County,
    now: datetime,
    wording: str | None = None,
) -> PointsForeseen:
    """What it would enter in the ledger."""
    question_id = state.version.question_id
    versions = storage.regrades.versions(tx, question_id)
    rows = storage.regrades.responses(tx, question_id, units, now)
    grading, deltas = Grading(mode, wording, state.version.id, versions), list[int]()
    for _, of_person in groupby(rows, key=lambda row: row.person_id):
        own = list(of_person)
        changes = grading.changes(own)
        if changes:
            deltas += _question_points(tx, question_id, own, changes, county)
            deltas += _pass_points(tx, _moved(own, changes), county)
    return PointsForeseen(sum(d for d in deltas if d > 0), -sum(d for d in deltas if d < 0))


def _question_points(
    tx: Transaction,
    question_id: int,
    own: Sequence[Graded],
    changes: Sequence[tuple[Graded, Verdict]],
    county: County,
) -> list[int]:
    verdicts = {row.id: verdict for row, verdict in changes}
    found: list[int] = []
    for year in sorted({county.year(row.answered_at) for row, _ in changes}):
        right = [
            row
            for row in own
            if county.year(row.answered_at) == year
            and row.kind in PAID_AS
            and verdicts.get(row.id, verdict_of(row.is_right, row.is_void)) == "right"
        ]
        person_id, deed = own[0].person_id, cause_correct(question_id, year)
        if not right:
            found += [-entry.counted for entry in deeds.standing(tx, person_id, deed)]
        elif not storage.credits.is_credited(tx, person_id, question_id, year):
            pays = [worth(row.kind, county) for row in right]
            if not deeds.is_settled(tx, person_id, deed):
                found.append(next((each for each in pays if each), 0))
    return found


def _pass_points(tx: Transaction, moved: Sequence[Moved], county: County) -> list[int]:
    found: list[int] = []
    for enrollment_id in {each.enrollment_id for each in moved if each.is_passed is not None}:
        share = storage.assignments.enrollment(tx, enrollment_id) if enrollment_id is not None else None
        if share is None:
            continue
        flips = [each.is_passed for each in moved if each.enrollment_id == enrollment_id]
        lost, won = flips.count(False), True in flips
        deed = cause_quiz_pass(share.name, int(share.occurrence))
        if won:
            settled = deeds.is_settled(tx, share.person_id, deed)
            found.append(0 if settled else county.settings.points.quiz_pass)
        elif regrade_effects.passing_attempts(tx, share) <= lost and share.on_paper_reason is None:
            found += [-entry.counted for entry in deeds.standing(tx, share.person_id, deed)]
    return found


def answered_by_another_key(tx: Transaction, state: QuestionState, units: Sequence[int]) -> int:
    """How many answers of these units were graded by a key that is no longer the question's, and not anew."""
    versions = storage.regrades.versions(tx, state.version.question_id)
    others = [
        version.id for version in versions.values() if not same_key(version.content, state.version.content)
    ]
    asked = [
        each.asked_at
        for each in storage.regrades.of_question(tx, state.version.question_id)
        if each.question_version_id == state.version.id
        and each.wording is None
        and _covers(each.units, units)
    ]
    since = max(asked, default=None)
    return storage.question_edits.answered_since(tx, others, units, since)


def _covers(wider: Sequence[int], units: Sequence[int]) -> bool:
    return not wider or (bool(units) and set(units) <= set(wider))
