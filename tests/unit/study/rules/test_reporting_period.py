from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from study.rules.reporting_period import parse, period_of, previous

CHINA = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("instant", "label"),
    [
        (datetime(2026, 11, 22, 15, 59, 59, tzinfo=UTC), "2026-W47"),
        (datetime(2026, 11, 22, 16, 0, tzinfo=UTC), "2026-W48"),
        (datetime(2027, 1, 3, 15, 59, tzinfo=UTC), "2026-W53"),
        (datetime(2027, 1, 3, 16, 0, tzinfo=UTC), "2027-W01"),
        (datetime(2025, 12, 29, 0, 0, tzinfo=UTC), "2026-W01"),
    ],
)
def test_a_week_runs_from_monday_to_monday_by_the_local_calendar(instant, label):
    period = period_of(instant, CHINA)
    assert period.label == label
    assert period.starts_at <= instant < period.ends_at


def test_a_week_ends_where_the_next_begins():
    period = parse("2027-W01", CHINA)
    assert previous(period) == parse("2026-W53", CHINA)
    assert previous(period).ends_at == period.starts_at
    assert period_of(period.ends_at, CHINA).label == "2027-W02"


def test_a_week_with_a_change_of_the_clock_still_runs_from_midnight_to_midnight():
    period = parse("2026-W43", BERLIN)
    assert period.ends_at.astimezone(UTC) - period.starts_at.astimezone(UTC) == timedelta(days=7, hours=1)
    assert previous(parse("2026-W44", BERLIN)) == period
    assert previous(parse("2026-W44", BERLIN)).starts_at.astimezone(UTC) == period.starts_at.astimezone(UTC)


@pytest.mark.parametrize("label", ["2026-48", "2026-W8", "2026-W54", "2025-W53", "2026-W00", "0000-W01", ""])
def test_a_week_that_does_not_exist_is_refused(label):
    with pytest.raises(ValueError, match="is not a week"):
        parse(label, CHINA)
