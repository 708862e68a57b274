"""The permitted rate of a channel as one row that all nodes take their turns from (PostgreSQL).

A GCRA (ITU-T I.371) like `scheduler.rates`: the row says from when on the next message may go, in microseconds
of the database's clock, which is the same for all.
"""

from __future__ import annotations

from storage.transaction import Transaction

_NOW = "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT)"
_LATENESS = 20_000
"""Microseconds; as in `scheduler.rates`."""


def take_turn(tx: Transaction, channel: str, is_bulk: bool, any_step: int, bulk_step: int) -> float:
    """Take the turn if it has come: 0.0, and the next one comes a step (microseconds) later. Else the seconds to it."""
    tx.run(
        "INSERT INTO shared_rate (channel, any_from, bulk_from) VALUES (:channel, 0, 0) ON CONFLICT DO NOTHING",
        channel=channel,
    )
    taken = tx.run(
        f"UPDATE shared_rate SET any_from = {_begun('any_from')} + :any_step,"
        f" bulk_from = CASE WHEN :is_bulk = 1 THEN {_begun('bulk_from')} + :bulk_step ELSE bulk_from END"
        f" WHERE channel = :channel AND any_from <= {_NOW} AND (:is_bulk = 0 OR bulk_from <= {_NOW})",
        channel=channel,
        is_bulk=is_bulk,
        any_step=any_step,
        bulk_step=bulk_step,
    )
    if taken:
        return 0.0
    row = tx.one(
        f"SELECT any_from - {_NOW} AS any_wait, bulk_from - {_NOW} AS bulk_wait FROM shared_rate"
        " WHERE channel = :channel",
        channel=channel,
    )
    assert row is not None
    wait = max(row["any_wait"], row["bulk_wait"] if is_bulk else 0)
    return max(int(wait), 1_000) / 1_000_000


def _begun(column: str) -> str:
    return f"CASE WHEN {_NOW} - {column} <= {_LATENESS} THEN {column} ELSE {_NOW} END"


def hold(tx: Transaction, channel: str, seconds: float) -> None:
    """Nobody sends for so long: the channel has asked for a pause."""
    tx.run(
        f"UPDATE shared_rate SET any_from = GREATEST(any_from, {_NOW} + :pause) WHERE channel = :channel",
        channel=channel,
        pause=round(seconds * 1_000_000),
    )
