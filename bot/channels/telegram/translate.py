"""From a raw update to what the garden understands. Pure; each update is read alone."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from bot.channels.telegram import json_text
from bot.conversation.incoming import Chose, Command, Event, Incoming, Left, Returned, Said, SentFile
from bot.locales import language_of
from study.rules.frozen import frozen
from study.rules.typed_words import as_slash_command

CHANNEL = "telegram"

_FILES = ("document", "photo", "video", "audio", "voice", "video_note", "sticker")
_ENDINGS = {"photo": ".jpg", "voice": ".ogg"}
_AUDIO_ENDINGS = {"audio/mpeg": ".mp3", "audio/mp4": ".m4a", "audio/x-m4a": ".m4a", "audio/ogg": ".ogg"}


@frozen
class Arrived:
    """Something a person did. `callback_id`: the tap that wants an answer."""

    incoming: Incoming
    callback_id: str | None = None


@frozen
class Elsewhere:
    """The bot finds itself in a group or channel, where the garden has no place: it leaves quietly."""

    chat_id: int


class UnreadableUpdate(ValueError):
    """An update that does not have the shape it should. `event_id` names it all the same."""

    def __init__(self, event_id: str, reason: str) -> None:
        super().__init__(reason)
        self.event_id = event_id


def read_update(raw: bytes | Mapping[str, Any]) -> Arrived | Elsewhere | None:
    """What arrived; None for what is not for the garden, such as edited messages. UnreadableUpdate."""
    try:
        update = json_text.loads(raw) if isinstance(raw, bytes) else raw
        update_id = update["update_id"]
        if type(update_id) is not int:
            raise TypeError("update_id is not a number")
    except (ValueError, TypeError, LookupError, RecursionError) as error:
        raise UnreadableUpdate(_fingerprint(raw), _said_by(error)) from error
    try:
        return _read(update, str(update_id))
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        raise UnreadableUpdate(str(update_id), _said_by(error)) from error


def payload_text(raw: bytes | Mapping[str, Any]) -> str:
    """The update as it is kept in `dead_letter`."""
    return raw.decode("utf-8", "replace") if isinstance(raw, bytes) else json.dumps(raw)


def _fingerprint(raw: bytes | Mapping[str, Any]) -> str:
    return "unnumbered:" + hashlib.sha256(payload_text(raw).encode()).hexdigest()[:16]


def _said_by(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def _read(update: Mapping[str, Any], event_id: str) -> Arrived | Elsewhere | None:
    if "message" in update:
        return _message(update["message"], event_id)
    if "callback_query" in update:
        return _tap(update["callback_query"], event_id)
    if "my_chat_member" in update:
        return _membership(update["my_chat_member"], event_id)
    return None


def _message(message: Mapping[str, Any], event_id: str) -> Arrived | Elsewhere | None:
    chat = message["chat"]
    if chat["type"] != "private":
        return Elsewhere(int(chat["id"]))
    sender = message["from"]
    if "text" in message:
        return Arrived(_incoming(chat, sender, event_id, _words(message["text"])))
    for kind in _FILES:
        if kind in message:
            file = message[kind][-1] if kind == "photo" else message[kind]
            name, size = _name_of(kind, file), int(file.get("file_size", 0))
            return Arrived(_incoming(chat, sender, event_id, SentFile(name, size, str(file["file_id"]))))
    return None


def _name_of(kind: str, file: Mapping[str, Any]) -> str:
    """The name it was sent under; photos and recordings have none, but are known to be what they are."""
    if "file_name" in file:
        return str(file["file_name"])
    ending = _AUDIO_ENDINGS.get(str(file.get("mime_type")), "") if kind == "audio" else _ENDINGS.get(kind, "")
    return f"{kind}{ending}"


def _words(text: str) -> Event:
    """Only a slash makes a command here; whether a bare word is one depends on what the person was asked."""
    command = as_slash_command(text)
    return Command(*command) if command else Said(text)


def _tap(query: Mapping[str, Any], event_id: str) -> Arrived | None:
    """Only a text can be replaced by a text: not a photo, nor a message too old to be told of."""
    message = query.get("message")
    if message is None or "data" not in query or message["chat"]["type"] != "private":
        return None
    chose = Chose(str(query["data"]))
    replaceable = str(message["message_id"]) if "text" in message else None
    return Arrived(_incoming(message["chat"], query["from"], event_id, chose, replaceable), str(query["id"]))


def _membership(change: Mapping[str, Any], event_id: str) -> Arrived | Elsewhere | None:
    chat, status = change["chat"], change["new_chat_member"]["status"]
    if chat["type"] != "private":
        return Elsewhere(int(chat["id"])) if status in ("member", "administrator", "restricted") else None
    if status not in ("kicked", "member"):
        return None
    return Arrived(_incoming(chat, change["from"], event_id, Left() if status == "kicked" else Returned()))


def _incoming(
    chat: Mapping[str, Any],
    sender: Mapping[str, Any],
    event_id: str,
    event: Event,
    message_ref: str | None = None,
) -> Incoming:
    language = language_of(sender.get("language_code"))
    return Incoming(CHANNEL, str(int(chat["id"])), event_id, event, language, message_ref)
