"""A unit's link: it asks who somebody is, a person of the unit answers, and a supervisor binds or refuses."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from fakes.county import a_person, at, small_county, supervises, the_person

import storage.audit_log
import storage.identities
import storage.join_links
import storage.people
import storage.units
from storage.database import Database
from storage.inline import InlineDatabase
from storage.join_links import JoinRequest
from storage.people import Person
from storage.transaction import Transaction
from study import invites, join_links
from study.invites import ALARM_PER_HOUR, TRIES_PER_HOUR
from study.join_links import Refusal

NOW = at("2026-11-10 10:00")
COUNTY = small_county()
MONTH = timedelta(days=30)


def unit(tx: Transaction, path: str) -> int:
    return storage.units.ensure(tx, [path])[path].id


def build(tx: Transaction) -> str:
    """A town with a supervisor and three who have not joined, one elsewhere; the town's link."""
    boss = a_person(tx, "9", "县/甲镇")
    supervises(tx, boss, "县/甲镇")
    for staff_no, name, place in (
        ("H1", "张三", "县/甲镇/一村"),
        ("H2", "<b>&李 四", "县/甲镇"),
        ("H3", "王五", "县/甲镇/二村"),
        ("H4", "赵六", "县/乙镇"),
    ):
        a_person(tx, staff_no, place, name=name, channel=None)
    return join_links.make_join_link(tx, unit(tx, "县/甲镇"), boss.id, NOW, MONTH, Random(1))


def chat(tx: Transaction, address: str = "x", channel: str = "telegram") -> int:
    return storage.identities.find_or_create(tx, channel, address, "zh-Hans", NOW).id


def asks(tx: Transaction, code: str, words: str, address: str = "x") -> str | None:
    """Open the link on a chat and say so many words; what comes of it."""
    identity = chat(tx, address)
    opened = join_links.open_link(tx, identity, code, NOW)
    assert not isinstance(opened, Refusal) and opened.path == "县/甲镇"
    return join_links.claim(tx, identity, words, COUNTY, NOW)


def waiting(tx: Transaction, path: str = "县") -> list[JoinRequest]:
    return storage.join_links.waiting(tx, [unit(tx, path)], COUNTY.local_day(NOW))


def boss(tx: Transaction) -> Person:
    return the_person(tx, "9")


def rows(tx: Transaction, table: str) -> int:
    found = tx.one(f"SELECT COUNT(*) AS rows FROM {table}")
    assert found is not None
    return int(found["rows"])


async def test_a_claim_waits_once_and_confirmed_it_binds_the_chat(database: Database) -> None:
    code = await database.write(build)
    assert await database.write(asks, code, "h1 张三") == "asked"
    assert await database.write(asks, code, "h1 张三") == "waiting"
    assert await database.write(asks, code, "H3 王五") == "waiting"
    (request,) = await database.read(waiting)
    assert (request.name, request.staff_no, request.unit_name, request.is_bound) == (
        "张三",
        "H1",
        "一村",
        False,
    )
    assert await database.read(waiting, "县/乙镇") == []
    decider = await database.read(boss)
    for came_to in ("accepted", "decided"):
        assert await database.write(join_links.confirm, request, decider.id, COUNTY, NOW) == came_to
    joined = await database.read(the_person, "H1")
    assert joined.identity_id == request.identity_id and joined.enrolled_at == NOW
    assert await database.read(waiting) == []
    audit = await database.read(storage.audit_log.of_person, joined.id)
    assert [(entry["action"], entry["actor"]) for entry in audit] == [
        ("bind_identity", f"person:{decider.id}")
    ]
    answers = await database.read(
        lambda tx: tx.all(
            "SELECT person_id, identity_id, message_json FROM outbox WHERE kind = 'join_answer'"
        )
    )
    assert answers == [
        {
            "person_id": joined.id,
            "identity_id": request.identity_id,
            "message_json": {"is_accepted": True},
        }
    ]


async def test_number_and_name_must_belong_together_and_to_the_unit(database: Database) -> None:
    code = await database.write(build)
    for number, words in enumerate(("H1 李四", "H9 张三", "H4 赵六", "H1 张")):
        assert await database.write(asks, code, words, f"chat {number}") == "wrong"
    assert await database.write(asks, code, "<b>&李四 H2", "right") == "asked"
    assert await database.read(invites.alarm, NOW) == 4


async def test_somebody_with_a_chat_is_sent_to_ask_for_a_code(database: Database) -> None:
    code = await database.write(build)
    await database.write(asks, code, "H1 张三", "mine")
    (request,) = await database.read(waiting)
    await database.write(join_links.confirm, request, (await database.read(boss)).id, COUNTY, NOW)
    assert await database.write(asks, code, "H1 张三", "other") == "has_chat"
    assert await database.read(waiting) == []


async def test_a_newer_link_ends_the_older_of_the_same_unit_only(database: Database) -> None:
    first = await database.write(build)
    town, village = await database.write(unit, "县/甲镇"), await database.write(unit, "县/甲镇/一村")
    other = await database.write(join_links.make_join_link, village, None, NOW, MONTH, Random(2))
    second = await database.write(join_links.make_join_link, town, None, NOW, MONTH, Random(3))
    identity = await database.write(chat)
    assert await database.write(join_links.open_link, identity, first, NOW) == Refusal("revoked")
    for code in (other, second):
        assert not isinstance(await database.write(join_links.open_link, identity, code, NOW), Refusal)
    assert await database.write(join_links.revoke_join_link, town, None, NOW)
    assert not await database.write(join_links.revoke_join_link, town, None, NOW)
    assert await database.write(join_links.open_link, identity, second, NOW) == Refusal("revoked")
    assert await database.write(join_links.open_link, identity, other, NOW + MONTH) == Refusal("expired")


def test_the_code_itself_is_nowhere_in_the_record(inline: InlineDatabase) -> None:
    code = inline.write_now(build)
    assert code not in str(inline.read_now(lambda tx: tx.all("SELECT * FROM join_link")))
    assert code not in str(inline.read_now(lambda tx: tx.all("SELECT * FROM audit_entry")))


def test_an_opened_link_is_forgotten_after_an_hour_and_when_it_is_revoked(inline: InlineDatabase) -> None:
    code = inline.write_now(build)
    identity = inline.write_now(chat)
    inline.write_now(join_links.open_link, identity, code, NOW)
    later = NOW + timedelta(hours=1)
    assert inline.write_now(join_links.claim, identity, "H1 张三", COUNTY, later) is None
    inline.write_now(join_links.revoke_join_link, inline.write_now(unit, "县/甲镇"), None, NOW)
    assert inline.write_now(join_links.claim, identity, "H1 张三", COUNTY, NOW) is None
    assert inline.read_now(waiting) == []


def test_claims_are_guessed_at_no_faster_than_codes(inline: InlineDatabase) -> None:
    code = inline.write_now(build)
    for _ in range(TRIES_PER_HOUR):
        assert inline.write_now(asks, code, "H1 张四") == "wrong"
    identity = inline.write_now(chat)
    assert inline.write_now(join_links.claim, identity, "H1 张三", COUNTY, NOW) == "too_many_tries"
    assert inline.write_now(join_links.open_link, identity, code, NOW) == Refusal("too_many_tries")
    for number in range(ALARM_PER_HOUR + 1):
        guesser = inline.write_now(chat, f"guesser {number // TRIES_PER_HOUR}")
        inline.write_now(join_links.open_link, guesser, "ACDE-FGHJ-KMNP", NOW)
    mine = inline.write_now(chat, "mine")
    assert inline.write_now(join_links.open_link, mine, code, NOW) == Refusal("closed_for_now")


def test_words_that_hold_no_claim_are_no_guess(inline: InlineDatabase) -> None:
    code = inline.write_now(build)
    assert inline.write_now(asks, code, "您好") == "unclear"
    assert inline.read_now(invites.alarm, NOW) == 0


def test_a_request_changes_nothing_but_itself_before_it_is_confirmed(inline: InlineDatabase) -> None:
    code = inline.write_now(build)
    inline.write_now(asks, code, "H1 张三")
    joined = inline.read_now(the_person, "H1")
    assert (joined.identity_id, joined.enrolled_at) == (None, None)


def test_a_refused_chat_is_told_without_a_reason_and_may_ask_again(inline: InlineDatabase) -> None:
    code = inline.write_now(build)
    inline.write_now(asks, code, "H1 张三")
    (request,) = inline.read_now(waiting)
    decider = inline.read_now(boss).id
    for came_to in ("refused", "decided"):
        assert inline.write_now(join_links.refuse, request, "不是本人", decider, NOW) == came_to
    (told,) = inline.read_now(lambda tx: tx.all("SELECT * FROM outbox WHERE kind = 'join_answer'"))
    assert told["person_id"] is None and told["message_json"] == {"is_accepted": False}
    (entry,) = inline.read_now(storage.audit_log.of_person, request.person_id)
    assert (entry["action"], entry["reason"]) == ("refuse_joining", "不是本人")
    assert inline.write_now(asks, code, "H1 张三") == "asked"


def test_when_one_of_two_claims_is_confirmed_the_other_is_closed_and_told(inline: InlineDatabase) -> None:
    code = inline.write_now(build)
    inline.write_now(asks, code, "H1 张三", "one")
    inline.write_now(asks, code, "H1 张三", "two")
    first, second = inline.read_now(waiting)
    assert first.rivals == second.rivals == 1
    decider = inline.read_now(boss).id
    assert inline.write_now(join_links.confirm, first, decider, COUNTY, NOW) == "accepted"
    assert inline.write_now(join_links.confirm, second, decider, COUNTY, NOW) == "decided"
    told = inline.read_now(lambda tx: tx.all("SELECT * FROM outbox WHERE kind = 'join_answer' ORDER BY id"))
    assert [row["identity_id"] for row in told] == [first.identity_id, second.identity_id]
    assert told[1]["message_json"] == {"is_accepted": False}


def test_a_personal_code_used_meanwhile_settles_the_request(inline: InlineDatabase) -> None:
    code = inline.write_now(build)
    inline.write_now(asks, code, "H1 张三")
    (request,) = inline.read_now(waiting)
    (invitation,) = inline.write_now(invites.make_invite, "H1", NOW, MONTH, Random(5))
    other = inline.write_now(chat, "other")
    inline.write_now(invites.bind_identity, other, invitation.code, NOW)
    decider = inline.read_now(boss).id
    assert inline.write_now(join_links.confirm, request, decider, COUNTY, NOW) == "decided"
    assert inline.read_now(the_person, "H1").identity_id == other


def test_nobody_lets_in_somebody_who_may_do_more_than_they(inline: InlineDatabase) -> None:
    code = inline.write_now(build)
    inline.write_now(asks, code, "H1 张三")
    (request,) = inline.read_now(waiting)
    inline.write_now(supervises, inline.read_now(the_person, "H1"), "县")
    decider = inline.read_now(boss).id
    assert inline.write_now(join_links.confirm, request, decider, COUNTY, NOW) == "above_you"
    assert inline.read_now(the_person, "H1").identity_id is None and len(inline.read_now(waiting)) == 1


def test_the_nearest_supervisor_is_told_once_a_day_that_somebody_waits(inline: InlineDatabase) -> None:
    code = inline.write_now(build)
    inline.write_now(asks, code, "H1 张三", "one")
    inline.write_now(asks, code, "H3 王五", "two")
    told = inline.read_now(lambda tx: tx.all("SELECT person_id FROM outbox WHERE kind = 'desk_notice'"))
    assert told == [{"person_id": inline.read_now(boss).id}]


def test_whoever_has_left_neither_claims_nor_is_bound(inline: InlineDatabase) -> None:
    code = inline.write_now(build)
    inline.write_now(asks, code, "H1 张三")
    (request,) = inline.read_now(waiting)
    inline.write_now(storage.people.update, request.person_id, left_on=date(2026, 11, 10))
    decider = inline.read_now(boss).id
    assert inline.write_now(join_links.confirm, request, decider, COUNTY, NOW) == "decided"
    assert inline.write_now(asks, code, "H1 张三", "other") == "wrong"
    assert inline.read_now(waiting) == []
