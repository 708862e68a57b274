"""Invites: one-time codes that bind a chat to the person who was handed the slip."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import Any, Literal

import storage.audit_log
import storage.identities
import storage.invites
import storage.people
from storage.invites import Invite
from storage.people import Person
from storage.transaction import Transaction
from study import join_answers
from study.permissions import actor_name
from study.rules.frozen import frozen
from study.rules.invite_code import code_hash, new_code, normalise_code

TRIES_PER_HOUR = 5
ALARM_PER_HOUR = 100
_HOUR = timedelta(hours=1)


@frozen
class Invitation:
    """One person's fresh code, known only now: the record keeps its hash."""

    staff_no: str
    name: str
    unit: str
    code: str


@frozen
class Refusal:
    """Why a code binds nothing.

    unknown, used, expired, revoked: the code. bound_to_another: the chat belongs to somebody else already.
    too_many_tries: this chat guessed too often. closed_for_now: all chats together did.
    """

    reason: Literal[
        "unknown", "used", "expired", "revoked", "bound_to_another", "too_many_tries", "closed_for_now"
    ]


@frozen
class Found:
    """The person a code belongs to, to be confirmed by name and unit before anything is bound."""

    person: Person
    invite: Invite


def make_invites(
    tx: Transaction,
    unit_id: int | None,
    now: datetime,
    expires: timedelta,
    rng: Random,
    *,
    actor: int | None = None,
    today: date | None = None,
) -> list[Invitation]:
    """A new code for everybody without a chat, of a unit and those below or of all; older unused ones end.

    `rng`: a SystemRandom outside tests. `today`: the county's local day; where none is given, `now` is local time.
    """
    people = storage.invites.people_without_identity(tx, unit_id, today or now.date())
    return _invite(tx, people, unit_id, now, expires, rng, actor)


def make_invite(
    tx: Transaction,
    staff_no: str,
    now: datetime,
    expires: timedelta,
    rng: Random,
    *,
    actor: int | None = None,
    today: date | None = None,
) -> list[Invitation]:
    """A fresh code for one person, for another phone or channel beside the one they have; empty for nobody.

    `today` as above.
    """
    person = storage.people.by_staff_no(tx, staff_no)
    if person is None or person.has_left(today or now.date()):
        return []
    facts = {
        "person_id": person.id,
        "staff_no": person.staff_no,
        "name": person.name,
        "unit_path": person.unit_path,
    }
    return _invite(tx, [facts], person.unit_id, now, expires, rng, actor)


def _invite(
    tx: Transaction,
    people: Sequence[Mapping[str, Any]],
    unit_id: int | None,
    now: datetime,
    expires: timedelta,
    rng: Random,
    actor: int | None,
) -> list[Invitation]:
    codes = _different_codes(len(people), rng)
    storage.invites.revoke_unused(tx, [person["person_id"] for person in people], now)
    storage.invites.insert_many(
        tx,
        [
            {"person_id": person["person_id"], "code_hash": code_hash(code)}
            for person, code in zip(people, codes, strict=True)
        ],
        now,
        now + expires,
    )
    storage.audit_log.record(
        tx,
        now=now,
        actor=actor_name(actor),
        action="make_invites",
        person_id=people[0]["person_id"] if len(people) == 1 else None,
        unit_id=unit_id,
        after={"invites": len(people)},
    )
    return [
        Invitation(person["staff_no"], person["name"], person["unit_path"], code)
        for person, code in zip(people, codes, strict=True)
    ]


def _different_codes(count: int, rng: Random) -> Sequence[str]:
    codes: dict[str, None] = {}
    while len(codes) < count:
        codes[new_code(rng)] = None
    return list(codes)


def too_often(tx: Transaction, identity_id: int, now: datetime) -> Refusal | None:
    """Why nothing this chat types is looked at now; None when it may try."""
    if alarm(tx, now) > ALARM_PER_HOUR:
        return Refusal("closed_for_now")
    if storage.invites.tries_since(tx, now - _HOUR, identity_id) >= TRIES_PER_HOUR:
        return Refusal("too_many_tries")
    return None


def look_up(
    tx: Transaction, identity_id: int, typed_code: str, now: datetime, today: date | None = None
) -> Found | Refusal:
    """Whom a code belongs to. A failed try is recorded; after too many of them no code is looked at."""
    if refusal := too_often(tx, identity_id, now):
        return refusal
    found = _find(tx, typed_code)
    if isinstance(found, Found):
        found = _objection(found, _person_of(tx, identity_id), now, today or now.date()) or found
    if isinstance(found, Refusal) and found.reason != "bound_to_another":
        storage.invites.record_try(tx, identity_id, now)
    return found


def bind_identity(
    tx: Transaction, identity_id: int, code: str, now: datetime, today: date | None = None
) -> Person | Refusal:
    """Bind the chat to the code's person and use the code up; everything is checked once more.

    The same chat with the same code again changes nothing and is fine.
    """
    found = look_up(tx, identity_id, code, now, today)
    if isinstance(found, Refusal):
        return found
    person = found.person
    storage.people.lock(tx, person.id)
    storage.identities.lock(tx, identity_id)
    bound_to = _person_of(tx, identity_id)
    if bound_to is not None:
        return person if bound_to == person.id else Refusal("bound_to_another")
    if not storage.invites.bind(tx, found.invite, identity_id, now):
        return Refusal("used")
    storage.audit_log.record(
        tx,
        now=now,
        actor=actor_name(person.id),
        action="bind_identity",
        person_id=person.id,
        after={"identity_id": identity_id, "invite_id": found.invite.id},
    )
    join_answers.settle_rest(tx, person.id, identity_id, now)
    return storage.people.by_id(tx, person.id) or person


def end_identities(tx: Transaction, person_id: int, actor: int | None, now: datetime) -> int:
    """A phone is lost: all of a person's chats are strangers' at once; how many there were. Open attempts stay."""
    storage.people.lock(tx, person_id)
    ended = storage.identities.release(tx, person_id, now)
    if ended:
        storage.audit_log.record(
            tx,
            now=now,
            actor=actor_name(actor),
            action="end_identities",
            person_id=person_id,
            before={"identity_ids": ended},
        )
    return len(ended)


def alarm(tx: Transaction, now: datetime) -> int:
    """Failed tries of all chats in the last hour; above ALARM_PER_HOUR no code is taken from anybody."""
    return storage.invites.tries_since(tx, now - _HOUR)


def _find(tx: Transaction, typed_code: str) -> Found | Refusal:
    code = normalise_code(typed_code)
    invite = storage.invites.by_hash(tx, code_hash(code)) if code else None
    person = storage.people.by_id(tx, invite.person_id) if invite else None
    return Found(person, invite) if invite and person else Refusal("unknown")


def _objection(found: Found, bound_to: int | None, now: datetime, today: date) -> Refusal | None:
    invite = found.invite
    if bound_to == found.person.id:
        return None
    if bound_to is not None:
        return Refusal("bound_to_another")
    if invite.used_at is not None:
        return Refusal("used")
    if invite.revoked_at is not None or found.person.has_left(today):
        return Refusal("revoked")
    return Refusal("expired") if invite.expires_at <= now else None


def _person_of(tx: Transaction, identity_id: int) -> int | None:
    identity = storage.identities.by_id(tx, identity_id)
    return identity.person_id if identity else None
