"""Only one garden at a time."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from storage.database import DatabaseUnusable
from storage.file_lock import DatabaseInUse, FileLock, lock_beside

HOLD = """
import sys
from pathlib import Path
from storage.file_lock import FileLock
FileLock(Path(sys.argv[1])).acquire()
"""


def test_a_second_holder_is_refused_and_told_who_holds_it(tmp_path: Path) -> None:
    path = tmp_path / "data" / "garden.db"
    with (
        lock_beside(path),
        pytest.raises(DatabaseInUse, match=rf"process {os.getpid()}\) is using this database"),
        lock_beside(path),
    ):
        pass
    assert (tmp_path / "data" / "garden.db.lock").read_text() == str(os.getpid())


def test_a_released_lock_can_be_taken_again(tmp_path: Path) -> None:
    for _ in range(2):
        with FileLock(tmp_path / "lock"):
            pass


def test_a_lock_ends_with_its_holder(tmp_path: Path) -> None:
    holder = [sys.executable, "-c", HOLD, str(tmp_path / "lock")]
    subprocess.run(holder, cwd=Path(__file__).parents[3], check=True)
    assert (tmp_path / "lock").read_text() != str(os.getpid())
    with FileLock(tmp_path / "lock"):
        assert (tmp_path / "lock").read_text() == str(os.getpid())


def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DatabaseUnusable, match="cannot be written"):
        FileLock(tmp_path / "file" / "lock").acquire()
