"""Codes that bind a chat to a person: once, for a while, and not by guessing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

import storage.identities
import storage.people
import storage.units
from storage.database import Database
from storage.inline import InlineDatabase
from storage.people import Person, RosterEntry
from storage.transaction import Transaction
from study import invites
from study.invite_slips import Links, slips_csv, slips_html
from study.invites import ALARM_PER_HOUR, TRIES_PER_HOUR, Found, Invitation, Refusal

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
MONTH = timedelta(days=30)
WRONG = "AAAAA-AAAAA"


def build(tx: Transaction) -> dict[str, int]:
    """Three people of two units, one of them gone: unit ids by path."""
    ids = {path: unit.id for path, unit in storage.units.ensure(tx, ["县/甲", "县/乙"]).items()}
    for staff_no, unit, left_on in (
        ("1", "县/甲", None),
        ("2", "县/乙", None),
        ("3", "县/乙", date(2026, 1, 1)),
    ):
        entry = RosterEntry(
            staff_no, f"人{staff_no}", ids[unit], "ordinary", "", "zh-Hans", date(2020, 1, 1), left_on
        )
        storage.people.insert(tx, entry, "08:30")
    return ids


def codes(tx: Transaction, seed: int = 1, unit_id: int | None = None, now: datetime = NOW) -> dict[str, str]:
    return {each.staff_no: each.code for each in invites.make_invites(tx, unit_id, now, MONTH, Random(seed))}


def chat(tx: Transaction, address: str, channel: str = "web") -> int:
    return storage.identities.find_or_create(tx, channel, address, "zh-Hans", NOW).id


def reason(outcome: object) -> str:
    assert isinstance(outcome, Refusal)
    return outcome.reason


async def test_a_code_finds_its_person_and_binds_the_chat_once(database: Database) -> None:
    await database.write(build)
    code = (await database.write(codes))["1"]
    mine, other = await database.write(chat, "mine"), await database.write(chat, "other")
    typed = f" {code[:5]}-{code[5:]} ".lower()
    found = await database.write(invites.look_up, mine, typed, NOW)
    assert isinstance(found, Found) and (found.person.name, found.person.unit_path) == ("人1", "县/甲")
    person = await database.write(invites.bind_identity, mine, typed, NOW)
    assert isinstance(person, Person)
    assert (person.enrolled_at, person.identity_id) == (NOW, mine)
    identity = await database.read(storage.identities.by_id, mine)
    assert identity is not None and identity.person_id == person.id
    assert await database.write(invites.bind_identity, mine, code, NOW) == person
    assert reason(await database.write(invites.look_up, other, code, NOW)) == "used"
    assert reason(await database.write(invites.bind_identity, other, code, NOW)) == "used"


def test_invites_go_to_those_without_a_chat_who_have_not_left(inline: InlineDatabase) -> None:
    units = inline.write_now(build)
    assert inline.write_now(codes, 1, units["县/甲"]).keys() == {"1"}
    all_codes = inline.write_now(codes, 2)
    assert all_codes.keys() == {"1", "2"}
    inline.write_now(invites.bind_identity, inline.write_now(chat, "x"), all_codes["1"], NOW)
    assert inline.write_now(codes, 3).keys() == {"2"}


def test_a_rerun_revokes_unused_codes(inline: InlineDatabase) -> None:
    inline.write_now(build)
    first, second = inline.write_now(codes, 1), inline.write_now(codes, 2)
    identity = inline.write_now(chat, "x")
    assert reason(inline.write_now(invites.look_up, identity, first["1"], NOW)) == "revoked"
    assert isinstance(inline.write_now(invites.look_up, identity, second["1"], NOW), Found)


def test_a_code_ends_with_its_time_and_with_its_person(inline: InlineDatabase) -> None:
    inline.write_now(build)
    code = inline.write_now(codes)
    identity = inline.write_now(chat, "x")
    assert isinstance(
        inline.write_now(invites.look_up, identity, code["1"], NOW + MONTH - timedelta(seconds=1)), Found
    )
    assert reason(inline.write_now(invites.look_up, identity, code["1"], NOW + MONTH)) == "expired"
    gone = inline.read_now(storage.people.by_staff_no, "2")
    assert gone is not None
    inline.write_now(storage.people.update, gone.id, left_on=NOW.date())
    assert reason(inline.write_now(invites.bind_identity, identity, code["2"], NOW)) == "revoked"


def test_a_person_may_have_several_chats_but_a_chat_only_one_person(inline: InlineDatabase) -> None:
    inline.write_now(build)
    first = inline.write_now(codes, 1)
    web = inline.write_now(chat, "x", "web")
    inline.write_now(invites.bind_identity, web, first["1"], NOW)
    assert reason(inline.write_now(invites.bind_identity, web, first["2"], NOW)) == "bound_to_another"
    telegram = inline.write_now(chat, "7", "telegram")
    assert isinstance(inline.write_now(invites.bind_identity, telegram, first["2"], NOW), Person)


def test_guessing_ends_after_five_tries_for_an_hour(inline: InlineDatabase) -> None:
    inline.write_now(build)
    code = inline.write_now(codes)["1"]
    identity = inline.write_now(chat, "x")
    for wrong in [WRONG, "not a code", "", WRONG, WRONG]:
        assert reason(inline.write_now(invites.look_up, identity, wrong, NOW)) == "unknown"
    assert reason(inline.write_now(invites.look_up, identity, code, NOW)) == "too_many_tries"
    assert reason(inline.write_now(invites.bind_identity, identity, code, NOW)) == "too_many_tries"
    assert inline.read_now(invites.alarm, NOW) == TRIES_PER_HOUR
    assert isinstance(inline.write_now(invites.look_up, identity, code, NOW + timedelta(hours=1)), Found)


def test_right_codes_are_no_tries(inline: InlineDatabase) -> None:
    inline.write_now(build)
    code = inline.write_now(codes)["1"]
    identity = inline.write_now(chat, "x")
    for _ in range(TRIES_PER_HOUR + 1):
        assert isinstance(inline.write_now(invites.look_up, identity, code, NOW), Found)


def test_too_many_guesses_of_all_chats_close_the_door_for_an_hour(inline: InlineDatabase) -> None:
    inline.write_now(build)
    code = inline.write_now(codes)["1"]
    for number in range(ALARM_PER_HOUR + 1):
        guesser = inline.write_now(chat, f"guesser {number // TRIES_PER_HOUR}")
        inline.write_now(invites.look_up, guesser, WRONG, NOW)
    mine = inline.write_now(chat, "mine")
    assert inline.read_now(invites.alarm, NOW) == ALARM_PER_HOUR + 1
    assert reason(inline.write_now(invites.bind_identity, mine, code, NOW)) == "closed_for_now"
    later = NOW + timedelta(hours=1)
    assert isinstance(inline.write_now(invites.bind_identity, mine, code, later), Person)


INVITATIONS = [
    Invitation("1", "<b>&", "县/<甲>", "ACDEFGHJKM"),
    *(Invitation(str(n), "林青", "县/乙", "ACDEFGHJKN") for n in range(9)),
]
LINKS = Links("garden_bot", "https://garden.example/")


def test_slips_as_a_table_carry_both_links() -> None:
    header, first, *_ = slips_csv(INVITATIONS, LINKS).decode("utf-8-sig").splitlines()
    assert header == "staff_no,name,unit,code,telegram_link,web_link"
    assert first == (
        "1,<b>&,县/<甲>,ACDEF-GHJKM,https://t.me/garden_bot?start=ACDEFGHJKM,"
        "https://garden.example/?code=ACDEFGHJKM"
    )
    assert slips_csv(INVITATIONS, Links()).decode().splitlines()[1].endswith("ACDEF-GHJKM,,")


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_slips_to_print_start_a_sheet_for_each_unit_and_escape_names(language: str) -> None:
    page = slips_html(INVITATIONS, LINKS, language, "学习<园地>", date(2026, 12, 23)).decode()
    assert page.count("<section>") == 3
    assert page.count("<article>") == 10
    assert page.count("<svg ") == 20
    assert "&lt;b&gt;&amp;" in page and "<b>" not in page and "<园地>" not in page and "<甲>" not in page
    assert "ACDEF-GHJKM" in page and "2026" in page
    plain = slips_html(INVITATIONS, Links(), language, "学习园地", date(2026, 12, 23)).decode()
    assert "<svg" not in plain
