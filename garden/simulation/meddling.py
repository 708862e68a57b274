"""What people try who may not: the training office's own deeds, from which nothing must come."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from random import Random

import storage.banks
import storage.disputes
import storage.grants
import storage.people
from garden.simulation.county import ADMIN, INSTRUCTOR, units_below
from garden.simulation.desk import NOBODY
from garden.simulation.habits import ON_THE_FIRST_PAGES
from storage.people import Person
from storage.transaction import Transaction
from study import answer_reviews, approvals, audiences, disputes, pushes, regrade
from study.remedies import Decision
from study.rules.county import County
from study.rules.frozen import frozen

A_SUPERVISOR = 0.5
A_FEW = 3
"""The oldest of what waits for a decision."""


@frozen
class _Meddler:
    """Somebody at one of the office's buttons. `admin` and `instructor` see what waits there."""

    tx: Transaction
    person: Person
    admin: int
    instructor: int
    rng: Random
    county: County
    now: datetime


def meddles(tx: Transaction, rng: Random, county: County, now: datetime) -> str:
    """Somebody tries one of the office's deeds; its name, or nothing where nobody is found."""
    admin, instructor = (storage.people.by_staff_no(tx, each) for each in (ADMIN, INSTRUCTOR))
    person = _somebody(tx, rng)
    if person is None or admin is None or instructor is None:
        return ""
    deed = rng.choice(DEEDS)
    deed(_Meddler(tx, person, admin.id, instructor.id, rng, county, now))
    return f"is meddled with: {deed.__name__.lstrip('_')}"


def _somebody(tx: Transaction, rng: Random) -> Person | None:
    """A cadre without any office, or as often a supervisor, who has one for other things and other units."""
    if rng.random() < A_SUPERVISOR:
        return storage.people.by_id(tx, rng.choice(list(storage.grants.of_everyone(tx))))
    return storage.people.by_staff_no(tx, f"S{10_000 + rng.randrange(2, ON_THE_FIRST_PAGES)}")


def _pushes(by: _Meddler) -> None:
    pushes.make(
        by.tx,
        "announcement",
        {"text": "培训室通知：本周学习照常。"},
        audiences.everyone(by.tx, [by.rng.choice((by.person.unit_id, by.rng.choice(units_below(by.tx)).id))]),
        starts_at=by.now,
        weekly=None,
        closes_after="24h",
        made_by=by.person.id,
        county=by.county,
        now=by.now,
    )


def _decides_disputes(by: _Meddler) -> None:
    reach = disputes.reach_of(by.tx, by.admin, by.county, by.now)
    for dispute in storage.disputes.waiting(by.tx, reach, NOBODY, A_FEW, 0):
        remedy = by.rng.choice(disputes.offered(by.tx, dispute, by.county))
        decision = Decision(remedy, "已核对原文", points=1)
        disputes.resolve(by.tx, dispute.id, by.person.id, decision, by.county, by.now)


def _takes_words(by: _Meddler) -> None:
    for review in answer_reviews.listed(by.tx, by.admin, by.county, by.now, A_FEW, 0):
        language = by.county.settings.language
        answer_reviews.decide(
            by.tx, review.id, "refused", "已核对", by.person.id, language, by.county, by.now
        )


def _grades_anew(by: _Meddler) -> None:
    bank = by.rng.choice(storage.banks.current(by.tx)).slug
    question = by.rng.choice(storage.banks.questions(by.tx, bank)).question_id
    regrade.ask(by.tx, question, "full_credit", "题目有误", by.person.id, by.county, by.now)


def _consents(by: _Meddler) -> None:
    """Somebody who may not, or whoever asked for it."""
    for approval in approvals.waiting_for(by.tx, by.instructor, by.county, by.now):
        actor = by.rng.choice((by.person.id, approval.asked_by))
        approvals.decide(by.tx, approval.id, actor, True, by.county, by.now)


DEEDS: tuple[Callable[[_Meddler], None], ...] = (
    _pushes,
    _decides_disputes,
    _takes_words,
    _grades_anew,
    _consents,
)
