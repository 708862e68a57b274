"""What people say and tap, and what they are answered, in the chat itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from fakes.chat import Chat
from fakes.county import (
    FIRE,
    PLAN_QUIZ,
    a_person,
    at,
    open_and_enrol,
    plan_item,
    reach,
    share_of,
    small_county,
    supervises,
    take_in_small_content,
)

import storage.assignments
import storage.exceptions
import storage.people
import storage.points
from bot.conversation.incoming import Chose, Command, Said
from storage.inline import InlineDatabase
from study import invites

NOW = at("2026-11-10 10:00")
COUNTY = small_county(plan=(plan_item(quiz=PLAN_QUIZ),))


@pytest.fixture
def db(inline: InlineDatabase) -> InlineDatabase:
    inline.write_now(take_in_small_content)
    return inline


@pytest.fixture
def chat(db: InlineDatabase) -> Chat:
    """Somebody bound, with the plan's item before them."""
    person = db.write_now(a_person, channel=None)
    db.write_now(open_and_enrol, COUNTY, NOW)
    member = Chat(db, COUNTY, NOW, address=f"telegram-{person.id}")
    db.write_now(reach, person.id, "telegram")
    return member


def a_code(db: InlineDatabase) -> str:
    (invitation,) = db.write_now(invites.make_invites, None, NOW, timedelta(days=30), Random(3))
    return invitation.code


def count(db: InlineDatabase, table: str) -> int:
    row = db.read_now(lambda tx: tx.one(f"SELECT COUNT(*) AS n FROM {table}"))
    assert row is not None
    return int(row["n"])


def to_the_quiz(chat: Chat) -> str:
    chat.commands("quiz")
    return chat.taps("quiz:")


def test_a_stranger_is_told_how_to_get_in(db: InlineDatabase) -> None:
    chat = Chat(db, COUNTY, NOW)
    assert "个人学习码" in chat.says("你好")
    assert "personal code" in chat.does(Chose("set:lang:en"))[0].text.text


def test_name_and_unit_are_shown_before_anything_is_bound(db: InlineDatabase) -> None:
    person = db.write_now(a_person, name="<b>&张", channel=None)
    chat = Chat(db, COUNTY, NOW)
    told = chat.commands("start", a_code(db))
    assert "<b>&张" in told and "甲镇" in told
    assert db.read_now(storage.people.by_id, person.id).enrolled_at is None


def test_joining_asks_language_and_hour_and_offers_one_button(db: InlineDatabase) -> None:
    db.write_now(a_person, channel=None)
    db.write_now(open_and_enrol, COUNTY, NOW)
    chat = Chat(db, COUNTY, NOW)
    chat.says(a_code(db).lower())
    assert "语言" in chat.taps("join:")
    assert "hour" in chat.taps("first:lang:en")
    assert "19:30" in chat.taps("first:hour:1930")
    buttons = [button for row in chat.bubbles[-1].rows for button in row]
    assert [button.label for button in buttons] == ["Start: 1 minute"]
    assert f"{FIRE} 读本 in English" in chat.taps("read:")


@pytest.mark.parametrize("typed", ["AAAAAAAAAA", "ABC-DEF-GHJK"])
def test_a_wrong_code_is_answered_and_binds_nothing(db: InlineDatabase, typed: str) -> None:
    assert "没有找到" in Chat(db, COUNTY, NOW).says(typed)


def test_a_code_opens_once(db: InlineDatabase) -> None:
    db.write_now(a_person, channel=None)
    code = a_code(db)
    first, second = Chat(db, COUNTY, NOW, address="1"), Chat(db, COUNTY, NOW, address="2")
    first.commands("start", code)
    first.taps("join:")
    assert "用过" in second.commands("start", code)


def test_a_redelivered_event_runs_nothing(chat: Chat) -> None:
    to_the_quiz(chat)
    tap = Chose(chat.data("a:"))
    assert chat.does(tap, "one and the same")
    before = count(chat.db, "outbox")
    assert chat.does(tap, "one and the same") == []
    assert (count(chat.db, "response"), count(chat.db, "outbox")) == (1, before)


def test_a_second_tap_changes_nothing_and_says_so(chat: Chat) -> None:
    to_the_quiz(chat)
    tap = Chose(chat.data("a:"))
    chat.does(tap)
    assert chat.does(tap) == []
    assert chat.notice == "这题您已经答过了。"
    assert count(chat.db, "response") == 1


def test_somebody_elses_button_does_nothing(chat: Chat) -> None:
    to_the_quiz(chat)
    other = chat.db.write_now(a_person, "2", channel="telegram")
    stranger = Chat(chat.db, COUNTY, NOW, address=f"telegram-{other.id}")
    assert stranger.does(Chose(chat.data("a:"))) == []
    assert "失效" in (stranger.notice or "")
    assert count(chat.db, "response") == 0


@pytest.mark.parametrize(
    "data", ["a:", "a:x:0", "a:1", "t:9:9", "s:99999999999999999999:0", "quiz:1x", "zz", ""]
)
def test_made_up_buttons_do_nothing(chat: Chat, data: str) -> None:
    assert chat.does(Chose(data)) == []
    assert chat.notice


@pytest.mark.parametrize("typed", ["A", "ａ", "1", " b。"])
def test_a_typed_letter_answers_as_a_tap_does(chat: Chat, typed: str) -> None:
    assert "第 1 题，共 5 题" in to_the_quiz(chat)
    assert "第 2 题，共 5 题" in chat.says(typed)


def test_what_cannot_be_read_as_an_answer_changes_nothing(chat: Chat) -> None:
    to_the_quiz(chat)
    assert "没有看懂" in chat.says("也许吧")
    assert count(chat.db, "response") == 0


def test_a_word_that_is_a_command_leaves_the_question_open(chat: Chat) -> None:
    to_the_quiz(chat)
    assert "11月10日" in chat.says("今天")
    assert "第 2 题" in chat.says("A")


def test_a_quiz_is_taken_up_again_where_it_was_left_on_another_channel(chat: Chat) -> None:
    to_the_quiz(chat)
    chat.says("A")
    person = chat.db.read_now(storage.people.by_staff_no, "1")
    assert person is not None
    chat.db.write_now(reach, person.id, "web")
    page = Chat(chat.db, COUNTY, NOW, channel="web", address=f"web-{person.id}")
    assert "第 2 题，共 5 题" in to_the_quiz(page)
    assert page.bubbles[-1].choices


def test_reading_and_quiz_complete_the_item_and_pay(chat: Chat) -> None:
    chat.commands("today")
    chat.taps("read:")
    while chat.offers(f"page:{FIRE}:2"):
        chat.taps(f"page:{FIRE}:2")
    chat.taps("check:")
    right_answers(chat, 1)
    to_the_quiz(chat)
    told = right_answers(chat, 5)
    assert "测验通过" in told and "按时完成" in told
    assert "积分：15" in chat.commands("points")
    assert "已完成" in chat.commands("me")
    assert "没有待完成" in chat.commands("today")


def right_answers(chat: Chat, number: int) -> str:
    """Answer so many questions right, by what the choice says."""
    told = ""
    for _ in range(number):
        bubble = chat.bubbles[-1]
        labels = {button.data: button.label for row in bubble.rows for button in row}
        data = next(data for data, label in labels.items() if "先报告" in label)
        told = "\n".join(b.text.text for b in chat.does(Chose(data)))
    return told


def test_rereading_pays_nothing(chat: Chat) -> None:
    for _ in range(2):
        chat.taps("read:") if chat.bubbles else chat.commands("readings")
        chat.does(Chose(f"check:{FIRE}"))
        right_answers(chat, 1)
    entries = chat.db.read_now(storage.points.entries, 1, 2026, 10)
    assert [entry.kind for entry in entries] == ["reading"]


def test_the_next_page_takes_the_place_of_this_one(chat: Chat) -> None:
    chat.does(Chose(f"read:{FIRE}"))
    assert not chat.bubbles[-1].replaces
    chat.taps(f"page:{FIRE}:2")
    assert chat.bubbles[-1].replaces
    assert "2/2" in chat.bubbles[-1].text.text


def test_one_stops_on_the_phone_and_goes_on_on_the_web(chat: Chat) -> None:
    chat.does(Chose(f"read:{FIRE}"))
    chat.taps(f"page:{FIRE}:2")
    person = chat.db.read_now(storage.people.by_staff_no, "1")
    assert person is not None
    chat.db.write_now(reach, person.id, "web")
    page = Chat(chat.db, COUNTY, NOW, channel="web", address=f"web-{person.id}")
    (bubble,) = page.does(Chose(f"read:{FIRE}"))
    assert bubble.reading is not None
    assert (bubble.reading.at, len(bubble.reading.pages)) == (2, 2)


def test_a_closed_quiz_is_refused_politely(chat: Chat) -> None:
    share = chat.db.read_now(lambda tx: share_of(tx, storage.people.by_staff_no(tx, "1")))
    chat.db.write_now(storage.exceptions.excuse, share.id, "在外培训", NOW)
    assert chat.does(Chose(f"quiz:{share.id}")) == []
    assert chat.notice == "这个测验您不用再做了。"


def test_settings_change_only_what_is_offered(chat: Chat) -> None:
    chat.commands("settings")
    chat.taps("set:hour:1230")
    chat.taps("set:large:1")
    for data in ("set:hour:0300", "set:large:2", "set:lang:fr", "set:staff_no:9", "set:hour"):
        assert chat.does(Chose(data)) == []
    person = chat.db.read_now(storage.people.by_staff_no, "1")
    assert person is not None
    assert (person.daily_hour, person.large_text, person.language) == ("12:30", True, "zh-Hans")


def test_everything_is_said_in_the_language_one_chose(chat: Chat) -> None:
    chat.does(Chose("set:lang:en"))
    assert "Today" in chat.commands("today")
    assert "in English" in chat.commands("readings")
    assert "Weekly" not in chat.commands("summary") and "supervisors" in chat.bubbles[-1].text.text


def test_a_supervisor_reads_the_same_facts_as_the_cadre(chat: Chat) -> None:
    boss = chat.db.write_now(a_person, "9", "县", channel="telegram")
    chat.db.write_now(supervises, boss, "县")
    office = Chat(chat.db, COUNTY, NOW, address=f"telegram-{boss.id}")
    assert "完成 0 · 期限内 1 · 过期 0" in office.commands("summary")
    assert "待完成" in chat.commands("me")


def test_somebody_who_left_is_told_and_shown_nothing(chat: Chat) -> None:
    chat.db.write_now(storage.people.update, 1, left_on=NOW.date())
    assert "不在本县名册" in chat.commands("today")


def test_a_late_answer_to_a_scheduled_quiz_is_refused(db: InlineDatabase) -> None:
    from study import assignments
    from study.rules.settings import ScheduledQuiz

    quiz = ScheduledQuiz("evening", "thu 20:00", ("all",), 3, timedelta(hours=48))
    county = replace(COUNTY, settings=replace(COUNTY.settings, quiz_schedule=(quiz,)))
    person = db.write_now(a_person, channel="telegram")
    assignment = db.write_now(assignments.open_scheduled_quiz, quiz, NOW, county)
    assert assignment is not None
    while db.write_now(assignments.enrol_chunk, assignment, county, NOW):
        pass
    chat = Chat(db, county, NOW, address=f"telegram-{person.id}")
    chat.commands("quiz")
    chat.taps("quiz:")
    chat.now = NOW + timedelta(hours=48)
    assert chat.does(Chose(chat.data("a:"))) == []
    assert "截止" in (chat.notice or "")
    assert count(db, "response") == 0


def test_inside_a_fill_in_only_slash_commands_escape(chat: Chat) -> None:
    for old, new in (('"single_choice"', '"fill_in"'), ('"answer":["A"]', '"answer":["今天"]')):
        chat.db.write_now(
            lambda tx, old=old, new=new: tx.run(
                "UPDATE question_version SET content_json = REPLACE(content_json, :old, :new)",
                old=old,
                new=new,
            )
        )
    to_the_quiz(chat)
    assert "第 2 题" in chat.says("今天")
    assert "11月10日" in chat.commands("today")


def test_a_file_is_answered(chat: Chat) -> None:
    from bot.conversation.incoming import SentFile

    assert chat.does(SentFile("题库.docx", 10))


def test_free_text_without_a_question_gets_a_hint(chat: Chat) -> None:
    assert "没有看懂" in chat.says("今天天气不错")
    assert "没有看懂" in chat.does(Said("/nothing"))[0].text.text
    assert "没有看懂" in chat.does(Command("nothing"))[0].text.text
