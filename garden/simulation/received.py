"""The promises about messages: what people received, and what became of the rest."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

import storage.message_promises
import storage.promises
import storage.share_promises
from garden.simulation.lately import Lately
from garden.simulation.platform import LONG_AGO, MOST_IN_A_SECOND, Platform, Shown
from garden.simulation.unasked import GRACE, UnaskedPromises
from garden.simulation.violation import Violation, message_told
from storage.transaction import Row, Transaction
from study.outbox import SENT_ONCE_MORE
from study.rules.county import County

SECOND, MOST_UNASKED = timedelta(seconds=1), 26
"""What leaves the rest of the permitted rate to replies; one may be late from the second before."""

HAND = timedelta(hours=12)
"""Longer than anything is ever in hand, though the program be down meanwhile."""

ENDS = "every message ends somewhere"
MISSED = "who is back is told what they missed"
ORDER = "replies keep their order"
STALE = "nobody is reminded of what is done"


class MessagePromises:
    """Each check is a method that yields what is broken among what is new since the last time."""

    def __init__(self, platform: Platform, county: County) -> None:
        self._platform, self._county = platform, county
        self._unasked = UnaskedPromises(county)
        self._arrived: Lately[int, bool] = Lately()
        self._bubbles: Lately[tuple[int, str], int] = Lately()
        self._named: Lately[tuple[str, str], int] = Lately()
        self._replies: dict[str, int] = {}
        self._at = LONG_AGO

    def after_day(self, tx: Transaction, now: datetime) -> Iterator[Violation]:
        """What is broken among the new messages of a day, each with its row."""
        fresh = self._platform.shown
        known = storage.message_promises.messages(tx, sorted({shown.outbox_id for shown in fresh}))
        rows = [(shown, known[shown.outbox_id]) for shown in fresh if shown.outbox_id in known]
        for shown in fresh:
            if shown.outbox_id not in known:
                yield Violation("what was sent is in the record", shown.address, f"message {shown.outbox_id}")
        yield from self._once(rows)
        yield from self._order(rows)
        yield from self._overtaken(tx)
        yield from self._rate(rows)
        yield from self._unasked.after_day(tx, rows)
        yield from self._delivered(tx)
        yield from self._stale(tx, rows, now)
        yield from self._kept(tx)
        yield from ends(storage.message_promises.in_hand(tx, now - HAND))
        self._at = now
        self._platform.shown.clear()
        self._bubbles.day_ends()
        self._named.day_ends()
        self._arrived.day_ends()

    def _once(self, rows: list[tuple[Shown, Row]]) -> Iterator[Violation]:
        """Received once; twice only what is sent again after an unsure try, or several bubbles of one row."""
        for shown, row in rows:
            if shown.at > row["expires_at"] + GRACE:
                yield Violation("nothing arrives too late to be of use", shown.address, message_told(row))
            if not row["is_bulk"]:
                said = (shown.outbox_id, shown.bubble.text.text)
                times = self._bubbles.say(said, self._bubbles.of(said, 0) + 1)
                if times > 1 + (row["kind"] in SENT_ONCE_MORE):
                    yield Violation("no reply comes again and again", shown.address, message_told(row))
                continue
            if self._named.of((shown.address, row["dedup_key"]), 0):
                yield Violation("no reminder comes twice", shown.address, message_told(row))
            self._named.say((shown.address, row["dedup_key"]), shown.outbox_id)
            if row["state"] in ("cancelled", "expired", "pending", "failed"):
                yield Violation("what was sent is entered as sent", shown.address, message_told(row))

    def _order(self, rows: list[tuple[Shown, Row]]) -> Iterator[Violation]:
        """A reply comes before later ones, but for what had to be tried again."""
        for shown, row in rows:
            if row["is_bulk"] or row["tries"] > 1 or row["failure"]:
                continue
            if shown.outbox_id < self._replies.get(shown.address, 0):
                yield Violation(ORDER, shown.address, message_told(row))
            self._replies[shown.address] = shown.outbox_id

    def _overtaken(self, tx: Transaction) -> Iterator[Violation]:
        """Nor does a later one overtake what was tried again."""
        before: Row | None = None
        for row in storage.message_promises.replies_sent(tx, self._at):
            is_same = before is not None and before["staff_no"] == row["staff_no"]
            if before is not None and is_same and row["settled_at"] < before["settled_at"]:
                yield Violation(ORDER, row["staff_no"], f"{message_told(row)} before {before['dedup_key']}")
            before = row

    def _rate(self, rows: list[tuple[Shown, Row]]) -> Iterator[Violation]:
        if self._platform.fastest > MOST_IN_A_SECOND:
            yield Violation(
                "the rate is never passed", "", f"{self._platform.fastest} messages within one second"
            )
        unasked: deque[datetime] = deque()
        for at in sorted(shown.at for shown, row in rows if row["is_bulk"]):
            unasked.append(at)
            while at - unasked[0] >= SECOND:
                unasked.popleft()
            if len(unasked) > MOST_UNASKED:
                yield Violation("there is room for replies", "", f"{len(unasked)} unasked within a second")
                break
        for address, too_soon in self._platform.hasty:
            yield Violation("a chat is not hurried", address, too_soon)
        self._platform.hasty.clear()

    def _delivered(self, tx: Transaction) -> Iterator[Violation]:
        """What is entered as sent was received, and nothing is given up: no chat here refuses what is well formed."""
        for outbox_id in self._platform.arrived:
            self._arrived.say(outbox_id, True)
        self._platform.arrived.clear()
        for row in storage.message_promises.sent(tx, self._at):
            if not self._arrived.of(row["id"], False):
                yield Violation(
                    "what is entered as sent was received", row["staff_no"] or "", message_told(row)
                )
        for row in storage.message_promises.failed(tx, self._at):
            yield Violation(
                "nothing is given up that may still be sent", row["staff_no"] or "", message_told(row)
            )

    def _stale(self, tx: Transaction, rows: list[tuple[Shown, Row]], now: datetime) -> Iterator[Violation]:
        """Nobody is reminded of what is done, excused, withdrawn or closed."""
        at: dict[str, list[tuple[str, Shown]]] = {"quiz": [], "read": []}
        for shown, row in rows:
            if row["kind"] == "daily_card" and not storage.share_promises.has_open_share(
                tx, shown.address, shown.at, shown.at - GRACE
            ):
                yield Violation(STALE, shown.address, "a card to somebody with nothing to do")
            if row["kind"] in ("daily_card", "scheduled_quiz", "pushed"):
                for verb, part in _buttons(shown):
                    at[verb].append((part, shown))
        by_share: defaultdict[int, list[Shown]] = defaultdict(list)
        for part, shown in at["quiz"]:
            by_share[int(part)].append(shown)
        for share in storage.share_promises.ended(tx, sorted(by_share), now - GRACE):
            for shown in by_share[share["id"]]:
                yield from _too_late(share, shown)
        for reading, shown in at["read"]:
            for share in storage.share_promises.ended_of_reading(
                tx, shown.address, reading, shown.at - GRACE
            ):
                yield from _too_late(share, shown)

    def _kept(self, tx: Transaction) -> Iterator[Violation]:
        """What could not arrive is neither forgotten nor given up too early."""
        for row in storage.message_promises.kept_from_the_reachable(tx):
            yield Violation(MISSED, row["staff_no"], message_told(row))
        for row in storage.message_promises.dropped_for_the_unreachable(tx, self._at):
            yield Violation(MISSED, row["staff_no"], message_told(row))
        for row in storage.message_promises.digests_taken_back(tx, self._at):
            yield Violation(MISSED, row["staff_no"], message_told(row))
        for row in storage.message_promises.given_up(tx, sorted(SENT_ONCE_MORE), self._at):
            yield Violation(
                "what somebody waits for is sent once more", row["staff_no"] or "", message_told(row)
            )


def ends(rows: Iterable[Row]) -> Iterator[Violation]:
    """A violation for each row that is in no final state."""
    for row in rows:
        yield Violation(ENDS, row["staff_no"] or "", message_told(row))


def _buttons(shown: Shown) -> Iterator[tuple[str, str]]:
    """(verb, what it begins) of a message's buttons that begin something."""
    for line in shown.bubble.rows:
        for button in line:
            verb, _, part = button.data.partition(":")
            if verb in ("quiz", "read"):
                yield verb, part


def _too_late(share: Row, shown: Shown) -> Iterator[Violation]:
    """A violation where the share had ended before this was shown, and was not asked for again."""
    is_asked_again = share["asked_again_at"] and share["asked_again_at"] <= shown.at
    if share["ended_at"] + GRACE < shown.at and not is_asked_again:
        yield Violation(STALE, shown.address, f"{share['name']} in a card")
