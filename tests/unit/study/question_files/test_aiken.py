"""Aiken: what is well formed is read, what is broken is refused with its line."""

from __future__ import annotations

import pytest

from study.question_files.aiken import read_aiken

GOOD = "山洪预警后先做什么？\nA) 转移群众\nB) 收拾家当\nC) 等通知\nANSWER: A\n"


def test_a_question_has_its_choices_and_its_letter() -> None:
    (question,) = read_aiken(GOOD).questions
    assert (question.type, question.stem) == ("single_choice", "山洪预警后先做什么？")
    assert (question.choices, question.answer) == (("转移群众", "收拾家当", "等通知"), ("A",))


@pytest.mark.parametrize(
    "text",
    [
        "甲？\r\nA. 一\r\nB. 二\r\nANSWER: B\r\n",
        "\ufeff甲？\n\nA)一\n\nB)二\n\nANSWER:B",
        "甲？\nＡ．一\nＢ．二\n答案：Ｂ",
        "甲？\nA、一\nB、二\nAnswer: b",
        "甲？\n  A) 一  \n  B) 二\n  ANSWER: B.",
    ],
)
def test_the_ways_people_write_it(text: str) -> None:
    (question,) = read_aiken(text).questions
    assert (question.stem, question.choices, question.answer) == ("甲？", ("一", "二"), ("B",))


def test_stems_and_choices_may_have_several_lines() -> None:
    (question,) = read_aiken("第一行\n第二行\nA) 一\n接着一\nB) 二\n接着二\nANSWER: A\n").questions
    assert question.stem == "第一行\n第二行"
    assert question.choices == ("一\n接着一", "二\n接着二")


def test_several_letters_are_a_multiple_choice() -> None:
    (question,) = read_aiken("甲？\nA) 一\nB) 二\nC) 三\nANSWER: A, C\n").questions
    assert (question.type, question.answer) == ("multiple_choice", ("A", "C"))


def test_a_line_of_explanation_may_follow_the_answer() -> None:
    found = read_aiken(GOOD + "解析：人命要紧。\n\n" + GOOD)
    assert [q.explanation for q in found.questions] == ["人命要紧。", ""]


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ("只有一个选项\nA) 一\nANSWER: A\n", "unfit"),
        ("A) 没有题干\n\nANSWER: 没有题干\n", "no_stem"),
        ("没有答案\nA) 一\nB) 二\n", "no_answer"),
        ("没有选项\nANSWER: A\n", "no_options"),
        ("答案不是字母\nA) 一\nB) 二\nANSWER: 一\n", "answer_is_no_letter"),
        ("没有这一项\nA) 一\nB) 二\nANSWER: C\n", "unfit"),
        ("跳过了一项\nA) 一\nC) 三\nANSWER: A\n", "options_out_of_order"),
        ("空的一项\nA) 一\nB)\nANSWER: A\n", "unfit"),
    ],
)
def test_a_broken_question_is_refused_and_the_next_is_read(broken: str, reason: str) -> None:
    found = read_aiken(f"{GOOD}\n{broken}\n{GOOD}")
    assert [q.place.number for q in found.questions] == [1, 8 + broken.count("\n")]
    assert [(r.reason, r.place.number) for r in found.refused] == [(reason, 7)]


def test_an_empty_file_holds_nothing() -> None:
    found = read_aiken("\n \n")
    assert (found.questions, found.refused, found.skipped) == ((), (), ())
