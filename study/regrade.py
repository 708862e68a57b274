"""Regrades: the answers to a corrected question graded anew, for the people of whoever asks for it.

The verdict on each response is changed and its first one kept; scores, shares of the plan and points follow, by
entries of their own. Asking for the same again changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from datetime import date, datetime

import storage.audit_log
import storage.outbox
import storage.people
import storage.question_edits
import storage.regrades
import storage.verdicts
from storage.content import QuestionVersion
from storage.regrades import Graded, Regrade
from storage.transaction import Transaction
from study import audiences, notices, regrade_effects
from study.permissions import actor_name
from study.rules.county import County
from study.rules.frozen import frozen
from study.rules.question import Given, localize
from study.rules.question_types.wording import normalised
from study.rules.regrading import Mode, Verdict, regraded, verdict_of

ACTION = "decide_question"
"""The action of `permissions` that grades anew."""
CHUNK = 20
"""People in one write."""
TOLD = "regraded"

Versions = Mapping[int, QuestionVersion]


def reach(tx: Transaction, actor_id: int, today: date) -> tuple[int, ...] | None:
    """The units whose people this person may grade anew, `()` for everybody; None for nobody."""
    units = audiences.granted_units(tx, actor_id, ACTION, today)
    if not units:
        return None
    return () if set(audiences.roots(tx)) <= set(units) else tuple(units)


@frozen
class Grading:
    """One way of grading a question anew, by the key of `version_id`; `wording`: those alone who wrote these words.

    Few different answers are given by many people: each is graded once.
    """

    mode: Mode
    wording: str | None
    version_id: int
    versions: Versions
    known: dict[tuple[int, Given, Verdict, Verdict], Verdict] = field(default_factory=dict)

    def changes(self, rows: Iterable[Graded]) -> list[tuple[Graded, Verdict]]:
        """Which of these responses would have another verdict, and which."""
        found: list[tuple[Graded, Verdict]] = []
        for row in rows:
            if self.wording is not None and normalised(" ".join(row.given)) != self.wording:
                continue
            now = verdict_of(row.is_right, row.is_void)
            verdict = self._verdict(row, now)
            if verdict != now:
                found.append((row, verdict))
        return found

    def _verdict(self, row: Graded, now: Verdict) -> Verdict:
        first = now if row.first_right is None else verdict_of(row.first_right, False)
        place = (row.question_version_id, row.given, now, first)
        if place not in self.known:
            own, new = self.versions[row.question_version_id].content, self.versions[self.version_id].content
            self.known[place] = regraded(self.mode, now, first, row.given, own, new)
        return self.known[place]


def ask(
    tx: Transaction,
    question_id: int,
    mode: Mode,
    reason: str,
    actor_id: int,
    county: County,
    now: datetime,
    wording: str | None = None,
) -> int | None:
    """Have a question's answers until now graded anew by its present key; the id, or None without any right to it."""
    units = reach(tx, actor_id, county.local_day(now))
    current = storage.question_edits.state(tx, question_id)
    if units is None or current is None:
        return None
    regrade_id = storage.regrades.insert(
        tx,
        question_id=question_id,
        version_id=current.version.id,
        mode=mode,
        wording=wording,
        units=units,
        actor=actor_name(actor_id),
        reason=reason,
        now=now,
    )
    stem = localize(current.version.content["stem"], county.settings.language, county.settings.language)
    after = {"regrade": regrade_id, "question": question_id, "stem": stem, "mode": mode}
    storage.audit_log.record(
        tx,
        now=now,
        actor=actor_name(actor_id),
        action="regrade",
        unit_id=(units or tuple(audiences.roots(tx)))[0],
        after=after if wording is None else {**after, "wording": wording},
        reason=reason,
    )
    return regrade_id


def run_chunk(tx: Transaction, regrade_id: int, county: County, now: datetime) -> int:
    """Grade the answers of the next people, the cursor saved with them; 0 when there is nobody left."""
    regrade = storage.regrades.held(tx, regrade_id)
    if regrade is None:
        return 0
    people = storage.regrades.people(
        tx, regrade.question_id, regrade.units, regrade.asked_at, regrade.person_cursor, CHUNK
    )
    if not people:
        storage.regrades.finish(tx, regrade.id, now)
        return 0
    mode: Mode = regrade.mode  # type: ignore[assignment]
    versions = storage.regrades.versions(tx, regrade.question_id)
    grading = Grading(mode, regrade.wording, regrade.question_version_id, versions)
    changed = sum(grade_person(tx, regrade, person_id, grading, county, now) for person_id in people)
    storage.regrades.save_cursor(tx, regrade.id, people[-1], changed)
    return len(people)


def grade_person(
    tx: Transaction, regrade: Regrade, person_id: int, grading: Grading, county: County, now: datetime
) -> bool:
    """Grade one person's answers and tell them what it changed; whether it changed anything."""
    storage.people.lock(tx, person_id)
    rows = storage.regrades.responses_of(tx, regrade.question_id, person_id, regrade.asked_at)
    found = grading.changes(rows)
    if not found:
        return False
    for row, verdict in found:
        storage.verdicts.change(tx, regrade.id, row, verdict == "right", verdict == "void")
    changed = [row for row, _ in found]
    crossed = regrade_effects.rescore(tx, changed)
    shares = {
        each.enrollment_id: regrade_effects.settle_share(tx, each.enrollment_id, county, now)
        for each in crossed
    }
    counted = sum(
        regrade_effects.settle_question(tx, regrade, row, county, now) for row in _one_a_year(changed, county)
    )
    counted += sum(regrade_effects.settle_pass(tx, regrade, each, county, now) for each in crossed)
    _tell(tx, regrade, person_id, counted, shares, county, now)
    return True


def _one_a_year(changed: Sequence[Graded], county: County) -> Iterable[Graded]:
    return {county.year(row.answered_at): row for row in changed}.values()


def _tell(
    tx: Transaction,
    regrade: Regrade,
    person_id: int,
    counted: int,
    shares: Mapping[int, str],
    county: County,
    now: datetime,
) -> None:
    told = [[enrollment_id, what] for enrollment_id, what in shares.items() if what]
    message = {"regrade": regrade.id, "points": counted, "shares": told}
    notices.queue(tx, person_id, TOLD, f"regrade:{regrade.id}", message, county, now)
