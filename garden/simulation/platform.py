"""The chat platform: hands events to the program until they are acknowledged, carries out what it asks for, badly."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.channel import Delivery
from bot.conversation.incoming import Chose, Event, Incoming, Left
from bot.conversation.outgoing import Capabilities, Outgoing
from garden.simulation.chance import Chance
from garden.simulation.faults import WORSE, Faults
from garden.simulation.process import CHANNEL, SHOWS, Process
from study.rules.delivery import SendResult
from study.rules.frozen import frozen

LATENCY = 0.1
"""Seconds of a call, there and back."""

REDELIVERED_AFTER = 3.0
SECONDS_OF_ALL = 1.0
CHAT_SECOND = timedelta(seconds=0.95)
MOST_IN_A_SECOND = 30
"""What Telegram takes of one bot."""

HOUR = 3_600.0
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
UNSEEN_AFTER = 2.0
"""Seconds after which somebody who has got no answer has the program look for one that waits its turn."""

FAILURES = ("unconnected", "too_fast", "server_error", "lost_before", "lost_after")
"""How a call fails, in the order in which it gets so far."""


@dataclass(slots=True)
class Update:
    """An event on its way in. `acked_at`: when the platform was told that it is done with, `notice` what was shown
    then where the tap happened."""

    incoming: Incoming
    happened_at: datetime
    acked_at: datetime | None = None
    notice: str | None = None


@frozen
class Shown:
    """One bubble that reached a chat, asked for at `at`."""

    at: datetime
    address: str
    outbox_id: int
    bubble: Outgoing
    ref: str
    is_new: bool


@dataclass(slots=True)
class Chat:
    """What one person's chat holds: bubbles by name, and who waits for the next one."""

    address: str
    is_blocked: bool = False
    was_blocked: bool = False
    calls: int = 0
    calls_at: deque[datetime] = field(default_factory=lambda: deque(maxlen=2))
    asked_to_wait_until: datetime = LONG_AGO
    caller: Process | None = None
    waiting: deque[Update] = field(default_factory=deque)
    in_hand: bool = False
    last: tuple[Outgoing, str] | None = None
    on_shown: Callable[[Shown], None] = lambda shown: None
    on_notice: Callable[[], None] = lambda: None


class Platform:
    """The channel's other end. Since the invariants were checked last: `shown` every new bubble, `arrived` the rows
    that reached a chat, `hasty` the chats that were called too soon, and how."""

    name = CHANNEL
    capabilities: Capabilities = SHOWS

    def __init__(
        self,
        chance: Chance,
        faults: Faults,
        clock: Callable[[], datetime],
        note: Callable[[str, str], None] | None,
    ) -> None:
        self.chats: dict[str, Chat] = {}
        self.shown: list[Shown] = []
        self.arrived: list[int] = []
        self.hasty: list[tuple[str, str]] = []
        self.sent = 0
        self.fastest = 0
        self.process: Process | None = None
        self.is_out = False
        self.is_calm = False
        self._chance, self._faults, self._clock, self._tell = chance, faults, clock, note
        self._failures = [(kind, getattr(faults, kind)) for kind in FAILURES]
        self._fails_ever = any(likelihood for _, likelihood in self._failures)
        self._hour, self._is_bad_hour = -1, False
        self._numbers: defaultdict[str, int] = defaultdict(int)
        self._second: deque[float] = deque()
        self._messages = 0

    def note(self, staff_no: str, what: str) -> None:
        """Write down what happened, where that is wanted."""
        if self._tell is not None:
            self._tell(staff_no, what)

    # In -----------------------------------------------------------------------------------------------

    def happens(self, address: str, event: Event) -> Update:
        """Somebody has done something; it waits here until the program has taken it."""
        self._numbers[address] += 1
        chat = self.chats[address]
        ref = chat.last[1] if chat.last and isinstance(event, Chose) else None
        incoming = Incoming(CHANNEL, address, f"{address}-{self._numbers[address]}", event, message_ref=ref)
        update = Update(incoming, self._clock())
        chat.waiting.append(update)
        swapped = self._chance.happens(self._faults.reordered, "reordered", incoming.event_id)
        if swapped and len(chat.waiting) > 1 and not chat.in_hand:
            chat.waiting.rotate(1)
        if isinstance(event, Left):
            chat.is_blocked = chat.was_blocked = True
        self._hand_over(chat)
        return update

    def hand_over_everything(self) -> None:
        """A new process, or the network, is there: what waits is handed over again."""
        for chat in self.chats.values():
            chat.in_hand = False
            self._hand_over(chat)

    def _hand_over(self, chat: Chat) -> None:
        process = self.process
        if chat.waiting and not chat.in_hand and process and process.is_alive and not self.is_out:
            chat.in_hand = True
            process.spawn(self._take(chat, chat.waiting[0], process))

    async def _take(self, chat: Chat, update: Update, process: Process) -> None:
        incoming = update.incoming
        calls = chat.calls
        taken = await process.garden.reception.take(incoming)
        if not process.is_alive:
            return
        if self._chance.happens(self._faults.repeated, "repeated", incoming.event_id):
            # The acknowledgement is lost: the same event comes once more.
            self.note(chat.address, f"{incoming.event_id} is handed over again")
            await asyncio.sleep(REDELIVERED_AFTER)
            await process.garden.reception.take(incoming)
        update.acked_at, update.notice = self._clock(), taken.notice
        chat.waiting.remove(update)
        chat.in_hand = False
        if taken.notice:
            chat.on_notice()
        else:
            asyncio.get_running_loop().call_later(UNSEEN_AFTER, self._look_for_an_answer, chat, calls)
        self._hand_over(chat)

    def _look_for_an_answer(self, chat: Chat, calls: int) -> None:
        if chat.calls == calls and self.process:
            self.process.stir()

    # Out ----------------------------------------------------------------------------------------------

    async def send(self, delivery: Delivery) -> SendResult:
        """One call, which may fail in every way a network and a server can."""
        is_new = delivery.message_ref is None
        await delivery.may_call(is_new=is_new)
        chat, at = self.chats[delivery.address], self._clock()
        chat.calls += 1
        if is_new:
            self._count()
            self._look_at_the_pace(chat)
        failure = "unconnected" if self.is_out else self._failure(chat)
        await asyncio.sleep(LATENCY)
        if failure == "unconnected":
            return SendResult("retry_at", retry_at=self._clock() + timedelta(seconds=5), reason=failure)
        if chat.is_blocked:
            return SendResult("unreachable", reason="blocked")
        if failure == "too_fast":
            pause = 1 + int(self._chance.share("pause", chat.address, chat.calls) * 40)
            until = self._clock() + timedelta(seconds=pause)
            chat.asked_to_wait_until = until
            return SendResult("retry_at", retry_at=until, reason="too fast")
        if failure in ("server_error", "lost_before"):
            return SendResult("unsure", reason="no answer")
        ref = self._show(chat, delivery, at)
        if failure == "lost_after":
            return SendResult("unsure", reason="no answer")
        return SendResult("delivered", message_ref=ref)

    def _failure(self, chat: Chat) -> str:
        """How this call fails, or "" as nearly always."""
        if self.is_calm or not self._fails_ever:
            return ""
        worse = WORSE if self._hour_is_bad() else 1
        shares = self._chance.shares(len(FAILURES), "call", chat.address, chat.calls)
        for (kind, likelihood), share in zip(self._failures, shares, strict=True):
            if share < likelihood * worse:
                self.note(chat.address, f"a call fails: {kind.replace('_', ' ')}")
                return kind
        return ""

    def _hour_is_bad(self) -> bool:
        hour = int(asyncio.get_running_loop().time() / HOUR)
        if hour != self._hour:
            self._hour = hour
            self._is_bad_hour = self._chance.happens(self._faults.bad_hours, "bad hour", hour)
        return self._is_bad_hour

    def _show(self, chat: Chat, delivery: Delivery, at: datetime) -> str:
        bubble, outbox_id, edited = delivery.outgoing, delivery.outbox_id, delivery.message_ref
        if edited is None:
            self._messages += 1
        ref = edited or str(self._messages)
        chat.last = (bubble, ref)
        if self._tell is not None:
            self._tell(chat.address, f"sees message {outbox_id}: {bubble.text.text[:40]!r}")
        shown = Shown(at, chat.address, outbox_id, bubble, ref, edited is None)
        self.arrived.append(outbox_id)
        if shown.is_new:
            self.shown.append(shown)
        chat.on_shown(shown)
        return ref

    def _look_at_the_pace(self, chat: Chat) -> None:
        """A chat takes a message a second, two at once, and none while it has asked for a pause; what was asked of a
        process that has died the next one cannot know."""
        now = self._clock()
        if chat.caller is not self.process:
            chat.caller, chat.asked_to_wait_until = self.process, LONG_AGO
            chat.calls_at.clear()
        if now < chat.asked_to_wait_until:
            self.hasty.append((chat.address, f"called {now:%m-%d %H:%M:%S}, in the pause it had asked for"))
        if len(chat.calls_at) == chat.calls_at.maxlen and now - chat.calls_at[0] < CHAT_SECOND:
            self.hasty.append((chat.address, f"called three times in a second, {now:%m-%d %H:%M:%S}"))
        chat.calls_at.append(now)

    def _count(self) -> None:
        """Every call for a new message counts, whatever comes of it."""
        now = asyncio.get_running_loop().time()
        self.sent += 1
        self._second.append(now)
        while self._second[0] <= now - SECONDS_OF_ALL:
            self._second.popleft()
        self.fastest = max(self.fastest, len(self._second))
