"""A corrected question: its answers graded anew, with scores, shares and points that follow and recount."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest
from fakes.correcting import NOW, answers, attempt_at, build, question_id, reads, regrades, rekey, state
from fakes.county import (
    FIRE,
    PLAN_QUIZ,
    answer,
    at,
    outbox_of,
    plan_item,
    share_of,
    small_county,
    the_person,
)

import storage.attempts
import storage.audit_log
import storage.points
import storage.regrades
from storage.attempts import Attempt
from storage.database import Database
from storage.inline import InlineDatabase
from storage.transaction import Transaction
from study import audit, credits, exceptions, quizzes, regrade, regrade_preview
from study.regrade_preview import Counted
from study.rules.regrading import MODES, Mode

COUNTY = small_county(plan=(plan_item("11-02", "11-30", quiz=PLAN_QUIZ),))
EARLIER = NOW - timedelta(hours=1)
A, B, C = ("A",), ("B",), ("C",)
FIVE = {"q1": B, "q2": A, "q3": A, "q4": B, "q5": B}
"""Two of five right by the first key; three once B is right in q1, which passes at 60 %."""


def balance(tx: Transaction, staff_no: str = "1", year: int = 2026) -> int:
    return storage.points.balance(tx, the_person(tx, staff_no).id, year)[1]


def verdicts(tx: Transaction, staff_no: str = "1", name: str = "q1") -> list[tuple[int, int]]:
    rows = storage.regrades.responses_of(tx, question_id(tx, name), the_person(tx, staff_no).id, NOW)
    return [(row.is_right, row.is_void) for row in rows]


def attempt(tx: Transaction, of: Attempt) -> Attempt:
    return storage.attempts.by_id(tx, of.id)


def clean(tx: Transaction) -> bool:
    report = audit.recount(tx, COUNTY)
    assert report.discrepancies == ()
    return True


def practised(tx: Transaction) -> None:
    """By the first key 1 and 3 are right and paid, 2 is wrong; then B is made the answer."""
    build(tx, COUNTY)
    for staff_no, given in (("1", A), ("2", B), ("3", A)):
        answers(tx, staff_no, "practice", {"q1": given}, COUNTY, EARLIER)
    rekey(tx, B, COUNTY)


@pytest.mark.parametrize(
    ("mode", "points", "changed"),
    [
        ("keep_higher", (1, 1, 1), 1),
        ("strict", (0, 1, 0), 3),
        ("accept_both", (1, 1, 1), 1),
        ("full_credit", (1, 1, 1), 1),
        ("void", (0, 0, 0), 3),
    ],
)
async def test_each_way_pays_and_takes_back_what_it_says_and_once(
    database: Database, mode: Mode, points: tuple[int, int, int], changed: int
) -> None:
    await database.write(practised)
    assert await database.write(regrades, mode, COUNTY) == changed
    assert tuple([await database.read(balance, number) for number in "123"]) == points
    assert await database.read(clean)
    entries = await database.read(lambda tx: tx.all("SELECT id FROM points_entry ORDER BY id"))
    assert await database.write(regrades, mode, COUNTY) == 0
    assert await database.read(lambda tx: tx.all("SELECT id FROM points_entry ORDER BY id")) == entries
    again = await database.read(lambda tx: regrade_preview.each_mode(tx, state(tx), (), COUNTY, NOW)[mode])
    assert again == Counted(0, 0, 0, 0)
    assert await database.read(clean)


async def test_the_dry_run_foresees_what_is_done(database: Database) -> None:
    def scene(tx: Transaction) -> None:
        practised(tx)
        answers(tx, "1", "plan", {**FIVE, "q1": A}, COUNTY, EARLIER)

    await database.write(scene)
    for mode in MODES:
        counted = await database.read(
            lambda tx, m=mode: regrade_preview.each_mode(tx, state(tx), (), COUNTY, NOW)[m]
        )
        foreseen = await database.read(
            lambda tx, m=mode: regrade_preview.points_foreseen(tx, state(tx), m, (), COUNTY, NOW)
        )
        before = sum([await database.read(balance, number) for number in "123"])
        assert await database.write(regrades, mode, COUNTY) == counted.affected
        after = sum([await database.read(balance, number) for number in "123"])
        assert after - before == foreseen.given - foreseen.taken
    assert await database.read(clean)


async def test_a_share_is_completed_as_of_the_attempt_that_passes_now(database: Database) -> None:
    late = at("2026-12-02 10:00")

    def scene(tx: Transaction) -> Attempt:
        build(tx, COUNTY)
        reads(tx, "1", COUNTY, EARLIER)
        failed = answers(tx, "1", "plan", FIVE, COUNTY, EARLIER)
        rekey(tx, B, COUNTY, now=late)
        return failed

    failed = await database.write(scene)
    counted = await database.read(
        lambda tx: regrade_preview.each_mode(tx, state(tx), (), COUNTY, late)["keep_higher"]
    )
    assert counted == Counted(1, 1, 0, 1)
    await database.write(regrades, "keep_higher", COUNTY, now=late)
    share = await database.read(lambda tx: share_of(tx, the_person(tx)))
    assert (share.passed_at, share.completed_at, share.is_late) == (EARLIER, EARLIER, 0)
    assert share.next_remind_at is None
    now_scored = await database.read(attempt, failed)
    assert (now_scored.score_right, now_scored.score_total, now_scored.passed) == (3, 5, 1)
    assert await database.read(balance) == 5 + 10
    [notice] = await database.read(lambda tx: outbox_of(tx, the_person(tx), "regraded"))
    assert notice["state"] == "pending"
    assert await database.read(clean)


async def test_strict_opens_a_share_again_unless_another_attempt_passed_it(database: Database) -> None:
    def scene(tx: Transaction) -> None:
        build(tx, COUNTY)
        for staff_no in "12":
            reads(tx, staff_no, COUNTY, EARLIER)
            answers(tx, staff_no, "plan", {**FIVE, "q1": A}, COUNTY, EARLIER)
        answers(tx, "2", "plan", dict.fromkeys(("q6", "q7", "q8", "q9", "q10"), A), COUNTY, NOW)
        rekey(tx, B, COUNTY)

    await database.write(scene)
    assert await database.read(balance) == 15
    await database.write(regrades, "strict", COUNTY)
    first, second = [await database.read(lambda tx, n=n: share_of(tx, the_person(tx, n))) for n in "12"]
    assert first.is_open and first.passed_at is None and first.next_remind_at is not None
    assert second.completed_at == NOW
    assert [await database.read(balance, number) for number in "12"] == [5, 15]
    entries = await database.read(lambda tx: storage.points.entries(tx, the_person(tx).id, 2026, 1))
    assert entries[0].cause.startswith("regrade:") and entries[0].reason == "答案写错了"
    assert entries[0].actor == f"person:{(await database.read(the_person, '县教')).id}"
    assert await database.read(clean)
    await database.write(regrades, "keep_higher", COUNTY)
    assert [await database.read(balance, number) for number in "12"] == [15, 15]
    assert (await database.read(lambda tx: share_of(tx, the_person(tx)))).completed_at == EARLIER
    assert await database.read(clean)


def test_void_leaves_score_and_total_and_the_redo_list(inline: InlineDatabase) -> None:
    def scene(tx: Transaction) -> Attempt:
        build(tx, COUNTY)
        return answers(tx, "1", "plan", {**FIVE, "q4": A}, COUNTY, EARLIER)

    made = inline.write_now(scene)
    inline.write_now(regrades, "void", COUNTY)
    scored = inline.read_now(attempt, made)
    assert (scored.score_right, scored.score_total, scored.passed) == (3, 4, 1)
    wrong = inline.read_now(storage.attempts.wrong_questions, inline.read_now(the_person).id)
    assert inline.read_now(question_id) not in {row["question_id"] for row in wrong}
    inline.write_now(regrades, "strict", COUNTY)
    assert inline.read_now(attempt, made).score_total == 5 and inline.read_now(clean)


def test_an_instructor_grades_the_own_people_anew_and_nobody_else(inline: InlineDatabase) -> None:
    inline.write_now(practised)
    assert inline.write_now(regrades, "strict", COUNTY, actor="乙教") == 1
    assert [inline.read_now(balance, number) for number in "123"] == [1, 0, 0]
    assert inline.write_now(regrades, "strict", COUNTY) == 2
    assert [inline.read_now(balance, number) for number in "123"] == [0, 1, 0] and inline.read_now(clean)
    learner = inline.read_now(the_person, "1").id
    assert (
        inline.write_now(regrade.ask, inline.read_now(question_id), "void", "x", learner, COUNTY, NOW) is None
    )


def test_the_first_verdict_is_never_lost(inline: InlineDatabase) -> None:
    inline.write_now(practised)
    for mode in ("strict", "full_credit", "void", "keep_higher"):
        inline.write_now(regrades, mode, COUNTY)
    rows = inline.read_now(
        lambda tx: tx.all("SELECT was_right, is_right, is_void FROM response_regrade WHERE response_id = 1")
    )
    assert [row["was_right"] for row in rows] == [1, 0, 1, 0]
    assert inline.read_now(verdicts) == [(1, 0)] and inline.read_now(clean)


def test_what_a_regrade_took_back_may_be_earned_again(inline: InlineDatabase) -> None:
    inline.write_now(practised)
    inline.write_now(regrades, "strict", COUNTY)
    assert inline.read_now(balance) == 0
    later = NOW + timedelta(hours=1)
    for _ in range(2):
        inline.write_now(answers, "1", "practice", {"q1": B}, COUNTY, later)
    assert inline.read_now(balance) == 1 and inline.read_now(clean)


def test_a_credit_stands_and_is_not_paid_twice(inline: InlineDatabase) -> None:
    inline.write_now(practised)

    def credit(tx: Transaction) -> None:
        person = the_person(tx, "2")
        payload = {"version": 11, "unit": person.unit_id, "reason": "答案有误"}
        response = storage.regrades.responses_of(tx, question_id(tx), person.id, NOW)[0]
        payload["version"] = response.question_version_id
        credits.credit_everybody(tx, payload, the_person(tx, "县教").id, COUNTY, NOW)
        for credit_id in tx.all("SELECT id FROM question_credit"):
            while credits.run_chunk(tx, credit_id["id"], COUNTY, NOW):
                pass

    inline.write_now(credit)
    assert inline.read_now(balance, "2") == 1
    for mode in ("keep_higher", "strict", "void", "full_credit"):
        inline.write_now(regrades, mode, COUNTY)
        assert inline.read_now(balance, "2") == 1 and inline.read_now(clean)


def test_a_credit_may_follow_what_a_regrade_took_back(inline: InlineDatabase) -> None:
    inline.write_now(practised)
    inline.write_now(regrades, "strict", COUNTY)

    def creditable(tx: Transaction) -> int:
        row = storage.regrades.responses_of(tx, question_id(tx), the_person(tx).id, NOW)[0]
        answered = storage.credits.answered(tx, row.id)
        assert answered is not None
        return credits.creditable(tx, answered, COUNTY)

    assert inline.read_now(creditable) == 1


def test_points_count_in_the_year_of_the_answer(inline: InlineDatabase) -> None:
    inline.write_now(practised)
    january = at("2027-01-11 10:00")
    inline.write_now(regrades, "keep_higher", COUNTY, now=january)
    assert inline.read_now(balance, "2", 2026) == 1 and inline.read_now(balance, "2", 2027) == 0
    assert inline.read_now(clean)


def test_what_was_done_on_paper_stays_done(inline: InlineDatabase) -> None:
    def scene(tx: Transaction) -> None:
        build(tx, COUNTY)
        answers(tx, "1", "plan", {**FIVE, "q1": A}, COUNTY, EARLIER)
        office = the_person(tx, "县教").id
        assert exceptions.complete_on_paper(
            tx, share_of(tx, the_person(tx)).id, "签到册", office, COUNTY, NOW
        )
        rekey(tx, B, COUNTY)

    inline.write_now(scene)
    inline.write_now(regrades, "strict", COUNTY)
    share = inline.read_now(lambda tx: share_of(tx, the_person(tx)))
    assert share.completed_at == NOW and inline.read_now(balance) == 15 and inline.read_now(clean)
    inline.write_now(exceptions.undo_on_paper, share.id, "person:1", "没有签到", COUNTY, NOW)
    assert inline.read_now(balance) == 0 and inline.read_now(clean)


def test_a_check_under_way_is_finished_after_its_first_answer_was_found_right(inline: InlineDatabase) -> None:
    def scene(tx: Transaction) -> Attempt:
        build(tx, COUNTY)
        check = quizzes.resume_or_start_check(tx, the_person(tx).id, FIRE, Random(1), EARLIER)
        assert check is not None
        answer(tx, check, COUNTY, EARLIER, B)
        return check

    check = inline.write_now(scene)
    bank = f"check/{FIRE}"

    def full_credit(tx: Transaction) -> None:
        asked = regrade.ask(
            tx, question_id(tx, "check-1", bank), "full_credit", "x", the_person(tx, "县教").id, COUNTY, NOW
        )
        assert asked is not None
        while regrade.run_chunk(tx, asked, COUNTY, NOW):
            pass

    inline.write_now(full_credit)
    recorded = inline.write_now(answer, check, COUNTY, NOW)
    assert recorded.finished and (recorded.finished.score.right, recorded.finished.score.total) == (1, 1)
    assert inline.read_now(clean)


def test_an_open_attempt_keeps_the_version_it_was_given(inline: InlineDatabase) -> None:
    inline.write_now(build, COUNTY)
    under_way = inline.write_now(attempt_at, "1", "practice", ("q1",))
    inline.write_now(rekey, B, COUNTY)
    recorded = inline.write_now(answer, under_way, COUNTY, NOW, A)
    assert recorded.is_right
    waiting = inline.read_now(lambda tx: regrade_preview.answered_by_another_key(tx, state(tx), ()))
    assert waiting == 1
    inline.write_now(regrades, "keep_higher", COUNTY)
    assert inline.read_now(lambda tx: regrade_preview.answered_by_another_key(tx, state(tx), ())) == 0


def test_people_are_told_once_each_at_a_permitted_time_and_it_is_in_the_audit_log(
    inline: InlineDatabase,
) -> None:
    inline.write_now(practised)
    night = at("2026-11-23 22:00")
    inline.write_now(regrades, "strict", COUNTY, now=night)
    [row] = inline.read_now(lambda tx: outbox_of(tx, the_person(tx, "2"), "regraded"))
    assert row["send_after_at"] > night + timedelta(hours=9)
    entries = inline.read_now(
        lambda tx: tx.all("SELECT actor, reason, after_json FROM audit_entry WHERE action = 'regrade'")
    )
    assert entries[0]["reason"] == "答案写错了" and entries[0]["after_json"]["mode"] == "strict"


@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_answered_and_corrected_the_record_agrees_with_itself(
    inline: InlineDatabase, seed: int
) -> None:
    rng = Random(seed)
    inline.write_now(build, COUNTY)
    moment = EARLIER
    for _ in range(14):
        moment += timedelta(minutes=rng.randint(1, 90))
        staff_no, kind = rng.choice("123"), rng.choice(("practice", "scheduled", "plan", "mistakes"))
        what = rng.random()
        if what < 0.45:
            names = ["q1", *rng.sample([f"q{n}" for n in range(2, 11)], 4)]
            given = {name: (rng.choice("ABC"),) for name in names}
            inline.write_now(answers, staff_no, kind, given, COUNTY, moment)
        elif what < 0.55 and not inline.read_now(
            lambda tx, n=staff_no: share_of(tx, the_person(tx, n)).read_at
        ):
            inline.write_now(reads, staff_no, COUNTY, moment)
        elif what < 0.7:
            inline.write_now(rekey, (rng.choice("ABC"),), COUNTY, now=moment)
        else:
            _regrade_and_look(inline, rng, moment)
        assert inline.read_now(clean)
    for staff_no in "123":
        person = inline.read_now(the_person, staff_no)
        entries = inline.read_now(storage.points.entries, person.id, 2026, 1000)
        assert inline.read_now(balance, staff_no) == sum(entry.counted for entry in entries) >= 0


def _regrade_and_look(inline: InlineDatabase, rng: Random, moment: object) -> None:
    mode, actor = rng.choice(MODES), rng.choice(("县教", "甲教"))
    before = {number: inline.read_now(_standing, number) for number in "123"}
    inline.write_now(regrades, mode, COUNTY, actor=actor, now=moment)
    after = {number: inline.read_now(_standing, number) for number in "123"}
    if mode in ("keep_higher", "full_credit"):
        for number in "123":
            was, now = before[number], after[number]
            assert now["points"] >= was["points"] and now["passed"] >= was["passed"]
            assert now["completed"] >= was["completed"]
    assert inline.write_now(regrades, mode, COUNTY, actor=actor, now=moment) == 0
    assert {number: inline.read_now(_standing, number) for number in "123"} == after


def _standing(tx: Transaction, staff_no: str) -> dict[str, object]:
    person = the_person(tx, staff_no)
    share = share_of(tx, person)
    tries = storage.attempts.of_enrollment(tx, share.id)
    return {
        "points": balance(tx, staff_no),
        "passed": sum(bool(each.passed) for each in tries),
        "completed": share.completed_at is not None,
        "scores": [(each.score_right, each.score_total) for each in tries],
    }
