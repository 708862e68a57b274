"""Bubbles as the page draws them: JSON bodies, without what is empty."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.channels.web.arriving import Posted
from bot.charts.layout import picture_size
from bot.charts.stored import from_json, to_json
from bot.charts.theme import THEMES
from bot.conversation.messages import Document, Picture, ReadingPages
from bot.conversation.outgoing import Drawing, OutButton, Outgoing
from storage.stored_files import is_stored
from storage.web_chat import WebEvent

Body = dict[str, Any]


def body_of(outgoing: Outgoing, replaces: int | None, picture_kb: int | None) -> Body:
    """What is stored of a bubble. `picture_kb` is None when its file cannot be shown, only its words."""
    whole: Body = {
        "text": outgoing.text.to_json(),
        "choices": [
            {"letter": c.letter, "text": c.text, "data": c.data, "ticked": c.ticked} for c in outgoing.choices
        ],
        "several": outgoing.several,
        "submit": outgoing.submit and _button(outgoing.submit),
        "rows": [_buttons(row) for row in outgoing.rows],
        "reading": outgoing.reading and _reading(outgoing.reading, outgoing.reading_buttons),
        "picture": outgoing.picture and _picture(outgoing.picture, picture_kb),
        "chart": outgoing.drawing and to_json(outgoing.drawing),
        "document": outgoing.document and _document(outgoing.document),
        "replaces": replaces,
        "edits": outgoing.edits,
    }
    return {name: part for name, part in whole.items() if part}


def drawing_of(event: WebEvent) -> Drawing | None:
    """The drawing in a stored event, if there is one."""
    stored = event.body.get("chart")
    return from_json(stored) if stored else None


def document_of(event: WebEvent) -> Document | None:
    """The document in a stored event, if there is one."""
    stored = event.body.get("document")
    return Document(stored["name"], stored["kind"], stored["args"]) if stored else None


def stored_picture_of(event: WebEvent) -> str | None:
    """The path of the picture in a stored event that is kept in the database, if there is one."""
    path = (event.body.get("picture") or {}).get("path", "")
    return path if is_stored(path) else None


def echo_of(posted: Posted) -> Body | None:
    """The person's own bubble, which also tells the page what was chosen where; None for what is quiet."""
    if not posted.echo:
        return None
    whole: Body = {
        "me": True,
        "text": posted.echo,
        "client": posted.client_id,
        "bubble": posted.tapped,
        "data": posted.data,
    }
    return {name: part for name, part in whole.items() if part}


def served(event: WebEvent, sign: Callable[[str, datetime], str], now: datetime) -> Body:
    """A stored event as it goes to the page: what it shows or offers as links. A picture's is good for minutes."""
    body: Body = {"id": event.id, "at": int(event.made_at.timestamp() * 1000), **event.body}
    picture: Mapping[str, Any] | None = event.body.get("picture")
    if picture and "path" in picture:
        kept = {name: part for name, part in picture.items() if name != "path"}
        path = picture["path"]
        link = f"/stored/{event.id}" if is_stored(path) else f"/file/{sign(path, now)}"
        body["picture"] = {**kept, "src": link}
    if drawing := drawing_of(event):
        width, height = picture_size(drawing)
        links = {theme: f"/chart/{event.id}/{theme}.png" for theme in THEMES}
        body["chart"] = {"alt": drawing.alt, "width": width, "height": height, **links}
    if document := document_of(event):
        body["document"] = {"name": document.name, "href": f"/document/{event.id}"}
    return body


def _button(button: OutButton) -> Body:
    whole: Body = {"label": button.label, "data": button.data, "url": button.url, "primary": button.primary}
    return {name: part for name, part in whole.items() if part}


def _buttons(buttons: Sequence[OutButton]) -> list[Body]:
    return [_button(button) for button in buttons]


def _reading(reading: ReadingPages, more: Sequence[OutButton]) -> Body:
    return {
        "slug": reading.slug,
        "title": reading.title,
        "pages": [{"section": section, "text": text.to_json()} for section, text in reading.pages],
        "at": reading.at,
        "more": _buttons(more),
        "places": dict(reading.places),
    }


def _document(document: Document) -> Body:
    return {"name": document.name, "kind": document.kind, "args": dict(document.args)}


def _picture(picture: Picture, kilobytes: int | None) -> Body:
    if kilobytes is None:
        return {"alt": picture.alt}
    return {"alt": picture.alt, "path": picture.path, "kb": kilobytes}
