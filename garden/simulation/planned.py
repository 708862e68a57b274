"""The promises about the plan and the timetable: who has a share and till when, what opens, which stages are told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import storage.assignments
import storage.audiences
import storage.people
import storage.plan_promises
from garden.simulation.platform import LONG_AGO, Platform
from garden.simulation.violation import Violation
from storage.transaction import Row, Transaction
from study.rules.county import County
from study.rules.timetable import parse_when, slots

DAY = timedelta(days=1)

LATE_JOINERS_HAVE = 14 * DAY
AFTER_A_LEAVE = 7 * DAY
BETWEEN_NUDGES = 3 * DAY

TOLD_WITHIN = 8
"""Working days. A stage waits for the next week where there were three cards in one, and a day where a supervisor was
quicker; the last before the due date is lost to that, and the first after it may have to wait again."""

A_HOLIDAY = 16 * DAY
"""Longer than so many working days take, with the longest holiday between them."""


class PlanPromises:
    """Each check is a method that yields what is broken among what is new since the last time."""

    def __init__(self, platform: Platform, county: County) -> None:
        self._platform, self._county = platform, county
        self._at = LONG_AGO

    def after_day(self, tx: Transaction, now: datetime) -> Iterator[Violation]:
        since = max(self._at, now - DAY)
        yield from self._everybody(tx, now)
        yield from self._in_time(tx, since)
        yield from self._opened(tx, since - DAY, now - DAY)
        yield from self._told(tx, now)
        yield from self._not_before(tx, since)
        for row in storage.plan_promises.reminded_again(tx, since, BETWEEN_NUDGES):
            yield Violation("supervisors remind once in three days", row["staff_no"], "reminded again")
        for row in storage.plan_promises.reminded_in_vain(tx, since):
            yield Violation("who is reminded by a supervisor gets a card", row["staff_no"], "no card")
        for row in storage.plan_promises.reminded_by_others(tx, since):
            yield Violation("supervisors remind their own people", row["staff_no"], "reminded by another")
        for row in storage.plan_promises.taken_for_another(tx):
            yield Violation("nobody is taken for another", row["staff_no"], "in somebody else's chat")
        self._at = now

    def _everybody(self, tx: Transaction, now: datetime) -> Iterator[Violation]:
        """Who belongs to the audience of a running item has a share of it a day later, and time enough to do it."""
        today = self._county.local_day(now)
        for item in storage.plan_promises.running(tx, now - DAY):
            without = storage.audiences.people_without_share(
                tx, item["id"], item["audience_json"], 0, today, 1_000
            )
            for person in without:
                if person["joined_on"] < today - DAY:
                    who = storage.people.by_id(tx, person["id"])
                    yield Violation("everybody has their share", who.staff_no if who else "", item["name"])
        for row in storage.plan_promises.late_joiners(tx, today - 2 * DAY):
            is_late = row["joined_on"] > self._county.local_day(row["opens_at"])
            if is_late and row["due_at"] < self._county.midnight(row["joined_on"] + LATE_JOINERS_HAVE + DAY):
                yield Violation("who joins late has two weeks", row["staff_no"], row["name"])

    def _in_time(self, tx: Transaction, since: datetime) -> Iterator[Violation]:
        """More time is had by whoever it was given to, and a week after a leave by whoever was away."""
        for row in storage.plan_promises.extended(tx, since):
            share = storage.assignments.enrollment(tx, row["after_json"]["enrollment"])
            if share is None or share.due_at < datetime.fromisoformat(row["after_json"]["due_at"]):
                yield Violation("who was given more time has it", row["staff_no"], row["after_json"]["name"])
        for row in storage.plan_promises.shortened(tx, since):
            yield Violation("who was given more time has it", row["staff_no"], row["detail"])
        for row in storage.plan_promises.open_in_a_leave(tx, since):
            if row["from_on"] <= self._due_on(row) < row["until_on"] + AFTER_A_LEAVE:
                yield Violation("what falls due in a leave is due after it", row["staff_no"], row["name"])

    def _opened(self, tx: Transaction, since: datetime, until: datetime) -> Iterator[Violation]:
        """Every quiz of the timetable opens and is announced, and no slot of any job is left undone."""
        zone, calendar = self._county.zone, self._county.calendar
        for quiz in self._county.settings.quiz_schedule:
            for slot in slots(parse_when(quiz.when), since, until, zone, calendar, "keep"):
                if not storage.plan_promises.has_quiz(tx, quiz.name, slot):
                    yield Violation("every quiz of the timetable opens", "", f"{quiz.name} {slot:%m-%d}")
        for row in storage.plan_promises.unannounced(tx, since, until):
            yield Violation("a quiz is announced to everybody", row["staff_no"], row["detail"])
        for row in storage.plan_promises.slots_undone(tx, until):
            yield Violation("every slot is run", "", f"{row['job']} {row['slot_at']:%m-%d %H:%M}")

    def _told(self, tx: Transaction, now: datetime) -> Iterator[Violation]:
        """Whoever could be reached is told each stage of what is not done some days after its day at the latest, unless
        the next one has come instead."""
        yesterday = self._county.local_day(now) - DAY
        longest = timedelta(weeks=self._county.settings.reminders.overdue_weekly + 1) + A_HOLIDAY
        for item in storage.plan_promises.recently_due(tx, now - longest, now + longest):
            for day, stage in self._ladder(item).items():
                if self._told_by(day) != yesterday:
                    continue
                for row in storage.plan_promises.untold(tx, item["id"], stage, self._county.midnight(day)):
                    if not self._platform.chats[row["staff_no"]].was_blocked:
                        said = f"{item['name']} {stage} on {day}"
                        yield Violation("every stage is told", row["staff_no"], said)

    def _told_by(self, day: date) -> date:
        for _ in range(TOLD_WITHIN):
            day = self._county.calendar.next_working_day(day + DAY)
        return day

    def _ladder(self, item: Row) -> dict[date, str]:
        """Day to stage; of two on one day the later. Nothing before the due date in the first third."""
        rules, calendar = self._county.settings.reminders, self._county.calendar
        opens_on, due_on = self._county.local_day(item["opens_at"]), self._due_on(item)
        ladder: dict[date, str] = {}
        for ahead in sorted(rules.before_due, reverse=True):
            on = calendar.previous_working_day(due_on - ahead)
            if (on - opens_on) * 3 >= due_on - opens_on + DAY:
                ladder[on] = f"before:{ahead.days}"
        for week in range(1, rules.overdue_weekly + 1):
            ladder[calendar.next_working_day(due_on + timedelta(weeks=week))] = f"overdue:{week}"
        return ladder

    def _not_before(self, tx: Transaction, since: datetime) -> Iterator[Violation]:
        """No stage is decided before its day."""
        for row in storage.plan_promises.stages(tx, since):
            kind, _, number = row["stage"].partition(":")
            if kind == "before":
                ahead = timedelta(days=int(number))
                day = self._county.calendar.previous_working_day(row["due_on"] - ahead)
            elif kind == "overdue":
                day = row["due_on"] + timedelta(weeks=int(number))
            else:
                continue
            if (on := self._county.local_day(row["decided_at"])) < day:
                said = f"{row['name']} {row['stage']} on {on}, due on {row['due_on']}"
                yield Violation("no stage comes before its day", row["staff_no"], said)

    def _due_on(self, row: Row) -> date:
        """The last local day on which it is in time."""
        return self._county.local_day(row["due_at"] - timedelta(milliseconds=1))
