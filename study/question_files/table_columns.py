"""The columns of a table of questions: what the words of its header mean, in either language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Literal

from study.rules.frozen import frozen
from study.rules.question import LETTERS

HEADER_WITHIN = 15
MOST_COLUMNS = 200
"""What stands further to the right is no part of a question."""

Kind = Literal["stem", "type", "options", "answer", "explanation", "difficulty", "name"]

_STEMS = (
    "题干 试题题干 题目题干 题干内容 试题内容 题目内容 问题内容 试题描述 题目描述 题面 stem questionstem questiontext",
    "题目 试题 问题 考题 题目名称 试题名称 题目标题 question questions",
    "内容 标题 prompt",
)
"""The surest first: a table may have both 题目 (a title) and 题干."""

_WORDS: dict[Kind, str] = {
    "stem": " ".join(_STEMS),
    "type": "题型 类型 试题类型 题目类型 试题题型 题目题型 题型名称 题类 type questiontype kind",
    "options": "选项 选项内容 备选项 备选答案 候选答案 答案选项 试题选项 题目选项 "
    "option options option(s) choice choices choice(s) answeroptions answerchoices",
    "answer": "答案 正确答案 标准答案 参考答案 试题答案 题目答案 正确选项 "
    "answer answers answer(s) answerkey key correct correctanswer correctanswers "
    "rightanswer correctoption correctchoice",
    "explanation": "解析 答案解析 试题解析 题目解析 解释 说明 答案说明 试题分析 分析 详解 答案详解 "
    "explanation feedback rationale",
    "difficulty": "难度 难易度 难易程度 难度等级 试题难度 题目难度 difficulty level",
    "name": "编号 试题编号 题目编号 试题id 题目id id name questionid questionname",
}
_KINDS = {word: kind for kind, words in _WORDS.items() for word in words.split()}
_TIERS = {word: tier for tier, words in enumerate(_STEMS) for word in words.split()}

_LETTERS = frozenset(LETTERS.lower())
_NUMERALS = {numeral: place for place, numeral in enumerate("一二三四五六七八九十", start=1)}
_WHICH = r"(?P<which>[a-z]|\d{1,2}|[一二三四五六七八九十])"
_OPTION = re.compile(
    rf"(?P<before>第|(?:试题|备选)?选项|备选项|备选答案|答案选项|候选答案|option|choice|answeroption)?\(?{_WHICH}\)?(?P<after>选项|项)?(?:内容)?"
)
_ANSWER_PART = re.compile(rf"(?P<right>正确|标准|参考|correct|right)?(?:答案|answer)\(?{_WHICH}\)?")
_REMARK = re.compile(r"[(\[【](?![a-z][)\]】]|\d{1,2}[)\]】])[^)\]】]*[)\]】]|必填|选填|required|optional")
_LETTER_S = re.compile(r"\s*(?:option|choice)\s+s\s*")
_OTHER_LANGUAGE = re.compile(r"[(\[【](?:英文|英语|english|en)[)\]】]")


@frozen
class Columns:
    """Where in a row each thing stands, from 0; `answers` with the letter that its heading names, or ""."""

    stem: int
    options: tuple[int, ...]
    answers: tuple[tuple[int, str], ...]
    other: Mapping[Kind, int]
    headings: Mapping[int, str]
    first_row: int

    def __len__(self) -> int:
        return 1 + len(self.options) + len(self.answers) + len(self.other)


def find_columns(rows: Sequence[Sequence[str]]) -> Columns | None:
    """The header among the first rows: one that names a question and its answer, else a question and options.

    `first_row` is the index of the row after it.
    """
    second_best = None
    for index, row in enumerate(rows[:HEADER_WITHIN]):
        following = rows[index + 1] if index + 1 < len(rows) else ()
        columns = _columns(row[:MOST_COLUMNS], following[:MOST_COLUMNS], index)
        if columns and columns.answers:
            return columns
        if columns and columns.options and second_best is None:
            second_best = columns
    return second_best


def _columns(row: Sequence[str], following: Sequence[str], index: int) -> Columns | None:
    named: dict[Kind, list[int]] = {}
    lettered: dict[int, int] = {}
    parts: dict[int, re.Match[str]] = {}
    words = [_plain(cell) for cell in row]
    for position, word in enumerate(words):
        if kind := _KINDS.get(word):
            named.setdefault(kind, []).append(position)
        elif (place := _option_place(word)) is not None:
            lettered.setdefault(place, position)
        elif found := _ANSWER_PART.fullmatch(word):
            parts[position] = found
    if "stem" not in named:
        return None
    stem = min(named["stem"], key=lambda position: (_TIERS[words[position]], position))
    below = _second_row(following)
    options = lettered or below or dict(enumerate(_spread(named.get("options", []), words)))
    plain = [at for at in named.get("answer", []) if words[at] == words[named["answer"][0]]]
    answers = [(at, "") for at in plain]
    if plain and not lettered and parts and not any(found["right"] for found in parts.values()):
        options = {_place(found["which"]): at for at, found in parts.items()}
    else:
        answers += [
            (at, found["which"].upper() if found["which"] in _LETTERS else "") for at, found in parts.items()
        ]
    return Columns(
        stem,
        tuple(_without_gaps(options)),
        tuple(answers),
        {kind: places[0] for kind, places in named.items() if kind not in ("stem", "options", "answer")},
        {position: " ".join(cell.split()) for position, cell in enumerate(row)},
        index + (2 if below else 1),
    )


def _plain(header: str) -> str:
    """The header in small half-width letters, without marks such as "（必填）" and "*", and without spaces."""
    text = "".join(c for c in unicodedata.normalize("NFKC", header[:80]) if unicodedata.category(c) != "Cf")
    if _LETTER_S.fullmatch(text.casefold()):
        return "第s项"  # without its space it would be the plural
    text = re.sub(r"\s+", "", text.casefold())
    if _OTHER_LANGUAGE.search(text):
        return ""
    return re.sub(r"[*:_.、\-]+", "", _REMARK.sub("", text))


def _place(which: str) -> int:
    """0 for a, 1 and 一."""
    if which in _NUMERALS:
        return _NUMERALS[which] - 1
    return int(which) - 1 if which.isdigit() else LETTERS.index(which.upper())


def _option_place(word: str) -> int | None:
    found = _OPTION.fullmatch(word)
    if not found or not (found["before"] or found["after"] or found["which"].isascii()):
        return None
    if found["which"].isdigit() and not (found["before"] or found["after"]):
        return None
    place = _place(found["which"])
    return place if 0 <= place < len(LETTERS) else None


def _second_row(following: Sequence[str]) -> dict[int, int]:
    """A second row of the header that only letters the columns below 选项."""
    places = {
        position: _option_place(_plain(cell)) for position, cell in enumerate(following) if cell.strip()
    }
    found = {place: position for position, place in places.items() if place is not None}
    return found if len(found) > 1 and len(found) == len(places) else {}


def _spread(named: Sequence[int], words: Sequence[str]) -> list[int]:
    """Columns headed 选项; one such heading may be merged over empty ones to its right."""
    if len(named) != 1:
        return list(named)
    last = named[0]
    while last + 1 < len(words) and not words[last + 1]:
        last += 1
    return list(range(named[0], last + 1)) if last + 1 < len(words) else list(named)


def _without_gaps(options: Mapping[int, int]) -> list[int]:
    """Columns of A, B, C … up to the first letter that has none."""
    places: list[int] = []
    while len(places) in options:
        places.append(options[len(places)])
    return places
