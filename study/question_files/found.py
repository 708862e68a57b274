"""What a question file holds: questions, what is refused with its place, what is skipped because of its type."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import Literal

from study.rules.frozen import frozen
from study.rules.question import LETTERS, Question
from study.rules.question_types import QUESTION_TYPES

Unreadable = Literal[
    "not_readable",
    "too_large",
    "too_deep",
    "wrong_encoding",
    "not_questions",
    "no_header",
    "table_too_large",
    "locked",
    "too_many_questions",
    "old_word",
    "web_page",
    "unknown_format",
]

QuestionTypeName = Literal["single_choice", "multiple_choice", "true_false", "fill_in", "short_answer"]


@frozen
class Place:
    """Where in a file: `kind` says what `number` counts; `sheet` where a workbook has several."""

    kind: Literal["line", "row", "question"]
    number: int
    sheet: str = ""


@frozen
class FoundTexts:
    """The words of a question in one language."""

    stem: str
    choices: tuple[str, ...] = ()
    explanation: str = ""


@frozen
class FoundQuestion:
    """One question as the file states it. `answer` as in `Question`.

    `name`: what the file itself calls it, or "". `texts`: all its words by language, where the file has several;
    `reading`: "slug#section" that teaches the answer.
    """

    place: Place
    type: QuestionTypeName
    stem: str
    choices: tuple[str, ...]
    answer: tuple[str, ...]
    explanation: str = ""
    name: str = ""
    difficulty: int = 3
    texts: Mapping[str, FoundTexts] | None = None
    reading: str | None = None
    shuffle: bool | None = None


@frozen
class RefusedQuestion:
    """Something that should be a question and cannot be taken. `reason` is a key of `question_files.words`,
    `text` what it names (or, for "unfit", the question type's own sentence); `stem` its beginning, if any;
    `column` the heading of the cell to blame, as the table has it."""

    place: Place
    reason: str
    text: str = ""
    stem: str = ""
    column: str = ""


@frozen
class SkippedQuestion:
    """A question of a type the garden does not have; `kind` as the file names it."""

    place: Place
    kind: str
    stem: str = ""


@frozen
class QuestionFile:
    """Everything found, in the order of the file. `title` by language and `topic`: what a bank's file says."""

    questions: tuple[FoundQuestion, ...] = ()
    refused: tuple[RefusedQuestion, ...] = ()
    skipped: tuple[SkippedQuestion, ...] = ()
    title: Mapping[str, str] = field(default_factory=dict)
    topic: str = ""


class UnreadableQuestions(ValueError):
    """A whole file that cannot be read; `reason` is a key of `question_files.words`."""

    def __init__(self, reason: Unreadable) -> None:
        super().__init__(reason)
        self.reason: Unreadable = reason


PICTURE = "\ufffc"
"""What a reader puts into a text where the file shows a picture or a formula."""


class NotTaken(Exception):
    """Ends the reading of one question within a reader, which then refuses it; what follows it is read."""

    def __init__(self, reason: str, text: str = "") -> None:
        super().__init__(reason)
        self.reason, self.text = reason, text


Found = FoundQuestion | RefusedQuestion | SkippedQuestion


def gathered(found: Iterable[Found]) -> QuestionFile:
    """Sorted into kinds; a question its own type calls unfit is refused with that sentence."""
    questions, refused, skipped = [], [], []
    for each in found:
        if isinstance(each, FoundQuestion):
            faults = unfit(each)
            if any(PICTURE in text for text in (each.stem, *each.choices, *each.answer, each.explanation)):
                refused.append(RefusedQuestion(each.place, "has_picture", "", each.stem[:40]))
            elif faults:
                refused.append(RefusedQuestion(each.place, "unfit", " ".join(faults), each.stem[:40]))
            else:
                questions.append(each)
        elif isinstance(each, RefusedQuestion):
            refused.append(each)
        else:
            skipped.append(each)
    return QuestionFile(tuple(questions), tuple(refused), tuple(skipped))


def unfit(found: FoundQuestion) -> list[str]:
    """Sentences about what its type misses."""
    if not found.stem.strip():
        return ["The question has no text."]
    question = Question("", found.type, found.stem, found.choices, found.answer)
    return QUESTION_TYPES[found.type].check(question)


def letters(places: Iterable[int]) -> tuple[str, ...]:
    """Letters of the choices at these places, from 0."""
    return tuple(LETTERS[place] for place in sorted(set(places)))
