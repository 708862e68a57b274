"""A lost phone: every chat of a person ends at once, and nothing of their study does."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest
from fakes.county import (
    FIRE,
    PLAN_QUIZ,
    a_person,
    ask,
    at,
    open_and_enrol,
    plan_item,
    reach,
    share_of,
    small_county,
    supervises,
    take_in_small_content,
    the_person,
)

import storage.attempts
import storage.audit_log
import storage.grants
import storage.identities
import storage.outbox
import storage.people
import storage.prompts
import storage.units
import storage.web_chat
from storage.attempts import Attempt
from storage.database import Database
from storage.inline import InlineDatabase
from storage.people import Person
from storage.transaction import Transaction
from study import invites, letting_in, quizzes

NOW = at("2026-11-10 10:00")
COUNTY = small_county(plan=(plan_item(quiz=PLAN_QUIZ),))
DAY = timedelta(days=1)


def build(tx: Transaction) -> Person:
    """Somebody with a browser and a phone, in the middle of a quiz; a colleague with a browser."""
    take_in_small_content(tx)
    for staff_no in ("1", "2"):
        person = a_person(tx, staff_no, channel="web")
        storage.web_chat.open_session(tx, f"token {staff_no}", f"web-{person.id}", "zh-Hans", NOW, NOW + DAY)
    person = the_person(tx)
    reach(tx, person.id, "telegram")
    open_and_enrol(tx, COUNTY, NOW)
    ask(tx, attempt_of(tx), NOW)
    storage.people.update(tx, person.id, dialog_json={"name": "x", "state": {}, "asked": NOW.isoformat()})
    return the_person(tx)


def attempt_of(tx: Transaction) -> Attempt:
    attempt = quizzes.resume_or_start_share(tx, share_of(tx, the_person(tx), FIRE), Random(1), NOW)
    assert isinstance(attempt, Attempt)
    return attempt


def waits(tx: Transaction, person: Person, key: str, state: str, identity_id: int | None) -> None:
    """An outbox row in this state."""
    storage.outbox.insert(
        tx,
        person_id=person.id,
        identity_id=identity_id,
        dedup_key=key,
        kind="reply",
        is_bulk=False,
        message={},
        send_after=NOW,
        expires_at=NOW + DAY,
    )
    tx.run("UPDATE outbox SET state = :state WHERE dedup_key = :key", state=state, key=key)


async def test_all_chats_end_and_the_study_stays(database: Database) -> None:
    person = await database.write(build)
    before = await database.write(attempt_of)
    assert await database.write(invites.end_identities, person.id, 7, NOW) == 2
    after = await database.read(the_person)
    assert (after.identity_id, after.dialog_json, after.enrolled_at) == (None, None, person.enrolled_at)
    for channel in ("web", "telegram"):
        identity = await database.read(storage.identities.find, channel, f"{channel}-{person.id}")
        assert identity is not None and identity.person_id is None
    assert await database.read(storage.prompts.asked_last, person.id) is None
    assert (await database.write(attempt_of)).id == before.id
    (entry,) = await database.read(storage.audit_log.of_person, person.id)
    assert (entry["actor"], entry["action"]) == ("person:7", "end_identities")
    assert len(entry["before_json"]["identity_ids"]) == 2
    assert await database.write(invites.end_identities, person.id, 7, NOW) == 0
    assert len(await database.read(storage.audit_log.of_person, person.id)) == 1


async def test_browsers_are_signed_out_but_nobody_elses(database: Database) -> None:
    person = await database.write(build)
    await database.write(invites.end_identities, person.id, None, NOW)
    assert await database.read(storage.web_chat.visitor, "token 1", NOW) is None
    assert await database.read(storage.web_chat.visitor, "token 2", NOW) is not None
    assert (await database.read(the_person, "2")).identity_id is not None


async def test_what_waited_for_the_ended_chats_is_cancelled(database: Database) -> None:
    person = await database.write(build)
    phone = person.identity_id
    rows = (
        ("a", "pending", phone, "cancelled"),
        ("b", "pending", None, "pending"),
        ("c", "waiting", None, "cancelled"),
        ("d", "waiting", phone, "cancelled"),
        ("e", "sent", phone, "sent"),
    )
    for key, state, identity_id, _ in rows:
        await database.write(waits, person, key, state, identity_id)
    await database.write(invites.end_identities, person.id, None, NOW)
    found = await database.read(lambda tx: tx.all("SELECT dedup_key, state FROM outbox WHERE kind = 'reply'"))
    assert {row["dedup_key"]: row["state"] for row in found} == {row[0]: row[3] for row in rows}


async def test_an_event_that_crosses_the_ending_brings_nothing_back(database: Database) -> None:
    person = await database.write(build)
    assert person.identity_id is not None
    seen = await database.read(storage.identities.by_id, person.identity_id)
    assert seen is not None
    await database.write(invites.end_identities, person.id, None, NOW)
    await database.write(storage.identities.mark_used, seen, NOW)
    assert (await database.read(the_person)).identity_id is None


def test_the_found_phone_comes_back_with_a_fresh_code(inline: InlineDatabase) -> None:
    person = inline.write_now(build)
    assert person.identity_id is not None
    inline.write_now(invites.end_identities, person.id, None, NOW)
    (invitation,) = inline.write_now(invites.make_invite, "1", NOW, DAY, Random(1))
    bound = inline.write_now(invites.bind_identity, person.identity_id, invitation.code, NOW)
    assert isinstance(bound, Person) and bound.identity_id == person.identity_id


@pytest.mark.parametrize(
    ("theirs", "over", "may"),
    [
        (None, None, True),
        ("instructor", "县/甲镇", True),
        ("supervisor", "县/甲镇/一村", True),
        ("supervisor", "县/甲镇", True),
        ("admin", "县/甲镇", False),
        ("instructor", "县", False),
        ("supervisor", "县/乙镇", False),
    ],
)
def test_only_whoever_may_do_as_much_opens_a_chat_for_somebody(
    inline: InlineDatabase, theirs: str | None, over: str | None, may: bool
) -> None:
    def grant(tx: Transaction) -> tuple[int, int]:
        actor, person = a_person(tx, "1"), a_person(tx, "2", "县/甲镇/一村")
        supervises(tx, actor, "县/甲镇")
        if theirs and over:
            unit = storage.units.ensure(tx, [over])[over]
            storage.grants.put(tx, person.id, theirs, unit.id, None, NOW)
        return actor.id, person.id

    actor, person = inline.write_now(grant)
    assert inline.read_now(letting_in.may_let_in, actor, person, COUNTY.local_day(NOW)) is may
