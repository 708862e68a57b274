"""Readings: pages, the place somebody stopped at, and completion that is paid once a year."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from fakes.county import (
    FIRE,
    FLOOD,
    PLAN_QUIZ,
    a_person,
    a_reading,
    answer_all,
    at,
    open_and_enrol,
    plan_item,
    share_of,
    small_county,
    take_in_small_content,
    texts,
    the_person,
)

import storage.content
import storage.people
import storage.points
import storage.readings
from storage.database import Database
from storage.inline import InlineDatabase
from storage.transaction import Transaction
from study import content, quizzes, readings
from study.attempts import Finished
from study.authored import AuthoredContent
from study.points import Award

NOW = at("2026-11-23 20:00")
COUNTY = small_county(plan=(plan_item(quiz=PLAN_QUIZ),))
SECTION = "这是一句不长不短的话。" * 12
LONG = "\n\n".join(f"## 第{number}节\n\n{SECTION}\n\n{SECTION}" for number in "一二三四")


def take_in_long_reading(tx: Transaction) -> None:
    long = replace(a_reading(FIRE, LONG), short_bodies=texts("## 短\n\n短文。"))
    content.take_in(tx, AuthoredContent({FIRE: long}, {}), NOW)
    a_person(tx)


def opened(tx: Transaction, limit: int = 150, **where: object) -> readings.OpenReading:
    found = readings.open_reading(tx, the_person(tx), FIRE, limit, COUNTY, **where)
    assert found is not None
    return found


def finish(tx: Transaction, staff_no: str, slug: str = FIRE, now=NOW) -> Finished:
    check = quizzes.resume_or_start_check(tx, the_person(tx, staff_no).id, slug, Random(1), now)
    assert check is not None
    finished = answer_all(tx, check, COUNTY, now).finished
    assert finished is not None
    return finished


def test_one_goes_on_where_one_stopped_also_with_pages_of_another_size(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(take_in_long_reading)
    small = do(opened)
    assert (len(small.pages), small.at) == (8, 1)
    for page in (1, 4, 6, 8):
        section = small.pages[page - 1].section
        do(readings.save_place, do(the_person).id, FIRE, section, page, 8, NOW)
        assert do(opened).at == page
        large = do(opened, 4_000)
        assert len(large.pages) == 4 and large.pages[large.at - 1].section == section


def test_a_page_out_of_range_is_the_nearest_there_is(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(take_in_long_reading)
    assert [do(opened, page=page).at for page in (-3, 0, 5, 99)] == [1, 1, 5, 8]
    do(readings.save_place, do(the_person).id, FIRE, "gone", 99, 8, NOW)
    assert do(opened).at == 8


def test_a_section_is_opened_by_its_name(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(take_in_long_reading)
    section = do(opened).pages[4].section
    assert do(opened, section=section).at == 5
    assert do(opened, section="no such section").at == 1


def test_the_short_edition_is_a_choice_and_satisfies_the_same_share(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(take_in_long_reading)
    full = do(opened)
    assert (full.edition, full.has_short) == ("full", True)
    do(storage.people.update, do(the_person).id, short_edition=True)
    short = do(opened)
    assert (short.edition, len(short.pages)) == ("short", 1)
    do(open_and_enrol, COUNTY, NOW)
    do(finish, "1")
    assert do(share_of, do(the_person)).read_at == NOW


async def test_completion_is_paid_once_a_year_and_rereading_pays_nothing(database: Database) -> None:
    await database.write(take_in_small_content)
    person = await database.write(a_person)
    assert (await database.write(finish, "1")).award == Award(5, 5)
    assert (await database.write(finish, "1")).award is None
    assert (await database.write(finish, "1", FIRE, at("2027-01-01 00:00"))).award == Award(5, 5)
    assert await database.read(storage.points.balance, person.id, 2026) == (5, 5)
    assert await database.read(storage.points.balance, person.id, 2027) == (5, 5)


def test_a_reading_done_late_over_new_year_counts_for_the_year_it_was_due(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(take_in_small_content)
    person = do(a_person)
    county = small_county(plan=(plan_item("12-01", "12-31"),))
    do(open_and_enrol, county, at("2026-12-01 00:00"))
    new_year = at("2027-01-02 09:00")
    finished = do(finish, "1", FIRE, new_year)
    assert finished.completed is not None and finished.completed.late
    assert do(storage.points.balance, person.id, 2026) == (5, 5)
    assert do(storage.readings.completed_slugs, person.id, 2026) == {FIRE}


def test_a_revised_text_keeps_old_completions(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(take_in_small_content)
    person = do(a_person)
    do(finish, "1")
    first = do(storage.content.current_reading, FIRE)
    do(content.take_in, AuthoredContent({FIRE: a_reading(FIRE, "## 新\n\n修订稿。")}, {}), NOW)
    assert do(storage.content.current_reading, FIRE).id != first.id
    assert do(storage.readings.completed_at, person.id, FIRE, 2026) == NOW
    assert do(finish, "1").award is None


def test_a_reading_that_was_withdrawn_meanwhile_completes_nothing(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(take_in_small_content)
    person = do(a_person)
    check = do(quizzes.resume_or_start_check, person.id, FIRE, Random(1), NOW)
    do(content.take_in, AuthoredContent(), NOW)
    assert do(readings.open_reading, person, FIRE, 500, COUNTY) is None
    finished = do(answer_all, check, COUNTY, NOW).finished
    assert finished is not None and finished.award is None
    assert do(readings.list_readings, person, COUNTY, NOW) == []


def test_required_readings_come_first_and_the_one_due_next_is_where_to_begin(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(take_in_small_content)
    person = do(a_person)
    assert [line.slug for line in do(readings.list_readings, person, COUNTY, NOW)] == [FIRE, FLOOD]
    county = small_county(plan=(plan_item(reading=FLOOD), plan_item("11-10", "12-20")))
    do(open_and_enrol, county, NOW)
    assert do(readings.first_to_read, person, county, NOW).slug == FLOOD
    do(finish, "1", FLOOD)
    lines = do(readings.list_readings, person, county, NOW)
    assert [(line.slug, line.required, line.completed) for line in lines] == [
        (FIRE, True, False),
        (FLOOD, False, True),
    ]
    assert do(readings.first_to_read, person, county, NOW).slug == FIRE
    do(finish, "1")
    assert do(readings.first_to_read, person, county, NOW) is None
