"""A file in the chat: who may send one, what is shown before anything is saved, and what every tap does."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from fakes.chat import Chat
from fakes.county import a_person, at, small_county, the_person
from fakes.sent_files import composed, look, send_file

import storage.grants
import storage.identities
import storage.people
import storage.units
import storage.uploads
from bot.conversation.desk import files
from bot.conversation.documents import DOCUMENTS
from bot.conversation.incoming import Chose, SentFile
from bot.locales import Words
from scheduler.jobs import housekeeping
from storage.inline import InlineDatabase
from storage.transaction import Transaction
from study import uploads
from study.upload_purpose import Facts

NOW = at("2026-11-23 22:00")  # in the quiet hours: these are replies
COUNTY = small_county()
WORDS = Words(COUNTY.zone)
FILE = "工号,姓名,单位,电话\n5,<b>&,县/甲镇,\n6,李四,县/乙镇,\n1,人1,县/甲镇,123\n"
WITH_FAULTS = FILE + "7,,县/甲镇,\n8,王五,外县,\n"


@pytest.fixture
def office(inline: InlineDatabase) -> Chat:
    """The county's administrator in a chat; 人1 is a cadre with one of their own."""

    def settle(tx: Transaction) -> str:
        a_person(tx, "1", channel="telegram")
        admin = a_person(tx, "0", "县", channel="telegram")
        storage.grants.put(tx, admin.id, "admin", admin.unit_id, None, NOW)
        return f"telegram-{admin.id}"

    return Chat(inline, COUNTY, NOW, address=inline.write_now(settle))


def send(chat: Chat, text: str = FILE, name: str = "名册.csv") -> str:
    return send_file(chat, text.encode(), name)


def state(chat: Chat) -> str:
    return chat.db.read_now(lambda tx: str(tx.all("SELECT state FROM upload ORDER BY id DESC")[0]["state"]))


def phone(chat: Chat) -> str:
    return chat.db.read_now(the_person).phone


def test_a_roster_is_shown_before_it_is_saved(office: Chat) -> None:
    assert "正在查看" in send(office)
    shown = look(office)
    assert "新增 2 人，更新 1 人，不变 0 人，未收 0 行" in shown
    assert "＋ <b>& · 县/甲镇" in shown and "电话: 无 → 123" in shown
    assert "点“保存”后" in shown and len(shown.splitlines()) <= 25
    assert (phone(office), state(office)) == ("", "previewed")


def test_save_saves_once(office: Chat) -> None:
    send(office)
    look(office)
    said = office.taps("upload:save:")
    assert "新增 2 人，更新 1 人" in said and office.offers("go:roster")
    assert (phone(office), state(office)) == ("123", "saved")
    office.taps("upload:save:")
    assert office.notice == WORDS.say("zh-Hans", "desk-gone")
    office.taps("upload:cancel:")
    assert (office.notice, state(office)) == (WORDS.say("zh-Hans", "desk-gone"), "saved")


def test_cancel_saves_nothing(office: Chat) -> None:
    send(office)
    look(office)
    office.taps("upload:cancel:")
    office.taps("upload:save:")
    assert office.notice == WORDS.say("zh-Hans", "desk-gone")
    assert (phone(office), state(office)) == ("", "cancelled")


def test_refused_rows_are_named_and_the_others_can_be_saved(office: Chat) -> None:
    send(office, WITH_FAULTS)
    shown = look(office)
    assert "名册.csv:5:姓名: 这一格不能为空。" in shown and "名册.csv:6:单位: " in shown
    labels = [button.label for row in office.bubbles[-1].rows for button in row]
    assert labels[:2] == ["只保存其余 3 人", "未收的行（表格）"]
    assert "未收的 2 行没有保存" in office.taps("upload:save:")
    assert phone(office) == "123"


def test_refused_rows_come_as_a_table_to_their_sender_only(office: Chat) -> None:
    send(office, WITH_FAULTS)
    look(office)
    office.taps("upload:refused:")
    document = office.bubbles[-1].document
    assert document is not None and document.name == "名册.refused.xlsx"

    def made(tx: Transaction, staff_no: str) -> Any:
        person = the_person(tx, staff_no)
        return DOCUMENTS[document.kind](tx, person.id, document.args, "zh-Hans", COUNTY, NOW)

    (sheet,) = office.db.read_now(made, "0")
    assert [row[0] for row in sheet.rows] == ["工号", "7", "8"]
    assert office.db.read_now(made, "1") is None


def test_when_the_roster_has_changed_the_new_preview_is_shown(office: Chat) -> None:
    send(office)
    look(office)
    office.db.write_now(lambda tx: storage.people.update(tx, the_person(tx).id, phone="123"))
    said = office.taps("upload:save:")
    assert "有了变化" in said and "更新 0 人，不变 1 人" in said and state(office) == "previewed"
    assert "新增 2 人，更新 0 人" in office.taps("upload:save:")


def test_what_the_roster_says_already_needs_no_save(office: Chat) -> None:
    send(office, "工号,姓名,单位\n1,人1,县/甲镇\n")
    assert "不用保存" in look(office)
    assert not office.bubbles[-1].rows


@pytest.mark.parametrize(
    ("read", "why"),
    [
        (None, "没有找到表头"),
        ({"refused": {"reason": "unreadable", "text": ""}}, "这份文件打不开"),
        ({"refused": {"reason": "not_fetched", "text": ""}}, "没有取到"),
        ({"refused": {"reason": "too_large", "text": ""}}, "20 MB"),
        ({"refused": {"reason": "too_many_for_chat", "text": "20000"}}, "超过 20000 行"),
    ],
)
def test_a_file_of_no_use_is_refused_with_the_reason(office: Chat, read: Facts | None, why: str) -> None:
    send(office, "甲,乙\n1,2\n")
    assert why in look(office, read)
    assert state(office) == "refused" and not office.bubbles[-1].rows


def test_only_those_who_keep_the_roster_can_send_one(office: Chat) -> None:
    cadre = Chat(office.db, COUNTY, NOW, address="telegram-1")
    assert "用不上" in send(cadre)
    assert "用不上" in send(office, name="照片.bmp")
    stranger = Chat(office.db, COUNTY, NOW, address="nobody")
    send(stranger)
    assert office.db.read_now(lambda tx: tx.all("SELECT id FROM upload")) == []


def test_a_file_that_is_too_large_is_refused_at_once(office: Chat) -> None:
    (bubble,) = office.does(SentFile("名册.xlsx", uploads.LARGEST + 1, "place"))
    assert "20 MB" in bubble.text.text
    assert office.db.read_now(lambda tx: tx.all("SELECT id FROM upload")) == []


def test_files_are_sent_a_few_at_a_time(office: Chat) -> None:
    for _ in range(uploads.MOST_UNREAD):
        assert "正在查看" in send(office)
    assert "还在查看" in send(office)
    look(office)
    assert "正在查看" in send(office)


def test_somebody_elses_file_is_out_of_reach(office: Chat) -> None:
    send(office, WITH_FAULTS)
    look(office)
    cadre = Chat(office.db, COUNTY, NOW, address="telegram-1")
    for data in (office.data("upload:save:"), office.data("upload:cancel:"), office.data("upload:refused:")):
        cadre.does(Chose(data))
        assert cadre.notice == WORDS.say("zh-Hans", "desk-gone")
    assert (state(office), phone(office)) == ("previewed", "")


def test_a_right_that_is_gone_saves_nothing(office: Chat) -> None:
    send(office)
    look(office)

    def revoke(tx: Transaction) -> None:
        admin = the_person(tx, "0")
        storage.grants.remove(tx, admin.id, "admin", admin.unit_id)

    office.db.write_now(revoke)
    assert "不在您的职权范围" in office.taps("upload:save:")
    assert (state(office), phone(office)) == ("previewed", "")


@pytest.mark.parametrize(
    "data", ["upload", "upload:save", "upload:save:x:y", "upload:save:-1", "upload:as:1:roster", "upload:?:1"]
)
def test_made_up_buttons_change_nothing(office: Chat, data: str) -> None:
    send(office)
    look(office)
    office.does(Chose(data))
    assert office.notice == WORDS.say("zh-Hans", "desk-gone")
    assert (state(office), phone(office)) == ("previewed", "")


QUESTIONS = "题型,题干,选项A,选项B,答案\n单选题,先报告谁？,值班室,邻居,A\n"


def test_a_table_is_taken_for_what_is_in_it(office: Chat) -> None:
    send(office, QUESTIONS, "题目.csv")
    assert "读到 1 题" in look(office)
    send(office)
    assert "名册“名册.csv”看过了" in look(office)


async def test_a_file_nobody_decided_on_is_forgotten_after_a_day(office: Chat) -> None:
    send(office)
    look(office)
    later = NOW + uploads.UNDECIDED_FOR
    await housekeeping(office.db, COUNTY, later, later)
    assert state(office) == "previewed"
    await housekeeping(office.db, COUNTY, later, later + timedelta(seconds=1))
    assert state(office) == "forgotten"
    office.taps("upload:save:")
    assert (office.notice, phone(office)) == (WORDS.say("zh-Hans", "desk-gone"), "")


def test_a_result_that_comes_after_the_decision_is_not_sent(office: Chat) -> None:
    send(office)
    look(office)
    office.taps("upload:save:")
    (row,) = office.db.read_now(lambda tx: tx.all("SELECT * FROM outbox WHERE kind = 'upload_result'"))
    assert composed(office, row) == []


def test_the_preview_speaks_the_language_of_its_reader(office: Chat) -> None:
    office.db.write_now(lambda tx: storage.people.update(tx, the_person(tx, "0").id, language="en"))
    send(office, WITH_FAULTS)
    shown = look(office)
    assert "2 new, 1 changed, 0 unchanged, 2 rows refused." in shown
    assert "phone: none → 123" in shown and "名册.csv:5:name: This cell must not be empty." in shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("C:\\表\\名册.xlsx", "名册.xlsx"),
        ("../../etc/名册.csv", "名册.csv"),
        ("名\u202e册\n.csv", "名册.csv"),
        ("长" * 90 + ".xlsx", "长" * 48 + "…" + "长" * 6 + ".xlsx"),
    ],
)
def test_a_files_name_is_shown_harmlessly(name: str, shown: str) -> None:
    assert files.shown_name(name) == shown
