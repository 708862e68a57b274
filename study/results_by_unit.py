"""Results unit by unit, one level below a grant, in the order of the roster: never by how well a unit did."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import storage.units
from storage.transaction import Transaction
from storage.units import Unit
from study import units
from study.rules.frozen import frozen
from study.rules.item_analysis import mean
from study.rules.score import Score


@frozen
class UnitFigures:
    """A unit with all below it; people `assigned` (None for a bank) and `answered`. `mean` (0 to 1) is None where
    nobody answered, or where it would tell what a few people have."""

    name: str
    path: str
    assigned: int | None
    answered: int
    mean: float | None

    @property
    def is_hidden(self) -> bool:
        """Whether there is an average that is not told."""
        return self.answered > 0 and self.mean is None


def by_unit(
    tx: Transaction,
    top: Sequence[int],
    shares: Iterable[Mapping[str, Any]],
    scores: Mapping[int, Sequence[tuple[Score, int]]],
    least: int,
) -> tuple[UnitFigures, ...]:
    """`shares` are rows `unit_id, assigned, answered`; averages of fewer than `least` people are left out.

    Where those left out are together fewer than `least`, the smallest other unit is left out as well: else what
    they have would be what the whole has less what the others have.
    """
    everything = storage.units.everything(tx)
    paths = {unit.id: unit.path for unit in everything}
    known = {unit.path: unit for unit in everything}
    tops = [paths[unit_id] for unit_id in top]
    assigned: dict[str, int | None] = {}
    answered: dict[str, int] = defaultdict(int)
    scored: dict[str, list[tuple[Score, int]]] = defaultdict(list)
    for row in shares:
        shown = _one_below(paths[row["unit_id"]], tops)
        more = row["assigned"]
        assigned[shown] = None if more is None else (assigned.get(shown) or 0) + int(more)
        answered[shown] += int(row["answered"])
    for unit_id, counted in scores.items():
        scored[_one_below(paths[unit_id], tops)] += counted
    told = [path for path in sorted(assigned) if assigned[path] != 0]
    hidden = _hidden({path: answered[path] for path in told if answered[path]}, least)
    labels = _labels([known[path] for path in told])
    return tuple(
        UnitFigures(
            labels[path], path, assigned[path], answered[path], None if path in hidden else mean(scored[path])
        )
        for path in told
    )


def _one_below(path: str, tops: Sequence[str]) -> str:
    """The unit right below the grant's in which a path lies; the grant's own for itself."""
    above = next(top for top in tops if units.is_within(path, top))
    name = path[len(above) :].strip("/").partition("/")[0]
    return f"{above}/{name}" if name else above


def _hidden(answered: Mapping[str, int], least: int) -> set[str]:
    hidden = {path for path, people in answered.items() if people < least}
    others = [path for path in answered if path not in hidden]
    if hidden and others and sum(answered[path] for path in hidden) < least:
        hidden.add(min(others, key=lambda path: (answered[path], path)))
    return hidden


def _labels(beside: Collection[Unit]) -> dict[str, str]:
    """Each unit's name; with the one above it where another beside it is called the same."""
    named: dict[str, int] = defaultdict(int)
    for unit in beside:
        named[unit.name] += 1
    return {
        unit.path: unit.name if named[unit.name] == 1 else "/".join(unit.path.split("/")[-2:])
        for unit in beside
    }
