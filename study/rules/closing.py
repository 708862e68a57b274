"""When something that was pushed closes: some hours after it opened, or at the end of a day."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_FORM = re.compile(r"(?P<number>[1-9][0-9]{0,2})(?P<unit>[hd])")
FARTHEST = timedelta(days=366)


def is_closing(text: str) -> bool:
    """Whether it is `48h`, or `3d`: the end of the third day after the one it opened on (`0d`: of that day)."""
    return text == "0d" or _FORM.fullmatch(text) is not None


def closes_at(opens_at: datetime, closes_after: str, tz: ZoneInfo) -> datetime:
    """The first instant at which it is closed."""
    number, unit = int(closes_after[:-1]), closes_after[-1]
    if unit == "h":
        return opens_at + timedelta(hours=number)
    day = opens_at.astimezone(tz).date() + timedelta(days=number + 1)
    return datetime.combine(day, time(), tz)


def until_end_of(day: date, opens_at: datetime, tz: ZoneInfo) -> str | None:
    """The closing that is the end of this day; None where that is before it opens, or too far away."""
    days = (day - opens_at.astimezone(tz).date()).days
    return f"{days}d" if 0 <= days <= FARTHEST.days else None
