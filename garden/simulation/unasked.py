"""The promises about messages nobody asked for: to whom they may go, when, and how many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import storage.people
import storage.share_promises
from garden.simulation.platform import Shown
from garden.simulation.violation import Violation, message_told
from storage.transaction import Row, Transaction
from study.outbox import AT_ITS_SLOT
from study.rules.county import County
from study.rules.reminder_ladder import CARDS_A_WEEK

GRACE = timedelta(minutes=10)
"""A message whose cause ended while it was on its way is nobody's fault."""

LEAVES_IN_PEACE = ("daily_card", AT_ITS_SLOT, "pushed", "announcement")
"""The kinds of messages that nobody gets who is away."""

NUDGED_LATELY = timedelta(days=12)
"""As long as a card that a supervisor asked for may wait for its day, holidays included."""


class UnaskedPromises:
    """Each check is a method that yields what is broken among what reached people on one day."""

    def __init__(self, county: County) -> None:
        self._county = county
        self._windows = county.quiet.windows
        self._cards: dict[str, list[date]] = {}
        self._paused: dict[str, date] = {}

    def after_day(self, tx: Transaction, rows: list[tuple[Shown, Row]]) -> Iterator[Violation]:
        """`rows`: the new bubbles, each with its message."""
        unasked = [(shown, row) for shown, row in rows if row["is_bulk"]]
        for check in (self._to_those_here, self._in_measure, self._at_their_hour):
            yield from check(tx, unasked)
        yield from self._quiet(unasked)
        self._paused = storage.share_promises.pauses(tx)

    def _to_those_here(self, tx: Transaction, rows: list[tuple[Shown, Row]]) -> Iterator[Violation]:
        """Nothing to those who have left; no card, no quiz and no push to those away, as far as was known."""
        first = min((self._day(shown) for shown, _ in rows), default=date.max)
        leaves: defaultdict[str, list[Row]] = defaultdict(list)
        for leave in storage.share_promises.leaves(tx, first):
            leaves[leave["staff_no"]].append(leave)
        for shown, row in rows:
            day = self._day(shown)
            if row["left_on"] and row["left_on"] < day:
                yield Violation("nobody is written to who has left", shown.address, message_told(row))
            if row["kind"] not in LEAVES_IN_PEACE:
                continue
            pauses = self._paused.get(shown.address, date.min) >= day <= (row["paused_until_on"] or date.min)
            known = (each for each in leaves[shown.address] if each["recorded_at"] <= shown.at - GRACE)
            if pauses or any(leave["from_on"] <= day <= leave["until_on"] for leave in known):
                yield Violation("nobody is reminded who is away", shown.address, message_told(row))

    def _in_measure(self, tx: Transaction, rows: list[tuple[Shown, Row]]) -> Iterator[Violation]:
        """One card a day; three a week, but for what is due by tomorrow or a supervisor's tap."""
        for shown, row in rows:
            if row["kind"] != "daily_card":
                continue
            day = self._day(shown)
            monday = day - timedelta(days=day.weekday())
            week = [each for each in self._cards.get(shown.address, ()) if each >= monday] + [day]
            self._cards[shown.address] = week
            if week.count(day) > 1:
                yield Violation("one card a day", shown.address, message_told(row))
            soon = (self._county.midnight(day), self._county.midnight(day + timedelta(days=2)))
            too_many = len(week) > CARDS_A_WEEK and not storage.share_promises.falls_due(
                tx, shown.address, *soon
            )
            if too_many and not storage.share_promises.was_nudged(
                tx, shown.address, self._county.midnight(monday)
            ):
                yield Violation("three cards a week", shown.address, message_told(row))

    def _at_their_hour(self, tx: Transaction, rows: list[tuple[Shown, Row]]) -> Iterator[Violation]:
        """A card comes no earlier than the hour its person chose, but for a supervisor's tap."""
        for shown, row in rows:
            local = shown.at.astimezone(self._county.zone)
            if row["kind"] != "daily_card" or local.time() >= time.fromisoformat(row["daily_hour"]):
                continue
            if not storage.share_promises.was_nudged(tx, shown.address, shown.at - NUDGED_LATELY):
                said = f"{message_told(row)} at {local:%H:%M}, chosen {row['daily_hour']}"
                yield Violation("a card comes at the hour somebody chose", shown.address, said)

    def _quiet(self, rows: list[tuple[Shown, Row]]) -> Iterator[Violation]:
        for shown, row in rows:
            if row["kind"] == AT_ITS_SLOT:
                continue
            local = shown.at.astimezone(self._county.zone)
            held = [window for window in self._windows if window.covers(local.time())]
            own_hour = row["daily_hour"] and _within_an_hour(row["daily_hour"], local)
            if not self._county.calendar.is_working_day(local.date()) or any(
                window.is_over_midnight or not own_hour for window in held
            ):
                said = f"{message_told(row)} at {local:%m-%d %H:%M}"
                yield Violation("nothing unasked in quiet hours", shown.address, said)

    def _day(self, shown: Shown) -> date:
        return shown.at.astimezone(self._county.zone).date()


def _within_an_hour(chosen: str, local: datetime) -> bool:
    """The hour somebody chose stays open for one hour, so that a whole county's cards get out."""
    begins = datetime.combine(local.date(), time.fromisoformat(chosen), local.tzinfo)
    return begins <= local < begins + timedelta(hours=1)
