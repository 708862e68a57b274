"""A unit's join link: whoever opens it says who they are, and nothing is bound before the unit's supervisor confirms.

A claim is staff number and name together, of somebody on the roster within the link's unit. A wrong one counts
among the failed tries of codes, and no answer says which of the two was wrong.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from random import Random
from typing import Literal

import storage.audit_log
import storage.identities
import storage.invites
import storage.join_links
import storage.outbox
import storage.people
import storage.units
from storage.join_links import JoinLink, JoinRequest
from storage.transaction import Transaction
from storage.units import Unit
from study import desk_notice, invites, join_answers, letting_in
from study.permissions import actor_name
from study.rules.claim import Claim, name_key, read_claim
from study.rules.county import County
from study.rules.frozen import frozen
from study.rules.join_code import join_code_hash, new_join_code, normalise_join_code

AWAITED_FOR = timedelta(hours=1)
"""How long after opening the link a chat's words are read as a claim."""


@frozen
class Refusal:
    """Why a link does not open."""

    reason: Literal["unknown", "expired", "revoked", "too_many_tries", "closed_for_now"]


Claimed = Literal["asked", "waiting", "has_chat", "wrong", "unclear", "too_many_tries", "closed_for_now"]
"""What came of a claim: `asked` is new, `waiting` was asked before, `unclear` holds no number and name."""

Decision = Literal["accepted", "refused", "decided", "has_chat", "chat_taken", "above_you"]
"""What came of a supervisor's word: `decided` by somebody before; the last three left the request as it was."""


def make_join_link(
    tx: Transaction, unit_id: int, made_by: int | None, now: datetime, expires: timedelta, rng: Random
) -> str:
    """The code of a new link for a unit and those below; the unit's older one ends. The record keeps its hash.

    `rng`: a SystemRandom outside tests.
    """
    code = new_join_code(rng)
    replaced = storage.join_links.revoke(tx, unit_id, now)
    storage.join_links.insert(tx, unit_id, join_code_hash(code), made_by, now, now + expires)
    _record(tx, made_by, "make_join_link", now, unit_id=unit_id, after={"replaced": replaced})
    return code


def revoke_join_link(tx: Transaction, unit_id: int, actor: int | None, now: datetime) -> bool:
    """End the unit's link; False when there was none. Requests already made still wait for their answer."""
    ended = storage.join_links.revoke(tx, unit_id, now)
    if ended:
        _record(tx, actor, "revoke_join_link", now, unit_id=unit_id, after={"ended": ended})
    return ended > 0


def open_link(tx: Transaction, identity_id: int, typed_code: str, now: datetime) -> Unit | Refusal:
    """The unit a link leads to; from now on this chat's words are a claim. Wrong codes are failed tries."""
    if closed := invites.too_often(tx, identity_id, now):
        return Refusal("closed_for_now" if closed.reason == "closed_for_now" else "too_many_tries")
    code = normalise_join_code(typed_code)
    link = storage.join_links.by_hash(tx, join_code_hash(code)) if code else None
    if link is None:
        storage.invites.record_try(tx, identity_id, now)
        return Refusal("unknown")
    if link.revoked_at is not None:
        return Refusal("revoked")
    if link.expires_at <= now:
        return Refusal("expired")
    storage.join_links.note_opened(tx, identity_id, link.id, now)
    return storage.units.by_id(tx, link.unit_id)


def opened(tx: Transaction, identity_id: int, now: datetime) -> Unit | None:
    """The unit whose link this chat has open."""
    link = storage.join_links.opened_by(tx, identity_id, now - AWAITED_FOR, now)
    return storage.units.by_id(tx, link.unit_id) if link else None


def claim(
    tx: Transaction, identity_id: int, text: str, county: County, now: datetime, *, is_code: bool = False
) -> Claimed | None:
    """What comes of the words of a chat that has a link open; None when it has none.

    `is_code`: the words may as well be a code, so that a wrong claim is not counted here.
    """
    if storage.join_links.is_waiting(tx, identity_id):
        return None if is_code else "waiting"
    link = storage.join_links.opened_by(tx, identity_id, now - AWAITED_FOR, now)
    if link is None:
        return None
    if closed := invites.too_often(tx, identity_id, now):
        return "closed_for_now" if closed.reason == "closed_for_now" else "too_many_tries"
    claims = read_claim(text)
    person_id = _claimed(tx, link, claims, county.local_day(now))
    if person_id is not None:
        return _ask(tx, identity_id, person_id, county, now)
    if is_code or not claims:
        return None if is_code else "unclear"
    storage.invites.record_try(tx, identity_id, now)
    return "wrong"


def _claimed(tx: Transaction, link: JoinLink, claims: Iterable[Claim], today: date) -> int | None:
    for said in claims:
        numbers = sorted({said.staff_no, said.staff_no.upper(), said.staff_no.lower()})
        for person_id, _, name in storage.join_links.people_with(tx, link.unit_id, numbers, today):
            if name_key(name) == said.name:
                return person_id
    return None


def _ask(tx: Transaction, identity_id: int, person_id: int, county: County, now: datetime) -> Claimed:
    storage.people.lock(tx, person_id)
    person = storage.people.by_id(tx, person_id)
    if person is None or storage.identities.has_any(tx, person_id):
        return "has_chat"
    if storage.join_links.insert_request(tx, identity_id, person_id, person.unit_id, now) is None:
        return "waiting"
    storage.join_links.forget_opened(tx, identity_id)
    desk_notice.tell(tx, "confirm_joining", person.unit_id, county, now)
    return "asked"


def confirm(tx: Transaction, request: JoinRequest, actor: int, county: County, now: datetime) -> Decision:
    """Bind the chat to the person it claims to be, and welcome them there. Permission is the caller's to ask."""
    storage.people.lock(tx, request.person_id)
    storage.identities.lock(tx, request.identity_id)
    identity = storage.identities.by_id(tx, request.identity_id)
    person = storage.people.by_id(tx, request.person_id)
    latest = storage.join_links.request(tx, request.id)
    if (
        latest is None
        or latest.decided_at is not None
        or person is None
        or person.has_left(county.local_day(now))
    ):
        return "decided"
    if latest.is_bound:
        return "has_chat"
    if identity is None or identity.person_id is not None:
        return "chat_taken"
    if not letting_in.permit(tx, actor, person, county.local_day(now), now):
        return "above_you"
    storage.join_links.decide(tx, request.id, actor, True, now)
    storage.identities.bind(tx, identity.id, person.id, now)
    # What was meant for them before they had a chat is all in what they see now.
    storage.outbox.take_unreached(tx, person.id, now)
    after = {"identity_id": identity.id, "join_request_id": request.id}
    _record(tx, actor, "bind_identity", now, person_id=person.id, unit_id=person.unit_id, after=after)
    join_answers.accepted(tx, request, now)
    join_answers.settle_rest(tx, person.id, identity.id, now)
    return "accepted"


def refuse(tx: Transaction, request: JoinRequest, reason: str, actor: int, now: datetime) -> Decision:
    """Close a request; the chat is told, politely and without the reason, which stays in the audit log."""
    if not storage.join_links.decide(tx, request.id, actor, False, now):
        return "decided"
    after = {"identity_id": request.identity_id, "join_request_id": request.id}
    ids = {"person_id": request.person_id, "unit_id": request.unit_id}
    _record(tx, actor, "refuse_joining", now, after=after, reason=reason, **ids)
    join_answers.refused(tx, request.id, request.identity_id, now)
    return "refused"


def _record(
    tx: Transaction,
    actor: int | None,
    action: str,
    now: datetime,
    *,
    person_id: int | None = None,
    unit_id: int | None = None,
    after: dict[str, int],
    reason: str = "",
) -> None:
    storage.audit_log.record(
        tx,
        now=now,
        actor=actor_name(actor),
        action=action,
        person_id=person_id,
        unit_id=unit_id,
        after=after,
        reason=reason,
    )
