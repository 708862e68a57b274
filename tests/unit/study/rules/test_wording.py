import pytest

from study.rules.question_types.wording import normalised


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("90", "９０"),
        ("90", "90.0"),
        ("90", " 90。"),
        ("1000", "1，000"),
        ("0.5", ".50"),
        ("Report", "ＲＥＰＯＲＴ"),
        ("突发事件", "突发 事件。"),
        ("90天", "90 天"),
        ("行政处罚法", "《行政处罚法》"),
        ("报告、转移", "报告, 转移"),
        ("先报告，后处置", "先报告,后处置！"),
        ("（一）", "(一)"),
        ("at once", "At  once."),
        ("don't wait", "don’t wait"),
        ("预警", "\u200b预警\ufeff"),
        ("5%", "5 ％"),
    ],
)
def test_texts_that_say_the_same_are_equal(one, other):
    assert normalised(one) == normalised(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("90", "九十"),
        ("90", "900"),
        ("90", "9.0"),
        ("90", "-90"),
        ("0771", "771"),
        ("一", "1"),
        ("at once", "atonce"),
        ("1,2", "12"),
        ("报告", "不报告"),
    ],
)
def test_texts_that_differ_stay_different(one, other):
    assert normalised(one) != normalised(other)


@pytest.mark.parametrize("text", ["", "  ", "。。", "…", "\u3000", "？！"])
def test_nothing_but_punctuation_says_nothing(text):
    assert normalised(text) == ""
