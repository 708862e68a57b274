"""An instructor sends a text and it becomes a reading: previewed, asked about, illustrated, published, revised."""

from __future__ import annotations

import io

import pytest
from fakes.chat import Chat
from fakes.county import a_person, at, small_county, the_person
from fakes.sent_files import look, send_file
from PIL import Image

import storage.audit_log
import storage.drafts
import storage.grants
import storage.people
import storage.points
import storage.stored_files
from bot.conversation.documents import DOCUMENTS
from bot.locales import Words
from storage.audit_log import Search
from storage.inline import InlineDatabase
from storage.transaction import Transaction
from study import uploads

NOW = at("2026-11-23 10:00")
COUNTY = small_county()
WORDS = Words(COUNTY.zone)
TEXT = "# 防汛值班须知\n\n汛期人在岗。\n\n## 接报\n\n接到险情先问清时间和地点。\n\n## 处置\n\n立即转移低洼处的群众。"
QUESTION = "1. 接到险情，先问清什么？（A）\nA. 时间和地点\nB. 天气\n解析：先核实。"


@pytest.fixture
def teacher(inline: InlineDatabase) -> Chat:
    """The instructor of 县/甲镇; cadre 1 is of a village of it, cadre 2 of another town."""

    def settle(tx: Transaction) -> str:
        a_person(tx, "1", "县/甲镇/一村", channel="telegram")
        a_person(tx, "2", "县/乙镇", channel="telegram")
        person = a_person(tx, "9", "县/甲镇", channel="telegram")
        storage.grants.put(tx, person.id, "instructor", person.unit_id, None, NOW)
        return f"telegram-{person.id}"

    return Chat(inline, COUNTY, NOW, address=inline.write_now(settle))


def cadre(chat: Chat, staff_no: str = "1", channel: str = "telegram") -> Chat:
    person = chat.db.read_now(the_person, staff_no)
    return Chat(chat.db, COUNTY, NOW, channel=channel, address=f"telegram-{person.id}")


def a_draft(chat: Chat, text: str = TEXT, name: str = "须知.md") -> str:
    send_file(chat, text.encode(), name)
    look(chat)
    return chat.taps("upload:save:")


def with_question(chat: Chat) -> None:
    a_draft(chat)
    chat.taps("draft:ask:")
    chat.says(QUESTION)


def published(chat: Chat) -> None:
    with_question(chat)
    chat.taps("draft:card:")
    chat.taps("draft:pub:")
    chat.taps("draft:pubok:")


def jpeg(size: tuple[int, int] = (2000, 1000)) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", size, "navy").save(made, "JPEG")
    return made.getvalue()


def gone(chat: Chat) -> bool:
    return chat.notice == WORDS.say("zh-Hans", "desk-gone")


def test_from_a_file_to_points(teacher: Chat) -> None:
    send_file(teacher, TEXT.encode(), "须知.md")
    shown = look(teacher)
    assert "还没有保存" in shown and "《防汛值班须知》" in shown and "约 1 分钟，3 页" in shown
    assert "· 接报" in shown and len(shown.splitlines()) <= 25
    assert "汛期人在岗。" in teacher.taps("draft:look:1:0")
    assert "接到险情先问清" in teacher.taps("draft:look:1:1")
    assert "还没有保存" in teacher.taps("draft:file:")
    assert "已存为草稿" in teacher.taps("upload:save:")
    teacher.taps("draft:ask:")
    said = teacher.says(QUESTION)
    assert "已加上" in said and "A. 时间和地点" in said and "先核实。" in said
    card = teacher.taps("draft:card:")
    assert "小题 1 道" in card and "甲镇及下属单位" in card
    assert "2 人可以在“阅读”里读到" in teacher.taps("draft:pub:")
    assert "已发布。" in teacher.taps("draft:pubok:") and teacher.offers("push:reading:reading-1")

    reader = cadre(teacher)
    assert "防汛值班须知" in reader.commands("readings")
    assert "汛期人在岗。" in reader.taps("read:reading-1")
    reader.taps("page:reading-1:2")
    reader.taps("page:reading-1:3")
    assert "接到险情，先问清什么？" in reader.taps("check:reading-1")
    asked = reader.bubbles[-1]
    choices = {button.label: button.data for row in asked.rows for button in row}
    right = next(data for label, data in choices.items() if "时间和地点" in label)
    assert "答对" in reader.tap(right)
    person = teacher.db.read_now(the_person)
    assert teacher.db.read_now(storage.points.balance, person.id, 2026) == (5, 5)

    other = cadre(teacher, "2")
    assert "防汛值班须知" not in other.commands("readings")
    for data in ("read:reading-1", "page:reading-1:1", "check:reading-1", "listen:reading-1"):
        other.tap(data)
        assert other.notice == WORDS.say("zh-Hans", "reading-gone"), data


def test_the_preview_is_what_a_cadre_sees(teacher: Chat) -> None:
    published(teacher)
    reader = cadre(teacher)
    reader.commands("readings")
    seen = reader.taps("read:reading-1")
    preview = teacher.taps("draft:see:")
    head = WORDS.say("zh-Hans", "draft-as-seen")
    assert preview == f"{head}\n\n{seen}"


def test_a_next_version_says_what_is_new_and_replaces_the_last(teacher: Chat) -> None:
    published(teacher)
    asked = teacher.taps("draft:revise:")
    assert "新版本的文件发来" in asked
    send_file(
        teacher,
        TEXT.replace("时间和地点", "时间、地点、人数").replace("## 处置", "## 报告").encode(),
        "新.docx.md",
    )
    shown = look(teacher)
    assert "作为《防汛值班须知》的新版本" in shown
    assert "新增 1 节：报告" in shown and "去掉 1 节：处置" in shown and "改动 1 节：接报" in shown
    assert "新版本已存为草稿" in teacher.taps("upload:save:")
    assert "替换现在的版本" in teacher.taps("draft:card:")
    assert "改动 1 节：接报" in teacher.taps("draft:pub:")
    assert "新版本已发布" in teacher.taps("draft:pubok:")
    reader = cadre(teacher)
    assert reader.commands("readings").count("防汛值班须知") == 1
    assert len(teacher.db.read_now(storage.drafts.listed)) == 1


def test_a_picture_is_asked_for_shown_and_taken_out(teacher: Chat) -> None:
    with_question(teacher)
    teacher.taps("draft:card:")
    assert "哪一节的末尾" in teacher.taps("draft:att:")
    assert "说明图上是什么" in teacher.tap("draft:attsec:1:1")
    assert "把图片发来" in teacher.says("转移路线图")
    send_file(teacher, jpeg(), "photo.jpg")
    assert "转移路线图" in look(teacher)
    assert "已放进" in teacher.taps("upload:save:")
    assert "图片 1 张" in teacher.taps("draft:card:")
    assert "转移路线图" in teacher.tap("draft:see:1:1")
    teacher.taps("draft:pic:")
    picture = teacher.bubbles[-1].picture
    assert picture is not None and picture.alt == "转移路线图"
    stored = teacher.db.read_now(storage.stored_files.content, picture.path)
    assert stored is not None and stored[0] == "image/jpeg"
    with Image.open(io.BytesIO(stored[1])) as made:
        assert made.size == (1280, 640)
    assert "“接报”的末尾" in teacher.tap("draft:files:1")
    teacher.taps("draft:detach:")
    assert "图片 0 张" in teacher.tap("draft:card:1")
    teacher.taps("draft:detach:")
    assert gone(teacher)


def test_a_cadre_gets_the_picture_and_the_recording(teacher: Chat) -> None:
    with_question(teacher)
    teacher.tap("draft:attsec:1:1")
    teacher.says("路线[图]")
    send_file(teacher, jpeg(), "photo.jpg")
    look(teacher)
    teacher.taps("upload:save:")
    teacher.tap("draft:audio:1")
    send_file(teacher, b"OggS" + b"\0" * 40, "voice.ogg")
    look(teacher)
    teacher.taps("upload:save:")
    teacher.taps("draft:card:")
    teacher.taps("draft:pub:")
    teacher.taps("draft:pubok:")
    reader = cadre(teacher)
    reader.commands("readings")
    reader.taps("read:reading-1")
    assert reader.offers("listen:reading-1")
    reader.taps("listen:")
    document = reader.bubbles[-1].document
    assert document is not None and document.name == "防汛值班须知.ogg"

    def fetched(tx: Transaction, staff_no: str) -> object:
        person = the_person(tx, staff_no)
        return DOCUMENTS[document.kind](tx, person.id, document.args, "zh-Hans", COUNTY, NOW)

    assert reader.db.read_now(fetched, "1") == b"OggS" + b"\0" * 40
    assert reader.db.read_now(fetched, "2") is None
    reader.taps("page:reading-1:2")
    reader.taps("pic:reading-1:")
    picture = reader.bubbles[-1].picture
    assert picture is not None and picture.alt == "路线（图）" and picture.path.startswith("stored/")


def test_questions_that_cannot_be_taken_are_told_with_the_reason(teacher: Chat) -> None:
    a_draft(teacher)
    teacher.taps("draft:ask:")
    said = teacher.says("1. 没有答案？\nA. 甲\nB. 乙")
    assert "没有找到答案" in said and "改好再发" in said
    assert "用简答" in teacher.says("1. 谈谈体会。\n答案：略")
    assert "没有读出" in teacher.says("你好") or "没有找到答案" in teacher.says("你好")
    assert "已加上" in teacher.says("险情要立即报告。（√）")
    assert "已经有了" in _asks_again(teacher, "险情要立即报告。（√）")
    four = "\n".join(f"{n}. 第{n}问（A）\nA. 是{n}\nB. 否{n}" for n in range(4))
    assert "最多 3 道" in _asks_again(teacher, four)
    name = teacher.data("draft:qdel:")
    assert "已去掉" in teacher.tap(name)
    teacher.tap(name)
    assert gone(teacher)


def _asks_again(chat: Chat, text: str) -> str:
    chat.taps("draft:ask:")
    return chat.says(text)


def test_title_summary_and_minutes_are_typed(teacher: Chat) -> None:
    a_draft(teacher)
    for what, typed in (("title", "新标题"), ("summary", "一句话。"), ("minutes", "7")):
        teacher.tap(f"draft:{what}:1")
        card = teacher.says(typed)
    assert "《新标题》（草稿）" in card and "一句话。" in card and "约 7 分钟" in card
    teacher.tap("draft:minutes:1")
    assert "整数" in teacher.says("七八分钟")
    assert "约 8 分钟" in teacher.says("8")


def test_without_a_question_nothing_is_published(teacher: Chat) -> None:
    a_draft(teacher)
    assert "还差小题" in teacher.taps("draft:card:")
    assert not teacher.offers("draft:pub:")
    assert "还差小题" in teacher.tap("draft:pub:1")
    teacher.tap("draft:pubok:1")
    assert gone(teacher)


def test_a_confirmation_confirms_what_was_shown_and_once(teacher: Chat) -> None:
    with_question(teacher)
    teacher.tap("draft:pubok:1")
    assert gone(teacher)
    teacher.tap("draft:pub:1")
    later = NOW.replace(minute=1)
    teacher.db.write_now(_touch, later)
    teacher.tap("draft:pubok:1")
    assert gone(teacher)
    teacher.tap("draft:pub:1")
    assert "已发布" in teacher.tap("draft:pubok:1")
    teacher.tap("draft:pubok:1")
    assert gone(teacher)


def _touch(tx: Transaction, now: object) -> None:
    tx.run("UPDATE reading_draft SET changed_at = :now WHERE id = 1", now=now)


def test_dropped_and_taken_back(teacher: Chat) -> None:
    published(teacher)
    assert "不再读得到" in teacher.taps("draft:back:")
    assert "变回草稿" in teacher.taps("draft:backok:")
    assert "没有可读" in cadre(teacher).commands("readings")
    teacher.taps("draft:drop:")
    assert "已删除" in teacher.taps("draft:dropok:")
    assert "还没有文章" in teacher.taps("draft:list:")
    teacher.tap("draft:card:1")
    assert gone(teacher)


def test_a_picture_nobody_asked_for_says_how_it_is_brought_in(teacher: Chat) -> None:
    send_file(teacher, jpeg(), "photo.jpg")
    assert "不知道要放在哪里" in look(teacher)
    assert teacher.offers("go:drafts") and not teacher.offers("upload:save:")


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("x.pdf", b"%PDF-1.4 nothing", "文件打不开"),
        ("x.md", b"", "没有找到正文"),
        ("photo.png", b"\x89PNG\r\n\x1a\nnothing", "图片打不开"),
        ("photo.jpg", b"\xff\xd8" + b"\0" * 5_000_000, "图片太大"),
        ("voice.mp3", b"MZ\x90\0", "录音打不开"),
    ],
)
def test_files_of_no_use_are_refused_with_the_reason(
    teacher: Chat, name: str, content: bytes, why: str
) -> None:
    send_file(teacher, content, name)
    assert why in look(teacher)
    assert not teacher.bubbles[-1].rows


def test_only_those_who_teach_the_unit_touch_its_readings(teacher: Chat) -> None:
    with_question(teacher)

    def settle(tx: Transaction) -> str:
        person = a_person(tx, "8", "县/乙镇", channel="telegram")
        storage.grants.put(tx, person.id, "instructor", person.unit_id, None, NOW)
        return f"telegram-{person.id}"

    neighbour = Chat(teacher.db, COUNTY, NOW, address=teacher.db.write_now(settle))
    assert "还没有文章" in neighbour.commands("drafts")
    for what in ("card", "see", "pub", "title", "drop", "files", "ask", "qs"):
        assert "不在您的职权范围" in neighbour.tap(f"draft:{what}:1")
    neighbour.tap("draft:look:1:0")
    assert gone(neighbour)
    refusals = teacher.db.read_now(storage.audit_log.search, Search(actions=("refused",)), 100)
    assert len(refusals) == 8
    assert "用不上" in send_file(cadre(teacher), TEXT.encode(), "须知.md")


def test_what_was_asked_for_is_forgotten_once_a_card_is_opened(teacher: Chat) -> None:
    published(teacher)
    teacher.taps("draft:revise:")
    teacher.tap("draft:card:1")
    send_file(teacher, TEXT.encode(), "须知.md")
    assert "新版本" not in look(teacher)


def test_a_text_that_reads_like_questions_is_a_next_version_where_one_was_asked_for(teacher: Chat) -> None:
    published(teacher)
    teacher.taps("draft:revise:")
    text = f"新版须知\n\n{QUESTION}"
    assert teacher.db.read_now(uploads.fitting, _me(teacher), "新.txt", NOW.date()) == ("reading",)
    send_file(teacher, text.encode(), "新.txt")
    assert "作为《防汛值班须知》的新版本" in look(teacher)


def _me(chat: Chat) -> int:
    return int(chat.address.rpartition("-")[2])


def test_it_all_reads_in_english_too(teacher: Chat) -> None:
    teacher.db.write_now(lambda tx: storage.people.update(tx, the_person(tx, "9").id, language="en"))
    send_file(teacher, TEXT.encode(), "须知.md")
    assert "not saved yet" in look(teacher)
    teacher.taps("upload:save:")
    assert "at least one check question" in teacher.taps("draft:card:")
