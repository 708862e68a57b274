"""Attempts: every response saved once, graded, paid, and the attempt brought to its end."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from random import Random

import pytest
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
    enrol_everybody,
    open_and_enrol,
    plan_item,
    share_of,
    small_county,
    take_in_small_content,
    the_person,
)

import storage.attempts
import storage.content
import storage.people
import storage.points
from storage.attempts import Attempt
from storage.database import Database
from storage.inline import InlineDatabase
from storage.transaction import Transaction
from study import assignments, attempts, quizzes
from study.attempts import Recorded, Refusal
from study.points import Award
from study.rules.settings import PlanQuiz, PointsSettings, ScheduledQuiz

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
    again = await database.write(ask, attempt, NOW)
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
    prompts = [(await database.write(ask, attempt, NOW)).prompt.id for _ in range(6)]
    outcomes = await asyncio.gather(*(database.write(respond, prompt) for prompt in prompts))
    assert sum(isinstance(outcome, Recorded) for outcome in outcomes) == 1
    assert len(await database.read(storage.attempts.responses, attempt.id)) == 1


def many_prompts(tx: Transaction) -> list[int]:
    """One question each of twenty attempts, asked side by side."""
    found = []
    for number in range(20):
        bank, place = (FIRE, FLOOD)[number % 2], number // 2
        candidate = storage.content.candidates(tx, [bank], the_person(tx).id)[place]
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
        found.append(ask(tx, attempt, NOW).prompt.id)
    return found


async def test_what_is_typed_answers_what_was_asked_last_and_is_open(database: Database) -> None:
    await database.write(begin)
    first = await database.write(practice)
    second = await database.write(practice, FLOOD, 1, NOW + timedelta(minutes=1))
    await database.write(ask, first, NOW)
    latest = await database.write(ask, second, NOW + timedelta(minutes=1))
    person = await database.read(the_person)
    found = await database.read(storage.prompts.asked_last, person.id)
    assert found is not None and found.prompt.id == latest.prompt.id
    await database.write(respond, latest.prompt.id)
    found = await database.read(storage.prompts.asked_last, person.id)
    assert found is not None and found.attempt.id == first.id


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
    first, again = do(ask, attempt, NOW), do(ask, attempt, NOW)
    assert attempts.shown(first, "zh-Hans", "en").order == attempts.shown(again, "zh-Hans", "en").order
    shown = attempts.shown(again, "zh-Hans", "en")
    place = shown.order.index(0)
    recorded = do(attempts.record_response, again, shown.given([place]), COUNTY, NOW)
    assert recorded.is_right


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


@pytest.mark.parametrize(
    ("draw", "percent", "right", "enough"),
    [(10, 60, 6, True), (10, 60, 5, False), (9, 60, 5, False), (3, 67, 2, False), (3, 66, 2, True)],
)
def test_the_pass_mark_is_exact(
    inline: InlineDatabase, draw: int, percent: int, right: int, enough: bool
) -> None:
    do = inline.write_now
    do(take_in_small_content)
    person = do(a_person)
    do(open_and_enrol, small_county(plan=(plan_item(quiz=PlanQuiz(FIRE, draw, percent)),)), NOW)
    finished = do(answer_all, do(plan_quiz), COUNTY, NOW, right).finished
    assert finished is not None and finished.passed is enough
    assert (do(share_of, person).passed_at is not None) is enough
    assert (finished.award is not None) is enough


def test_tries_are_unlimited_with_other_questions_and_the_best_counts(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(begin)
    asked: list[set[int]] = []
    for number, right in enumerate((1, 0, 3)):
        now = NOW + timedelta(minutes=number)
        attempt = do(plan_quiz, number, now)
        finished = do(answer_all, attempt, COUNTY, now, right).finished
        assert finished is not None and finished.passed is (right == 3)
        asked.append({row["question_id"] for row in do(storage.attempts.responses, attempt.id)})
    assert not asked[0] & asked[1]
    share = do(share_of, do(the_person))
    assert share.passed_at == NOW + timedelta(minutes=2)
    extra = do(plan_quiz, 9)
    finished = do(answer_all, extra, COUNTY, NOW + timedelta(hours=1), 0).finished
    assert finished is not None and finished.passed is False
    assert do(share_of, do(the_person)).passed_at == share.passed_at
    assert [row.passed for row in do(storage.attempts.of_enrollment, share.id)] == [0, 0, 1, 0]


def test_passing_twice_pays_once(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(begin)
    awards = [
        finished.award
        for seed in (1, 2)
        if (finished := do(answer_all, do(plan_quiz, seed), COUNTY, NOW).finished) is not None
    ]
    assert awards == [Award(10, 10), None]


def test_reading_and_quiz_in_either_order_complete_the_share_and_late_is_marked(
    inline: InlineDatabase,
) -> None:
    do = inline.write_now
    do(begin)
    other = do(a_person, "2")
    do(storage.people.reopen_enrolment, NOW)
    do(open_and_enrol, COUNTY, NOW)
    person = do(the_person)
    quiz_first = do(answer_all, do(plan_quiz), COUNTY, NOW).finished
    assert quiz_first is not None and quiz_first.completed is None
    check = do(quizzes.resume_or_start_check, person.id, FIRE, Random(1), NOW)
    done = do(answer_all, check, COUNTY, NOW).finished
    assert done is not None and done.completed is not None and not done.completed.late
    assert done.award == Award(5, 5)

    midnight = at("2026-12-01 00:00")
    check = do(quizzes.resume_or_start_check, other.id, FIRE, Random(1), midnight)
    read = do(answer_all, check, COUNTY, midnight).finished
    assert read is not None and read.completed is None
    attempt = do(quizzes.resume_or_start_share, do(share_of, other), Random(1), midnight)
    late = do(answer_all, attempt, COUNTY, midnight).finished
    assert late is not None and late.completed is not None and late.completed.late
    assert late.award == Award(10, 10)
    share = do(share_of, other)
    assert (share.completed_at, share.is_late, share.next_remind_at) == (midnight, 1, None)


SCHEDULED = ScheduledQuiz("thursday", "thu 20:00", (FIRE,), 3, timedelta(hours=48))
SLOT = at("2026-11-19 20:00")
CLOSES = at("2026-11-21 20:00")


def scheduled_attempt(tx: Transaction) -> Attempt:
    take_in_small_content(tx)
    person = a_person(tx)
    assignments.open_scheduled_quiz(tx, SCHEDULED, SLOT, COUNTY)
    enrol_everybody(tx, COUNTY, SLOT)
    attempt = quizzes.resume_or_start_share(tx, share_of(tx, person, "thursday"), Random(1), SLOT)
    assert attempt is not None
    return attempt


def test_a_scheduled_quiz_pays_by_question_and_is_done_with_its_last(inline: InlineDatabase) -> None:
    do = inline.write_now
    attempt = do(scheduled_attempt)
    finished = do(answer_all, attempt, COUNTY, SLOT, 2).finished
    assert finished is not None and (finished.passed, finished.award) == (None, None)
    assert finished.completed is not None and not finished.completed.late
    assert do(storage.points.sums_by_kind, attempt.person_id, 2026) == {"scheduled": (2, 2)}


def test_a_scheduled_quiz_closes_at_its_hour_and_what_was_answered_stays(inline: InlineDatabase) -> None:
    do = inline.write_now
    attempt = do(scheduled_attempt)
    last_moment = CLOSES - timedelta(milliseconds=1)
    do(answer, attempt, COUNTY, last_moment)
    asked = do(ask, attempt, last_moment)
    assert reason(do(respond, asked.prompt.id, CLOSES)) == "closed"
    assert reason(do(attempts.record_response, asked, RIGHT, COUNTY, CLOSES)) == "closed"
    assert do(attempts.close_overdue, last_moment, 10) == 0
    assert do(attempts.close_overdue, CLOSES, 10) == 1
    assert do(attempts.close_overdue, CLOSES, 10) == 0
    closed = do(storage.attempts.by_id, attempt.id)
    assert (closed.state, closed.score_right, closed.passed) == ("overdue", 1, None)
    assert do(share_of, do(the_person), "thursday").is_open
    assert reason(do(respond, asked.prompt.id, CLOSES + timedelta(days=1))) == "closed"


def test_a_question_pays_once_a_year_whatever_the_kind_of_attempt(inline: InlineDatabase) -> None:
    do = inline.write_now
    attempt = do(scheduled_attempt)
    do(answer_all, attempt, COUNTY, SLOT)
    rows = do(storage.attempts.responses, attempt.id)
    version = do(storage.content.question_version, rows[0]["question_version_id"])

    def practised(now: datetime) -> Award | None:
        again = do(
            attempts.start_attempt,
            person_id=attempt.person_id,
            kind="practice",
            subject=FIRE,
            questions=[version],
            rng=Random(1),
            now=now,
        )
        return do(answer, again, COUNTY, now).award

    assert practised(at("2026-12-31 23:59")) is None
    assert practised(at("2027-01-01 00:00")) == Award(1, 1)
    assert practised(at("2027-06-01 00:00")) is None


def test_mistakes_are_asked_again_until_they_are_right(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(begin)
    person = do(the_person)
    do(answer_all, do(practice), COUNTY, NOW, 3)
    redo = do(quizzes.resume_or_start_mistakes, person.id, Random(1), NOW)
    assert redo.score_total == 2
    finished = do(answer_all, redo, COUNTY, NOW, 1).finished
    assert finished is not None and finished.score.right == 1
    redo = do(quizzes.resume_or_start_mistakes, person.id, Random(2), NOW)
    assert redo.score_total == 1
    assert do(answer_all, redo, COUNTY, NOW).award == Award(1, 1)
    assert do(quizzes.resume_or_start_mistakes, person.id, Random(3), NOW) is None


def test_practice_that_pays_nothing_enters_nothing(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(begin)
    county = small_county(points=PointsSettings(practice_correct=0))
    assert do(answer, do(practice), county, NOW).award is None
    assert do(storage.points.entries, do(the_person).id, 2026, 10) == []
