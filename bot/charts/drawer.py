"""Charts for channels: drawn by a program of its own, one at a time, and kept for whoever asks again."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import logging
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import bot
from bot.charts.stored import to_json
from bot.conversation.outgoing import Drawing

PROGRAM = (sys.executable, "-m", "bot.charts.drawing")
PATIENCE = 20.0
"""Seconds a drawing may take; the first one of all reads the machine's fonts."""

MOST_KEPT = 200
AGAIN_SECONDS = 600.0
"""What could not be drawn is not tried again sooner."""

SIGNATURE = b"\x89PNG\r\n\x1a\n"

_ROOT = Path(bot.__file__).resolve().parents[1]

_log = logging.getLogger(__name__)


class _NoPicture(Exception):
    """Why the program brought none."""


class Drawer:
    """`close` lets go of the pictures. `program` reads a drawing as JSON and writes a PNG."""

    def __init__(
        self, program: Sequence[str] = PROGRAM, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._program = tuple(program)
        self._monotonic = monotonic
        self._folder: Path | None = None
        self._one_at_a_time = asyncio.Semaphore(1)
        self._failed: dict[str, float] = {}
        self._is_failing = False

    async def draw(self, drawing: Drawing, theme: str) -> bytes | None:
        """The picture as PNG in the theme "light" or "dark"; None when it cannot be drawn."""
        self._folder = self._folder or Path(tempfile.mkdtemp(prefix="garden-charts-"))
        told = json.dumps({"theme": theme, **to_json(drawing)}, sort_keys=True).encode()
        kept = self._folder / f"{hashlib.sha256(told).hexdigest()}.png"
        if picture := await asyncio.to_thread(_read, kept):
            return picture
        async with self._one_at_a_time:
            if picture := await asyncio.to_thread(_read, kept):
                return picture
            if self._monotonic() - self._failed.get(kept.name, -AGAIN_SECONDS) < AGAIN_SECONDS:
                return None
            try:
                picture = await self._drawn(told, self._folder)
            except (OSError, _NoPicture) as failure:
                self._remember_failure(kept.name, str(failure))
                return None
            self._is_failing = False
            await asyncio.to_thread(_keep, kept, picture)
            return picture

    def close(self) -> None:
        """Remove the kept pictures."""
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)
        self._folder = None

    async def _drawn(self, told: bytes, folder: Path) -> bytes:
        process = await asyncio.create_subprocess_exec(
            *self._program,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            cwd=_ROOT,
            env=_environment(folder),
        )
        try:
            async with asyncio.timeout(PATIENCE):
                picture, complaint = await process.communicate(told)
        except TimeoutError:
            raise _NoPicture(f"not done after {PATIENCE:g} seconds") from None
        finally:
            if process.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
                await process.wait()
        if process.returncode == 0 and picture.startswith(SIGNATURE):
            return picture
        last = complaint.decode(errors="replace").strip().rpartition("\n")[2]
        raise _NoPicture(f"exit {process.returncode}: {last[:200]}")

    def _remember_failure(self, name: str, reason: str) -> None:
        """Said once, until a chart can be drawn again."""
        if not self._is_failing:
            _log.warning("charts are sent as words: %s", reason)
        self._is_failing = True
        self._failed.pop(name, None)
        self._failed[name] = self._monotonic()
        while len(self._failed) > MOST_KEPT:
            del self._failed[next(iter(self._failed))]


def _environment(folder: Path) -> dict[str, str]:
    """Nothing of ours: what draws needs no secrets. The fonts found are remembered in the folder."""
    return {
        "MPLCONFIGDIR": str(folder),
        "HOME": str(folder),
        "OPENBLAS_NUM_THREADS": "1",
        "PYTHONUTF8": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def _keep(kept: Path, picture: bytes) -> None:
    with contextlib.suppress(OSError):  # a full disk keeps nothing, and the picture is sent all the same
        begun = kept.with_suffix(".part")
        begun.write_bytes(picture)
        begun.replace(kept)
        pictures = sorted(kept.parent.glob("*.png"), key=lambda path: path.stat().st_mtime_ns)
        for oldest in pictures[:-MOST_KEPT]:
            oldest.unlink()


def _read(kept: Path) -> bytes | None:
    try:
        return kept.read_bytes()
    except OSError:
        return None
