"""The webhook: 200 means committed. Anything else makes Telegram bring the update again."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from weakref import WeakValueDictionary

from aiohttp import web

from bot.channels.telegram import json_text
from bot.channels.telegram.api import ALLOWED_UPDATES, BotApi
from bot.channels.telegram.bubbles import Params, acknowledgement
from bot.channels.telegram.burying import TRIES, bury
from bot.channels.telegram.translate import Arrived, Elsewhere, UnreadableUpdate, read_update
from bot.conversation.taking import Reception
from storage.database import DatabaseAway

BODY_LIMIT = 1024 * 1024
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105

_REMEMBERED_FAILURES = 1000

_log = logging.getLogger(__name__)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def webhook_secret(token: str) -> str:
    """What Telegram shows with every update; made from the token, so that nothing else need be configured."""
    return hmac.new(token.encode(), b"learning-garden telegram webhook", hashlib.sha256).hexdigest()


async def set_webhook(api: BotApi, url: str, secret: str) -> None:
    """Have updates brought to `url`; those already waiting are kept."""
    await api.bot.set_webhook(url, secret_token=secret, allowed_updates=list(ALLOWED_UPDATES))


async def delete_webhook(api: BotApi) -> None:
    """Back to polling; the updates that wait are kept."""
    await api.bot.delete_webhook()


def webhook_handler(secret: str, reception: Reception) -> Handler:
    """Answers POSTs: 403 without the secret, 200 once committed or buried, 500 for another try."""
    return _Webhook(secret, reception).handle


class _Webhook:
    def __init__(self, secret: str, reception: Reception) -> None:
        self._secret = secret.encode()
        self._reception = reception
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._failures: OrderedDict[str, int] = OrderedDict()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        shown = request.headers.get(SECRET_HEADER, "").encode("utf-8", "replace")
        if not hmac.compare_digest(shown, self._secret):
            return web.Response(status=403)
        raw = await _body(request)
        try:
            read = read_update(raw)
        except UnreadableUpdate as error:
            _log.error("update %s cannot be read; it is in dead_letter", error.event_id)
            await bury(self._reception, raw, error.event_id, error)
            return web.Response()
        if isinstance(read, Elsewhere):
            return _call({"method": "leaveChat", "chat_id": read.chat_id})
        if read is None:
            return web.Response()
        async with self._turns.setdefault(read.incoming.address, asyncio.Lock()):
            return await self._take(read, raw)

    async def _take(self, arrived: Arrived, raw: bytes) -> web.Response:
        event_id = arrived.incoming.event_id
        try:
            taken = await self._reception.take(arrived.incoming)
        except DatabaseAway:
            return web.Response(status=503)
        except Exception as error:
            tried = self._failures.pop(event_id, 0) + 1
            _log.error("update %s failed, try %d of %d: %s", event_id, tried, TRIES, type(error).__name__)
            if tried < TRIES:
                self._remember(event_id, tried)
                return web.Response(status=500)
            await bury(self._reception, raw, event_id, error)
            return web.Response()
        self._failures.pop(event_id, None)
        if taken.is_new and arrived.callback_id is not None:
            return _call(
                {"method": "answerCallbackQuery"} | acknowledgement(arrived.callback_id, taken.notice)
            )
        return web.Response()

    def _remember(self, event_id: str, tried: int) -> None:
        self._failures[event_id] = tried
        if len(self._failures) > _REMEMBERED_FAILURES:
            self._failures.popitem(last=False)


def _call(method: Params) -> web.Response:
    """A method for Telegram to carry out, told in the answer itself."""
    return web.json_bytes_response(method, dumps=json_text.dumps)


async def _body(request: web.Request) -> bytes:
    body = bytearray()
    async for chunk in request.content.iter_chunked(64 * 1024):
        body += chunk
        if len(body) > BODY_LIMIT:
            raise web.HTTPRequestEntityTooLarge(BODY_LIMIT, len(body))
    return bytes(body)
