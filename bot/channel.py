"""The port to a chat: what a channel is handed, and what it says came of it."""

from __future__ import annotations

from typing import Protocol

from bot.conversation.outgoing import Capabilities, Outgoing
from bot.permit import MayCall
from study.rules.delivery import SendResult
from study.rules.frozen import frozen


@frozen
class Delivery:
    """One bubble on its way to one chat. `address` and `message_ref` are the channel's own names; the bubble takes the
    place of the message `message_ref`, where there is one. `may_call` is awaited right before each call."""

    address: str
    outgoing: Outgoing
    message_ref: str | None
    outbox_id: int
    may_call: MayCall


class Channel(Protocol):
    """Sends bubbles. Its `name` is that of the identities it reaches."""

    name: str
    capabilities: Capabilities

    async def send(self, delivery: Delivery) -> SendResult: ...
