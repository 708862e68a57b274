"""The garden's own bank files, sent by somebody who keeps them elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from study.question_files.found import FoundTexts, Place, UnreadableQuestions
from study.question_files.words import sentence
from study.question_files.yaml_bank import read_yaml_bank

QUIZZES = Path(__file__).parents[4] / "quizzes"

TWO_LANGUAGES = """\
title: {zh-Hans: 防汛, en: Floods}
topic: emergency
questions:
  - id: red-warning
    type: single_choice
    stem: {zh-Hans: 最高一级预警是哪种颜色？, en: "Which colour is the highest warning?"}
    choices:
      - {zh-Hans: 红色, en: Red}
      - {zh-Hans: 蓝色, en: Blue}
    answer: A
    explanation: {zh-Hans: 红色最高。, en: Red is the highest.}
    reading: emergency-handling#warning
    difficulty: 2
    shuffle: false
"""


def test_both_languages_and_all_that_a_bank_says_are_kept() -> None:
    file = read_yaml_bank(TWO_LANGUAGES)
    [question] = file.questions
    assert (file.title, file.topic) == ({"zh-Hans": "防汛", "en": "Floods"}, "emergency")
    assert (question.place, question.name) == (Place("line", 4), "red-warning")
    assert (question.stem, question.choices, question.answer) == (
        "最高一级预警是哪种颜色？",
        ("红色", "蓝色"),
        ("A",),
    )
    assert question.texts == {
        "zh-Hans": FoundTexts("最高一级预警是哪种颜色？", ("红色", "蓝色"), "红色最高。"),
        "en": FoundTexts("Which colour is the highest warning?", ("Red", "Blue"), "Red is the highest."),
    }
    assert (question.reading, question.difficulty, question.shuffle) == (
        "emergency-handling#warning",
        2,
        False,
    )


@pytest.mark.parametrize("file", sorted(QUIZZES.glob("*.yaml")), ids=lambda file: file.stem)
def test_the_banks_of_the_garden_are_read_whole(file: Path) -> None:
    found = read_yaml_bank(file.read_text(encoding="utf-8"))
    assert len(found.questions) >= 10
    assert (found.refused, found.skipped) == ((), ())


def test_a_text_without_a_language_has_none_and_scalars_are_texts() -> None:
    [question] = read_yaml_bank(
        "questions:\n  - {type: fill_in, stem: 火警电话是____。, answer: 119}\n"
    ).questions
    assert (question.stem, question.answer, question.texts, question.name) == (
        "火警电话是____。",
        ("119",),
        None,
        "",
    )


def test_a_list_without_a_title_is_read_too() -> None:
    [question] = read_yaml_bank("- {type: true_false, stem: 太阳很大。, answer: yes}\n").refused
    assert question.reason == "unfit"
    assert len(read_yaml_bank("- {type: true_false, stem: 太阳很大。, answer: true}\n").questions) == 1


@pytest.mark.parametrize(
    ("question", "line", "reason", "text"),
    [
        ("{type: fill_in, answer: a}", 4, "yaml_missing", "stem"),
        ("{type: fill_in, stem: ____, anwser: a}", 4, "yaml_missing", "answer"),
        ("{type: fill_in, stem: ____, answer: a, hint: b}", 4, "yaml_unknown", "hint"),
        ("{type: fill_in, stem: ____, answer: a, difficulty: 难}", 4, "yaml_value", "difficulty"),
        ("{type: fill_in, stem: ____, answer: a, difficulty: 6}", 4, "yaml_value", "difficulty"),
        ("{type: fill_in, stem: ____, answer: {a: b}}", 4, "yaml_value", "answer"),
        ("{type: fill_in, stem: {fr: ____}, answer: a}", 4, "unknown_language", "fr"),
        ("{type: fill_in, stem: {zh-Hans: ____, en: ____}, answer: a, explanation: {en: b}}", 4,
         "language_missing", "zh-Hans"),
        ("{type: fill_in, stem: 没有空格, answer: a}", 4, "unfit",
         "The stem of a fill-in question shows its blank as ____."),
        ("{type: fill_in, stem: {zh-Hans: 甲____, en: none}, answer: a}", 4, "unfit",
         "The stem of a fill-in question shows its blank as ____."),
        ("just words", 4, "yaml_value", "questions"),
    ],
)  # fmt: skip
def test_one_faulty_question_does_not_hide_the_others(
    question: str, line: int, reason: str, text: str
) -> None:
    good = "{type: true_false, stem: 太阳很大。, answer: true}"
    file = read_yaml_bank(f"title: 甲\nquestions:\n  - {good}\n  - {question}\n  - {good}\n")
    assert len(file.questions) == 2
    [refused] = file.refused
    assert (refused.place, refused.reason, refused.text) == (Place("line", line), reason, text)
    for language in ("zh-Hans", "en"):
        assert sentence(refused.reason, language, refused.text)


def test_a_type_the_garden_does_not_have_is_listed() -> None:
    [skipped] = read_yaml_bank("questions:\n  - {type: matching, stem: 连一连, answer: a}\n").skipped
    assert (skipped.kind, skipped.place, skipped.stem) == ("matching", Place("line", 2), "连一连")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("questions:\n  - stem: [\n", 3),
        ("questions:\n\t- a\n", 2),
        ("a: 1\na: 2\n", 2),
        ("a: &x 1\nb: *x\n", 1),
        ("a: !!python/object:os.system 1\n", 1),
    ],
)
def test_what_is_no_plain_yaml_is_refused_with_its_line(text: str, line: int) -> None:
    file = read_yaml_bank(text)
    [refused] = file.refused
    assert (refused.place, refused.reason, file.questions) == (Place("line", line), "yaml_syntax", ())


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "not_questions"),
        ("一段话", "not_questions"),
        ("questions: none\n", "not_questions"),
        ("[" * 200 + "]" * 200, "too_deep"),
        ("a: " + "x" * 600_000, "too_large"),
    ],
)
def test_what_is_no_bank_is_refused_as_a_whole(text: str, reason: str) -> None:
    with pytest.raises(UnreadableQuestions) as refused:
        read_yaml_bank(text)
    assert refused.value.reason == reason
