"""The text of a question's cell without what a test paper prints around it: numbers, types, answers, options."""

from __future__ import annotations

import re
from collections.abc import Iterable

from study.question_files.marks import ANSWER_IN_STEM, BLANK, folded, letters_in, split_options, truth
from study.question_files.table_types import TypeWord, split_prefix

_NUMBER = re.compile(
    r"\s*(?:[(（]\s*\d{1,5}\s*[)）]\s*[.、．]?|第\s*\d{1,5}\s*题\s*[.、．:：]?|(?:No\.|Q)?\s*\d{1,5}\s*(?:[、．)）]|\.))(?!\d)\s*"
)
_NO_BLANK = re.compile(r"(?<![A-Za-z0-9_＿])[_＿](?![A-Za-z0-9_＿])|[【\[]\s*[】\]]|[_＿]\s[_＿\s]*[_＿]")
_LINE = re.compile(r"[_＿]{2,}")
_DIFFICULTIES = {
    "容易": 1, "易": 1, "简单": 1, "低": 1, "easy": 1, "low": 1,
    "较易": 2, "较容易": 2, "较简单": 2, "中等偏易": 2,
    "中": 3, "中等": 3, "适中": 3, "一般": 3, "普通": 3, "medium": 3, "moderate": 3, "normal": 3,
    "较难": 4, "中等偏难": 4,
    "难": 5, "困难": 5, "很难": 5, "高": 5, "hard": 5, "difficult": 5, "high": 5,
}  # fmt: skip
USUAL_DIFFICULTY = 3

_JOINERS = "\u200c\u200d"
_UNSEEN = re.compile(f"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff](?<![{_JOINERS}])")


def clean(text: str) -> str:
    """Without marks of direction and of zero width, space around, and carriage returns."""
    return _UNSEEN.sub("", text).replace("\r\n", "\n").replace("\r", "\n").strip(" 　\t\n")


def are_numbered(stems: Iterable[str]) -> bool:
    """Whether a column of stems counts them itself: most begin with a number."""
    numbered = total = 0
    for stem in stems:
        if stem.strip():
            total += 1
            numbered += bool(_NUMBER.match(split_prefix(stem)[1]))
    return numbered * 2 > total


def split_stem(written: str, numbered: bool) -> tuple[TypeWord | None, str]:
    """The type that stands before it, and the stem alone, without its number where the column counts."""
    stem = clean(written)
    before = _NUMBER.match(stem) if numbered else None
    kind, stem = split_prefix(stem[before.end() :] if before and stem[before.end() :] else stem)
    again = _NUMBER.match(stem) if numbered or kind else None
    if again and not before and stem[again.end() :]:
        stem = stem[again.end() :]
    if kind is None:
        kind, stem = split_prefix(stem)
    return kind, stem.strip()


def options_in(stem: str) -> tuple[str, tuple[str, ...]]:
    """The stem and the options that stand in the same cell after it."""
    before, options = split_options(stem)
    return (before.strip(), tuple(options)) if options and before.strip() else (stem, ())


def answer_in(stem: str) -> tuple[str, str]:
    """The stem with an empty bracket where its answer stood, and the answer; "" when there is none."""
    inline = list(ANSWER_IN_STEM.finditer(stem))
    if not inline:
        return stem, ""
    last = inline[-1]
    return stem[: last.start()] + "（ ）" + stem[last.end() :], last["answer"].strip()


def without_answer(stem: str, answer: tuple[str, ...]) -> str:
    """The stem of a question whose answer is also printed in it, with an empty bracket instead."""
    emptied, printed = answer_in(stem)
    told = truth(printed) if printed else None
    return emptied if printed and (letters_in(printed) == answer or (told,) == answer) else stem


def without_bracket(stem: str) -> str:
    """A judgement needs no empty bracket at its end."""
    found = list(BLANK.finditer(stem))
    return stem[: found[-1].start()].rstrip() if found and not stem[found[-1].end() :].strip(" 。.") else stem


def with_blank(stem: str) -> str:
    """A fill-in stem shows its blank as ____, at its end when it shows none."""
    if BLANK.search(stem):
        return stem
    if _NO_BLANK.search(stem):
        return _NO_BLANK.sub("____", stem)
    return f"{stem}____"


def has_line(stem: str) -> bool:
    """Whether there is a drawn blank."""
    return bool(_LINE.search(stem))


def difficulty_of(text: str) -> int:
    """1 to 5 from a number, stars, or words; the usual one for anything else."""
    word = folded(text)
    if word in ("1", "2", "3", "4", "5"):
        return int(word)
    stars = word.count("★")
    return stars if 1 <= stars <= 5 else _DIFFICULTIES.get(word, USUAL_DIFFICULTY)
