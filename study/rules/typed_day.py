"""Days as people type them: 2026-12-31, 12-31, 12/31, 12月31日, 31日."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

_FORMS = (
    re.compile(r"(?P<year>\d{4})[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?号?"),
    re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})"),
    re.compile(r"(?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?号?"),
    re.compile(r"(?P<day>\d{1,2})[日号]"),
)


def read_day(text: str, today: date) -> date | None:
    """The day somebody typed; without a year, or a month, the one nearest to `today`. None when it is no day."""
    plain = unicodedata.normalize("NFKC", text).replace(" ", "")
    for form in _FORMS:
        if found := form.fullmatch(plain):
            return _nearest(found.groupdict(), today)
    return None


def _nearest(parts: dict[str, str], today: date) -> date | None:
    """Of the days the parts may mean, the one with the fewest days between it and `today`."""
    given = {name: int(digits) for name, digits in parts.items()}
    years = [given["year"]] if "year" in given else [today.year - 1, today.year, today.year + 1]
    months = [given["month"]] if "month" in given else list(range(1, 13))
    days = []
    for year in years:
        for month in months:
            try:
                days.append(date(year, month, given["day"]))
            except ValueError:
                continue
    return min(days, key=lambda day: abs((day - today).days), default=None)
