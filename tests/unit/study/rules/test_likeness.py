"""Texts that say nearly the same are found, whatever else there is."""

from __future__ import annotations

from random import Random

import pytest

from study.rules.likeness import Like, likes

FLOOD = "收到暴雨红色预警后，村里首先应当做的是转移危险区域的群众"


def test_the_same_words_are_alike_whatever_their_marks_and_width() -> None:
    (found,) = likes(["收到暴雨红色预警后,村里首先应当做的是 转移危险区域的群众。"], [FLOOD])
    assert found == Like(0, 0, True, 1.0)


def test_one_word_more_is_alike_and_another_question_is_not() -> None:
    new = [FLOOD.replace("首先", "第一步首先"), "合作社的盈余首先按什么返还给成员"]
    assert [(like.index, like.other) for like in likes(new, [FLOOD])] == [(0, 0)]


def test_a_file_is_held_against_itself_too() -> None:
    (found,) = likes(["乡镇干部下村要做什么", "别的", "乡镇干部下村要做什么？"], [])
    assert (found.index, found.other, found.is_known) == (2, 0, False)


def test_the_likest_is_named() -> None:
    known = [FLOOD.replace("转移危险区域的群众", "转移危险区的群众们"), FLOOD]
    (found,) = likes([FLOOD], known)
    assert found.other == 1


@pytest.mark.parametrize("text", ["", "  ", "？！", "a", "一"])
def test_next_to_nothing_is_like_nothing_else(text: str) -> None:
    assert likes([text], [FLOOD]) == []


def test_no_pair_is_missed() -> None:
    """Against the plain comparison of all with all, on texts made of few letters."""
    rng = Random(3)
    texts = ["".join(rng.choices("一二三四五六", k=rng.randint(5, 30))) for _ in range(120)]
    texts += [text[:-1] + rng.choice("一二三四五六") for text in texts]

    def pieces(text: str) -> set[str]:
        return {text[at : at + 2] for at in range(len(text) - 1)}

    alike = {
        later
        for later in range(len(texts))
        for earlier in range(later)
        if len(pieces(texts[later]) & pieces(texts[earlier]))
        >= 0.8 * len(pieces(texts[later]) | pieces(texts[earlier]))
    }
    assert {like.index for like in likes(texts, [])} == alike
    assert len(alike) > 60
