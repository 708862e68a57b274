"""The web chat's addresses."""

from __future__ import annotations

import asyncio
import json
import logging
from collections import OrderedDict
from collections.abc import Sequence

from aiohttp import web

import storage.web_chat
from bot.channels.web.arriving import LARGEST_ID, Posted, number_of, read_posted
from bot.channels.web.bubble import Body, echo_of, served
from bot.channels.web.demo_port import Demo
from bot.channels.web.demo_routes import DemoRoutes
from bot.channels.web.front_page import FrontPage
from bot.channels.web.receiving import FileRoutes
from bot.channels.web.sending import WebChannel
from bot.channels.web.signed_files import SUFFIXES
from bot.channels.web.visits import Session, Visits, forget_cookies
from bot.conversation.incoming import Incoming
from bot.conversation.taking import Reception, Taken
from storage.transaction import Transaction
from storage.web_chat import Visitor, WebEvent

HEARTBEAT = 25.0
FIRST_EVENTS = 30
MOST_EVENTS = 100
MOST_ACKNOWLEDGED = 500
TRIES = 3
"""An event that fails so often is buried, so that it does not hold up what the person says next."""

_log = logging.getLogger(__name__)


def add_routes(
    app: web.Application,
    channel: WebChannel,
    reception: Reception,
    page: FrontPage,
    visits: Visits,
    files: FileRoutes,
    demo: Demo | None = None,
) -> None:
    """The page, its files, the chat and, with a `demo`, its doors."""
    chat = _Chat(channel, reception, page, visits, files)
    files.add_to(app)
    app.router.add_get("/", chat.front_page)
    for path in page.files:
        app.router.add_get(path, chat.page_file)
    app.router.add_get("/chat/events", chat.events)
    app.router.add_get("/chat/poll", chat.poll)
    app.router.add_get("/chat/history", chat.history)
    app.router.add_post("/chat/say", chat.say)
    app.router.add_post("/chat/ack", chat.acknowledge)
    app.router.add_get("/file/{token}", chat.file)
    if demo:
        DemoRoutes(channel, visits, demo).add_to(app)


class _Chat:
    def __init__(
        self, channel: WebChannel, reception: Reception, page: FrontPage, visits: Visits, files: FileRoutes
    ) -> None:
        self._channel = channel
        self._files = files
        self._reception = reception
        self._page = page
        self._visits = visits
        self._failures: OrderedDict[str, int] = OrderedDict()

    async def front_page(self, request: web.Request) -> web.Response:
        visitor = await self._visits.visitor(request)
        response = self._page.pages[self._visits.language(request, visitor)].response(request)
        response.headers["Vary"] = "Accept-Encoding, Accept-Language, Cookie"
        return response

    async def page_file(self, request: web.Request) -> web.Response:
        return self._page.files[request.path].response(request)

    async def say(self, request: web.Request) -> web.Response:
        """Take one event for good; with somebody's first, their session begins."""
        visitor = await self._visits.visitor(request)
        posted = await self._visits.posted(request, visitor, read_posted)
        session = None
        if visitor is None:
            session = await self._visits.begin(request)
            visitor = session.visitor
        taken = await self._take(request, visitor, posted)
        self._channel.listeners.wake(visitor.identity_id)
        return self._answered(request, session, taken)

    async def _take(self, request: web.Request, visitor: Visitor, posted: Posted) -> Taken:
        tapped, channel = posted.tapped, self._channel
        echo, now = echo_of(posted), channel.clock()
        incoming = Incoming(
            channel.name,
            visitor.address,
            f"{visitor.address}:{posted.client_id}",
            posted.event,
            self._visits.language(request, visitor),
            str(tapped) if tapped is not None else None,
        )

        def record_echo(tx: Transaction, identity_id: int) -> None:
            if echo:
                storage.web_chat.store_echo(tx, identity_id, echo, now)

        try:
            return await self._reception.take(incoming, record_echo)
        except Exception as error:
            if not await self._buried(incoming, error):
                raise
            return Taken(True, self._visits.say(request, visitor, "page-buried"))

    async def _buried(self, incoming: Incoming, error: Exception) -> bool:
        failures = self._failures.pop(incoming.event_id, 0) + 1
        if failures >= TRIES:
            await self._reception.bury(incoming.channel, incoming.event_id, repr(incoming.event), repr(error))
            return True
        self._failures[incoming.event_id] = failures
        if len(self._failures) > MOST_EVENTS:
            self._failures.popitem(last=False)
        return False

    def _answered(self, request: web.Request, session: Session | None, taken: Taken) -> web.Response:
        response = web.json_response({"ok": True, "new": taken.is_new, "notice": taken.notice})
        if session:
            self._visits.give_cookies(request, response, session)
        return response

    async def acknowledge(self, request: web.Request) -> web.Response:
        visitor = await self._visits.visitor(request)
        up_to = await self._visits.posted(request, visitor, lambda posted: number_of(posted, "upto"))
        if visitor is None:
            raise web.HTTPUnauthorized
        await self._channel.db.write(
            storage.web_chat.acknowledge, visitor.identity_id, up_to, self._channel.clock(), MOST_ACKNOWLEDGED
        )
        return web.json_response({"ok": True})

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events, each one bubble, from where the page stopped."""
        visitor = await self._visits.visitor(request)
        if visitor is None:
            response = web.Response(status=204)
            forget_cookies(response)
            return response
        after = _number(request.headers.get("Last-Event-ID") or request.query.get("after"))
        stream = web.StreamResponse(
            headers={
                "Content-Type": "text/event-stream; charset=utf-8",
                "Cache-Control": "no-store",
                "X-Accel-Buffering": "no",
            }
        )
        await stream.prepare(request)
        try:
            await self._pour(stream, visitor, after)
        except ConnectionResetError:
            _log.debug("a page went away")
        return stream

    async def _pour(self, stream: web.StreamResponse, visitor: Visitor, after: int | None) -> None:
        here = _json(await self._files.offered(visitor))
        await stream.write(f"retry: 3000\nevent: here\ndata: {here}\n\n".encode())
        with self._channel.listeners.listen(visitor.identity_id) as ear:
            while not ear.closing:
                found = await self._found(visitor, after)
                for body in self._served(found):
                    await stream.write(f"id: {body['id']}\ndata: {_json(body)}\n\n".encode())
                after = found[-1].id if found else after or 0
                if len(found) < MOST_EVENTS and not await ear.wait(HEARTBEAT):
                    await stream.write(b":\n\n")

    async def poll(self, request: web.Request) -> web.Response:
        """The same by long polling, for networks that hold back a stream."""
        visitor = await self._required(request)
        after = _number(request.query.get("after"))
        with self._channel.listeners.listen(visitor.identity_id) as ear:
            found = await self._found(visitor, after)
            if not found and after is not None and not ear.closing and await ear.wait(HEARTBEAT):
                found = await self._found(visitor, after)
        return _compressed({"events": self._served(found), "offered": await self._files.offered(visitor)})

    async def history(self, request: web.Request) -> web.Response:
        visitor = await self._required(request)
        before = _number(request.query.get("before"))
        if before is None:
            raise web.HTTPBadRequest(text="before")
        found = await self._channel.db.read(
            storage.web_chat.events_before, visitor.identity_id, before, FIRST_EVENTS
        )
        return _compressed({"events": self._served(found), "more": len(found) == FIRST_EVENTS})

    async def file(self, request: web.Request) -> web.StreamResponse:
        """A picture, to whoever has its link in time."""
        found = await asyncio.to_thread(
            self._channel.files.open, request.match_info["token"], self._channel.clock()
        )
        if found is None:
            raise web.HTTPNotFound
        return web.FileResponse(
            found,
            headers={
                "Content-Type": SUFFIXES[found.suffix.lower()],
                "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
                "X-Content-Type-Options": "nosniff",
                "Cache-Control": "private, max-age=600",
            },
        )

    async def _required(self, request: web.Request) -> Visitor:
        visitor = await self._visits.visitor(request)
        if visitor is None:
            raise web.HTTPUnauthorized
        return visitor

    async def _found(self, visitor: Visitor, after: int | None) -> Sequence[WebEvent]:
        """What came after; for a page that has nothing yet, the latest."""
        if after is None:
            return await self._channel.db.read(
                storage.web_chat.events_before, visitor.identity_id, LARGEST_ID, FIRST_EVENTS
            )
        return await self._channel.db.read(
            storage.web_chat.events_after, visitor.identity_id, after, MOST_EVENTS
        )

    def _served(self, found: Sequence[WebEvent]) -> list[Body]:
        now = self._channel.clock()
        return [served(event, self._channel.files.sign, now) for event in found]


def _number(text: str | None) -> int | None:
    """An event's id; None when there is none, or not one."""
    if text is None or not (text.isascii() and text.isdigit() and len(text) <= 19):
        return None
    return min(int(text), LARGEST_ID)


def _json(body: Body) -> str:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def _compressed(body: Body) -> web.Response:
    response = web.Response(text=_json(body), content_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    response.enable_compression()
    return response
