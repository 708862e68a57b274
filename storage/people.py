"""The people on the roster and their tags."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from storage.transaction import Row, Transaction
from study.rules.frozen import frozen


@frozen
class Person:
    """Anyone on the roster.

    `daily_hour` is local time as "08:30". `enrolled_at`: when a chat was first bound. `identity_id`: the
    identity used last, where messages go; `unreachable_at`: since when that one cannot be reached.
    `dialog_json`: what the garden last asked them to type or to confirm.
    """

    id: int
    staff_no: str
    name: str
    unit_id: int
    unit_name: str
    unit_path: str
    rank_category: str
    phone: str
    language: str
    daily_hour: str
    large_text: bool
    short_edition: bool
    paused_until_on: date | None
    joined_on: date
    left_on: date | None
    enrolled_at: datetime | None
    identity_id: int | None
    unreachable_at: datetime | None
    dialog_json: Mapping[str, Any] | None

    def has_left(self, today: date) -> bool:
        """From the day of leaving on, a person no longer counts."""
        return self.left_on is not None and self.left_on <= today


@frozen
class RosterEntry:
    """What the roster itself says about a person."""

    staff_no: str
    name: str
    unit_id: int
    rank_category: str
    phone: str
    language: str
    joined_on: date
    left_on: date | None


_SELECT = (
    "SELECT p.id, p.staff_no, p.name, p.unit_id, u.name AS unit_name, u.path AS unit_path, p.rank_category,"
    " p.phone, p.language, p.daily_hour, p.large_text, p.short_edition, p.paused_until_on, p.joined_on,"
    " p.left_on, p.enrolled_at, p.identity_id, i.unreachable_at, p.dialog_json"
    " FROM person p JOIN unit u ON u.id = p.unit_id LEFT JOIN channel_identity i ON i.id = p.identity_id"
)
_CHANGEABLE = frozenset(
    {
        "name",
        "unit_id",
        "rank_category",
        "phone",
        "language",
        "daily_hour",
        "large_text",
        "short_edition",
        "paused_until_on",
        "joined_on",
        "left_on",
        "enrolled_at",
        "dialog_json",
    }
)


def _person(row: Row) -> Person:
    row["large_text"], row["short_edition"] = bool(row["large_text"]), bool(row["short_edition"])
    return Person(**row)


def by_id(tx: Transaction, person_id: int) -> Person | None:
    row = tx.one(f"{_SELECT} WHERE p.id = :id", id=person_id)
    return _person(row) if row else None


def by_staff_no(tx: Transaction, staff_no: str) -> Person | None:
    row = tx.one(f"{_SELECT} WHERE p.staff_no = :staff_no", staff_no=staff_no)
    return _person(row) if row else None


def everyone(tx: Transaction) -> list[Person]:
    """All people, also those who left, unit by unit in the order of their staff numbers."""
    return [_person(row) for row in tx.all(f"{_SELECT} ORDER BY u.path, p.staff_no")]


def in_unit(tx: Transaction, unit_id: int) -> list[Person]:
    """All people of a unit and the units below it."""
    rows = tx.all(
        f"{_SELECT} WHERE p.unit_id IN (SELECT unit_id FROM unit_ancestor WHERE ancestor_id = :unit_id)"
        " ORDER BY u.path, p.staff_no",
        unit_id=unit_id,
    )
    return [_person(row) for row in rows]


def count(tx: Transaction, today: date) -> int:
    """People who have not left."""
    row = tx.one(
        "SELECT COUNT(*) AS people FROM person WHERE left_on IS NULL OR left_on > :today", today=today
    )
    assert row is not None
    return int(row["people"])


def lock(tx: Transaction, person_id: int) -> None:
    """Events of one person one after another until the transaction ends; SQLite has one writer anyway."""
    if tx.dialect == "postgresql":
        tx.one("SELECT pg_advisory_xact_lock(:person_id)", person_id=person_id)


def insert_many(tx: Transaction, entries: Iterable[RosterEntry], daily_hour: str) -> None:
    tx.many(
        "INSERT INTO person"
        " (staff_no, name, unit_id, rank_category, phone, language, daily_hour, joined_on, left_on) VALUES"
        " (:staff_no, :name, :unit_id, :rank_category, :phone, :language, :daily_hour, :joined_on, :left_on)",
        [{**_values(entry), "daily_hour": daily_hour} for entry in entries],
    )


def insert(tx: Transaction, entry: RosterEntry, daily_hour: str) -> int:
    """The new person's id."""
    insert_many(tx, [entry], daily_hour)
    row = tx.one("SELECT id FROM person WHERE staff_no = :staff_no", staff_no=entry.staff_no)
    assert row is not None
    return int(row["id"])


def update_many(tx: Transaction, entries: Iterable[RosterEntry]) -> None:
    """Bring what the roster says up to date, found by staff number; what people chose themselves stays."""
    tx.many(
        "UPDATE person SET name = :name, unit_id = :unit_id, rank_category = :rank_category, phone = :phone,"
        " language = :language, joined_on = :joined_on, left_on = :left_on WHERE staff_no = :staff_no",
        [_values(entry) for entry in entries],
    )


def _values(entry: RosterEntry) -> dict[str, Any]:
    return {
        "staff_no": entry.staff_no,
        "name": entry.name,
        "unit_id": entry.unit_id,
        "rank_category": entry.rank_category,
        "phone": entry.phone,
        "language": entry.language,
        "joined_on": entry.joined_on,
        "left_on": entry.left_on,
    }


def update(tx: Transaction, person_id: int, **changes: Any) -> None:
    """Set some columns of one person, e.g. `daily_hour="12:30"`. ValueError for a column never set so."""
    if not changes or not changes.keys() <= _CHANGEABLE:
        raise ValueError(f"not columns to be set: {sorted(changes)}")
    settings = ", ".join(f"{column} = :{column}" for column in changes)
    tx.run(f"UPDATE person SET {settings} WHERE id = :person_id", person_id=person_id, **changes)


def ids_by_staff_no(tx: Transaction) -> dict[str, int]:
    return {row["staff_no"]: row["id"] for row in tx.all("SELECT id, staff_no FROM person")}


def tags(tx: Transaction, person_id: int) -> tuple[str, ...]:
    rows = tx.all("SELECT tag FROM person_tag WHERE person_id = :id ORDER BY tag", id=person_id)
    return tuple(row["tag"] for row in rows)


def tags_of_everyone(tx: Transaction) -> dict[int, tuple[str, ...]]:
    """Tags in order by person id; those without tags are absent."""
    found: dict[int, tuple[str, ...]] = {}
    for row in tx.all("SELECT person_id, tag FROM person_tag ORDER BY person_id, tag"):
        found[row["person_id"]] = (*found.get(row["person_id"], ()), row["tag"])
    return found


def set_tags(tx: Transaction, person_id: int, tags: Iterable[str]) -> None:
    set_tags_many(tx, {person_id: tags})


def set_tags_many(tx: Transaction, tags: Mapping[int, Iterable[str]]) -> None:
    """Replace the tags of each person named by id."""
    tx.many("DELETE FROM person_tag WHERE person_id = :id", [{"id": person_id} for person_id in tags])
    tx.many(
        "INSERT INTO person_tag (person_id, tag) VALUES (:id, :tag)",
        [{"id": person_id, "tag": tag} for person_id, names in tags.items() for tag in sorted(set(names))],
    )


def reopen_enrolment(tx: Transaction, now: datetime) -> None:
    """Let the plan's running assignments look for people once more: somebody came, moved or changed."""
    tx.run(
        "UPDATE assignment SET enrolled_at = NULL, enrol_cursor = 0 WHERE due_at > :now AND kind = 'plan'",
        now=now,
    )
