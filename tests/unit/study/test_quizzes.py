"""Which questions a person gets: those least seen, of the right banks, the same attempt when it is under way."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from fakes.county import (
    FIRE,
    FLOOD,
    PLAN_QUIZ,
    a_bank,
    a_person,
    answer,
    answer_all,
    at,
    open_and_enrol,
    plan_item,
    share_of,
    small_content,
    small_county,
    take_in_small_content,
)

import storage.attempts
import storage.content
from storage.database import Database
from storage.inline import InlineDatabase
from storage.transaction import Transaction
from study import content, quizzes
from study.authored import AuthoredContent

NOW = at("2026-11-23 20:00")
COUNTY = small_county(plan=(plan_item(quiz=PLAN_QUIZ),))


def banks_drawn(tx: Transaction, person_id: int, count: int, *banks: str) -> list[str]:
    return [version.bank for version in quizzes.drawn(tx, banks, count, person_id, Random(1))]


async def test_a_draw_is_of_the_banks_it_names_and_all_means_those_open_for_practice(
    database: Database,
) -> None:
    await database.write(take_in_small_content)
    person = await database.write(a_person)
    assert await database.read(banks_drawn, person.id, 3, FIRE) == [FIRE] * 3
    assert sorted(await database.read(banks_drawn, person.id, 4, "all")) == [FIRE] * 2 + [FLOOD] * 2
    assert len(await database.read(banks_drawn, person.id, 99, "all")) == 20
    assert await database.read(banks_drawn, person.id, 5, "no-such-bank") == []


async def test_what_was_seen_least_comes_first(database: Database) -> None:
    await database.write(take_in_small_content)
    person = await database.write(a_person)
    seen: list[int] = []
    for number in range(2):
        now = NOW + timedelta(minutes=number)
        attempt = await database.write(quizzes.resume_or_start_practice, person.id, FIRE, Random(number), now)
        assert attempt is not None
        await database.write(answer_all, attempt, COUNTY, now)
        seen += [row["question_id"] for row in await database.read(storage.attempts.responses, attempt.id)]
    assert len(set(seen)) == 10
    again = await database.read(quizzes.drawn, [FIRE], 5, person.id, Random(7))
    assert {version.question_id for version in again} == set(seen[:5])


def test_practice_where_there_is_nothing_to_ask_is_not_begun(inline: InlineDatabase) -> None:
    do = inline.write_now
    person = do(a_person)
    assert do(quizzes.resume_or_start_practice, person.id, "all", Random(1), NOW) is None
    assert do(quizzes.resume_or_start_check, person.id, FIRE, Random(1), NOW) is None
    assert do(quizzes.resume_or_start_mistakes, person.id, Random(1), NOW) is None
    do(open_and_enrol, COUNTY, NOW)
    assert do(quizzes.resume_or_start_share, do(share_of, person), Random(1), NOW) is None


def test_practice_in_two_topics_goes_on_side_by_side(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(take_in_small_content)
    person = do(a_person)
    fire, flood = (
        do(quizzes.resume_or_start_practice, person.id, bank, Random(1), NOW) for bank in (FIRE, FLOOD)
    )
    do(answer, fire, COUNTY, NOW)
    assert do(quizzes.resume_or_start_practice, person.id, FIRE, Random(2), NOW).id == fire.id
    assert do(quizzes.resume_or_start_practice, person.id, FLOOD, Random(2), NOW).id == flood.id
    do(answer_all, fire, COUNTY, NOW)
    assert do(quizzes.resume_or_start_practice, person.id, FIRE, Random(2), NOW).id != fire.id


def test_next_years_share_begins_an_attempt_of_its_own(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(take_in_small_content)
    person = do(a_person)
    do(open_and_enrol, COUNTY, NOW)
    old = do(share_of, person)
    left = do(quizzes.resume_or_start_share, old, Random(1), NOW)
    do(open_and_enrol, COUNTY, at("2027-11-03 09:00"))
    new = do(share_of, person)
    assert (old.occurrence, new.occurrence) == ("2026", "2027")
    begun = do(quizzes.resume_or_start_share, new, Random(1), NOW)
    assert begun.id != left.id
    assert do(quizzes.resume_or_start_share, new, Random(1), NOW).id == begun.id
    assert do(quizzes.resume_or_start_share, old, Random(1), NOW).id == left.id


def test_check_questions_are_asked_in_their_order_and_never_drawn(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(take_in_small_content)
    person = do(a_person)
    check = do(quizzes.resume_or_start_check, person.id, FIRE, Random(1), NOW)
    names = [do(answer, check, COUNTY, NOW).version.bank]
    assert names == ["check/fire-safety"]
    assert [row["slug"] for row in do(storage.content.practice_banks)] == [FIRE, FLOOD]


def test_mistakes_of_a_bank_that_was_removed_are_not_asked(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(take_in_small_content)
    person = do(a_person)
    for bank in (FIRE, FLOOD):
        attempt = do(quizzes.resume_or_start_practice, person.id, bank, Random(1), NOW)
        do(answer_all, attempt, COUNTY, NOW, 0)
    before = small_content()
    do(content.take_in, AuthoredContent(before.readings, {FLOOD: a_bank(FLOOD, 9)}), NOW)
    wrong = do(storage.attempts.wrong_questions, person.id)
    assert {row["bank"] for row in wrong} == {FLOOD}
