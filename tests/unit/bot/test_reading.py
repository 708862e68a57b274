"""Reading: page by page on any channel, taken up where one stopped, done when the small questions are."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from fakes.chat import Chat
from fakes.county import a_person, a_reading, at, reach, small_county, texts, the_person

import storage.readings
from bot.conversation.incoming import Chose
from storage.inline import InlineDatabase
from storage.transaction import Transaction
from study import content
from study.authored import AuthoredContent
from study.rules.content import ImageUnit, ReadingUnit

NOW = at("2026-11-10 10:00")
COUNTY = small_county()
SECTIONS = ("one", "two", "three")
BODY = "\n\n".join(f"## 第{name}节 {{#{name}}}\n\n" + f"这是{name}。" * 150 for name in SECTIONS)
SHORT = "\n\n".join(f"## 第{name}节 {{#{name}}}\n\n短文{name}。" for name in SECTIONS)


def long_reading(check: int = 1, **sheet: Any) -> ReadingUnit:
    reading = a_reading("law", BODY, check)
    shorts = {"zh-Hans": SHORT, "en": SHORT}
    return replace(reading, short_bodies=shorts, sheet=replace(reading.sheet, **sheet))


def settle(tx: Transaction, reading: ReadingUnit) -> None:
    hashed = replace(reading, hash=f"hash of {reading}")
    content.take_in(tx, AuthoredContent({"law": hashed}), at("2026-01-05 09:00"))
    person = a_person(tx, channel="telegram")
    reach(tx, person.id, "web")


@pytest.fixture
def phone(inline: InlineDatabase) -> Chat:
    """Somebody on Telegram with one long reading; the same person is `web-1` on the page."""
    inline.write_now(settle, long_reading())
    return Chat(inline, COUNTY, NOW, address="telegram-1")


def page_of(phone: Chat) -> Chat:
    return Chat(phone.db, COUNTY, NOW, "web", address="web-1")


def place_of(phone: Chat) -> str:
    found = phone.db.read_now(storage.readings.progress, 1, "law")
    assert found is not None
    return str(found["section"])


def turn_to(phone: Chat, section: str) -> int:
    """Page on until this section begins; the number of the page."""
    phone.does(Chose("read:law:one"))
    number = 1
    while f"第{section}节" not in phone.bubbles[-1].text.text:
        number += 1
        phone.does(Chose(f"page:law:{number}"))
    return number


def test_every_page_fits_in_one_bubble_and_none_is_lost(phone: Chat) -> None:
    phone.does(Chose("read:law"))
    shown, number = "", 1
    while True:
        bubble = phone.bubbles[-1]
        shown += bubble.text.text
        if not phone.offers(f"page:law:{number + 1}"):
            break
        number += 1
        (turned,) = phone.does(Chose(f"page:law:{number}"))
        assert turned.replaces
    assert [shown.count(f"这是{name}。") for name in SECTIONS] == [150, 150, 150]
    assert phone.offers("check:law")


@pytest.mark.parametrize("section", SECTIONS)
def test_the_section_is_kept_though_pages_differ_between_channels(phone: Chat, section: str) -> None:
    turn_to(phone, section)
    (bubble,) = page_of(phone).does(Chose("read:law"))
    assert bubble.reading is not None
    assert bubble.reading.pages[bubble.reading.at - 1][0] == section


def test_where_the_page_was_left_the_phone_goes_on(phone: Chat) -> None:
    page = page_of(phone)
    (bubble,) = page.does(Chose("read:law"))
    assert bubble.reading is not None
    total = len(bubble.reading.pages)
    assert page.does(Chose(f"at:law:{total}:{total}:three")) == []
    (told,) = phone.does(Chose("read:law"))
    assert "这是three。" in told.text.text


def test_the_short_edition_keeps_the_section_and_satisfies_as_well(phone: Chat) -> None:
    turn_to(phone, "two")
    phone.commands("settings")
    phone.taps("set:short:1")
    (bubble,) = phone.does(Chose("read:law"))
    assert "短文two。" in bubble.text.text
    phone.does(Chose("check:law"))
    for letter in "ABC":
        phone.says(letter)
    (edition,) = phone.db.read_now(lambda tx: tx.all("SELECT edition FROM reading_completion"))
    assert edition["edition"] == "short"


def test_looking_up_a_passage_does_not_move_ones_place(phone: Chat) -> None:
    turn_to(phone, "two")
    (bubble,) = phone.does(Chose("read:law:three"))
    assert "第three节" in bubble.text.text
    assert place_of(phone) == "two"


@pytest.mark.parametrize(
    "data",
    ["page:law:0", "page:law:99999", "page:law:x", "page:law:999", "page:law", "page:none:1", "read:none",
     "read:law:nowhere", "check:none", "pic:law:none", "pic", "at:law:x:y:z", "at:law:1", "at:none:1:1:s",
     "at:law:1:0:s", "read", "check"],
)  # fmt: skip
def test_made_up_places_do_no_harm(phone: Chat, data: str) -> None:
    phone.does(Chose("read:law"))
    before = place_of(phone)
    phone.does(Chose(data))
    assert phone.bubbles[-1].text.text
    assert phone.does(Chose("read:law"))[0].text.text
    assert place_of(phone) in (before, *SECTIONS, "s")
    assert phone.db.read_now(lambda tx: tx.all("SELECT edition FROM reading_completion")) == []


def test_a_check_question_comes_until_it_is_right_and_then_the_reading_is_done(phone: Chat) -> None:
    phone.does(Chose("check:law"))
    wrong = {button.label: button.data for row in phone.bubbles[-1].rows for button in row}
    told = phone.does(Chose(next(data for label, data in wrong.items() if "先等待" in label)))[-1].text.text
    assert "答错了" in told and "第 2 题，共 2 题" in told
    right = {button.label: button.data for row in phone.bubbles[-1].rows for button in row}
    told = phone.does(Chose(next(data for label, data in right.items() if "先报告" in label)))[-1].text.text
    assert "读完了" in told and "积分 +5" in told


def test_a_reading_without_questions_is_done_by_saying_so(inline: InlineDatabase) -> None:
    inline.write_now(settle, long_reading(check=0))
    chat = Chat(inline, COUNTY, NOW, address="telegram-1")
    assert "积分 +5" in chat.does(Chose("check:law"))[0].text.text
    chat.does(Chose("check:law"))
    assert "不再计分" in (chat.notice or "")


def test_a_picture_is_offered_where_it_stands_and_comes_with_its_words(inline: InlineDatabase) -> None:
    image = ImageUnit({"zh-Hans": "map.png", "en": "map-en.png"}, texts("示意图"))
    reading = long_reading(images={"map": image})
    body = "## 一 {#one}\n\n![示意图](map.png)\n\n## 二 {#two}\n\n没有图。"
    inline.write_now(settle, replace(reading, bodies={"zh-Hans": body, "en": body}))
    chat = Chat(inline, COUNTY, NOW, address="telegram-1")
    chat.does(Chose("read:law"))
    (bubble,) = chat.does(Chose(chat.data("pic:")))
    assert bubble.picture is not None
    assert (bubble.picture.path, bubble.picture.alt) == ("law/map.png", "示意图")
    chat.does(Chose("page:law:2"))
    assert not chat.offers("pic:")


def test_a_removed_reading_is_answered_politely(phone: Chat) -> None:
    phone.does(Chose("read:law"))
    phone.db.write_now(content.take_in, AuthoredContent(), NOW)
    assert phone.does(Chose("page:law:2")) == []
    assert phone.notice == "这篇阅读现在没有了。"
    assert "还没有可读的文章" in phone.commands("readings")
    assert phone.db.read_now(the_person).name == "人1"
