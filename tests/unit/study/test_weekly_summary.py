"""The weekly summary: the same figures as a count by hand, kept as they were sent."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random

from fakes.county import (
    FIRE,
    FLOOD,
    a_person,
    answer_all,
    at,
    open_and_enrol,
    outbox_of,
    plan_item,
    share_of,
    small_county,
    supervises,
    take_in_small_content,
    the_person,
)

import storage.grants
import storage.identities
import storage.people
import storage.summaries
import storage.units
from storage.database import Database
from storage.inline import InlineDatabase
from storage.transaction import Transaction
from study import assignments, exceptions, leave, quizzes, weekly_summary
from study.rules.reporting_period import ReportingPeriod, parse
from study.rules.settings import ScheduledQuiz
from study.rules.summary import ItemLine, Summary, UnitLine

OPENS = at("2026-11-02 00:00")
COUNTY = small_county(plan=(plan_item("11-02", "11-15"), plan_item(reading=FLOOD)))
W47, W48, W49 = (parse(f"2026-W{week}", COUNTY.zone) for week in (47, 48, 49))
MONDAY = at("2026-11-23 08:30")
"""The first week after the first item was due; its summary tells of 2026-W47."""


def a_town(tx: Transaction) -> None:
    """Six people of a town and its villages, one of another town, and the town's supervisor."""
    take_in_small_content(tx)
    a_person(tx, "boss", "县")
    for staff_no, unit in zip("1234567", ["县/甲镇"] * 2 + ["县/甲镇/一村"] * 4 + ["县/乙镇"], strict=True):
        a_person(tx, staff_no, unit)
    supervises(tx, the_person(tx, "boss"), "县/甲镇")
    open_and_enrol(tx, COUNTY, OPENS)


def read(tx: Transaction, staff_no: str, slug: str, now: datetime) -> None:
    check = quizzes.resume_or_start_check(tx, the_person(tx, staff_no).id, slug, Random(1), now)
    assert check is not None
    answer_all(tx, check, COUNTY, now)


def a_fortnight(tx: Transaction) -> None:
    """1 reads in time, 2 late, 3 is excused, 4 on leave, 5 leaves the service, 6 has no chat left, 7 is elsewhere."""
    a_town(tx)
    read(tx, "1", FIRE, at("2026-11-10 09:00"))
    read(tx, "1", FLOOD, at("2026-11-20 09:00"))
    read(tx, "2", FIRE, at("2026-11-16 00:00"))
    read(tx, "7", FIRE, at("2026-11-10 09:00"))
    share = share_of(tx, the_person(tx, "3"), FIRE)
    exceptions.excuse(tx, share.id, "借调", "x", COUNTY, at("2026-11-12 09:00"))
    days = (date(2026, 11, 16), date(2026, 12, 16))
    leave.record_leave(tx, the_person(tx, "4"), *days, "病假", "x", COUNTY, at("2026-11-16 09:00"))
    storage.people.update(tx, the_person(tx, "5").id, left_on=date(2026, 11, 23))
    identity_id = the_person(tx, "6").identity_id
    assert identity_id is not None
    storage.identities.mark_unreachable(tx, identity_id, at("2026-11-12 09:00"))


def summarise(tx: Transaction, now: datetime = MONDAY, *units: str) -> Summary:
    ids = [storage.units.ensure(tx, [unit])[unit].id for unit in units or ("县/甲镇",)]
    return weekly_summary.summarise(tx, the_person(tx, "boss").id, ids, W47, COUNTY, now)


def send(tx: Transaction, now: datetime = MONDAY, period: ReportingPeriod = W47) -> int:
    """What the job does for every supervisor; how many messages are new."""
    sent = 0
    for person_id, unit_ids in weekly_summary.supervised(tx, COUNTY, now).items():
        summary = weekly_summary.summarise(tx, person_id, unit_ids, period, COUNTY, now)
        sent += weekly_summary.send_summary(tx, person_id, summary, now, W49.ends_at)
    return sent


def stored(tx: Transaction, staff_no: str = "boss", period: str = "2026-W47") -> Summary:
    summary = weekly_summary.stored_summary(tx, the_person(tx, staff_no).id, period)
    assert summary is not None
    return summary


async def test_the_summary_equals_a_count_by_hand(database: Database) -> None:
    await database.write(a_fortnight)
    summary = await database.write(summarise)
    heads = (summary.people, summary.not_reached, summary.away, summary.pressing)
    assert (summary.period, summary.units, heads) == ("2026-W47", ("甲镇",), (5, 1, 1, 3))
    assert (summary.fallen_due, summary.trend) == ((2, 3), (("2026-W47", 66.6),))
    fire, flood = summary.items
    assert fire == ItemLine(
        assignment_id=fire.assignment_id,
        kind="plan",
        title={"zh-Hans": "fire-safety 读本", "en": "fire-safety 读本 in English"},
        due_on="2026-11-15",
        done=2,
        late=1,
        in_time=0,
        overdue=1,
        excused=1,
        away=1,
        change=None,
        pressing=1,
        names=("人6",),
        units=(
            UnitLine(_unit_id(summary, 0), "甲镇", 2, 0, 0),
            UnitLine(_unit_id(summary, 1), "一村", 0, 0, 1),
        ),
    )
    assert fire.assigned == 3
    figures = (
        flood.assigned,
        flood.done,
        flood.in_time,
        flood.overdue,
        flood.excused,
        flood.away,
        flood.names,
    )
    assert figures == (4, 1, 3, 0, 0, 1, ("人2", "人3", "人6"))


def _unit_id(summary: Summary, place: int) -> int:
    return summary.items[0].units[place].unit_id


async def test_the_snapshot_stays_as_it_was_sent_and_the_message_goes_out_once(database: Database) -> None:
    await database.write(a_fortnight)
    counted = await database.write(summarise)
    assert await database.write(send) == 1
    before = await database.read(stored)
    assert before == counted
    await database.write(read, "6", FIRE, MONDAY)
    assert await database.write(send, at("2026-11-23 09:00")) == 0
    assert await database.read(stored) == before
    [row] = await database.read(outbox_of, await database.read(the_person, "boss"), "weekly_summary")
    assert (row["dedup_key"], row["send_after_at"]) == ("summary:2026-W47", MONDAY)


def test_the_change_is_against_the_week_before(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(a_fortnight)
    do(send)
    assert [item.change for item in do(stored).items] == [None, None]
    do(read, "6", FIRE, at("2026-11-24 09:00"))
    do(read, "2", FLOOD, at("2026-11-24 09:00"))
    do(read, "6", FLOOD, at("2026-11-24 09:00"))
    do(send, at("2026-11-30 08:30"), W48)
    changes = {item.title["zh-Hans"]: item.change for item in do(stored, "boss", "2026-W48").items}
    assert changes == {"fire-safety 读本": 1, "flood-safety 读本": 2}


def test_what_is_done_by_all_is_told_for_a_week_and_what_is_not_for_longer(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(a_fortnight)

    def told(now: str) -> list[str]:
        return [item.title["zh-Hans"][:5] for item in do(summarise, at(now)).items]

    assert told("2026-11-01 08:30") == []
    assert told("2026-11-02 08:30") == ["fire-", "flood"]
    assert told("2026-12-14 08:30") == ["fire-", "flood"]
    for staff_no in "46":
        do(read, staff_no, FIRE, at("2026-12-14 09:00"))
    assert told("2026-12-14 10:00") == ["flood"]


def test_up_to_fifteen_are_named(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(take_in_small_content)
    do(a_person, "boss", "县")
    for number in range(15):
        do(a_person, str(number), "县/甲镇")
    do(open_and_enrol, COUNTY, OPENS)
    assert len(do(summarise).items[0].names) == 15
    do(a_person, "15", "县/甲镇")
    do(storage.people.reopen_enrolment, at("2026-11-10 09:00"))
    do(open_and_enrol, COUNTY, at("2026-11-10 09:00"))
    [fire, _] = do(summarise).items
    assert (fire.names, fire.overdue, fire.pressing) == ((), 16, 16)


def test_nested_units_are_counted_once(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(a_fortnight)
    once = do(summarise)
    assert do(summarise, MONDAY, "县/甲镇/一村", "县/甲镇", "县/甲镇") == once
    both = do(summarise, MONDAY, "县/甲镇/一村", "县/乙镇")
    assert sorted(both.units) == ["一村", "乙镇"]
    assert (both.people, both.items[0].assigned, both.items[0].done) == (4, 2, 1)


def test_each_supervisor_gets_one_message_whatever_the_number_of_units(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(a_fortnight)
    do(supervises, do(the_person, "boss"), "县/乙镇")
    do(supervises, do(the_person, "1"), "县/甲镇/一村")
    do(supervises, do(the_person, "5"), "县/甲镇")
    unit_id = do(the_person, "7").unit_id
    do(storage.grants.put, do(the_person, "7").id, "supervisor", unit_id, date(2026, 11, 22), OPENS)
    assert do(send) == 2
    assert sorted(do(stored).units) == ["乙镇", "甲镇"]
    assert do(stored, "1").units == ("一村",)


def test_the_figures_are_as_of_their_instant(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(a_fortnight)
    [fire, flood] = do(summarise, at("2026-11-11 08:30")).items
    assert (fire.assigned, fire.done, fire.excused, fire.overdue) == (6, 1, 0, 0)
    assert (flood.assigned, flood.done) == (6, 0)


def test_a_scheduled_quiz_counts_who_took_part_and_is_never_overdue(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(a_fortnight)
    slot = at("2026-11-19 20:00")
    quiz = ScheduledQuiz(
        "thursday", "thu 20:00", (FIRE,), 2, timedelta(hours=48), title={"en": "Thursday quiz"}
    )
    do(assignments.open_scheduled_quiz, quiz, slot, COUNTY)
    do(open_and_enrol, COUNTY, slot)
    share = do(share_of, do(the_person, "1"), "thursday")
    do(answer_all, do(quizzes.resume_or_start_share, share, Random(1), slot), COUNTY, slot)
    [item] = [item for item in do(summarise).items if item.kind == "scheduled"]
    assert (item.assigned, item.done, item.pressing, item.names) == (4, 1, 0, ())
    assert item.title == {"zh-Hans": "thursday"}


async def test_a_later_extension_does_not_change_what_was_overdue_then(database: Database) -> None:
    await database.write(a_fortnight)
    share = (await database.read(share_of, await database.read(the_person, "6"), FIRE)).id
    later = at("2026-11-25 09:00")
    await database.write(_extend, share, later)
    then = await database.write(summarise)
    now = await database.write(summarise, later)
    assert [summary.items[0].overdue for summary in (then, now)] == [1, 0]
    assert [summary.items[0].in_time for summary in (then, now)] == [0, 1]


def _extend(tx: Transaction, share: int, now: datetime) -> None:
    exceptions.extend(tx, share, date(2026, 12, 10), "网络", "x", COUNTY, now)


def test_the_trend_grows_by_a_week_and_reaches_a_hundred_only_when_all_is_done(
    inline: InlineDatabase,
) -> None:
    do = inline.write_now
    do(a_fortnight)
    do(send)
    do(read, "6", FIRE, at("2026-11-24 09:00"))
    do(send, at("2026-11-30 08:30"), W48)
    assert do(stored, "boss", "2026-W48").trend == (("2026-W47", 66.6), ("2026-W48", 100.0))


def test_a_snapshot_of_an_earlier_shape_is_not_read(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(a_fortnight)
    boss = do(the_person, "boss")
    do(
        storage.summaries.insert,
        boss.id,
        "2026-W46",
        at("2026-11-16 08:30"),
        {"period": "2026-W46", "items": []},
    )
    assert do(weekly_summary.stored_summary, boss.id, "2026-W46") is None
    assert [item.change for item in do(summarise).items] == [None, None]


def test_many_units_stand_under_the_level_that_fits_a_phone(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(take_in_small_content)
    do(a_person, "boss", "县")
    for number in range(26):
        do(a_person, str(number), f"县/镇{number % 2}/村{number}")
    do(supervises, do(the_person, "boss"), "县")
    do(open_and_enrol, COUNTY, OPENS)
    lines = do(summarise, MONDAY, "县").items[0].units
    assert [(line.unit, line.assigned) for line in lines] == [("县", 1), ("镇0", 13), ("镇1", 13)]


def test_units_of_one_name_are_told_apart(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(take_in_small_content)
    do(a_person, "boss", "县")
    do(a_person, "1", "县/甲镇/学校")
    do(a_person, "2", "县/乙镇/学校")
    do(open_and_enrol, COUNTY, OPENS)
    lines = do(summarise, MONDAY, "县/甲镇", "县/乙镇").items[0].units
    assert [line.unit for line in lines] == ["乙镇/学校", "甲镇/学校"]
