from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from study.rules.deadlines import MonthDay, plan_window, window_for_joiner
from study.rules.reminder_ladder import card_allowed, next_reminder, stages
from study.rules.working_days import WorkCalendar

CHINA = ZoneInfo("Asia/Shanghai")
BEFORE = (timedelta(days=7), timedelta(days=2), timedelta(0))
calendar = WorkCalendar()


def window_of(opens, due, year=2026):
    return plan_window(MonthDay.parse(opens), MonthDay.parse(due), year, CHINA)


def ladder(window, weekly=4):
    return [f"{stage.name} {stage.on:%m-%d}" for stage in stages(window, BEFORE, weekly, calendar)]


def following(window, after, hour=time(8, 30)):
    found = next_reminder(
        window,
        after=datetime.fromisoformat(after).replace(tzinfo=CHINA),
        chosen_hour=hour,
        tz=CHINA,
        calendar=calendar,
        before_due=BEFORE,
        overdue_weekly=4,
    )
    return found and (found[0].name, f"{found[1].astimezone(CHINA):%Y-%m-%d %H:%M}")


def test_a_month_has_the_whole_ladder_on_working_days():
    assert ladder(window_of("03-01", "03-31")) == [
        "announce 03-02",
        "before:7 03-24",
        "before:2 03-27",
        "before:0 03-31",
        "overdue:1 04-07",
        "overdue:2 04-14",
        "overdue:3 04-21",
        "overdue:4 04-28",
    ]


@pytest.mark.parametrize(
    ("opens", "due", "expected"),
    [
        # seven days ahead falls in the first third of a ten-day window
        ("11-16", "11-25", ["announce 11-16", "before:2 11-23", "before:0 11-25"]),
        # and so does everything but the announcement on a single day
        ("11-25", "11-25", ["announce 11-25"]),
        ("11-25", "11-26", ["announce 11-25", "before:0 11-26"]),
        # two days ahead, a Friday, is also where the Sunday it is due moves to
        ("11-02", "11-22", ["announce 11-02", "before:7 11-13", "before:0 11-20"]),
        # due on the last day of National Day: all that is left stands before it
        ("09-01", "10-07", ["announce 09-01", "before:0 09-30"]),
        # due within the Spring Festival, with a made-up Saturday before it
        ("01-15", "02-20", ["announce 01-15", "before:7 02-13", "before:0 02-14"]),
        # opens in the holidays: announced after them, with nothing before
        ("10-01", "10-09", ["announce 10-08", "before:0 10-09"]),
        # wholly within the holidays
        ("10-01", "10-05", ["announce 10-08"]),
    ],
)
def test_stages_before_the_due_date(opens, due, expected):
    assert ladder(window_of(opens, due), weekly=0) == expected


def test_overdue_stages_of_one_holiday_become_one():
    assert ladder(window_of("01-05", "02-09"))[-3:] == [
        "overdue:2 02-24",
        "overdue:3 03-02",
        "overdue:4 03-09",
    ]


def test_a_leap_day_is_a_day_like_any_other():
    assert ladder(window_of("02-01", "03-02", 2028), weekly=0)[-2:] == ["before:2 02-29", "before:0 03-02"]


def test_the_order_of_the_configuration_does_not_matter():
    window = window_of("03-01", "03-31")
    assert stages(window, BEFORE[::-1], 4, calendar) == stages(window, BEFORE, 4, calendar)


def test_a_late_joiner_climbs_a_ladder_of_their_own():
    window = window_for_joiner(window_of("03-01", "03-31"), date(2026, 3, 25), CHINA)
    assert window is not None
    assert ladder(window, weekly=1) == [
        "announce 03-25",
        "before:7 04-01",
        "before:2 04-03",
        "before:0 04-08",
        "overdue:1 04-15",
    ]


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ("2026-03-01 00:00", ("announce", "2026-03-02 08:30")),
        ("2026-03-02 08:29", ("announce", "2026-03-02 08:30")),
        ("2026-03-02 08:30", ("before:7", "2026-03-24 08:30")),
        ("2026-03-30 23:00", ("before:0", "2026-03-31 08:30")),
        ("2026-04-27 23:00", ("overdue:4", "2026-04-28 08:30")),
        ("2026-04-28 08:30", None),
    ],
)
def test_the_next_reminder_is_the_first_whose_card_is_still_to_come(after, expected):
    assert following(window_of("03-01", "03-31"), after) == expected


def test_the_card_comes_at_the_persons_hour():
    window = window_of("03-01", "03-31")
    assert following(window, "2026-03-24 08:30", time(19, 30)) == ("before:7", "2026-03-24 19:30")


@pytest.mark.parametrize(
    ("this_week", "today", "due_by_tomorrow", "allowed"),
    [
        (0, False, False, True),
        (2, False, False, True),
        (3, False, False, False),
        (1, True, False, False),
        (3, False, True, True),
        (1, True, True, True),
    ],
)
def test_one_card_a_day_and_three_a_week_unless_something_is_due(this_week, today, due_by_tomorrow, allowed):
    assert card_allowed(this_week, today, due_by_tomorrow) is allowed
