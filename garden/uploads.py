"""Looks at the files people have sent, one after another, beside the answers to everybody else."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta

import storage.uploads
from garden.reading_apart import read_apart
from storage.database import Database
from storage.uploads import Upload
from study import uploads
from study.rules.county import County
from study.upload_purpose import Facts

FETCH_TRIES = 2
FETCH_PAUSE = 2.0
LOST_AFTER = timedelta(minutes=5)
"""A file in hand for so long was in the hands of a node that is gone."""

Fetch = Callable[[str], Awaitable[bytes]]
"""From a channel's name of a file to its bytes. Raises CannotFetch."""

log = logging.getLogger(__name__)


class UploadReader:
    """`fetchers` has, by channel, how files are brought that did not come along with their event."""

    def __init__(
        self,
        db: Database,
        county: County,
        clock: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.fetchers: dict[str, Fetch] = {}
        self._db = db
        self._county = county
        self._clock = clock
        self._sleep = sleep
        self._looked_for_lost = clock()

    async def recover(self) -> int:
        """Take up what was in hand when this node ended; how many files."""
        self._looked_for_lost = self._clock()
        return await self._db.write(storage.uploads.release, self._looked_for_lost)

    async def read_arrived(self) -> int:
        """Look at every file that waits; how many."""
        now = self._clock()
        if now - self._looked_for_lost > LOST_AFTER:
            self._looked_for_lost = now
            await self._db.write(storage.uploads.release, now - LOST_AFTER)
        files = 0
        while await self._db.read(storage.uploads.has_arrived):
            upload = await self._db.write(storage.uploads.claim, self._clock())
            if upload is None:
                break
            await self._look_at(upload)
            files += 1
        return files

    async def _look_at(self, upload: Upload) -> None:
        try:
            read = await self._read(upload)
        except Exception:
            log.exception("a file could not be looked at", extra={"upload": upload.id})
            read = None
        if read is None and upload.tries < uploads.MOST_TRIES:
            await self._db.write(storage.uploads.release, self._clock(), upload.id)
            return
        await self._record(upload, _refused("unreadable") if read is None else read)

    async def _read(self, upload: Upload) -> Facts | None:
        """What the file says; None when reading it came to nothing."""
        if upload.tries > uploads.MOST_TRIES:
            return None
        content = await self._db.read(storage.uploads.content, upload.id)
        try:
            if content is None:
                content = await self._fetched(upload)
        except uploads.CannotFetch as error:
            return _refused(error.reason)
        return await read_apart(await self._purposes(upload), upload.name, content)

    async def _purposes(self, upload: Upload) -> tuple[str, ...]:
        """What the file may be for, by its name and by what its sender may do now."""
        if upload.purpose:
            return (upload.purpose,)
        today = self._county.local_day(self._clock())
        return await self._db.read(uploads.fitting, upload.person_id, upload.name, today)

    async def _fetched(self, upload: Upload) -> bytes:
        fetch = self.fetchers.get(upload.channel)
        if fetch is None:
            raise uploads.CannotFetch("not_fetched")
        for _ in range(FETCH_TRIES - 1):
            try:
                return await fetch(upload.place)
            except uploads.CannotFetch as error:
                if error.reason == "too_large":
                    raise
                await self._sleep(FETCH_PAUSE)
        return await fetch(upload.place)

    async def _record(self, upload: Upload, read: Facts) -> None:
        """The comparison is made on a reader's snapshot, so that it holds up nobody's answer."""
        shown = None
        upload = replace(upload, purpose=read.pop("purpose", upload.purpose))
        if "refused" not in read:
            read, shown = await self._db.read(uploads.prepare, upload, read, self._county, self._clock())
        await self._db.write(uploads.record_read, upload, read, shown, self._clock())


def _refused(reason: str) -> Facts:
    return {"refused": {"reason": reason, "text": ""}}
