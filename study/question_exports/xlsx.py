"""A bank as a table that `read_tables` reads again, and the template that shows how such a table is filled in."""

from __future__ import annotations

from collections.abc import Sequence

from study.question_exports.exported import NamedQuestion
from study.question_exports.headings import answer_in_words, headings, type_in_words
from study.question_exports.template_words import EXAMPLES, INSTRUCTIONS, SHEETS
from study.rules.question import LETTERS
from study.spreadsheets import Cell, Sheet

FEWEST_OPTIONS = 4


def bank_sheets(questions: Sequence[NamedQuestion], language: str) -> tuple[Sheet, ...]:
    """One sheet, a question to a row, headed in that language."""
    return (_sheet(questions, language),)


def template(language: str) -> tuple[Sheet, ...]:
    """The headings with an example of each type of question, and a sheet that says how to fill it in."""
    chosen = "zh-Hans" if language == "zh-Hans" else "en"
    lines = tuple((line,) for line in INSTRUCTIONS[chosen])
    return _sheet(EXAMPLES[chosen], language), Sheet(SHEETS[chosen][1], lines)


def _sheet(questions: Sequence[NamedQuestion], language: str) -> Sheet:
    most = max((len(named.question.choices) for named in questions), default=0)
    options = min(max(most, FEWEST_OPTIONS), len(LETTERS))
    rows = [_row(named, options, language) for named in questions]
    name = SHEETS["zh-Hans" if language == "zh-Hans" else "en"][0]
    return Sheet(name, (headings(options, language), *rows))


def _row(named: NamedQuestion, options: int, language: str) -> tuple[Cell, ...]:
    question = named.question
    return (
        named.name,
        type_in_words(question.type, language),
        question.stem,
        *question.choices,
        *[""] * (options - len(question.choices)),
        answer_in_words(question, language),
        question.explanation,
        named.difficulty,
    )
