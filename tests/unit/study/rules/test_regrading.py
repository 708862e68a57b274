"""What somebody answered, read by a corrected key: by the choice's text, by its place, by the words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from study.rules.regrading import MODES, Mode, Verdict, regraded, same_key, translated


def content(answer: str, *choices: Any, type_: str = "single_choice") -> Mapping[str, Any]:
    return {"type": type_, "stem": "？", "choices": list(choices), "answer": list(answer)}


OLD = content("A", "先报告", "先处置", "先等待")
NEW = content("B", "先报告", "先处置", "先等待")
WORDS = {"type": "short_answer", "stem": "？", "choices": [], "answer": ["三级"]}


@pytest.mark.parametrize(
    ("given", "new", "reads"),
    [
        ("A", NEW, "A"),
        ("A", content("B", "先处置", "先报告", "先等待"), "B"),
        ("AC", content("AB", "先等待", "先报告", "别的", type_="multiple_choice"), "AB"),
        ("B", content("B", "先报告", "先灭火", "先等待"), "B"),
        ("C", content("A", "先报告", "先处置"), ""),
        (
            "A",
            content("A", {"zh-Hans": "先处置", "en": "act"}, {"zh-Hans": "先报告", "en": "report"}, "x"),
            "B",
        ),
    ],
    ids=[
        "the same",
        "moved",
        "several moved",
        "mended in its place",
        "no longer there",
        "one of two languages",
    ],
)
def test_a_choice_is_found_by_its_text_or_its_place(given: str, new: Mapping[str, Any], reads: str) -> None:
    assert translated(tuple(given), OLD, new) == tuple(reads)


def test_words_are_not_read_as_choices() -> None:
    assert translated(("三级",), WORDS, NEW) is None
    assert regraded("strict", "right", "right", ("三级",), WORDS, NEW) == "right"


@pytest.mark.parametrize(
    ("other", "is_same"),
    [
        (NEW, False),
        (content("A", "先报告 ", "先处置", "先等待"), True),
        (content("B", "先处置", "先报告", "先等待"), True),
        (content("A", "先报告", "先处置"), False),
    ],
)
def test_a_mended_or_moved_text_is_the_same_key(other: Mapping[str, Any], is_same: bool) -> None:
    assert same_key(OLD, other) is is_same


def test_accepted_words_are_the_same_key_whatever_their_width() -> None:
    assert same_key(WORDS, {**WORDS, "answer": ["三级。"]})
    assert not same_key(WORDS, {**WORDS, "answer": ["三级", "较大"]})


@pytest.mark.parametrize(
    ("mode", "given", "now", "first", "verdict"),
    [
        ("keep_higher", "A", "right", "right", "right"),
        ("keep_higher", "B", "wrong", "wrong", "right"),
        ("keep_higher", "C", "wrong", "wrong", "wrong"),
        ("keep_higher", "A", "wrong", "right", "right"),
        ("keep_higher", "C", "void", "wrong", "void"),
        ("strict", "A", "right", "right", "wrong"),
        ("strict", "B", "void", "wrong", "right"),
        ("accept_both", "A", "right", "right", "right"),
        ("accept_both", "B", "wrong", "wrong", "right"),
        ("accept_both", "C", "right", "wrong", "wrong"),
        ("full_credit", "C", "void", "wrong", "right"),
        ("void", "A", "right", "right", "void"),
    ],
)
def test_each_way_of_grading_anew(
    mode: Mode, given: str, now: Verdict, first: Verdict, verdict: Verdict
) -> None:
    assert regraded(mode, now, first, (given,), OLD, NEW) == verdict


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("now", ["right", "wrong", "void"])
@pytest.mark.parametrize("given", ["A", "B", "C"])
def test_the_same_way_again_changes_nothing(mode: Mode, now: Verdict, given: str) -> None:
    once = regraded(mode, now, "wrong", (given,), OLD, NEW)
    assert regraded(mode, once, "wrong", (given,), OLD, NEW) == once
