"""What people try who may not: the training office's own deeds, from which nothing must come."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import storage.banks
import storage.disputes
import storage.grants
import storage.people
from garden.simulation.county import units_below
from garden.simulation.desk import Desk, disputes_waiting
from garden.simulation.habits import ON_THE_FIRST_PAGES
from storage.people import Person
from study import answer_reviews, approvals, audiences, disputes, pushes, regrade
from study.remedies import Decision

A_SUPERVISOR = 0.5
A_FEW = 3
"""The oldest of what waits for a decision."""


def meddles(desk: Desk) -> str:
    """Somebody else tries one of the office's deeds; its name, or nothing where nobody is found."""
    person = _somebody(desk)
    if person is None:
        return ""
    deed = desk.rng.choice(DEEDS)
    deed(replace(desk, actor=person))
    return f"is meddled with: {deed.__name__.lstrip('_')}"


def _somebody(desk: Desk) -> Person | None:
    """Anybody, or as often a supervisor, whose office is for other things and other units."""
    office = (desk.admin, desk.instructor)
    supervisors = [each for each in storage.grants.of_everyone(desk.tx) if each not in office]
    if supervisors and desk.rng.random() < A_SUPERVISOR:
        return storage.people.by_id(desk.tx, desk.rng.choice(supervisors))
    return storage.people.by_staff_no(desk.tx, f"S{10_000 + desk.rng.randrange(2, ON_THE_FIRST_PAGES)}")


def _pushes(desk: Desk) -> None:
    another = desk.rng.choice(units_below(desk.tx)).id
    pushes.make(
        desk.tx,
        "announcement",
        {"text": "培训室通知：本周学习照常。"},
        audiences.everyone(desk.tx, [desk.rng.choice((desk.actor.unit_id, another))]),
        starts_at=desk.now,
        weekly=None,
        closes_after="24h",
        made_by=desk.actor.id,
        county=desk.county,
        now=desk.now,
    )


def _decides_disputes(desk: Desk) -> None:
    for dispute in disputes_waiting(desk, A_FEW):
        remedy = desk.rng.choice(disputes.offered(desk.tx, dispute, desk.county))
        decision = Decision(remedy, "已核对原文", points=1)
        disputes.resolve(desk.tx, dispute.id, desk.actor.id, decision, desk.county, desk.now)


def _takes_words(desk: Desk) -> None:
    for review in answer_reviews.listed(desk.tx, desk.admin, desk.county, desk.now, A_FEW, 0):
        language = desk.county.settings.language
        answer_reviews.decide(
            desk.tx, review.id, "refused", "已核对", desk.actor.id, language, desk.county, desk.now
        )


def _grades_anew(desk: Desk) -> None:
    bank = desk.rng.choice(storage.banks.current(desk.tx)).slug
    question = desk.rng.choice(storage.banks.questions(desk.tx, bank)).question_id
    regrade.ask(desk.tx, question, "full_credit", "题目有误", desk.actor.id, desk.county, desk.now)


def _consents(desk: Desk) -> None:
    """Somebody who may not, or whoever asked for it."""
    for approval in approvals.waiting_for(desk.tx, desk.instructor, desk.county, desk.now):
        actor = desk.rng.choice((desk.actor.id, approval.asked_by))
        approvals.decide(desk.tx, approval.id, actor, True, desk.county, desk.now)


DEEDS: tuple[Callable[[Desk], None], ...] = (
    _pushes,
    _decides_disputes,
    _takes_words,
    _grades_anew,
    _consents,
)
