"""A small county made by hand: its rules, a few people, two readings and two banks, and how somebody answers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import storage.assignments
import storage.grants
import storage.identities
import storage.people
import storage.units
from storage.assignments import Enrollment
from storage.attempts import Attempt
from storage.people import Person, RosterEntry
from storage.prompts import Asked
from storage.transaction import Transaction
from study import assignments, attempts, content, reminders
from study.attempts import Recorded, Refusal
from study.authored import AuthoredContent
from study.rules.content import BankSheet, BankUnit, QuestionUnit, ReadingSheet, ReadingUnit
from study.rules.county import County
from study.rules.deadlines import MonthDay
from study.rules.settings import EVERYONE, AudienceSpec, PlanItem, PlanQuiz, Settings
from study.rules.working_days import WorkCalendar

ZONE = ZoneInfo("Asia/Shanghai")
UNITS = ("县/甲镇/一村", "县/甲镇/二村", "县/乙镇")
FIRE, FLOOD = "fire-safety", "flood-safety"
"""Readings; each has a bank of the same name with ten questions, and one check question."""

PLAN_QUIZ = PlanQuiz(FIRE, 5, 60)
RIGHT, WRONG = ("A",), ("B",)


def at(text: str) -> datetime:
    """`2026-11-23 08:30` by the clock of the county."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def small_county(**settings: Any) -> County:
    return County(Settings(**settings), WorkCalendar())


def plan_item(
    opens: str = "11-02",
    due: str = "11-30",
    *,
    reading: str = FIRE,
    quiz: PlanQuiz | None = None,
    audience: AudienceSpec = EVERYONE,
    name: str | None = None,
) -> PlanItem:
    return PlanItem(name or reading, reading, MonthDay.parse(opens), MonthDay.parse(due), audience, quiz)


def a_person(
    tx: Transaction,
    staff_no: str = "1",
    unit: str = "县/甲镇",
    *,
    rank_category: str = "ordinary",
    tags: Iterable[str] = (),
    joined_on: str = "2020-01-01",
    left_on: str | None = None,
    hour: str = "08:30",
    channel: str | None = "web",
    name: str | None = None,
) -> Person:
    """Somebody on the roster, reached at `channel` unless it is None."""
    unit_id = storage.units.ensure(tx, [*UNITS, unit])[unit].id
    left = date.fromisoformat(left_on) if left_on else None
    joined = date.fromisoformat(joined_on)
    called = name or f"人{staff_no}"
    entry = RosterEntry(staff_no, called, unit_id, rank_category, "", "zh-Hans", joined, left)
    person_id = storage.people.insert(tx, entry, hour)
    storage.people.set_tags(tx, person_id, tags)
    if channel:
        reach(tx, person_id, channel)
    return the_person(tx, staff_no)


def the_person(tx: Transaction, staff_no: str = "1") -> Person:
    person = storage.people.by_staff_no(tx, staff_no)
    assert person is not None
    return person


def reach(tx: Transaction, person_id: int, channel: str = "web", now: datetime | None = None) -> int:
    """Bind a chat to a person; the identity's id."""
    now = now or at("2026-01-05 09:00")
    identity = storage.identities.find_or_create(tx, channel, f"{channel}-{person_id}", "zh-Hans", now)
    storage.identities.bind(tx, identity.id, person_id, now)
    return identity.id


def supervises(tx: Transaction, person: Person, unit: str) -> None:
    unit_id = storage.units.ensure(tx, [unit])[unit].id
    storage.grants.put(tx, person.id, "supervisor", unit_id, None, at("2026-01-05 09:00"))


def texts(text: str) -> dict[str, str]:
    return {"zh-Hans": text, "en": f"{text} in English"}


def a_question(name: str, answer: tuple[str, ...] = RIGHT, **fields: Any) -> QuestionUnit:
    """A single choice among three, of which A is right."""
    choices = tuple(texts(choice) for choice in ("先报告", "先处置", "先等待"))
    whole = {"type": "single_choice", "choices": choices, "answer": answer} | fields
    return QuestionUnit(id=name, stem=texts(f"{name}？"), explanation=texts("因为如此。"), **whole)


def a_reading(slug: str, body: str = "", check: int = 1) -> ReadingUnit:
    body = body or f"## 开始\n\n{slug} 第一段。\n\n## 结束\n\n最后一段。"
    sheet = ReadingSheet(
        title=texts(f"{slug} 读本"),
        topic="safety",
        summary=texts("摘要。"),
        check=tuple(a_question(f"check-{number}") for number in range(1, check + 1)),
    )
    return ReadingUnit(slug, sheet, dict.fromkeys(("zh-Hans", "en"), body), {}, f"hash of {sheet} {body}")


def a_bank(slug: str, questions: int = 10) -> BankUnit:
    numbers = range(1, questions + 1)
    return BankUnit(slug, BankSheet(texts(slug), "safety", tuple(a_question(f"q{n}") for n in numbers)))


def small_content() -> AuthoredContent:
    slugs = (FIRE, FLOOD)
    return AuthoredContent({s: a_reading(s) for s in slugs}, {s: a_bank(s) for s in slugs})


def take_in_small_content(tx: Transaction) -> None:
    content.take_in(tx, small_content(), at("2026-01-05 09:00"))


def open_and_enrol(tx: Transaction, county: County, now: datetime) -> None:
    """The plan as of `now`, with everybody's share, as if it had been looked at since January."""
    assignments.open_plan(tx, county, at("2026-01-05 09:00"))
    assignments.open_plan(tx, county, now)
    enrol_everybody(tx, county, now)


def enrol_everybody(tx: Transaction, county: County, now: datetime) -> None:
    for assignment in storage.assignments.to_enrol(tx, now):
        while assignments.enrol_chunk(tx, assignment.id, county, now):
            pass


def share_of(tx: Transaction, person: Person, name: str = FIRE) -> Enrollment:
    """The person's latest share of an assignment."""
    return [share for share in storage.assignments.of_person(tx, person.id) if share.name == name][-1]


def remind(tx: Transaction, county: County, now: datetime) -> int:
    """Every reminder due by `now`; how many cards were queued."""
    cards = 0
    while storage.assignments.is_reminder_due(tx, now):
        cards += reminders.decide_page(tx, county, now)
    return cards


def outbox_of(tx: Transaction, person: Person, kind: str = "daily_card") -> list[dict[str, Any]]:
    """Rows `dedup_key, state, send_after_at, expires_at, failure` of a person's messages of a kind."""
    return tx.all(
        "SELECT dedup_key, state, send_after_at, expires_at, failure FROM outbox"
        " WHERE person_id = :id AND kind = :kind ORDER BY id",
        id=person.id,
        kind=kind,
    )


def ask(tx: Transaction, attempt: Attempt, now: datetime) -> Asked:
    prompts = tx.one("SELECT COUNT(*) AS asked FROM prompt")
    assert prompts is not None
    asked = attempts.ask(tx, attempt, Random(prompts["asked"]), now)
    assert asked is not None
    return asked


def answer(
    tx: Transaction, attempt: Attempt, county: County, now: datetime, given: tuple[str, ...] = RIGHT
) -> Recorded:
    """Ask the next question and answer it."""
    recorded = attempts.record_response(tx, ask(tx, attempt, now), given, county, now)
    assert not isinstance(recorded, Refusal)
    return recorded


def answer_all(
    tx: Transaction, attempt: Attempt, county: County, now: datetime, right: int | None = None
) -> Recorded:
    """Answer to the end, the first `right` questions right, all where it is None."""
    number = 0
    while True:
        given = RIGHT if right is None or number < right else WRONG
        recorded = answer(tx, attempt, county, now, given)
        number += 1
        if recorded.finished is not None:
            return recorded
