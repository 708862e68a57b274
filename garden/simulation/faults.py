"""What goes wrong, how often: the channel's faults and the program's crashes."""

from __future__ import annotations

from dataclasses import fields, replace

from study.rules.frozen import frozen

WORSE = 20


@frozen
class Faults:
    """Shares of all calls, events and boundaries from 0 to 1; `outages` a month, each of some hours.

    `bad_hours`: the share of all hours in which calls fail `WORSE` times as often.
    """

    too_fast: float = 0.0
    server_error: float = 0.0
    lost_before: float = 0.0
    lost_after: float = 0.0
    unconnected: float = 0.0
    repeated: float = 0.0
    reordered: float = 0.0
    crash: float = 0.0
    outages: float = 0.0
    bad_hours: float = 0.0

    def without(self, name: str) -> Faults:
        """The same without one kind."""
        return replace(self, **{name: 0.0})

    def named(self) -> tuple[str, ...]:
        """The kinds that happen at all."""
        return tuple(field.name for field in fields(self) if getattr(self, field.name))


NONE = Faults()

USUAL = Faults(
    too_fast=0.01,
    server_error=0.005,
    lost_before=0.005,
    lost_after=0.005,
    unconnected=0.005,
    repeated=0.03,
    reordered=0.02,
    crash=0.001,
    outages=2.0,
    bad_hours=0.05,
)
"""More than a bad year brings, so that a short run meets all of it."""
