"""A question that was wrong, who answered it, and those who correct it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from random import Random

from fakes.county import (
    FIRE,
    a_person,
    a_question,
    answer_all,
    at,
    open_and_enrol,
    share_of,
    small_content,
    texts,
    the_person,
)

import storage.content
import storage.grants
import storage.question_edits
import storage.regrades
import storage.units
from storage.attempts import Attempt
from storage.question_edits import QuestionState
from storage.transaction import Transaction
from study import attempts, content, question_edits, quizzes, regrade
from study.authored import AuthoredContent
from study.question_edits import Refusal, Saved
from study.rules.content import BankSheet, BankUnit
from study.rules.county import County
from study.rules.regrading import Mode

NOW = at("2026-11-23 10:00")  # a Monday
WORDS = "words"
"""A bank of the folder: w1 is typed, m1 has two right choices, t1 is true."""


def grant(tx: Transaction, staff_no: str, role: str, unit: str) -> None:
    found = storage.units.ensure(tx, [unit])[unit]
    storage.grants.put(tx, the_person(tx, staff_no).id, role, found.id, None, NOW)


def build(tx: Transaction, county: County, channel: str = "web") -> None:
    """1 and 2 of the first town, 3 of the second; an instructor of each town and one of the whole county."""
    content.take_in(tx, with_words(), at("2026-01-05 09:00"))
    for number, unit in (("1", "县/甲镇/一村"), ("2", "县/甲镇/二村"), ("3", "县/乙镇")):
        a_person(tx, number, unit, channel=channel)
    for number in ("甲教", "乙教", "县教"):
        a_person(tx, number, "县", channel=channel)
    grant(tx, "甲教", "instructor", "县/甲镇")
    grant(tx, "乙教", "instructor", "县/乙镇")
    grant(tx, "县教", "instructor", "县")
    open_and_enrol(tx, county, at("2026-11-10 10:00"))


def question_id(tx: Transaction, name: str = "q1", bank: str = FIRE) -> int:
    row = tx.one("SELECT id FROM question WHERE bank = :bank AND name = :name", bank=bank, name=name)
    assert row is not None
    return int(row["id"])


def state(tx: Transaction, name: str = "q1", bank: str = FIRE) -> QuestionState:
    found = storage.question_edits.state(tx, question_id(tx, name, bank))
    assert found is not None
    return found


def attempt_at(
    tx: Transaction,
    staff_no: str,
    kind: attempts.Kind,
    names: Sequence[str],
    now: datetime = NOW,
    bank: str = FIRE,
) -> Attempt:
    """An attempt at these questions of one bank, in this order, as they read now."""
    person = the_person(tx, staff_no)
    share = share_of(tx, person) if kind == "plan" else None
    return attempts.start_attempt(
        tx,
        person_id=person.id,
        kind=kind,
        subject=bank,
        questions=[state(tx, name, bank).version for name in names],
        rng=Random(1),
        now=now,
        enrollment_id=share.id if share else None,
    )


def answers(
    tx: Transaction,
    staff_no: str,
    kind: attempts.Kind,
    given: dict[str, tuple[str, ...]],
    county: County,
    now: datetime = NOW,
    bank: str = FIRE,
) -> Attempt:
    """Names of questions to what is answered; the attempt, finished with them."""
    attempt = attempt_at(tx, staff_no, kind, tuple(given), now, bank)
    for words in given.values():
        asked = attempts.ask(tx, attempt, Random(len(tx.all("SELECT id FROM prompt"))), now)
        assert asked is not None
        recorded = attempts.record_response(tx, asked, words, county, now)
        assert not isinstance(recorded, attempts.Refusal)
    return attempt


def reads(tx: Transaction, staff_no: str, county: County, now: datetime = NOW) -> None:
    """The reading done, as far as its check questions go."""
    check = quizzes.resume_or_start_check(tx, the_person(tx, staff_no).id, FIRE, Random(1), now)
    assert check is not None
    answer_all(tx, check, county, now)


def rekey(
    tx: Transaction,
    answer: tuple[str, ...],
    county: County,
    name: str = "q1",
    actor: str = "县教",
    now: datetime = NOW,
) -> Saved | Refusal:
    current = state(tx, name).version
    new = question_edits.with_answer(current.content, answer)
    return question_edits.save(
        tx, current.question_id, current.id, new, the_person(tx, actor).id, "zh-Hans", county, now
    )


def regrades(
    tx: Transaction,
    mode: Mode,
    county: County,
    name: str = "q1",
    actor: str = "县教",
    now: datetime = NOW,
    wording: str | None = None,
) -> int:
    """Asked for and worked off; how many people it changed something for."""
    asked = regrade.ask(
        tx, question_id(tx, name), mode, "答案写错了", the_person(tx, actor).id, county, now, wording
    )
    assert asked is not None
    run(tx, county, now)
    done = storage.regrades.by_id(tx, asked)
    assert done is not None and done.done_at == now
    return done.people


def run(tx: Transaction, county: County, now: datetime = NOW) -> None:
    for regrade_id in storage.regrades.to_run(tx):
        while regrade.run_chunk(tx, regrade_id, county, now):
            pass


def with_words() -> AuthoredContent:
    """The small content, and a bank with a typed question and one with several right choices."""
    small = small_content()
    typed = a_question("w1", ("三级",), type="short_answer", choices=(), reading=FIRE)
    several = a_question("m1", ("A", "C"), type="multiple_choice")
    truth = a_question("t1", ("true",), type="true_false", choices=())
    bank = BankUnit(WORDS, BankSheet(texts("词语题"), "safety", (typed, several, truth)))
    return AuthoredContent(dict(small.readings), {**small.banks, WORDS: bank})
