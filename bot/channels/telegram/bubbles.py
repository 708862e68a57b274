"""From an outgoing bubble to the parameters of a Bot API method. Pure; never a parse mode, only entities."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate
from typing import Any

from bot.conversation.outgoing import OutButton, Outgoing
from study.rules.rich_text import RichText

CAPTION_LIMIT = 1024
NOTICE_LIMIT = 200

_KINDS = {"bold": "bold", "italic": "italic", "code": "code", "link": "text_link"}

Params = dict[str, Any]


def text_message(outgoing: Outgoing) -> Params:
    """The text, its entities and its buttons."""
    params: Params = {"text": outgoing.text.text, "link_preview_options": {"is_disabled": True}}
    if entities := entities_of(outgoing.text):
        params["entities"] = entities
    return params | keyboard(outgoing.rows)


def photo_caption(outgoing: Outgoing) -> Params:
    """The same below a photo."""
    params: Params = {"caption": outgoing.text.text}
    if entities := entities_of(outgoing.text):
        params["caption_entities"] = entities
    return params | keyboard(outgoing.rows)


def without_entities(params: Params) -> Params:
    """The same words, plain."""
    return {name: value for name, value in params.items() if name not in ("entities", "caption_entities")}


def entities_of(text: RichText) -> list[dict[str, Any]]:
    """Spans count code points, Telegram counts UTF-16 units: a character beyond U+FFFF is two."""
    if not text.spans:
        return []
    units = [0, *accumulate(2 if character > "\uffff" else 1 for character in text.text)]
    entities = []
    for span in text.spans:
        start, stop = units[span.start], units[span.start + span.length]
        entity = {"type": _KINDS[span.kind], "offset": start, "length": stop - start}
        if span.kind == "link":
            entity["url"] = span.url
        entities.append(entity)
    return entities


def keyboard(rows: Iterable[tuple[OutButton, ...]]) -> Params:
    inline = [[_button(button) for button in row] for row in rows if row]
    return {"reply_markup": {"inline_keyboard": inline}} if inline else {}


def _button(button: OutButton) -> dict[str, str]:
    drawn = {"text": button.label}
    drawn |= {"url": button.url} if button.url else {"callback_data": button.data}
    if button.primary:
        drawn["style"] = "primary"
    return drawn


def acknowledgement(callback_id: str, notice: str | None) -> Params:
    """What ends the waiting mark on a tapped button, with a short notice if there is one."""
    params = {"callback_query_id": callback_id}
    return params | {"text": notice[:NOTICE_LIMIT]} if notice else params
