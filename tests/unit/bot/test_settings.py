"""Settings: each is one tap, takes effect at once and can be undone the same way."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from fakes.chat import Chat
from fakes.county import (
    a_person,
    at,
    open_and_enrol,
    outbox_of,
    plan_item,
    remind,
    small_county,
    take_in_small_content,
    the_person,
)

from bot.conversation.incoming import Chose
from bot.conversation.settings import PAUSE_DAYS
from storage.inline import InlineDatabase
from storage.transaction import Transaction

NOW = at("2026-11-10 10:00")
COUNTY = small_county(plan=(plan_item(),))


@pytest.fixture
def chat(inline: InlineDatabase) -> Chat:
    def settle(tx: Transaction) -> None:
        take_in_small_content(tx)
        a_person(tx, channel="telegram")
        open_and_enrol(tx, COUNTY, NOW)

    inline.write_now(settle)
    return Chat(inline, COUNTY, NOW, address="telegram-1")


@pytest.mark.parametrize(
    ("tap", "field", "value", "back", "before"),
    [
        ("set:hour:1930", "daily_hour", "19:30", "set:hour:0830", "08:30"),
        ("set:large:1", "large_text", 1, "set:large:0", 0),
        ("set:short:1", "short_edition", 1, "set:short:0", 0),
        ("set:lang:en", "language", "en", "set:lang:zh-Hans", "zh-Hans"),
        (
            "set:pause:1",
            "paused_until_on",
            date(2026, 11, 10) + timedelta(PAUSE_DAYS - 1),
            "set:pause:0",
            None,
        ),
    ],
)
def test_a_setting_is_one_tap_there_and_one_back(
    chat: Chat, tap: str, field: str, value: object, back: str, before: object
) -> None:
    chat.commands("settings")
    chat.taps(tap)
    assert chat.bubbles[-1].replaces
    assert getattr(chat.db.read_now(the_person), field) == value
    chat.taps(back)
    assert getattr(chat.db.read_now(the_person), field) == before


def test_a_changed_language_speaks_at_once(chat: Chat) -> None:
    chat.commands("settings")
    assert "Settings" in chat.taps("set:lang:en")
    assert "设置" in chat.taps("set:lang:zh-Hans")


def test_the_language_can_be_changed_by_somebody_who_cannot_read_the_other(chat: Chat) -> None:
    chat.commands("language")
    assert [button.label for button in chat.bubbles[-1].rows[0]] == ["中文", "English"]


def test_nothing_is_sent_during_a_pause_and_what_was_queued_is_taken_back(chat: Chat) -> None:
    morning = at("2026-11-11 08:30")
    chat.now = at("2026-11-11 09:00")
    assert chat.db.write_now(remind, COUNTY, morning) == 1
    chat.does(Chose("set:pause:1"))
    person = chat.db.read_now(the_person)
    (card,) = chat.db.read_now(outbox_of, person)
    assert card["state"] == "cancelled"
    assert "暂停" in chat.commands("settings") and "暂停" in chat.commands("me")
    for day in range(PAUSE_DAYS):
        assert chat.db.write_now(remind, COUNTY, morning + timedelta(days=day)) == 0
