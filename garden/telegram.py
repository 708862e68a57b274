"""Telegram in a running garden: how updates come in, the bot's name, the menus."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from random import SystemRandom
from urllib.parse import urlsplit

from aiohttp import web
from telegram.error import InvalidToken, TelegramError

import storage.clockwork
import storage.identities
import storage.settings
from bot.channels.telegram.api import DEFAULT_BASE, BotApi
from bot.channels.telegram.attachments import Attachments
from bot.channels.telegram.commands import publish_commands, publish_commands_for
from bot.channels.telegram.fetching import fetching
from bot.channels.telegram.polling import TokenRefused, poll
from bot.channels.telegram.sending import TelegramChannel
from bot.channels.telegram.webhook import delete_webhook, set_webhook, webhook_handler, webhook_secret
from bot.charts.drawer import Drawer
from bot.conversation.incoming import Chose, Incoming
from bot.conversation.taking import Reception, Taken
from bot.documents import Documents
from garden.running import Garden
from storage.database import Database, Refused
from storage.transaction import Transaction
from study import permissions
from study.front_door import TELEGRAM_NAME
from study.rules.settings import Settings

AGAIN_SECONDS = 15.0
LEASE = "telegram-polling"
LEASE_LENGTH = timedelta(seconds=90)
CHANGES_MENU = ("join", "first", "set")
"""Verbs after which somebody's menu may read otherwise: they have come in, or changed the language."""

log = logging.getLogger(__name__)


class TelegramConnection:
    """One bot. `channel` sends; `start` begins to receive, by polling or by webhook."""

    def __init__(
        self,
        token: str,
        settings: Settings,
        environ: Mapping[str, str],
        clock: Callable[[], datetime],
        drawer: Drawer,
        documents: Documents,
    ) -> None:
        self._token = token
        self._settings = settings
        self._clock = clock
        self._api = BotApi(token, environ.get("TELEGRAM_API_BASE") or DEFAULT_BASE)
        make_document = documents.maker(TelegramChannel.name)
        attachments = Attachments(Path(settings.content.readings), drawer, make_document, documents.stored)
        self.channel = TelegramChannel(self._api, attachments, clock)
        self._receiving: asyncio.Task[None] | None = None

    def add_routes(self, app: web.Application, garden: Garden) -> None:
        """The webhook's route, where one is configured."""
        telegram = self._settings.channels.telegram
        if telegram.mode == "webhook":
            reception = _WithMenus(garden, self._api)
            app.router.add_post(
                telegram.webhook_path, webhook_handler(webhook_secret(self._token), reception)
            )

    async def start(self, garden: Garden, stop: asyncio.Event) -> None:
        """Begin to receive; where Telegram cannot be reached, as soon as it can. Refused for a wrong token."""
        _check_webhook(self._settings)
        await self._api.__aenter__()
        garden.uploads.fetchers[self.channel.name] = fetching(self._api)
        introduced = await self._introduce(garden)
        self._receiving = asyncio.create_task(self._receive(garden, stop, introduced))

    async def _introduce(self, garden: Garden) -> bool:
        """Find out the bot's name, publish the menus, say how updates are to come; False to try again."""
        telegram = self._settings.channels.telegram
        try:
            me = await self._api.bot.get_me()
            await publish_commands(self._api, _describe(garden))
            if telegram.mode == "webhook":
                await set_webhook(self._api, _webhook_url(self._settings), webhook_secret(self._token))
            else:
                await delete_webhook(self._api)
        except InvalidToken as error:
            raise Refused(
                "Telegram does not accept TELEGRAM_BOT_TOKEN; ask @BotFather for the current one."
            ) from error
        except TelegramError as error:
            log.warning("Telegram cannot be reached: %s", error)
            return False
        await garden.db.write(storage.settings.put, TELEGRAM_NAME, me.username or "")
        return True

    async def _receive(self, garden: Garden, stop: asyncio.Event, introduced: bool) -> None:
        while not introduced and not stop.is_set():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), AGAIN_SECONDS)
            introduced = not stop.is_set() and await self._introduce(garden)
        if self._settings.channels.telegram.mode == "polling" and not stop.is_set():
            await self._poll(garden, stop)

    async def _poll(self, garden: Garden, stop: asyncio.Event) -> None:
        async def hold_lease() -> bool:
            return await garden.db.write(
                storage.clockwork.hold_lease, LEASE, garden.node, self._clock(), LEASE_LENGTH
            )

        try:
            await poll(
                self._api, _WithMenus(garden, self._api), self.channel, stop, hold_lease, SystemRandom()
            )
        except TokenRefused as refused:
            log.error("%s", refused)
        finally:
            await garden.db.write(storage.clockwork.release_lease, LEASE, garden.node)

    async def stop(self) -> None:
        """Stop receiving; what was received is finished."""
        if self._receiving:
            await self._receiving

    async def close(self) -> None:
        """Let go of the connections."""
        await self._api.__aexit__(None, None, None)


def _check_webhook(settings: Settings) -> None:
    telegram = settings.channels.telegram
    if telegram.mode == "webhook" and not telegram.webhook_url:
        raise Refused(
            "channels.telegram.mode is webhook: channels.telegram.webhook_url must say its https address."
        )


def _webhook_url(settings: Settings) -> str:
    url = settings.channels.telegram.webhook_url or ""
    return (
        url
        if urlsplit(url).path not in ("", "/")
        else url.rstrip("/") + settings.channels.telegram.webhook_path
    )


def _describe(garden: Garden) -> Callable[[str, str], str]:
    return lambda key, language: garden.words.say(language, key)


class _WithMenus:
    """The garden's reception; afterwards the menu of somebody who came in, or changed the language, is renewed."""

    def __init__(self, garden: Garden, api: BotApi) -> None:
        self._garden = garden
        self._reception: Reception = garden.reception
        self._api = api
        self._beside: set[asyncio.Task[None]] = set()

    async def take(self, incoming: Incoming, also: Callable[[Transaction, int], None] | None = None) -> Taken:
        taken = await self._reception.take(incoming, also)
        if taken.is_new and isinstance(incoming.event, Chose) and incoming.event.verb in CHANGES_MENU:
            task = asyncio.create_task(self._publish(incoming.address))
            self._beside.add(task)
            task.add_done_callback(self._beside.discard)
        return taken

    async def bury(self, channel: str, event_id: str, payload: str, failure: str) -> None:
        await self._reception.bury(channel, event_id, payload, failure)

    async def _publish(self, address: str) -> None:
        db: Database = self._garden.db
        found = await db.read(_roles_and_language, address, self._garden)
        if found:
            with contextlib.suppress(TelegramError):
                await publish_commands_for(self._api, address, *found, _describe(self._garden))


def _roles_and_language(tx: Transaction, address: str, garden: Garden) -> tuple[frozenset[str], str] | None:
    identity = storage.identities.find(tx, TelegramChannel.name, address)
    if identity is None or identity.person_id is None:
        return None
    today = garden.county.local_day(garden.clock())
    return permissions.roles(tx, identity.person_id, today), identity.language
