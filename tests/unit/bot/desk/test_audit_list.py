"""The audit log in the chat: lists by kind, found by what is typed, as a table."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from fakes.chat import Chat
from fakes.county import a_person, at, small_county, the_person

import storage.audit_log
import storage.grants
import storage.people
from storage.inline import InlineDatabase
from storage.transaction import Transaction
from study import permissions

NOW = at("2026-11-23 10:00")
COUNTY = small_county()


@pytest.fixture
def office(inline: InlineDatabase) -> Chat:
    """The chat of the admin of 县/甲镇, who was given nine leaves of 李四 and one grant to look at."""
    boss = inline.write_now(a_person, "9", "县/甲镇", channel="telegram", name="主任")
    about = inline.write_now(a_person, "1", "县/甲镇", name="李四<b>")
    inline.write_now(storage.grants.put, boss.id, "admin", boss.unit_id, None, NOW)
    for day in range(9):
        inline.write_now(leave, boss.id, about, day)
    inline.write_now(
        permissions.grant,
        boss.id,
        "1",
        "instructor",
        "县/甲镇",
        expires_on=None,
        now=NOW,
        today=date(2026, 11, 23),
    )
    return Chat(inline, COUNTY, NOW, address=f"telegram-{boss.id}")


def leave(tx: Transaction, actor: int, about: storage.people.Person, day: int) -> None:
    storage.audit_log.record(
        tx,
        now=at("2026-11-01 09:12") + timedelta(days=day),
        actor=f"person:{actor}",
        action="leave",
        person_id=about.id,
        unit_id=about.unit_id,
        after={"from": "2026-11-01", "until": "2026-11-02"},
        reason="病假",
    )


def test_the_newest_come_first_eight_a_page(office: Chat) -> None:
    first = office.commands("audit")
    assert first.splitlines()[:4] == [
        "审计记录：最近",
        "",
        "11月23日 周一 10:00 主任 授权：李四<b> · 甲镇",
        "角色 教员",
    ]
    assert first.count("记请假") == 7 and "理由：病假" in first
    older = office.taps("audit:l:recent:1")
    assert older.count("记请假") == 2 and not office.offers("audit:l:recent:2")


def test_kinds_narrow_the_list(office: Chat) -> None:
    office.says("审计")
    assert "授权" in office.taps("audit:l:grants:0") and "记请假" not in office.bubbles[-1].text.text
    assert "没有这样的记录" in office.taps("audit:l:refused:0")


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("李四", "审计记录：李四<b>"),
        ("1", "审计记录：李四<b>"),
        ("甲镇", "审计记录：县/甲镇"),
        ("11-03", "审计记录：2026-11-03 至 2026-11-03"),
        ("11-03 至 11-01", "审计记录：2026-11-01 至 2026-11-03"),
        ("王二", "您管辖的范围内没有找到“王二”。可以换个写法再输入。"),
    ],
)
def test_a_person_a_unit_or_days_can_be_typed(office: Chat, typed: str, title: str) -> None:
    office.commands("audit")
    office.taps("audit:find")
    assert office.says(typed).splitlines()[0] == title


def test_what_a_person_did_stands_apart(office: Chat) -> None:
    office.commands("audit")
    office.taps("audit:find")
    assert "没有这样的记录" not in office.says("主任")
    assert "记请假" in office.taps("audit:l:b")
    office.taps("audit:find")
    office.says("李四")
    assert "没有这样的记录" in office.taps("audit:l:b")


def test_the_list_is_offered_as_a_table(office: Chat) -> None:
    office.commands("audit")
    office.taps("audit:l:grants:0")
    office.taps("audit:file:grants")
    document = office.bubbles[-1].document
    assert document is not None and document.kind == "audit_log" and document.args == {"filter": "grants"}
    assert office.db.read_now(the_person, "1").name == "李四<b>"
