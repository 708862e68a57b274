from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from study.rules.deadlines import MonthDay, is_late, owed_years, plan_window, window_for_joiner

CHINA = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")
MARCH = (MonthDay(3, 1), MonthDay(3, 31))
OVER_NEW_YEAR = (MonthDay(12, 1), MonthDay(2, 28))


def local(*fields, tz=CHINA):
    return datetime(*fields, tzinfo=tz)


def test_a_month_and_day_is_read_as_it_is_written():
    assert MonthDay.parse("03-01") == MonthDay(3, 1)
    assert str(MonthDay(3, 1)) == "03-01"


@pytest.mark.parametrize(
    "text", ["02-29", "02-30", "04-31", "13-01", "00-10", "3-1", "03/01", "2026-03-01", ""]
)
def test_a_day_that_not_every_year_has_is_refused(text):
    with pytest.raises(ValueError, match=r"is not a .*\.$"):
        MonthDay.parse(text)


@pytest.mark.parametrize(
    ("opens", "due", "year", "opens_at", "due_at"),
    [
        (*MARCH, 2026, local(2026, 3, 1), local(2026, 4, 1)),
        (MonthDay(2, 1), MonthDay(2, 28), 2027, local(2027, 2, 1), local(2027, 3, 1)),
        (MonthDay(2, 1), MonthDay(2, 28), 2028, local(2028, 2, 1), local(2028, 2, 29)),
        (*OVER_NEW_YEAR, 2026, local(2026, 12, 1), local(2027, 3, 1)),
        (MonthDay(5, 4), MonthDay(5, 4), 2026, local(2026, 5, 4), local(2026, 5, 5)),
    ],
)
def test_a_plan_item_is_open_from_midnight_to_the_end_of_its_due_day(opens, due, year, opens_at, due_at):
    window = plan_window(opens, due, year, CHINA)
    assert (window.opens_at, window.due_at) == (opens_at, due_at)
    assert window.opens_on == opens.in_year(year)
    assert (window.due_on.month, window.due_on.day) == (due.month, due.day)


def test_summer_time_moves_neither_midnight():
    window = plan_window(*MARCH, 2026, BERLIN)
    assert window.opens_at == datetime(2026, 2, 28, 23, tzinfo=UTC)
    assert window.due_at == datetime(2026, 3, 31, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("joined_on", "expected"),
    [
        (date(2025, 9, 1), (date(2026, 3, 1), date(2026, 3, 31))),
        (date(2026, 3, 1), (date(2026, 3, 1), date(2026, 3, 31))),
        (date(2026, 3, 10), (date(2026, 3, 10), date(2026, 3, 31))),
        (date(2026, 3, 17), (date(2026, 3, 17), date(2026, 3, 31))),
        (date(2026, 3, 18), (date(2026, 3, 18), date(2026, 4, 1))),
        (date(2026, 3, 31), (date(2026, 3, 31), date(2026, 4, 14))),
        (date(2026, 4, 1), None),
    ],
)
def test_a_joiner_owes_what_is_still_open_and_has_two_weeks_for_it(joined_on, expected):
    window = window_for_joiner(plan_window(*MARCH, 2026, CHINA), joined_on, CHINA)
    assert (window and (window.opens_on, window.due_on)) == expected


def test_a_joiners_instants_follow_the_days():
    window = window_for_joiner(plan_window(*MARCH, 2026, CHINA), date(2026, 3, 25), CHINA)
    assert window is not None
    assert (window.opens_at, window.due_at) == (local(2026, 3, 25), local(2026, 4, 9))


def test_late_begins_with_the_due_instant():
    due_at = plan_window(*MARCH, 2026, CHINA).due_at
    assert not is_late(due_at, local(2026, 3, 31, 23, 59, 59))
    assert is_late(due_at, local(2026, 4, 1))


@pytest.mark.parametrize(
    ("item", "first_seen", "now", "expected"),
    [
        (MARCH, local(2026, 3, 31, 23, 59), local(2026, 3, 31, 23, 59), [2026]),
        (MARCH, local(2026, 4, 1), local(2026, 11, 23), []),
        (MARCH, local(2026, 4, 1), local(2027, 2, 28, 23, 59), []),
        (MARCH, local(2026, 4, 1), local(2027, 3, 1), [2027]),
        (MARCH, local(2026, 2, 1), local(2026, 2, 28), []),
        (MARCH, local(2025, 3, 5), local(2027, 6, 1), [2025, 2026, 2027]),
        (OVER_NEW_YEAR, local(2027, 1, 10), local(2027, 1, 10), [2026]),
        (OVER_NEW_YEAR, local(2027, 3, 1), local(2027, 11, 30), []),
        (OVER_NEW_YEAR, local(2027, 2, 28), local(2027, 12, 1), [2026, 2027]),
    ],
)
def test_what_was_past_due_when_first_seen_is_not_opened_that_year(item, first_seen, now, expected):
    assert owed_years(*item, first_seen, now, CHINA) == expected
