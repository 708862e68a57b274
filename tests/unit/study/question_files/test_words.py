"""Every reason has its sentence, in both languages, and every sentence a reason that is still given."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import get_args

import pytest

import study.question_files
import study.rules.question_types
from study.question_files import words
from study.question_files.fault_words import in_chinese
from study.question_files.found import Place, Unreadable, gathered
from study.question_files.gift import read_gift
from study.question_files.words import SENTENCES, kind, place, sentence

_STUDY = Path(next(iter(study.question_files.__path__))).parent
_GIVES_A_REASON = {"RefusedQuestion": 1, "NotTaken": 0, "UnreadableQuestions": 0, "Doubt": 0}


def trees(folder: Path) -> list[ast.Module]:
    return [
        ast.parse(path.read_text("utf-8"))
        for path in sorted(folder.glob("**/*.py"))
        if path.name != "words.py"
    ]


def literals(tree: ast.AST) -> set[str]:
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def reasons_given() -> set[str]:
    """The texts that stand where a reason does."""
    given: set[str] = set(get_args(Unreadable))
    for tree in trees(_STUDY / "question_files"):
        for call in ast.walk(tree):
            if (
                isinstance(call, ast.Call)
                and isinstance(call.func, ast.Name)
                and call.func.id in _GIVES_A_REASON
            ):
                given |= literals(ast.Tuple(call.args[_GIVES_A_REASON[call.func.id] :][:1]))
    return {reason for reason in given if re.fullmatch(r"[a-z_]{5,}", reason)}


def faults_of_types() -> list[str]:
    """The sentences of all types, from their source, with something in every gap."""
    found = []
    for tree in trees(_STUDY / "rules" / "question_types"):
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef) and "check" in function.name:
                parts = [
                    node for node in ast.walk(function) if isinstance(node, ast.Constant | ast.JoinedStr)
                ]
                found += [text for node in parts if (text := told(node)).endswith(".") and " " in text]
    docstrings = {
        ast.get_docstring(node)
        for tree in trees(_STUDY / "rules" / "question_types")
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
    }
    return [text for text in found if text not in docstrings and text[0].isupper()]


def told(node: ast.Constant | ast.JoinedStr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    return "".join(str(part.value) if isinstance(part, ast.Constant) else gap(part) for part in node.values)


def gap(part: ast.AST) -> str:
    return "3" if re.search(r"count|blanks|named", ast.unparse(part)) else "B"


def test_every_reason_has_a_sentence() -> None:
    assert len(reasons_given()) > 25
    assert reasons_given() - {"unfit"} <= set(SENTENCES)


def test_every_sentence_has_a_reason() -> None:
    rooms = (_STUDY, _STUDY.parent / "bot", _STUDY.parent / "garden")
    used = set().union(*(literals(tree) for room in rooms for tree in trees(room)))
    assert set(SENTENCES) <= used


@pytest.mark.parametrize("reason", sorted(SENTENCES))
def test_sentences_name_the_same_in_both_languages_and_are_plain(reason: str) -> None:
    chinese, english = sentence(reason, "zh-Hans", "甲"), sentence(reason, "en", "甲")
    assert chinese.endswith("。")
    assert english.endswith(".")
    assert "!" not in chinese + english and "！" not in chinese + english
    assert "{text}" not in chinese + english
    assert re.search("[\u4e00-\u9fff]", chinese)


@pytest.mark.parametrize("fault", [*faults_of_types(), "The question has no text."])
def test_every_fault_of_a_type_has_a_chinese_sentence(fault: str) -> None:
    chinese = in_chinese(fault)
    assert chinese != fault
    assert not re.search("[a-z]", chinese)
    assert in_chinese(f"{fault} {fault}") == chinese * 2


def test_the_faults_are_found_in_the_source() -> None:
    assert len(set(faults_of_types())) >= 14


def test_faults_name_what_they_are_about() -> None:
    assert in_chinese('The answer "E" names no choice; the choices are A to D. Choice B is empty.') == (
        "答案“E”没有对应的选项，选项是 A 到 D。选项 B 是空的。"
    )
    (refused,) = read_gift("甲{=一 ~一}").refused
    assert sentence(refused.reason, "zh-Hans", refused.text) == "选项 A 和 B 相同。"
    assert sentence(refused.reason, "en", refused.text) == "Choices A and B are the same."


@pytest.mark.parametrize(
    ("where", "chinese", "english"),
    [
        (Place("line", 12), "第 12 行", "line 12"),
        (Place("row", 3, "单选"), "《单选》第 3 行", "sheet “单选”, row 3"),
        (Place("question", 7), "第 7 题", "question 7"),
    ],
)
def test_places_in_words(where: Place, chinese: str, english: str) -> None:
    assert (place(where, "zh-Hans"), place(where, "en")) == (chinese, english)


def test_types_in_words() -> None:
    assert (kind("matching", "zh-Hans"), kind("matching", "en")) == ("连线题", "matching")
    assert (kind("论述题", "zh-Hans"), kind("论述题", "en")) == ("论述题", "essay")
    assert kind("coderunner", "zh-Hans") == "coderunner"


def test_nothing_found_is_nothing() -> None:
    assert gathered(()).questions == ()
    assert words.SENTENCES["not_questions"]
