"""The promises about deeds: what each is worth, what it takes to be passed, read and done, and what is right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

import storage.deed_promises
import storage.promises
from bot.conversation.incoming import Chose
from garden.simulation.lately import Lately
from garden.simulation.platform import Update
from garden.simulation.violation import Violation
from storage.promises import LastIds
from storage.transaction import Row, Transaction
from study.rules.county import County


class DeedPromises:
    """Each check is a method that yields what is broken among what is new since the last time."""

    def __init__(self, county: County) -> None:
        rules = county.settings.points
        self._cap = rules.practice_daily_cap
        self._worth = {
            "reading": rules.reading,
            "quiz_pass": rules.quiz_pass,
            "scheduled": rules.scheduled_correct,
            "practice": rules.practice_correct,
        }
        self._meant: list[tuple[Update, int, bool]] = []
        self._meanings: Lately[int, frozenset[bool]] = Lately()
        self._practised: Counter[tuple[str, date]] = Counter()
        self._last = LastIds()

    def meant(self, update: Update, prompt: int, is_right: bool) -> None:
        """Somebody who knows the answer to what a prompt asks gives it, or another one on purpose."""
        self._meant.append((update, prompt, is_right))
        self._meanings.say(prompt, self._meanings.of(prompt, frozenset()) | {is_right})

    def after_day(self, tx: Transaction) -> Iterator[Violation]:
        found = storage.deed_promises
        yield from _told(
            "a deed is paid what it is worth", found.wrongly_valued(tx, self._last.entry, self._worth)
        )
        yield from self._capped(tx)
        yield from self._passed(tx)
        yield from _told("what is done is read and passed", found.done_without(tx, self._last.response))
        yield from _told("what is read was answered right", found.read_without(tx, self._last.response))
        yield from _told(
            "no answer is taken after its deadline", found.answered_after_closing(tx, self._last.response)
        )
        yield from _told(
            "a quiz begins while it is asked of somebody", found.begun_for_nothing(tx, self._last.attempt)
        )
        yield from self._right(tx)
        self._last = storage.promises.last_ids(tx)

    def _capped(self, tx: Transaction) -> Iterator[Violation]:
        """All of a day's practice counts up to the cap, and nothing above it."""
        for row in storage.deed_promises.practised(tx, self._last.entry):
            so_far = self._practised[row["staff_no"], row["entered_on"]]
            counts = min(row["earned"], max(0, self._cap - so_far))
            if row["counted"] != counts:
                said = f"{row['cause']} counts {row['counted']}, not {counts}"
                yield Violation("practice counts up to the day's cap", row["staff_no"], said)
            self._practised[row["staff_no"], row["entered_on"]] += row["counted"]
        latest = max((on for _, on in self._practised), default=None)
        self._practised = Counter(
            {key: counted for key, counted in self._practised.items() if key[1] == latest}
        )

    def _passed(self, tx: Transaction) -> Iterator[Violation]:
        for row in storage.deed_promises.quizzes_finished(tx, self._last.response):
            right, total = row["score_right"], row["score_total"]
            if total and bool(row["passed"]) != (100 * right >= row["quiz_json"]["pass_percent"] * total):
                said = f"{row['subject']}: {right} of {total} is {'' if row['passed'] else 'not '}passed"
                yield Violation("a quiz is passed by enough right answers", row["staff_no"], said)

    def _right(self, tx: Transaction) -> Iterator[Violation]:
        """The right answer is graded right and another one wrong, where nothing else was answered to the same."""
        taken = [one for one in self._meant if one[0].acked_at is not None]
        self._meant = [one for one in self._meant if one[0].acked_at is None]
        graded = storage.deed_promises.graded(tx, [prompt for _, prompt, _ in taken])
        for update, prompt, is_right in taken:
            is_clear = not update.notice and len(self._meanings.of(prompt, frozenset())) == 1
            row = graded.get(prompt) if is_clear else None
            if row is None or update.acked_at is None:
                continue
            counted = update.happened_at <= row["answered_at"] <= update.acked_at
            if counted and bool(row["is_right"]) != is_right:
                event = update.incoming.event
                said = (
                    event.data
                    if isinstance(event, Chose)
                    else f"what was typed in {update.incoming.event_id}"
                )
                yield Violation("what is right is graded right", row["staff_no"], said)
        self._meanings.day_ends()


def _told(promise: str, rows: Iterable[Row]) -> Iterator[Violation]:
    for row in rows:
        yield Violation(promise, row["staff_no"], row["detail"])
