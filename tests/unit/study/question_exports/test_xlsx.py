"""A bank as a table: what is written is read again, and the template shows how."""

from __future__ import annotations

import pytest

from study.question_exports.exported import NamedQuestion
from study.question_exports.headings import TYPES
from study.question_exports.xlsx import bank_sheets, template
from study.question_files.found import FoundQuestion
from study.question_files.importers import read_questions
from study.rules.question import LETTERS, Question
from study.spreadsheets import write_book

LANGUAGES = ("zh-Hans", "en")


def named(
    kind: str, stem: str, choices: tuple[str, ...], answer: tuple[str, ...], **more: object
) -> NamedQuestion:
    explanation, difficulty = str(more.get("explanation", "")), more.get("difficulty", 3)
    assert isinstance(difficulty, int)
    name = str(more.get("name", f"{kind}-{len(stem)}"))
    return NamedQuestion(name, Question(name, kind, stem, choices, answer, None, explanation), difficulty)


HOSTILE = (
    named("single_choice", '=HYPERLINK("http://x","y")', ("=1+1", "+1"), ("B",), explanation="@SUM(A1)"),
    named("single_choice", "-1 + 1 = ?", ("-1", "0"), ("B",), name="-x"),
    named("single_choice", "@全体 <b>&amp;</b> & 其他", ("<i>", "&"), ("A",), explanation="<b>&\n第二行"),
    named(
        "multiple_choice",
        "第一行\n第二行：\n  缩进",
        ("以上都对", "A和B", "1.5 米"),
        ("A", "C"),
        difficulty=5,
    ),
    named("multiple_choice", "只有一个对的多选", ("甲", "乙"), ("B",), difficulty=1),
    named("single_choice", "十一个选项", tuple(f"第 {place} 项" for place in range(11)), ("K",)),
    named("multiple_choice", "二十六个选项", tuple(f"项{letter}" for letter in LETTERS), ("A", "Z")),
    named("true_false", "太阳很大。", (), ("true",)),
    named("true_false", "太阳（　）很小。", (), ("false",)),
    named("fill_in", "火警电话是____。", (), ("119", "一一九", "a|b；c｜d", "甲、乙")),
    named("fill_in", "2024 年的____", (), ("=1",)),
    named("short_answer", "谁负责？", (), ("true",)),
)


def same(found: FoundQuestion, written: NamedQuestion) -> None:
    question = written.question
    assert (found.name, found.type, found.stem, found.choices) == (
        written.name,
        question.type,
        question.stem,
        question.choices,
    )
    assert (found.answer, found.explanation, found.difficulty) == (
        question.answer,
        question.explanation,
        written.difficulty,
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_export_is_read_again_word_for_word(language: str) -> None:
    file = read_questions("bank.xlsx", write_book(bank_sheets(HOSTILE, language)))
    assert (file.refused, file.skipped) == ((), ())
    for found, written in zip(file.questions, HOSTILE, strict=True):
        same(found, written)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("question", HOSTILE, ids=lambda question: question.name)
def test_each_question_alone_is_read_again(language: str, question: NamedQuestion) -> None:
    [found] = read_questions("bank.xlsx", write_book(bank_sheets([question], language))).questions
    same(found, question)


def test_headings_and_types_are_in_the_language_of_the_person() -> None:
    [sheet] = bank_sheets(HOSTILE[7:8], "zh-Hans")
    assert sheet.rows[0] == (
        "编号",
        "题型",
        "题干",
        "选项A",
        "选项B",
        "选项C",
        "选项D",
        "答案",
        "解析",
        "难度",
    )
    assert sheet.rows[1][1:3] == ("判断题", "太阳很大。") and sheet.rows[1][7] == "对"
    [sheet] = bank_sheets(HOSTILE[7:8], "en")
    assert sheet.rows[0][:4] == ("id", "type", "question", "option A")
    assert (sheet.rows[1][1], sheet.rows[1][7]) == ("true or false", "true")


def test_an_empty_bank_has_its_header() -> None:
    [sheet] = bank_sheets((), "en")
    assert len(sheet.rows) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_template_unchanged_gives_one_question_of_each_type(language: str) -> None:
    sheets = template(language)
    assert [sheet.name for sheet in sheets] == {"zh-Hans": ["题目", "说明"], "en": ["Questions", "How to"]}[
        language
    ]
    file = read_questions("template.xlsx", write_book(sheets))
    assert [question.type for question in file.questions] == list(TYPES)
    assert (file.refused, file.skipped) == ((), ())
    assert all(question.explanation for question in file.questions)
