"""At most one garden serves a database file at a time."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from types import TracebackType

from storage.database import DatabaseUnusable, Refused


class DatabaseInUse(Refused):
    """Another program holds the database."""


class FileLock:
    """A lock that the operating system takes back when its holder dies; the file names the holder's pid."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def acquire(self) -> None:
        """Take the lock at once or raise DatabaseInUse."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise DatabaseUnusable(f"{self._path} cannot be written: {error.strerror}.") from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(descriptor, 20).decode().strip()
            os.close(descriptor)
            raise DatabaseInUse(
                f"Another program (process {holder}) is using this database; please stop it first."
            ) from None
        os.ftruncate(descriptor, 0)
        os.write(descriptor, str(os.getpid()).encode())
        self._descriptor = descriptor

    def release(self) -> None:
        """Give the lock back. The file stays: removing it would let two holders in."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def __enter__(self) -> FileLock:
        self.acquire()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def lock_beside(database: Path) -> FileLock:
    """The lock of a database file: the same name with `.lock` added."""
    return FileLock(database.with_name(database.name + ".lock"))
