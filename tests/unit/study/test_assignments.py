"""The plan: opened once a year, shared out to its audience in chunks, excused and extended one by one."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from fakes.county import (
    FIRE,
    FLOOD,
    PLAN_QUIZ,
    a_person,
    answer_all,
    at,
    enrol_everybody,
    open_and_enrol,
    outbox_of,
    plan_item,
    remind,
    share_of,
    small_county,
    take_in_small_content,
    the_person,
)

import storage.assignments
import storage.audit_log
import storage.people
from storage.database import Database
from storage.inline import InlineDatabase
from storage.transaction import Transaction
from study import assignments, exceptions, points, quizzes, reminders
from study.roster import apply_import, plan_import
from study.roster_files import read_roster
from study.rules.settings import AudienceSpec, ScheduledQuiz

NOW = at("2026-11-23 20:00")
JANUARY = at("2026-01-05 09:00")
COUNTY = small_county(plan=(plan_item(quiz=PLAN_QUIZ),))


def open_plan_since_january(tx: Transaction) -> None:
    assignments.open_plan(tx, COUNTY, JANUARY)
    assignments.open_plan(tx, COUNTY, NOW)


def opened(tx: Transaction) -> set[tuple[str, str]]:
    return storage.assignments.occurrences(tx, "plan")


async def test_an_item_is_opened_once_a_year_on_its_day(database: Database) -> None:
    async def open_at(moment: datetime) -> int:
        return await database.write(assignments.open_plan, COUNTY, moment)

    assert await open_at(JANUARY) == 0
    assert await open_at(at("2026-11-01 23:59")) == 0
    assert await open_at(at("2026-11-02 00:00")) == 1
    assert await open_at(at("2026-11-02 00:01")) == 0
    assert await open_at(at("2027-12-24 00:00")) == 1
    assert await database.read(opened) == {(FIRE, "2026"), (FIRE, "2027")}
    first = await database.read(storage.assignments.by_id, 1)
    assert first is not None
    window = (at("2026-11-02 00:00"), at("2026-12-01 00:00"))
    assert (first.opens_at, first.due_at) == tuple(moment.astimezone(UTC) for moment in window)
    assert first.quiz == {"banks": [FIRE], "draw": 5, "pass_percent": 60}


def test_an_item_due_before_it_opens_is_due_the_year_after(inline: InlineDatabase) -> None:
    do = inline.write_now
    county = small_county(plan=(plan_item("12-01", "02-28"),))
    do(a_person)
    do(open_and_enrol, county, at("2026-12-01 00:00"))
    share = do(share_of, do(the_person))
    assert (share.occurrence, reminders.due_on(share, county)) == ("2026", date(2027, 2, 28))


def test_what_was_past_due_at_first_sight_is_not_opened_that_year(inline: InlineDatabase) -> None:
    do = inline.write_now
    due = at("2026-12-01 00:00")
    assert do(assignments.open_plan, small_county(plan=(plan_item(name="late"),)), due) == 0
    in_time = small_county(plan=(plan_item(name="in-time"),))
    assert do(assignments.open_plan, in_time, due - timedelta(seconds=1)) == 1


def test_an_item_added_after_its_due_date_waits_for_next_year(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(assignments.open_plan, small_county(), JANUARY)
    later = at("2026-12-10 00:00")
    assert do(assignments.open_plan, COUNTY, later) == 0
    assert do(assignments.open_plan, COUNTY, at("2027-11-02 00:00")) == 1
    assert do(opened) == {(FIRE, "2027")}


def test_an_item_that_was_known_is_opened_late_after_downtime(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(assignments.open_plan, COUNTY, JANUARY)
    assert do(assignments.open_plan, COUNTY, at("2026-12-10 00:00")) == 1


AUDIENCES = {
    "everyone": (AudienceSpec(everyone=True), "12345"),
    "nobody named": (AudienceSpec(), ""),
    "a unit with all below, by name": (AudienceSpec(units=("甲镇",)), "123"),
    "a unit by path": (AudienceSpec(units=("县/甲镇/一村", "县/乙镇")), "24"),
    "the whole county": (AudienceSpec(units=("县",)), "12345"),
    "ranks": (AudienceSpec(rank_categories=("leader", "village")), "13"),
    "tags": (AudienceSpec(tags=("入党积极分子", "驻村")), "24"),
    "people": (AudienceSpec(people=("4", "5")), "45"),
    "a union": (AudienceSpec(units=("一村",), tags=("入党积极分子",), people=("5",)), "245"),
    "minus some": (AudienceSpec(units=("甲镇",), people=("4",), except_people=("2", "4")), "13"),
}


def audience_people(tx: Transaction) -> None:
    a_person(tx, "1", "县/甲镇", rank_category="leader")
    a_person(tx, "2", "县/甲镇/一村", tags=("驻村", "其他"))
    a_person(tx, "3", "县/甲镇/二村", rank_category="village")
    a_person(tx, "4", "县/乙镇", tags=("入党积极分子",))
    a_person(tx, "5", "县")
    a_person(tx, "6", "县/甲镇", rank_category="leader", tags=("驻村",), left_on="2026-11-23")


def enrolled(tx: Transaction) -> str:
    rows = tx.all(
        "SELECT p.staff_no FROM enrollment e JOIN person p ON p.id = e.person_id ORDER BY p.staff_no"
    )
    return "".join(row["staff_no"] for row in rows)


@pytest.mark.parametrize("called", AUDIENCES)
def test_the_audience_is_those_it_names_and_nobody_who_left(inline: InlineDatabase, called: str) -> None:
    audience, expected = AUDIENCES[called]
    inline.write_now(audience_people)
    inline.write_now(open_and_enrol, small_county(plan=(plan_item(audience=audience),)), NOW)
    assert inline.read_now(enrolled) == expected


async def test_every_way_of_naming_an_audience_works_at_once(database: Database) -> None:
    await database.write(audience_people)
    audience = AudienceSpec(False, ("一村",), ("village",), ("入党积极分子",), ("5",), ("2", "9"))
    await database.write(open_and_enrol, small_county(plan=(plan_item(audience=audience),)), NOW)
    assert await database.read(enrolled) == "345"


async def test_enrolment_goes_on_where_a_crash_left_it(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assignments, "CHUNK", 2)

    def crash(tx: Transaction) -> None:
        assignments.enrol_chunk(tx, 1, COUNTY, NOW)
        raise ConnectionError

    for number in range(1, 6):
        await database.write(a_person, str(number))
    await database.write(open_plan_since_january)
    chunk = (assignments.enrol_chunk, 1, COUNTY, NOW)
    assert await database.write(*chunk) == 2
    with pytest.raises(ConnectionError):
        await database.write(crash)
    assert await database.read(enrolled) == "12"
    assert [await database.write(*chunk) for _ in range(4)] == [2, 1, 0, 0]
    assert await database.read(enrolled) == "12345"
    assert await database.read(storage.assignments.to_enrol, NOW) == []


@pytest.mark.parametrize(
    ("joined_on", "due_on"),
    [
        ("2026-11-02", date(2026, 11, 30)),
        ("2026-11-05", date(2026, 11, 30)),
        ("2026-11-20", date(2026, 12, 4)),
        ("2026-11-30", date(2026, 12, 14)),
        ("2026-12-01", None),
    ],
)
def test_who_joins_late_has_fourteen_days_and_owes_nothing_that_was_due_before(
    inline: InlineDatabase, joined_on: str, due_on: date | None
) -> None:
    do = inline.write_now
    person = do(a_person, joined_on=joined_on)
    do(open_and_enrol, COUNTY, at("2026-12-02 00:00"))
    shares = do(storage.assignments.of_person, person.id)
    assert [reminders.due_on(share, COUNTY) for share in shares] == ([due_on] if due_on else [])


async def test_a_newcomer_on_the_roster_is_enrolled_in_what_runs(database: Database) -> None:
    await database.write(a_person, "1", "县/甲镇/一村")
    village = small_county(plan=(plan_item(audience=AudienceSpec(units=("甲镇",))),))
    await database.write(open_and_enrol, village, NOW)
    assert await database.read(storage.assignments.to_enrol, NOW) == []
    roster = "staff_no,name,unit,joined_on\n2,人2,县/甲镇/二村,2026-11-20\n3,人3,县/乙镇,2026-11-20\n"

    def import_roster(tx: Transaction) -> None:
        rows = read_roster("roster.csv", roster.encode()).rows
        difference = plan_import(tx, rows, today=village.local_day(NOW), actor=None)
        apply_import(tx, difference, actor=None, county=village, now=NOW)

    await database.write(import_roster)
    await database.write(enrol_everybody, village, NOW)
    assert await database.read(enrolled) == "12"


def test_what_was_read_before_it_opened_is_not_asked_again(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(take_in_small_content)
    person = do(a_person)
    october = at("2026-10-12 09:00")
    for slug in (FIRE, FLOOD):
        do(
            answer_all,
            do(quizzes.resume_or_start_check, person.id, slug, Random(1), october),
            COUNTY,
            october,
        )
    county = small_county(plan=(plan_item(quiz=PLAN_QUIZ), plan_item(reading=FLOOD)))
    do(open_and_enrol, county, at("2026-11-02 00:00"))
    with_quiz, without = do(share_of, person), do(share_of, person, FLOOD)
    assert (with_quiz.read_at, with_quiz.is_open) == (october, True)
    assert (without.read_at, without.completed_at, without.is_late) == (october, october, 0)
    assert without.next_remind_at is None


def test_an_excusal_frees_cancels_and_is_written_down(inline: InlineDatabase) -> None:
    do = inline.write_now
    person = do(a_person)
    do(open_and_enrol, COUNTY, at("2026-11-02 00:00"))
    hour = at("2026-11-02 08:30")
    assert do(remind, COUNTY, hour) == 1
    share = do(share_of, person)
    excused = do(exceptions.excuse, share.id, "借调", "person 7", COUNTY, hour)
    assert excused is not None and not excused.is_open
    assert (excused.excused_reason, excused.next_remind_at) == ("借调", None)
    assert [row["state"] for row in do(outbox_of, person)] == ["cancelled"]
    entry = do(storage.audit_log.of_person, person.id)[-1]
    assert (entry["action"], entry["actor"], entry["reason"]) == ("excuse", "person 7", "借调")
    assert do(exceptions.excuse, share.id, "again", "person 7", COUNTY, hour) is None
    assert do(exceptions.excuse, 999, "nobody", "person 7", COUNTY, hour) is None


def test_an_extension_moves_the_due_date_later_and_never_earlier(inline: InlineDatabase) -> None:
    do = inline.write_now
    person = do(a_person)
    do(open_and_enrol, COUNTY, at("2026-11-02 00:00"))
    do(remind, COUNTY, at("2026-11-02 08:30"))
    share = do(share_of, person)

    def extend(due_on: date) -> object:
        return do(exceptions.extend, share.id, due_on, "防汛", "person 7", COUNTY, NOW)

    assert extend(date(2026, 11, 30)) is None
    assert extend(date(2026, 11, 1)) is None
    assert extend(date(2026, 12, 31)) is not None
    share = do(share_of, person)
    assert reminders.due_on(share, COUNTY) == date(2026, 12, 31)
    assert (share.next_stage, share.next_remind_at) == ("before:7", at("2026-12-24 08:30"))
    last = at("2026-12-31 23:59")
    assert do(storage.assignments.enrollment, share.id).due_at > last


def test_a_scheduled_quiz_is_announced_to_those_with_a_chat_and_closes_for_all_at_once(
    inline: InlineDatabase,
) -> None:
    do = inline.write_now
    here, unbound = do(a_person, "1"), do(a_person, "2", channel=None)
    newcomer = do(a_person, "3", joined_on="2026-11-20")
    quiz = ScheduledQuiz("thursday", "thu 20:00", ("all",), 5, timedelta(hours=48))
    slot = at("2026-11-19 20:00")
    assert do(assignments.open_scheduled_quiz, quiz, slot, COUNTY) == 1
    assert do(assignments.open_scheduled_quiz, quiz, slot, COUNTY) is None
    do(enrol_everybody, COUNTY, slot)
    do(enrol_everybody, COUNTY, slot)
    for person in (here, newcomer):
        [row] = do(outbox_of, person, "scheduled_quiz")
        assert (row["send_after_at"], row["expires_at"]) == (slot, at("2026-11-21 20:00"))
        assert do(share_of, person, "thursday").due_at == at("2026-11-21 20:00")
    assert do(outbox_of, unbound, "scheduled_quiz") == []
    assert do(share_of, unbound, "thursday").next_remind_at is None


def test_what_is_required_this_year_counts_only_what_has_opened(inline: InlineDatabase) -> None:
    do = inline.write_now
    person = do(a_person)
    county = small_county(plan=(plan_item(quiz=PLAN_QUIZ), plan_item("12-01", "12-31", reading=FLOOD)))
    do(open_and_enrol, county, NOW)
    page = do(points.points_page, person.id, person.unit_id, county, NOW, 5)
    assert page.required_possible == 15
