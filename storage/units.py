"""The tree of units. A path is the names from the root down, joined by "/"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from storage.listed import few
from storage.transaction import Transaction
from study.rules.frozen import frozen


@frozen
class Unit:
    id: int
    parent_id: int | None
    name: str
    path: str


_COLUMNS = "id, parent_id, name, path"


def by_id(tx: Transaction, unit_id: int) -> Unit:
    row = tx.one(f"SELECT {_COLUMNS} FROM unit WHERE id = :id", id=unit_id)
    assert row is not None  # units are never deleted
    return Unit(**row)


def by_path(tx: Transaction, path: str) -> Unit | None:
    row = tx.one(f"SELECT {_COLUMNS} FROM unit WHERE path = :path", path=path)
    return Unit(**row) if row else None


def by_name(tx: Transaction, name: str) -> list[Unit]:
    rows = tx.all(f"SELECT {_COLUMNS} FROM unit WHERE name = :name ORDER BY path", name=name)
    return [Unit(**row) for row in rows]


def everything(tx: Transaction) -> list[Unit]:
    return [Unit(**row) for row in tx.all(f"SELECT {_COLUMNS} FROM unit ORDER BY path")]


def children(tx: Transaction, unit_id: int) -> list[Unit]:
    rows = tx.all(f"SELECT {_COLUMNS} FROM unit WHERE parent_id = :id ORDER BY path", id=unit_id)
    return [Unit(**row) for row in rows]


def descendants(tx: Transaction, unit_id: int) -> list[int]:
    """The ids of the unit itself and of all units below it."""
    rows = tx.all("SELECT unit_id FROM unit_ancestor WHERE ancestor_id = :id ORDER BY unit_id", id=unit_id)
    return [row["unit_id"] for row in rows]


def insert(tx: Transaction, name: str, parent: Unit | None) -> Unit:
    row = tx.one(
        f"INSERT INTO unit (parent_id, name, path) VALUES (:parent_id, :name, :path) RETURNING {_COLUMNS}",
        parent_id=parent.id if parent else None,
        name=name,
        path=f"{parent.path}/{name}" if parent else name,
    )
    assert row is not None
    unit = Unit(**row)
    tx.run(
        "INSERT INTO unit_ancestor (unit_id, ancestor_id)"
        " SELECT CAST(:id AS BIGINT), ancestor_id FROM unit_ancestor WHERE unit_id = :parent_id",
        id=unit.id,
        parent_id=unit.parent_id,
    )
    tx.run("INSERT INTO unit_ancestor (unit_id, ancestor_id) VALUES (:id, :id)", id=unit.id)
    return unit


def ensure(tx: Transaction, paths: Iterable[str]) -> dict[str, Unit]:
    """Every unit there is by path, the named ones and those above them made where they are missing."""
    known = {unit.path: unit for unit in everything(tx)}
    for path in paths:
        parent: Unit | None = None
        names = path.split("/")
        for depth, name in enumerate(names, start=1):
            here = "/".join(names[:depth])
            parent = known.get(here) or insert(tx, name, parent)
            known[here] = parent
    return known


def ancestors(tx: Transaction, unit_id: int) -> list[int]:
    """The unit itself and every unit above it."""
    rows = tx.all("SELECT ancestor_id FROM unit_ancestor WHERE unit_id = :unit_id", unit_id=unit_id)
    return [row["ancestor_id"] for row in rows]


def at_or_below(unit_ids: Sequence[int]) -> tuple[str, dict[str, int]]:
    """SQL of the ids of these units and all below them, to stand after IN, and its parameters."""
    named, keys = few("unit", unit_ids)
    return f"(SELECT unit_id FROM unit_ancestor WHERE ancestor_id IN ({named or 'NULL'}))", keys


def all_below(tx: Transaction, unit_ids: Sequence[int]) -> list[Unit]:
    """These units and all below them."""
    below, keys = at_or_below(unit_ids)
    return [Unit(**row) for row in tx.all(f"SELECT {_COLUMNS} FROM unit WHERE id IN {below}", **keys)]


def not_below_another(tx: Transaction, unit_ids: Sequence[int]) -> list[int]:
    """Those of the units that no other of them stands above, in the order of their ids."""
    listed, keys = few("unit", unit_ids)
    named = listed or "NULL"
    rows = tx.all(
        f"SELECT id FROM unit WHERE id IN ({named}) AND NOT EXISTS (SELECT 1 FROM unit_ancestor ua"
        f" WHERE ua.unit_id = unit.id AND ua.ancestor_id <> unit.id AND ua.ancestor_id IN ({named})) ORDER BY id",
        **keys,
    )
    return [row["id"] for row in rows]


def containing(tx: Transaction, text: str, within: Sequence[int], limit: int) -> list[Unit]:
    """The units at or below `within` whose name contains the text, the shortest paths first."""
    if not within or not text:
        return []
    pattern = text.lower()
    for mark in "!%_":
        pattern = pattern.replace(mark, f"!{mark}")
    below, keys = at_or_below(within)
    rows = tx.all(
        f"SELECT {_COLUMNS} FROM unit WHERE LOWER(name) LIKE :pattern ESCAPE '!'"
        f" AND id IN {below}"
        " ORDER BY LENGTH(path), path LIMIT :limit",
        pattern=f"%{pattern}%",
        limit=limit,
        **keys,
    )
    return [Unit(**row) for row in rows]
