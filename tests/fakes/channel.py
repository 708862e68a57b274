"""A channel and a pace that do what a test has written down."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from bot.channel import Delivery
from bot.channels.telegram.sending import CAPABILITIES
from bot.conversation.outgoing import Capabilities
from study.rules.delivery import SendResult

DELIVERED = SendResult("delivered", "m1")


@dataclass
class ScriptedChannel:
    """Answers each send as written, then `delivered`; keeps what it was asked to send."""

    script: list[SendResult] = field(default_factory=list)
    sent: list[tuple[str, str, str | None]] = field(default_factory=list)
    name: str = "telegram"
    capabilities: Capabilities = CAPABILITIES

    async def send(self, delivery: Delivery) -> SendResult:
        await delivery.may_call(is_new=delivery.message_ref is None)
        self.sent.append((delivery.address, delivery.outgoing.text.text, delivery.message_ref))
        await asyncio.sleep(0)
        return self.script.pop(0) if self.script else DELIVERED


@dataclass
class CountingPace:
    """Lets everything pass and counts."""

    slots: int = 0
    turns_before_a_slot: list[str] = field(default_factory=list)
    held: list[float] = field(default_factory=list)

    async def slot(self, *, bulk: bool) -> None:
        self.slots += 1

    async def chat_turn(self, chat: str) -> None:
        if not self.slots:
            self.turns_before_a_slot.append(chat)

    def calls(self, chat: str) -> None:
        """Nothing follows from it here."""

    def hold_chat(self, chat: str, seconds: float) -> None:
        self.held.append(seconds)

    def hold_everyone(self, seconds: float) -> None:
        self.held.append(-seconds)


async def permitted(*, is_new: bool) -> None:
    """Every call may be made at once."""
