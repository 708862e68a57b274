"""What PostgreSQL adds: many writers, deadlocks, servers that go away."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable

import psycopg
import pytest

from storage.database import DatabaseAway
from storage.postgresql import PostgresqlDatabase
from storage.transaction import Transaction, TransactionEnded


@pytest.fixture
def url(new_postgresql: Callable[[str], str]) -> str:
    return new_postgresql("template0")


@pytest.fixture
async def notes(url: str) -> AsyncIterator[PostgresqlDatabase]:
    database = await PostgresqlDatabase.open(url)
    await database.write(lambda tx: tx.run("CREATE TABLE note (id BIGINT PRIMARY KEY, times BIGINT)"))
    await database.write(lambda tx: tx.run("INSERT INTO note VALUES (1, 0), (2, 0)"))
    yield database
    await database.close()


def count(tx: Transaction, note: int) -> None:
    tx.run("UPDATE note SET times = times + 1 WHERE id = :id", id=note)


def counts(tx: Transaction) -> list[int]:
    return [row["times"] for row in tx.all("SELECT times FROM note ORDER BY id")]


async def test_the_loser_of_a_deadlock_tries_again(notes: PostgresqlDatabase) -> None:
    tries: list[int] = []
    both_hold_one = threading.Barrier(2)

    def count_both(tx: Transaction, first: int, second: int) -> None:
        tries.append(first)
        tx.run("SET LOCAL deadlock_timeout = '10ms'")
        count(tx, first)
        if len(tries) <= 2:
            both_hold_one.wait(10)
        count(tx, second)

    await asyncio.gather(notes.write(count_both, 1, 2), notes.write(count_both, 2, 1))
    assert len(tries) > 2  # the server may break a deadlock at either end, or at both
    assert await notes.read(counts) == [2, 2]


async def test_a_write_that_can_never_be_serialized_gives_up_after_three_more_tries(
    notes: PostgresqlDatabase,
) -> None:
    tries = 0

    def fail(tx: Transaction) -> None:
        nonlocal tries
        tries += 1
        count(tx, 1)
        raise psycopg.errors.SerializationFailure

    with pytest.raises(psycopg.errors.SerializationFailure):
        await notes.write(fail)
    assert tries == 4
    assert await notes.read(counts) == [0, 0]


async def test_a_use_case_that_hides_a_failed_statement_is_not_told_it_was_kept(
    notes: PostgresqlDatabase,
) -> None:
    def hide_it(tx: Transaction) -> None:
        count(tx, 1)
        try:
            tx.run("INSERT INTO note VALUES (1, 0)")
        except psycopg.errors.UniqueViolation:
            return

    with pytest.raises(TransactionEnded):
        await notes.write(hide_it)
    assert await notes.read(counts) == [0, 0]


async def test_connections_lost_while_idle_are_made_anew(notes: PostgresqlDatabase, url: str) -> None:
    with psycopg.connect(url, autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    await asyncio.gather(*(notes.write(count, 1) for _ in range(8)))
    assert await notes.read(counts) == [8, 0]


async def test_a_connection_lost_in_the_middle_fails_its_write_alone(
    notes: PostgresqlDatabase, url: str
) -> None:
    def lose_it(tx: Transaction) -> None:
        count(tx, 1)
        tx.run("SELECT pg_terminate_backend(pg_backend_pid())")

    with pytest.raises(DatabaseAway):
        await notes.write(lose_it)
    await asyncio.gather(*(notes.write(count, 2) for _ in range(8)))
    assert await notes.read(counts) == [0, 8]


async def test_a_schema_can_be_chosen_in_the_address(notes: PostgresqlDatabase, url: str) -> None:
    await notes.write(lambda tx: tx.run("CREATE SCHEMA county"))
    county = await PostgresqlDatabase.open(f"{url}&options=-csearch_path%3Dcounty")
    await county.write(lambda tx: tx.run("CREATE TABLE note (times BIGINT, id BIGINT)"))
    assert await county.read(counts) == []
    assert await notes.read(counts) == [0, 0]
    await county.close()
