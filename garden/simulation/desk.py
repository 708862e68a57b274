"""What the training office itself does: it pushes and takes back, decides what is disputed, has answers graded anew."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any

import storage.assignments
import storage.banks
import storage.content
import storage.disputes
import storage.people
import storage.plan_promises
import storage.pushes
from garden.simulation.county import ADMIN, INSTRUCTOR, OFFICE, disputes_something, units_below
from storage.disputes import Dispute
from storage.people import Person
from storage.pushes import Push
from storage.transaction import Transaction
from study import (
    answer_reviews,
    approvals,
    audiences,
    disputes,
    plan,
    plan_changes,
    push_changes,
    pushes,
    regrade,
)
from study.remedies import Decision
from study.rules.county import County
from study.rules.frozen import frozen
from study.rules.regrading import MODES

TODAY = timedelta(hours=6)
LATER_HOURS = 60.0
"""How long ahead something is pushed, in quiet hours and on rest days too; half of all pushes open at once."""

WHOLE_COUNTY = 0.1
CLOSES = ("24h", "48h", "72h")
SAYS_MORE = 0.3
"""How often a second announcement follows the first at once."""

REGRETS = 0.25
"""How often what was just pushed is taken back while its messages wait for the end of the midday rest."""

GIVES_UP = 0.1
"""How often an item of the plan is taken back when it is changed."""

GRANTS = 0.7
"""How often one of the two remedies is chosen that go farthest."""

CONSENTS = 0.7
TAKEN_AS: tuple[answer_reviews.Decision, ...] = ("accepted", "once", "refused", "refused")
"""Ways of taking words that nobody foresaw, the likelier one twice."""

NOBODY = 0
AT_ONCE = 10
"""Of what waits for a decision, as much as somebody decides at one sitting."""


@frozen
class Desk:
    """The office's desk on some day, and `actor` at it; `admin` and `instructor` see what waits there."""

    tx: Transaction
    admin: int
    instructor: int
    actor: Person
    rng: Random
    county: County
    now: datetime


def at_the_desk(
    tx: Transaction, does: Callable[[Desk], str], rng: Random, county: County, now: datetime
) -> str:
    """What the admin does there, by its name; nothing where it is not done, or where nobody works."""
    admin, instructor = (storage.people.by_staff_no(tx, number) for number in (ADMIN, INSTRUCTOR))
    if admin is None or instructor is None:
        return ""
    return does(Desk(tx, admin.id, instructor.id, admin, rng, county, now))


def works(desk: Desk) -> str:
    """One of the office's deeds; its name."""
    deed = desk.rng.choices([deed for deed, _ in DEEDS], [weight for _, weight in DEEDS])[0]
    deed(desk)
    return deed.__name__.lstrip("_")


def thinks_again(desk: Desk) -> str:
    """Take back what was pushed today, perhaps; its name, or nothing."""
    push = _last(desk)
    if push is None or desk.now - push.made_at > TODAY or desk.rng.random() >= REGRETS:
        return ""
    push_changes.withdraw(desk.tx, push, desk.actor.id, desk.county, desk.now)
    return "thinks again"


def _pushes(desk: Desk) -> None:
    tx, rng = desk.tx, desk.rng
    kind = rng.choice(("quiz", "draw", "reading", "announcement", "announcement"))
    whom = audiences.roots(tx) if rng.random() < WHOLE_COUNTY else [rng.choice(units_below(tx)).id]
    later = timedelta(hours=rng.choice((0.0, rng.uniform(0, LATER_HOURS))))
    for _ in range(2 if kind == "announcement" and rng.random() < SAYS_MORE else 1):
        pushes.make(
            tx,
            kind,
            _subject(desk, kind),
            audiences.everyone(tx, whom),
            starts_at=desk.now + later,
            weekly=None,
            closes_after=rng.choice(CLOSES),
            made_by=desk.actor.id,
            county=desk.county,
            now=desk.now,
        )


def _subject(desk: Desk, kind: str) -> dict[str, Any]:
    tx, rng = desk.tx, desk.rng
    if kind == "announcement":
        return {"text": f"培训室通知：{desk.now:%m月%d日}的学习材料已发，请抽空阅读。"}
    if kind == "reading":
        readings = sorted(version.slug for version in storage.content.current_readings(tx))
        return {"reading": rng.choice(readings)}
    bank = rng.choice(storage.banks.current(tx)).slug
    return {"banks": [bank]} | ({"draw": 3} if kind == "draw" else {})


def _takes_back(desk: Desk) -> None:
    if push := _last(desk):
        push_changes.withdraw(desk.tx, push, desk.actor.id, desk.county, desk.now)


def _sends_again(desk: Desk) -> None:
    if push := _last(desk):
        push_changes.send_again(desk.tx, push, desk.actor.id, desk.county, desk.now)


def _last(desk: Desk) -> Push | None:
    return storage.pushes.last_of(desk.tx, desk.actor.id)


def _decides(desk: Desk) -> None:
    """What waits for a decision: disputes, one's own too, words nobody foresaw, what others must consent to."""
    tx, rng, county, now = desk.tx, desk.rng, desk.county, desk.now
    # First what was asked for another day: meanwhile it has waited.
    for approval in approvals.waiting_for(tx, desk.instructor, county, now):
        approvals.decide(tx, approval.id, desk.instructor, rng.random() < CONSENTS, county, now)
    disputes_something(tx, ADMIN, county, now)
    for dispute in disputes_waiting(desk, AT_ONCE):
        offered = disputes.offered(tx, dispute, county)
        remedy = rng.choice(offered[-2:] if rng.random() < GRANTS else offered)
        decision = Decision(remedy, "已核对原文", points=2 if remedy == "correct" else 0)
        disputes.resolve(tx, dispute.id, desk.actor.id, decision, county, now)
    for review in answer_reviews.listed(tx, desk.admin, county, now, AT_ONCE, 0):
        taken = rng.choice(TAKEN_AS)
        answer_reviews.decide(
            tx, review.id, taken, "已核对", desk.actor.id, county.settings.language, county, now
        )


def disputes_waiting(desk: Desk, at_most: int) -> list[Dispute]:
    """The oldest that the office may decide."""
    reach = disputes.reach_of(desk.tx, desk.admin, desk.county, desk.now)
    return storage.disputes.waiting(desk.tx, reach, NOBODY, at_most, 0)


def _grades_anew(desk: Desk) -> None:
    """A question that many have answered: of the quiz of something that runs."""
    tx, rng = desk.tx, desk.rng
    running = [
        storage.assignments.by_id(tx, item["id"]) for item in storage.plan_promises.running(tx, desk.now)
    ]
    banks = [item.quiz["banks"][0] for item in running if item and item.quiz]
    if banks:
        question = rng.choice(storage.banks.questions(tx, rng.choice(banks))).question_id
        regrade.ask(tx, question, rng.choice(MODES), "题目有误", desk.actor.id, desk.county, desk.now)


def _changes_plan(desk: Desk) -> None:
    """Something that runs is due later, for everybody or for one unit; sometimes it is taken back instead."""
    tx, rng, county, now = desk.tx, desk.rng, desk.county, desk.now
    running = [line for line in plan.items(tx, county, now) if line.state == "running"]
    if not running:
        return
    line = rng.choice(running)
    if rng.random() < GIVES_UP:
        plan_changes.withdraw(tx, line, reason="今年不学", actor=OFFICE, county=county, now=now)
        return
    unit_id = rng.choice((None, rng.choice(units_below(tx)).id))
    later = line.due_on + timedelta(days=rng.randrange(3, 20))
    plan_changes.move(tx, line, unit_id, later, reason="农忙", actor=OFFICE, county=county, now=now)


DEEDS: tuple[tuple[Callable[[Desk], None], int], ...] = (
    (_pushes, 6),
    (_takes_back, 2),
    (_sends_again, 2),
    (_decides, 4),
    (_grades_anew, 3),
    (_changes_plan, 2),
)
"""Each with how often it is done."""
