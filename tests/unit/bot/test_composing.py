"""What is due is looked at again when it is sent: nothing stale goes out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from fakes.chat import SHAPES
from fakes.county import (
    FIRE,
    PLAN_QUIZ,
    a_person,
    at,
    enrol_everybody,
    open_and_enrol,
    plan_item,
    share_of,
    small_county,
    take_in_small_content,
    the_person,
)

import storage.assignments
import storage.identities
import storage.people
from bot.conversation.composing import COMPOSERS
from bot.conversation.incoming import Command, Incoming
from bot.conversation.rendering import render
from bot.conversation.turn import Turn
from bot.locales import Words
from storage.inline import InlineDatabase
from storage.outbox import OutboxMessage
from storage.transaction import Transaction
from study import assignments, exceptions, leave
from study.rules.settings import ScheduledQuiz

NOW = at("2026-11-10 08:30")
EVENING = ScheduledQuiz(
    "evening", "daily 20:00", ("all",), 3, timedelta(hours=48), title={"zh-Hans": "晚间三题"}
)
COUNTY = small_county(plan=(plan_item(quiz=PLAN_QUIZ),), quiz_schedule=(EVENING,))


@pytest.fixture
def db(inline: InlineDatabase) -> InlineDatabase:
    inline.write_now(take_in_small_content)
    inline.write_now(a_person, channel="telegram", name="<b>&")
    inline.write_now(open_and_enrol, COUNTY, NOW)
    return inline


def composed(db: InlineDatabase, kind: str, now: datetime = NOW, **message: Any) -> str | None:
    """The text of an outbox row of this kind at this moment; None when there is nothing left to say."""

    def compose(tx: Transaction) -> str | None:
        identity = storage.identities.find(tx, "telegram", "telegram-1")
        assert identity is not None
        person = the_person(tx)
        incoming = Incoming("telegram", identity.address, "outbox:1", Command("today"))
        turn = Turn(tx, incoming, identity, person, SHAPES["telegram"], COUNTY, Random(1), now)
        row = OutboxMessage(
            1, 1, identity.id, "telegram", identity.address, person.language, kind, 1, message, now, 1
        )
        found = COMPOSERS[kind](turn, row)
        if found is None:
            return None
        return render(found, person.language, SHAPES["telegram"], Words(COUNTY.zone))[0].text.text

    return db.write_now(compose)


def complete(tx: Transaction) -> None:
    storage.assignments.complete(tx, share_of(tx, the_person(tx)).id, NOW, False)


def excuse(tx: Transaction) -> None:
    exceptions.excuse(tx, share_of(tx, the_person(tx)).id, "在外培训", "x", COUNTY, NOW)


def pause(tx: Transaction) -> None:
    storage.people.update(tx, 1, paused_until_on=date(2026, 11, 10))


def be_on_leave(tx: Transaction) -> None:
    leave.record_leave(tx, the_person(tx), date(2026, 11, 9), date(2026, 11, 10), "x", "x", COUNTY, NOW)


def leave_for_good(tx: Transaction) -> None:
    storage.people.update(tx, 1, left_on=date(2026, 11, 9))


def test_a_card_says_what_is_open_to_whom(db: InlineDatabase) -> None:
    text = composed(db, "daily_card")
    assert text is not None and text.startswith("<b>&，您好") and f"{FIRE} 读本" in text
    db.write_now(storage.people.update, 1, language="en")
    assert "in English" in (composed(db, "daily_card") or "")


@pytest.mark.parametrize("cause", [complete, excuse, pause, be_on_leave, leave_for_good])
def test_a_card_with_nothing_left_to_say_is_not_sent(
    db: InlineDatabase, cause: Callable[[Transaction], None]
) -> None:
    db.write_now(cause)
    assert composed(db, "daily_card") is None


def test_an_open_scheduled_quiz_alone_makes_no_card(db: InlineDatabase) -> None:
    announced(db)
    db.write_now(complete)
    assert composed(db, "daily_card") is None


def announced(db: InlineDatabase) -> int:
    """The share of a scheduled quiz that opened now."""
    db.write_now(assignments.open_scheduled_quiz, EVENING, NOW, COUNTY)
    db.write_now(enrol_everybody, COUNTY, NOW)
    return db.write_now(lambda tx: share_of(tx, the_person(tx), "evening").id)


def test_a_scheduled_quiz_is_announced_while_it_is_open(db: InlineDatabase) -> None:
    share = announced(db)
    text = composed(db, "scheduled_quiz", enrollment=share)
    assert text is not None and "共 3 题" in text and "晚间三题" in text
    assert composed(db, "scheduled_quiz", NOW + timedelta(hours=48), enrollment=share) is None
    db.write_now(exceptions.excuse, share, "x", "x", COUNTY, NOW)
    assert composed(db, "scheduled_quiz", enrollment=share) is None
    assert composed(db, "scheduled_quiz", enrollment=999) is None


@pytest.mark.parametrize("cause", [pause, be_on_leave, leave_for_good])
def test_nobody_who_is_away_is_called_to_a_quiz(
    db: InlineDatabase, cause: Callable[[Transaction], None]
) -> None:
    share = announced(db)
    db.write_now(cause)
    assert composed(db, "scheduled_quiz", enrollment=share) is None


def test_a_digest_is_the_present_state_even_if_that_is_nothing(db: InlineDatabase) -> None:
    assert f"{FIRE} 读本" in (composed(db, "digest") or "")
    db.write_now(complete)
    assert "没有待完成" in (composed(db, "digest") or "")


def test_a_summary_that_was_never_taken_is_not_sent(db: InlineDatabase) -> None:
    assert composed(db, "weekly_summary", period="2026-W40") is None


def test_every_kind_a_reply_can_have_is_composed_as_it_was_stored(db: InlineDatabase) -> None:
    for kind in ("reply", "question", "reading"):
        assert composed(db, kind, lines=[{"text": "原话 <b>"}]) == "原话 <b>"
