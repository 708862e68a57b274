"""Questions as Moodle's GIFT, so written that `read_gift` and Moodle read the same from them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from study.question_exports.exported import NamedQuestion
from study.rules.question import LETTERS, Question

_SIGNS = re.compile(r"[\\~=#{}:]")
_LINE_ENDS = re.compile(r"\r\n|\r|\n")
_MISREAD_AT_START = re.compile(r"\s*\[(?:html|markdown|plain|moodle)\]|%")


def write_gift(questions: Sequence[NamedQuestion]) -> str:
    """The questions in their order, a blank line between them; every line ends with a line feed."""
    return "\n".join(_written(named) for named in questions)


def _written(named: NamedQuestion) -> str:
    """Stems are marked as plain text: `<b>` is to be read as it stands. Tags keep what GIFT has no sign for."""
    question = named.question
    tags = [question.type] if question.type in ("fill_in", "short_answer") else []
    tags += [f"difficulty {named.difficulty}"] if named.difficulty != 3 else []
    comment = "// " + " ".join(f"[tag:{tag}]" for tag in tags) + "\n" if tags else ""
    name = f"::{_escaped(' '.join(named.name.split()))}::" if named.name.strip() else ""
    return f"{comment}{name}[plain]{_escaped(question.stem)}{{{_answers(question)}}}\n"


def _answers(question: Question) -> str:
    general = f"####{_text(question.explanation)}" if question.explanation else ""
    if question.type == "true_false":
        return question.answer[0].upper() + general
    if question.choices:
        lines = [
            f"{_weight(question, letter)}{_text(choice)}"
            for letter, choice in zip(LETTERS, question.choices, strict=False)
        ]
    else:
        lines = [f"={_text(answer).replace('*', _STAR)}" for answer in question.answer]
    return "\n" + "\n".join([*lines, general] if general else lines) + "\n"


_STAR = "\\*"
"""A bare star would accept any text."""


def _weight(question: Question, letter: str) -> str:
    right = letter in question.answer
    if question.type == "single_choice":
        return "=" if right else "~"
    share = f"{100 / max(1, len(question.answer)):.5f}".rstrip("0").rstrip(".")
    return f"~%{share}%" if right else "~%-100%"


def _text(text: str) -> str:
    return ("[plain]" if _MISREAD_AT_START.match(text) else "") + _escaped(text)


def _escaped(text: str) -> str:
    return _LINE_ENDS.sub(r"\\n", _SIGNS.sub(r"\\\g<0>", text))
