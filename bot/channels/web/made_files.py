"""Files made for one person's transcript: charts drawn, documents put together when they are fetched."""

from __future__ import annotations

from mimetypes import guess_type
from urllib.parse import quote

from aiohttp import web

import storage.stored_files
import storage.web_chat
from bot.channels.web.bubble import document_of, drawing_of, stored_picture_of
from bot.channels.web.sending import WebChannel
from bot.channels.web.visits import Visits
from bot.charts.drawer import Drawer
from bot.charts.theme import THEMES
from bot.documents import MakeDocument
from storage.web_chat import Visitor, WebEvent

SEALED = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'"}


class MadeFileRoutes:
    """`GET /chart/{event}/{theme}.png`, `/stored/{event}`, `/document/{event}`, only to whose transcript it is in."""

    def __init__(
        self, channel: WebChannel, visits: Visits, drawer: Drawer, make_document: MakeDocument
    ) -> None:
        self._channel = channel
        self._visits = visits
        self._drawer = drawer
        self._make_document = make_document

    def add_to(self, app: web.Application) -> None:
        themes = "|".join(THEMES)
        app.router.add_get(rf"/chart/{{event:\d{{1,18}}}}/{{theme:{themes}}}.png", self.chart)
        app.router.add_get(r"/stored/{event:\d{1,18}}", self.picture)
        app.router.add_get(r"/document/{event:\d{1,18}}", self.document)

    async def chart(self, request: web.Request) -> web.Response:
        """The picture; without one the page tells its words instead."""
        _, event = await self._own(request)
        drawing = drawing_of(event)
        if drawing is None:
            raise web.HTTPNotFound
        picture = await self._drawer.draw(drawing, request.match_info["theme"])
        if picture is None:
            raise web.HTTPServiceUnavailable(headers={"Cache-Control": "no-store"})
        headers = {**SEALED, "Cache-Control": "private, max-age=86400"}
        return web.Response(body=picture, content_type="image/png", headers=headers)

    async def document(self, request: web.Request) -> web.Response:
        """The file as it is now; 403 and a sentence where there is none for this person any more."""
        visitor, event = await self._own(request)
        document = document_of(event)
        if document is None:
            raise web.HTTPNotFound
        made = await self._make_document(document, visitor.address)
        headers = {**SEALED, "Cache-Control": "no-store"}
        if isinstance(made, str):
            raise web.HTTPForbidden(text=made, headers=headers)
        headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(document.name, safe='')}"
        kind = guess_type(document.name)[0] or "application/octet-stream"
        return web.Response(body=made, content_type=kind, headers=headers)

    async def picture(self, request: web.Request) -> web.Response:
        """A picture that is kept in the database."""
        _, event = await self._own(request)
        path = stored_picture_of(event)
        found = await self._channel.db.read(storage.stored_files.content, path) if path else None
        if found is None:
            raise web.HTTPNotFound
        headers = {**SEALED, "Cache-Control": "private, max-age=86400"}
        return web.Response(body=found[1], content_type=found[0], headers=headers)

    async def _own(self, request: web.Request) -> tuple[Visitor, WebEvent]:
        """Who asks, and the event of theirs that they ask about. Raises the HTTP refusals 401 and 404."""
        visitor = await self._visits.visitor(request)
        if visitor is None:
            raise web.HTTPUnauthorized
        event_id = int(request.match_info["event"])
        event = await self._channel.db.read(storage.web_chat.event, visitor.identity_id, event_id)
        if event is None:
            raise web.HTTPNotFound
        return visitor, event
