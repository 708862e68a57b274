"""A test paper's lines, told apart: which begin a question, name a type, hold an answer or an explanation."""

from __future__ import annotations

import re
from typing import Literal

from study.question_files.marks import (
    ANSWER_IN_STEM,
    ANSWER_LINE,
    DIFFICULTY_LINE,
    EXPLANATION_LINE,
    MARK_WITHIN,
    SIGN_AT_END,
    STEM,
    TYPE,
    TYPE_THEN_NUMBER,
)
from study.rules.frozen import frozen

Kind = Literal["stem", "heading", "answer", "explanation", "difficulty", "first_option", "text"]

_FIRST_OPTION = re.compile(r"^\s*[(（]?\s*[AaＡ]\s*[)）.．、:：]")
_ORDINAL = (
    r"(?:第?\s*[一二三四五六七八九十]{1,3}\s*(?:部分|大题|章|节)?\s*[、.．:：]?"
    r"|[(（][一二三四五六七八九十]{1,3}[)）]|\d{1,2}\s*[、.．])"
)
_HEADING = re.compile(
    rf"^\s*(?P<ordinal>{_ORDINAL})?\s*[【\[]?\s*"
    rf"(?P<type>{TYPE}|选择题|[\u4e00-\u9fff]{{2,6}}题)\s*[】\]]?(?P<rest>.*)$"
)
_KNOWN = re.compile(rf"{TYPE}|选择题")
_NUMBERED_IN_BRACKETS = re.compile(r"^([ \t\u3000]*)[(（](\d{1,4})[)）](?=\s*\S)", re.MULTILINE)


@frozen
class Line:
    """`text`: what the line says after its mark; `whole`: as it stands; `count`: the number of a stem;
    `sign`: what follows the number; `type`: of a heading or stem."""

    number: int
    kind: Kind
    text: str
    whole: str
    count: int = 0
    sign: str = ""
    type: str = ""


def lines_of(text: str) -> list[Line]:
    """The lines that hold something; one that holds an answer as well is two."""
    made = []
    for number, whole in enumerate(text.splitlines(), start=1):
        if whole.strip():
            parts = [whole] if EXPLANATION_LINE.match(whole) else MARK_WITHIN.split(whole)
            made += [_line(number, part) for part in parts if part.strip()]
    return made


def _line(number: int, text: str) -> Line:
    if heading := _heading(text):
        return Line(number, "heading", text, text, type=heading[0])
    named = TYPE_THEN_NUMBER.match(text)
    if stem := STEM.match(text[named.end() :] if named else text):
        return Line(
            number,
            "stem",
            stem["text"],
            text,
            int(stem["number"]),
            stem["sign"],
            named["type"] if named else "",
        )
    if found := EXPLANATION_LINE.match(text):
        return Line(number, "explanation", found["text"].strip(), text)
    if found := ANSWER_LINE.match(text):
        return Line(number, "answer", found["answer"].strip(), text)
    if found := DIFFICULTY_LINE.match(text):
        return Line(number, "difficulty", found["text"].strip(), text)
    return Line(number, "first_option" if _FIRST_OPTION.match(text) else "text", text, text)


def _heading(text: str) -> tuple[str] | None:
    """The type that `二、多项选择题（每题 2 分）` names; "" for a part of the paper that names no type."""
    found = _HEADING.match(text) if len(text) < 300 else None
    if not found or ANSWER_IN_STEM.search(text) or "_" in text:
        return None
    rest, known = found["rest"].strip(), bool(_KNOWN.fullmatch(found["type"]))
    if rest and rest[0] not in ("(（,，:：。;；共每本" if found["ordinal"] else "(（"):
        return None
    if not known and not (found["ordinal"] and ("分" in rest or "共" in rest)):
        return None
    if not found["ordinal"] and found["type"][-1] not in "题释":
        return None
    if STEM.match(text) and (not known or rest[:1] not in ("", "(", "（")):
        return None
    return ("" if not known or found["type"] == "选择题" else found["type"],)


def numbers_in_brackets(text: str) -> str:
    """The text with numbers such as （1） written as those of questions are."""
    return _NUMBERED_IN_BRACKETS.sub(r"\1\2. ", text)


def has_answer_within(text: str) -> bool:
    """Whether an answer in brackets, or the sign of a judgement at its end, stands in the text itself."""
    return bool(ANSWER_IN_STEM.search(text) or SIGN_AT_END.search(text))
