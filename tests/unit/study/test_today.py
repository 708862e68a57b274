"""What a person has before them: each share in its state, the overdue first, closed quizzes gone."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random

from fakes.county import (
    FIRE,
    FLOOD,
    PLAN_QUIZ,
    a_person,
    answer_all,
    at,
    enrol_everybody,
    open_and_enrol,
    plan_item,
    share_of,
    small_county,
    take_in_small_content,
    the_person,
)

from storage.inline import InlineDatabase
from storage.transaction import Transaction
from study import assignments, exceptions, quizzes
from study import today as study_today
from study.rules.settings import ScheduledQuiz
from study.today import Item

THURSDAY = ScheduledQuiz(
    "thursday", "thu 20:00", ("all",), 5, timedelta(hours=48), title={"zh-Hans": "周四一测", "en": "Thursday"}
)
PLAN = (plan_item(quiz=PLAN_QUIZ), plan_item("10-05", "11-08", reading=FLOOD))
COUNTY = small_county(plan=PLAN, quiz_schedule=(THURSDAY,))


def begin(tx: Transaction) -> None:
    take_in_small_content(tx)
    a_person(tx)
    open_and_enrol(tx, COUNTY, at("2026-11-02 00:00"))


def items(tx: Transaction, now: datetime) -> list[Item]:
    return list(study_today.today(tx, the_person(tx).id, COUNTY, now).items)


def states(tx: Transaction, text: str) -> list[tuple[str, str]]:
    return [(item.enrollment.name, item.state) for item in items(tx, at(text))]


def test_a_share_goes_from_new_to_overdue(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(begin)
    assert do(states, "2026-11-03 09:00") == [(FLOOD, "due_soon"), (FIRE, "new")]
    assert do(states, "2026-11-08 23:59") == [(FLOOD, "due_soon"), (FIRE, "new")]
    assert do(states, "2026-11-09 00:00") == [(FLOOD, "overdue"), (FIRE, "open")]
    assert do(states, "2026-11-23 09:00") == [(FLOOD, "overdue"), (FIRE, "due_soon")]
    assert do(states, "2026-12-01 00:00") == [(FLOOD, "overdue"), (FIRE, "overdue")]


def test_an_item_says_its_title_its_last_day_and_the_next_step(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(begin)
    now = at("2026-11-23 09:00")
    person = do(the_person)
    [flood, fire] = do(items, now)
    assert (fire.title["zh-Hans"], fire.due_on, fire.next_step) == (
        "fire-safety 读本",
        date(2026, 11, 30),
        "read",
    )
    do(answer_all, do(quizzes.resume_or_start_check, person.id, FIRE, Random(1), now), COUNTY, now)
    [flood, fire] = do(items, now)
    assert fire.next_step == "quiz"
    do(answer_all, do(quizzes.resume_or_start_share, fire.enrollment, Random(1), now), COUNTY, now)
    assert do(states, "2026-11-23 09:00") == [(FLOOD, "overdue")]
    do(exceptions.excuse, flood.enrollment.id, "借调", "x", COUNTY, now)
    assert do(items, now) == []
    told = [do(study_today.item_of, do(share_of, person, name), COUNTY, now) for name in (FIRE, FLOOD)]
    assert [(item.state, item.next_step) for item in told] == [("done", "none"), ("excused", "none")]


def test_a_scheduled_quiz_is_there_until_it_closes(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(take_in_small_content)
    do(a_person)
    slot = at("2026-11-19 20:00")
    do(assignments.open_scheduled_quiz, THURSDAY, slot, COUNTY)
    do(enrol_everybody, COUNTY, slot)
    [item] = do(items, at("2026-11-21 19:59"))
    assert (item.title["zh-Hans"], item.next_step) == ("周四一测", "quiz")
    assert do(items, at("2026-11-21 20:00")) == []


def test_an_item_whose_reading_is_gone_is_called_by_its_name(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(a_person)
    do(open_and_enrol, COUNTY, at("2026-11-02 00:00"))
    assert [item.title for item in do(items, at("2026-11-03 09:00"))] == [
        {"zh-Hans": FLOOD},
        {"zh-Hans": FIRE},
    ]


def test_those_picks_by_state(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(begin)
    found = do(study_today.today, do(the_person).id, COUNTY, at("2026-11-23 09:00"))
    assert [item.enrollment.name for item in found.those("overdue")] == [FLOOD]
