"""Long polling. An update is confirmed to Telegram only once it is committed: the offset comes last."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from contextlib import suppress
from random import Random
from typing import Any

from telegram.error import Conflict, InvalidToken, TelegramError

from bot.channels.telegram.api import ALLOWED_UPDATES, BotApi
from bot.channels.telegram.burying import TRIES, bury
from bot.channels.telegram.requests import TooFast
from bot.channels.telegram.sending import TelegramChannel
from bot.channels.telegram.translate import Arrived, Elsewhere, UnreadableUpdate, read_update
from bot.conversation.taking import Reception
from storage.database import DatabaseAway
from study.rules.frozen import frozen

AT_ONCE = 50
"""Addresses served at the same time: as many as may share one commit."""

ANSWER_SECONDS = 15.0
"""How long an answer may take beyond the long poll itself."""

_log = logging.getLogger(__name__)

Update = Mapping[str, Any]


class TokenRefused(Exception):
    """Telegram does not know the token: polling cannot go on."""


@frozen
class Patience:
    """Seconds. `long_poll`: how long Telegram may wait for an update. Then the pauses: after an error, from
    `first` to `longest`; while another program polls; while another node holds the lease; before an update
    that failed is tried again."""

    long_poll: int = 30
    first: float = 1.0
    longest: float = 60.0
    conflict: float = 30.0
    lease: float = 5.0
    again: float = 0.5


USUAL_PATIENCE = Patience()


async def poll(
    api: BotApi,
    reception: Reception,
    channel: TelegramChannel,
    stop: asyncio.Event,
    hold_lease: Callable[[], Awaitable[bool]],
    rng: Random,
    patience: Patience = USUAL_PATIENCE,
) -> None:
    """Take updates until `stop`, then finish what is in hand. Raises TokenRefused.

    `hold_lease` says whether this node polls, and renews its lease; the lease must outlast a long poll.
    """
    poller = _Poller(api, reception, channel, stop, rng, patience)
    try:
        while not stop.is_set():
            if pause := await poller.turn(hold_lease):
                await poller.rest(pause)
    finally:
        await poller.finish()


class _Poller:
    def __init__(
        self,
        api: BotApi,
        reception: Reception,
        channel: TelegramChannel,
        stop: asyncio.Event,
        rng: Random,
        patience: Patience,
    ) -> None:
        self._api = api
        self._reception = reception
        self._channel = channel
        self._stop = stop
        self._rng = rng
        self._patience = patience
        self._offset: int | None = None
        self._errors = 0
        self._room = asyncio.Semaphore(AT_ONCE)
        self._beside: set[asyncio.Task[None]] = set()

    async def turn(self, hold_lease: Callable[[], Awaitable[bool]]) -> float:
        """One batch; the seconds to pause before the next."""
        try:
            if not await hold_lease():
                return self._patience.lease
            updates = await self._fetch()
            await self._take_batch(updates)
        except InvalidToken as error:
            raise TokenRefused(
                "Telegram does not accept the token in TELEGRAM_BOT_TOKEN; ask @BotFather for the current one"
            ) from error
        except Conflict:
            _log.error(
                "somebody else receives this bot's updates: another program polls with the same token, or a"
                " webhook is set; stop that program or delete the webhook"
            )
            return self._patience.conflict
        except TooFast as error:
            return float(error.seconds)
        except Exception as error:
            return self._backoff(error)
        self._errors = 0
        numbers = [update["update_id"] for update in updates if type(update.get("update_id")) is int]
        if numbers:
            self._offset = numbers[-1] + 1
        return self._patience.first if updates and not numbers else 0.0

    def _backoff(self, error: Exception) -> float:
        self._errors += 1
        ceiling = min(self._patience.longest, self._patience.first * 2.0 ** min(self._errors - 1, 10))
        pause = ceiling * self._rng.uniform(0.5, 1.0)
        reason = error if isinstance(error, TelegramError) else type(error).__name__
        _log.warning("updates cannot be received: %s; next try in %.1f s", reason, pause)
        return pause

    async def rest(self, seconds: float) -> None:
        """Pause, but not longer than until `stop`."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stop.wait(), seconds)

    async def finish(self) -> None:
        if self._beside:
            await asyncio.wait(self._beside)

    async def _fetch(self) -> list[Update]:
        """The updates not yet confirmed, up to 100; nothing when `stop` comes first."""
        params = {"timeout": self._patience.long_poll, "allowed_updates": list(ALLOWED_UPDATES)}
        if self._offset is not None:
            params["offset"] = self._offset
        asking = asyncio.ensure_future(
            self._api.call("getUpdates", params, self._patience.long_poll + ANSWER_SECONDS)
        )
        stopping = asyncio.ensure_future(self._stop.wait())
        try:
            await asyncio.wait({asking, stopping}, return_when=asyncio.FIRST_COMPLETED)
            updates = asking.result() if asking.done() else []
        finally:
            asking.cancel()
            stopping.cancel()
            await asyncio.gather(asking, stopping, return_exceptions=True)
        if not isinstance(updates, list) or not all(isinstance(update, dict) for update in updates):
            raise TelegramError("getUpdates was not answered with a list of objects")
        return updates

    async def _take_batch(self, updates: list[Update]) -> None:
        """Those of one address in order, addresses at once. An error leaves the batch unconfirmed."""
        lanes: dict[str, list[tuple[Arrived, Update]]] = {}
        for update in updates:
            try:
                read = read_update(update)
            except UnreadableUpdate as error:
                _log.error("update %s cannot be read; it is in dead_letter", error.event_id)
                await bury(self._reception, update, error.event_id, error)
                continue
            if isinstance(read, Arrived):
                lanes.setdefault(read.incoming.address, []).append((read, update))
            elif isinstance(read, Elsewhere):
                self._do_beside(self._channel.leave(read.chat_id))
        taking = (self._take_lane(lane) for lane in lanes.values())
        for result in await asyncio.gather(*taking, return_exceptions=True):
            if result is not None:
                raise result

    async def _take_lane(self, lane: list[tuple[Arrived, Update]]) -> None:
        async with self._room:
            for arrived, update in lane:
                await self._take(arrived, update)

    async def _take(self, arrived: Arrived, update: Update) -> None:
        event_id = arrived.incoming.event_id
        for tried in range(1, TRIES + 1):
            try:
                taken = await self._reception.take(arrived.incoming)
            except DatabaseAway:
                raise
            except Exception as error:
                _log.error("update %s failed, try %d of %d: %s", event_id, tried, TRIES, type(error).__name__)
                if tried == TRIES:
                    await bury(self._reception, update, event_id, error)
                else:
                    await self.rest(self._patience.again)
                continue
            if taken.is_new and arrived.callback_id is not None:
                self._do_beside(self._channel.acknowledge(arrived.callback_id, taken.notice))
            return

    def _do_beside(self, work: Coroutine[Any, Any, None]) -> None:
        """What nobody waits for, and no error comes out of."""
        task = asyncio.create_task(work)
        self._beside.add(task)
        task.add_done_callback(self._beside.discard)
