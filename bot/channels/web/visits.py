"""Who is calling: a session in a cookie, the header every POST carries, and how often one may post."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from ipaddress import ip_address
from typing import Any, TypeVar

from aiohttp import web

import storage.web_chat
from bot.channels.web.allowance import Allowance
from bot.channels.web.arriving import Unreadable, read_object
from bot.channels.web.sending import WebChannel
from bot.locales import Words, language_of
from storage.transaction import Transaction
from storage.web_chat import Visitor
from study.rules.frozen import frozen

SESSION_COOKIE = "garden"
KNOWN_COOKIE = "garden_known"
"""For the page's script: there is a session, and a name for it under which to keep its transcript."""

LANGUAGE_COOKIE = "garden_language"
YEAR = timedelta(days=365)
LARGEST_BODY = 16 * 1024
OWN_HEADER = "X-Garden"
"""No other site's form can send a header of its own, so a POST that has it comes from our page."""

T = TypeVar("T")

Binding = Callable[[Transaction, str, datetime], None]
"""Called with (tx, address, now) while a session begins, in its transaction."""


@frozen
class Session:
    """A session that begins with this request."""

    visitor: Visitor
    token: str


class Visits:
    """Reads and begins sessions. `public_url` is where people reach the page, when that is known."""

    def __init__(self, channel: WebChannel, words: Words, language: str, public_url: str | None) -> None:
        self._channel = channel
        self._words = words
        self._language = language
        self._is_https = (public_url or "").startswith("https:")
        self._posts = Allowance(burst=40, per_second=2)
        self._newcomers = Allowance(burst=200, per_second=1)

    async def visitor(self, request: web.Request) -> Visitor | None:
        """Whose session the request carries, if any."""
        token = request.cookies.get(SESSION_COOKIE)
        if not token:
            return None
        return await self._channel.db.read(storage.web_chat.visitor, _hash(token), self._channel.clock())

    async def begin(self, request: web.Request, binding: Binding | None = None) -> Session:
        """A session for somebody new. Raises HTTPTooManyRequests."""
        now = self._channel.clock()
        if not self._newcomers.take(_caller(request), now):
            raise self._too_many(request, None)
        token = f"{self._channel.rng.getrandbits(256):064x}"
        address = f"{self._channel.rng.getrandbits(128):032x}"
        visitor = await self._channel.db.write(
            _begin, _hash(token), address, self.language(request, None), now, binding
        )
        return Session(visitor, token)

    def give_cookies(self, request: web.Request, response: web.StreamResponse, session: Session) -> None:
        """The session's token, which no script can read, and the name under which the page keeps things."""
        secure = self._is_https or request.headers.get("X-Forwarded-Proto") == "https"
        seconds = int(YEAR.total_seconds())
        response.set_cookie(
            SESSION_COOKIE, session.token, max_age=seconds, httponly=True, samesite="Lax", secure=secure
        )
        known = _hash(session.visitor.address)[:16]
        response.set_cookie(KNOWN_COOKIE, known, max_age=seconds, samesite="Lax", secure=secure)

    def language(self, request: web.Request, visitor: Visitor | None) -> str:
        """The person's language, else the one chosen on the page, else the browser's first."""
        if visitor:
            return visitor.language
        chosen = request.cookies.get(LANGUAGE_COOKIE) or request.headers.get("Accept-Language")
        return language_of(chosen) if chosen else self._language

    def say(self, request: web.Request, visitor: Visitor | None, key: str) -> str:
        return self._words.say(self.language(request, visitor), key)

    async def posted(
        self, request: web.Request, visitor: Visitor | None, read: Callable[[Mapping[str, Any]], T]
    ) -> T:
        """What `read` makes of a POST from our own page. Raises the HTTP refusals 400, 403, 413 and 429."""
        self.admit(request, visitor)
        body = bytearray()
        async for part in request.content.iter_any():
            body += part
            if len(body) > LARGEST_BODY:
                raise web.HTTPRequestEntityTooLarge(LARGEST_BODY, len(body))
        try:
            return read(read_object(bytes(body)))
        except Unreadable as error:
            raise web.HTTPBadRequest(text=str(error)) from error

    def admit(self, request: web.Request, visitor: Visitor | None) -> None:
        """Let a POST from our own page in, if that is not too often. Raises the HTTP refusals 403 and 429."""
        if request.headers.get(OWN_HEADER) != "1":
            raise web.HTTPForbidden
        payer = visitor.address if visitor else _caller(request)
        if not self._posts.take(payer, self._channel.clock()):
            raise self._too_many(request, visitor)

    def _too_many(self, request: web.Request, visitor: Visitor | None) -> web.HTTPTooManyRequests:
        return web.HTTPTooManyRequests(
            text=self.say(request, visitor, "page-too-many"), headers={"Retry-After": "10"}
        )


def forget_cookies(response: web.StreamResponse) -> None:
    """The session is over: the page shows its welcome again."""
    response.del_cookie(SESSION_COOKIE)
    response.del_cookie(KNOWN_COOKIE)


def _begin(
    tx: Transaction, token_hash: str, address: str, language: str, now: datetime, binding: Binding | None
) -> Visitor:
    visitor = storage.web_chat.open_session(tx, token_hash, address, language, now, now + YEAR)
    if binding:
        binding(tx, address, now)
    return visitor


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()


def _caller(request: web.Request) -> str:
    """The remote address; behind a proxy on this machine, the one it saw."""
    remote = request.remote or ""
    try:
        is_proxy = ip_address(remote).is_loopback
    except ValueError:
        is_proxy = True
    seen = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return seen if is_proxy and seen else remote
