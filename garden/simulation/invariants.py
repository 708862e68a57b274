"""The promises, asked of the record and of what people received, after every simulated day and at the end."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

import storage.promises
from garden.simulation.platform import MOST_IN_A_SECOND, Platform, Shown, Update
from storage.transaction import Row, Transaction
from study.audit import recount
from study.rules.county import County
from study.rules.quiet_time import QuietWindow

GRACE = timedelta(minutes=10)
"""A message whose cause ended while it was on its way is nobody's fault."""

LADDER = timedelta(days=12)
"""Whatever is open for longer has had a day on which a reminder was due and permitted, holidays included."""

HAND = timedelta(hours=2)
"""Longer than anything is ever in hand."""

START = datetime(2000, 1, 1, tzinfo=UTC)

LEDGER = "the ledger is what was earned"
TWICE = "nothing is counted twice"
STALE = "nobody is reminded of what is done"
MISSING = "no acknowledged answer is missing"


@dataclass(frozen=True, slots=True)
class Violation:
    """A broken promise: which, about whom (a staff number, or none), and what was seen."""

    promise: str
    staff_no: str
    detail: str

    def __str__(self) -> str:
        return (
            f"{self.promise}: {self.staff_no}: {self.detail}"
            if self.staff_no
            else f"{self.promise}: {self.detail}"
        )


class Invariants:
    """Each check is a method that yields what is broken among what is new since the last time."""

    def __init__(self, platform: Platform, county: County) -> None:
        self._platform, self._county = platform, county
        self._answers: list[tuple[Update, int | None]] = []
        self._deeds: Counter[str] = Counter()
        self._tapped: set[int] = set()
        self._responses: Counter[str] = Counter()
        self._received: Counter[int] = Counter()
        self._named: dict[tuple[str, str], int] = {}
        self._replies: dict[str, int] = {}
        self._response = self._entry = self._summary = 0
        self._at = START

    def answered(self, update: Update, prompt: int | None) -> None:
        """Somebody answers a question: by the button of a prompt, or by typing."""
        self._answers.append((update, prompt))
        if prompt is None or prompt not in self._tapped:
            self._deeds[update.incoming.address] += 1
        if prompt is not None:
            self._tapped.add(prompt)

    def after_day(self, tx: Transaction, now: datetime) -> list[Violation]:
        """Everything that can be said of a day that is over."""
        rows = self._rows(tx)
        checks: tuple[Callable[[], Iterable[Violation]], ...] = (
            lambda: self._ledger(tx),
            lambda: self._twice(tx),
            lambda: self._acknowledged(tx),
            lambda: self._once(rows),
            lambda: self._quiet(rows),
            lambda: self._order(rows),
            lambda: self._rate(),
            lambda: self._stale(tx, rows),
            lambda: self._reminded(tx, now),
            lambda: self._ends(storage.promises.in_hand(tx, now - HAND)),
            lambda: self._summaries(tx),
        )
        found = [violation for check in checks for violation in check()]
        self._response, self._entry = storage.promises.last_ids(tx)
        self._at = now
        self._platform.shown.clear()
        return found

    def at_the_end(self, tx: Transaction, now: datetime) -> list[Violation]:
        """The whole record recounted from the beginning, and nothing left on its way."""
        found = self.after_day(tx, now)
        for wrong in recount(tx, self._county).discrepancies:
            found.append(Violation(LEDGER, wrong.staff_no, f"{wrong.what} {wrong.detail}"))
        found += self._ends(storage.promises.undelivered(tx, now))
        for chat in self._platform.chats.values():
            for update in chat.waiting:
                found.append(
                    Violation("every event is taken", update.incoming.address, update.incoming.event_id)
                )
        return found

    # The record -----------------------------------------------------------------------------------------

    def _ledger(self, tx: Transaction) -> Iterator[Violation]:
        for row in storage.promises.unpaid(tx, self._response):
            yield Violation(LEDGER, row["staff_no"], f"unpaid: {row['detail']}")
        for row in storage.promises.unpaid_completions(tx, self._at):
            yield Violation(LEDGER, row["staff_no"], f"unpaid: {row['detail']}")
        for row in storage.promises.unearned(tx, self._entry):
            yield Violation(LEDGER, row["staff_no"], f"unearned: {row['detail']}")

    def _twice(self, tx: Transaction) -> Iterator[Violation]:
        for row in storage.promises.paid_twice(tx, self._entry):
            yield Violation(TWICE, row["staff_no"], row["detail"])
        for staff_no, responses in storage.promises.responses_by_person(tx, self._response).items():
            self._responses[staff_no] += responses
            if self._responses[staff_no] > self._deeds[staff_no]:
                said = f"{self._responses[staff_no]} responses of {self._deeds[staff_no]} answers given"
                yield Violation(TWICE, staff_no, said)

    def _acknowledged(self, tx: Transaction) -> Iterator[Violation]:
        """An answer given through a button, acknowledged and in time, is in the record."""
        waiting = []
        for update, prompt in self._answers:
            incoming = update.incoming
            if update.acked_at is None:
                waiting.append((update, prompt))
            elif not storage.promises.was_seen(tx, incoming.channel, incoming.event_id):
                yield Violation(MISSING, incoming.address, f"{incoming.event_id} is not in the record")
            elif prompt is not None and storage.promises.is_unanswered(tx, prompt, update.acked_at):
                yield Violation(MISSING, incoming.address, f"{incoming.event_id} has no response")
        self._answers = waiting

    def _ends(self, rows: Iterable[Row]) -> Iterator[Violation]:
        for row in rows:
            yield Violation("every message ends somewhere", row["staff_no"] or "", _message(row))

    def _reminded(self, tx: Transaction, now: datetime) -> Iterator[Violation]:
        """Whoever could be reached all the time was told of what fell due, at least once."""
        needed = int(LADDER.total_seconds() * 1_000)
        for row in storage.promises.fell_due_unreminded(tx, self._at, now, needed):
            if not self._platform.chats[row["staff_no"]].was_blocked:
                yield Violation("every reminder due was sent", row["staff_no"], row["detail"])

    def _summaries(self, tx: Transaction) -> Iterator[Violation]:
        """Who had done what at the instant of a summary, counted from the shares one by one."""
        for row in storage.promises.new_summaries(tx, self._summary):
            self._summary, as_of = row["id"], row["as_of_at"]
            on = self._county.local_day(as_of)
            for item in row["snapshot_json"]["items"]:
                shares = list(storage.promises.shares_below(tx, row["person_id"], item["assignment_id"]))
                done = [
                    share["left_on"]
                    for share in shares
                    if share["completed_at"] and share["completed_at"] <= as_of
                    if not share["withdrawn_at"] or share["withdrawn_at"] > as_of
                ]
                least = sum(left is None or left > on for left in done)
                most = sum(left is None or left >= on for left in done)
                if not least <= item["done"] <= most:
                    said = f"{item['done']} done of assignment {item['assignment_id']}, not {most}"
                    yield Violation("a summary is the record", row["staff_no"], said)

    # What people received -------------------------------------------------------------------------------

    def _rows(self, tx: Transaction) -> list[tuple[Shown, Row]]:
        """Every new message of the day with its row."""
        fresh = [shown for shown in self._platform.shown if shown.is_new]
        rows = storage.promises.messages(tx, sorted({shown.outbox_id for shown in fresh}))
        return [(shown, rows[shown.outbox_id]) for shown in fresh if shown.outbox_id in rows]

    def _once(self, rows: list[tuple[Shown, Row]]) -> Iterator[Violation]:
        """Received once; twice only what is sent again after an unsure try, or several bubbles of one row."""
        for shown, row in rows:
            self._received[shown.outbox_id] += 1
            first = self._named.setdefault((shown.address, row["dedup_key"]), shown.outbox_id)
            if row["is_bulk"] and (self._received[shown.outbox_id] > 1 or first != shown.outbox_id):
                yield Violation("no reminder comes twice", shown.address, _message(row))
            if shown.at > row["expires_at"] + GRACE:
                yield Violation("nothing arrives too late to be of use", shown.address, _message(row))
            if row["is_bulk"] and row["state"] in ("cancelled", "expired", "pending", "failed"):
                yield Violation("what was sent is entered as sent", shown.address, _message(row))

    def _quiet(self, rows: list[tuple[Shown, Row]]) -> Iterator[Violation]:
        windows = [QuietWindow.parse(str(text)) for text in _quiet_texts(self._county)]
        for shown, row in rows:
            if not row["is_bulk"] or row["kind"] == "scheduled_quiz":
                continue
            local = shown.at.astimezone(self._county.zone)
            held = [window for window in windows if window.covers(local.time())]
            own_hour = row["daily_hour"] and _within_an_hour(row["daily_hour"], local)
            if not self._county.calendar.is_working_day(local.date()) or any(
                window.is_over_midnight or not own_hour for window in held
            ):
                yield Violation(
                    "nothing unasked in quiet hours", shown.address, f"{_message(row)} at {local:%m-%d %H:%M}"
                )

    def _order(self, rows: list[tuple[Shown, Row]]) -> Iterator[Violation]:
        for shown, row in rows:
            if row["is_bulk"] or row["tries"] > 1 or row["failure"]:
                continue
            if shown.outbox_id < self._replies.get(shown.address, 0):
                yield Violation("replies keep their order", shown.address, _message(row))
            self._replies[shown.address] = shown.outbox_id

    def _rate(self) -> Iterator[Violation]:
        if self._platform.fastest > MOST_IN_A_SECOND:
            yield Violation(
                "the rate is never passed", "", f"{self._platform.fastest} messages within one second"
            )

    def _stale(self, tx: Transaction, rows: list[tuple[Shown, Row]]) -> Iterator[Violation]:
        """Nobody is reminded of what is done, excused, withdrawn or closed."""
        offered: defaultdict[str, list[tuple[Shown, str]]] = defaultdict(list)
        for shown, row in rows:
            if row["kind"] == "daily_card" and not storage.promises.has_open_share(
                tx, shown.address, shown.at, shown.at - GRACE
            ):
                yield Violation(STALE, shown.address, "a card to somebody with nothing to do")
            if row["kind"] in ("daily_card", "scheduled_quiz"):
                for line in shown.bubble.rows:
                    for button in line:
                        offered[shown.address].append((shown, button.data))
        for staff_no, buttons in offered.items():
            for share in storage.promises.ended_shares(tx, staff_no):
                names = {f"quiz:{share['id']}", f"read:{share['reading']}"}
                for shown, data in buttons:
                    if share["asked_again_at"] and share["asked_again_at"] <= shown.at:
                        continue
                    if data in names and share["ended_at"] + GRACE < shown.at:
                        yield Violation(STALE, staff_no, f"{share['name']} in a card")


def _within_an_hour(chosen: str, local: datetime) -> bool:
    """The hour somebody chose stays open for one hour, so that a whole county's cards get out."""
    begins = datetime.combine(local.date(), time.fromisoformat(chosen), local.tzinfo)
    return begins <= local < begins + timedelta(hours=1)


def _message(row: Row) -> str:
    return f"{row['kind']} {row['dedup_key']} is {row['state']}"


def _quiet_texts(county: County) -> Iterable[str]:
    return [f"{window.starts:%H:%M}-{window.ends:%H:%M}" for window in county.quiet.windows]
