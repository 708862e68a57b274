"""Values into columns and back, the same on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from typing import Any

import pytest

from storage.database import Database
from storage.transaction import Row, Transaction, for_psycopg

SHANGHAI = timezone(timedelta(hours=8))


class Colour(StrEnum):
    GREEN = "green"


async def round_trip(database: Database, name: str, kind: str, value: Any) -> tuple[Any, Any]:
    """The value as stored under a plain column name, and as it comes back under `name`."""

    def store(tx: Transaction) -> Row:
        tx.run(f"CREATE TABLE thing (value {kind})")
        tx.run("INSERT INTO thing (value) VALUES (:value)", value=value)
        row = tx.one(f"SELECT value AS stored, value AS {name} FROM thing")
        assert row is not None
        return row

    row = await database.write(store)
    return row["stored"], row[name]


@pytest.mark.parametrize(
    ("name", "kind", "value", "stored", "back"),
    [
        (
            "sent_at",
            "BIGINT",
            datetime(2026, 11, 23, 8, 30, 0, 123_999, tzinfo=SHANGHAI),
            1_795_393_800_123,
            datetime(2026, 11, 23, 0, 30, 0, 123_000, tzinfo=UTC),
        ),
        ("sent_at", "BIGINT", datetime(1969, 12, 31, 23, 59, 59, tzinfo=UTC), -1000, None),
        ("due_on", "TEXT", date(2026, 3, 31), "2026-03-31", None),
        ("order_json", "TEXT", {"选项": ["A", 1, None]}, '{"选项":["A",1,null]}', None),
        ("order_json", "TEXT", ("a", "b"), '["a","b"]', ["a", "b"]),
        ("flag", "INTEGER", True, 1, 1),
        ("colour", "TEXT", Colour.GREEN, "green", "green"),
        ("name", "TEXT", "<b>&'; 张三 100%", "<b>&'; 张三 100%", None),
        ("share", "DOUBLE PRECISION", 0.25, 0.25, None),
        ("id", "BIGINT", 2**62, 2**62, None),
    ],
)
async def test_a_value_is_stored_in_its_form_and_comes_back(
    empty: Database, name: str, kind: str, value: Any, stored: Any, back: Any
) -> None:
    assert await round_trip(empty, name, kind, value) == (stored, value if back is None else back)


@pytest.mark.parametrize("name", ["sent_at", "due_on", "order_json", "plain"])
async def test_null_stays_none(empty: Database, name: str) -> None:
    assert await round_trip(empty, name, "TEXT", None) == (None, None)


async def test_an_instant_without_a_timezone_is_refused(empty: Database) -> None:
    with pytest.raises(ValueError, match="needs a timezone"):
        await round_trip(empty, "sent_at", "BIGINT", datetime(2026, 1, 1))  # noqa: DTZ001


async def test_one_gives_the_first_row_or_none_and_all_gives_every_row(empty: Database) -> None:
    def use(tx: Transaction) -> tuple[Row | None, Row | None, list[Row], list[Row]]:
        tx.run("CREATE TABLE thing (id BIGINT, name TEXT)")
        tx.many(
            "INSERT INTO thing (id, name) VALUES (:id, :name)",
            [{"id": 1, "name": "a"}, {"id": 2, "name": "b"}],
        )
        tx.many("INSERT INTO thing (id, name) VALUES (:id, :name)", [])
        query = "SELECT id, name FROM thing WHERE id >= :least ORDER BY id"
        return tx.one(query, least=2), tx.one(query, least=3), tx.all(query, least=1), tx.all(query, least=3)

    first, none, both, nothing = await empty.write(use)
    assert first == {"id": 2, "name": "b"}
    assert none is None
    assert both == [{"id": 1, "name": "a"}, {"id": 2, "name": "b"}]
    assert nothing == []


async def test_returning_on_conflict_and_like_mean_the_same_on_both(empty: Database) -> None:
    def use(tx: Transaction) -> list[Any]:
        tx.run("CREATE TABLE thing (name TEXT PRIMARY KEY, times BIGINT NOT NULL)")
        insert = (
            "INSERT INTO thing (name, times) VALUES (:name, 1) "
            "ON CONFLICT (name) DO UPDATE SET times = thing.times + 1 RETURNING times"
        )
        ignored = "INSERT INTO thing (name, times) VALUES (:name, 1) ON CONFLICT DO NOTHING RETURNING name"
        return [
            tx.one(insert, name="50%"),
            tx.one(insert, name="50%"),
            tx.one(ignored, name="50%"),
            tx.one("SELECT name FROM thing WHERE name LIKE '5%' AND name <> ':name' AND times = :n", n=2),
        ]

    assert await empty.write(use) == [{"times": 1}, {"times": 2}, None, {"name": "50%"}]


async def test_a_change_tells_how_many_rows_it_touched(empty: Database) -> None:
    def use(tx: Transaction) -> list[int]:
        tx.run("CREATE TABLE thing (name TEXT PRIMARY KEY, times BIGINT NOT NULL)")
        insert = "INSERT INTO thing (name, times) VALUES (:name, 1) ON CONFLICT DO NOTHING"
        raised = (
            "INSERT INTO thing (name, times) VALUES (:name, 1)"
            " ON CONFLICT (name) DO UPDATE SET times = thing.times + 1 WHERE thing.times < 2"
        )
        return [
            *(tx.run(insert, name=name) for name in ("a", "b", "a")),
            *(tx.run(raised, name="a") for _ in range(2)),
            tx.run("UPDATE thing SET times = 0"),
            tx.run("DELETE FROM thing WHERE name = :name", name="c"),
            tx.run("DELETE FROM thing WHERE name IN (SELECT name FROM thing LIMIT :limit)", limit=5),
        ]

    assert await empty.write(use) == [1, 1, 0, 1, 0, 2, 0, 2]


async def test_an_inserted_row_has_an_id_and_one_that_was_there_has_none(empty: Database) -> None:
    ids = {"sqlite": "INTEGER PRIMARY KEY", "postgresql": "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY"}

    def use(tx: Transaction) -> tuple[list[int], list[Row]]:
        tx.run(f"CREATE TABLE thing (id {ids[tx.dialect]}, name TEXT UNIQUE)")
        insert = "INSERT INTO thing (name) VALUES (:name) ON CONFLICT (name) DO NOTHING"
        return [tx.insert(insert, name=name) for name in ("a", "b", "a")], tx.all(
            "SELECT id, name FROM thing"
        )

    inserted, rows = await empty.write(use)
    assert inserted[2] == 0
    assert {row["name"]: row["id"] for row in rows} == {"a": inserted[0], "b": inserted[1]}


async def test_sums_are_integers_and_parameters_do_not_overflow(empty: Database) -> None:
    def use(tx: Transaction) -> Row | None:
        tx.run("CREATE TABLE thing (points BIGINT)")
        tx.many("INSERT INTO thing (points) VALUES (:points)", [{"points": 3}, {"points": 4}])
        return tx.one(
            "SELECT SUM(points) AS total, AVG(points) AS mean, :days * 86400000 AS span FROM thing", days=40
        )

    row = await empty.write(use)
    assert row == {"total": 7, "mean": 3.5, "span": 3_456_000_000}
    assert isinstance(row["total"], int)


@pytest.mark.parametrize(
    ("sql", "translated"),
    [
        ("a = :a AND b = :b_2", "a = %(a)s AND b = %(b_2)s"),
        ("x::text || ':no' || 'it''s :no'", "x::text || ':no' || 'it''s :no'"),
        ('":no" -- :no\n/* :no */ :yes', '":no" -- :no\n/* :no */ %(yes)s'),
        ("n % 2 = :n AND t LIKE '%:no%'", "n %% 2 = %(n)s AND t LIKE '%%:no%%'"),
    ],
)
def test_only_real_parameters_are_translated(sql: str, translated: str) -> None:
    assert for_psycopg(sql) == translated
