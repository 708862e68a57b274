"""The answers between the braces of a GIFT question, and the text they are made of."""

from __future__ import annotations

import re

from study.question_files.found import NotTaken
from study.question_files.marked_text import LONGEST, has_picture, without_marks
from study.rules.frozen import frozen

MARKS = re.compile(r"\s*\[(html|markdown|plain|moodle)\]")
_ESCAPED = re.compile(r"\\([~=#{}:\\n])")
_ANSWER = re.compile(
    r"(?P<sign>[=~])\s*(?:%(?P<weight>-?\d+(?:\.\d*)?)%)?(?P<text>(?:\\.|[^=~])*)", re.DOTALL
)
FEEDBACK = re.compile(r"(?P<text>(?:\\.|[^#])*)(?:#(?P<feedback>.*))?", re.DOTALL)


@frozen
class Answer:
    """`weight` in percent; `raw`: the text as it stands, for what tells escaped signs from others."""

    sign: str
    weight: float
    raw: str
    text: str
    feedback: str


def unescaped(raw: str) -> str:
    """With every escaped sign as the sign itself."""
    if "\\" not in raw:
        return raw
    return _ESCAPED.sub(lambda found: "\n" if found[1] == "n" else found[1], raw)


def plain(raw: str, marks: str) -> str:
    """The text as it reads: its own marks go before those of the question."""
    own = MARKS.match(raw)
    if own:
        raw, marks = raw[own.end() :].lstrip(), own[1]
    text = unescaped(raw)
    if marks != "plain" and len(text) > LONGEST:
        raise NotTaken("too_long")
    if "@@PLUGINFILE@@" in text or (marks == "html" and has_picture(text)):
        raise NotTaken("has_picture")
    return without_marks(text, marks)


def read_answers(content: str, marks: str) -> list[Answer]:
    """All of `=…` and `~…`. Raises NotTaken when anything else stands before the first."""
    if content[0] not in "=~":
        raise NotTaken("mixed_up_answer", unescaped(content))
    answers = []
    for found in _ANSWER.finditer(content):
        parts = FEEDBACK.match(found["text"])
        raw, feedback = (parts["text"], parts["feedback"] or "") if parts else (found["text"], "")
        weight = float(found["weight"]) if found["weight"] else 100.0 if found["sign"] == "=" else 0.0
        raw = raw.strip()
        answers.append(Answer(found["sign"], weight, raw, plain(raw, marks), feedback.strip()))
    return answers


def told_when_right(answers: list[Answer], marks: str) -> str:
    """What those are told who are right."""
    told = [plain(answer.feedback, marks) for answer in answers if answer.feedback]
    return "\n".join(dict.fromkeys(text for text in told if text))
