"""Attempts: every response saved once, graded, paid, and the attempt brought to its end."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from random import Random

from fakes.county import (
    FIRE,
    FLOOD,
    PLAN_QUIZ,
    RIGHT,
    WRONG,
    a_person,
    answer,
    answer_all,
    ask,
    at,
    open_and_enrol,
    plan_item,
    share_of,
    small_county,
    take_in_small_content,
    the_person,
)

import storage.assignments
import storage.attempts
import storage.people
import storage.points
from storage.attempts import Attempt
from storage.database import Database
from storage.inline import InlineDatabase
from storage.transaction import Transaction
from study import attempts, quizzes
from study.attempts import Recorded, Refusal
from study.rules.settings import PointsSettings, ScheduledQuiz

NOW = at("2026-11-23 20:00")
COUNTY = small_county(plan=(plan_item(quiz=PLAN_QUIZ),))


def begin(tx: Transaction) -> None:
    take_in_small_content(tx)
    a_person(tx)
    open_and_enrol(tx, COUNTY, NOW)


def practice(tx: Transaction, bank: str = FIRE, seed: int = 1, now: datetime = NOW) -> Attempt:
    attempt = quizzes.resume_or_start_practice(tx, the_person(tx).id, bank, Random(seed), now)
    assert attempt is not None
    return attempt


def plan_quiz(tx: Transaction, seed: int = 1, now: datetime = NOW) -> Attempt:
    share = share_of(tx, the_person(tx))
    attempt = quizzes.resume_or_start_share(tx, share, Random(seed), now)
    assert attempt is not None
    return attempt


def respond(
    tx: Transaction, prompt_id: int, now: datetime = NOW, given: tuple[str, ...] = RIGHT
) -> Recorded | Refusal:
    """As a tap does: the person locked, the prompt looked up, the response recorded."""
    person = the_person(tx)
    storage.people.lock(tx, person.id)
    asked = attempts.asked_as(tx, person.id, prompt_id, now)
    if isinstance(asked, Refusal):
        return asked
    return attempts.record_response(tx, asked, given, COUNTY, now)


def reason(outcome: object) -> str:
    assert isinstance(outcome, Refusal)
    return outcome.reason


async def test_a_response_is_saved_once_however_often_it_is_repeated(database: Database) -> None:
    await database.write(begin)
    attempt = await database.write(practice)
    asked = await database.write(ask, attempt, NOW)
    again = await database.write(ask, attempt, NOW, 2)
    assert again.slot == asked.slot
    first = await database.write(respond, asked.prompt.id)
    assert isinstance(first, Recorded) and first.is_right
    for prompt in (asked.prompt.id, again.prompt.id):
        assert reason(await database.write(respond, prompt, NOW, WRONG)) == "answered"
    late = await database.write(attempts.record_response, asked, WRONG, COUNTY, NOW)
    assert reason(late) == "answered"
    [response] = await database.read(storage.attempts.responses, attempt.id)
    assert (response["position"], response["given_json"], response["is_right"]) == (1, ["A"], 1)
    assert await database.read(storage.points.balance, asked.prompt.person_id, 2026) == (1, 1)


async def test_of_two_writers_with_the_same_question_one_is_recorded(database: Database) -> None:
    await database.write(begin)
    attempt = await database.write(practice)
    prompts = [(await database.write(ask, attempt, NOW, seed)).prompt.id for seed in range(6)]
    outcomes = await asyncio.gather(*(database.write(respond, prompt) for prompt in prompts))
    assert sum(isinstance(outcome, Recorded) for outcome in outcomes) == 1
    assert len(await database.read(storage.attempts.responses, attempt.id)) == 1


def many_prompts(tx: Transaction) -> list[int]:
    """One question each of twenty attempts, asked side by side."""
    found = []
    for number in range(20):
        bank, place = (FIRE, FLOOD)[number % 2], number // 2
        candidate = storage.content.candidates(tx, bank, the_person(tx).id)[place]
        version = storage.content.question_version(tx, candidate["version_id"])
        attempt = attempts.start_attempt(
            tx,
            person_id=the_person(tx).id,
            kind="practice",
            subject=f"{bank} {place}",
            questions=[version],
            rng=Random(number),
            now=NOW,
        )
        found.append(ask(tx, attempt, NOW, number).prompt.id)
    return found


async def test_practice_answered_at_once_on_many_channels_counts_no_more_than_the_cap(
    database: Database,
) -> None:
    await database.write(begin)
    prompts = await database.write(many_prompts)
    await asyncio.gather(*(database.write(respond, prompt) for prompt in prompts))
    person = await database.read(the_person)
    assert await database.read(storage.points.balance, person.id, 2026) == (20, 10)


def test_somebody_elses_button_and_an_unknown_one_change_nothing(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(begin)
    other = do(a_person, "2")
    asked = do(ask, do(practice), NOW)
    assert reason(do(attempts.asked_as, other.id, asked.prompt.id, NOW)) == "not_yours"
    assert reason(do(attempts.asked_as, asked.prompt.person_id, 12345, NOW)) == "not_yours"


def test_nothing_chosen_is_no_response(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(begin)
    asked = do(ask, do(practice), NOW)
    assert reason(do(attempts.record_response, asked, (), COUNTY, NOW)) == "nothing_chosen"
    assert do(storage.attempts.responses, asked.attempt.id) == []


def test_ticks_are_kept_and_a_second_one_unticks(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(begin)
    asked = do(ask, do(practice), NOW)

    def tick(place: int) -> tuple[int, ...]:
        now_asked = do(attempts.asked_as, asked.prompt.person_id, asked.prompt.id, NOW)
        return do(attempts.tick_choice, now_asked, place)

    assert [tick(place) for place in (2, 0, 7, -1, 2)] == [(2,), (0, 2), (0, 2), (0, 2), (0,)]


def test_the_order_shown_is_kept_and_the_same_answer_is_right_in_any_order(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(begin)
    attempt = do(practice)
    first, again = do(ask, attempt, NOW), do(ask, attempt, NOW, 9)
    assert attempts.shown(first, "zh-Hans", "en").order == attempts.shown(again, "zh-Hans", "en").order
    shown = attempts.shown(again, "zh-Hans", "en")
    place = shown.order.index(0)
    recorded = do(attempts.record_response, again, shown.given([place]), COUNTY, NOW)
    assert recorded.is_right
    orders = {do(ask, do(practice, FLOOD, seed), NOW, seed).slot.choice_order for seed in range(1)}
    assert orders <= {(0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)}


def test_choices_stand_in_different_orders_for_different_attempts(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(begin)
    seen = set()
    for seed in range(6):
        attempt = do(plan_quiz, seed)
        seen.add(do(ask, attempt, NOW).slot.choice_order)
        do(answer_all, attempt, COUNTY, NOW, 0)
    assert len(seen) > 1


def test_a_question_changed_in_its_file_stays_as_it_was_asked(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(begin)
    asked = do(ask, do(practice), NOW)
    changed = {**asked.version.content, "answer": ["B"]}
    do(storage.content.keep_question, FIRE, asked.version.name, "changed", changed, NOW)
    recorded = do(respond, asked.prompt.id)
    assert isinstance(recorded, Recorded) and recorded.is_right and recorded.version == asked.version


def test_an_attempt_left_alone_goes_on_where_it_stood(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(begin)
    attempt = do(plan_quiz, 1)
    do(answer, attempt, COUNTY, NOW)
    weeks_later = NOW + timedelta(weeks=5)
    again = do(plan_quiz, 2, weeks_later)
    assert again.id == attempt.id
    assert do(ask, again, weeks_later).slot.position == 2
    assert do(practice).id == do(practice, FIRE, 5).id


def test_a_check_question_answered_wrong_comes_again_until_it_is_right(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(begin)
    attempt = do(quizzes.resume_or_start_check, do(the_person).id, FIRE, Random(1), NOW)
    first = do(answer, attempt, COUNTY, NOW, WRONG)
    second = do(answer, first.attempt, COUNTY, NOW, WRONG)
    last = do(answer, second.attempt, COUNTY, NOW)
    assert (first.finished, second.finished) == (None, None)
    assert (second.slot.position, last.slot.position) == (2, 3)
    assert first.slot.choice_order == last.slot.choice_order
    assert last.finished is not None and (last.finished.score.right, last.finished.score.total) == (1, 1)
    assert do(share_of, do(the_person)).read_at == NOW


def passes(inline: InlineDatabase, percent: int, right: int) -> bool:
    do = inline.write_now
    do(take_in_small_content)
    do(a_person)
    quiz = plan_item().__class__("q", FIRE, *_window(), quiz=PLAN_QUIZ.__class__(FIRE, 10, percent))
    do(open_and_enrol, small_county(plan=(quiz,)), NOW)
    attempt = do(quizzes.resume_or_start_share, do(share_of, do(the_person), "q"), Random(1), NOW)
    finished = do(answer_all, attempt, COUNTY, NOW, right).finished
    assert finished is not None and finished.passed is not None
    return finished.passed
