from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from study.rules.quiet_time import QuietHours, QuietWindow, card_time, may_send_unasked, next_permitted
from study.rules.working_days import WorkCalendar

CHINA = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")
CAIRO = ZoneInfo("Africa/Cairo")
QUIET = QuietHours.parse("21:00-07:30", "12:00-14:00")
calendar = WorkCalendar()


def local(text, tz=CHINA):
    return datetime.fromisoformat(text).replace(tzinfo=tz)


def test_quiet_hours_are_read_as_they_are_written():
    assert QuietWindow.parse("21:00-07:30") == QuietWindow(time(21), time(7, 30))
    assert QuietWindow.parse("21:00-07:30").is_over_midnight
    assert not QuietWindow.parse("12:00-14:00").is_over_midnight


@pytest.mark.parametrize("text", ["21:00", "21-07", "21:00-24:00", "9:00-10:00", "12:00-12:00", ""])
def test_anything_else_is_refused_in_one_sentence(text):
    with pytest.raises(ValueError, match=r"^[^\n]+\.$"):
        QuietWindow.parse(text)


def test_quiet_hours_without_a_free_hour_are_refused():
    with pytest.raises(ValueError, match="leave no time of day"):
        QuietHours.parse("06:00-18:00", "18:00-06:00")


@pytest.mark.parametrize(
    ("at", "chosen", "expected"),
    [
        ("2026-11-23 08:30", "08:30", "2026-11-23 08:30"),
        ("2026-11-23 07:29", "08:30", "2026-11-23 07:30"),
        ("2026-11-23 07:30", "08:30", "2026-11-23 07:30"),
        ("2026-11-23 20:59", "08:30", "2026-11-23 20:59"),
        ("2026-11-23 21:00", "08:30", "2026-11-24 07:30"),
        ("2026-11-23 12:30", "08:30", "2026-11-23 14:00"),
        ("2026-11-23 12:30", "12:30", "2026-11-23 12:30"),
        ("2026-11-23 12:00", "12:30", "2026-11-23 12:30"),
        ("2026-11-23 13:29", "12:30", "2026-11-23 13:29"),
        ("2026-11-23 13:30", "12:30", "2026-11-23 14:00"),
        ("2026-11-23 21:30", "21:30", "2026-11-24 07:30"),
        ("2026-11-20 21:00", "08:30", "2026-11-23 07:30"),  # a Friday evening
        ("2026-11-21 12:30", "12:30", "2026-11-23 07:30"),
        ("2026-02-14 10:00", "08:30", "2026-02-14 10:00"),  # a Saturday made up
        ("2026-02-14 21:00", "08:30", "2026-02-24 07:30"),
        ("2026-10-01 08:30", "08:30", "2026-10-08 07:30"),
        ("2027-02-05 08:30", "08:30", "2027-02-11 07:30"),
    ],
)
def test_what_nobody_asked_for_waits_for_the_first_permitted_instant(at, chosen, expected):
    hour = time.fromisoformat(chosen)
    assert next_permitted(local(at), CHINA, QUIET, calendar, hour) == local(expected)
    assert may_send_unasked(local(at), CHINA, QUIET, calendar, hour) is (at == expected)


@pytest.mark.parametrize("chosen", [time(8, 30), time(12, 30), time(19, 30)])
def test_over_a_fortnight_the_answer_is_permitted_and_the_first_that_is(chosen):
    start = local("2026-02-09 00:00")
    instants = [start + timedelta(minutes=10 * n) for n in range(16 * 24 * 6)]
    permitted = [may_send_unasked(at, CHINA, QUIET, calendar, chosen) for at in instants]
    following = None
    for at, is_permitted in reversed(list(zip(instants, permitted, strict=True))):
        following = at if is_permitted else following
        if following:
            assert next_permitted(at, CHINA, QUIET, calendar, chosen) == following


def test_without_quiet_hours_only_rest_days_hold():
    nothing_quiet = QuietHours(())
    assert may_send_unasked(local("2026-11-23 03:00"), CHINA, nothing_quiet, calendar, time(8, 30))
    assert not may_send_unasked(local("2026-11-22 09:00"), CHINA, nothing_quiet, calendar, time(8, 30))


def test_an_hour_shown_twice_never_sends_before_now():
    quiet = QuietHours.parse("22:00-23:30")
    second_showing = datetime(2026, 10, 29, 21, 10, tzinfo=UTC)
    assert second_showing.astimezone(CAIRO).fold == 1
    found = next_permitted(second_showing, CAIRO, quiet, calendar, time(8, 30))
    assert found == datetime(2026, 10, 29, 21, 30, tzinfo=UTC)


def test_the_card_comes_at_the_chosen_hour_of_the_local_day():
    assert card_time(date(2026, 11, 23), time(8, 30), CHINA) == local("2026-11-23 08:30")
    assert card_time(date(2026, 3, 30), time(8, 30), BERLIN) == datetime(2026, 3, 30, 6, 30, tzinfo=UTC)
