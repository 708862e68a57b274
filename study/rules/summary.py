"""The figures of a weekly summary, and the form in which a snapshot of them is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from study.rules.frozen import frozen

SHAPE = 2
"""Of stored snapshots; those of another shape are no longer read."""


@frozen
class UnitLine:
    """People of one unit and those below it, by group."""

    unit_id: int
    unit: str
    done: int
    in_time: int
    overdue: int

    @property
    def assigned(self) -> int:
        return self.done + self.in_time + self.overdue


@frozen
class ItemLine:
    """One assignment over all the units: who is `done`, has time left (`in_time`), or is `overdue`.

    `excused` and `away` (on leave, not done) stand apart. `change`: done now less done last week, None in the
    first week. `pressing`: people overdue or due within seven days; `names` theirs, if they are few.
    """

    assignment_id: int
    kind: str
    title: Mapping[str, str]
    due_on: str
    done: int
    late: int
    in_time: int
    overdue: int
    excused: int
    away: int
    change: int | None
    pressing: int
    names: tuple[str, ...]
    units: tuple[UnitLine, ...]

    @property
    def assigned(self) -> int:
        return self.done + self.in_time + self.overdue


@frozen
class Summary:
    """What a supervisor is told. `as_of`: the instant it was counted, ISO text in UTC.

    `is_whole`: a unit without one above it is among them.
    `pressing`: people with something overdue or due within seven days.
    `fallen_due` is (done, all) of what fell due within a year; `trend` that share in percent, week by week.
    """

    period: str
    as_of: str
    units: tuple[str, ...]
    is_whole: bool
    people: int
    not_reached: int
    away: int
    pressing: int
    fallen_due: tuple[int, int]
    trend: tuple[tuple[str, float], ...]
    items: tuple[ItemLine, ...]

    def to_json(self) -> dict[str, Any]:
        return {"shape": SHAPE, **asdict(self)}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Summary | None:
        """None for a snapshot kept in an earlier shape."""
        if stored.get("shape") != SHAPE:
            return None
        items = tuple(
            ItemLine(
                **{
                    **item,
                    "units": tuple(UnitLine(**u) for u in item["units"]),
                    "names": tuple(item["names"]),
                }
            )
            for item in stored["items"]
        )
        kept = {name: value for name, value in stored.items() if name != "shape"}
        trend = tuple((label, percent) for label, percent in stored["trend"])
        done, due = stored["fallen_due"]
        units = tuple(stored["units"])
        return cls(**{**kept, "units": units, "fallen_due": (done, due), "trend": trend, "items": items})


def percent(done: int, due: int) -> float:
    """One decimal, rounded down: 100 only when all of it is done."""
    return done * 1000 // due / 10
