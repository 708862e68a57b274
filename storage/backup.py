"""Copies of a garden's SQLite database, taken while it runs, and the way back from them."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from storage.database import Refused, sqlite_path
from storage.file_lock import DatabaseInUse, lock_beside
from storage.inline import InlineDatabase
from storage.migrating import applied_numbers, refuse_newer
from storage.transaction import Transaction

_BUSY_SECONDS = 5


def backup(url: str, target: Path) -> None:
    """Write a complete, checked copy of the live database to `target`, a new file. Raises Refused."""
    source = _file_of(url)
    if target.exists():
        raise Refused(f"{target} is already there; a backup never overwrites.")
    with _sound_copy(source, target.parent) as copy:
        _put_in_place(copy, target)


def restore(
    source: Path, url: str, stamp: str, after: Callable[[Transaction], None] | None = None
) -> Path | None:
    """Put a backup in the place of the database; return where the replaced one is kept, if there was one.

    `stamp` ends the kept file's name. `after` runs in a transaction on the restored copy before it takes
    its place. Raises Refused, DatabaseInUse while the garden is served, DatabaseUnusable for a newer schema.
    """
    database = _file_of(url)
    kept = database.with_name(f"{database.name}.before-restore-{stamp}")
    if kept.exists():
        raise Refused(f"{kept} is already there; please try again in a moment.")
    with lock_beside(database), _sound_copy(source, database.parent) as copy:
        _prepare(copy, source, after)
        had_one = database.exists()
        if had_one:
            _set_aside(database, kept)
        _put_in_place(copy, database)
    return kept if had_one else None


def _file_of(url: str) -> Path:
    path = sqlite_path(url)
    if path is None:
        raise Refused("A PostgreSQL database is backed up with pg_dump and restored with pg_restore.")
    return path


@contextmanager
def _sound_copy(source: Path, folder: Path) -> Iterator[Path]:
    """A checked, self-contained copy in `folder`, gone afterwards unless it was moved."""
    if not source.is_file():
        raise Refused(f"There is no database at {source}.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix=f".{source.name}.", dir=folder)
    except OSError as error:
        raise Refused(f"{folder} cannot be written: {error.strerror}.") from error
    os.close(descriptor)
    copy = Path(name)
    try:
        _copy_and_check(source, copy)
        yield copy
    finally:
        for suffix in ("", "-wal", "-shm", "-journal"):
            copy.with_name(copy.name + suffix).unlink(missing_ok=True)


def _copy_and_check(source: Path, copy: Path) -> None:
    try:
        with (
            closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as original,
            closing(sqlite3.connect(copy, isolation_level=None)) as duplicate,
        ):
            original.backup(duplicate)
            duplicate.execute("PRAGMA journal_mode = DELETE").fetchall()
            findings = duplicate.execute("PRAGMA integrity_check").fetchall()
    except sqlite3.Error as error:
        raise Refused(f"{source} cannot be copied: {error}.") from error
    if findings != [("ok",)]:
        raise Refused(f"{source} is damaged: {findings[0][0]}.")


def _prepare(copy: Path, source: Path, after: Callable[[Transaction], None] | None) -> None:
    database = InlineDatabase(copy)
    try:
        applied = database.read_now(applied_numbers)
        if not applied:
            raise Refused(f"{source} is not a garden's database.")
        refuse_newer(applied, "sqlite")
        if after is not None:
            database.write_now(after)
    finally:
        database.close_now()


def _set_aside(database: Path, kept: Path) -> None:
    """Give the present database a second name; its own name stays until the restored one takes it."""
    _fold_log(database)
    for suffix in ("-wal", "-shm"):  # still there only when the log could not be folded
        with suppress(FileNotFoundError):
            database.with_name(database.name + suffix).rename(kept.with_name(kept.name + suffix))
    os.link(database, kept)


def _fold_log(database: Path) -> None:
    try:
        with closing(sqlite3.connect(database, timeout=_BUSY_SECONDS, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE").fetchall()
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            raise DatabaseInUse("Another program is using this database; please stop it first.") from error


def _put_in_place(copy: Path, target: Path) -> None:
    _sync(copy)
    copy.replace(target)
    _sync(target.parent)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
