"""The web channel: what goes out is put into the transcript, and open pages are woken."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from random import Random

import storage.stored_files
import storage.web_chat
from bot.channel import Delivery
from bot.channels.web.bubble import body_of
from bot.channels.web.listening import Listeners
from bot.channels.web.signed_files import SignedFiles
from bot.conversation.outgoing import Capabilities
from storage.database import Database
from storage.stored_files import is_stored
from study.rules.delivery import SendResult

WEB_CAPABILITIES = Capabilities(
    text_limit=20_000,
    label_width=60,
    buttons=40,
    buttons_per_row=4,
    page_limit=700,
    own_choices=True,
    whole_readings=True,
)


class WebChannel:
    """Transcripts of browsers. `pictures` is the folder that the paths of pictures start from; `rng` makes
    tokens and addresses, so outside of tests it is a SystemRandom."""

    name = storage.web_chat.CHANNEL
    capabilities = WEB_CAPABILITIES

    def __init__(self, db: Database, pictures: Path, clock: Callable[[], datetime], rng: Random) -> None:
        self.db = db
        self.clock = clock
        self.rng = rng
        self.listeners = Listeners()
        self.files = SignedFiles(pictures, rng.randbytes(32))

    async def send(self, delivery: Delivery) -> SendResult:
        """Waiting until the page says it has drawn it; `message_ref` of the result is the event's id."""
        outgoing, kilobytes = delivery.outgoing, None
        if outgoing.picture:
            kilobytes = await self._kilobytes(outgoing.picture.path)
        replaces = int(delivery.message_ref) if delivery.message_ref else None
        body = body_of(outgoing, replaces, kilobytes)
        edited = replaces if outgoing.edits else None
        await delivery.may_call(is_new=replaces is None)
        stored = await self.db.write(
            storage.web_chat.store_sent, delivery.address, delivery.outbox_id, body, self.clock(), edited
        )
        if stored is None:
            return SendResult("unreachable", reason="nobody is at this address")
        event_id, identity_id = stored
        self.listeners.wake(identity_id)
        return SendResult("waiting", message_ref=str(event_id))

    async def _kilobytes(self, path: str) -> int | None:
        if not is_stored(path):
            return await asyncio.to_thread(self.files.kilobytes, path)
        size = await self.db.read(storage.stored_files.size, path)
        return None if size is None else max(1, round(size / 1024))

    def close_streams(self) -> None:
        """End every open stream, so that the server can stop; the pages come back by themselves."""
        self.listeners.close()
