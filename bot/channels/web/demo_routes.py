"""The demo's doors: be somebody, and skip ahead."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from aiohttp import web

from bot.channels.web.arriving import Unreadable, text_of
from bot.channels.web.demo_port import SKIPS, Demo, SkipTo
from bot.channels.web.sending import WebChannel
from bot.channels.web.visits import Visits
from storage.transaction import Transaction


class DemoRoutes:
    def __init__(self, channel: WebChannel, visits: Visits, demo: Demo) -> None:
        self._channel = channel
        self._visits = visits
        self._demo = demo

    def add_to(self, app: web.Application) -> None:
        app.router.add_get("/demo/state", self.state)
        app.router.add_post("/demo/enter", self.enter)
        app.router.add_post("/demo/skip", self.skip)

    async def state(self, request: web.Request) -> web.Response:
        """The garden's time in milliseconds, and the people one may be."""
        people = [
            {"id": persona.id, "label": persona.label, "description": persona.description}
            for persona in self._demo.personas()
        ]
        return web.json_response({"now": self._milliseconds(), "personas": people})

    async def enter(self, request: web.Request) -> web.Response:
        """A new session for this browser, bound to the persona."""
        visitor = await self._visits.visitor(request)
        persona_id = await self._visits.posted(
            request, visitor, lambda posted: text_of(posted, "persona", 40)
        )
        if persona_id not in {persona.id for persona in self._demo.personas()}:
            raise web.HTTPNotFound

        def bind(tx: Transaction, address: str, now: datetime) -> None:
            self._demo.enter(tx, persona_id, address, now)

        session = await self._visits.begin(request, bind)
        response = web.json_response({"ok": True})
        self._visits.give_cookies(request, response, session)
        return response

    async def skip(self, request: web.Request) -> web.Response:
        visitor = await self._visits.visitor(request)
        to = await self._visits.posted(request, visitor, _skip_of)
        if visitor is None:
            raise web.HTTPUnauthorized
        await self._demo.skip(to)
        return web.json_response({"ok": True, "now": self._milliseconds()})

    def _milliseconds(self) -> int:
        return int(self._channel.clock().timestamp() * 1000)


def _skip_of(posted: Mapping[str, Any]) -> SkipTo:
    wanted = text_of(posted, "to", 20)
    for known in SKIPS:
        if known == wanted:
            return known
    raise Unreadable("to")
