"""What a page posts, read with suspicion."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from bot.conversation import incoming
from study.rules.frozen import frozen
from study.rules.typed_words import as_slash_command

CLIENT_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
COMMAND_NAME = re.compile(r"[a-z]{1,20}")
TEXT_LIMIT = 4000
LABEL_LIMIT = 200
DATA_LIMIT = 300
LARGEST_ID = 2**63 - 1

_UNPRINTABLE = dict.fromkeys(c for c in (*range(32), 127, *range(0xD800, 0xE000)) if chr(c) not in "\n\t")


class Unreadable(Exception):
    """A page that follows the rules never posts this."""


@frozen
class Posted:
    """One thing a person did. `echo` is the bubble it left on their page, empty for what is quiet;
    `tapped` is the event whose button it was."""

    client_id: str
    event: incoming.Event
    echo: str
    tapped: int | None

    @property
    def data(self) -> str:
        return self.event.data if isinstance(self.event, incoming.Chose) else ""


def read_sent(query: Mapping[str, str], content: bytes) -> Posted:
    """A file whose name and client id stand in the address. Raises Unreadable."""
    client_id = text_of(query, "id", 64)
    name = text_of(query, "name", LABEL_LIMIT).strip()
    if not CLIENT_ID.fullmatch(client_id) or not name:
        raise Unreadable("id" if name else "name")
    return Posted(client_id, incoming.SentFile(name, len(content), content=content), name, None)


def read_object(body: bytes) -> Mapping[str, Any]:
    """The JSON object in `body`. Raises Unreadable."""
    try:
        posted = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Unreadable("not JSON") from error
    if not isinstance(posted, dict):
        raise Unreadable("not an object")
    return posted


def read_posted(posted: Mapping[str, Any]) -> Posted:
    """Raises Unreadable."""
    client_id = text_of(posted, "id", 64)
    if not CLIENT_ID.fullmatch(client_id):
        raise Unreadable("id")
    tapped = number_of(posted, "bubble") if posted.get("bubble") is not None else None
    kind = posted.get("kind")
    echo = text_of(posted, "echo", LABEL_LIMIT) if kind != "said" and posted.get("echo") else ""
    if kind == "said":
        text = text_of(posted, "text", TEXT_LIMIT).strip()
        if not text:
            raise Unreadable("text")
        command = as_slash_command(text)
        return Posted(client_id, incoming.Command(*command) if command else incoming.Said(text), text, tapped)
    if kind == "command":
        name = text_of(posted, "name", 20)
        if not COMMAND_NAME.fullmatch(name):
            raise Unreadable("name")
        argument = text_of(posted, "argument", LABEL_LIMIT) if posted.get("argument") else ""
        return Posted(client_id, incoming.Command(name, argument), echo, tapped)
    if kind == "chose":
        return Posted(client_id, incoming.Chose(text_of(posted, "data", DATA_LIMIT)), echo, tapped)
    raise Unreadable("kind")


def text_of(posted: Mapping[str, Any], name: str, limit: int) -> str:
    """A text of at most `limit` characters, without what no one can see or store. Raises Unreadable."""
    text = posted.get(name)
    if not isinstance(text, str) or len(text) > limit:
        raise Unreadable(name)
    return text.translate(_UNPRINTABLE)


def number_of(posted: Mapping[str, Any], name: str) -> int:
    """A whole number that can be an event's id. Raises Unreadable."""
    number = posted.get(name)
    if type(number) is not int or not 0 <= number <= LARGEST_ID:
        raise Unreadable(name)
    return number
