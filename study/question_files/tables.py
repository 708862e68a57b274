"""Questions in tables: one to a row, under a header in either language; several sheets, one to a type."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from study.question_files.found import (
    Found,
    FoundQuestion,
    Place,
    QuestionFile,
    QuestionTypeName,
    RefusedQuestion,
    SkippedQuestion,
    UnreadableQuestions,
    gathered,
)
from study.question_files.marks import BLANK, letters_in, truth
from study.question_files.table_columns import MOST_COLUMNS, Columns, find_columns
from study.question_files.table_options import Doubt, letters_meant, options_of
from study.question_files.table_stems import (
    USUAL_DIFFICULTY,
    answer_in,
    are_numbered,
    clean,
    difficulty_of,
    has_line,
    options_in,
    split_stem,
    with_blank,
    without_answer,
    without_bracket,
)
from study.question_files.table_types import TypeWord, type_in_name, type_of_heading, type_word
from study.rules.frozen import frozen
from study.rules.question import LETTERS
from study.spreadsheets import TextSheet

_INSTRUCTIONS = re.compile(
    r"说明|须知|要求|填写|示例|指南|帮助|how.?to|instruction|read.?me|help|guide|example", re.IGNORECASE
)
_APART = re.compile(r"(?<!\\)[|｜；]")
_ESCAPED = re.compile(r"\\([|｜；])")
_LIKE_LETTERS = re.compile(r"[A-H]{1,8}")


def read_tables(sheets: Sequence[TextSheet]) -> QuestionFile:
    """The questions of all sheets that have a header. Raises UnreadableQuestions("no_header") when none has."""
    found = [(sheet, find_columns(sheet.rows)) for sheet in sheets]
    if not any(columns for _, columns in found):
        raise UnreadableQuestions("no_header")
    several = sum(columns is not None for _, columns in found) > 1
    return gathered(
        each
        for sheet, columns in found
        for each in (_Table(sheet, columns, several).found() if columns else _left_out(sheet))
    )


def surest(sheets: Sequence[TextSheet]) -> tuple[TextSheet, ...]:
    """Of readings of one and the same csv, that with the fullest header; none when no reading has one."""
    found = [(len(columns), sheet) for sheet in sheets if (columns := find_columns(sheet.rows))]
    return (max(found, key=lambda each: each[0])[1],) if found else ()


def accepted(written: str) -> tuple[str, ...]:
    """The accepted strings of an answer: apart by `|` or `；`; a backslash keeps the mark in a string."""
    parts = (_ESCAPED.sub(r"\1", part).strip() for part in _APART.split(written))
    return tuple(dict.fromkeys(part for part in parts if part))


def _left_out(sheet: TextSheet) -> Iterator[Found]:
    """A sheet without a header is said to be left out, unless it is empty or explains how to fill in."""
    wide = sum(sum(bool(cell.strip()) for cell in row[:MOST_COLUMNS]) > 2 for row in sheet.rows[:200])
    if wide > 1 and not _INSTRUCTIONS.search(sheet.name):
        yield RefusedQuestion(Place("row", 1, sheet.name), "sheet_without_header")


@frozen
class _Row:
    """What a row says, cleaned; `kind`: its type, wherever that is said."""

    place: Place
    kind: TypeWord | None
    stem: str
    options: tuple[str, ...]
    answer: str
    explanation: str
    difficulty: int
    name: str

    def refused(self, reason: str, text: str, column: str) -> RefusedQuestion:
        return RefusedQuestion(self.place, reason, text, self.stem[:40], column)

    def question(
        self, kind: QuestionTypeName, stem: str, options: tuple[str, ...], answer: tuple[str, ...]
    ) -> FoundQuestion:
        return FoundQuestion(
            self.place,
            kind,
            stem,
            options,
            answer,
            self.explanation,
            self.name,
            self.difficulty,
        )


class _Table:
    """One sheet under its header."""

    def __init__(self, sheet: TextSheet, columns: Columns, several: bool) -> None:
        self.sheet, self.columns = sheet, columns
        self.name = sheet.name if several else ""
        self.kind = type_in_name(sheet.name)
        self.rows = sheet.rows[columns.first_row :]
        self.numbered = are_numbered(self.cell(row, columns.stem) for row in self.rows)
        self.answer_heading = columns.headings[columns.answers[0][0]] if columns.answers else ""
        self.options_heading = columns.headings[columns.options[0]] if columns.options else ""

    @staticmethod
    def cell(row: Sequence[str], position: int | None) -> str:
        return row[position] if position is not None and position < len(row) else ""

    def found(self) -> Iterator[Found]:
        for number, row in enumerate(self.rows, start=self.columns.first_row + 1):
            filled = [cell for cell in row[:MOST_COLUMNS] if cell.strip()]
            if len(filled) == 1 and (heading := type_of_heading(clean(filled[0]))):
                self.kind = heading
            elif filled:
                yield from self._found(Place("row", number, self.name), row)

    def _found(self, place: Place, row: Sequence[str]) -> Iterator[Found]:
        stem = clean(self.cell(row, self.columns.stem))
        options = [clean(self.cell(row, position)) for position in self.columns.options]
        answer = self._answer(row)
        if not stem:
            if any(options) or answer:
                yield RefusedQuestion(place, "no_stem", column=self.columns.headings[self.columns.stem])
        elif stem != self.columns.headings[self.columns.stem]:
            yield self._question(self._row(place, row, stem, options, answer))

    def _answer(self, row: Sequence[str]) -> str:
        """The answer cells; a mark below `答案A` means A."""
        parts = []
        for position, letter in self.columns.answers:
            text = clean(self.cell(row, position))
            told = truth(text) if letter and text else None
            if text and told != "false":
                parts.append(letter if told else text)
        return "\n".join(parts)

    def _row(self, place: Place, row: Sequence[str], stem: str, cells: list[str], answer: str) -> _Row:
        before, stem = split_stem(stem, self.numbered)
        other = self.columns.other
        kind = type_word(clean(self.cell(row, other.get("type")))) or before or self.kind
        options = options_of(cells)
        wants_options = kind is None or kind.type in ("choice", "single_choice", "multiple_choice")
        if not options and wants_options:
            stem, options = options_in(stem)
        if not answer and (wants_options or (kind and kind.type == "true_false")):
            stem, answer = answer_in(stem)
        difficulty = self.cell(row, other.get("difficulty"))
        return _Row(
            place,
            kind,
            stem,
            options,
            answer,
            clean(self.cell(row, other.get("explanation"))),
            difficulty_of(difficulty) if difficulty else USUAL_DIFFICULTY,
            clean(self.cell(row, other.get("name"))),
        )

    def _question(self, row: _Row) -> Found:
        wanted = row.kind.type if row.kind else None
        if row.kind and wanted is None:
            return SkippedQuestion(row.place, row.kind.written, row.stem[:40])
        if not row.answer:
            return row.refused("no_answer", "", self.answer_heading)
        if wanted in ("choice", "single_choice", "multiple_choice") or (wanted is None and row.options):
            return self._choices(row, wanted)
        if wanted == "true_false" or (wanted is None and _is_judgement(row)):
            return self._judgement(row)
        return self._words(row, wanted)

    def _choices(self, row: _Row, wanted: str | None) -> Found:
        if not row.options:
            return row.refused("no_options", "", self.options_heading)
        if len(row.options) > len(LETTERS):
            return row.refused("too_many_options", str(len(LETTERS)), self.options_heading)
        for place, option in enumerate(row.options):
            if not option:
                return row.refused("option_is_empty", LETTERS[place], self._option_heading(place))
        letters = letters_meant(row.answer, row.options)
        if isinstance(letters, Doubt):
            return row.refused(letters.reason, letters.text, self.answer_heading)
        if wanted == "single_choice" and len(letters) > 1:
            return row.refused("several_answers", "".join(letters), self.answer_heading)
        kind: QuestionTypeName = (
            "multiple_choice" if wanted == "multiple_choice" or len(letters) > 1 else "single_choice"
        )
        return row.question(kind, without_answer(row.stem, letters), row.options, letters)

    def _option_heading(self, place: int) -> str:
        columns = self.columns.options
        return (
            self.columns.headings[columns[place] if place < len(columns) else columns[0]] if columns else ""
        )

    def _judgement(self, row: _Row) -> Found:
        if not all(truth(option) for option in row.options):
            return row.refused("options_not_expected", "", self.options_heading)
        letters = letters_meant(row.answer, row.options) if row.options else ()
        meant = letters if isinstance(letters, tuple) else ()
        told = truth(row.options[LETTERS.index(meant[0])]) if len(meant) == 1 else truth(row.answer)
        if told is None:
            return row.refused("no_truth", row.answer[:40], self.answer_heading)
        return row.question("true_false", without_bracket(without_answer(row.stem, (told,))), (), (told,))

    def _words(self, row: _Row, wanted: str | None) -> Found:
        if row.options:
            return row.refused("options_not_expected", "", self.options_heading)
        if wanted is None and letters_in(row.answer) and _LIKE_LETTERS.fullmatch(row.answer):
            return row.refused("no_options", "", self.options_heading)
        if wanted == "fill_in" or (wanted is None and BLANK.search(row.stem)):
            return row.question("fill_in", with_blank(row.stem), (), accepted(row.answer))
        return row.question("short_answer", row.stem, (), accepted(row.answer))


def _is_judgement(row: _Row) -> bool:
    """√ or 对 where nobody said what type it is; a digit or a drawn blank is filled in instead."""
    return truth(row.answer) is not None and not row.answer.isdigit() and not has_line(row.stem)
