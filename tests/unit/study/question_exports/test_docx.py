"""A bank as a Word file: a test paper with its answers, read again as it was."""

from __future__ import annotations

import io

import pytest
from docx import Document

from study.question_exports.docx import write_docx
from study.question_exports.exported import NamedQuestion
from study.question_exports.template_words import EXAMPLES
from study.question_files.importers import read_questions
from study.question_files.numbered_text import read_numbered_text
from study.question_files.word_file import word_text
from study.rules.question import Question


def named(
    kind: str,
    stem: str,
    choices: tuple[str, ...],
    answer: tuple[str, ...],
    explanation: str = "",
    difficulty: int = 3,
) -> NamedQuestion:
    return NamedQuestion("", Question("", kind, stem, choices, answer, None, explanation), difficulty)


AWKWARD = (
    named(
        "single_choice",
        "=1+1 <b>&</b> 等于几？",
        ("-1", "@2", "<3>"),
        ("B",),
        "因为：\n先算一步；\n再算一步。",
        5,
    ),
    named("multiple_choice", "只有一个对的多选", ("甲", "乙"), ("B",)),
    named("single_choice", "第一行\n第二行？", tuple(f"选项{place}" for place in range(11)), ("K",)),
    named("true_false", "太阳很大。", (), ("true",), "直径约 139 万公里。"),
    named("fill_in", "火警电话是____，全国通用。", (), ("119", "一一九")),
    named("short_answer", "匪警电话是多少？", (), ("110",), "", 1),
)


@pytest.mark.parametrize("questions", [AWKWARD, EXAMPLES["zh-Hans"]], ids=["awkward", "examples"])
def test_an_export_is_read_again(questions: tuple[NamedQuestion, ...]) -> None:
    content = write_docx("应急处置 & <题库>", questions, "zh-Hans")
    for file in (read_numbered_text(word_text(content)), read_questions("bank.docx", content)):
        assert (file.refused, file.skipped) == ((), ())
        for found, written in zip(file.questions, questions, strict=True):
            question = written.question
            assert (found.type, found.stem, found.choices) == (question.type, question.stem, question.choices)
            assert (found.answer, found.explanation) == (question.answer, question.explanation)
            assert found.difficulty == written.difficulty


def test_an_english_export_is_read_again() -> None:
    file = read_questions("bank.docx", write_docx("Examples", EXAMPLES["en"], "en"))
    assert file.refused == ()
    assert [(found.type, found.stem, found.answer) for found in file.questions] == [
        (each.question.type, each.question.stem, each.question.answer) for each in EXAMPLES["en"]
    ]


def test_a_line_that_looks_like_another_question_stays_in_its_own() -> None:
    told = named(
        "single_choice", "哪些步骤对？\n1. 先报告", ("甲", "乙"), ("A",), "理由：\n1. 其一\n2. 其二\n答案：B"
    )
    [found] = read_numbered_text(word_text(write_docx("题库", [told], "zh-Hans"))).questions
    assert (found.stem, found.answer) == ("哪些步骤对？ 1. 先报告", ("A",))
    assert found.explanation == "理由： 1. 其一 2. 其二 答案：B"


def test_word_opens_it_and_nobody_is_named_in_it() -> None:
    document = Document(io.BytesIO(write_docx("题库\x00\ud800", AWKWARD, "zh-Hans")))
    assert document.paragraphs[0].text == "题库"
    assert (document.core_properties.title, document.core_properties.author) == ("题库", "")
    stems = [each.text for each in document.paragraphs if each.style and each.style.name == "Question"]
    assert len(stems) == len(AWKWARD)


def test_an_empty_bank_is_a_title() -> None:
    assert word_text(write_docx("题库", (), "zh-Hans")).strip() == "题库"
