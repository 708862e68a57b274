"""Staff number and name in one message, however people write it on a phone."""

from __future__ import annotations

import pytest

from study.rules.claim import LONGEST, Claim, name_key, read_claim


@pytest.mark.parametrize(
    "text",
    [
        "H1001 张三",
        "张三 H1001",
        "H1001，张三",
        "Ｈ１００１　张三",
        "H1001、张三",
        "H1001\n张三",
        "H1001张三",
        "张三H1001",
        "工号：H1001 姓名：张三",
        "姓名是张三，工号是H1001",
        "  H1001   张 三 ",
    ],
)
def test_number_and_name_are_found_in_either_order(text: str) -> None:
    assert Claim("H1001", "张三") in read_claim(text)


def test_a_name_of_several_words_and_any_middle_dot_is_one_name() -> None:
    assert Claim("7", name_key("Wang Fang")) in read_claim("7 wang fang")
    assert Claim("7", name_key("阿卜杜·热合曼")) in read_claim("7 阿卜杜•热合曼")
    assert Claim("7", name_key("<b>&张")) in read_claim("7 <b>&张")


@pytest.mark.parametrize("text", ["", "张三", "H1001", "工号 姓名", "，、", "1 2" * LONGEST])
def test_a_message_without_both_claims_nothing(text: str) -> None:
    assert read_claim(text) == ()


def test_names_that_differ_stay_different() -> None:
    assert len({name_key(name) for name in ("张三", "张山", "张三丰", "喆")}) == 4
