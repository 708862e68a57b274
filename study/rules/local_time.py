"""The county's wall clock: local days and hours as instants, and the hour as people write it."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

_HOUR = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


def local_instant(day: date, at: time, tz: ZoneInfo) -> datetime:
    """The UTC instant of a local day and hour.

    An hour the clock shows twice is its first showing; one that it skips comes as much later as it skips.
    """
    return datetime.combine(day, at, tz).astimezone(UTC)


def parse_hour(text: str) -> time:
    """`08:30` as a time of day; ValueError for anything else."""
    if not _HOUR.fullmatch(text):
        raise ValueError(f"'{text}' is not a time of day: write it as 08:30, from 00:00 to 23:59.")
    return time.fromisoformat(text)
