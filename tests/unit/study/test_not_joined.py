"""Who no message can get to, and what stands in between."""

from __future__ import annotations

from datetime import UTC, date, timedelta
from random import Random

from fakes.county import a_person, at, reach, small_county, the_person

import storage.identities
import storage.invites
import storage.summaries
import storage.units
from storage.database import Database
from storage.inline import InlineDatabase
from storage.transaction import Transaction
from study import invites, not_joined

NOW = at("2026-11-10 10:00")
COUNTY = small_county()


def build(tx: Transaction) -> int:
    """The unit's id."""
    for staff_no, channel in (
        ("1", None),
        ("2", None),
        ("3", None),
        ("4", "web"),
        ("5", "web"),
        ("6", "web"),
    ):
        a_person(tx, staff_no, "县/甲镇", channel=channel)
    a_person(tx, "7", "县/乙镇", channel=None)
    a_person(tx, "8", "县/甲镇", channel=None, left_on="2026-11-10")
    for staff_no, days in (("2", 30), ("3", 1), ("5", 30)):
        invites.make_invite(tx, staff_no, NOW - timedelta(days=2), timedelta(days=days), Random(staff_no))
    for staff_no in ("4", "5"):
        closed = the_person(tx, staff_no).identity_id
        assert closed is not None
        storage.identities.mark_unreachable(tx, closed, NOW)
    return storage.units.ensure(tx, ["县/甲镇"])["县/甲镇"].id


def told(tx: Transaction, unit_ids: list[int] | None) -> list[tuple[str, str, date | None]]:
    people = not_joined.unreached(tx, unit_ids, COUNTY, NOW)
    return [(each.staff_no, each.state, each.code_made_on) for each in people]


async def test_each_is_told_with_how_it_stands(database: Database) -> None:
    town = await database.write(build)
    made_on = date(2026, 11, 8)
    here = [
        ("1", "none", None),
        ("2", "waiting", made_on),
        ("3", "expired", made_on),
        ("4", "closed", None),
        ("5", "waiting", made_on),
    ]
    assert await database.read(told, [town]) == here
    assert await database.read(told, None) == [("7", "none", None), *here]
    counted = await database.read(storage.summaries.head_count, [town], date(2026, 11, 10))
    assert counted["not_reached"] == len(here)


def test_nobody_is_told_twice_and_a_used_code_is_no_code(inline: InlineDatabase) -> None:
    town = inline.write_now(build)
    county = inline.write_now(lambda tx: storage.units.ensure(tx, ["县"])["县"].id)
    assert len(inline.read_now(told, [town, county])) == 6
    identity = inline.write_now(lambda tx: storage.identities.find_or_create(tx, "web", "x", "en", NOW).id)
    (made,) = inline.write_now(invites.make_invite, "1", NOW, timedelta(days=1), Random(9))
    inline.write_now(invites.bind_identity, identity, made.code, NOW)
    inline.write_now(storage.identities.mark_unreachable, identity, NOW)
    assert ("1", "closed", None) in inline.read_now(told, [town])
    inline.write_now(reach, inline.read_now(the_person, "1").id)
    assert "1" not in [staff_no for staff_no, _, _ in inline.read_now(told, [town])]


def test_codes_are_made_by_the_countys_day_not_by_universal_time(inline: InlineDatabase) -> None:
    inline.write_now(a_person, "1", channel=None, left_on="2026-11-10")
    early = at("2026-11-10 06:00").astimezone(UTC)
    today = COUNTY.local_day(early)

    def make(tx: Transaction) -> tuple[int, int]:
        everybody = invites.make_invites(tx, None, early, timedelta(days=1), Random(1), today=today)
        alone = invites.make_invite(tx, "1", early, timedelta(days=1), Random(2), today=today)
        return len(everybody), len(alone)

    assert inline.write_now(make) == (0, 0)
