"""Questions corrected in the chat: a version each, valid in every language, standing until the file says more."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

import pytest
from fakes.correcting import (
    NOW,
    WORDS,
    answers,
    attempt_at,
    build,
    question_id,
    rekey,
    run,
    state,
    with_words,
)
from fakes.county import FIRE, a_question, outbox_of, plan_item, small_county, texts, the_person

import storage.answer_reviews
import storage.content
import storage.points
import storage.question_edits
from storage.database import Database
from storage.inline import InlineDatabase
from storage.transaction import Transaction
from study import answer_reviews, attempts, audit, content, question_edits, quizzes
from study.authored import AuthoredContent
from study.content import hash_of
from study.question_edits import Refusal, Saved
from study.rules.content import BankSheet, BankUnit

COUNTY = small_county(plan=(plan_item("11-02", "11-30"),))


def retext(
    tx: Transaction, field: str, new: str, actor: str = "县教", language: str = "zh-Hans", name: str = "q1"
) -> Saved | Refusal:
    current = state(tx, name).version
    changed = question_edits.with_text(current.content, field, new, language, "zh-Hans")
    actor_id = the_person(tx, actor).id
    return question_edits.save(tx, current.question_id, current.id, changed, actor_id, language, COUNTY, NOW)


def file_says(stem: str) -> AuthoredContent:
    """The folder's content with another stem in q1."""
    whole = with_words()
    first, *others = whole.banks[FIRE].sheet.questions
    questions = (replace(first, stem=texts(stem)), *others)
    bank = BankUnit(FIRE, BankSheet(texts(FIRE), "safety", questions))
    return AuthoredContent(dict(whole.readings), {**whole.banks, FIRE: bank})


def stem(tx: Transaction) -> str:
    return str(state(tx).version.content["stem"]["zh-Hans"])


async def test_an_edit_stands_until_the_file_says_something_new(database: Database) -> None:
    await database.write(build, COUNTY)
    saved = await database.write(retext, "stem", "改过的？")
    assert isinstance(saved, Saved) and not saved.rekeyed
    await database.write(content.take_in, with_words(), NOW)
    assert await database.read(stem) == "改过的？"
    await database.write(content.take_in, file_says("文件新说的？"), NOW)
    assert await database.read(stem) == "文件新说的？"
    found = await database.read(state)
    assert found.versions == 3 and not found.is_edited


async def test_what_was_taken_out_comes_back_with_a_new_file_alone(database: Database) -> None:
    await database.write(build, COUNTY)
    number = await database.read(question_id)
    office = (await database.read(the_person, "县教")).id
    assert await database.write(question_edits.take_out, number, True, office, COUNTY, NOW) is True
    assert await database.write(question_edits.take_out, number, True, office, COUNTY, NOW) is False
    await database.write(content.take_in, with_words(), NOW)
    assert not (await database.read(state)).is_current
    await database.write(content.take_in, file_says("文件新说的？"), NOW)
    assert (await database.read(state)).is_current and not (await database.read(state)).is_taken_out


def test_a_question_of_the_folder_is_the_whole_countys_to_change(inline: InlineDatabase) -> None:
    inline.write_now(build, COUNTY)
    assert inline.write_now(retext, "stem", "改过的？", "甲教") == Refusal("not_allowed")
    assert inline.write_now(retext, "stem", "改过的？", "1") == Refusal("not_allowed")
    number, office = inline.read_now(question_id), inline.read_now(the_person, "甲教").id
    assert inline.write_now(question_edits.take_out, number, True, office, COUNTY, NOW) == Refusal(
        "not_allowed"
    )


def test_one_language_is_changed_and_all_where_they_read_the_same(inline: InlineDatabase) -> None:
    inline.write_now(build, COUNTY)
    inline.write_now(retext, "stem", "Mended?", language="en")
    assert inline.read_now(state).version.content["stem"] == {"zh-Hans": "q1？", "en": "Mended?"}
    whole = dict(inline.read_now(state).version.content)
    alike: dict[str, Any] = {**whole, "stem": {"zh-Hans": "一样", "en": "一样"}}
    assert question_edits.with_text(alike, "stem", "新", "en", "zh-Hans")["stem"] == dict.fromkeys(
        ("zh-Hans", "en"), "新"
    )
    plain = {**whole, "stem": "题", "choices": ["甲", "乙"], "explanation": ""}
    assert question_edits.with_text(plain, "B", "丙", "en", "zh-Hans")["choices"] == ["甲", "丙"]
    assert (
        question_edits.with_text(plain, "explanation", "因为", "zh-Hans", "zh-Hans")["explanation"] == "因为"
    )


@pytest.mark.parametrize(
    ("field", "new", "said"),
    [("stem", " ", "题干"), ("B", "先报告", "选项 A 和 B 相同"), ("C", "", "选项 C 是空的")],
)
def test_what_would_be_no_question_is_refused_in_words(
    inline: InlineDatabase, field: str, new: str, said: str
) -> None:
    inline.write_now(build, COUNTY)
    refusal = inline.write_now(retext, field, new)
    assert isinstance(refusal, Refusal) and refusal.reason == "unfit" and said in refusal.text
    assert inline.read_now(state).versions == 1


def test_a_key_that_names_no_choice_or_several_is_refused(inline: InlineDatabase) -> None:
    inline.write_now(build, COUNTY)
    for answer in (("D",), ("A", "B"), ()):
        refusal = inline.write_now(rekey, answer, COUNTY)
        assert isinstance(refusal, Refusal) and refusal.reason == "unfit"
    assert inline.write_now(rekey, ("A",), COUNTY) == Refusal("same")
    saved = inline.write_now(rekey, ("B",), COUNTY)
    assert isinstance(saved, Saved) and saved.rekeyed


def test_only_the_version_that_was_seen_is_changed(inline: InlineDatabase) -> None:
    inline.write_now(build, COUNTY)
    seen = inline.read_now(state).version
    inline.write_now(rekey, ("B",), COUNTY)
    changed = question_edits.with_text(seen.content, "stem", "改", "zh-Hans", "zh-Hans")
    office = inline.read_now(the_person, "县教").id
    assert inline.write_now(
        question_edits.save, seen.question_id, seen.id, changed, office, "zh-Hans", COUNTY, NOW
    ) == Refusal("gone")


def test_practice_and_the_redo_list_ask_the_version_in_force(inline: InlineDatabase) -> None:
    inline.write_now(build, COUNTY)
    inline.write_now(answers, "1", "practice", {"q1": ("B",)}, COUNTY)
    inline.write_now(retext, "stem", "改过的？")

    def asked(tx: Transaction) -> str:
        redo = quizzes.resume_or_start_mistakes(tx, the_person(tx).id, Random(1), NOW)
        assert redo is not None
        put = attempts.ask(tx, redo, Random(2), NOW)
        assert put is not None
        return attempts.shown(put, "zh-Hans", "zh-Hans").question.stem

    assert inline.write_now(asked) == "改过的？"


def wrote(tx: Transaction, staff_no: str, words: str, kind: attempts.Kind = "scheduled") -> None:
    answers(tx, staff_no, kind, {"w1": (words,)}, COUNTY, NOW, WORDS)


def waiting(tx: Transaction, actor: str) -> list[tuple[str, int]]:
    found = answer_reviews.listed(tx, the_person(tx, actor).id, COUNTY, NOW, 10, 0)
    return [(each.words, each.people) for each in found]


async def test_a_wording_waits_once_for_those_who_decide_over_whoever_wrote_it(database: Database) -> None:
    await database.write(build, COUNTY)
    for staff_no, words in (("1", "Ⅲ级"), ("2", "III 级"), ("3", "iii级"), ("1", "较大"), ("2", "三级")):
        await database.write(wrote, staff_no, words)
    await database.write(wrote, "3", "练习里写的", "practice")
    assert await database.read(waiting, "县教") == [("Ⅲ级", 3), ("较大", 1)]
    assert await database.read(waiting, "乙教") == [("Ⅲ级", 1)]
    assert await database.read(waiting, "1") == []
    office = (await database.read(the_person, "县教")).id
    assert await database.read(answer_reviews.waiting, office, COUNTY, NOW) == 2


async def test_each_decision_is_made_once_and_recounts(database: Database) -> None:
    await database.write(build, COUNTY)
    for staff_no, words in (("1", "较大"), ("2", "二级"), ("3", "较大")):
        await database.write(wrote, staff_no, words)
    office, town = [(await database.read(the_person, each)).id for each in ("县教", "甲教")]
    [first, second] = await database.read(answer_reviews.listed, office, COUNTY, NOW, 10, 0)

    async def decide(review_id: int, what: str, comment: str, actor_id: int) -> object:
        return await database.write(
            answer_reviews.decide, review_id, what, comment, actor_id, "zh-Hans", COUNTY, NOW
        )

    assert await decide(first.id, "accepted", "", town) == answer_reviews.Refusal("not_allowed")
    assert await decide(first.id, "once", "", town) != answer_reviews.Refusal("gone")
    assert await decide(first.id, "once", "", town) == answer_reviews.Refusal("gone")
    assert await decide(first.id, "accepted", "", office) == replace(
        first, people=1, decision="once", comment=""
    )
    assert await decide(second.id, "refused", "是三级", office) != answer_reviews.Refusal("gone")
    await database.write(run, COUNTY)
    balances = [
        (await database.read(lambda tx, n=n: storage.points.balance(tx, the_person(tx, n).id, 2026)))[1]
        for n in "123"
    ]
    assert balances == [1, 0, 1]
    assert (await database.read(audit.recount, COUNTY)).discrepancies == ()
    told = await database.read(lambda tx: outbox_of(tx, the_person(tx, "2"), "answer_refused"))
    assert len(told) == 1
    assert (await database.read(state, "w1", WORDS)).version.content["answer"] == ["三级", "较大"]


def test_what_is_added_to_the_key_by_hand_waits_no_more(inline: InlineDatabase) -> None:
    inline.write_now(build, COUNTY)
    inline.write_now(wrote, "1", "较大")

    def accept(tx: Transaction) -> None:
        current = state(tx, "w1", WORDS).version
        changed = question_edits.with_answer(current.content, ("三级", "较大"))
        office = the_person(tx, "县教").id
        saved = question_edits.save(
            tx, current.question_id, current.id, changed, office, "zh-Hans", COUNTY, NOW
        )
        assert isinstance(saved, Saved) and saved.rekeyed

    inline.write_now(accept)
    assert inline.read_now(waiting, "县教") == []


def test_a_check_question_typed_wrong_is_looked_at_too(inline: InlineDatabase) -> None:
    inline.write_now(build, COUNTY)

    def scene(tx: Transaction) -> None:
        typed = a_question("typed", ("三级",), type="short_answer", choices=())
        whole = {
            "type": typed.type,
            "stem": dict(typed.stem),
            "choices": [],
            "answer": ["三级"],
            "explanation": dict(typed.explanation),
            "reading": None,
            "difficulty": 3,
            "shuffle": None,
        }
        storage.content.keep_question(tx, f"check/{FIRE}", "typed", hash_of(whole), whole, NOW)
        attempt = attempt_at(tx, "1", "check", ("typed",), NOW, f"check/{FIRE}")
        asked = attempts.ask(tx, attempt, Random(1), NOW)
        assert asked is not None
        attempts.record_response(tx, asked, ("四级",), COUNTY, NOW)

    inline.write_now(scene)
    assert inline.read_now(waiting, "县教") == [("四级", 1)]
