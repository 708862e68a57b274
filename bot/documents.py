"""Documents made at the moment they are fetched, with the rights the person has then."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime

import storage.audit_log
import storage.identities
import storage.people
import storage.stored_files
from bot.conversation.documents import DOCUMENTS, Made
from bot.conversation.messages import Document
from bot.locales import Words
from storage.database import Database
from storage.people import Person
from storage.transaction import Transaction
from study import permissions
from study.rules.county import County
from study.spreadsheets import write_book

MakeDocument = Callable[[Document, str], Awaitable[bytes | str]]
"""(document, a channel's address) to the file, or to the sentence that stands in its place."""

FetchStored = Callable[[str], Awaitable[tuple[str, bytes] | None]]
"""From a stored picture's path to (media type, bytes)."""

log = logging.getLogger(__name__)


async def make(
    db: Database,
    county: County,
    clock: Callable[[], datetime],
    person_id: int,
    document: Document,
    language: str,
) -> bytes | None:
    """The file for this person as of now; None when there is none for them. A refusal is in the audit log."""
    now = clock()
    made = await db.read(_made, person_id, document, language, county, now)
    if made is None:
        await db.write(_record_refusal, person_id, document.kind, now)
        return None
    return made if isinstance(made, bytes) else await asyncio.to_thread(write_book, made)


class Documents:
    """What channels fetch documents with."""

    def __init__(self, db: Database, county: County, clock: Callable[[], datetime]) -> None:
        self._db = db
        self._county = county
        self._clock = clock
        self._words = Words(county.zone)

    def maker(self, channel: str) -> MakeDocument:
        """Makes documents for whoever an address of this channel belongs to."""

        async def made(document: Document, address: str) -> bytes | str:
            person, language = await self._db.read(self._reader, channel, address)
            content = None
            if person:
                try:
                    content = await make(self._db, self._county, self._clock, person.id, document, language)
                except Exception:
                    # A message without its file is still a message.
                    log.exception("a document cannot be made", extra={"kind": document.kind})
            return self._words.say(language, "document-gone") if content is None else content

        return made

    async def stored(self, path: str) -> tuple[str, bytes] | None:
        """(media type, bytes) of a picture that is kept in the database and not in the folder."""
        return await self._db.read(storage.stored_files.content, path)

    def _reader(self, tx: Transaction, channel: str, address: str) -> tuple[Person | None, str]:
        """Who reads there, and their language."""
        identity = storage.identities.find(tx, channel, address)
        if identity is None:
            return None, self._county.settings.language
        person = storage.people.by_id(tx, identity.person_id) if identity.person_id is not None else None
        return person, person.language if person else identity.language


def _made(
    tx: Transaction, person_id: int, document: Document, language: str, county: County, now: datetime
) -> Made | None:
    person, maker = storage.people.by_id(tx, person_id), DOCUMENTS.get(document.kind)
    if maker is None or person is None or person.has_left(county.local_day(now)):
        return None
    return maker(tx, person_id, document.args, language, county, now)


def _record_refusal(tx: Transaction, person_id: int, kind: str, now: datetime) -> None:
    person = storage.people.by_id(tx, person_id)
    storage.audit_log.record(
        tx,
        now=now,
        actor=permissions.actor_name(person_id),
        action="refused",
        unit_id=person.unit_id if person else None,
        after={"action": f"document:{kind}"},
    )
