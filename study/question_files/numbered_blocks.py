"""A test paper's lines put together: one block for each question."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate

from study.question_files.answer_sheet import split_off
from study.question_files.marks import MAYBE_A_NUMBER
from study.question_files.numbered_lines import Kind, Line, has_answer_within, lines_of, numbers_in_brackets

_SOON = 60
"""Lines; a list within a question is shorter."""

_WIDE_GAP = re.compile(r"[^\S\n]{20,}")


@dataclass(slots=True)
class Block:
    """The lines of one question. `type`: as written at its head or above its part of the paper."""

    line: int
    count: int
    sign: str
    type: str
    body: list[str] = field(default_factory=list)
    answer: str | None = None
    more_answer: list[str] = field(default_factory=list)
    explanation: list[str] = field(default_factory=list)
    difficulty: int = 3

    def is_answered(self) -> bool:
        return bool(self.answer or self.more_answer) or any(has_answer_within(line) for line in self.body)


def blocks(text: str) -> Iterator[Block]:
    """One block for each question. What stands before the first is a title and no question."""
    text = _WIDE_GAP.sub("    ", text)
    lines = lines_of(text)
    if not any(line.kind == "stem" for line in lines):
        lines = lines_of(numbers_in_brackets(text))
    questions, sheet = split_off(lines)
    found = list(_blocks(questions))
    if len(sheet) and sum(not block.is_answered() for block in found) < 2:
        found = list(_blocks(lines))  # what looked like a sheet is the last question's own answer
    for block in found:
        if not block.is_answered() and (told := sheet.find(block.type, block.count)):
            block.answer = told[0]
            block.explanation += told[1]
        yield block


def _blocks(lines: list[Line]) -> Iterator[Block]:
    with_answer = _further_on(lines, "answer")
    answered = [any(pair) for pair in zip(with_answer, _further_on(lines, "first_option"), strict=True)]
    ahead = _Ahead(lines, answered)
    block: Block | None = None
    heading, last, into = "", 0, "body"
    before: Line | None = None
    for at, line in enumerate(lines):
        if line.kind == "stem":
            begins = block is None or _is_next(line, at, block, last, answered[at], ahead)
            started = line if begins else None
        else:
            started = _without_number(line, before, block, into, with_answer[at])
        if line.kind == "heading":
            heading, last = line.type, 0
        if block and (started or line.kind == "heading"):
            if started is before:
                _give_back(block, into)
            yield block
            block = None
        if started:
            block, into = (
                Block(started.number, started.count, started.sign, started.type or heading, [started.text]),
                "body",
            )
            last = started.count or last
        if block and (not started or started is before):
            into = _take(block, line, into)
        before = line
    if block:
        yield block


def _further_on(lines: list[Line], kind: Kind) -> list[bool]:
    """For each line, whether it or one after it and before the next number is such a line or holds an answer."""
    found, seen = [], False
    for line in reversed(lines):
        within = line.kind in ("stem", "text") and has_answer_within(line.text)
        seen = line.kind != "heading" and (seen or within or line.kind == kind)
        found.append(seen)
        seen = seen and line.kind != "stem"
    return found[::-1]


def _without_number(
    line: Line, before: Line | None, block: Block | None, into: str, answered: bool
) -> Line | None:
    """The line that begins a question without a number: known by its options, or by an answer of its own."""
    if block and into == "body":
        return None
    if line.kind == "text" and block and into == "answer" and has_answer_within(line.text):
        return line
    if before is None or before.kind != "text":
        return None
    if line.kind == "first_option" and (answered or has_answer_within(before.text)):
        return before
    return before if line.kind == "answer" and block and block.answer else None


def _give_back(block: Block, into: str) -> None:
    """The last line taken belongs to the next question."""
    if into == "explanation":
        block.explanation.pop()
    elif block.more_answer:
        block.more_answer.pop()


class _Ahead:
    """What numbers still come, up to the next heading."""

    def __init__(self, lines: list[Line], answered: list[bool]) -> None:
        self._part = list(accumulate(line.kind == "heading" for line in lines))
        self._places: dict[tuple[int, int, str], list[int]] = {}
        self._next_answered = [0] * len(lines)
        following = 0
        for at in range(len(lines) - 1, -1, -1):
            line, self._next_answered[at] = lines[at], following
            if line.kind == "heading":
                following = 0
            elif line.kind == "stem":
                following = line.count if answered[at] else following
                self._places.setdefault((self._part[at], line.count, line.sign), []).append(at)
        for places in self._places.values():
            places.reverse()

    def is_next_answered(self, at: int, count: int) -> bool:
        """Whether the next question with an answer has this number."""
        return self._next_answered[at] == count

    def comes(self, at: int, count: int, sign: str) -> bool:
        """Whether this number, written so, comes soon after this line."""
        places = self._places.get((self._part[at], count, sign), [])
        following = bisect_right(places, at)
        return following < len(places) and places[following] - at < _SOON


def _is_next(line: Line, at: int, block: Block, last: int, answered: bool, ahead: _Ahead) -> bool:
    """Whether a number begins the next question, or only a point within this one.

    It is a point when the questions go on from `last` after it, and it is written otherwise than they are or has
    no answer of its own.
    """
    alike, goes_on = line.sign == block.sign, ahead.comes(at, last + 1, block.sign)
    if (goes_on and (not alike or MAYBE_A_NUMBER.match(line.whole))) or (
        not answered and ahead.is_next_answered(at, last + 1) and (goes_on or not alike)
    ):
        return False
    if line.count == last + 1:
        return True
    complete = answered and block.is_answered()
    if MAYBE_A_NUMBER.match(line.whole) or line.count > last + 100:
        return complete and last < line.count <= last + 5
    return line.count > last or complete or (line.count == 1 and answered)


def _take(block: Block, line: Line, into: str) -> str:
    """Put one more line where it belongs; where the next one belongs unless it says otherwise."""
    if line.kind == "explanation":
        block.explanation.append(line.text)
        return "explanation"
    if line.kind == "answer" and not (into == "explanation" and block.answer):
        block.answer, block.more_answer = line.text, []
        return "answer"
    if line.kind == "difficulty":
        digits = re.sub(r"\D", "", line.text)
        block.difficulty = min(5, max(1, int(digits))) if 0 < len(digits) < 3 else 3
        return into
    if into == "explanation":
        block.explanation.append(line.whole.strip())
    elif into == "body":
        block.body.append(line.whole)
    else:
        block.more_answer.append(line.whole.strip())
    return into
