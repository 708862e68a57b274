"""Banks as GIFT: what is written reads the same again."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from study.question_exports.exported import NamedQuestion
from study.question_exports.gift import write_gift
from study.question_files.gift import read_gift
from study.rules.question import LETTERS, Question
from study.rules.question_types import QUESTION_TYPES

TRICKY = (
    *(
        "=",
        "~",
        "#",
        "{",
        "}",
        ":",
        "\\",
        "->",
        "\\\\",
        "//",
        "::",
        "####",
        "\n",
        "\n\n",
        "//注释",
        "$CATEGORY: 甲",
    ),
    *(
        "%50%",
        "%",
        "*",
        "\\*",
        "\\n",
        "\\:",
        "[html]",
        "[plain]",
        "[tag:fill_in]",
        "<b>",
        "&amp;",
        "<img src=x>",
    ),
    *("T", "TRUE", "1..5", "中文", "水池", "8:30", "——", "“引号”", "（ ）", " ", "\u2028", "\x0b", "\u3000"),
)


def texts(luck: random.Random) -> Iterator[str]:
    """Texts without white space at either end, each another one."""
    number = 0
    while True:
        number += 1
        yield (
            "".join(luck.choice(TRICKY) for _ in range(luck.randint(0, 6))).strip()
            + f"{number}"
            + luck.choice(("", "\\", "}", "//", "的", "::"))
        )


def questions(luck: random.Random) -> Iterator[Question]:
    text = texts(luck)
    while True:
        kind = luck.choice(sorted(QUESTION_TYPES))
        explanation = luck.choice(("", next(text)))
        stem, choices, answer = next(text), (), ("true",)
        if kind.endswith("choice"):
            choices = tuple(next(text) for _ in range(luck.randint(2, 12)))
            right = 1 if kind == "single_choice" else luck.randint(1, len(choices))
            answer = tuple(sorted(luck.sample(LETTERS[: len(choices)], right)))
        elif kind != "true_false":
            answer = tuple(next(text) for _ in range(luck.randint(1, 3)))
        if kind == "fill_in":
            stem = (
                stem.replace("（ ）", "")
                + luck.choice(("____", "＿＿", "（ ）"))
                + luck.choice(("", "。", next(text).replace("（ ）", "")))
            )
        yield Question("", kind, stem, choices, answer, explanation=explanation)


@pytest.mark.parametrize("seed", range(20))
def test_what_is_written_reads_the_same_again(seed: int) -> None:
    luck = random.Random(seed)
    made = questions(luck)
    bank = [q for q in (next(made) for _ in range(120)) if not QUESTION_TYPES[q.type].check(q)]
    assert len(bank) > 80
    named = [
        NamedQuestion(luck.choice(("", f"题:{n}", f"{n}\\::")), q, luck.randint(1, 5))
        for n, q in enumerate(bank)
    ]
    read = read_gift(write_gift(named))
    assert (read.refused, read.skipped) == ((), ())
    assert [
        (each.name, each.type, each.stem, each.choices, each.answer, each.explanation, each.difficulty)
        for each in read.questions
    ] == [
        (
            n.name,
            n.question.type,
            n.question.stem,
            n.question.choices,
            n.question.answer,
            n.question.explanation,
            n.difficulty,
        )
        for n in named
    ]
