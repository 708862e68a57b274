"""The promises about the training office's deeds: whom a push reaches, what a decision and a new verdict change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import storage.audiences
import storage.desk_promises
import storage.rights_promises
from garden.simulation.platform import LONG_AGO, Platform
from garden.simulation.unasked import GRACE
from garden.simulation.violation import Violation
from storage.transaction import Row, Transaction
from study.announcements import EVERYBODY
from study.rules.county import County

DAY = timedelta(days=1)

WAITS_FOR = timedelta(days=14)
"""Longer than an announcement waits for its day, holidays included."""

_TEACHERS, _SUPERVISORS = ("instructor", "admin"), ("supervisor", "admin")
MAY = {
    "push": _TEACHERS,
    "question": _TEACHERS,
    "credit_question": _TEACHERS,
    "answer": _TEACHERS,
    "regrade": _TEACHERS,
    "completion": _SUPERVISORS,
    "points": ("admin",),
    "grant_admin": ("admin",),
}
"""Who does what in a training office, whatever the program's own table says."""

OPENED_WITHIN = timedelta(hours=12)
"""Longer than the program is ever down."""


class DeskPromises:
    """Each check is a method that yields what is broken among what is new since the last time."""

    def __init__(self, platform: Platform, county: County) -> None:
        self._platform, self._county = platform, county
        self._at = LONG_AGO

    def after_day(self, tx: Transaction, now: datetime) -> Iterator[Violation]:
        since, today = max(self._at, now - DAY), self._county.local_day(now)
        yield from self._pushed(tx, since - DAY, now - DAY)
        yield from self._announced(tx, since - DAY, now - DAY, today)
        yield from self._in_measure(tx, since)
        found = storage.desk_promises
        for row in found.sent_though_taken_back(tx, since, GRACE):
            yield Violation("what is taken back goes out no more", row["staff_no"], row["detail"])
        for row in found.transfers_undone(tx, today - DAY):
            yield Violation("a transfer happens on its day", row["staff_no"], str(row["effective_on"]))
        for row in found.shares_left_behind(tx, since):
            yield Violation("what is open follows to the new unit", row["staff_no"], row["name"])
        for row in found.decided_untold(tx, since):
            yield Violation("who disputes is told what was decided", row["staff_no"], row["detail"])
        for row in storage.rights_promises.decided_without_right(tx, since, MAY):
            yield Violation("nobody decides who may not", row["staff_no"], row["deed"])
        for row in storage.rights_promises.consented_alone(tx, since):
            yield Violation("nobody consents to their own request", row["staff_no"], row["action"])
        yield from self._plan_changed(tx, since)
        yield from self._graded_anew(tx, since)
        self._at = now

    def _pushed(self, tx: Transaction, since: datetime, until: datetime) -> Iterator[Violation]:
        """Who can be told of a push before it closes is told, and nobody else is asked."""
        for push in storage.desk_promises.pushed(tx, since, until):
            if within := push["audience_json"].get("within"):
                for row in storage.desk_promises.asked_from_beyond(tx, push["id"], within):
                    yield Violation("a push reaches those alone it is for", row["staff_no"], push["name"])
        for row in storage.desk_promises.untold_of_pushes(tx, since, until):
            if self._may_be_told(row) < row["due_at"] and not self._was_blocked(row["staff_no"]):
                yield Violation("a push reaches those it is for", row["staff_no"], row["name"])

    def _may_be_told(self, row: Row) -> datetime:
        county, hour = self._county, time.fromisoformat(row["daily_hour"])
        return county.next_permitted(row["opens_at"] + OPENED_WITHIN, hour)

    def _announced(
        self, tx: Transaction, since: datetime, until: datetime, today: date
    ) -> Iterator[Violation]:
        for said in storage.desk_promises.announced(tx, since, until):
            meant = storage.audiences.people_after(tx, said["audience_json"], 0, today, EVERYBODY)
            everyone = [person["id"] for person in meant]
            for row in storage.desk_promises.unannounced(tx, everyone, said["id"], said["made_at"]):
                if not self._was_blocked(row["staff_no"]):
                    yield Violation(
                        "a push reaches those it is for", row["staff_no"], f"announcement {said['id']}"
                    )

    def _in_measure(self, tx: Transaction, since: datetime) -> Iterator[Violation]:
        days = Counter(
            (row["staff_no"], self._county.local_day(row["send_after_at"]))
            for row in storage.desk_promises.announcements_queued(tx, since - WAITS_FOR)
        )
        for (staff_no, day), announcements in days.items():
            if announcements > 1:
                yield Violation("one announcement a day", staff_no, f"{announcements} on {day}")

    def _plan_changed(self, tx: Transaction, since: datetime) -> Iterator[Violation]:
        """What is taken back is asked of nobody, and a date that was put off is everybody's."""
        for change in storage.desk_promises.plan_changed(tx, since):
            due_on = change["due_on"]
            for row in storage.desk_promises.still_open(tx, change["assignment_id"], change["unit_id"]):
                if due_on is None:
                    yield Violation(
                        "what the plan takes back is asked of nobody", row["staff_no"], row["name"]
                    )
                elif row["due_at"] < self._county.midnight(due_on + DAY):
                    yield Violation("a date put off is put off for all", row["staff_no"], row["name"])

    def _graded_anew(self, tx: Transaction, since: datetime) -> Iterator[Violation]:
        """A question is paid as its answers stand, once, but where somebody has decided otherwise by hand."""
        year = self._county.year(since)
        begins = self._county.midnight(date(year, 1, 1))
        for row in storage.desk_promises.graded_anew(tx, since, begins):
            is_paid = row["standing"] == min(1, row["right_ones"])
            if row["standing"] > 1 or not (is_paid or row["decided"]):
                said = (
                    f"question {row['question_id']}: {row['right_ones']} right, paid {row['standing']} times"
                )
                yield Violation("a new verdict is paid as it stands", row["staff_no"], said)
        for row in storage.desk_promises.scores_behind(tx, since):
            yield Violation("a score is what its answers make it", row["staff_no"], row["detail"])

    def _was_blocked(self, staff_no: str) -> bool:
        return self._platform.chats[staff_no].was_blocked
