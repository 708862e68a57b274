"""The results of one quiz of twenty questions that a whole county has answered, as a reader counts them."""

from __future__ import annotations

import asyncio
import tempfile
import time
from datetime import UTC, datetime, timedelta
from random import Random

import storage.assignments
import storage.content
import storage.grants
import storage.people
import storage.units
from benchmarks.figures import CADRES, UNITS, Figure
from storage.database import Database
from storage.migrating import migrate
from storage.opening import open_database
from storage.people import RosterEntry
from storage.transaction import Transaction
from study import results
from study.rules.county import County
from study.rules.settings import Settings
from study.rules.working_days import WorkCalendar

QUESTIONS = 20
BANK = "bank"
NOW = datetime(2026, 11, 20, tzinfo=UTC)
COUNTY = County(Settings(), WorkCalendar())


def measure(repeats: int = 3) -> list[Figure]:
    quiz, bank, latest = asyncio.run(_run(repeats))
    return [
        Figure(f"results of a quiz: 5,649 people x {QUESTIONS} questions", quiz, "s", 1.5),
        Figure("results of its bank", bank, "s", 3),
        Figure("the list of the latest quizzes", latest, "s", 1.5),
    ]


async def _run(repeats: int) -> tuple[tuple[float, ...], tuple[float, ...], tuple[float, ...]]:
    with tempfile.TemporaryDirectory() as folder:
        db = await open_database(f"sqlite:{folder}/garden.db")
        try:
            await migrate(db, NOW)
            quiz = await db.write(_answered)
            return (
                tuple([await _seconds(db, results.of_quiz, 1, quiz, COUNTY, NOW) for _ in range(repeats)]),
                tuple([await _seconds(db, results.of_bank, 1, BANK, COUNTY, NOW) for _ in range(repeats)]),
                tuple(
                    [await _seconds(db, results.latest_quizzes, 1, 0, COUNTY, NOW) for _ in range(repeats)]
                ),
            )
        finally:
            await db.close()


async def _seconds(db: Database, query: object, *args: object) -> float:
    began = time.perf_counter()
    found = await db.read(query, *args)  # type: ignore[arg-type]
    assert found
    return time.perf_counter() - began


def _answered(tx: Transaction) -> int:
    """The quiz; person 1 teaches the whole county."""
    units = storage.units.ensure(tx, [f"County/Unit {n:02}" for n in range(UNITS)])
    day = NOW.date()
    people = [
        storage.people.insert(
            tx,
            RosterEntry(
                f"B{n}",
                f"Cadre {n}",
                units[f"County/Unit {n % UNITS:02}"].id,
                "ordinary",
                "",
                "en",
                day,
                None,
            ),
            "08:30",
        )
        for n in range(CADRES)
    ]
    storage.grants.put(tx, people[0], "admin", units["County"].id, None, NOW)
    quiz = storage.assignments.insert(
        tx,
        kind="scheduled",
        name="quiz",
        occurrence="once",
        reading=None,
        quiz={"banks": [BANK], "draw": QUESTIONS},
        audience={"everyone": True},
        opens_at=NOW - timedelta(days=1),
        due_at=NOW,
    )
    assert quiz is not None
    _bank(tx)
    _shares(tx, quiz)
    return quiz


def _bank(tx: Transaction) -> None:
    storage.content.keep_bank(tx, BANK, {"en": "A bank"}, "topic", is_practice=True)
    for n in range(QUESTIONS):
        content = {
            "type": "single_choice",
            "stem": {"en": f"Question {n}?"},
            "choices": [{"en": letter} for letter in "abcd"],
            "answer": ["A"],
            "explanation": {"en": ""},
            "reading": "reading#section",
        }
        storage.content.keep_question(tx, BANK, f"q{n}", f"hash {n}", content, NOW)


def _shares(tx: Transaction, quiz: int) -> None:
    """One finished attempt for everybody, better or worse by the person."""
    rng = Random(1)
    people = tx.all("SELECT id, unit_id FROM person ORDER BY id")
    questions = tx.all("SELECT id, current_version_id AS version FROM question ORDER BY id")
    at = {"opens": NOW - timedelta(days=1), "now": NOW - timedelta(hours=1), "quiz": quiz}
    responses, attempts, shares = [], [], []
    for number, person in enumerate(people, start=1):
        skill = rng.random()
        right = [rng.random() < skill for _ in questions]
        who = {
            "id": number,
            "person": person["id"],
            "unit": person["unit_id"],
            "right": sum(right),
            "total": QUESTIONS,
            **at,
        }
        shares.append(who)
        attempts.append(who)
        responses += [
            {
                "id": number,
                "position": place,
                "person": person["id"],
                "question": question["id"],
                "version": question["version"],
                "given": ["A"] if is_right else [rng.choice("BCD")],
                "is_right": is_right,
                "now": at["now"],
            }
            for place, (question, is_right) in enumerate(zip(questions, right, strict=True), start=1)
        ]
    tx.many(
        "INSERT INTO enrollment (id, assignment_id, person_id, unit_id, opened_at, due_at, completed_at, passed_at)"
        " VALUES (:id, :quiz, :person, :unit, :opens, :now, :now, :now)",
        shares,
    )
    tx.many(
        "INSERT INTO attempt (id, person_id, kind, enrollment_id, subject, state, started_at, finished_at,"
        " score_right, score_total, slots) VALUES (:id, :person, 'scheduled', :id, 'quiz', 'finished', :opens,"
        " :now, :right, :total, :total)",
        attempts,
    )
    tx.many(
        "INSERT INTO response (attempt_id, position, person_id, question_id, question_version_id, given_json,"
        " is_right, answered_at) VALUES (:id, :position, :person, :question, :version, :given, :is_right, :now)",
        responses,
    )
