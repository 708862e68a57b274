"""A chat as a test holds it: a person on a channel, what they do, and the bubbles they get."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from random import Random
from zoneinfo import ZoneInfo

import storage.identities
import storage.people
from bot.channels.telegram.sending import CAPABILITIES as TELEGRAM
from bot.channels.web.sending import WEB_CAPABILITIES as WEB
from bot.conversation import stored
from bot.conversation.composing import COMPOSERS
from bot.conversation.incoming import Chose, Command, Event, Incoming, Said
from bot.conversation.messages import Message
from bot.conversation.outgoing import Capabilities, Outgoing
from bot.conversation.rendering import render
from bot.conversation.turn import Turn
from bot.locales import Words
from bot.reception import Received, receive
from storage.inline import InlineDatabase
from storage.outbox import OutboxMessage
from storage.transaction import Transaction
from study.rules.county import County

SHAPES: dict[str, Capabilities] = {"telegram": TELEGRAM, "web": WEB}


@dataclass
class Chat:
    """One address on one channel. What it is answered goes through the form the outbox keeps."""

    db: InlineDatabase
    county: County
    now: datetime
    channel: str = "telegram"
    address: str = "7"
    language: str = "zh-Hans"
    rng: Random = field(default_factory=lambda: Random(7))
    bubbles: list[Outgoing] = field(default_factory=list)
    notice: str | None = None
    events: int = 0

    def does(self, event: Event, event_id: str | None = None) -> list[Outgoing]:
        """One event; the bubbles that answer it."""
        self.events += 1
        ref = "55" if isinstance(event, Chose) else None
        name = event_id or f"{self.address}-{self.events}"
        incoming = Incoming(self.channel, self.address, name, event, self.language, ref)
        shape, words = SHAPES[self.channel], _words(self.county.zone)
        received: Received = self.db.write_now(
            receive, incoming, shape, self.county, self.rng, self.now, "node"
        )
        told = received.notice
        self.notice = words.say(received.language, told.key, told.args) if told else None
        new: list[Outgoing] = []
        for row, message in received.replies:
            told_now = message or self.db.read_now(self._composed, row)
            if told_now is not None:
                assert stored.from_json(stored.to_json(told_now)) == told_now
                new += render(told_now, row.language, shape, words)
        self.bubbles += new
        return new

    def _composed(self, tx: Transaction, row: OutboxMessage) -> Message | None:
        """What a reply becomes that is composed when it is sent."""
        identity = storage.identities.by_id(tx, row.identity_id)
        person = storage.people.by_id(tx, row.person_id) if row.person_id else None
        assert identity is not None
        incoming = Incoming(self.channel, self.address, f"outbox:{row.id}", Command("today"))
        shape = SHAPES[self.channel]
        turn = Turn(tx, incoming, identity, person, shape, self.county, self.rng, self.now)
        return COMPOSERS[row.kind](turn, row)

    def says(self, text: str) -> str:
        return self._text(self.does(Said(text)))

    def commands(self, name: str, argument: str = "") -> str:
        return self._text(self.does(Command(name, argument)))

    def taps(self, start: str) -> str:
        """The last button whose data begins so, wherever it stands in the chat."""
        return self._text(self.does(Chose(self.data(start))))

    def tap(self, data: str) -> str:
        """A button with exactly this data, offered or not."""
        return self._text(self.does(Chose(data)))

    def data(self, start: str) -> str:
        return next(data for data in reversed(list(self._all_data())) if data.startswith(start))

    def offers(self, start: str) -> bool:
        """Whether the last bubble has such a button."""
        return any(data.startswith(start) for data in _data_of(self.bubbles[-1]))

    def _all_data(self) -> Sequence[str]:
        return [data for bubble in self.bubbles for data in _data_of(bubble)]

    def _text(self, bubbles: Sequence[Outgoing]) -> str:
        return "\n---\n".join(bubble.text.text for bubble in bubbles)


@cache
def _words(zone: ZoneInfo) -> Words:
    """Once for all chats: reading the locale files takes longer than most conversations."""
    return Words(zone)


def _data_of(bubble: Outgoing) -> list[str]:
    buttons = [button.data for row in bubble.rows for button in row]
    if bubble.submit:
        buttons.append(bubble.submit.data)
    return [*(choice.data for choice in bubble.choices), *buttons, *(b.data for b in bubble.reading_buttons)]
