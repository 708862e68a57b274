"""From an outgoing bubble to the parameters of a Bot API method. Pure; never a parse mode, only entities."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from telegram import InputFile

from bot.conversation.outgoing import OutButton, Outgoing
from study.rules.frozen import frozen
from study.rules.rich_text import RichText

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
NOTICE_LIMIT = 200

_KINDS = {"bold": "bold", "italic": "italic", "code": "code", "link": "text_link"}

Params = dict[str, Any]
Part = tuple[str, Params]
"""A method and its parameters, without the chat."""


@frozen
class Files:
    """`words` stand in the place of what could not be had; `alt` says what is on the photo."""

    photo: InputFile | None = None
    alt: str = ""
    document: InputFile | None = None
    words: tuple[str, ...] = ()


def text_message(outgoing: Outgoing) -> Params:
    """The text, its entities and its buttons."""
    params: Params = {"text": outgoing.text.text, "link_preview_options": {"is_disabled": True}}
    if entities := entities_of(outgoing.text):
        params["entities"] = entities
    return params | keyboard(outgoing.rows)


def parts(outgoing: Outgoing, files: Files) -> list[Part]:
    """The calls that send a bubble with its files, in order: the photo first, the document last.

    The text stands below the first file when it fits there; a longer one is a message of its own, after the
    photo, before the document. The buttons stay with the text.
    """
    outgoing = replace(outgoing, text=_with_words(outgoing.text, files.words))
    below = len(outgoing.text.text) <= CAPTION_LIMIT
    message: list[Part] = [("sendMessage", text_message(outgoing))]
    sent: list[Part] = []
    if files.photo and below:
        sent = [("sendPhoto", {"photo": files.photo} | _caption(outgoing))]
    elif files.photo:
        sent = [("sendPhoto", {"photo": files.photo, "caption": files.alt[:CAPTION_LIMIT]}), *message]
    elif not (files.document and below):
        sent = message
    if files.document:
        caption = {} if sent else _caption(outgoing)
        sent.append(("sendDocument", {"document": files.document} | caption))
    return sent


def _with_words(text: RichText, words: Iterable[str]) -> RichText:
    for told in words:
        text = text + RichText(f"\n\n{told}")
    return text.cut(0, TEXT_LIMIT) if len(text.text) > TEXT_LIMIT else text


def _caption(outgoing: Outgoing) -> Params:
    """The text, its entities and its buttons below a file."""
    params: Params = {"caption": outgoing.text.text}
    if entities := entities_of(outgoing.text):
        params["caption_entities"] = entities
    return params | keyboard(outgoing.rows)


def without_entities(params: Params) -> Params:
    """The same words, plain."""
    return {name: value for name, value in params.items() if name not in ("entities", "caption_entities")}


def entities_of(text: RichText) -> list[dict[str, Any]]:
    """Spans count code points, Telegram counts UTF-16 units."""
    entities = []
    for span in text.spans:
        marked = text.text[span.start : span.start + span.length]
        start = _utf16_units(text.text[: span.start])
        entity = {"type": _KINDS[span.kind], "offset": start, "length": _utf16_units(marked)}
        if span.kind == "link":
            entity["url"] = span.url
        entities.append(entity)
    return entities


def _utf16_units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


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
