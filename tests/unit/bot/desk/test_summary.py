"""The supervisor's picture in words: counts first, names only of those behind or soon due, long lists shortened."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from fakes.chat import SHAPES, Chat
from fakes.county import (
    FIRE,
    FLOOD,
    a_person,
    at,
    open_and_enrol,
    plan_item,
    small_county,
    supervises,
    take_in_small_content,
    the_person,
)

import storage.grants
from bot.conversation.desk.summary import MOST_UNITS_IN_LINE, message_of
from bot.conversation.outgoing import Outgoing
from bot.conversation.rendering import render
from bot.locales import Words
from storage.inline import InlineDatabase
from study import leave, weekly_summary
from study.rules.reporting_period import parse, period_of
from study.rules.summary import ItemLine, Summary, UnitLine

NOW = at("2026-12-02 10:00")
COUNTY = small_county(plan=(plan_item("11-02", "11-30"), plan_item("11-02", "12-31", reading=FLOOD)))
WORDS = Words(ZoneInfo("Asia/Shanghai"))


def item(**facts: object) -> ItemLine:
    plain = {
        "assignment_id": 1,
        "kind": "plan",
        "title": {"zh-Hans": "法", "en": "Law"},
        "due_on": "2026-11-30",
    }
    counts = {"done": 30, "late": 0, "in_time": 10, "overdue": 0, "excused": 0, "away": 0, "change": None}
    rest = {"pressing": 0, "names": (), "units": ()}
    return ItemLine(**{**plain, **counts, **rest, **facts})  # type: ignore[arg-type]


def bubble(
    *items: ItemLine, language: str = "zh-Hans", units: tuple[str, ...] = ("县<b>", "乙&")
) -> Outgoing:
    people = sum(each.pressing for each in items)
    summary = Summary(
        "2026-W48", "2026-11-30T00:30:00+00:00", units, False, 40, 2, 1, people, (1, 2), (), items
    )
    return render(message_of(summary, (language, "zh-Hans")), language, SHAPES["telegram"], WORDS)[0]


def told(*items: ItemLine, language: str = "zh-Hans") -> str:
    return bubble(*items, language=language).text.text


def test_counts_and_the_instant_they_were_taken_come_first() -> None:
    lines = told(item()).splitlines()
    assert lines[0].endswith("县<b>、乙&")
    assert "11月30日" in lines[1] and "08:30" in lines[1]
    assert "共 40 人，请假 1 人，尚未联系上 2 人" in told(item())
    assert "完成 30 · 期限内 10 · 过期 0" in told(item())
    assert "Done 30 · in time 10 · overdue 0" in told(item(), language="en")


def test_many_units_are_a_number() -> None:
    assert "村0等 9 个单位" in bubble(item(), units=tuple(f"村{n}" for n in range(9))).text.text


@pytest.mark.parametrize(
    ("change", "says"), [(3, "比上周 +3"), (-1, "比上周 -1"), (0, "与上周相同"), (None, "")]
)
def test_the_change_on_last_week_is_said_where_there_was_one(change: int | None, says: str) -> None:
    text = told(item(change=change))
    assert says in text and ("上周" in text) == (change is not None)


def test_only_those_pressing_are_named_and_who_is_left_out_stands_apart() -> None:
    text = told(item(overdue=2, pressing=2, names=("<b>&", "王喆"), excused=1, away=3))
    assert "2 人：<b>&、王喆" in text and "免学 1 人 请假 3 人" in text
    assert "点“名单”看是谁" in told(item(overdue=40, pressing=40))
    assert "<b>&, 王" in told(item(overdue=2, pressing=2, names=("<b>&", "王")), language="en")


def test_units_stand_in_one_paragraph_those_behind_first() -> None:
    units = tuple(UnitLine(number, f"村{number}", 10, 0, number) for number in range(12))
    [line] = [line for line in told(item(units=units)).splitlines() if "村11" in line]
    assert line.index("村11\u00a010/0/11") < line.index("村10\u00a010/0/10")
    assert line.count("/0/") == MOST_UNITS_IN_LINE
    text = told(item(units=units))
    assert "另有 2 个单位" in text and "其余 1 个单位已全部完成" in text


def test_one_unit_alone_is_not_told_twice() -> None:
    assert "村" not in told(item(units=(UnitLine(1, "村", 30, 10, 0),)))


def test_the_message_of_nine_units_fits_a_phone() -> None:
    units = tuple(UnitLine(number, f"第{number}中心小学", 20, 8, 4) for number in range(9))
    names = tuple(f"欧阳小{number}" for number in range(15))
    items = [
        item(assignment_id=n, units=units, pressing=15, names=names, overdue=36, change=2) for n in range(4)
    ]
    sent = bubble(*items)
    assert len(sent.text.text) < 1_024
    assert len(sent.text.text.splitlines()) <= 20
    assert len(sent.rows) <= 5


def test_a_week_without_anything_open_says_so() -> None:
    assert "没有布置" in told()
    assert bubble().drawing is None


def test_the_picture_says_in_words_what_it_shows() -> None:
    units = (UnitLine(1, "喆镇", 20, 8, 4), UnitLine(2, "<b>&", 1, 0, 0))
    drawing = bubble(item(units=units)).drawing
    assert drawing is not None
    assert drawing.bars == (("喆镇", (20, 8, 4)), ("<b>&", (1, 0, 0)))
    assert "喆镇：完成 20，期限内 8，过期 4" in drawing.alt and "<b>&" in drawing.alt


@pytest.fixture
def office(inline: InlineDatabase) -> Chat:
    """The chat of a supervisor of one town, of three people, one of them on leave."""
    inline.write_now(take_in_small_content)
    boss = inline.write_now(a_person, "9", "县", channel="telegram")
    inline.write_now(a_person, "1", "县/甲镇", name="甲镇人")
    inline.write_now(a_person, "2", "县/乙镇", name="乙镇人")
    resting = inline.write_now(a_person, "3", "县/甲镇/一村", name="休假人")
    inline.write_now(a_person, "4", "县/甲镇/一村", name="没来的", channel=None)
    inline.write_now(supervises, boss, "县/甲镇")
    inline.write_now(open_and_enrol, COUNTY, at("2026-11-10 10:00"))
    days = (date(2026, 11, 20), date(2026, 12, 20))
    inline.write_now(leave.record_leave, resting, *days, "病假", "x", COUNTY, at("2026-11-20 09:00"))
    return Chat(inline, COUNTY, NOW, address=f"telegram-{boss.id}")


def test_a_supervisor_sees_their_own_units_only_and_nobody_on_leave(office: Chat) -> None:
    text = office.commands("summary")
    assert f"《{FIRE} 读本》" in text and "甲镇人" in text
    assert "乙镇人" not in text and "休假人" not in text
    assert "完成 0 · 期限内 0 · 过期 2" in text
    names = office.taps("names:1") + str(office.bubbles[-1].rows)
    assert "甲镇人" in names and "没来的" in names and "休假人" not in names


def test_one_tap_reminds_and_a_second_one_does_not(office: Chat) -> None:
    office.commands("summary")
    first = office.taps("nudge:all")
    assert "已安排提醒 1 人" in first and "1 人尚未联系上" in first
    second = office.taps("nudge:all")
    assert "没有发出新的提醒" in second and "1 人三天内已经提醒过" in second


def test_unit_by_unit_for_one_item_and_back(office: Chat) -> None:
    office.commands("summary")
    text = office.taps("byunit")
    assert "甲镇：完成 0 · 期限内 0 · 过期 1" in text and "一村：完成 0 · 期限内 0 · 过期 1" in text
    assert f"《{FLOOD} 读本》" in office.taps("byunit:")
    assert office.offers("go:summary")


def test_words_for_the_group_name_nobody(office: Chat) -> None:
    office.commands("summary")
    text = office.taps("group")
    assert "还差 2 人" in text and "甲镇人" not in text


def test_last_weeks_figures_are_shown_as_they_were_sent(office: Chat) -> None:
    office.commands("summary")
    assert "还没有发过周报" in office.taps("week:last")
    monday = at("2026-11-30 08:30")
    boss = office.db.read_now(the_person, "9")
    week = parse("2026-W48", COUNTY.zone)
    units = [grant.unit_id for grant in office.db.read_now(storage.grants.of_everyone)[boss.id]]
    counted = office.db.read_now(weekly_summary.summarise, boss.id, units, week, COUNTY, monday)
    office.db.write_now(weekly_summary.send_summary, boss.id, counted, monday, NOW)
    sent = office.db.read_now(weekly_summary.stored_summary, boss.id, "2026-W48")
    assert sent and sent.items[0].overdue == 0
    text = office.taps("week:last")
    assert "11月23日" in text and "完成 0 · 期限内 2 · 过期 0" in text
    here = office.db.read_now(
        weekly_summary.summarise, boss.id, units, period_of(NOW, COUNTY.zone), COUNTY, NOW
    )
    assert here.items[0].overdue == 2


def test_everybody_is_in_the_spreadsheet_it_offers(office: Chat) -> None:
    office.commands("summary")
    office.taps("table")
    document = office.bubbles[-1].document
    assert document is not None and document.kind == "weekly_table" and document.name.endswith(".xlsx")


def test_help_names_the_summary_to_supervisors_alone(office: Chat) -> None:
    with_it = office.commands("help")
    ((grant,),) = office.db.read_now(storage.grants.of_everyone).values()
    office.db.write_now(storage.grants.remove, 1, "supervisor", grant.unit_id)
    assert len(office.commands("help")) < len(with_it)
    for command in ("summary", "nudge"):
        assert "周报发给督学" in office.commands(command)
