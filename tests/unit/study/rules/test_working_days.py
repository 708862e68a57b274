from datetime import date, timedelta

import pytest
from holidays import country_holidays

from study.rules.working_days import WorkCalendar

calendar = WorkCalendar()


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2026, 2, 13), True),  # a Friday
        (date(2026, 2, 14), True),  # a Saturday made up before the Spring Festival
        (date(2026, 2, 15), False),
        (date(2026, 2, 16), False),
        (date(2026, 2, 23), False),
        (date(2026, 2, 24), True),
        (date(2026, 2, 28), True),  # a Saturday made up after it
        (date(2026, 9, 20), True),  # a Sunday made up before National Day
        (date(2026, 10, 1), False),
        (date(2026, 10, 7), False),
        (date(2026, 10, 8), True),
        (date(2026, 10, 10), True),
        (date(2026, 11, 21), False),
        (date(2027, 1, 1), False),
        (date(2027, 2, 5), False),
        (date(2027, 2, 10), False),
        (date(2027, 10, 5), False),
        (date(2028, 2, 29), True),
    ],
)
def test_holidays_rest_and_made_up_weekends_work(day, worked):
    assert calendar.is_working_day(day) is worked


@pytest.mark.parametrize("year", [2026, 2027])
def test_every_day_of_the_year_is_as_the_holidays_package_has_it(year):
    published = country_holidays("CN")
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(365)]
    assert [calendar.is_working_day(day) for day in days] == [published.is_working_day(day) for day in days]


def test_a_working_day_is_its_own_next_and_previous_working_day():
    made_up_saturday = date(2026, 10, 10)
    assert calendar.next_working_day(made_up_saturday) == made_up_saturday
    assert calendar.previous_working_day(made_up_saturday) == made_up_saturday


@pytest.mark.parametrize(
    ("day", "previous", "following"),
    [
        (date(2026, 2, 18), date(2026, 2, 14), date(2026, 2, 24)),
        (date(2026, 10, 3), date(2026, 9, 30), date(2026, 10, 8)),
        (date(2027, 1, 1), date(2026, 12, 31), date(2027, 1, 4)),
    ],
)
def test_a_holiday_lies_between_two_working_days(day, previous, following):
    assert calendar.previous_working_day(day) == previous
    assert calendar.next_working_day(day) == following


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        (date(2026, 3, 31), 2, date(2026, 3, 27)),
        (date(2026, 2, 24), 2, date(2026, 2, 13)),
        (date(2026, 10, 5), 1, date(2026, 9, 30)),
        (date(2028, 3, 1), 1, date(2028, 2, 29)),
        (date(2026, 3, 31), 0, date(2026, 3, 31)),
    ],
)
def test_working_days_are_counted_back_over_rest_days(day, n, expected):
    assert calendar.working_days_before(day, n) == expected
