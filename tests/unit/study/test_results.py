"""What quizzes came to: counted within one's grants, first attempts alone, nobody to be read out of an average."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest
from fakes.answered import a_quiz, answers, begin, questions_of, revise, teaches
from fakes.county import (
    FIRE,
    FLOOD,
    PLAN_QUIZ,
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
    texts,
)

import storage.people
from storage.database import Database
from storage.inline import InlineDatabase
from storage.people import Person
from storage.transaction import Transaction
from study import attempts, content, results
from study.results import Results
from study.rules.question import localize

OPENS, CLOSES = at("2026-11-19 20:00"), at("2026-11-21 20:00")
NOW = at("2026-11-20 09:00")
COUNTY = small_county()
EAST, WEST = "县/甲镇", "县/乙镇"


def people(tx: Transaction, unit: str, first: int, count: int) -> list[Person]:
    return [a_person(tx, str(number), unit) for number in range(first, first + count)]


def evening(tx: Transaction) -> tuple[Person, int]:
    """Ten people in the east, six in the west, a quiz of three questions; the east's instructor and the quiz.

    In the east three have all three right (AAA), four two (AAB), two one (ABC), one has not begun; in the west five
    answer BBB and one has begun.
    """
    take_in_small_content(tx)
    teacher = a_person(tx, "90", EAST)
    teaches(tx, teacher, EAST, OPENS)
    east, west = people(tx, EAST, 1, 10), people(tx, WEST, 21, 6)
    quiz = a_quiz(tx, COUNTY, FIRE, OPENS, CLOSES)
    for person, letters in zip(east, ["AAA"] * 3 + ["AAB"] * 4 + ["ABC"] * 2, strict=False):
        answers(tx, person, quiz, letters, COUNTY, NOW, FIRE)
    for person in west[:5]:
        answers(tx, person, quiz, "BBB", COUNTY, NOW, FIRE)
    attempt = begin(tx, west[5], quiz, questions_of(tx, FIRE)[:3], NOW)
    answer(tx, attempt, COUNTY, NOW)
    return teacher, quiz


def seen(tx: Transaction, person: Person, quiz: int) -> Results:
    found = results.of_quiz(tx, person.id, quiz, COUNTY, NOW)
    assert found is not None
    return found


async def test_an_instructor_sees_the_people_of_the_own_units_alone(database: Database) -> None:
    teacher, quiz = await database.write(evening)
    found = await database.read(seen, teacher, quiz)
    # Eleven of the east have a share: the teacher too.
    assert (found.assigned, found.begun, found.answered, found.total) == (11, 9, 9, 3)
    # (3 x 3 + 4 x 2 + 2 x 1) of 27.
    assert found.mean == pytest.approx(19 / 27)
    assert found.median == pytest.approx(2 / 3)
    assert found.bands == (0, 2, 0, 4, 3)
    assert [(q.number, q.answered, q.facility) for q in found.questions] == [
        (1, 9, 1.0),
        (2, 9, pytest.approx(7 / 9)),
        (3, 9, pytest.approx(3 / 9)),
    ]


async def test_a_whole_county_is_told_unit_by_unit_in_the_order_of_the_roster(database: Database) -> None:
    def whole(tx: Transaction) -> Results:
        _, quiz = evening(tx)
        head = a_person(tx, "99", "县")
        teaches(tx, head, "县", OPENS, "admin")
        return seen(tx, head, quiz)

    found = await database.write(whole)
    assert [(u.name, u.assigned, u.answered, u.mean) for u in found.units] == [
        ("乙镇", 6, 5, 0.0),
        ("甲镇", 11, 9, pytest.approx(19 / 27)),
    ]
    [first, *_] = found.questions
    figures = first.figures
    assert figures is not None
    assert [(o.option, o.is_key, o.people) for o in figures.options] == [
        ("A", True, 9),
        ("B", False, 5),
        ("C", False, 0),
    ]
    # Fourteen people, groups of four: the upper all right, the lower none.
    assert (figures.facility, figures.discrimination) == (pytest.approx(9 / 14), 1.0)


async def test_somebody_else_sees_nothing_of_it(database: Database) -> None:
    _, quiz = await database.write(evening)
    plain = await database.read(storage.people.by_staff_no, "1")
    assert plain is not None
    assert await database.read(results.of_quiz, plain.id, quiz, COUNTY, NOW) is None
    assert await database.read(results.of_bank, plain.id, FIRE, COUNTY, NOW) is None
    assert await database.read(results.latest_quizzes, plain.id, 0, COUNTY, NOW) == ([], 0, 1)
    assert await database.read(results.banks_to_see, plain.id, COUNTY, NOW) == []


async def test_an_average_of_few_is_not_told_nor_what_is_left_when_the_others_are_known(
    database: Database,
) -> None:
    def county(tx: Transaction) -> Results:
        take_in_small_content(tx)
        head = a_person(tx, "99", "县")
        teaches(tx, head, "县", OPENS, "admin")
        sizes = {"县/丙镇": 1, EAST: 6, WEST: 5}
        towns = [people(tx, unit, 10 * place, size) for place, (unit, size) in enumerate(sizes.items(), 1)]
        quiz = a_quiz(tx, COUNTY, FIRE, OPENS, CLOSES)
        for town in towns:
            for person in town:
                answers(tx, person, quiz, "AAB", COUNTY, NOW, FIRE)
        return seen(tx, head, quiz)

    found = await database.write(county)
    told = {unit.name: (unit.answered, unit.is_hidden) for unit in found.units}
    # One person in 丙镇; without 乙镇, what the whole has less 甲镇 and 乙镇 would be theirs.
    assert told == {"丙镇": (1, True), "乙镇": (5, True), "甲镇": (6, False), "县": (0, False)}


async def test_fewer_than_five_answers_have_no_figures_at_all(database: Database) -> None:
    def four(tx: Transaction) -> Results:
        take_in_small_content(tx)
        teacher = a_person(tx, "90", EAST)
        teaches(tx, teacher, EAST, OPENS)
        town = people(tx, EAST, 1, 4)
        quiz = a_quiz(tx, COUNTY, FIRE, OPENS, CLOSES)
        for person in town:
            answers(tx, person, quiz, "AB", COUNTY, NOW, FIRE)
        return seen(tx, teacher, quiz)

    found = await database.write(four)
    assert (found.answered, found.mean, found.median, found.bands) == (4, None, None, ())
    assert [(question.answered, question.figures) for question in found.questions] == [(4, None), (4, None)]


async def test_the_first_finished_attempt_counts_and_the_best_one_passes(database: Database) -> None:
    county = small_county(plan=(plan_item(quiz=PLAN_QUIZ),))

    def tried_twice(tx: Transaction) -> Results | None:
        take_in_small_content(tx)
        teacher = a_person(tx, "90", EAST)
        teaches(tx, teacher, EAST, OPENS)
        town = people(tx, EAST, 1, 5)
        open_and_enrol(tx, county, OPENS)
        quiz = share_of(tx, teacher).assignment_id
        five = questions_of(tx, FIRE)[:5]
        for right in (1, 5):
            for person in town:
                answer_all(tx, begin(tx, person, quiz, five, NOW), county, NOW, right)
        return results.of_quiz(tx, teacher.id, quiz, county, NOW)

    found = await database.write(tried_twice)
    assert found is not None
    assert (found.mean, found.passed, found.answered) == (pytest.approx(0.2), 5, 5)
    assert [question.facility for question in found.questions] == [1.0, 0.0, 0.0, 0.0, 0.0]
    assert localize(found.title, "zh-Hans", "zh-Hans") == f"{FIRE} 读本"


async def test_what_was_left_when_the_quiz_closed_is_counted_as_unanswered(database: Database) -> None:
    def closed(tx: Transaction) -> Results | None:
        teacher, quiz = evening(tx)
        late = begin(tx, teacher, quiz, questions_of(tx, FIRE)[:3], NOW)
        answer(tx, late, COUNTY, NOW)
        attempts.close_overdue(tx, CLOSES, 100)
        return results.of_quiz(tx, teacher.id, quiz, COUNTY, CLOSES)

    found = await database.write(closed)
    assert found is not None
    left = [question.figures.unanswered for question in found.questions if question.figures]
    assert left == [0, 1, 1]
    assert (found.begun, found.answered) == (10, 9)


async def test_a_bank_counts_first_answers_of_this_year_practice_and_quizzes_together(
    database: Database,
) -> None:
    def practised(tx: Transaction) -> Results | None:
        teacher, _ = evening(tx)
        (first, *_) = questions_of(tx, FIRE)
        for number in range(1, 11):
            person = storage.people.by_staff_no(tx, str(number))
            assert person is not None
            for letter in ("C", "A"):
                attempt = attempts.start_attempt(
                    tx,
                    person_id=person.id,
                    kind="practice",
                    subject=FIRE,
                    questions=[first],
                    rng=Random(1),
                    now=NOW + timedelta(hours=1),
                )
                answer(tx, attempt, COUNTY, NOW + timedelta(hours=1), (letter,))
        return results.of_bank(tx, teacher.id, FIRE, COUNTY, NOW + timedelta(hours=2))

    found = await database.write(practised)
    assert found is not None
    # Nine had the first question right in the quiz before; the tenth answers it first in practice, C.
    assert (found.answered, found.assigned) == (10, None)
    assert [question.facility for question in found.questions] == [
        0.9,
        pytest.approx(7 / 9),
        pytest.approx(3 / 9),
    ]
    assert found.mean == pytest.approx((3 * 3 / 3 + 4 * 2 / 3 + 2 / 3 + 0) / 10)


async def test_last_years_answers_are_not_this_years(database: Database) -> None:
    teacher, _ = await database.write(evening)
    found = await database.read(results.of_bank, teacher.id, FIRE, COUNTY, at("2027-01-02 09:00"))
    assert found is not None and (found.answered, found.questions) == (0, ())


def test_a_question_with_other_choices_keeps_its_figures_and_tells_the_form_most_answered(
    inline: InlineDatabase,
) -> None:
    teacher, quiz = inline.write_now(evening)
    first, second, *_ = inline.read_now(questions_of, FIRE)
    inline.write_now(revise, first, NOW, {"choices": [texts("甲"), texts("乙")], "answer": ["B"]})
    inline.write_now(revise, second, NOW, {"stem": texts("说得更清楚？")})
    found = inline.read_now(seen, teacher, quiz)
    changed, reworded, _ = found.questions
    assert (changed.facility, changed.is_as_now, changed.version.id) == (1.0, False, first.id)
    assert reworded.is_as_now and reworded.version.content["stem"] == texts("说得更清楚？")
    assert reworded.figures is not None and reworded.figures.older == 0
    # Somebody answers the new form; most have answered the old one.
    person = inline.read_now(storage.people.by_staff_no, "10")
    assert person is not None
    inline.write_now(answers, person, quiz, "BAA", COUNTY, NOW, FIRE)
    changed, *_ = inline.read_now(seen, teacher, quiz).questions
    assert (changed.answered, changed.facility, changed.versions) == (10, 1.0, 2)
    assert changed.is_as_now and changed.figures is not None and changed.figures.older == 9
    assert [option.people for option in changed.figures.options] == [0, 1]


def test_the_latest_quizzes_come_first_six_on_a_page(inline: InlineDatabase) -> None:
    teacher, quiz = inline.write_now(evening)
    for day in range(8):
        opens = OPENS - timedelta(days=7 * (day + 1))
        inline.write_now(a_quiz, COUNTY, FLOOD, opens, opens + timedelta(days=2), name=f"earlier-{day}")
    lines, page, pages = inline.read_now(results.latest_quizzes, teacher.id, 0, COUNTY, NOW)
    assert (len(lines), page, pages) == (6, 0, 2)
    assert (lines[0].id, lines[0].assigned, lines[0].answered) == (quiz, 11, 9)
    assert lines[0].mean == pytest.approx(19 / 27) and lines[1].mean is None
    last, page, _ = inline.read_now(results.latest_quizzes, teacher.id, 9, COUNTY, NOW)
    assert (len(last), page) == (3, 1)


def test_a_quiz_that_has_no_name_of_its_own_is_called_by_its_bank(inline: InlineDatabase) -> None:
    teacher, quiz = inline.write_now(evening)
    assert inline.read_now(seen, teacher, quiz).title == texts(FIRE)


def test_those_who_left_or_are_excused_are_not_waited_for(inline: InlineDatabase) -> None:
    teacher, quiz = inline.write_now(evening)
    assert inline.read_now(seen, teacher, quiz).assigned == 11
    inline.write_now(_excuse, quiz, teacher.id)
    assert inline.read_now(seen, teacher, quiz).assigned == 10
    # Somebody who has answered stays counted.
    person = inline.read_now(storage.people.by_staff_no, "1")
    assert person is not None
    inline.write_now(_excuse, quiz, person.id)
    assert inline.read_now(seen, teacher, quiz).assigned == 10


def _excuse(tx: Transaction, quiz: int, person_id: int) -> None:
    tx.run(
        "UPDATE enrollment SET excused_at = :now WHERE assignment_id = :quiz AND person_id = :id",
        now=NOW,
        quiz=quiz,
        id=person_id,
    )


def test_check_questions_of_readings_are_no_bank_to_look_into(inline: InlineDatabase) -> None:
    inline.write_now(content.take_in, small_content(), OPENS)
    teacher = inline.write_now(a_person, "90", EAST)
    inline.write_now(teaches, teacher, EAST, OPENS)
    slugs = [bank.slug for bank in inline.read_now(results.banks_to_see, teacher.id, COUNTY, NOW)]
    assert slugs == [FIRE, FLOOD]
    assert inline.read_now(results.of_subject, teacher.id, f"b-check/{FIRE}", COUNTY, NOW) is None
    assert inline.read_now(results.of_subject, teacher.id, "b-nothing", COUNTY, NOW) is None
    assert inline.read_now(results.of_subject, teacher.id, "²", COUNTY, NOW) is None


async def test_what_was_declared_void_counts_for_nothing_and_is_still_listed(database: Database) -> None:
    def voided(tx: Transaction) -> tuple[Results, Results | None]:
        teacher, quiz = evening(tx)
        first, *_ = questions_of(tx, FIRE)
        tx.run("UPDATE response SET is_void = 1, is_right = 0 WHERE question_id = :id", id=first.question_id)
        tx.run("UPDATE attempt SET score_total = 2, score_right = score_right - 1 WHERE score_right > 0")
        return seen(tx, teacher, quiz), results.of_bank(tx, teacher.id, FIRE, COUNTY, NOW)

    of_quiz, of_bank = await database.write(voided)
    assert of_bank is not None
    for found in (of_quiz, of_bank):
        first, second, _ = found.questions
        assert (first.number, first.answered, first.void, first.figures) == (1, 0, 9, None)
        assert second.facility == pytest.approx(7 / 9)
        assert found.mean == pytest.approx((3 * 2 / 2 + 4 * 1 / 2 + 0) / 9)


async def test_grants_over_two_towns_are_told_together_and_their_villages_apart(database: Database) -> None:
    def both(tx: Transaction) -> Results:
        teacher, quiz = evening(tx)
        for unit in (WEST, f"{EAST}/一村"):
            teaches(tx, teacher, unit, OPENS)
        return seen(tx, teacher, quiz)

    found = await database.write(both)
    assert (found.answered, [unit.path for unit in found.units]) == (14, [WEST, EAST])
