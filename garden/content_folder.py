"""The content folders: read in at the start and whenever a file changes; a broken file never stops the garden."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from storage.database import Database
from study import content
from study.authored import read_content
from study.rules.settings import Settings

LOOK_SECONDS = 5.0

log = logging.getLogger(__name__)


async def take_in(db: Database, settings: Settings, now: datetime) -> None:
    """Read the folders and make what is sound the current content; faults are logged with file and line."""
    authored = await asyncio.to_thread(
        read_content, Path(settings.content.readings), Path(settings.content.quizzes)
    )
    for fault in authored.faults:
        log.warning("content left as it was", extra={"fault": str(fault)})
    await db.write(content.take_in, authored, now)
    log.info("content", extra={"readings": len(authored.readings), "banks": len(authored.banks)})


async def watch(db: Database, settings: Settings, now: Callable[[], datetime], stop: asyncio.Event) -> None:
    """Take the content in again when any of its files has changed, until told to stop."""
    seen = await asyncio.to_thread(_state, settings)
    while not stop.is_set():
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), LOOK_SECONDS)
        found = await asyncio.to_thread(_state, settings)
        if found != seen and not stop.is_set():
            seen = found
            try:
                await take_in(db, settings, now())
            except Exception:
                log.exception("content could not be taken in")


def _state(settings: Settings) -> frozenset[tuple[str, int, int]]:
    """(path, size, modified) of every content file."""
    state = set()
    for folder in (Path(settings.content.readings), Path(settings.content.quizzes)):
        for path in folder.rglob("*"):
            with contextlib.suppress(OSError):
                if path.is_file():
                    found = path.stat()
                    state.add((str(path), found.st_size, found.st_mtime_ns))
    return frozenset(state)
