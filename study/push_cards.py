"""The card of a push: what has become of it by now, and the edits that keep a card in a chat true."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import datetime, timedelta
from typing import Any, Literal

import storage.announcements
import storage.outbox
import storage.push_cards
import storage.push_changes
import storage.push_figures
import storage.pushes
from storage.announcements import Announcement
from storage.pushes import Push
from storage.transaction import Transaction
from study import announcements, permissions
from study.pushes import ACTION
from study.results import LEAST_SHOWN
from study.rules.county import County
from study.rules.frozen import frozen

FRESH_FOR = timedelta(minutes=15)
EVERY = timedelta(seconds=15)
LATER_EVERY = timedelta(minutes=3)
FOLLOWED_FOR = timedelta(hours=48)
EDIT_EXPIRES = timedelta(minutes=10)
PAGE = 50
"""Cards looked at in one tick."""

NEW_EXPIRES = timedelta(days=1)
ON_ITS_WAY = ("pending", "sending", "waiting")
SETTLED = ("sent", "unsure", "expired")
"""Of a row that shows a card, or after which the one before it still does."""


@frozen
class Figures:
    """What a card says. Counts of people as in `push_figures.counts`; `percent`: the average score, None where too few
    have finished; `opening`: the assignment, or the announcement. `is_busy`: messages are being queued or taken back.
    """

    state: Literal["upcoming", "open", "closed", "withdrawn", "stopped"]
    opening: int = 0
    is_busy: bool = False
    people: int = 0
    queued: int = 0
    delivered: int = 0
    unreached: int = 0
    begun: int = 0
    finished: int = 0
    unopened: int = 0
    untold: int = 0
    read_before: int = 0
    taken_back: int = 0
    percent: int | None = None
    may_send_again: bool = False
    next_at: str | None = None

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Figures:
        return cls(**{field.name: stored[field.name] for field in fields(cls) if field.name in stored})

    @property
    def is_pending(self) -> bool:
        """Whether something of it has not gone out."""
        return self.state == "upcoming" or (self.state == "open" and (self.is_busy or self.queued > 0))


def figures(tx: Transaction, push: Push, county: County, now: datetime) -> Figures:
    """How a push stands as of now: its latest opening, counted."""
    next_at = push.next_at.isoformat() if push.next_at else None
    if push.kind == "announcement":
        return _of_announcement(tx, push, next_at, county, now)
    opening = storage.pushes.latest_opening(tx, push.id)
    if opening is None:
        return Figures(_before(push), next_at=next_at)
    counts = storage.push_figures.counts(tx, opening)
    mean, graded = storage.push_figures.mean_score(tx, opening.id)
    is_open = push.withdrawn_at is None and now < opening.due_at
    today = county.local_day(now)
    return Figures(
        state="withdrawn" if push.withdrawn_at else ("open" if is_open else "closed"),
        opening=opening.id,
        is_busy=opening.enrolled_at is None or storage.push_changes.is_open(tx, opening.id),
        percent=round(mean * 100) if graded >= LEAST_SHOWN else None,
        may_send_again=is_open and not storage.push_changes.was_asked(tx, opening.id, "again", today),
        next_at=next_at,
        **counts,
    )


def _before(push: Push) -> Literal["upcoming", "withdrawn", "stopped"]:
    if push.withdrawn_at is not None:
        return "withdrawn"
    return "upcoming" if push.next_at is not None else "stopped"


def _of_announcement(
    tx: Transaction, push: Push, next_at: str | None, county: County, now: datetime
) -> Figures:
    announced = _announced(tx, push)
    if announced is None:
        return Figures(_before(push), next_at=next_at)
    standing = announcements.standing(tx, announced, county, now)
    is_busy = announced.queued_at is None
    state: Literal["open", "closed", "withdrawn"] = "open" if is_busy or standing.pending else "closed"
    return Figures(
        state="withdrawn" if push.withdrawn_at else state,
        opening=announced.id,
        is_busy=is_busy,
        people=standing.pending + standing.sent + standing.unreached + standing.away + standing.cancelled,
        queued=standing.pending,
        delivered=standing.sent,
        unreached=standing.unreached,
        untold=standing.away,
        taken_back=standing.cancelled,
        next_at=next_at,
    )


def follow(tx: Transaction, push: Push, person_id: int, shown_in: str, shown: Figures, now: datetime) -> None:
    """A card has just been put into a chat: keep it true from now on. `shown_in`: the dedup key of its row."""
    at = _next_look(tx, push, shown, now)
    storage.push_cards.keep(tx, push.id, person_id, shown_in, shown.to_json(), at)


def _next_look(tx: Transaction, push: Push, shown: Figures, now: datetime) -> datetime | None:
    """When there may be news; None when there will be none, or it is no longer worth telling."""
    is_over = shown.state in ("closed", "withdrawn", "stopped") and not shown.is_busy
    if is_over or shown.state == "upcoming":
        return push.next_at
    age = now - _began(tx, push)
    if age >= FOLLOWED_FOR:
        return push.next_at
    soon = now + (EVERY if age < FRESH_FOR or shown.queued or shown.is_busy else LATER_EVERY)
    opening = storage.pushes.latest_opening(tx, push.id)
    return min(soon, opening.due_at) if opening and now < opening.due_at else soon


def _began(tx: Transaction, push: Push) -> datetime:
    """When it opened last."""
    opening = storage.pushes.latest_opening(tx, push.id)
    announced = _announced(tx, push)
    return opening.opens_at if opening else (announced.made_at if announced else push.starts_at)


def _announced(tx: Transaction, push: Push) -> Announcement | None:
    announcement_id = storage.pushes.latest_announcement(tx, push.id)
    return storage.announcements.by_id(tx, announcement_id) if announcement_id else None


def look(tx: Transaction, push_id: int, county: County, now: datetime) -> Figures | None:
    """The figures of a push that a card is to show, counted by a reader."""
    push = storage.pushes.by_id(tx, push_id)
    return figures(tx, push, county, now) if push else None


def keep_true(
    tx: Transaction, push_id: int, person_id: int, seen: Figures, county: County, now: datetime
) -> bool:
    """Queue what makes a card say what was seen, where it says something else; whether anything was queued.

    While the last message is on its way, or the chat is closed, nothing is added to it. A card that could not be
    edited, or whose reader may not push there any more, is followed no more. A push that has opened for another
    week gets its maker a new card.
    """
    card = storage.push_cards.held(tx, push_id, person_id, now)
    push = storage.pushes.by_id(tx, push_id)
    if card is None or push is None:
        return False
    if not permissions.can(tx, person_id, ACTION, push.unit_id, county.local_day(now)):
        storage.push_cards.look_again(tx, push_id, person_id, None)
        return False
    shown, shown_by = Figures.from_json(card.shown), storage.push_cards.row_of(tx, card)
    if push.weekly and seen.opening > shown.opening and person_id == push.made_by:
        _queue(tx, push, person_id, seen, county, now, edits_id=None)
        return True
    state = shown_by["state"] if shown_by else "failed"
    edited = _edited(shown_by) if shown_by else None
    if state in ON_ITS_WAY:
        at = now + (LATER_EVERY if state == "waiting" else EVERY)
        at_last = _began(tx, push) + FOLLOWED_FOR + LATER_EVERY
        storage.push_cards.look_again(tx, push_id, person_id, at if at < at_last else push.next_at)
    elif state not in SETTLED or edited is None:
        storage.push_cards.look_again(tx, push_id, person_id, push.next_at)
    elif shown == seen:
        at_next = _next_look(tx, push, seen, now)
        storage.push_cards.look_again(tx, push_id, person_id, at_next)
    else:
        _queue(tx, push, person_id, seen, county, now, edits_id=edited)
        return True
    return False


def _edited(shown_by: Mapping[str, Any]) -> int | None:
    """The row whose message stands in the chat: this one, or where nobody knows whether it does, the one before."""
    found: int | None = shown_by["id"] if shown_by["message_ref"] else shown_by["edits_id"]
    return found


def _queue(
    tx: Transaction,
    push: Push,
    person_id: int,
    seen: Figures,
    county: County,
    now: datetime,
    edits_id: int | None,
) -> None:
    """An edit at once, for it disturbs nobody; a new card when its maker may be written to."""
    hour = county.settings.daily_card
    at = now if edits_id else county.next_permitted(now, hour)
    key = f"{storage.push_cards.KIND}:{push.id}:{now.isoformat()}"
    storage.outbox.insert(
        tx,
        person_id=person_id,
        identity_id=None,
        dedup_key=key,
        kind=storage.push_cards.KIND,
        is_bulk=edits_id is None,
        message=facts(push, seen, now),
        send_after=at,
        expires_at=at + (EDIT_EXPIRES if edits_id else NEW_EXPIRES),
        edits_id=edits_id,
    )
    look_at = _next_look(tx, push, seen, now) if edits_id else at + EVERY
    storage.push_cards.keep(tx, push.id, person_id, key, seen.to_json(), look_at)


def facts(push: Push, shown: Figures, now: datetime) -> dict[str, Any]:
    """What an outbox row holds of a card."""
    return {"push": push.id, "figures": shown.to_json(), "as_of": now.isoformat()}
