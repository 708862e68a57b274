"""The tables of the job queue that several nodes share, which are its own and not a migration's (PostgreSQL)."""

from __future__ import annotations

from storage.transaction import Transaction

INSTALLING = 7_244_003
"""The advisory lock of the node that installs them."""


def install(tx: Transaction, schema: str) -> None:
    """Run `schema`, unless its tables are there."""
    tx.one("SELECT pg_advisory_xact_lock(:lock)", lock=INSTALLING)
    found = tx.one("SELECT to_regclass('procrastinate_jobs') IS NOT NULL AS is_there")
    if found and not found["is_there"]:
        tx.run(schema)
