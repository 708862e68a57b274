"""The recount: points from responses and completions, held against the ledger; nothing is changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import storage.audit_queries
import storage.credits
from storage.transaction import Transaction
from study.attempts import PAID_AS
from study.rules.county import County
from study.rules.frozen import frozen
from study.rules.points_rules import BY_REGRADE, cause_correct, cause_quiz_pass, cause_reading, deed_of


@frozen
class Discrepancy:
    """`what`: unpaid (earned, not in the ledger), unearned (in the ledger, not earned), miscounted (over the
    day's cap, counted otherwise than earned, reversed wrongly), unfinished (all answered, not closed),
    misscored (a score that is not what its responses make it)."""

    what: str
    staff_no: str
    detail: str

    def __str__(self) -> str:
        return f"{self.staff_no}: {self.what}: {self.detail}"


@frozen
class AuditReport:
    """How much was recounted, and everything that did not agree."""

    people: int
    responses: int
    entries: int
    discrepancies: tuple[Discrepancy, ...]


def recount(tx: Transaction, county: County) -> AuditReport:
    """Go through everybody's record once."""
    people = storage.audit_queries.people(tx)
    found: list[Discrepancy] = []
    responses = entries = 0
    for person in people:
        answered = storage.audit_queries.right_responses(tx, person["id"])
        ledger = storage.audit_queries.ledger(tx, person["id"])
        responses += storage.audit_queries.count_responses(tx, person["id"])
        entries += len(ledger)
        expected = _with_decisions(tx, person["id"], set(_earned(tx, person["id"], answered, county)), ledger)
        found += _compare(person["staff_no"], expected, ledger, county)
    found += [
        Discrepancy("unfinished", row["staff_no"], f"attempt {row['id']}")
        for row in storage.audit_queries.unfinished_attempts(tx)
    ]
    found += [
        Discrepancy("misscored", row["staff_no"], f"attempt {row['id']}")
        for row in storage.audit_queries.misscored_attempts(tx)
    ]
    return AuditReport(len(people), responses, entries, tuple(found))


def _earned(tx: Transaction, person_id: int, answered: list[dict[str, Any]], county: County) -> Iterator[str]:
    """Every cause this person's record earns."""
    rules = county.settings.points
    for row in answered:
        paid_as = PAID_AS.get(row["kind"])
        if (paid_as == "scheduled" and rules.scheduled_correct) or (
            paid_as == "practice" and rules.practice_correct
        ):
            yield cause_correct(row["question_id"], county.year(row["answered_at"]))
    if rules.reading:
        for row in storage.audit_queries.completions(tx, person_id):
            yield cause_reading(row["slug"], row["year"])
    if rules.quiz_pass:
        for row in storage.audit_queries.passed_quizzes(tx, person_id):
            yield cause_quiz_pass(row["name"], int(row["occurrence"]))
    for row in storage.audit_queries.completed_on_paper(tx, person_id):
        year = int(row["occurrence"])
        if rules.reading and row["reading"] is not None:
            yield cause_reading(row["reading"], year)
        if rules.quiz_pass and row["has_quiz"]:
            yield cause_quiz_pass(row["name"], year)


def _with_decisions(
    tx: Transaction, person_id: int, earned: set[str], ledger: list[dict[str, Any]]
) -> set[str]:
    """Credits and corrections are owed where a decision stands behind them; a question credited in a year pays
    no right response besides."""
    if not any(row["kind"] in ("credit", "correction") for row in ledger):
        return earned
    founded = storage.credits.founded(tx, person_id)
    credited = {
        cause_correct(row["question_id"], row["year"]) for row in founded if row["question_id"] is not None
    }
    return (earned - credited) | {row["cause"] for row in founded}


def _compare(
    staff_no: str, expected: set[str], ledger: list[dict[str, Any]], county: County
) -> Iterator[Discrepancy]:
    paying: dict[str, list[str]] = defaultdict(list)
    settled: set[str] = set()
    taken_back = {row["reverses_id"]: row["cause"] for row in ledger if row["reverses_id"] is not None}
    counted_on: dict[object, int] = defaultdict(int)
    for row in ledger:
        if row["reverses_id"] is not None:
            continue
        if row["kind"] == "practice":
            counted_on[row["entered_on"]] += row["counted"]
        if row["id"] not in taken_back:
            paying[deed_of(row["cause"])].append(row["cause"])
        elif not taken_back[row["id"]].startswith(BY_REGRADE):
            settled.add(deed_of(row["cause"]))
    for deed in sorted(expected - paying.keys() - settled):
        yield Discrepancy("unpaid", staff_no, deed)
    for deed in sorted(paying):
        for cause in _unearned(deed, paying[deed], expected):
            yield Discrepancy("unearned", staff_no, cause)
    for cause in _miscounted(ledger):
        yield Discrepancy("miscounted", staff_no, cause)
    cap = county.settings.points.practice_daily_cap
    for day, counted in counted_on.items():
        if counted > cap:
            yield Discrepancy(
                "miscounted", staff_no, f"practice on {day}: {counted} counted, the cap is {cap}"
            )


def _unearned(deed: str, causes: list[str], expected: set[str]) -> list[str]:
    """The entries that stand for a deed and should not: all where nothing earned it, else all but one.

    One taken back by somebody's decision is settled; one that a regrade took back pays nothing.
    """
    if deed not in expected:
        return causes
    first = deed if deed in causes else causes[0]
    return [cause for cause in causes if cause != first]


def _miscounted(ledger: list[dict[str, Any]]) -> Iterator[str]:
    """Practice counts up to what it earned, all else in full; a reversal takes back its entry, all of it, once."""
    standing = {row["id"]: (row["earned"], row["counted"]) for row in ledger if row["reverses_id"] is None}
    for row in ledger:
        earned, counted = row["earned"], row["counted"]
        if row["reverses_id"] is not None:
            is_right = standing.pop(row["reverses_id"], None) == (-earned, -counted)
        else:
            is_right = 0 <= counted <= earned if row["kind"] == "practice" else counted == earned
        if not is_right:
            yield row["cause"]
