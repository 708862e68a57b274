"""The results of a quiz or a bank as a file: the figures in full, everything with what it means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import storage.units
from storage.transaction import Transaction
from study import results, weak_topics
from study.answered_questions import AnsweredQuestion
from study.results import Results
from study.results_words import NOTES, WORDS
from study.rules.county import County
from study.rules.frozen import frozen
from study.rules.item_analysis import BANDS
from study.rules.question import LETTERS, Question, localize
from study.spreadsheets import Cell, Sheet

Row = tuple[Cell, ...]

QUESTION_HEADS = (
    *("number", "bank", "stem", "key", "responses", "right", "unanswered"),
    *("facility", "upper", "lower", "discrimination", "judgement", "passage", "versions"),
)


@frozen
class _Told:
    """Results in one language."""

    tx: Transaction
    found: Results
    county: County
    language: str

    def word(self, name: str) -> str:
        return WORDS[name][self.language]

    def heads(self, *names: str) -> Row:
        return tuple(self.word(name) for name in names)

    def text(self, texts: Mapping[str, str]) -> str:
        return localize(texts, self.language, self.county.settings.language)

    def question(self, asked: AnsweredQuestion) -> Question:
        return asked.version.question(self.language, self.county.settings.language)

    def at(self, instant: datetime) -> str:
        return instant.astimezone(self.county.zone).strftime("%Y-%m-%d %H:%M")


def results_document(
    tx: Transaction, person_id: int, args: Mapping[str, Any], language: str, county: County, now: datetime
) -> tuple[Sheet, ...] | None:
    """Seven sheets; None for somebody who may not see that quiz or bank. `args`: {"subject"}."""
    found = results.of_subject(tx, person_id, str(args.get("subject", "")), county, now)
    if found is None:
        return None
    told = _Told(tx, found, county, language)
    units = results.units_of(tx, person_id, county.local_day(now))
    return (
        Sheet(told.word("overview"), tuple(_overview(told))),
        Sheet(told.word("questions"), tuple(_questions(told))),
        Sheet(told.word("options"), tuple(_options(told))),
        Sheet(told.word("units"), tuple(_units(told))),
        Sheet(told.word("distribution"), tuple(_distribution(told))),
        Sheet(told.word("topics"), tuple(_topics(told))),
        Sheet(told.word("notes"), tuple(_notes(told, units, now))),
    )


def percent(share: float | None) -> float | None:
    """0 to 100, one decimal."""
    return None if share is None else round(100 * share, 1)


def _rounded(figure: float | None) -> float | None:
    return None if figure is None else round(figure, 2)


def _overview(told: _Told) -> Iterable[Row]:
    found = told.found
    yield told.heads("item", "value")
    yield (told.word("title"), told.text(found.title))
    yield (told.word("from"), told.at(found.from_at))
    yield (told.word("until"), told.at(found.until_at))
    if found.assigned is not None:
        yield (told.word("assigned"), found.assigned)
        yield (told.word("begun"), found.begun)
    yield (told.word("answered"), found.answered)
    if found.passed is not None:
        yield (told.word("passed"), found.passed)
    yield (told.word("mean"), _or_too_few(percent(found.mean), found.answered, told))
    yield (told.word("median"), _or_too_few(percent(found.median), found.answered, told))


def _or_too_few(figure: float | None, answered: int, told: _Told) -> Cell:
    return told.word("too_few") if figure is None and answered else figure


def _questions(told: _Told) -> Iterable[Row]:
    yield told.heads(*QUESTION_HEADS)
    for asked in told.found.questions:
        question, figures = told.question(asked), asked.figures
        start = (
            asked.number,
            told.text(asked.bank_title),
            question.stem,
            _key(question, told),
            asked.answered,
        )
        source = asked.source and weak_topics.passage_title(told.tx, asked.source, told.language, told.county)
        end = (source or asked.source, asked.versions)
        if figures is None:
            yield (*start, None, None, None, None, None, None, told.word("too_few"), *end)
            continue
        yield (
            *start,
            figures.right,
            figures.unanswered,
            _rounded(figures.facility),
            _rounded(figures.upper),
            _rounded(figures.lower),
            _rounded(figures.discrimination),
            told.word(JUDGED[figures.judgement]),
            *end,
        )


JUDGED = {"key": "doubtful", "few": "few", "easy": "easy", "hard": "hard", "flat": "flat", "good": "good"}


def _key(question: Question, told: _Told) -> str:
    if question.type == "true_false":
        return " / ".join(told.word(answer) for answer in question.answer)
    return "".join(question.answer) if question.choices else " / ".join(question.answer)


def _options(told: _Told) -> Iterable[Row]:
    yield told.heads("number", "option", "text", "is_key", "chosen", "upper_chosen", "lower_chosen")
    for asked in told.found.questions:
        question = told.question(asked)
        for option in asked.figures.options if asked.figures else ():
            text = option.option
            if question.choices:
                text = question.choices[LETTERS.index(option.option)]
            elif question.type == "true_false":
                text = told.word(option.option)
            yield (
                asked.number,
                option.option if question.choices else "",
                text,
                told.word("yes") if option.is_key else "",
                option.people,
                round(option.upper, 1),
                round(option.lower, 1),
            )


def _units(told: _Told) -> Iterable[Row]:
    is_quiz = told.found.assigned is not None
    yield told.heads("unit", *(("assigned",) if is_quiz else ()), "answered", "mean")
    for unit in told.found.units:
        mean = _or_too_few(percent(unit.mean), unit.answered, told)
        yield (unit.path, *((unit.assigned,) if is_quiz else ()), unit.answered, mean)


def band_names() -> list[str]:
    """The five bands of the score in percent, the lowest first."""
    step = 100 // BANDS
    return [f"{low}–{low + step - 1} %" for low in range(0, 100 - step, step)] + [f"{100 - step}–100 %"]


def _distribution(told: _Told) -> Iterable[Row]:
    yield told.heads("band", "people")
    yield from zip(band_names(), told.found.bands, strict=False)


def _topics(told: _Told) -> Iterable[Row]:
    questions = told.found.questions
    yield told.heads("kind", "name", "asked", "responses", "right", "share")
    parts = [("topic", part) for part in weak_topics.topics(questions, told.language, told.county)]
    passages = weak_topics.passages(told.tx, questions, told.language, told.county)
    for kind, part in (*parts, *(("reading_passage", part) for part in passages)):
        yield (told.word(kind), part.title, part.questions, part.responses, part.right, percent(part.share))


def _notes(told: _Told, units: Iterable[int], now: datetime) -> Iterable[Row]:
    paths = "；".join(storage.units.by_id(told.tx, unit_id).path for unit_id in units)
    for line in NOTES[told.language]:
        yield (line.format(as_of=told.at(now), units=paths),)
