"""A file in the chat: who may send one, what is shown before anything is saved, and what every tap does."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from fakes.chat import SHAPES, Chat
from fakes.county import a_person, at, small_county, the_person

import storage.grants
import storage.identities
import storage.people
import storage.units
import storage.uploads
from bot.conversation.composing import COMPOSERS
from bot.conversation.desk import files
from bot.conversation.documents import DOCUMENTS
from bot.conversation.incoming import Chose, Command, Incoming, SentFile
from bot.conversation.outgoing import Outgoing
from bot.conversation.rendering import render
from bot.conversation.turn import Turn
from bot.locales import Words
from scheduler.jobs import housekeeping
from storage.inline import InlineDatabase
from storage.outbox import OutboxMessage
from storage.transaction import Transaction
from study import roster_upload, uploads
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
    content = text.encode()
    return "\n".join(bubble.text.text for bubble in chat.does(SentFile(name, len(content), content=content)))


def look(chat: Chat, read: Facts | None = None) -> str:
    """What the background does with the next file; the text of what its sender is then told."""

    def look_at(tx: Transaction) -> dict[str, Any]:
        upload = storage.uploads.claim(tx, chat.now)
        assert upload is not None
        found = read or roster_upload.read(upload.name, storage.uploads.content(tx, upload.id) or b"")
        shown = None if "refused" in found else uploads.preview(tx, upload, found, COUNTY, chat.now)
        uploads.record_read(tx, upload, found, shown, chat.now)
        return tx.all("SELECT * FROM outbox WHERE kind = 'upload_result' ORDER BY id DESC LIMIT 1")[0]

    row = chat.db.write_now(look_at)
    assert (row["send_after_at"], row["is_bulk"]) == (chat.now, 0)
    bubbles = composed(chat, row)
    chat.bubbles += bubbles
    return "\n".join(bubble.text.text for bubble in bubbles)


def composed(chat: Chat, row: dict[str, Any]) -> list[Outgoing]:
    """An outbox row as it would go out now."""

    def compose(tx: Transaction) -> list[Outgoing]:
        identity = storage.identities.by_id(tx, row["identity_id"])
        person = storage.people.by_id(tx, row["person_id"])
        assert identity is not None and person is not None
        message_row = OutboxMessage(
            row["id"],
            person.id,
            identity.id,
            chat.channel,
            chat.address,
            person.language,
            row["kind"],
            0,
            row["message_json"],
            row["expires_at"],
            1,
        )
        shape, incoming = SHAPES[chat.channel], Incoming(chat.channel, chat.address, "x", Command("today"))
        turn = Turn(tx, incoming, identity, person, shape, COUNTY, chat.rng, chat.now)
        message = COMPOSERS[row["kind"]](turn, message_row)
        return list(render(message, person.language, shape, WORDS)) if message else []

    return chat.db.read_now(compose)


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
    assert "用不上" in send(office, name="照片.jpg")
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


def test_what_a_file_is_for_is_asked_where_it_could_be_two_things(
    office: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(uploads.PURPOSES, "other", uploads.PURPOSES["roster"])
    monkeypatch.setattr(files, "say", lambda key, **args: files.Phrase(key.replace("other", "roster"), args))
    assert "要用来做什么" in send(office)
    assert state(office) == "asked"
    assert "正在查看" in office.taps("upload:as:1:roster")
    assert state(office) == "arrived"
    office.taps("upload:as:1:other")
    assert office.notice == WORDS.say("zh-Hans", "desk-gone")


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
