"""The promises about the record: answers, points and shares."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta

import storage.promises
import storage.share_promises
from bot.conversation.incoming import Chose, Event
from garden.simulation.lately import Lately
from garden.simulation.platform import LONG_AGO, Platform, Update
from garden.simulation.process import CHANNEL
from garden.simulation.violation import Violation
from storage.promises import LastIds
from storage.transaction import Row, Transaction
from study.rules.county import County

LADDER = timedelta(days=12)
"""Whatever is open for longer has had a day on which a reminder was due and permitted, holidays included."""

LEDGER = "the ledger is what was earned"
TWICE = "nothing is counted twice"
MISSING = "no acknowledged answer is missing"
LATE = "what is done late says so"


class RecordPromises:
    """Each check is a method that yields what is broken among what is new since the last time."""

    def __init__(self, platform: Platform, county: County) -> None:
        self._platform, self._county = platform, county
        self._answers: list[tuple[Update, int | None]] = []
        self._deeds: Counter[str] = Counter()
        self._tapped: Lately[int, bool] = Lately()
        self._responses: Counter[str] = Counter()
        self._last = LastIds()
        self._at = LONG_AGO

    def answered(self, update: Update, prompt: int | None) -> None:
        """Somebody answers a question: by the button of a prompt, or by typing."""
        self._answers.append((update, prompt))

    def after_day(self, tx: Transaction, now: datetime) -> Iterator[Violation]:
        checks: tuple[Callable[[Transaction], Iterable[Violation]], ...] = (
            self._ledger,
            self._twice,
            self._acknowledged,
            self._in_time,
        )
        for check in checks:
            yield from check(tx)
        yield from self._reminded(tx, now)
        self._last = storage.promises.last_ids(tx)
        self._at = now
        self._tapped.day_ends()

    def at_the_end(self, tx: Transaction) -> Iterator[Violation]:
        """What is asked of new responses alone after each day, asked of everything."""
        for row in storage.share_promises.wrongly_late(tx, 0, LONG_AGO):
            yield Violation(LATE, row["staff_no"], row["detail"])

    def _ledger(self, tx: Transaction) -> Iterator[Violation]:
        for row in storage.promises.unpaid(tx, self._last.response):
            yield Violation(LEDGER, row["staff_no"], f"unpaid: {row['detail']}")
        for row in storage.promises.unpaid_completions(tx, self._last.completion):
            yield Violation(LEDGER, row["staff_no"], f"unpaid: {row['detail']}")
        for row in storage.promises.unearned(tx, self._last.entry):
            yield Violation(LEDGER, row["staff_no"], f"unearned: {row['detail']}")

    def _twice(self, tx: Transaction) -> Iterator[Violation]:
        for row in storage.promises.paid_twice(tx, self._last.entry):
            yield Violation(TWICE, row["staff_no"], row["detail"])
        for row in storage.promises.credited_besides(tx, self._last.entry):
            yield Violation(TWICE, row["staff_no"], row["detail"])
        under_way = self._new_deeds()
        for staff_no, responses in storage.promises.responses_by_person(tx, self._last.response).items():
            self._responses[staff_no] += responses
            given = self._deeds[staff_no] + under_way[staff_no]
            if self._responses[staff_no] > given:
                said = f"{self._responses[staff_no]} responses of {given} answers given"
                yield Violation(TWICE, staff_no, said)

    def _new_deeds(self) -> Counter[str]:
        """Count the answers that are acknowledged and were not refused; those which nobody knows yet whether they
        were taken, for today alone."""
        under_way: Counter[str] = Counter()
        for update, prompt in self._answers:
            if update.notice or (prompt is not None and self._tapped.of(prompt, False)):
                continue
            deeds = under_way if update.acked_at is None else self._deeds
            deeds[update.incoming.address] += 1
            if prompt is not None and update.acked_at is not None:
                self._tapped.say(prompt, True)
        return under_way

    def _acknowledged(self, tx: Transaction) -> Iterator[Violation]:
        """An answer given through a button, acknowledged and in time, is in the record."""
        acked = [(update, prompt) for update, prompt in self._answers if update.acked_at is not None]
        self._answers = [(update, prompt) for update, prompt in self._answers if update.acked_at is None]
        seen = storage.promises.seen(tx, CHANNEL, [update.incoming.event_id for update, _ in acked])
        tapped = [prompt for _, prompt in acked if prompt is not None]
        unanswered = storage.promises.unanswered(tx, tapped)
        for update, prompt in acked:
            incoming, at = update.incoming, update.acked_at
            if incoming.event_id not in seen:
                yield Violation(MISSING, incoming.address, f"{incoming.event_id} is not in the record")
            elif prompt is None or (update.notice and _submits(incoming.event)):
                continue  # it could not be read as an answer, or nothing was ticked: and this was said
            elif at and prompt in unanswered and self._could_answer(unanswered[prompt], at):
                yield Violation(MISSING, incoming.address, f"{incoming.event_id} has no response")

    def _could_answer(self, question: Row, at: datetime) -> bool:
        """Whether its time was not over yet, and its person had not left."""
        is_over = question["deadline_at"] is not None and question["deadline_at"] <= at
        has_left = question["left_on"] is not None and question["left_on"] <= self._county.local_day(at)
        return not is_over and not has_left

    def _in_time(self, tx: Transaction) -> Iterator[Violation]:
        """Nothing is answered after its deadline or by those who have left, and what is done late says so."""
        for row in storage.promises.answered_too_late(tx, self._last.response):
            yield Violation("no answer is taken after its deadline", row["staff_no"], row["detail"])
        for row in storage.promises.answered_by_the_gone(tx, self._last.response):
            if self._county.local_day(row["answered_at"]) > row["left_on"]:
                yield Violation("nobody answers who has left", row["staff_no"], f"left on {row['left_on']}")
        for row in storage.share_promises.wrongly_late(tx, self._last.response, self._at):
            yield Violation(LATE, row["staff_no"], row["detail"])

    def _reminded(self, tx: Transaction, now: datetime) -> Iterator[Violation]:
        """Whoever could be reached all the time was told of what fell due, at least once."""
        needed = int(LADDER.total_seconds() * 1_000)
        for row in storage.share_promises.fell_due_unreminded(tx, self._at, now, needed):
            if not self._platform.chats[row["staff_no"]].was_blocked:
                yield Violation("every reminder due was sent", row["staff_no"], row["detail"])


def _submits(event: Event) -> bool:
    return isinstance(event, Chose) and event.verb == "s"
