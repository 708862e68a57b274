"""The page of points: each entry with its reason, practice against its cap, an average that hides everybody."""

from __future__ import annotations

from datetime import datetime

import pytest
from fakes.chat import Chat
from fakes.county import FIRE, FLOOD, a_person, at, plan_item, small_county, take_in_small_content

from storage.inline import InlineDatabase
from study import points
from study.earnings import Earning

NOW = at("2026-11-23 10:00")
COUNTY = small_county(plan=(plan_item("11-02", "11-30"), plan_item(reading=FLOOD, name="summer")))


@pytest.fixture
def chat(inline: InlineDatabase) -> Chat:
    inline.write_now(take_in_small_content)
    person = inline.write_now(a_person, channel="telegram")
    return Chat(inline, COUNTY, NOW, address=f"telegram-{person.id}")


def award(
    chat: Chat, cause: str, kind: str, subject: str, earned: int, now: datetime = NOW, person: int = 1
) -> None:
    earning = Earning(person, cause, kind, subject, earned, COUNTY.year(now))
    chat.db.write_now(points.award_points, earning, COUNTY, now)


def entries(chat: Chat) -> list[str]:
    return chat.commands("points").split("\n\n", 1)[1].splitlines()


def test_a_page_without_entries_says_how_to_begin(chat: Chat) -> None:
    text = chat.commands("points")
    assert "2026 年积分：0" in text and "还没有积分" in text


def test_every_entry_has_its_day_points_and_reason_newest_first(chat: Chat) -> None:
    award(chat, "reading:1", "reading", FIRE, 5, at("2026-11-03 09:00"))
    award(chat, "quiz:1", "quiz_pass", "summer", 10, at("2026-11-05 09:00"))
    assert entries(chat) == [
        f"11月5日 周四 +10 通过测验《{FLOOD} 读本》",
        f"11月3日 周二 +5 读完《{FIRE} 读本》",
    ]


def test_answers_of_one_day_for_the_same_thing_stand_in_one_line(chat: Chat) -> None:
    award(chat, "correct:9:2026", "practice", FIRE, 1, at("2026-11-22 10:00"))
    for number in range(4):
        award(chat, f"correct:{number}:2026", "practice", FIRE, 1)
    today, yesterday = entries(chat)
    assert today == f"11月23日 周一 +4 练习答对 4 题 {FIRE}"
    assert yesterday.startswith("11月22日 周日 +1 练习答对 1 题")


def test_what_the_cap_left_out_is_said(chat: Chat) -> None:
    for number in range(12):
        award(chat, f"correct:{number}:2026", "practice", FIRE, 1)
    text = chat.commands("points")
    assert "练习：得 12 分，计 10 分" in text
    assert "+10 练习答对 12 题（得 12 分，已到当日上限）" in text
    assert "2026 年积分：10" in text


def test_a_correction_is_a_line_of_its_own_with_its_reason(chat: Chat) -> None:
    award(chat, "reading:1", "reading", FIRE, 5)
    chat.db.write_now(points.reverse_points, 1, 1, "person 9", "counted twice", COUNTY, NOW)
    correction, entry = entries(chat)
    assert correction == f"11月23日 周一 -5 更正：{FIRE} 读本（counted twice）" and "+5 读完" in entry
    assert "2026 年积分：0" in chat.bubbles[-1].text.text


def test_last_years_points_are_last_years(chat: Chat) -> None:
    award(chat, "reading:1", "reading", FIRE, 5, at("2025-12-31 23:59"))
    assert "还没有积分" in chat.commands("points")


@pytest.mark.parametrize(("colleagues", "is_shown"), [(3, False), (4, True)])
def test_the_units_average_is_shown_where_five_are_counted(
    chat: Chat, colleagues: int, is_shown: bool
) -> None:
    for number in range(colleagues):
        chat.db.write_now(a_person, f"c{number}", channel="web")
    award(chat, "reading:1", "reading", FIRE, 5)
    assert ("人均 1" in chat.commands("points")) is is_shown


def test_a_long_year_still_fits_in_one_bubble(chat: Chat) -> None:
    for day in range(1, 29):
        for slug in (FIRE, FLOOD):
            award(chat, f"correct:{slug}:{day}", "practice", slug, 1, at(f"2026-10-{day:02} 09:00"))
    chat.commands("points")
    assert len(chat.bubbles) == 1 and len(entries(chat)) == 12
