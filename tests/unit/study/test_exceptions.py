"""Excused, done on paper, and each taken back: what is paid, what is asked again, what the recount says."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from fakes.county import (
    FIRE,
    PLAN_QUIZ,
    a_person,
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
import storage.exceptions
import storage.points
from storage.assignments import Enrollment
from storage.database import Database
from storage.inline import InlineDatabase
from storage.transaction import Transaction
from study import audit, exceptions, quizzes

COUNTY = small_county(plan=(plan_item(quiz=PLAN_QUIZ),))
NOW = at("2026-11-10 09:00")
LATER = at("2026-12-02 09:00")


@pytest.fixture
def enrolled(inline: InlineDatabase) -> InlineDatabase:
    inline.write_now(begin)
    return inline


def begin(tx: Transaction) -> None:
    take_in_small_content(tx)
    a_person(tx)
    open_and_enrol(tx, COUNTY, at("2026-11-02 00:00"))


def share(tx: Transaction) -> Enrollment:
    return share_of(tx, the_person(tx))


def on_paper(tx: Transaction, now: Any = NOW) -> Enrollment | None:
    return exceptions.complete_on_paper(tx, share(tx).id, "已交答卷", 7, COUNTY, now)


def undo(tx: Transaction, now: Any = NOW) -> Enrollment | None:
    return exceptions.undo_on_paper(tx, share(tx).id, "person:7", "登记有误", COUNTY, now)


def read(tx: Transaction, now: Any = NOW) -> None:
    check = quizzes.resume_or_start_check(tx, the_person(tx).id, FIRE, Random(1), now)
    assert check is not None
    answer_all(tx, check, COUNTY, now)


def take_quiz(tx: Transaction, now: Any = NOW) -> None:
    quiz = quizzes.resume_or_start_share(tx, share(tx), Random(1), now)
    assert quiz is not None
    answer_all(tx, quiz, COUNTY, now)


def balance(tx: Transaction) -> tuple[int, int]:
    return storage.points.balance(tx, the_person(tx).id, 2026)


def agrees(tx: Transaction) -> list[str]:
    return [str(each) for each in audit.recount(tx, COUNTY).discrepancies]


def actions(tx: Transaction) -> list[str]:
    return [entry["action"] for entry in storage.audit_log.of_person(tx, the_person(tx).id)]


async def test_what_was_done_on_paper_is_completed_paid_and_flagged(database: Database) -> None:
    await database.write(begin)
    done = await database.write(on_paper)
    assert done is not None and not done.is_open
    assert (done.read_at, done.passed_at, done.completed_at, done.is_late) == (NOW, NOW, NOW, 0)
    assert (done.on_paper_reason, done.next_remind_at) == ("已交答卷", None)
    assert await database.read(balance) == (15, 15)
    person = await database.read(the_person)
    entries = await database.read(storage.points.entries, person.id, 2026, 5)
    assert {(entry.kind, entry.actor, entry.reason) for entry in entries} == {
        ("reading", "person:7", "已交答卷"),
        ("quiz_pass", "person:7", "已交答卷"),
    }
    assert await database.read(agrees) == []
    assert await database.write(on_paper) is None
    assert await database.read(actions) == ["complete_on_paper"]
    assert len(await database.read(outbox_of, person, "standing")) == 1


def test_on_paper_after_the_due_date_is_late_and_counts_in_full(enrolled: InlineDatabase) -> None:
    done = enrolled.write_now(on_paper, LATER)
    assert done is not None and done.is_late == 1
    assert enrolled.read_now(balance) == (15, 15)


def test_doing_it_in_the_chat_afterwards_pays_nothing_more(enrolled: InlineDatabase) -> None:
    do = enrolled.write_now
    quiz = do(lambda tx: (read(tx), quizzes.resume_or_start_share(tx, share(tx), Random(1), NOW))[1])
    do(on_paper)
    do(answer_all, quiz, COUNTY, NOW)
    assert do(balance) == (15, 15)
    assert do(agrees) == []


def test_a_reading_done_before_is_not_paid_again_on_paper(enrolled: InlineDatabase) -> None:
    do = enrolled.write_now
    do(read)
    do(on_paper)
    assert do(balance) == (15, 15)
    assert do(agrees) == []
    do(undo)
    assert do(balance) == (5, 5)
    assert (do(share).read_at, do(share).passed_at, do(share).is_open) == (NOW, None, True)
    assert do(agrees) == []


async def test_taken_back_it_is_open_again_and_is_paid_when_it_is_done(database: Database) -> None:
    await database.write(begin)
    before = await database.read(share)
    await database.write(on_paper)
    opened = await database.write(undo)
    assert opened is not None and opened.is_open
    assert (opened.read_at, opened.passed_at, opened.on_paper_reason) == (None, None, None)
    assert opened.next_remind_at is not None and opened.due_at == before.due_at
    assert await database.read(balance) == (0, 0)
    assert await database.read(agrees) == []
    assert await database.write(undo) is None
    await database.write(read)
    await database.write(take_quiz)
    assert await database.read(balance) == (15, 15)
    assert (await database.read(share)).completed_at == NOW
    assert await database.read(agrees) == []
    assert await database.read(actions) == ["complete_on_paper", "undo_on_paper"]


def test_it_may_be_entered_taken_back_and_entered_again(enrolled: InlineDatabase) -> None:
    do = enrolled.write_now
    for _ in range(2):
        do(on_paper)
        do(undo)
    do(on_paper)
    assert do(balance) == (15, 15)
    assert do(agrees) == []


def test_what_was_done_in_the_chat_meanwhile_stands_when_paper_is_taken_back(
    enrolled: InlineDatabase,
) -> None:
    do = enrolled.write_now
    do(on_paper)
    do(read)
    assert do(balance) == (15, 15)
    opened = do(undo, LATER)
    assert opened is not None and (opened.read_at, opened.passed_at) == (NOW, None)
    assert do(balance) == (5, 5)
    assert do(agrees) == []


def test_a_reading_two_items_ask_for_is_paid_while_one_of_them_stands(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(take_in_small_content)
    county = small_county(plan=(plan_item(), plan_item(name="fire-again")))
    do(a_person)
    do(open_and_enrol, county, at("2026-11-02 00:00"))
    shares = [do(share_of, do(the_person), name) for name in (FIRE, "fire-again")]
    for each in shares:
        do(exceptions.complete_on_paper, each.id, "答卷", None, county, NOW)
    assert do(balance) == (5, 5)
    assert do(audit.recount, county).discrepancies == ()
    for each, left in zip(shares, (5, 0), strict=True):
        do(exceptions.undo_on_paper, each.id, "x", "错", county, NOW)
        assert do(balance) == (left, left)
        assert do(audit.recount, county).discrepancies == ()


def test_the_recount_finds_what_paper_and_chat_both_paid(enrolled: InlineDatabase) -> None:
    do = enrolled.write_now
    do(on_paper)
    entry = {"kind": "reading", "subject": FIRE, "earned": 5, "counted": 5, "year": 2026}
    cause = f"reading:{FIRE}:2026"
    do(storage.points.insert, person_id=1, cause=cause, on=NOW.date(), now=NOW, **entry)
    assert do(agrees) == [f"1: unearned: paper:1:{cause}"]


def test_the_recount_finds_paper_that_was_never_paid(enrolled: InlineDatabase) -> None:
    do = enrolled.write_now
    do(storage.exceptions.complete_on_paper, do(share), "x", NOW, False)
    assert do(agrees) == [f"1: unpaid: quiz_pass:{FIRE}:2026", f"1: unpaid: reading:{FIRE}:2026"]


def test_an_excusal_that_is_lifted_asks_for_it_again(enrolled: InlineDatabase) -> None:
    do = enrolled.write_now
    before = do(share)
    do(exceptions.excuse, before.id, "借调", "person:7", COUNTY, NOW)
    lifted = do(exceptions.lift_excusal, before.id, "登记有误", "person:7", COUNTY, NOW)
    assert lifted is not None and lifted.is_open and lifted.excused_reason is None
    assert lifted.next_remind_at is not None
    assert do(exceptions.lift_excusal, before.id, "again", "person:7", COUNTY, NOW) is None
    assert do(actions) == ["excuse", "lift_excusal"]
