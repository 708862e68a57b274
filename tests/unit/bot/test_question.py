"""Questions of every type, answered by tap and by typing alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from fakes.chat import Chat
from fakes.county import a_bank, a_person, a_question, a_reading, at, reach, small_county, texts

import storage.people
from bot.conversation.incoming import Chose, Said
from storage.inline import InlineDatabase
from storage.transaction import Transaction
from study import content
from study.authored import AuthoredContent
from study.rules.content import QuestionUnit

NOW = at("2026-11-10 10:00")
COUNTY = small_county()
START = Chose("practice:law")


def bank_of(*questions: QuestionUnit) -> AuthoredContent:
    bank = a_bank("law")
    sheet = replace(bank.sheet, questions=questions)
    body = "## 一 {#first}\n\n第一段。\n\n## 二 {#second}\n\n第二段。"
    return AuthoredContent({"law": a_reading("law", body)}, {"law": replace(bank, sheet=sheet)})


def chat_with(db: InlineDatabase, *questions: QuestionUnit, channel: str = "telegram") -> Chat:
    """Somebody with one bank to practise in."""

    def settle(tx: Transaction) -> str:
        content.take_in(tx, bank_of(*questions), at("2026-01-05 09:00"))
        return f"{channel}-{a_person(tx, channel=channel).id}"

    return Chat(db, COUNTY, NOW, channel, address=db.write_now(settle))


def several(**fields: Any) -> QuestionUnit:
    """A and C of four, in the order they are written."""
    choices = tuple(map(texts, ("一", "二", "三", "四")))
    return a_question("q", ("A", "C"), type="multiple_choice", choices=choices, shuffle=False, **fields)


def true_false(key: str = "true") -> QuestionUnit:
    return a_question("q", (key,), type="true_false", choices=())


def fill_in() -> QuestionUnit:
    return a_question("q", ("七天", "7天"), type="fill_in", choices=())


def responses(db: InlineDatabase) -> list[tuple[Any, Any]]:
    rows = db.read_now(lambda tx: tx.all("SELECT given_json, is_right FROM response ORDER BY id"))
    return [(row["given_json"], row["is_right"]) for row in rows]


@pytest.mark.parametrize("typed", ["AC", "ca", "ＡＣ", "A、C", "1 3", "a,c。"])
def test_several_letters_typed_in_any_way_are_several_choices(inline: InlineDatabase, typed: str) -> None:
    chat = chat_with(inline, several())
    chat.does(START)
    assert "答对了" in chat.says(typed)
    assert responses(inline) == [(["A", "C"], 1)]


@pytest.mark.parametrize("channel", ["telegram", "web"])
def test_ticks_are_kept_and_submitting_takes_them(inline: InlineDatabase, channel: str) -> None:
    chat = chat_with(inline, several(), channel=channel)
    chat.does(START)
    prompt = chat.data("s:").split(":")[1]
    for index in (0, 1, 2, 1):
        chat.does(Chose(f"t:{prompt}:{index}"))
    if channel == "web":
        assert [choice.ticked for choice in chat.bubbles[-1].choices] == [True, False, True, False]
    else:
        assert [row[0].label[0] for row in chat.bubbles[-1].rows[:4]] == ["☑", "☐", "☑", "☐"]
    assert responses(inline) == []
    assert "答对了" in chat.taps("s:")


def test_a_page_that_kept_its_own_ticks_submits_them(inline: InlineDatabase) -> None:
    chat = chat_with(inline, several(), channel="web")
    chat.does(START)
    chat.does(Chose(f"{chat.data('s:')}:0,2"))
    assert responses(inline) == [(["A", "C"], 1)]


@pytest.mark.parametrize("places", ["", ":", ":9", ":0,9", ":x"])
def test_submitting_nothing_or_what_is_not_there_changes_nothing(inline: InlineDatabase, places: str) -> None:
    chat = chat_with(inline, several())
    chat.does(START)
    assert chat.does(Chose(f"{chat.data('s:')}{places}")) == []
    assert chat.notice == "请先选好，再提交。"
    assert responses(inline) == []


@pytest.mark.parametrize("typed", ["对", "√", "是", "true", "T"])
def test_yes_is_said_in_many_ways(inline: InlineDatabase, typed: str) -> None:
    chat = chat_with(inline, true_false())
    chat.does(START)
    chat.says(typed)
    assert responses(inline) == [(["true"], 1)]


@pytest.mark.parametrize(("index", "right"), [(0, 0), (1, 1)])
def test_true_and_false_are_tapped(inline: InlineDatabase, index: int, right: int) -> None:
    chat = chat_with(inline, true_false("false"))
    chat.does(START)
    told = chat.does(Chose(chat.data("a:")[:-1] + str(index)))[0].text.text
    assert responses(inline)[0][1] == right
    assert ("正确答案：×" in told) == (not right)


@pytest.mark.parametrize("typed", ["七天", " ７天 ", "7 天"])
def test_words_are_compared_as_people_write_them(inline: InlineDatabase, typed: str) -> None:
    chat = chat_with(inline, fill_in())
    chat.does(START)
    assert "答对了" in chat.says(typed)


def test_a_wrong_answer_is_explained_and_the_passage_is_a_tap_away(inline: InlineDatabase) -> None:
    chat = chat_with(inline, replace(fill_in(), reading="law#second"), channel="web")
    chat.does(START)
    told = chat.says("三天")
    assert "正确答案：七天" in told and "因为如此。" in told
    (bubble,) = chat.does(Chose(chat.data("read:law")))
    assert bubble.reading is not None and bubble.reading.at == 2


def test_what_was_wrong_is_asked_again_until_it_is_right(inline: InlineDatabase) -> None:
    chat = chat_with(inline, fill_in())
    chat.does(START)
    chat.says("三天")
    assert "错题重做" in chat.commands("mistakes")
    chat.says("七天")
    assert "没有需要重做的错题" in chat.commands("mistakes")


def test_a_typed_answer_to_what_has_closed_is_answered_in_words(inline: InlineDatabase) -> None:
    chat = chat_with(inline, several())
    chat.does(START)
    inline.write_now(lambda tx: tx.run("UPDATE attempt SET deadline_at = :at", at=NOW + timedelta(hours=1)))
    chat.now = NOW + timedelta(hours=1)
    assert "截止" in chat.says("AC")
    assert chat.notice is None and responses(inline) == []


def test_a_question_begun_in_one_language_goes_on_in_another(inline: InlineDatabase) -> None:
    chat = chat_with(inline, several(), a_question("r"))
    chat.does(START)
    chat.does(Chose("set:lang:en"))
    assert "in English" in chat.does(START)[-1].text.text
    person = inline.read_now(storage.people.by_staff_no, "1")
    assert person is not None
    inline.write_now(reach, person.id, "web")
    page = Chat(inline, COUNTY, NOW, "web", address=f"web-{person.id}")
    (bubble,) = page.does(START)
    assert all("in English" in choice.text for choice in bubble.choices)


@pytest.mark.parametrize("question", [several(), fill_in(), true_false()], ids=lambda q: q.type)
@pytest.mark.parametrize(
    "typed", ["", " ", "\u200b", "字" * 5_000, "A" * 100, "\x00", "99999999999999999999"]
)
def test_whatever_is_typed_is_answered(inline: InlineDatabase, question: QuestionUnit, typed: str) -> None:
    chat = chat_with(inline, question)
    chat.does(START)
    assert chat.does(Said(typed))
