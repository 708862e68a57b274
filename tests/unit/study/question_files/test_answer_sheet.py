"""Papers whose answers stand together at the end."""

from __future__ import annotations

import pytest

from study.question_files.numbered_text import read_numbered_text

OPTIONS = "A. 转移群众\nB. 上报险情\nC. 收拾家当\nD. 关闭电闸\n"


@pytest.mark.parametrize(
    "sheet",
    [
        "参考答案\n一、单选题\n1-2 AB\n二、多选题\n1. ABD\n2. AC\n三、判断题\n1.√ 2.×\n四、填空题\n1. 四",
        "参考答案：\n一、单选题：1-2：A、B\n二、多选题：1-2 ABD，AC\n三、判断题：1—2 √×\n四、填空题\n1、四",
        "附：试题答案及解析\n一、单选题\n1.【答案】A【解析】见第一条。\n2.【答案】B\n二、多选题\n1、ABD；2、AC\n"
        "三、判断题\n1、对 2、错\n四、填空题\n1、四",
    ],
)
def test_answers_may_stand_together_at_the_end(sheet: str) -> None:
    paper = (
        f"一、单选题\n1. 先做什么？\n{OPTIONS}2. 再做什么？\n{OPTIONS}"
        f"二、多选题\n1. 哪些要做？\n{OPTIONS}2. 还有哪些？\n{OPTIONS}"
        "三、判断题\n1. 水要烧开。\n2. 雨天过河。\n四、填空题\n1. 预警分____级。\n"
    )
    found = read_numbered_text(paper + sheet)
    assert (found.refused, found.skipped) == ((), ())
    answers = [question.answer for question in found.questions]
    assert answers == [("A",), ("B",), ("A", "B", "D"), ("A", "C"), ("true",), ("false",), ("四",)]


def test_answers_at_the_end_go_by_number_where_no_types_are_named() -> None:
    found = read_numbered_text(
        f"1. 先做什么？\n{OPTIONS}2. 再做什么？\n{OPTIONS}3. 还有？\n{OPTIONS}答案\n1~2 AB"
    )
    assert [question.answer for question in found.questions] == [("A",), ("B",)]
    assert [(refused.reason, refused.place.number) for refused in found.refused] == [("no_answer", 11)]


def test_an_answer_in_points_below_the_last_question_is_its_own() -> None:
    text = f"1. 先做什么？（A）\n{OPTIONS}2. 怎么办？\n答案：\n1. 先上报\n2. 再转移"
    found = read_numbered_text(text)
    assert [question.answer for question in found.questions] == [("A",), ("1. 先上报\n2. 再转移",)]


def test_explanations_of_the_sheet_belong_to_their_questions() -> None:
    found = read_numbered_text("判断题\n1. 一。\n2. 二。\n参考答案\n1. 对\n解析：见第一条。\n2. 错")
    assert [(q.answer, q.explanation) for q in found.questions] == [
        (("true",), "见第一条。"),
        (("false",), ""),
    ]
