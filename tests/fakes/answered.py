"""A quiz that people have answered, each as the test says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from random import Random

from fakes.county import answer, enrol_everybody

import storage.assignments
import storage.banks
import storage.content
import storage.grants
import storage.units
from storage.attempts import Attempt
from storage.content import QuestionVersion
from storage.people import Person
from storage.transaction import Transaction
from study import attempts
from study.assignments import stored_audience
from study.rules.county import County
from study.rules.settings import EVERYONE


def a_quiz(
    tx: Transaction,
    county: County,
    bank: str,
    opens: datetime,
    closes: datetime,
    *,
    name: str = "thursday-quiz",
    draw: int = 5,
) -> int:
    """A scheduled quiz for everybody there is, opened; its id."""
    made = storage.assignments.insert(
        tx,
        kind="scheduled",
        name=name,
        occurrence=opens.isoformat(),
        reading=None,
        quiz={"banks": [bank], "draw": draw},
        audience=stored_audience(EVERYONE),
        opens_at=opens,
        due_at=closes,
    )
    assert made is not None
    enrol_everybody(tx, county, opens)
    return made


def questions_of(tx: Transaction, bank: str) -> list[QuestionVersion]:
    return storage.banks.questions(tx, bank)


def begin(
    tx: Transaction,
    person: Person,
    assignment_id: int,
    questions: Sequence[QuestionVersion],
    now: datetime,
) -> Attempt:
    """A person's attempt at these questions, in this order."""
    [share] = [
        each for each in storage.assignments.of_person(tx, person.id) if each.assignment_id == assignment_id
    ]
    return attempts.start_attempt(
        tx,
        person_id=person.id,
        kind="plan" if share.kind == "plan" else "scheduled",
        subject=share.name,
        questions=questions,
        rng=Random(person.id),
        now=now,
        enrollment_id=share.id,
        deadline_at=share.due_at if share.kind == "scheduled" else None,
    )


def answers(
    tx: Transaction,
    person: Person,
    assignment_id: int,
    letters: str,
    county: County,
    now: datetime,
    bank: str,
) -> None:
    """The person answers the first questions of the bank with these letters, one each, to the end."""
    attempt = begin(tx, person, assignment_id, questions_of(tx, bank)[: len(letters)], now)
    for letter in letters:
        answer(tx, attempt, county, now, (letter,))


def teaches(tx: Transaction, person: Person, unit: str, now: datetime, role: str = "instructor") -> None:
    unit_id = storage.units.ensure(tx, [unit])[unit].id
    storage.grants.put(tx, person.id, role, unit_id, None, now)


def revise(tx: Transaction, question: QuestionVersion, now: datetime, changes: Mapping[str, object]) -> None:
    """The question reads otherwise from now on."""
    content = {**question.content, **changes}
    storage.content.keep_question(
        tx, question.bank, question.name, repr(sorted(content)) + repr(content), content, now
    )
