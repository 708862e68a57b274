"""The Telegram channel: what goes out."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from telegram.error import TelegramError

from bot.channel import Delivery
from bot.channels.telegram import bubbles, json_text
from bot.channels.telegram.api import BotApi
from bot.channels.telegram.attachments import Attachments
from bot.channels.telegram.outcomes import blames_entities, outcome
from bot.channels.telegram.translate import CHANNEL
from bot.conversation.outgoing import Capabilities
from study.rules.delivery import SendResult

CAPABILITIES = Capabilities(
    text_limit=bubbles.TEXT_LIMIT, label_width=28, buttons=100, buttons_per_row=8, page_limit=900
)
CALLS = 16
"""At once. Waiting for one's turn here costs less than for a connection in aiohttp's pool."""

EDIT = "editMessageText"
REMEMBERED = 5_000
"""Messages of which is known what they show."""

_log = logging.getLogger(__name__)


class TelegramChannel:
    """Sends bubbles to private chats.

    `unacknowledged` counts taps whose waiting mark could not be ended.
    """

    name = CHANNEL
    capabilities = CAPABILITIES

    def __init__(self, api: BotApi, attachments: Attachments, clock: Callable[[], datetime]) -> None:
        self.unacknowledged = 0
        self._api = api
        self._attachments = attachments
        self._clock = clock
        self._calling = asyncio.Semaphore(CALLS)
        self._paused: dict[str, datetime] = {}
        self._shown: OrderedDict[tuple[str, str], tuple[int, bool]] = OrderedDict()

    async def send(self, delivery: Delivery) -> SendResult:
        """Files are always sent anew. What is to take the place of a message that cannot be edited is rejected with the
        reason "edit", and may be sent anew."""
        outgoing = delivery.outgoing
        if outgoing.picture or outgoing.drawing or outgoing.document:
            return await self._send_with_files(delivery)
        params = bubbles.text_message(outgoing)
        if delivery.message_ref is not None:
            return await self._edit(delivery, delivery.message_ref, params)
        result = await self._deliver(delivery, "sendMessage", params)
        if result.message_ref is not None:
            self._remember(
                (delivery.address, result.message_ref), hash(json_text.dumps(params)), is_known=True
            )
        return result

    async def _edit(self, delivery: Delivery, message_ref: str, params: bubbles.Params) -> SendResult:
        """What a second tap would show is there already: Telegram calls the same edit twice an error.

        Where nobody knows whether it is there, the second tap is rejected as an edit and so answered anew.
        """
        place, shown = (delivery.address, message_ref), hash(json_text.dumps(params))
        before, known = self._shown.get(place, (None, True))
        if before == shown:
            return SendResult("delivered", message_ref) if known else SendResult("rejected", reason="edit")
        result = await self._deliver(delivery, EDIT, params | {"message_id": int(message_ref)})
        if result.outcome in ("delivered", "unsure"):
            self._remember(place, shown, is_known=result.outcome == "delivered")
        return result

    def _remember(self, place: tuple[str, str], shown: int, is_known: bool) -> None:
        self._shown[place] = (shown, is_known)
        self._shown.move_to_end(place)
        while len(self._shown) > REMEMBERED:
            self._shown.popitem(last=False)

    async def acknowledge(self, callback_id: str, notice: str | None) -> None:
        """End the waiting mark on a tapped button; tried once, for it is worth nothing later."""
        if not await self._attempt("answerCallbackQuery", bubbles.acknowledgement(callback_id, notice)):
            self.unacknowledged += 1

    async def leave(self, chat_id: int) -> None:
        """Leave a group or channel without a word."""
        await self._attempt("leaveChat", {"chat_id": chat_id})

    async def _send_with_files(self, delivery: Delivery) -> SendResult:
        """The files with the text below the first of them, or beside it when it is long.

        Where Telegram does not want the files, the words are sent alone.
        """
        outgoing, address = delivery.outgoing, delivery.address
        action = "upload_document" if outgoing.document else "upload_photo"
        await self._attempt("sendChatAction", {"chat_id": int(address), "action": action})
        files = await self._attachments.fetch(outgoing, address)
        result = await self._deliver_all(delivery, bubbles.parts(outgoing, files))
        if result.outcome != "rejected" or not (files.photo or files.document):
            return result
        _log.warning("the files were refused; sent again without them: %s", result.reason)
        untold = files.alt and files.alt not in outgoing.text.text
        words = bubbles.Files(words=(files.alt,) if untold else ())
        return await self._deliver_all(delivery, bubbles.parts(outgoing, words))

    async def _deliver_all(self, delivery: Delivery, parts: Iterable[bubbles.Part]) -> SendResult:
        """One after another; after the first has gone, a later failure leaves the whole unsure."""
        result = SendResult("delivered")
        for number, (method, params) in enumerate(parts):
            result = await self._deliver(delivery, method, params)
            if result.outcome != "delivered":
                return result if number == 0 else SendResult("unsure", reason=result.reason)
        return result

    async def _deliver(self, delivery: Delivery, method: str, params: bubbles.Params) -> SendResult:
        """One call; where the entities are refused, a second one with the words alone."""
        edited = delivery.message_ref if method == EDIT else None
        addressed = {"chat_id": int(delivery.address)} | params
        try:
            try:
                result = await self._call(delivery, method, addressed)
            except TelegramError as error:
                if not blames_entities(error):
                    raise
                _log.warning("%s: the entities were refused; sent again as plain text", method)
                result = await self._call(delivery, method, bubbles.without_entities(addressed))
        except TelegramError as error:
            return self._failed(outcome(error, edited, self._clock()), delivery.address)
        return SendResult("delivered", message_ref=edited or _name_of(result))

    async def _call(self, delivery: Delivery, method: str, params: bubbles.Params) -> Any:
        async with self._calling:
            await delivery.may_call(is_new=method != EDIT)
            return await self._api.call(method, params)

    def _failed(self, result: SendResult, address: str) -> SendResult:
        """A pause asked of a second chat while the first still stands is meant for the whole bot: the refusal
        itself does not say."""
        if result.outcome != "retry_at" or result.retry_at is None:
            return result
        now = self._clock()
        self._paused = {chat: until for chat, until in self._paused.items() if until > now}
        others = self._paused.keys() - {address}
        self._paused[address] = result.retry_at
        return replace(result, everyone=True) if others else result

    async def _attempt(self, method: str, params: dict[str, Any]) -> bool:
        try:
            await self._api.call(method, params)
        except TelegramError as error:
            _log.info("%s was not taken: %s", method, error)
            return False
        return True


def _name_of(sent: Any) -> str | None:
    """The message's name; None when the answer does not tell it."""
    return str(sent["message_id"]) if isinstance(sent, dict) and "message_id" in sent else None
