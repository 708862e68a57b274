"""A bank as the garden's own YAML: what `quizzes/<slug>.yaml` holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from study.question_exports.exported import NamedQuestion
from study.rules.content import Texts
from study.rules.question import Question

_USUAL_DIFFICULTY = 3


class _Plainly(yaml.SafeDumper):
    """Lists indented below their name, and every text written out where it stands."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


class _InOneLine(list[str]):
    """A list that is written as `[A, C]`."""


_Plainly.add_representer(
    _InOneLine,
    lambda dumper, items: dumper.represent_sequence("tag:yaml.org,2002:seq", list(items), flow_style=True),
)


def write_yaml(title: Texts, topic: str, questions: Sequence[NamedQuestion]) -> str:
    """The bank in all its languages, in the order given; every question keeps its name as `id`.

    What `study.authored.read_bank` reads again. A question whose explanation was never written has an empty
    one, which `garden check` then asks for.
    """
    bank = {
        "title": _text(title),
        "topic": topic,
        "questions": [_question(named, place) for place, named in enumerate(questions, start=1)],
    }
    return yaml.dump(bank, Dumper=_Plainly, allow_unicode=True, sort_keys=False, width=100_000)


def _question(named: NamedQuestion, place: int) -> dict[str, Any]:
    question, content = named.question, named.content
    written: dict[str, Any] = {
        "id": named.name or f"q{place}",
        "type": question.type,
        "stem": _text(content.get("stem") or question.stem),
    }
    choices = [_text(choice) for choice in content.get("choices") or question.choices]
    if choices:
        written["choices"] = choices
    written["answer"] = _answer(question)
    written["explanation"] = _text(content.get("explanation") or question.explanation)
    if question.reading:
        written["reading"] = question.reading
    if named.difficulty != _USUAL_DIFFICULTY:
        written["difficulty"] = named.difficulty
    if question.shuffle is not None:
        written["shuffle"] = question.shuffle
    return written


def _answer(question: Question) -> bool | str | list[str]:
    if question.type == "true_false":
        return question.answer == ("true",)
    answer = sorted(question.answer) if question.choices else question.answer
    return answer[0] if len(answer) == 1 else _InOneLine(answer)


def _text(text: str | Mapping[str, str]) -> str | dict[str, str]:
    """A text that all languages share is written once."""
    if isinstance(text, str):
        return text
    said = set(text.values())
    return said.pop() if len(said) == 1 and len(text) > 1 else dict(text)
