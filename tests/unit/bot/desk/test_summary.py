"""The supervisor's picture in words: counts first, names only of those overdue, long lists shortened."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from fakes.chat import SHAPES, Chat
from fakes.county import (
    FIRE,
    a_person,
    at,
    open_and_enrol,
    plan_item,
    small_county,
    supervises,
    take_in_small_content,
)

import storage.grants
from bot.conversation.desk.summary import MOST_UNITS, message_of
from bot.conversation.rendering import render
from bot.locales import Words
from storage.inline import InlineDatabase
from study.weekly_summary import ItemLine, Summary, UnitLine

NOW = at("2026-12-02 10:00")
COUNTY = small_county(plan=(plan_item("11-02", "11-30"),))
WORDS = Words(ZoneInfo("Asia/Shanghai"))


def item(**facts: object) -> ItemLine:
    plain = {
        "assignment_id": 1,
        "kind": "plan",
        "title": {"zh-Hans": "法", "en": "Law"},
        "due_on": "2026-11-30",
    }
    counts = {"assigned": 40, "done": 30, "late": 0, "overdue": 0, "excused": 0, "change": None}
    return ItemLine(**{**plain, **counts, "units": (), "names": (), **facts})  # type: ignore[arg-type]


def told(*items: ItemLine, language: str = "zh-Hans") -> str:
    summary = Summary("2026-W48", "2026-11-30T00:30:00+00:00", ("县<b>", "乙&"), 40, 2, items)
    message = message_of(summary, language, "zh-Hans")
    return render(message, language, SHAPES["telegram"], WORDS)[0].text.text


def test_counts_and_the_instant_they_were_taken_come_first() -> None:
    lines = told(item()).splitlines()
    assert lines[0].endswith("县<b>、乙&")
    assert "11月30日" in lines[1] and "08:30" in lines[1]
    assert "法：30/40 人完成" in told(item())
    assert "Law: 30 of 40" in told(item(), language="en")


@pytest.mark.parametrize(
    ("change", "says"), [(3, "比上周 +3"), (-1, "比上周 -1"), (0, "与上周相同"), (None, "")]
)
def test_the_change_on_last_week_is_said_where_there_was_one(change: int | None, says: str) -> None:
    text = told(item(change=change))
    assert says in text and ("上周" in text) == (change is not None)


def test_only_those_overdue_are_named_and_the_excused_stand_apart() -> None:
    text = told(item(overdue=2, names=("<b>&", "王"), excused=1))
    assert "2 人：<b>&、王" in text and "免学 1 人" in text
    assert "：" not in told(item(overdue=40)).splitlines()[-1]
    assert "<b>&, 王" in told(item(overdue=2, names=("<b>&", "王")), language="en")


def test_a_long_list_of_units_begins_with_most_to_do_and_adds_up() -> None:
    units = tuple(UnitLine(f"村{number}", 10, number % 10, 0) for number in range(20))
    lines = [line for line in told(item(units=units)).splitlines() if line.startswith("·")]
    assert len(lines) == MOST_UNITS + 1
    assert lines[0] == "· 村0 0/10"
    shown = [tuple(map(int, line.rsplit(" ", 1)[1].split("/"))) for line in lines]
    assert (sum(done for done, _ in shown), sum(assigned for _, assigned in shown)) == (90, 200)


def test_one_unit_alone_is_not_told_twice() -> None:
    assert "·" not in "\n".join(told(item(units=(UnitLine("村", 40, 30, 0),))).splitlines()[1:])


def test_a_week_without_anything_open_says_so() -> None:
    assert "没有布置" in told()


@pytest.fixture
def office(inline: InlineDatabase) -> Chat:
    """The chat of a supervisor of one town, of two people."""
    inline.write_now(take_in_small_content)
    boss = inline.write_now(a_person, "9", "县", channel="telegram")
    inline.write_now(a_person, "1", "县/甲镇", name="甲镇人")
    inline.write_now(a_person, "2", "县/乙镇", name="乙镇人")
    inline.write_now(supervises, boss, "县/甲镇")
    inline.write_now(open_and_enrol, COUNTY, at("2026-11-10 10:00"))
    return Chat(inline, COUNTY, NOW, address=f"telegram-{boss.id}")


def test_a_supervisor_sees_their_own_units_only(office: Chat) -> None:
    text = office.commands("summary")
    assert f"{FIRE} 读本：0/1 人完成" in text
    assert "甲镇人" in text and "乙镇人" not in text
    assert "人完成" in office.taps("go:summary")


def test_help_names_the_summary_to_supervisors_alone(office: Chat) -> None:
    with_it = office.commands("help")
    ((grant,),) = office.db.read_now(storage.grants.of_everyone).values()
    office.db.write_now(storage.grants.remove, 1, "supervisor", grant.unit_id)
    assert len(office.commands("help")) < len(with_it)
    assert "周报发给督学" in office.commands("summary")
