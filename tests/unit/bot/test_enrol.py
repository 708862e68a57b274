"""Getting in: codes that open and codes that do not, and the two questions of the beginning."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest
from fakes.chat import Chat
from fakes.county import a_person, at, small_county, take_in_small_content, the_person

import storage.identities
from bot.conversation.incoming import Chose
from storage.inline import InlineDatabase
from study import invites
from study.invites import TRIES_PER_HOUR

NOW = at("2026-11-10 10:00")
COUNTY = small_county()
DAY = timedelta(days=1)


@pytest.fixture
def code(inline: InlineDatabase) -> str:
    """The code on one person's slip, good for a day."""
    inline.write_now(take_in_small_content)
    inline.write_now(a_person, channel=None, name="<b>&张", unit="县/<i>")
    return fresh_code(inline)


def fresh_code(db: InlineDatabase, seed: int = 3) -> str:
    (invitation,) = db.write_now(invites.make_invites, None, NOW, DAY, Random(seed))
    return invitation.code


def is_bound(chat: Chat) -> bool:
    found = chat.db.read_now(storage.identities.find, chat.channel, chat.address)
    return found is not None and found.person_id is not None


@pytest.mark.parametrize("written", ["{}", "{} ", "/start {}", "／start {}"])
def test_a_code_is_read_however_it_is_written(inline: InlineDatabase, code: str, written: str) -> None:
    chat = Chat(inline, COUNTY, NOW)
    for spelt in (code, code.lower(), f"{code[:5]}-{code[5:]}", f"{code[:5]} {code[5:]}"):
        told = chat.says(written.format(spelt))
        assert "<b>&张" in told and "<i>" in told
    assert not is_bound(chat)


def test_a_code_that_is_too_old_or_replaced_says_so(inline: InlineDatabase, code: str) -> None:
    late = Chat(inline, COUNTY, NOW + DAY, address="late")
    assert "过期" in late.says(code)
    fresh_code(inline, 4)
    assert "换成新的" in Chat(inline, COUNTY, NOW).says(code)


def test_a_code_that_ends_between_the_offer_and_the_tap_binds_nothing(
    inline: InlineDatabase, code: str
) -> None:
    chat = Chat(inline, COUNTY, NOW)
    chat.says(code)
    chat.now += DAY
    assert "过期" in chat.taps("join:")
    assert not is_bound(chat)


def test_after_too_many_guesses_even_the_right_code_waits(inline: InlineDatabase, code: str) -> None:
    chat = Chat(inline, COUNTY, NOW)
    for _ in range(TRIES_PER_HOUR):
        assert "没有找到" in chat.says("ABCDEFGHJK")
    assert "过一小时" in chat.says(code)
    assert "<b>&张" in Chat(inline, COUNTY, NOW, address="8").says(code)
    chat.now += timedelta(hours=1, seconds=1)
    assert "<b>&张" in chat.says(code)


def test_made_up_joins_are_counted_as_guesses(inline: InlineDatabase, code: str) -> None:
    chat = Chat(inline, COUNTY, NOW)
    for guess in range(TRIES_PER_HOUR):
        chat.does(Chose(f"join:ABCDEFGHJ{guess + 2}"))
    assert "过一小时" in chat.says(code)


def test_saying_it_is_somebody_else_changes_nothing(inline: InlineDatabase, code: str) -> None:
    chat = Chat(inline, COUNTY, NOW)
    chat.says(code)
    assert "没有改动" in chat.taps("notme")
    assert not is_bound(chat)


def test_joining_twice_is_joining_once_and_a_bound_chat_takes_no_other_code(
    inline: InlineDatabase, code: str
) -> None:
    chat = Chat(inline, COUNTY, NOW)
    chat.says(code)
    chat.taps("join:")
    chat.does(Chose(f"join:{code}"))
    assert "已经接通" in (chat.notice or "")
    inline.write_now(a_person, "2", channel=None)
    assert "已经接通" in chat.commands("start", fresh_code(inline, 5))
    assert is_bound(chat)


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_the_beginning_is_two_questions_and_one_button(
    inline: InlineDatabase, code: str, language: str
) -> None:
    chat = Chat(inline, COUNTY, NOW)
    chat.says(code)
    chat.taps("join:")
    chat.taps(f"first:lang:{language}")
    chat.taps("first:hour:1230")
    (row,) = chat.bubbles[-1].rows
    (button,) = row
    assert button.label == {"zh-Hans": "开始：1 分钟", "en": "Start: 1 minute"}[language]
    person = inline.read_now(the_person)
    assert (person.language, person.daily_hour) == (language, "12:30")


@pytest.mark.parametrize(
    "data", ["first", "first:hour", "first:hour:0300", "first:hour:xx", "first:lang:fr", "first:name:x"]
)
def test_only_what_is_offered_can_be_chosen(inline: InlineDatabase, code: str, data: str) -> None:
    chat = Chat(inline, COUNTY, NOW)
    chat.says(code)
    chat.taps("join:")
    before = inline.read_now(the_person)
    assert chat.does(Chose(data)) == []
    assert chat.notice and inline.read_now(the_person) == before


@pytest.mark.parametrize(
    "data", ["join", "join:", "first:hour:0830", "a:1:0", "quiz:1", "go:today", "", "::"]
)
def test_a_strangers_made_up_button_leads_to_the_door(inline: InlineDatabase, data: str) -> None:
    chat = Chat(inline, COUNTY, NOW)
    assert chat.does(Chose(data))
    assert not is_bound(chat)
