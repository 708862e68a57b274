"""What quizzes and banks came to, for whoever teaches: within the units of their grants, and about nobody alone.

A share of fewer than LEAST_SHOWN people is not told, nor one that could be worked out from what is told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import storage.bank_results
import storage.results
from storage.banks import Bank
from storage.results import Quiz
from storage.transaction import Transaction
from study import audiences, banks
from study.answered_questions import AnsweredQuestion, answered_questions
from study.quiz_titles import quiz_title
from study.results_by_unit import UnitFigures, by_unit
from study.rules.county import County
from study.rules.frozen import frozen
from study.rules.item_analysis import bands, mean, median
from study.rules.score import Score

ACTION = "see_results"
LEAST_SHOWN = 5
PAGE = 6

Texts = Mapping[str, str]
Scores = Sequence[tuple[Score, int]]
"""Scores, and how many people have each."""


@frozen
class QuizLine:
    """A quiz in the list; `mean` (0 to 1) of first attempts, None where too few answered."""

    id: int
    title: Texts
    opens_at: datetime
    assigned: int
    answered: int
    mean: float | None


@frozen
class Results:
    """Everything about one quiz or one bank; `subject`: how buttons and files name it.

    People `assigned` (None for a bank), who have `begun` and `answered`; `passed` of them by their best attempt,
    None where nothing is to be passed or too few answered. `mean`, `median` (0 to 1) and `bands` (people in each
    fifth of the scale) of the scores of first attempts, None and () where too few answered; `total`: questions of
    an attempt where all had as many. `from_at`: when it opened, or the period began.
    """

    subject: str
    title: Texts
    from_at: datetime
    until_at: datetime
    assigned: int | None
    begun: int
    answered: int
    passed: int | None
    mean: float | None
    median: float | None
    bands: tuple[int, ...]
    total: int | None
    questions: tuple[AnsweredQuestion, ...]
    units: tuple[UnitFigures, ...]


def units_of(tx: Transaction, person_id: int, today: date) -> list[int]:
    """The topmost units whose results this person may see."""
    return audiences.granted_units(tx, person_id, ACTION, today)


def latest_quizzes(
    tx: Transaction, person_id: int, page: int, county: County, now: datetime
) -> tuple[list[QuizLine], int, int]:
    """(the quizzes of a page counted from 0, that page or the last one there is, how many pages there are)."""
    units = units_of(tx, person_id, county.local_day(now))
    if not units:
        return [], 0, 1
    pages = max(1, -(-storage.results.count_quizzes(tx, units, now) // PAGE))
    page = min(max(page, 0), pages - 1)
    found = storage.results.quizzes(tx, units, now, PAGE, page * PAGE)
    return [_line(tx, quiz, units, county, now) for quiz in found], page, pages


def _line(tx: Transaction, quiz: Quiz, units: Sequence[int], county: County, now: datetime) -> QuizLine:
    shares = storage.results.shares(tx, quiz.id, units, county.local_day(now))
    answered = _sum(shares, "answered")
    return QuizLine(
        id=quiz.id,
        title=quiz_title(tx, quiz.reading, quiz.name, quiz.quiz_json, county),
        opens_at=quiz.opens_at,
        assigned=_sum(shares, "assigned"),
        answered=answered,
        mean=mean(_shown(_all(storage.results.scores(tx, quiz.id, units)))),
    )


def of_subject(
    tx: Transaction, person_id: int, subject: str, county: County, now: datetime
) -> Results | None:
    """The results a button or a file names; None where this person has no such quiz or bank to see."""
    if subject.isascii() and subject.isdigit() and len(subject) < 19:
        return of_quiz(tx, person_id, int(subject), county, now)
    if subject.startswith(BANK):
        return of_bank(tx, person_id, subject.removeprefix(BANK), county, now)
    return None


BANK = "b-"
"""How the subject of a bank begins; what follows is its slug."""


def of_quiz(
    tx: Transaction, person_id: int, assignment_id: int, county: County, now: datetime
) -> Results | None:
    """One assignment's quiz as of now."""
    today = county.local_day(now)
    units = units_of(tx, person_id, today)
    quiz = storage.results.quiz(tx, assignment_id, units, now) if units else None
    if quiz is None:
        return None
    shares = storage.results.shares(tx, quiz.id, units, today)
    scores = storage.results.scores(tx, quiz.id, units)
    left = storage.results.unanswered(tx, quiz.id, units)
    answers = storage.results.answers(tx, quiz.id, units)
    all_scores = _shown(_all(scores))
    has_passes = all_scores and quiz.quiz_json.get("pass_percent")
    return Results(
        subject=str(quiz.id),
        title=quiz_title(tx, quiz.reading, quiz.name, quiz.quiz_json, county),
        from_at=quiz.opens_at,
        until_at=min(quiz.due_at, now),
        assigned=_sum(shares, "assigned"),
        begun=_sum(shares, "begun"),
        answered=_sum(shares, "answered"),
        passed=_sum(shares, "passed") if has_passes else None,
        mean=mean(all_scores),
        median=median(all_scores),
        bands=bands(all_scores) if all_scores else (),
        total=_total(all_scores),
        questions=answered_questions(tx, answers, left, LEAST_SHOWN),
        units=by_unit(tx, units, shares, _by_unit(scores), LEAST_SHOWN),
    )


def of_bank(tx: Transaction, person_id: int, slug: str, county: County, now: datetime) -> Results | None:
    """The questions of one bank since the beginning of this year."""
    today = county.local_day(now)
    units = units_of(tx, person_id, today)
    bank = banks.usable_bank(tx, person_id, ACTION, slug, today) if units else None
    if bank is None or not _is_of_quizzes(bank):
        return None
    since = county.midnight(date(county.year(now), 1, 1))
    scores, answers = storage.bank_results.tallies(tx, slug, units, since)
    all_scores = _shown(_all(scores))
    answered = _sum(scores, "people")
    shares = [{"unit_id": row["unit_id"], "assigned": None, "answered": row["people"]} for row in scores]
    return Results(
        subject=f"{BANK}{slug}",
        title=bank.title,
        from_at=since,
        until_at=now,
        assigned=None,
        begun=answered,
        answered=answered,
        passed=None,
        mean=mean(all_scores),
        median=median(all_scores),
        bands=bands(all_scores) if all_scores else (),
        total=_total(all_scores),
        questions=answered_questions(tx, answers, {}, LEAST_SHOWN),
        units=by_unit(tx, units, shares, _by_unit(scores), LEAST_SHOWN),
    )


def banks_to_see(tx: Transaction, person_id: int, county: County, now: datetime) -> list[Bank]:
    """The banks whose results this person may look into."""
    return [
        bank
        for bank in banks.usable(tx, person_id, ACTION, county.local_day(now))
        if _is_of_quizzes(bank) and bank.questions
    ]


def _is_of_quizzes(bank: Bank) -> bool:
    """The check questions of a reading are asked until they are right: nothing is measured by them."""
    return not bank.slug.startswith("check/")


def _sum(rows: Iterable[Mapping[str, Any]], name: str) -> int:
    return sum(int(row[name]) for row in rows)


def _all(rows: Iterable[Mapping[str, Any]]) -> list[tuple[Score, int]]:
    people: dict[Score, int] = defaultdict(int)
    for row in rows:
        if row["score_total"]:  # else every question of it was declared void
            people[Score(row["score_right"], row["score_total"])] += int(row["people"])
    return list(people.items())


def _shown(scores: Scores) -> Scores:
    """The scores, or none where they are too few people's."""
    return scores if sum(people for _, people in scores) >= LEAST_SHOWN else ()


def _total(scores: Scores) -> int | None:
    totals = {score.total for score, _ in scores}
    return totals.pop() if len(totals) == 1 else None


def _by_unit(rows: Iterable[Mapping[str, Any]]) -> dict[int, list[tuple[Score, int]]]:
    found: dict[int, list[tuple[Score, int]]] = defaultdict(list)
    for row in rows:
        found[row["unit_id"]].append((Score(row["score_right"], row["score_total"]), int(row["people"])))
    return found
