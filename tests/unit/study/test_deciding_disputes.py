"""Disputes: opened about one's own things, decided once by somebody else, corrected by entries that recount."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from random import Random

import pytest
from fakes.county import (
    FIRE,
    RIGHT,
    WRONG,
    a_person,
    answer,
    answer_all,
    at,
    open_and_enrol,
    outbox_of,
    plan_item,
    share_of,
    small_county,
    take_in_small_content,
    the_person,
)

import storage.audit_log
import storage.content
import storage.credits
import storage.disputes
import storage.grants
import storage.people
import storage.points
import storage.units
from storage.assignments import Enrollment
from storage.attempts import Attempt
from storage.database import Database
from storage.disputes import Dispute, Kind
from storage.inline import InlineDatabase
from storage.transaction import Transaction
from study import approvals, attempts, audit, credits, disputes, quizzes
from study.disputes import Refusal
from study.remedies import Decision

NOW = at("2026-11-23 10:00")  # a Monday
LATE = at("2026-11-23 21:30")
COUNTY = small_county(plan=(plan_item(),))


def grant(tx: Transaction, staff_no: str, role: str, unit: str) -> None:
    found = storage.units.ensure(tx, [unit])[unit]
    storage.grants.put(tx, the_person(tx, staff_no).id, role, found.id, None, NOW)


def build(tx: Transaction) -> None:
    """1 and 2 of the first town, 3 of the second; an instructor and a supervisor of the first, two administrators."""
    take_in_small_content(tx)
    for number, unit in (("1", "县/甲镇/一村"), ("2", "县/甲镇/二村"), ("3", "县/乙镇")):
        a_person(tx, number, unit)
    for number in ("教", "教二", "督", "管", "管二"):
        a_person(tx, number, "县")
    grant(tx, "教", "instructor", "县/甲镇")
    grant(tx, "教二", "instructor", "县/甲镇")
    grant(tx, "督", "supervisor", "县/甲镇")
    grant(tx, "管", "admin", "县")
    grant(tx, "管二", "admin", "县")
    open_and_enrol(tx, COUNTY, NOW)


def practice(tx: Transaction, staff_no: str = "1", now: datetime = NOW) -> Attempt:
    """The ten questions of one bank, each attempt in the order of the bank's first seen."""
    attempt = quizzes.resume_or_start_practice(tx, the_person(tx, staff_no).id, FIRE, Random(1), now)
    assert attempt is not None
    return attempt


def one_response(
    tx: Transaction, staff_no: str = "1", given: tuple[str, ...] = WRONG, now: datetime = NOW
) -> int:
    """The response's id; the attempt's other questions stay open."""
    return answer(tx, practice(tx, staff_no, now), COUNTY, now, given).response_id


def same_question(tx: Transaction, staff_nos: Iterable[str], given: tuple[str, ...] = WRONG) -> list[int]:
    """The same question put to each of these in practice; their responses."""
    [first] = tx.all("SELECT id, current_version_id FROM question WHERE bank = 'fire-safety' AND name = 'q1'")
    version = storage.content.question_version(tx, first["current_version_id"])
    found = []
    for staff_no in staff_nos:
        attempt = attempts.start_attempt(
            tx,
            person_id=the_person(tx, staff_no).id,
            kind="practice",
            subject=FIRE,
            questions=[version],
            rng=Random(1),
            now=NOW,
        )
        found.append(answer(tx, attempt, COUNTY, NOW, given).response_id)
    return found


def dispute(
    tx: Transaction, kind: Kind, subject_id: int, staff_no: str = "1", now: datetime = NOW
) -> int | Refusal:
    return disputes.open_dispute(tx, the_person(tx, staff_no), kind, subject_id, "答案不对", COUNTY, now)


def opened(tx: Transaction, kind: Kind, subject_id: int, staff_no: str = "1", now: datetime = NOW) -> int:
    dispute_id = dispute(tx, kind, subject_id, staff_no, now)
    assert isinstance(dispute_id, int)
    return dispute_id


def resolve(
    tx: Transaction, dispute_id: int, staff_no: str, remedy: str, points: int = 0, now: datetime = NOW
) -> Dispute | Refusal:
    decision = Decision(remedy, "已核对", points)
    return disputes.resolve(tx, dispute_id, the_person(tx, staff_no).id, decision, COUNTY, now)


def leave(tx: Transaction, staff_no: str) -> None:
    storage.people.update(tx, the_person(tx, staff_no).id, left_on=NOW.date())


def share(tx: Transaction, staff_no: str) -> Enrollment:
    return share_of(tx, the_person(tx, staff_no))


def notices(tx: Transaction, staff_no: str) -> int:
    return len(outbox_of(tx, the_person(tx, staff_no), "desk_notice"))


def balance(tx: Transaction, staff_no: str = "1") -> tuple[int, int]:
    return storage.points.balance(tx, the_person(tx, staff_no).id, 2026)


def waiting(tx: Transaction, staff_no: str) -> int:
    person_id = the_person(tx, staff_no).id
    return storage.disputes.count_waiting(tx, disputes.reach_of(tx, person_id, COUNTY, NOW), person_id)


def run_credits(tx: Transaction) -> None:
    for credit_id in storage.credits.to_run(tx):
        while credits.run_chunk(tx, credit_id, COUNTY, NOW):
            pass


def recounted(tx: Transaction) -> list[str]:
    return [str(each) for each in audit.recount(tx, COUNTY).discrepancies]


@pytest.fixture
def garden(inline: InlineDatabase) -> InlineDatabase:
    inline.write_now(build)
    return inline


async def test_a_dispute_waits_for_those_within_whose_reach_the_person_is(database: Database) -> None:
    await database.write(build)
    response = await database.write(one_response)
    await database.write(opened, "question", response)
    counts = {each: await database.read(waiting, each) for each in ("教", "督", "管", "1", "2")}
    assert counts == {"教": 1, "督": 0, "管": 1, "1": 0, "2": 0}
    mine = await database.read(share, "3")
    await database.write(opened, "completion", mine.id, "3")
    assert await database.read(waiting, "督") == 0 and await database.read(waiting, "管") == 2


async def test_one_is_open_for_a_thing_and_it_may_be_opened_again_once_answered(database: Database) -> None:
    await database.write(build)
    response = await database.write(one_response)
    first = await database.write(opened, "question", response)
    assert await database.write(dispute, "question", response) == Refusal("open_already")
    decided = await database.write(resolve, first, "教", "none")
    assert isinstance(decided, Dispute) and decided.is_upheld is False and decided.answer == "已核对"
    assert await database.write(opened, "question", response) > first
    mine = await database.read(lambda tx: storage.disputes.latest_of(tx, the_person(tx).id, 5))
    assert [each.is_upheld for each in mine] == [None, False]


async def test_a_credit_pays_what_the_answer_would_have_and_a_right_answer_later_nothing_more(
    database: Database,
) -> None:
    await database.write(build)
    [response] = await database.write(same_question, ["1"])
    dispute_id = await database.write(opened, "question", response)
    assert not isinstance(await database.write(resolve, dispute_id, "教", "credit"), Refusal)
    assert await database.read(balance) == (1, 1)
    await database.write(same_question, ["1"], RIGHT)
    assert await database.read(balance) == (1, 1)
    assert await database.read(recounted) == []


async def test_everybody_marked_wrong_is_credited_once_and_only_where_the_grant_reaches(
    database: Database,
) -> None:
    await database.write(build)
    mine, _, _ = await database.write(same_question, ["1", "2", "3"])
    await database.write(same_question, ["2"])
    dispute_id = await database.write(opened, "question", mine)
    await database.write(resolve, dispute_id, "教", "creditall")
    assert await database.read(balance, "1") == (1, 1) and await database.read(balance, "2") == (0, 0)
    [approval] = await database.read(
        lambda tx: approvals.waiting_for(tx, the_person(tx, "教二").id, COUNTY, NOW)
    )
    assert (
        await database.read(lambda tx: approvals.waiting_for(tx, the_person(tx, "教").id, COUNTY, NOW)) == []
    )
    second = (await database.read(the_person, "教二")).id
    assert await database.write(
        approvals.decide, approval.id, second, True, COUNTY, NOW + timedelta(minutes=1)
    ) == ("done")
    for _ in range(2):
        await database.write(run_credits)
    assert [await database.read(balance, each) for each in "123"] == [(1, 1), (1, 1), (0, 0)]
    await database.write(same_question, ["2"], RIGHT)
    assert await database.read(balance, "2") == (1, 1)
    assert await database.read(recounted) == []


async def test_the_facts_a_decider_sees_are_counted(database: Database) -> None:
    await database.write(build)
    mine, _ = await database.write(same_question, ["1", "2"])
    await database.write(same_question, ["2"], RIGHT)
    answered = await database.read(storage.credits.answered, mine)
    assert answered is not None and answered.given == WRONG and not answered.is_right
    version, person_id = answered.question_version_id, (await database.read(the_person, "2")).id
    counted = await database.read(storage.credits.tally, version, WRONG)
    assert counted == {"responses": 3, "right": 1, "same": 2}
    right = await database.read(storage.credits.answered_right, person_id, answered.question_id, NOW)
    assert right is not None and right.is_right
    day = (COUNTY.midnight(NOW.date()), COUNTY.midnight(NOW.date() + timedelta(days=1)))
    assert await database.read(storage.disputes.answered_between, person_id, *day) == [
        {"kind": "practice", "responses": 2, "right_ones": 1}
    ]
    entries = await database.read(storage.points.of_day, person_id, NOW.date())
    assert [entry.counted for entry in entries] == [1]
    town = await database.read(lambda tx: the_person(tx, "1").unit_id)
    assert await database.read(credits.people_marked_wrong, version, town, NOW) == 1


async def test_a_reversal_and_a_correction_are_entries_that_recount(database: Database) -> None:
    await database.write(build)
    await database.write(one_response, "1", RIGHT)
    [entry] = await database.read(lambda tx: storage.points.entries(tx, the_person(tx).id, 2026, 5))
    first = await database.write(opened, "points", entry.id)
    assert not isinstance(await database.write(resolve, first, "管", "reverse"), Refusal)
    assert await database.read(balance) == (0, 0)
    second = await database.write(opened, "points", entry.id)
    assert await database.write(resolve, second, "管", "reverse") == Refusal("gone")
    assert not isinstance(await database.write(resolve, second, "管", "correct", 3), Refusal)
    assert await database.read(balance) == (3, 3)
    assert await database.read(recounted) == []


async def test_what_no_decision_stands_behind_is_found_by_the_recount(database: Database) -> None:
    await database.write(build)
    response = await database.write(one_response)
    refused = await database.write(opened, "question", response)
    await database.write(resolve, refused, "教", "none")

    def enter(tx: Transaction, cause: str, kind: str) -> None:
        facts = {"subject": FIRE, "earned": 1, "counted": 1, "year": 2026, "on": NOW.date(), "now": NOW}
        storage.points.insert(tx, person_id=the_person(tx).id, cause=cause, kind=kind, **facts)  # type: ignore[arg-type]

    await database.write(enter, f"credit:{response}", "credit")
    await database.write(enter, "correction:1", "correction")
    found = await database.read(recounted)
    assert found == ["1: unearned: correction:1", f"1: unearned: credit:{response}"]


def test_only_ones_own_things_can_be_disputed(garden: InlineDatabase) -> None:
    response = garden.write_now(one_response, "2")
    mine = garden.read_now(share, "2")
    assert garden.write_now(dispute, "question", response) == Refusal("not_yours")
    assert garden.write_now(dispute, "completion", mine.id) == Refusal("not_yours")
    for kind in ("question", "points", "completion"):
        assert garden.write_now(dispute, kind, 99_999) == Refusal("not_yours")


def test_a_person_has_at_most_five_open(garden: InlineDatabase) -> None:
    responses = [garden.write_now(one_response) for _ in range(5)]
    responses.append(garden.write_now(one_response))
    for response in responses[:5]:
        garden.write_now(opened, "question", response)
    assert garden.write_now(dispute, "question", responses[5]) == Refusal("too_many")


def test_nobody_decides_their_own_and_nobody_beyond_their_units_and_it_is_logged(
    garden: InlineDatabase,
) -> None:
    response = garden.write_now(one_response, "3")
    dispute_id = garden.write_now(opened, "question", response, "3")
    assert garden.write_now(resolve, dispute_id, "教", "credit") == Refusal("not_allowed")
    logged = garden.read_now(
        lambda tx: tx.all("SELECT actor, after_json FROM audit_entry WHERE action = 'refused'")
    )
    assert [row["after_json"] for row in logged] == [{"action": "decide_question"}]
    own = garden.write_now(one_response, "管")
    own_dispute = garden.write_now(opened, "question", own, "管")
    assert garden.write_now(resolve, own_dispute, "管", "credit") == Refusal("own")
    assert garden.read_now(waiting, "管") == 1 and garden.read_now(waiting, "管二") == 2


def test_a_remedy_of_another_kind_or_a_second_decision_changes_nothing(garden: InlineDatabase) -> None:
    response = garden.write_now(one_response)
    dispute_id = garden.write_now(opened, "question", response)
    for remedy in ("reverse", "correct", "paper", "nothing such"):
        assert garden.write_now(resolve, dispute_id, "教", remedy) == Refusal("gone")
    garden.write_now(resolve, dispute_id, "教", "noted")
    assert garden.write_now(resolve, dispute_id, "教", "credit") == Refusal("gone")
    assert garden.read_now(balance) == (0, 0)


@pytest.mark.parametrize("points", [0, -1, 11])
def test_a_correction_is_of_one_to_ten_points(garden: InlineDatabase, points: int) -> None:
    garden.write_now(one_response, "1", RIGHT)
    [entry] = garden.read_now(lambda tx: storage.points.entries(tx, the_person(tx).id, 2026, 5))
    dispute_id = garden.write_now(opened, "points", entry.id)
    assert garden.write_now(resolve, dispute_id, "管", "correct", points) == Refusal("gone")
    assert garden.read_now(waiting, "管") == 1


def test_an_answer_where_nothing_is_paid_cannot_be_credited(garden: InlineDatabase) -> None:
    def check_response(tx: Transaction) -> int:
        attempt = quizzes.resume_or_start_check(tx, the_person(tx).id, FIRE, Random(1), NOW)
        assert attempt is not None
        return answer(tx, attempt, COUNTY, NOW, WRONG).response_id

    dispute_id = garden.write_now(opened, "question", garden.write_now(check_response))
    assert "credit" not in garden.read_now(
        lambda tx: disputes.offered(tx, storage.disputes.by_id(tx, dispute_id), COUNTY)  # type: ignore[arg-type]
    )
    assert garden.write_now(resolve, dispute_id, "教", "credit") == Refusal("gone")


def test_a_credit_counts_in_full_beyond_the_days_cap(garden: InlineDatabase) -> None:
    def twelve(tx: Transaction) -> int:
        answer_all(tx, practice(tx), COUNTY, NOW)
        answer_all(tx, practice(tx), COUNTY, NOW)
        attempt = quizzes.resume_or_start_practice(tx, the_person(tx).id, "flood-safety", Random(1), NOW)
        assert attempt is not None
        return answer(tx, attempt, COUNTY, NOW, WRONG).response_id

    dispute_id = garden.write_now(opened, "question", garden.write_now(twelve))
    assert garden.read_now(balance) == (10, 10)
    garden.write_now(resolve, dispute_id, "教", "credit")
    assert garden.read_now(balance) == (11, 11)
    assert garden.read_now(recounted) == []


def test_a_share_is_completed_on_paper_or_excused(garden: InlineDatabase) -> None:
    for staff_no, remedy in (("1", "paper"), ("2", "excuse")):
        mine = garden.read_now(share, staff_no)
        dispute_id = garden.write_now(opened, "completion", mine.id, staff_no)
        assert not isinstance(garden.write_now(resolve, dispute_id, "督", remedy), Refusal)
    shares = [garden.read_now(share, number) for number in "12"]
    assert shares[0].on_paper_reason == "已核对" and shares[1].excused_reason == "已核对"
    assert garden.read_now(recounted) == []


def test_the_answer_waits_for_a_permitted_time(garden: InlineDatabase) -> None:
    dispute_id = garden.write_now(opened, "question", garden.write_now(one_response))
    garden.write_now(resolve, dispute_id, "教", "none", 0, LATE)
    [row] = garden.read_now(lambda tx: outbox_of(tx, the_person(tx), "dispute_answer"))
    assert row["dedup_key"] == f"dispute:{dispute_id}"
    assert row["send_after_at"] == at("2026-11-24 07:30")


def test_who_has_left_is_not_written_to(garden: InlineDatabase) -> None:
    dispute_id = garden.write_now(opened, "question", garden.write_now(one_response))
    garden.write_now(leave, "1")
    assert not isinstance(garden.write_now(resolve, dispute_id, "教", "credit"), Refusal)
    assert garden.read_now(lambda tx: outbox_of(tx, the_person(tx), "dispute_answer")) == []


def test_those_who_decide_are_told_once_a_day_and_never_of_their_own(garden: InlineDatabase) -> None:
    for _ in range(2):
        garden.write_now(opened, "question", garden.write_now(one_response))
    garden.write_now(opened, "question", garden.write_now(one_response, "管"), "管")
    told = {number: garden.read_now(notices, number) for number in ("教", "督", "管", "管二")}
    assert told == {"教": 1, "督": 0, "管": 0, "管二": 1}


def test_who_decided_what_and_why_is_in_the_audit_log(garden: InlineDatabase) -> None:
    dispute_id = garden.write_now(opened, "question", garden.write_now(one_response))
    garden.write_now(resolve, dispute_id, "教", "credit")
    person, boss = garden.read_now(the_person, "1"), garden.read_now(the_person, "教")
    entries = garden.read_now(storage.audit_log.of_person, person.id)[-2:]
    assert [(each["action"], each["actor"], each["reason"]) for each in entries] == [
        ("dispute_open", f"person:{person.id}", "答案不对"),
        ("dispute_decide", f"person:{boss.id}", "已核对"),
    ]
    assert entries[1]["after_json"]["remedy"] == "credit"
