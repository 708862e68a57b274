"""Two persons for what one should not do alone: one asks, another who may do the same consents, then it is done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Literal

import storage.approvals
import storage.audit_log
import storage.grants
import storage.outbox
import storage.people
from storage.approvals import Approval
from storage.transaction import Transaction
from study import audiences, credits, desk_notice, notices, permissions
from study.permissions import ACTIONS, actor_name
from study.rules.county import County

WAITS = timedelta(days=7)
TOLD = "approval_decided"

Decision = Literal["done", "refused", "own", "gone", "not_allowed"]
Carry = Callable[[Transaction, Mapping[str, Any], int, County, datetime], bool | None]
"""(tx, payload, who asked, county, now): does it. False when it can no longer be done; nothing is changed then."""


def _grant_admin(
    tx: Transaction, payload: Mapping[str, Any], asked_by: int, county: County, now: datetime
) -> bool:
    outcome = permissions.grant(
        tx,
        asked_by,
        payload["staff_no"],
        "admin",
        payload["unit"],
        expires_on=date.fromisoformat(payload["expires_on"]) if payload["expires_on"] else None,
        now=now,
        today=county.local_day(now),
        reason=payload["reason"],
    )
    return isinstance(outcome, permissions.Granted)


APPROVED: dict[str, Carry] = {
    "grant_admin": _grant_admin,
    "credit_question": credits.credit_everybody,
}
"""What is done once a second person has consented."""

NEEDS: dict[str, str] = {
    "grant_admin": "grant",
    "credit_question": "decide_question",
}
"""The action of `permissions` that whoever asks and whoever consents must both hold; else it is the same word."""


def needed(action: str) -> str:
    return NEEDS.get(action, action)


def ask(
    tx: Transaction,
    *,
    action: str,
    unit_id: int,
    payload: Mapping[str, Any],
    reason: str,
    asked_by: int,
    county: County,
    now: datetime,
) -> int | None:
    """Let it wait for another's consent, for a week; the id, or None when the very same waits already.

    `payload`: JSON values; `person_id` in it is whom it is about, who cannot be the one that consents.
    """
    storage.people.lock(tx, asked_by)
    if any(_is_same(each, action, unit_id, payload) for each in storage.approvals.open_of(tx, asked_by, now)):
        return None
    approval_id = storage.approvals.insert(
        tx,
        action=action,
        unit_id=unit_id,
        payload=payload,
        reason=reason,
        asked_by=asked_by,
        now=now,
        expires_at=now + WAITS,
    )
    _record(tx, "approval_ask", asked_by, action, unit_id, payload, {}, reason, now)
    desk_notice.tell(tx, needed(action), unit_id, county, now, but_not=asked_by)
    return approval_id


def _is_same(waiting: Approval, action: str, unit_id: int, payload: Mapping[str, Any]) -> bool:
    return (waiting.action, waiting.unit_id, dict(waiting.payload)) == (action, unit_id, dict(payload))


def others(
    tx: Transaction, action: str, unit_id: int, asked_by: int, payload: Mapping[str, Any], today: date
) -> list[int]:
    """Who could consent: everybody who may do the same over the unit, without the asker and whom it is about."""
    holders = storage.grants.holders_above(tx, unit_id, today)
    able = [holder["person_id"] for holder in holders if needed(action) in ACTIONS.get(holder["role"], ())]
    return [each for each in dict.fromkeys(able) if each not in (asked_by, payload.get("person_id"))]


def waiting_for(tx: Transaction, person_id: int, county: County, now: datetime) -> list[Approval]:
    """What this person may consent to, the oldest first."""
    today = county.local_day(now)
    found: list[Approval] = []
    for action in APPROVED:
        units = audiences.granted_units(tx, person_id, needed(action), today)
        found += storage.approvals.open_over(tx, action, units, now)
    others_asked = [each for each in found if not _is_own(each, person_id)]
    return sorted(others_asked, key=lambda each: each.id)


def _is_own(approval: Approval, person_id: int) -> bool:
    return person_id in (approval.asked_by, approval.payload.get("person_id"))


def decide(
    tx: Transaction, approval_id: int, actor_id: int, approved: bool, county: County, now: datetime
) -> Decision:
    """Another person consents, and it is done in this transaction; or refuses, and it is not.

    "gone": decided before, too late, or no longer possible, because something has changed since it was asked.
    """
    approval = storage.approvals.by_id(tx, approval_id)
    if approval is None:
        return "gone"
    action, today = needed(approval.action), county.local_day(now)
    if not permissions.permit(tx, actor_id, action, approval.unit_id, today, now):
        return "not_allowed"
    if _is_own(approval, actor_id):
        return "own"
    if not storage.approvals.settle(tx, approval_id, actor_id, approved, now):
        return "gone"
    is_done = approved and _carry_out(tx, approval, county, now)
    facts = {"approved": approved, "done": is_done, "asked_by": actor_name(approval.asked_by)}
    _record(
        tx,
        "approval_decide",
        actor_id,
        approval.action,
        approval.unit_id,
        approval.payload,
        facts,
        approval.reason,
        now,
    )
    if approved and not is_done:
        storage.approvals.mark_undone(tx, approval_id)
    _tell_asker(tx, approval, county, now)
    return "refused" if not approved else "done" if is_done else "gone"


def _carry_out(tx: Transaction, approval: Approval, county: County, now: datetime) -> bool:
    """Whoever asked must still be allowed to on the day it is done."""
    asked_by, today = approval.asked_by, county.local_day(now)
    if not permissions.can(tx, asked_by, needed(approval.action), approval.unit_id, today):
        return False
    payload = {**approval.payload, "reason": approval.reason}
    return APPROVED[approval.action](tx, payload, asked_by, county, now) is not False


def withdraw(tx: Transaction, approval_id: int, actor_id: int, now: datetime) -> bool:
    """Whoever asked takes it back; False when it is not theirs or no longer waits."""
    approval = storage.approvals.by_id(tx, approval_id)
    if approval is None or approval.asked_by != actor_id:
        return False
    if not storage.approvals.settle(tx, approval_id, actor_id, False, now):
        return False
    _record(
        tx,
        "approval_withdraw",
        actor_id,
        approval.action,
        approval.unit_id,
        approval.payload,
        {},
        approval.reason,
        now,
    )
    return True


def _record(
    tx: Transaction,
    entry: str,
    actor_id: int,
    action: str,
    unit_id: int,
    payload: Mapping[str, Any],
    facts: Mapping[str, Any],
    reason: str,
    now: datetime,
) -> None:
    person_id = payload.get("person_id")
    storage.audit_log.record(
        tx,
        now=now,
        actor=actor_name(actor_id),
        action=entry,
        person_id=person_id if isinstance(person_id, int) else None,
        unit_id=unit_id,
        after={"action": action, **payload, **facts},
        reason=reason,
    )


def _tell_asker(tx: Transaction, approval: Approval, county: County, now: datetime) -> None:
    key = f"approval:{approval.id}"
    notices.queue(tx, approval.asked_by, TOLD, key, {"approval": approval.id}, county, now)
