"""Delivers one outbox row: composed, rendered, sent within the rate, and what came of it entered."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime
from random import Random
from typing import Concatenate

import storage.claims
import storage.identities
import storage.people
from bot.channel import Channel, Delivery
from bot.conversation.composing import COMPOSERS
from bot.conversation.incoming import Command, Incoming
from bot.conversation.messages import Message
from bot.conversation.outgoing import Capabilities, Outgoing
from bot.conversation.rendering import render
from bot.conversation.turn import Turn
from bot.lanes import Lanes
from bot.locales import Words
from bot.permit import Pace, Permit, TakenUp
from storage.database import Database, DatabaseAway
from storage.outbox import OutboxMessage
from storage.transaction import P, T, Transaction
from study import outbox
from study.rules.county import County
from study.rules.delivery import SendResult

PATIENCE = 30.0
"""Seconds a lane waits for a chat that asked for a pause; longer ones go back to the queue."""

TRIES_IN_LANE = 4
"""Tries before a row goes back to the queue."""

ENTERED_AGAIN = (0.5, 1.0, 2.0, 4.0, 8.0, 8.0, 8.0)
"""Seconds until what came of a call is entered again: a database may restart meanwhile."""


log = logging.getLogger(__name__)


def _is_lost_edit(row: OutboxMessage) -> bool:
    """It was to take the place of a message that nobody has the name of any more."""
    return row.edits_id is not None and row.edits_ref is None


class Postman:
    def __init__(
        self,
        db: Database,
        channels: Mapping[str, Channel],
        paces: Mapping[str, Pace],
        county: County,
        words: Words,
        clock: Callable[[], datetime],
        rng: Random,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.lanes = Lanes()
        self._db = db
        self._channels = channels
        self._paces = paces
        self._county = county
        self._words = words
        self._clock = clock
        self._rng = rng
        self._sleep = sleep
        self._has_neighbours = db.dialect == "postgresql"
        self._turned_back: Counter[str] = Counter()
        """By lane, how often a reply went back to the queue: what stands in the lane behind it then goes back too."""

    def capabilities(self, channel: str) -> Capabilities:
        return self._channels[channel].capabilities

    def post(
        self, row: OutboxMessage, message: Message | None = None, message_ref: str | None = None
    ) -> asyncio.Task[None]:
        """Deliver a claimed row after everything already on its way to that chat."""
        lane = f"{row.channel}:{row.address}"
        return self.lanes.enter(lane, self._in_turn(lane, self._turned_back[lane], row, message, message_ref))

    async def _in_turn(
        self,
        lane: str,
        turned_back: int,
        row: OutboxMessage,
        message: Message | None,
        message_ref: str | None,
    ) -> None:
        if self._turned_back[lane] != turned_back:
            await self._insist(outbox.put_off, row, self._clock())
        elif await self._deliver(row, message, message_ref) and not row.is_bulk:
            self._turned_back[lane] += 1

    async def _deliver(self, row: OutboxMessage, message: Message | None, message_ref: str | None) -> bool:
        """Whether it went back to the queue."""
        now = self._clock()
        if (until := outbox.permitted_at(row, self._county, now)) > now:
            await self._insist(outbox.put_off, row, until)
            return True
        try:
            if message is None and not _is_lost_edit(row):
                message = await self._db.read(self._composed, row)
            if message is None:
                await self._insist(outbox.cancel, row, self._clock())
                return False
            bubbles = render(message, row.language, self.capabilities(row.channel), self._words)
            if row.edits_id is not None:
                bubbles, message_ref = (replace(bubbles[-1], replaces=True, edits=True),), row.edits_ref
        except DatabaseAway:
            await self._insist(outbox.put_off, row, now)
            return True
        except Exception as error:
            # A row left `sending` would hold back everything else for this person.
            log.exception("message cannot be composed", extra={"kind": row.kind, "outbox": row.id})
            failed = SendResult("rejected", reason=type(error).__name__)
            return await self._insist(outbox.settle, row, failed, self._clock())
        result = await self._send_all(row, bubbles, message_ref)
        if row.edits_id is not None and result.outcome == "rejected":
            # The message is not there to be edited: what it would have said now is not worth a new one.
            await self._insist(outbox.cancel, row, self._clock())
            return False
        return await self._insist(outbox.settle, row, result, self._clock())

    def _composed(self, tx: Transaction, row: OutboxMessage) -> Message | None:
        identity = storage.identities.by_id(tx, row.identity_id)
        person = storage.people.by_id(tx, row.person_id) if row.person_id is not None else None
        if identity is None:
            return None
        incoming = Incoming(row.channel, row.address, f"outbox:{row.id}", Command("today"))
        turn = Turn(
            tx,
            incoming,
            identity,
            person,
            self.capabilities(row.channel),
            self._county,
            self._rng,
            self._clock(),
        )
        return COMPOSERS[row.kind](turn, row)

    async def _send_all(
        self, row: OutboxMessage, bubbles: tuple[Outgoing, ...], message_ref: str | None
    ) -> SendResult:
        """All bubbles in order; after the first has gone, a later failure leaves the whole unsure."""
        result = SendResult("delivered")
        for number, bubble in enumerate(bubbles):
            result = await self._send(row, bubble, message_ref, first=number == 0)
            if result.outcome not in ("delivered", "waiting"):
                return result if number == 0 else SendResult("unsure", reason=result.reason)
        return result

    async def _send(
        self, row: OutboxMessage, bubble: Outgoing, message_ref: str | None, first: bool
    ) -> SendResult:
        channel = self._channels[row.channel]
        edits = bubble.replaces and message_ref is not None
        permit = self._permit(row, has_slot=first and bool(row.is_bulk))
        for _ in range(TRIES_IN_LANE):
            if not edits:
                await permit.wait()
            try:
                result = await channel.send(
                    Delivery(row.address, bubble, message_ref if edits else None, row.id, permit.use)
                )
            except TakenUp:
                return SendResult("rejected", reason="taken up by another node")
            if edits and result.outcome == "rejected" and row.edits_id is None:
                edits = False
                continue
            wait = self._pause(row, result)
            if wait is None:
                break
            await self._sleep(wait)
        return result

    def _permit(self, row: OutboxMessage, has_slot: bool) -> Permit:
        async def is_ours(now: datetime) -> bool:
            return await self._insist(storage.claims.still_in_hand, row, now)

        pace, ours = self._paces[row.channel], is_ours if self._has_neighbours else None
        return Permit(pace, row.address, bool(row.is_bulk), has_slot, self._clock, ours)

    async def _insist(
        self, use_case: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """What came of a call is known here alone: while the database is away it is entered again and again."""
        for pause in ENTERED_AGAIN:
            with contextlib.suppress(DatabaseAway):
                return await self._db.write(use_case, *args, **kwargs)
            log.warning("the database is away; it is asked again")
            await self._sleep(pause)
        return await self._db.write(use_case, *args, **kwargs)

    def _pause(self, row: OutboxMessage, result: SendResult) -> float | None:
        """Seconds to wait here before the next try; None when this try stands."""
        if result.outcome != "retry_at" or result.retry_at is None:
            return None
        seconds = max(0.0, (result.retry_at - self._clock()).total_seconds())
        pace = self._paces[row.channel]
        if result.everyone:
            pace.hold_everyone(seconds)
        else:
            pace.hold_chat(row.address, seconds)
        return seconds if seconds <= PATIENCE else None
