from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from study.rules.local_time import local_instant, parse_hour

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("day", "at", "expected"),
    [
        (date(2026, 7, 1), time(2, 30), datetime(2026, 7, 1, 0, 30, tzinfo=UTC)),
        (date(2026, 10, 25), time(2, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (date(2026, 3, 29), time(2, 30), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
    ],
)
def test_every_local_hour_is_one_instant_whatever_the_clock_does(day, at, expected):
    assert local_instant(day, at, BERLIN) == expected


def test_an_hour_is_read_as_people_write_it():
    assert parse_hour("08:30") == time(8, 30)


@pytest.mark.parametrize("text", ["8:30", "24:00", "08:60", "0830", "08:30:00", "０８:３０", "", "510"])
def test_anything_else_is_not_an_hour(text):
    with pytest.raises(ValueError, match="is not a time of day"):
        parse_hour(text)
