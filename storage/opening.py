"""From an address to the database behind it."""

from __future__ import annotations

from storage.database import Database, DatabaseUnusable, sqlite_path
from storage.migrating import refuse_newer_schema
from storage.sqlite import SqliteDatabase


async def open_database(url: str) -> Database:
    """Open `sqlite:path` (making its folder) or `postgresql://…`. Raises DatabaseUnusable."""
    database = await _open(url)
    try:
        await refuse_newer_schema(database)
    except BaseException:
        await database.close()
        raise
    return database


async def _open(url: str) -> Database:
    path = sqlite_path(url)
    if path is not None:
        return await SqliteDatabase.open(path)
    if url.startswith("postgresql://"):
        try:
            from storage.postgresql import PostgresqlDatabase
        except ImportError as error:
            raise DatabaseUnusable(
                "PostgreSQL needs the extra packages: pip install 'learning-garden[cluster]'."
            ) from error
        return await PostgresqlDatabase.open(url)
    raise DatabaseUnusable("The database address must be sqlite:path or postgresql://….")
