"""A file sent in a chat, looked at as the background does, and what its sender is then told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from fakes.chat import SHAPES, Chat

import storage.identities
import storage.people
import storage.uploads
from bot.conversation.composing import COMPOSERS
from bot.conversation.incoming import Command, Incoming, SentFile
from bot.conversation.outgoing import Outgoing
from bot.conversation.rendering import render
from bot.conversation.turn import Turn
from bot.locales import Words
from storage.outbox import OutboxMessage
from storage.transaction import Transaction
from study import uploads
from study.reading_uploads import read_for
from study.upload_purpose import Facts


def send_file(chat: Chat, content: bytes, name: str) -> str:
    """The file in the chat; what is answered at once."""
    return "\n".join(bubble.text.text for bubble in chat.does(SentFile(name, len(content), content=content)))


def look(chat: Chat, read: Facts | None = None) -> str:
    """What the background does with the next file; the text of what its sender is then told."""

    def look_at(tx: Transaction) -> dict[str, Any]:
        upload = storage.uploads.claim(tx, chat.now)
        assert upload is not None
        content = storage.uploads.content(tx, upload.id) or b""
        purposes = uploads.fitting(tx, upload.person_id, upload.name, chat.county.local_day(chat.now))
        found = dict(read or read_for(purposes, upload.name, content))
        upload = replace(upload, purpose=found.pop("purpose", "roster"))
        shown = None
        if "refused" not in found:
            found, shown = uploads.prepare(tx, upload, found, chat.county, chat.now)
        uploads.record_read(tx, upload, found, shown, chat.now)
        return tx.all("SELECT * FROM outbox WHERE kind = 'upload_result' ORDER BY id DESC LIMIT 1")[0]

    row = chat.db.write_now(look_at)
    assert (row["send_after_at"], row["is_bulk"]) == (chat.now, 0)
    bubbles = composed(chat, row)
    chat.bubbles += bubbles
    return "\n".join(bubble.text.text for bubble in bubbles)


def composed(chat: Chat, row: dict[str, Any]) -> list[Outgoing]:
    """An outbox row as it would go out now."""

    def compose(tx: Transaction) -> list[Outgoing]:
        identity = storage.identities.by_id(tx, row["identity_id"])
        person = storage.people.by_id(tx, row["person_id"])
        assert identity is not None and person is not None
        message_row = OutboxMessage(
            row["id"],
            person.id,
            identity.id,
            chat.channel,
            chat.address,
            person.language,
            row["kind"],
            0,
            row["message_json"],
            row["expires_at"],
            1,
        )
        shape, incoming = SHAPES[chat.channel], Incoming(chat.channel, chat.address, "x", Command("today"))
        turn = Turn(tx, incoming, identity, person, shape, chat.county, chat.rng, chat.now)
        message = COMPOSERS[row["kind"]](turn, message_row)
        return list(render(message, person.language, shape, Words(chat.county.zone))) if message else []

    return chat.db.read_now(compose)
