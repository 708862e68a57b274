"""The garden's own bank files: YAML, one or both languages, every question judged alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter, ValidationError

from study.authored import LANGUAGES
from study.question_files.found import (
    Found,
    FoundQuestion,
    FoundTexts,
    Place,
    QuestionFile,
    RefusedQuestion,
    SkippedQuestion,
    UnreadableQuestions,
    gathered,
    unfit,
)
from study.rules.content import QuestionUnit
from study.rules.question_types import QUESTION_TYPES
from study.strict_yaml import Fault, Faulty, Lines, read_tree, spelt

_UNIT = TypeAdapter(QuestionUnit)
_REASONS = {
    "missing": "yaml_missing",
    "missing_argument": "yaml_missing",
    "unexpected_keyword_argument": "yaml_unknown",
    "extra_forbidden": "yaml_unknown",
}


def read_yaml_bank(text: str) -> QuestionFile:
    """The questions of a bank; `texts` are those of each language it names.

    Raises UnreadableQuestions when it is no bank at all, too large or too deep. A text that is no YAML is one
    refusal with its line.
    """
    try:
        tree, lines = read_tree(text, "")
    except Faulty as error:
        return QuestionFile(refused=tuple(_syntax(fault) for fault in error.faults))
    questions = tree.get("questions") if isinstance(tree, dict) else tree
    if not isinstance(questions, list):
        raise UnreadableQuestions("not_questions")
    found = gathered(each for index, item in enumerate(questions) for each in _found(index, item, lines))
    heading = tree if isinstance(tree, dict) else {}
    topic = heading.get("topic")
    return QuestionFile(
        found.questions,
        found.refused,
        found.skipped,
        _by_language(heading.get("title")),
        topic if isinstance(topic, str) else "",
    )


def _syntax(fault: Fault) -> RefusedQuestion:
    if "file is larger" in fault.message:
        raise UnreadableQuestions("too_large")
    if "nested too deeply" in fault.message:
        raise UnreadableQuestions("too_deep")
    return RefusedQuestion(
        Place("line", max(1, fault.line)), "yaml_syntax", fault.message.removeprefix("this is not YAML: ")
    )


def _found(index: int, item: Any, lines: Lines) -> Iterator[Found]:
    """`lines` are those of the whole file."""
    at: tuple[str | int, ...] = ("questions", index) if ("questions",) in lines else (index,)
    place = Place("line", lines.get(at, 1))
    stem = _beginning(item)
    kind = item.get("type") if isinstance(item, dict) else None
    if isinstance(kind, str) and kind not in QUESTION_TYPES:
        yield SkippedQuestion(place, kind[:40], stem)
        return
    named = isinstance(item, dict) and any(isinstance(item.get(key), dict) for key in ("stem", "explanation"))
    try:
        unit = _UNIT.validate_python(_filled_in(item))
    except ValidationError as error:
        detail = error.errors()[0]
        steps = tuple(step for step in detail["loc"] if step != "[key]")
        line = next(
            (lines[at + steps[:end]] for end in range(len(steps), 0, -1) if at + steps[:end] in lines), 0
        )
        yield RefusedQuestion(
            Place("line", line or place.number),
            _REASONS.get(detail["type"], "yaml_value"),
            spelt(detail["loc"]) if detail["loc"] else "questions",
            stem,
        )
        return
    yield _question(place, unit, named, stem)


def _beginning(item: Any) -> str:
    stem = item.get("stem") if isinstance(item, dict) else None
    texts = _by_language(stem)
    return next(iter(texts.values()), "")[:40]


def _by_language(text: Any) -> dict[str, str]:
    """A text that is said once is the same in all languages."""
    if isinstance(text, str):
        return dict.fromkeys(LANGUAGES, text)
    return (
        {key: said for key, said in text.items() if isinstance(said, str)} if isinstance(text, dict) else {}
    )


def _filled_in(item: Any) -> Any:
    """The question as its shape wants it: texts by language, an answer as a list, an explanation at least empty."""
    if not isinstance(item, dict):
        return item
    filled = {key: value for key, value in item.items() if value is not None}
    filled.setdefault("id", "")
    filled.setdefault("explanation", {})
    for key in ("stem", "explanation"):
        if isinstance(filled.get(key), str):
            filled[key] = _by_language(filled[key])
    if isinstance(filled.get("choices"), list):
        filled["choices"] = [_by_language(c) if isinstance(c, str) else c for c in filled["choices"]]
    if isinstance(filled.get("answer"), str):
        filled["answer"] = [filled["answer"]]
    return filled


def _question(place: Place, unit: QuestionUnit, named: bool, stem: str) -> Found:
    spoken = [language for language in LANGUAGES if unit.stem.get(language, "").strip()]
    for texts in (unit.stem, unit.explanation, *unit.choices):
        for language in texts:
            if language not in LANGUAGES:
                return RefusedQuestion(place, "unknown_language", language, stem)
    for texts in (*unit.choices, *([unit.explanation] if any(unit.explanation.values()) else [])):
        for language in spoken:
            if not texts.get(language, "").strip():
                return RefusedQuestion(place, "language_missing", language, stem)
    if not spoken:
        return RefusedQuestion(place, "no_stem")
    if not 1 <= unit.difficulty <= 5:
        return RefusedQuestion(place, "yaml_value", "difficulty", stem)
    texts_of = {language: _texts(unit, language) for language in spoken}
    found = [_in_language(place, unit, texts_of[language]) for language in spoken]
    faulty = next((each for each in found if unfit(each)), None)
    if faulty is not None:
        return faulty
    is_same = len(set(texts_of.values())) == 1 and not named
    return replace(found[0], texts=None if is_same else texts_of)


def _texts(unit: QuestionUnit, language: str) -> FoundTexts:
    return FoundTexts(
        unit.stem[language],
        tuple(choice[language] for choice in unit.choices),
        unit.explanation.get(language, ""),
    )


def _in_language(place: Place, unit: QuestionUnit, texts: FoundTexts) -> FoundQuestion:
    return FoundQuestion(
        place, unit.type, texts.stem, texts.choices, unit.answer, texts.explanation, unit.id, unit.difficulty,
        None, unit.reading, unit.shuffle,
    )  # fmt: skip
