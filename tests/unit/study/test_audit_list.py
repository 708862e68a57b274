"""The audit log is found by kind, person, unit and day, within the scope of whoever looks, and told in words."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path

import pytest
from fakes.county import a_person, at, small_county, take_in_small_content, the_person

import storage.audit_log
import storage.grants
import storage.units
from storage.database import Database
from storage.inline import InlineDatabase
from storage.transaction import Transaction
from study import audit_list, permissions
from study.audit_words import ACTIONS, ASKED, KINDS
from study.permissions import actor_name

NOW = at("2026-11-23 10:00")
COUNTY = small_county()
ROOT = Path(__file__).parents[3]


def build(tx: Transaction) -> dict[str, int]:
    """An admin of 县, one of 县/甲镇, and four entries: two of 甲镇, one of 乙镇, one refused to somebody of 乙镇."""
    take_in_small_content(tx)
    ids = {}
    for staff_no, unit, name in (
        ("1", "县", "县管"),
        ("2", "县/甲镇", "镇管"),
        ("3", "县/甲镇", "李四"),
        ("4", "县/乙镇", "王五"),
    ):
        ids[name] = a_person(tx, staff_no, unit, name=name).id
    for name in ("县管", "镇管"):
        person = the_person(tx, "1" if name == "县管" else "2")
        storage.grants.put(tx, person.id, "admin", person.unit_id, None, NOW)
    units = storage.units.ensure(tx, ())
    entry(tx, ids["镇管"], "extend", "2026-11-20 09:12", ids["李四"], units["县/甲镇"].id, "出差")
    entry(tx, ids["县管"], "grant", "2026-11-21 09:00", ids["王五"], units["县/乙镇"].id, "")
    entry(tx, ids["县管"], "leave", "2026-11-22 23:59", ids["李四"], units["县/甲镇"].id, "病假")
    permissions.permit(tx, ids["王五"], "see_audit_log", units["县/甲镇"].id, date(2026, 11, 23), NOW)
    return ids


def entry(tx: Transaction, actor: int, action: str, when: str, about: int, unit_id: int, reason: str) -> None:
    facts = {
        "extend": (
            {"due_at": "2026-11-30T16:00:00+00:00"},
            {"name": "fire-safety", "occurrence": "2026", "due_at": "2026-12-31T16:00:00+00:00"},
        ),
        "grant": (None, {"role": "supervisor", "expires_on": None}),
        "leave": (None, {"from": "2026-11-22", "until": "2026-12-01"}),
    }
    before, after = facts[action]
    storage.audit_log.record(
        tx,
        now=at(when),
        actor=actor_name(actor),
        action=action,
        person_id=about,
        unit_id=unit_id,
        before=before,
        after=after,
        reason=reason,
    )


def seen(tx: Transaction, viewer: int, filtered: str, now: datetime = NOW) -> list[str] | None:
    found = audit_list.sought(tx, viewer, filtered, COUNTY, now)
    if found is None:
        return None
    return [
        f"{told.what} {told.whom}".strip() for told in audit_list.page(tx, found, 0, "zh-Hans", COUNTY)[0]
    ]


REFUSED = "无权办理，已拒绝：看审计记录"


async def test_each_sees_what_lies_in_the_own_scope_the_newest_first(database: Database) -> None:
    ids = await database.write(build)
    assert await database.read(seen, ids["县管"], "recent") == [
        REFUSED,
        "记请假 李四",
        "授权 王五",
        "延期 李四",
    ]
    assert await database.read(seen, ids["镇管"], "recent") == [REFUSED, "记请假 李四", "延期 李四"]
    assert await database.read(seen, ids["李四"], "recent") is None


async def test_it_is_searched_by_kind_person_unit_and_day(database: Database) -> None:
    ids = await database.write(build)
    town = (await database.read(storage.units.by_path, "县/乙镇")) or pytest.fail("no such unit")
    expected = {
        "grants": ["授权 王五"],
        "exceptions": ["记请假 李四", "延期 李四"],
        "refused": [REFUSED],
        "corrections": [],
        f"p{ids['王五']}": [REFUSED, "授权 王五"],
        f"b{ids['镇管']}": ["延期 李四"],
        f"u{town.id}": [REFUSED, "授权 王五"],
        "d20261121-20261122": ["记请假 李四", "授权 王五"],
    }
    found = {each: await database.read(seen, ids["县管"], each) for each in expected}
    assert found == expected


@pytest.mark.parametrize(
    "filtered", ["", "nonsense", "p0", "p999", "u999", "d20261301-20261302", "d99991231-99991231", "x1"]
)
def test_a_filter_there_is_not_finds_nothing(inline: InlineDatabase, filtered: str) -> None:
    ids = inline.write_now(build)
    assert inline.read_now(seen, ids["县管"], filtered) is None


def test_a_filter_never_reaches_beyond_the_scope(inline: InlineDatabase) -> None:
    ids = inline.write_now(build)
    beside = inline.read_now(storage.units.by_path, "县/乙镇")
    assert beside is not None
    for filtered in (f"u{beside.id}", f"p{ids['王五']}", f"b{ids['县管']}"):
        assert inline.read_now(seen, ids["镇管"], filtered) is None


def test_an_entry_says_what_changed_in_words(inline: InlineDatabase) -> None:
    ids = inline.write_now(build)
    found = inline.read_now(audit_list.sought, ids["县管"], "exceptions", COUNTY, NOW)
    assert found is not None
    told, is_more = inline.read_now(audit_list.page, found, 0, "zh-Hans", COUNTY)
    assert told[1].details == ("《fire-safety 读本》", "最后一天 2026-11-30 → 2026-12-31")
    assert (told[1].who, told[1].unit, told[1].reason) == ("镇管", "县/甲镇", "出差")
    assert told[0].details == ("起 2026-11-22", "止 2026-12-01") and not is_more
    english, _ = inline.read_now(audit_list.page, found, 0, "en", COUNTY)
    assert english[1].details == ("fire-safety 读本 in English", "due 2026-11-30 → 2026-12-31")


def test_the_table_holds_the_same_and_nothing_for_who_may_not(inline: InlineDatabase) -> None:
    ids = inline.write_now(build)
    args = {"filter": "recent"}
    [sheet] = inline.read_now(audit_list.sheets, ids["镇管"], args, "zh-Hans", COUNTY, NOW) or ()
    assert [row[1] for row in sheet.rows] == ["经办人", "王五", "县管", "镇管"]
    assert sheet.rows[3][0] == "2026-11-20 09:12"
    assert inline.read_now(audit_list.sheets, ids["李四"], args, "zh-Hans", COUNTY, NOW) is None


def test_every_action_in_the_log_and_every_right_has_words() -> None:
    patterns = (
        r'action="(\w+)"',
        r'_record\(\s*tx,\s*"(\w+)"',
        r'(?:_entry|Change)\(\s*actor,\s*"(\w+)"',
    )
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "study").glob("*.py")]
    logging = [text for text in sources if "audit_log" in text]
    written = {name for text in logging for pattern in patterns for name in re.findall(pattern, text)}
    assert len(written) > 20
    assert written - set(ACTIONS) == set()
    assert set().union(*permissions.ACTIONS.values()) - set(ASKED) == set()
    assert {action for actions in KINDS.values() for action in actions} - set(ACTIONS) == set()
