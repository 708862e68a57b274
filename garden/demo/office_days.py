"""What the demo's offices enter in its last weeks, so that a visitor finds the desk in use."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import storage.assignments
import storage.people
from garden.demo.county import DISTRICT_SUPERVISOR, DemoPerson
from storage.assignments import Enrollment
from storage.people import Person
from storage.transaction import Transaction
from study import disputes, exceptions, leave
from study.permissions import actor_name
from study.rules.county import County

Deed = Callable[[Transaction, Person, Person, County, datetime], None]
"""(tx, supervisor, person it is about, county, now)"""


def _first_open(tx: Transaction, person: Person) -> list[Enrollment]:
    """The plan item this person has to do first, if there is one."""
    return [share for share in storage.assignments.open_of_person(tx, person.id) if share.kind == "plan"][:1]


def _goes_on_leave(tx: Transaction, boss: Person, person: Person, county: County, now: datetime) -> None:
    today = county.local_day(now)
    days: tuple[date, date] = (today + timedelta(days=1), today + timedelta(days=30))
    leave.record_leave(tx, person, *days, "病假", actor_name(boss.id), county, now)


def _gets_longer(tx: Transaction, boss: Person, person: Person, county: County, now: datetime) -> None:
    for share in _first_open(tx, person):
        until = county.local_day(now) + timedelta(days=25)
        exceptions.extend(tx, share.id, until, "驻村工作，网络不便", actor_name(boss.id), county, now)


def _is_excused(tx: Transaction, boss: Person, person: Person, county: County, now: datetime) -> None:
    for share in _first_open(tx, person):
        exceptions.excuse(tx, share.id, "借调到市里", actor_name(boss.id), county, now)


def _has_it_on_paper(tx: Transaction, boss: Person, person: Person, county: County, now: datetime) -> None:
    for share in _first_open(tx, person):
        exceptions.complete_on_paper(tx, share.id, "已交纸质答卷", boss.id, county, now)


def _says_it_is_done(tx: Transaction, boss: Person, person: Person, county: County, now: datetime) -> None:
    for share in _first_open(tx, person):
        disputes.open_dispute(tx, person, "completion", share.id, "我已经完成", county, now)


DEEDS: tuple[tuple[int, int, Deed], ...] = (
    (20, 25, _goes_on_leave),
    (12, 11, _gets_longer),
    (11, 18, _is_excused),
    (9, 33, _has_it_on_paper),
    (1, 27, _says_it_is_done),
)
"""(days before the end, whom it is about by number, what is done)"""


def happen(
    tx: Transaction, people: tuple[DemoPerson, ...], county: County, now: datetime, until: datetime
) -> None:
    """Whatever is entered on this day."""
    days_left = (county.local_day(until) - county.local_day(now)).days
    boss = storage.people.by_staff_no(tx, people[DISTRICT_SUPERVISOR].staff_no)
    for day, number, deed in DEEDS:
        person = storage.people.by_staff_no(tx, people[number].staff_no)
        if day == days_left and boss and person:
            deed(tx, boss, person, county, now)
