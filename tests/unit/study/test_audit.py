"""The recount: what the record earns, held against the ledger, so that nothing wrong stays unseen."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from fakes.county import (
    FIRE,
    FLOOD,
    PLAN_QUIZ,
    a_person,
    answer,
    answer_all,
    at,
    open_and_enrol,
    plan_item,
    share_of,
    small_county,
    take_in_small_content,
    the_person,
)

import storage.points
from storage.database import Database
from storage.inline import InlineDatabase
from storage.transaction import Transaction
from study import audit, points, quizzes
from study.audit import AuditReport
from study.rules.settings import PointsSettings

NOW = at("2026-11-23 20:00")
COUNTY = small_county(plan=(plan_item(quiz=PLAN_QUIZ),))
NO_POINTS = PointsSettings(0, 0, 0, 0)


def a_month_of_study(tx: Transaction) -> None:
    """A reading, its quiz at the second try, practice over the cap, a correction on the same day."""
    take_in_small_content(tx)
    person = a_person(tx)
    a_person(tx, "idle")
    open_and_enrol(tx, COUNTY, NOW)
    check = quizzes.resume_or_start_check(tx, person.id, FIRE, Random(1), NOW)
    assert check is not None
    answer_all(tx, check, COUNTY, NOW)
    for right in (0, None):
        quiz = quizzes.resume_or_start_share(tx, share_of(tx, person), Random(1), NOW)
        assert quiz is not None
        answer_all(tx, quiz, COUNTY, NOW, right)
    for number in range(4):
        bank = (FIRE, FLOOD)[number % 2]
        practice = quizzes.resume_or_start_practice(tx, person.id, bank, Random(number), NOW)
        assert practice is not None
        answer_all(tx, practice, COUNTY, NOW)
        if number == 1:
            [entry] = storage.points.entries(tx, person.id, 2026, 1)
            points.reverse_points(tx, entry.id, 1, "person 7", "a mistake", COUNTY, NOW)


def found(report: AuditReport) -> list[tuple[str, str]]:
    return [(each.what, each.detail) for each in report.discrepancies]


def enter(tx: Transaction, **changes: Any) -> None:
    entry = {
        "person_id": the_person(tx).id,
        "cause": "reading:fire-safety:2026",
        "kind": "reading",
        "subject": FIRE,
        "earned": 5,
        "counted": 5,
        "year": 2026,
        "on": NOW.date(),
        "now": NOW,
    }
    assert storage.points.insert(tx, **(entry | changes)) is not None


async def test_a_month_of_study_recounts_to_the_ledger(database: Database) -> None:
    await database.write(a_month_of_study)
    report = await database.read(audit.recount, COUNTY)
    assert found(report) == []
    assert (report.people, report.responses, report.entries) == (1, 1 + 10 + 20, 1 + 1 + 20 + 1)
    person = await database.read(the_person)
    earned, counted = await database.read(storage.points.balance, person.id, 2026)
    assert (earned, counted) == (5 + 10 + 20 - 1, 5 + 10 + 10 - 1)


def test_a_right_response_without_its_entry_is_found(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(take_in_small_content)
    practice = do(quizzes.resume_or_start_practice, do(a_person).id, FIRE, Random(1), NOW)
    unpaid = do(answer, practice, small_county(points=NO_POINTS), NOW)
    report = do(audit.recount, COUNTY)
    assert found(report) == [("unpaid", f"correct:{unpaid.slot.question_id}:2026")]
    assert str(report.discrepancies[0]).startswith("1: unpaid: correct:")


def test_a_completion_and_a_passed_quiz_without_entries_are_found(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(take_in_small_content)
    person = do(a_person)
    do(open_and_enrol, COUNTY, NOW)
    stingy = small_county(points=NO_POINTS)
    do(answer_all, do(quizzes.resume_or_start_check, person.id, FIRE, Random(1), NOW), stingy, NOW)
    do(answer_all, do(quizzes.resume_or_start_share, do(share_of, person), Random(1), NOW), stingy, NOW)
    assert found(do(audit.recount, COUNTY)) == [
        ("unpaid", "quiz_pass:fire-safety:2026"),
        ("unpaid", "reading:fire-safety:2026"),
    ]


def test_points_for_nothing_are_found(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(a_person)
    do(enter)
    assert found(do(audit.recount, COUNTY)) == [("unearned", "reading:fire-safety:2026")]


@pytest.mark.parametrize(
    "changes",
    [{"counted": 6}, {"counted": -1}, {"counted": 4}],
    ids=["more than earned", "less than nothing", "less than earned"],
)
def test_a_wrong_count_is_found(inline: InlineDatabase, changes: dict[str, int]) -> None:
    do = inline.write_now
    do(a_person)
    do(enter, **changes)
    assert ("miscounted", "reading:fire-safety:2026") in found(do(audit.recount, COUNTY))


def test_a_day_over_the_practice_cap_is_found(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(a_person)
    for cause in ("a", "b"):
        do(enter, cause=cause, kind="practice", earned=6, counted=6)
    over = "practice on 2026-11-23: 12 counted, the cap is 10"
    assert ("miscounted", over) in found(do(audit.recount, COUNTY))


@pytest.mark.parametrize("changes", [{"earned": -4, "counted": -5}, {"earned": -5, "counted": -50}])
def test_a_reversal_of_another_amount_is_found(inline: InlineDatabase, changes: dict[str, int]) -> None:
    do = inline.write_now
    do(a_person)
    do(enter)
    [entry] = do(storage.points.entries, 1, 2026, 1)
    do(enter, cause="reversal:1:1", reverses_id=entry.id, **changes)
    assert ("miscounted", "reversal:1:1") in found(do(audit.recount, COUNTY))


def test_an_entry_reversed_twice_is_found(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(a_person)
    do(enter)
    [entry] = do(storage.points.entries, 1, 2026, 1)
    for revision in (1, 2):
        do(enter, cause=f"reversal:1:{revision}", reverses_id=entry.id, earned=-5, counted=-5)
    assert ("miscounted", "reversal:1:2") in found(do(audit.recount, COUNTY))


def test_an_attempt_answered_to_the_end_but_open_is_found(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(a_month_of_study)
    do(Transaction.run, "UPDATE attempt SET state = 'in_progress' WHERE id = 2")
    assert found(do(audit.recount, COUNTY)) == [("unfinished", "attempt 2")]
