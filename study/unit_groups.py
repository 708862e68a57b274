"""Which units stand side by side in a picture of many: as fine as a phone can show, each with all below it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import storage.units
from storage.transaction import Transaction
from storage.units import Unit

MOST_UNITS = 12


def topmost(tx: Transaction, unit_ids: Iterable[int]) -> list[int]:
    """Without the units that another of them covers, so that nobody is counted twice."""
    wanted = sorted(set(unit_ids))
    return storage.units.not_below_another(tx, wanted) if len(wanted) > 1 else wanted


def grouped(everything: Iterable[Unit], top: Sequence[int], unit_ids: Collection[int]) -> dict[int, Unit]:
    """Unit id to the unit it is shown under: the finest level below `top` that makes at most MOST_UNITS groups.

    Where even the level right below `top` has more, it is that level. `everything`: all units at `top` and below.
    """
    known = {unit.path: unit for unit in everything}
    found = {unit.id: unit for unit in known.values() if unit.id in unit_ids or unit.id in top}
    tops = [found[unit_id].path for unit_id in top]
    below = {unit_id: _names_below(unit.path, tops) for unit_id, unit in found.items() if unit_id not in top}
    deepest = max((len(names) for _, names in below.values()), default=0)
    for level in range(deepest, 0, -1):
        paths = {unit_id: "/".join([above, *names[:level]]) for unit_id, (above, names) in below.items()}
        shown = {**paths, **{unit_id: found[unit_id].path for unit_id in top if unit_id in unit_ids}}
        if len(set(shown.values())) <= MOST_UNITS or level == 1:
            return {unit_id: known[path] for unit_id, path in shown.items()}
    return {unit_id: found[unit_id] for unit_id in unit_ids}


def _names_below(path: str, tops: Sequence[str]) -> tuple[str, list[str]]:
    above = next(top for top in tops if path == top or path.startswith(f"{top}/"))
    return above, path[len(above) :].strip("/").split("/")
