"""The answers of a whole paper where they stand together at its end, below 参考答案."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from study.question_files.marks import type_named
from study.question_files.numbered_lines import Line, has_answer_within

_TITLE = re.compile(
    r"^\s*(?:[一二三四五六七八九十]{1,3}[、.．]|附\s*[:：]?)?\s*[【\[（(]?\s*(?:试题|练习题|测试题|试卷|题库)?\s*"
    r"(?:参考|标准|正确)?答案\s*(?:及解析|与解析|和解析|部分|如下)?\s*[】\]）)]?\s*[:：]?\s*$"
)
_SIGN = "[A-Z√×✓✔✗✘对错]"
_RANGE = re.compile(
    rf"(?P<first>\d{{1,4}})\s*(?:[-—–~～]+|至|到)\s*(?P<last>\d{{1,4}})\s*题?\s*[:：.、．]?\s*"
    rf"(?P<answers>{_SIGN}(?:[\s,，、;；/|]*{_SIGN})*)(?![A-Za-z])"
)
_ONE = re.compile(
    rf"(?<!\d)(?P<number>\d{{1,4}})\s*[.．、:：)]?\s*(?P<answer>[A-Z]{{1,15}}|{_SIGN}|正确|错误)(?![A-Za-z\u4e00-\u9fff])"
)
_PART = re.compile(r"[\s,，、;；/|]+")


@dataclass(slots=True)
class _Entry:
    answer: str
    explanation: list[str] = field(default_factory=list)


class AnswerSheet:
    """Answers by type and number, as far as a paper has them at its end."""

    def __init__(self, lines: list[Line]) -> None:
        self._entries: dict[tuple[str, int], _Entry] = {}
        kind, current = "", _Entry("")
        for line in lines:
            if line.kind == "heading":
                kind = _type(line.type)
            if line.kind == "explanation":
                current.explanation.append(line.text)
            elif line.kind == "answer":
                current.answer = line.text
            else:
                for number, answer in _entries(line):
                    current = self._entries.setdefault((kind, number), _Entry(answer))

    def __len__(self) -> int:
        return len(self._entries)

    def find(self, type_written: str, number: int) -> tuple[str, list[str]] | None:
        """Answer and explanation; where the sheet names no types, by the number alone."""
        entry = self._entries.get((_type(type_written), number)) or self._entries.get(("", number))
        return (entry.answer, entry.explanation) if entry and entry.answer else None


def split_off(lines: list[Line]) -> tuple[list[Line], AnswerSheet]:
    """The lines of the questions, and the sheet that ends the paper; an empty one where there is none."""
    for at in range(len(lines) - 1, 0, -1):
        if _TITLE.match(lines[at].whole) and any(line.kind == "stem" for line in lines[:at]):
            sheet = AnswerSheet(lines[at + 1 :])
            alone = not any(line.kind == "first_option" for line in lines[at + 1 :])
            if alone and len(sheet) > 1:
                return lines[:at], sheet
            break
    return lines, AnswerSheet([])


def _entries(line: Line) -> Iterator[tuple[int, str]]:
    """`1-5 ABCDA`, `1.A 2.B`, `1、√`; else the words after a number are its answer."""
    text = unicodedata.normalize("NFKC", line.whole)
    rest, found = text, False
    for row in _RANGE.finditer(text):
        first, count = int(row["first"]), int(row["last"]) - int(row["first"]) + 1
        parts = _PART.split(row["answers"])
        answers = parts if len(parts) == count else list("".join(parts))
        if len(answers) == count:
            yield from enumerate(answers, start=first)
            rest, found = rest.replace(row[0], " ", 1), True
    for one in _ONE.finditer(rest):
        yield int(one["number"]), one["answer"]
        found = True
    if not found and line.kind == "stem":
        yield line.count, "" if has_answer_within(line.text) else line.text.strip()


def _type(written: str) -> str:
    return type_named(written) or written
