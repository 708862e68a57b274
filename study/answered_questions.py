"""Questions as a group of people answered them: each with its figures and the form in which they are told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import storage.results
from storage.content import QuestionVersion
from storage.transaction import Transaction
from study.rules.frozen import frozen
from study.rules.item_analysis import ATTENTION, Counted, ItemFigures, analyse
from study.rules.score import Score


@frozen
class AnsweredQuestion:
    """`number` from 1 in the order of the banks; `version` is how it reads: now, or where the choices have since
    become others, as most answered it. `answered`: people; `figures` None where they are too few to be told.
    `versions`: in how many forms it was answered; `is_as_now`: `version` is the current one; `void`: people whose
    answers count for nothing, the question having been declared void."""

    number: int
    question_id: int
    bank_title: Mapping[str, str]
    topic: str
    version: QuestionVersion
    answered: int
    figures: ItemFigures | None
    versions: int
    void: int
    is_as_now: bool

    @property
    def source(self) -> str:
        """The passage it rests on as `slug#section`; "" where it names none."""
        return self.version.content.get("reading") or ""

    @property
    def facility(self) -> float | None:
        return self.figures.facility if self.figures else None

    @property
    def needs_attention(self) -> bool:
        return self.figures is not None and self.figures.judgement in ATTENTION


def answered_questions(
    tx: Transaction, rows: Iterable[Mapping[str, Any]], left: Mapping[int, int], least: int
) -> tuple[AnsweredQuestion, ...]:
    """`rows` as `storage.results.answers` has them; `left`: people who left a question unanswered.

    Questions that fewer than `least` people answered have no figures.
    """
    answers: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        answers[row["question_id"]].append(row)
    asked = storage.results.questions(tx, sorted({*answers, *left}))
    wanted = {row["question_version_id"] for given in answers.values() for row in given}
    wanted |= {row["current_version_id"] for row in asked}
    versions = storage.results.contents(tx, sorted(wanted))
    return tuple(
        _question(
            number, row, answers.get(row["question_id"], ()), left.get(row["question_id"], 0), versions, least
        )
        for number, row in enumerate(asked, start=1)
    )


def _question(
    number: int,
    asked: Mapping[str, Any],
    rows: Sequence[Mapping[str, Any]],
    left: int,
    versions: Mapping[int, QuestionVersion],
    least: int,
) -> AnsweredQuestion:
    people: dict[int, int] = defaultdict(int)
    void = sum(int(row["people"]) for row in rows if row["is_void"])
    rows = [row for row in rows if not row["is_void"]]
    for row in rows:
        people[row["question_version_id"]] += int(row["people"])
    version = _version(versions, asked["current_version_id"], people)
    answered = sum(people.values())
    return AnsweredQuestion(
        number=number,
        question_id=asked["question_id"],
        bank_title=asked["title_json"],
        topic=asked["topic"],
        version=version,
        answered=answered,
        figures=_figures(version, rows, left, versions) if answered >= least else None,
        versions=len(people),
        void=void,
        is_as_now=version.id == asked["current_version_id"],
    )


def _version(
    versions: Mapping[int, QuestionVersion], current_id: int, people: Mapping[int, int]
) -> QuestionVersion:
    current = versions[current_id]
    if not people or any(_same_choices(versions[version_id], current) for version_id in people):
        return current
    return versions[max(people, key=lambda version_id: (people[version_id], version_id))]


def _same_choices(one: QuestionVersion, other: QuestionVersion) -> bool:
    """Whether a letter means the same in both: equal choices, or as many and the same key, with other wording."""
    first, second = one.content, other.content
    choices, others = first.get("choices") or [], second.get("choices") or []
    reworded = len(choices) == len(others) and first["answer"] == second["answer"]
    return bool(first["type"] == second["type"] and (choices == others or reworded))


def _figures(
    version: QuestionVersion,
    rows: Iterable[Mapping[str, Any]],
    left: int,
    versions: Mapping[int, QuestionVersion],
) -> ItemFigures:
    counted = [
        Counted(
            given=tuple(row["given_json"]),
            is_right=bool(row["is_right"]),
            score=Score(row["score_right"], row["score_total"]),
            people=int(row["people"]),
            of_these_choices=_same_choices(versions[row["question_version_id"]], version),
        )
        for row in rows
    ]
    return analyse(version.question("zh-Hans", "en"), counted, left)
