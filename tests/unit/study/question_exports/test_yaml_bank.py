"""A bank as the garden's own YAML: accepted where the garden's banks are kept, in all its languages."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from study.authored import read_bank, read_content
from study.content_checks import check_content
from study.question_exports.exported import NamedQuestion
from study.question_exports.yaml_bank import write_yaml
from study.question_files.yaml_bank import read_yaml_bank
from study.rules.question import Question
from study.rules.settings import Content, Settings

GARDEN = Path(__file__).parents[4]
BOTH = {"zh-Hans": "防汛", "en": "Floods"}


def stored(
    name: str, kind: str, stem: Any, choices: tuple[Any, ...], answer: tuple[str, ...], **more: Any
) -> NamedQuestion:
    content: Mapping[str, Any] = {
        "type": kind,
        "stem": stem,
        "choices": list(choices),
        "answer": list(answer),
        "explanation": more.get("explanation", {"zh-Hans": "因为如此。"}),
        "reading": more.get("reading"),
        "difficulty": more.get("difficulty", 3),
        "shuffle": more.get("shuffle"),
    }
    return NamedQuestion(
        name, Question.from_stored(content, "zh-Hans", "zh-Hans"), content["difficulty"], content
    )


QUESTIONS = (
    stored("q1", "single_choice", {"zh-Hans": "- 哪个对：甲？ # 还是乙", "en": "a: b"},
           (BOTH, {"zh-Hans": "null", "en": "~"}), ("B",),
           explanation={"zh-Hans": "是", "en": "Yes"}, difficulty=5, shuffle=False),
    stored("q2", "multiple_choice", {"zh-Hans": "'引号' \"双\" = + - @ <b>&", "en": "x"},
           ({"zh-Hans": "甲", "en": "甲"}, {"zh-Hans": "1", "en": "1"}, {"zh-Hans": "true", "en": "no"}), ("A", "C"),
           explanation={"zh-Hans": "第一行\n  第二行\n", "en": "*x &y !z"}, shuffle=True),
    stored("q3", "true_false", {"zh-Hans": "太阳很大。", "en": "The sun is large."}, (), ("false",),
           explanation={"zh-Hans": "是", "en": "Yes"}),
    stored("q4", "fill_in", {"zh-Hans": "火警电话是____。", "en": "Call ____."}, (),
           ("119", "一一九", "0119", "null"), explanation={"zh-Hans": "是", "en": "Yes"}),
    stored("q5", "short_answer", {"zh-Hans": "谁？", "en": "谁？"}, (), ("甲",),
           explanation={"zh-Hans": "是", "en": "是"}),
)  # fmt: skip


def kept(tmp_path: Path, text: str) -> Path:
    (tmp_path / "quizzes").mkdir()
    file = tmp_path / "quizzes" / "floods.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_an_export_is_a_bank_of_the_garden(tmp_path: Path) -> None:
    file = kept(tmp_path, write_yaml(BOTH, "emergency", QUESTIONS))
    bank, _ = read_bank(file)
    assert (bank.sheet.title, bank.sheet.topic) == (BOTH, "emergency")
    for unit, written in zip(bank.sheet.questions, QUESTIONS, strict=True):
        content = written.content
        assert (unit.id, unit.type, unit.stem) == (written.name, content["type"], content["stem"])
        assert (list(unit.choices), list(unit.answer)) == (content["choices"], content["answer"])
        assert (unit.explanation, unit.difficulty) == (content["explanation"], content["difficulty"])
        assert (unit.reading, unit.shuffle) == (content["reading"], content["shuffle"])
    found = read_content(tmp_path / "readings", tmp_path / "quizzes")
    where = Content(str(tmp_path / "readings"), str(tmp_path / "quizzes"))
    assert [*found.faults, *check_content(Settings(content=where), found)] == []


def test_an_export_is_read_as_a_question_file() -> None:
    file = read_yaml_bank(write_yaml(BOTH, "emergency", QUESTIONS))
    assert (file.refused, file.skipped, file.title, file.topic) == ((), (), BOTH, "emergency")
    for found, written in zip(file.questions, QUESTIONS, strict=True):
        assert (found.name, found.type, found.stem) == (
            written.name,
            written.question.type,
            written.question.stem,
        )
        assert (found.answer, found.difficulty) == (written.question.answer, written.difficulty)
        if found.texts:
            assert {language: texts.stem for language, texts in found.texts.items()} == written.content[
                "stem"
            ]


@pytest.mark.parametrize("file", sorted((GARDEN / "quizzes").glob("*.yaml")), ids=lambda file: file.stem)
def test_the_banks_of_the_garden_come_back_as_they_were(file: Path, tmp_path: Path) -> None:
    bank, _ = read_bank(file)
    questions = [
        stored(unit.id, unit.type, unit.stem, unit.choices, unit.answer, explanation=unit.explanation,
               reading=unit.reading, difficulty=unit.difficulty, shuffle=unit.shuffle)
        for unit in bank.sheet.questions
    ]  # fmt: skip
    again, _ = read_bank(kept(tmp_path, write_yaml(bank.sheet.title, bank.sheet.topic, questions)))
    assert again.sheet == bank.sheet


def test_a_question_known_in_one_language_only_is_written_in_that_one() -> None:
    plain = NamedQuestion("", Question("", "true_false", "太阳很大。", (), ("true",)), 3)
    text = write_yaml(
        {"zh-Hans": "甲"}, "t", [plain, stored("b", "true_false", {"zh-Hans": "月亮"}, (), ("true",))]
    )
    assert text == (
        "title:\n  zh-Hans: 甲\ntopic: t\nquestions:\n"
        "  - id: q1\n    type: true_false\n    stem: 太阳很大。\n    answer: true\n    explanation: ''\n"
        "  - id: b\n    type: true_false\n    stem:\n      zh-Hans: 月亮\n    answer: true\n"
        "    explanation:\n      zh-Hans: 因为如此。\n"
    )
