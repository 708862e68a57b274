"""The edge where real time comes in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


def system_now() -> datetime:
    """The real time, aware, in UTC."""
    return datetime.now(UTC)


class SkippingClock:
    """Real time plus what a demo's visitors have skipped; it only goes forward."""

    def __init__(self, skipped: timedelta = timedelta()) -> None:
        self.skipped = skipped

    def __call__(self) -> datetime:
        return system_now() + self.skipped

    def skip_to(self, instant: datetime) -> None:
        """Move ahead to `instant`; an earlier one changes nothing."""
        self.skipped += max(timedelta(), instant - self())
