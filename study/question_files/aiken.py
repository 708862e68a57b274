"""Aiken: a question, its choices A to Z a line each, and `ANSWER: B`. https://docs.moodle.org/en/Aiken_format"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from study.question_files.found import (
    Found,
    FoundQuestion,
    Place,
    QuestionFile,
    QuestionTypeName,
    RefusedQuestion,
    gathered,
)
from study.question_files.marks import letters_in
from study.rules.question import LETTERS

_OPTION = re.compile(r"\s*(?P<letter>[A-ZＡ-Ｚ])\s*[.)．）、]\s*(?P<text>.*)")
_ANSWER = re.compile(r"\s*(?:ANSWER|ＡＮＳＷＥＲ|(?:正确|参考)?答案)\s*[:：]\s*(?P<answer>.*)", re.IGNORECASE)
_EXPLANATION = re.compile(r"\s*(?:FEEDBACK|EXPLANATION|(?:答案)?解析)\s*[:：]\s*(?P<text>.*)", re.IGNORECASE)


@dataclass(slots=True)
class _Block:
    line: int = 0
    stem: list[str] = field(default_factory=list)
    options: list[str] = field(default_factory=list)
    answer: str | None = None
    explanation: str = ""
    out_of_order: str = ""


def read_aiken(text: str) -> QuestionFile:
    """Every question; one that is broken is refused with the line it begins on, and the next is read."""
    return gathered(_found(block) for block in _blocks(text.removeprefix("\ufeff")))


def _blocks(text: str) -> Iterator[_Block]:
    """A question begins with the first line after an answer, or with a text that cannot belong to an option."""
    lines = re.split(r"\r\n|\r|\n", text)
    following = _letters_that_follow(lines)
    block, after_blank = _Block(), True
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            after_blank = True
            continue
        if _begins(block, line, after_blank, following[number - 1]):
            if block.line:
                yield block
            block = _Block(number)
        block.line = block.line or number
        _take(block, line.strip())
        after_blank = False
    if block.line:
        yield block


def _letters_that_follow(lines: list[str]) -> list[str]:
    """For every line what the next marked line after it is: an option's letter, "answer", or ""."""
    following, next_mark = [""] * len(lines), ""
    for place in range(len(lines) - 1, -1, -1):
        following[place] = next_mark
        if _ANSWER.match(lines[place]):
            next_mark = "answer"
        elif option := _OPTION.match(lines[place]):
            next_mark = unicodedata.normalize("NFKC", option["letter"])
    return following


def _begins(block: _Block, line: str, after_blank: bool, following: str) -> bool:
    if block.answer is not None:
        return not _EXPLANATION.match(line)
    if not block.options or _ANSWER.match(line):
        return False
    if option := _OPTION.match(line):
        return unicodedata.normalize("NFKC", option["letter"]) == "A"
    continues = following == "answer" or following == LETTERS[len(block.options) % len(LETTERS)]
    return after_blank or not continues


def _take(block: _Block, line: str) -> None:
    if found := _ANSWER.match(line):
        block.answer = found["answer"].strip()
    elif block.answer is not None:
        told = _EXPLANATION.match(line)
        block.explanation = told["text"].strip() if told else ""
    elif option := _OPTION.match(line):
        letter = unicodedata.normalize("NFKC", option["letter"])
        if letter == LETTERS[len(block.options) % len(LETTERS)]:
            block.options.append(option["text"].strip())
        elif block.options:
            block.out_of_order = block.out_of_order or letter
            block.options.append(option["text"].strip())
        else:
            block.stem.append(line)
    elif block.options:
        block.options[-1] += f"\n{line}"
    else:
        block.stem.append(line)


def _found(block: _Block) -> Found:
    place, stem = Place("line", block.line), "\n".join(block.stem)
    if not stem:
        return RefusedQuestion(place, "no_stem", "", (block.options or [""])[0][:40])
    if not block.options:
        return RefusedQuestion(place, "no_options", "", stem[:40])
    if block.out_of_order:
        return RefusedQuestion(place, "options_out_of_order", block.out_of_order, stem[:40])
    if not block.answer:
        return RefusedQuestion(place, "no_answer", "", stem[:40])
    letters = letters_in(block.answer)
    if not letters:
        return RefusedQuestion(place, "answer_is_no_letter", block.answer[:40], stem[:40])
    kind: QuestionTypeName = "multiple_choice" if len(letters) > 1 else "single_choice"
    return FoundQuestion(place, kind, stem, tuple(block.options), letters, block.explanation)
