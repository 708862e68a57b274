"""What a decision about a dispute does, by the name its button carries; what was entered before is never changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import storage.assignments
import storage.credits
import storage.points
import storage.units
from storage.disputes import Dispute, Kind
from storage.transaction import Transaction
from study import approvals, audiences, credits, exceptions, points
from study.attempts import PAID_AS, worth
from study.earnings import Earning
from study.permissions import actor_name
from study.rules.county import County
from study.rules.frozen import frozen
from study.rules.points_rules import cause_correction
from study.rules.question import localize

MOST_POINTS = 10
"""The largest correction of one decision."""

DECIDED_WITH: dict[Kind, str] = {
    "question": "decide_question",
    "points": "decide_points",
    "completion": "decide_completion",
}
"""The action of `permissions` that decides each kind."""


@frozen
class Decision:
    """`remedy` is a name of `REMEDIES`; `points` for "correct" alone."""

    remedy: str
    answer: str
    points: int = 0


def credited_unit(tx: Transaction, dispute: Dispute, actor_id: int, county: County, now: datetime) -> int:
    """The widest unit above the person within which the actor decides about questions."""
    granted = audiences.granted_units(tx, actor_id, DECIDED_WITH["question"], county.local_day(now))
    above = set(storage.units.ancestors(tx, dispute.unit_id))
    return next((unit_id for unit_id in granted if unit_id in above), dispute.unit_id)


def everybody_payload(
    tx: Transaction, dispute: Dispute, actor_id: int, county: County, now: datetime
) -> dict[str, int | str]:
    """What a second person consents to when everybody is to be credited."""
    answered = storage.credits.answered(tx, dispute.subject_id)
    if answered is None:
        raise LookupError(f"no response {dispute.subject_id}")
    unit_id = credited_unit(tx, dispute, actor_id, county, now)
    language = county.settings.language
    stem = localize(answered.content["stem"], language, language)
    return {"version": answered.question_version_id, "unit": unit_id, "name": stem}


Carry = Callable[[Transaction, Dispute, Decision, int, County, datetime], bool]
Open = Callable[[Transaction, Dispute, County], bool]


@frozen
class Remedy:
    """`carry_out` is False, and has changed nothing, when it can no longer be done."""

    kinds: tuple[Kind, ...]
    upholds: bool
    carry_out: Carry
    is_open: Open = lambda tx, dispute, county: True


def _nothing(
    tx: Transaction, dispute: Dispute, decision: Decision, actor_id: int, county: County, now: datetime
) -> bool:
    return True


def _credit(
    tx: Transaction, dispute: Dispute, decision: Decision, actor_id: int, county: County, now: datetime
) -> bool:
    answered = storage.credits.answered(tx, dispute.subject_id)
    if answered is None:
        return False
    award = credits.credit(tx, answered, actor_name(actor_id), decision.answer, county, now)
    return award is not None


def _credit_all(
    tx: Transaction, dispute: Dispute, decision: Decision, actor_id: int, county: County, now: datetime
) -> bool:
    """The person at once; everybody else once a second person consents."""
    _credit(tx, dispute, decision, actor_id, county, now)
    payload = everybody_payload(tx, dispute, actor_id, county, now)
    approvals.ask(
        tx,
        action="credit_question",
        unit_id=int(payload["unit"]),
        payload=payload,
        reason=decision.answer,
        asked_by=actor_id,
        county=county,
        now=now,
    )
    return True


def _reverse(
    tx: Transaction, dispute: Dispute, decision: Decision, actor_id: int, county: County, now: datetime
) -> bool:
    actor = actor_name(actor_id)
    taken_back = points.reverse_points(tx, dispute.subject_id, 1, actor, decision.answer, county, now)
    return taken_back is not None


def _correct(
    tx: Transaction, dispute: Dispute, decision: Decision, actor_id: int, county: County, now: datetime
) -> bool:
    entry = storage.points.by_id(tx, dispute.subject_id)
    if entry is None or not 1 <= decision.points <= MOST_POINTS:
        return False
    cause = cause_correction(dispute.id)
    earning = Earning(dispute.person_id, cause, "correction", entry.subject, decision.points, entry.year)
    award = points.award_by_decision(tx, earning, actor_name(actor_id), decision.answer, county, now)
    return award is not None


def _paper(
    tx: Transaction, dispute: Dispute, decision: Decision, actor_id: int, county: County, now: datetime
) -> bool:
    done = exceptions.complete_on_paper(tx, dispute.subject_id, decision.answer, actor_id, county, now)
    return done is not None


def _excuse(
    tx: Transaction, dispute: Dispute, decision: Decision, actor_id: int, county: County, now: datetime
) -> bool:
    actor = actor_name(actor_id)
    return exceptions.excuse(tx, dispute.subject_id, decision.answer, actor, county, now) is not None


def _pays_somebody(tx: Transaction, dispute: Dispute, county: County) -> bool:
    return any(worth(kind, county) for kind in PAID_AS)


def _pays(tx: Transaction, dispute: Dispute, county: County) -> bool:
    answered = storage.credits.answered(tx, dispute.subject_id)
    return answered is not None and credits.creditable(tx, answered, county) > 0


def _stands(tx: Transaction, dispute: Dispute, county: County) -> bool:
    entry = storage.points.by_id(tx, dispute.subject_id)
    return entry is not None and entry.reverses_id is None and not storage.points.is_reversed(tx, entry)


def _share_is_open(tx: Transaction, dispute: Dispute, county: County) -> bool:
    share = storage.assignments.enrollment(tx, dispute.subject_id)
    return share is not None and share.is_open


REMEDIES: dict[str, Remedy] = {
    "none": Remedy(("question", "points", "completion"), False, _nothing),
    "noted": Remedy(("question", "completion"), True, _nothing),
    "credit": Remedy(("question",), True, _credit, _pays),
    "creditall": Remedy(("question",), True, _credit_all, _pays_somebody),
    "reverse": Remedy(("points",), True, _reverse, _stands),
    "correct": Remedy(("points",), True, _correct),
    "paper": Remedy(("completion",), True, _paper, _share_is_open),
    "excuse": Remedy(("completion",), True, _excuse, _share_is_open),
}
"""The remedies, in the order they are offered."""
