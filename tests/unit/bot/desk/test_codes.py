"""A fresh code for a second phone or a lost one: handed to the supervisor once, and never a way to another's role."""

from __future__ import annotations

import re
from typing import Any

import pytest
from fakes.chat import Chat
from fakes.county import (
    FIRE,
    PLAN_QUIZ,
    a_person,
    at,
    open_and_enrol,
    plan_item,
    share_of,
    small_county,
    supervises,
    take_in_small_content,
    the_person,
)

import storage.attempts
import storage.audit_log
import storage.claims
import storage.outbox
import storage.settings
from bot.conversation.desk.codes import GOOD_FOR
from bot.conversation.incoming import Chose
from storage.inline import InlineDatabase
from storage.transaction import Transaction
from study import front_door, invites
from study.rules.settings import Channels, WebChannel

NOW = at("2026-11-10 10:00")
COUNTY = small_county(
    plan=(plan_item(quiz=PLAN_QUIZ),),
    channels=Channels(web=WebChannel(public_url="https://garden.example", demo=False)),
)


def build(tx: Transaction) -> None:
    """1 supervises the town, 2 and 3 are in it, 4 elsewhere; 3 has not joined."""
    take_in_small_content(tx)
    a_person(tx, "1", "县/甲镇", channel="telegram", name="督学")
    a_person(tx, "2", "县/甲镇/一村", channel="telegram", name="<b>&张")
    a_person(tx, "3", "县/甲镇", channel=None, name="王喆")
    a_person(tx, "4", "县/乙镇", channel="telegram", name="别处")
    supervises(tx, the_person(tx, "1"), "县/甲镇")
    storage.settings.put(tx, front_door.TELEGRAM_NAME, "garden_bot")
    open_and_enrol(tx, COUNTY, NOW)


@pytest.fixture
def boss(inline: InlineDatabase) -> Chat:
    inline.write_now(build)
    return chat_of(inline, "1")


def chat_of(db: InlineDatabase, staff_no: str) -> Chat:
    return Chat(db, COUNTY, NOW, address=f"telegram-{id_of(db, staff_no)}")


def id_of(db: InlineDatabase, staff_no: str) -> int:
    return db.read_now(the_person, staff_no).id


def code_in(text: str) -> str:
    found = re.search(r"^[A-Z0-9]{5}-[A-Z0-9]{5}$", text, re.MULTILINE)
    assert found, text
    return found[0]


def codes_made(db: InlineDatabase) -> int:
    return len(db.read_now(lambda tx: tx.all("SELECT id FROM invite")))


def refusals(db: InlineDatabase) -> list[Any]:
    rows = db.read_now(lambda tx: tx.all("SELECT after_json FROM audit_entry WHERE action = 'refused'"))
    return [row["after_json"]["action"] for row in rows]


def test_a_second_phone_gets_a_code_and_the_first_goes_on(boss: Chat) -> None:
    person_id = id_of(boss.db, "2")
    boss.does(Chose(f"person:{person_id}"))
    boss.taps("code:")
    made = boss.taps(f"code:{person_id}:also")
    code = code_in(made)
    assert "<b>&张" in made and f"https://t.me/garden_bot?start={code.replace('-', '')}" in made
    assert f"https://garden.example/?code={code.replace('-', '')}" in made and "11月17日" in made
    old, new = chat_of(boss.db, "2"), Chat(boss.db, COUNTY, NOW, channel="web", address="new")
    new.says(code)
    assert "<b>&张" in new.taps("join:")
    assert "<b>&张" in old.commands("me") and "<b>&张" in new.commands("me")
    entries = [e["action"] for e in boss.db.read_now(storage.audit_log.of_person, person_id)]
    assert entries == ["make_invites", "bind_identity"]


def test_a_second_tap_makes_no_second_code(boss: Chat) -> None:
    person_id = id_of(boss.db, "2")
    boss.does(Chose(f"code:{person_id}"))
    code = code_in(boss.taps(f"code:{person_id}:also"))
    boss.taps(f"code:{person_id}:also")
    assert "已经办过" in (boss.notice or "") and codes_made(boss.db) == 1
    new = Chat(boss.db, COUNTY, NOW, address="new")
    assert "<b>&张" in new.says(code)


def test_a_code_ends_after_a_week(boss: Chat) -> None:
    person_id = id_of(boss.db, "3")
    assert "还没有接通过" in boss.does(Chose(f"code:{person_id}"))[0].text.text
    assert not boss.offers(f"code:{person_id}:lost")
    code = code_in(boss.taps(f"code:{person_id}:also"))
    assert "过期" in Chat(boss.db, COUNTY, NOW + GOOD_FOR, address="new").says(code)


def test_a_lost_phone_is_shut_out_at_once_and_work_goes_on_elsewhere(boss: Chat) -> None:
    person_id = id_of(boss.db, "2")
    old = chat_of(boss.db, "2")
    share = boss.db.read_now(lambda tx: share_of(tx, the_person(tx, "2"), FIRE))
    old.does(Chose(f"quiz:{share.id}"))
    old.taps("a:")
    boss.does(Chose(f"code:{person_id}"))
    card = boss.taps(f"code:{person_id}:lost")
    assert "立即停用" in card and boss.db.read_now(the_person, "2").identity_id is not None
    code = code_in(boss.taps(f"code:{person_id}:yes"))
    assert boss.db.read_now(the_person, "2").identity_id is None
    assert "学习码" in old.commands("me") and "第 2 题" not in old.says("A")
    old.taps("a:")
    new = Chat(boss.db, COUNTY, NOW, channel="web", address="new")
    new.says(code)
    new.taps("join:")
    assert "第 2 题，共 5 题" in new.does(Chose(f"quiz:{share.id}"))[0].text.text
    actions = [e["action"] for e in boss.db.read_now(storage.audit_log.of_person, person_id)]
    assert actions == ["end_identities", "make_invites", "bind_identity"]
    boss.taps(f"code:{person_id}:yes")
    assert boss.db.read_now(the_person, "2").identity_id is not None and codes_made(boss.db) == 1


def test_what_waits_for_an_ended_chat_is_not_sent_there(boss: Chat) -> None:
    person = boss.db.read_now(the_person, "2")
    common: dict[str, Any] = {
        "is_bulk": False,
        "message": {"lines": []},
        "send_after": NOW,
        "expires_at": NOW + GOOD_FOR,
    }
    for key, identity in (("to that chat", person.identity_id), ("to the person", None)):
        boss.db.write_now(
            lambda tx, key=key, identity=identity: storage.outbox.insert(
                tx, person_id=person.id, identity_id=identity, dedup_key=key, kind="reply", **common
            )
        )
    boss.db.write_now(invites.end_identities, person.id, None, NOW)
    rows = boss.db.read_now(
        lambda tx: tx.all(
            "SELECT dedup_key, state FROM outbox WHERE person_id = :id ORDER BY id", id=person.id
        )
    )
    assert [row["state"] for row in rows if row["dedup_key"].startswith("to ")] == ["cancelled", "pending"]
    assert boss.db.write_now(storage.claims.claim, "node", "telegram", NOW, 10) == []


def test_nobody_reissues_beyond_their_units_and_the_try_is_logged(boss: Chat) -> None:
    person_id = id_of(boss.db, "4")
    for step in ("", ":also", ":lost", ":yes"):
        assert "职权范围" in boss.does(Chose(f"code:{person_id}{step}"))[0].text.text
    cadre = chat_of(boss.db, "2")
    assert "职权范围" in cadre.does(Chose(f"code:{id_of(boss.db, '3')}"))[0].text.text
    assert refusals(boss.db) == ["invite"] * 5 and codes_made(boss.db) == 0


def test_nobody_comes_by_a_role_through_another_persons_code(boss: Chat) -> None:
    boss.db.write_now(lambda tx: supervises(tx, the_person(tx, "2"), "县"))
    assert "您没有的权限" in boss.does(Chose(f"code:{id_of(boss.db, '2')}:yes"))[0].text.text
    assert refusals(boss.db) == ["let_in"] and codes_made(boss.db) == 0
    assert boss.db.read_now(the_person, "2").identity_id is not None


def test_a_supervisor_does_not_end_the_chat_they_sit_in(boss: Chat) -> None:
    mine = id_of(boss.db, "1")
    boss.does(Chose(f"code:{mine}"))
    assert not boss.offers(f"code:{mine}:lost")
    for step in ("lost", "yes"):
        boss.does(Chose(f"code:{mine}:{step}"))
        assert "已经办过" in (boss.notice or "")
    assert boss.db.read_now(the_person, "1").identity_id is not None


@pytest.mark.parametrize("skipped", ["also", "yes"])
def test_a_button_without_its_card_does_nothing(boss: Chat, skipped: str) -> None:
    boss.does(Chose(f"code:{id_of(boss.db, '2')}:{skipped}"))
    assert codes_made(boss.db) == 0 and boss.db.read_now(the_person, "2").identity_id is not None


def test_without_addresses_the_code_alone_is_handed_on(boss: Chat) -> None:
    boss.county = small_county()
    boss.db.write_now(storage.settings.put, front_door.TELEGRAM_NAME, "")
    person_id = id_of(boss.db, "3")
    boss.does(Chose(f"code:{person_id}"))
    made = boss.taps(f"code:{person_id}:also")
    assert code_in(made) and "http" not in made
