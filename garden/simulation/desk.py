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
class _Office:
    """Who works there, on what day. `admin` pushes and decides, `instructor` consents."""

    tx: Transaction
    admin: int
    instructor: int
    rng: Random
    county: County
    now: datetime


def works(tx: Transaction, rng: Random, county: County, now: datetime) -> str:
    """What the office does on a working day; its name, or nothing where nobody works there."""
    admin, instructor = (storage.people.by_staff_no(tx, number) for number in (ADMIN, INSTRUCTOR))
    if admin is None or instructor is None:
        return ""
    deed = rng.choices([deed for deed, _ in DEEDS], [weight for _, weight in DEEDS])[0]
    deed(_Office(tx, admin.id, instructor.id, rng, county, now))
    return deed.__name__.lstrip("_")


def thinks_again(tx: Transaction, rng: Random, county: County, now: datetime) -> str:
    """Take back what was pushed today, perhaps; its name, or nothing."""
    admin = storage.people.by_staff_no(tx, ADMIN)
    push = storage.pushes.last_of(tx, admin.id) if admin else None
    if admin is None or push is None or now - push.made_at > TODAY or rng.random() >= REGRETS:
        return ""
    push_changes.withdraw(tx, push, admin.id, county, now)
    return "thinks again"


def _pushes(office: _Office) -> None:
    tx, rng = office.tx, office.rng
    kind = rng.choice(("quiz", "draw", "reading", "announcement", "announcement"))
    whom = audiences.roots(tx) if rng.random() < WHOLE_COUNTY else [rng.choice(units_below(tx)).id]
    later = timedelta(hours=rng.choice((0.0, rng.uniform(0, LATER_HOURS))))
    for _ in range(2 if kind == "announcement" and rng.random() < SAYS_MORE else 1):
        pushes.make(
            tx,
            kind,
            _subject(office, kind),
            audiences.everyone(tx, whom),
            starts_at=office.now + later,
            weekly=None,
            closes_after=rng.choice(CLOSES),
            made_by=office.admin,
            county=office.county,
            now=office.now,
        )


def _subject(office: _Office, kind: str) -> dict[str, Any]:
    tx, rng = office.tx, office.rng
    if kind == "announcement":
        return {"text": f"培训室通知：{office.now:%m月%d日}的学习材料已发，请抽空阅读。"}
    if kind == "reading":
        readings = sorted(version.slug for version in storage.content.current_readings(tx))
        return {"reading": rng.choice(readings)}
    bank = rng.choice(storage.banks.current(tx)).slug
    return {"banks": [bank]} | ({"draw": 3} if kind == "draw" else {})


def _takes_back(office: _Office) -> None:
    if push := _last(office):
        push_changes.withdraw(office.tx, push, office.admin, office.county, office.now)


def _sends_again(office: _Office) -> None:
    if push := _last(office):
        push_changes.send_again(office.tx, push, office.admin, office.county, office.now)


def _last(office: _Office) -> Push | None:
    return storage.pushes.last_of(office.tx, office.admin)


def _decides(office: _Office) -> None:
    """What waits for a decision: disputes, one's own too, words nobody foresaw, what others must consent to."""
    tx, rng, county, now = office.tx, office.rng, office.county, office.now
    # First what was asked for another day: meanwhile it has waited.
    for approval in approvals.waiting_for(tx, office.instructor, county, now):
        approvals.decide(tx, approval.id, office.instructor, rng.random() < CONSENTS, county, now)
    disputes_something(tx, ADMIN, county, now)
    reach = disputes.reach_of(tx, office.admin, county, now)
    for dispute in storage.disputes.waiting(tx, reach, NOBODY, AT_ONCE, 0):
        offered = disputes.offered(tx, dispute, county)
        remedy = rng.choice(offered[-2:] if rng.random() < GRANTS else offered)
        decision = Decision(remedy, "已核对原文", points=2 if remedy == "correct" else 0)
        disputes.resolve(tx, dispute.id, office.admin, decision, county, now)
    for review in answer_reviews.listed(tx, office.admin, county, now, AT_ONCE, 0):
        taken = rng.choice(TAKEN_AS)
        answer_reviews.decide(
            tx, review.id, taken, "已核对", office.admin, county.settings.language, county, now
        )


def _grades_anew(office: _Office) -> None:
    """A question that many have answered: of the quiz of something that runs."""
    tx, rng = office.tx, office.rng
    running = [
        storage.assignments.by_id(tx, item["id"]) for item in storage.plan_promises.running(tx, office.now)
    ]
    banks = [item.quiz["banks"][0] for item in running if item and item.quiz]
    if banks:
        question = rng.choice(storage.banks.questions(tx, rng.choice(banks))).question_id
        regrade.ask(tx, question, rng.choice(MODES), "题目有误", office.admin, office.county, office.now)


def _changes_plan(office: _Office) -> None:
    """Something that runs is due later, for everybody or for one unit; sometimes it is taken back instead."""
    tx, rng, county, now = office.tx, office.rng, office.county, office.now
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


DEEDS: tuple[tuple[Callable[[_Office], None], int], ...] = (
    (_pushes, 6),
    (_takes_back, 2),
    (_sends_again, 2),
    (_decides, 4),
    (_grades_anew, 3),
    (_changes_plan, 2),
)
"""Each with how often it is done."""
