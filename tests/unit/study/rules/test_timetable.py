from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from random import Random
from zoneinfo import ZoneInfo

import pytest

from study.rules.timetable import When, parse_when, planned_on, slots
from study.rules.working_days import WorkCalendar

CHINA = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")
calendar = WorkCalendar()


def local(text, tz=CHINA):
    return datetime.fromisoformat(text).replace(tzinfo=tz)


def slots_of(when, after, until, on_rest_day="keep", tz=CHINA):
    found = slots(parse_when(when), local(after, tz), local(until, tz), tz, calendar, on_rest_day)
    assert all(slot.tzinfo is UTC for slot in found)
    return [f"{slot.astimezone(tz):%m-%d %H:%M}" for slot in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("daily 08:30", When(time(8, 30))),
        ("thu 20:00", When(time(20), weekdays="thu")),
        (" mon,thu  20:00 ", When(time(20), weekdays="mon,thu")),
        ("workdays 00:00", When(time(), workdays_only=True)),
        ("monthly 28 08:30", When(time(8, 30), day_of_month="28")),
        ("2028-02-29 20:00", When(time(20), on=date(2028, 2, 29))),
    ],
)
def test_what_the_configuration_may_say(text, expected):
    assert parse_when(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "08:30",
        "daily",
        "daily 8:30",
        "daily 24:00",
        "1 20:00",
        "mon-fri 20:00",
        "mon,,thu 20:00",
        "thursday 20:00",
        "monthly 0 08:30",
        "monthly 31 08:30",
        "2026-02-29 20:00",
        "2026-13-01 20:00",
        "0 9 * * 1",
    ],
)
def test_anything_else_is_refused_in_one_sentence(text):
    with pytest.raises(ValueError, match=r"^'.*' is not a [^\n]*\.$"):
        parse_when(text)


@pytest.mark.parametrize(
    ("when", "after", "until", "expected"),
    [
        ("daily 08:30", "2026-11-23 00:00", "2026-11-25 00:00", ["11-23 08:30", "11-24 08:30"]),
        ("mon 09:00", "2026-11-16 00:00", "2026-11-30 00:00", ["11-16 09:00", "11-23 09:00"]),
        ("mon,thu 20:00", "2026-11-23 00:00", "2026-11-29 00:00", ["11-23 20:00", "11-26 20:00"]),
        ("workdays 09:00", "2026-10-09 00:00", "2026-10-12 00:00", ["10-09 09:00", "10-10 09:00"]),
        ("monthly 1 08:30", "2026-11-01 09:00", "2027-01-02 00:00", ["12-01 08:30", "01-01 08:30"]),
        ("2026-11-26 20:00", "2026-11-23 00:00", "2026-12-01 00:00", ["11-26 20:00"]),
        ("2026-11-26 20:00", "2026-11-26 20:00", "2026-12-01 00:00", []),
    ],
)
def test_slots_in_a_stretch_of_time(when, after, until, expected):
    assert slots_of(when, after, until) == expected


def test_the_beginning_is_left_out_and_the_end_is_not():
    assert slots_of("daily 08:30", "2026-11-23 08:30", "2026-11-24 08:30") == ["11-24 08:30"]


@pytest.mark.parametrize(
    ("when", "on_rest_day", "expected"),
    [
        ("mon 08:30", "keep", ["02-09", "02-16", "02-23", "03-02"]),
        ("mon 08:30", "skip", ["02-09", "03-02"]),
        ("mon 08:30", "move", ["02-09", "02-24", "03-02"]),
        ("sat 08:30", "skip", ["02-14", "02-28"]),
        ("sat 08:30", "move", ["02-09", "02-14", "02-24", "02-28"]),
        ("2026-02-17 08:30", "move", ["02-24"]),
        ("monthly 17 08:30", "move", ["02-24"]),
    ],
)
def test_a_slot_on_a_rest_day_is_kept_skipped_or_moved(when, on_rest_day, expected):
    found = slots_of(when, "2026-02-08 00:00", "2026-03-04 00:00", on_rest_day)
    assert found == [f"{day} 08:30" for day in expected]


@pytest.mark.parametrize(
    ("after", "until", "expected"),
    [
        ("2026-10-05 12:00", "2026-10-08 08:30", ["10-08 08:30"]),
        ("2026-10-05 00:00", "2026-10-08 08:29", []),
        ("2026-10-08 08:30", "2026-10-11 00:00", []),
        ("2027-02-08 12:00", "2027-02-12 00:00", ["02-11 08:30"]),
    ],
)
def test_a_moved_slot_is_found_though_its_own_day_lies_before_the_stretch(after, until, expected):
    assert slots_of("mon 08:30", after, until, "move") == expected


@pytest.mark.parametrize(
    ("when", "slot", "expected"),
    [
        ("mon 08:30", "2026-11-23 08:30", date(2026, 11, 23)),
        ("mon 08:30", "2026-10-08 08:30", date(2026, 10, 5)),
        ("mon 08:30", "2026-02-24 08:30", date(2026, 2, 23)),
        ("sun 20:00", "2026-11-23 20:00", date(2026, 11, 22)),
        ("2026-10-01 20:00", "2026-10-08 20:00", date(2026, 10, 1)),
    ],
)
def test_a_moved_slot_stands_for_the_day_it_was_planned_on(when, slot, expected):
    assert planned_on(parse_when(when), local(slot), CHINA, calendar) == expected


@pytest.mark.parametrize(
    ("when", "after", "until", "expected"),
    [
        ("daily 02:30", "2026-10-24 12:00", "2026-10-26 12:00", [(25, 0, 30), (26, 1, 30)]),
        ("daily 02:30", "2026-03-28 12:00", "2026-03-30 12:00", [(29, 1, 30), (30, 0, 30)]),
        ("daily 08:30", "2026-03-28 12:00", "2026-03-30 12:00", [(29, 6, 30), (30, 6, 30)]),
    ],
)
def test_a_change_of_the_clock_neither_doubles_nor_drops_a_slot(when, after, until, expected):
    found = slots(parse_when(when), local(after, BERLIN), local(until, BERLIN), BERLIN, calendar, "keep")
    assert [(slot.day, slot.hour, slot.minute) for slot in found] == expected


@pytest.mark.parametrize("tz", [CHINA, BERLIN])
@pytest.mark.parametrize("on_rest_day", ["keep", "skip", "move"])
@pytest.mark.parametrize("when", ["daily 02:30", "mon,sat 20:00", "workdays 08:30", "monthly 1 08:30"])
def test_a_year_cut_into_any_pieces_gives_the_same_slots(when, on_rest_day, tz):
    start, end = local("2026-01-01 00:00", tz).astimezone(UTC), local("2027-01-01 00:00", tz).astimezone(UTC)
    rng = Random(7)
    hours = sorted(rng.sample(range(1, 24 * 364), 100))
    cuts = [start, *(start + timedelta(hours=hour) for hour in hours), end]
    pieces = [
        slot
        for after, until in pairwise(cuts)
        for slot in slots(parse_when(when), after, until, tz, calendar, on_rest_day)
    ]
    assert pieces == slots(parse_when(when), start, end, tz, calendar, on_rest_day)
    assert len(set(pieces)) == len(pieces)


def test_a_clock_that_was_stepped_back_gives_no_slot():
    assert slots_of("daily 08:30", "2026-11-23 08:31", "2026-11-23 08:00") == []
    assert slots_of("daily 08:30", "2026-11-23 08:31", "2026-11-20 08:00", "move") == []
