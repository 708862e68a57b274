"""The right answer is found on the screen, whatever stands above it and in whatever order the choices are shown."""

from __future__ import annotations

import pytest

from bot.conversation.outgoing import OutButton, Outgoing
from garden.simulation.knowledge import Answer, Knowledge
from study.authored import AuthoredContent
from study.rules.content import BankSheet, BankUnit, QuestionUnit
from study.rules.rich_text import RichText


def unit(kind: str, stem: str, answer: tuple[str, ...], *choices: str) -> QuestionUnit:
    words = tuple({"zh-Hans": choice} for choice in choices)
    return QuestionUnit("q", kind, {"zh-Hans": stem}, answer, {"zh-Hans": "因为"}, words)  # type: ignore[arg-type]


UNITS = (
    unit("single_choice", "先做什么？", ("B",), "喝茶", "报告", "回家"),
    unit("single_choice", "先做什么？", ("A",), "查灾", "等等"),
    unit("multiple_choice", "哪些要记？\n选出全部。", ("A", "C"), "时间", "天气", "地点"),
    unit("true_false", "可以代签。", ("false",)),
    unit("fill_in", "写明是____。", ("定金", "定 金")),
)
KNOWLEDGE = Knowledge(AuthoredContent(banks={"b": BankUnit("b", BankSheet({}, "b", UNITS))}))


def screen(text: str, *labels: str, verb: str = "a") -> Outgoing:
    rows = tuple((OutButton(label, f"{verb}:7:{place}"),) for place, label in enumerate(labels))
    return Outgoing(RichText(text), (*rows, (OutButton("上一题有误", "wrong:5"),)))


@pytest.mark.parametrize(
    ("shown", "answer"),
    [
        (screen("第 1 题\n先做什么？\n选一项", "A. 回家", "B. 喝茶", "C. 报告"), Answer(places=(2,))),
        (screen("第 1 题\n先做什么？\n选一项", "A. 等等", "B. 查灾"), Answer(places=(1,))),
        (
            screen("第 1 题\n先做什么？\n选一项\n\nA. 回家\nB. 报告\nC. 喝茶", "A", "B", "C"),
            Answer(places=(1,)),
        ),
        (screen("第 2 题\n可以代签。\n√ 还是 ×", "√", "×"), Answer(places=(1,))),
        (screen("第 3 题\n写明是____。\n请输入"), Answer(words="定金")),
    ],
)
def test_a_question_is_answered_as_it_is_shown(shown: Outgoing, answer: Answer) -> None:
    assert KNOWLEDGE.answer(shown) == answer


def test_several_choices_are_found_with_what_is_ticked() -> None:
    shown = screen(
        "第 4 题\n哪些要记？\n选出全部。\n可选几项", "☑ A. 地点", "☐ B. 天气", "☐ C. 时间", verb="t"
    )
    assert KNOWLEDGE.answer(shown) == Answer(places=(0, 2))


def test_what_is_said_of_the_question_before_is_no_question() -> None:
    shown = screen("答错了，答案是 ×\n可以代签。\n\n第 5 题\n先做什么？\n选一项", "A. 查灾", "B. 等等")
    assert KNOWLEDGE.answer(shown) == Answer(places=(0,))


@pytest.mark.parametrize(
    "shown", [screen("今天没有待完成的学习"), screen("先做什么？", "A. 别的", "B. 另外")]
)
def test_to_anything_else_there_is_no_answer(shown: Outgoing) -> None:
    assert KNOWLEDGE.answer(shown) is None
