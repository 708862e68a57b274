"""One event, one write: recorded, answered, its replies in the outbox, then acknowledged and sent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

import storage.claims
import storage.clockwork
import storage.identities
import storage.outbox
import storage.people
from bot.conversation import dispatch, stored
from bot.conversation.incoming import Incoming, Left
from bot.conversation.messages import Message, Phrase, Reply
from bot.conversation.outgoing import Capabilities
from bot.conversation.taking import Taken
from bot.conversation.turn import Turn
from bot.locales import Words
from bot.postman import Postman
from storage.database import Database
from storage.identities import Identity
from storage.outbox import OutboxMessage
from storage.people import Person
from storage.transaction import Transaction
from study import outbox
from study.rules.county import County
from study.rules.frozen import frozen

USED_AGAIN_AFTER = timedelta(hours=1)
REPLY_EXPIRES = timedelta(days=1)


@frozen
class Received:
    """What one event came to: the replies, claimed and in order, and a short notice.

    A reply without a message is composed when it is sent.
    """

    is_new: bool
    language: str = "zh-Hans"
    replies: tuple[tuple[OutboxMessage, Message | None], ...] = ()
    notice: Phrase | None = None


def receive(
    tx: Transaction,
    incoming: Incoming,
    capabilities: Capabilities,
    county: County,
    rng: Random,
    now: datetime,
    node: str | None,
    also: Callable[[Transaction, int], None] | None = None,
) -> Received:
    """Record an event and answer it. A redelivered one runs nothing.

    The replies are claimed by `node`, which delivers them; without one the outbox worker does.
    """
    if not storage.clockwork.first_sight(tx, incoming.channel, incoming.event_id, now):
        return Received(is_new=False)
    identity = storage.identities.find_or_create(
        tx, incoming.channel, incoming.address, incoming.language, now
    )
    person = _person_of(tx, identity)
    if also is not None:
        also(tx, identity.id)
    if isinstance(incoming.event, Left):
        storage.identities.mark_unreachable(tx, identity.id, now)
        return Received(is_new=True)
    _seen_again(tx, identity, person, county, now)
    turn = Turn(tx, incoming, identity, person, capabilities, county, rng, now)
    replies = dispatch.answer(turn)
    stored_replies = tuple(
        kept
        for number, reply in enumerate(replies)
        if (kept := _store(turn, reply, number, node)) is not None
    )
    notice = next((reply.notice for reply in replies if reply.notice), None)
    return Received(True, turn.language, stored_replies, notice)


def _person_of(tx: Transaction, identity: Identity) -> Person | None:
    """The person behind an identity, locked: one event of theirs after another, on whatever channel."""
    if identity.person_id is None:
        return None
    storage.people.lock(tx, identity.person_id)
    return storage.people.by_id(tx, identity.person_id)


def _seen_again(
    tx: Transaction, identity: Identity, person: Person | None, county: County, now: datetime
) -> None:
    if person is None:
        return
    has_come_back = identity.unreachable_at is not None or person.identity_id != identity.id
    if has_come_back or now - identity.last_used_at > USED_AGAIN_AFTER:
        storage.identities.mark_used(tx, identity, now)
    if has_come_back:
        outbox.welcome_back(tx, person.id, county, now)


def _store(
    turn: Turn, reply: Reply, number: int, node: str | None
) -> tuple[OutboxMessage, Message | None] | None:
    """A reply as an outbox row, claimed by this node already."""
    if reply.message is None and not reply.composed:
        return None
    incoming, identity = turn.incoming, turn.identity
    dedup_key = incoming.reply_key(number)
    message = stored.to_json(reply.message) if reply.message else dict(reply.facts)
    kind = reply.composed or reply.kind
    expires_at = turn.now + REPLY_EXPIRES
    person_id = turn.person.id if turn.person else None
    queued = bool(node and person_id and storage.claims.must_queue(turn.tx, person_id, node, turn.now))
    row_id = storage.outbox.insert(
        turn.tx,
        person_id=person_id,
        identity_id=identity.id,
        dedup_key=dedup_key,
        kind=kind,
        is_bulk=False,
        message=message,
        send_after=turn.now,
        expires_at=expires_at,
        node=node,
        queued=queued,
    )
    if row_id is None or queued:
        return None
    row = OutboxMessage(
        id=row_id,
        person_id=person_id,
        identity_id=identity.id,
        channel=incoming.channel,
        address=incoming.address,
        language=reply.language or turn.language,
        kind=kind,
        is_bulk=0,
        message=message,
        expires_at=expires_at,
        tries=1,
    )
    return row, reply.message


class GardenReception:
    """The door between the channels and the record."""

    def __init__(
        self,
        db: Database,
        postman: Postman,
        county: County,
        words: Words,
        node: str,
        clock: Callable[[], datetime],
        rng: Random,
    ) -> None:
        self._db = db
        self._postman = postman
        self._county = county
        self._words = words
        self._node = node
        self._clock = clock
        self._rng = rng

    async def take(self, incoming: Incoming, also: Callable[[Transaction, int], None] | None = None) -> Taken:
        """Commit an event, then let its replies follow in order. Returns when it is committed."""
        capabilities = self._postman.capabilities(incoming.channel)
        received = await self._db.write(
            receive, incoming, capabilities, self._county, self._rng, self._clock(), self._node, also
        )
        for row, message in received.replies:
            self._postman.post(row, message, incoming.message_ref)
        notice = received.notice
        told = self._words.say(received.language, notice.key, notice.args) if notice else None
        return Taken(received.is_new, told)

    async def bury(self, channel: str, event_id: str, payload: str, failure: str) -> None:
        """Put an event that cannot be handled into `dead_letter`."""
        await self._db.write(storage.clockwork.bury, channel, event_id, payload, failure, self._clock())
