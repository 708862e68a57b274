from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from study.rules.draw import Candidate, choice_order, draw, order_matters
from study.rules.question import Question, ShownQuestion

MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)


def fresh(bank_sizes):
    return [
        Candidate(100 * bank + number, f"bank-{bank}", 0)
        for bank, size in enumerate(bank_sizes)
        for number in range(size)
    ]


def after(candidates, drawn, at):
    return [
        Candidate(each.question_id, each.topic, each.seen + 1, at) if each.question_id in drawn else each
        for each in candidates
    ]


def test_nothing_repeats_until_everything_was_asked():
    for seed in range(50):
        rng = Random(seed)
        candidates = fresh([10])
        asked = []
        for attempt in range(4):
            asked.append(draw(candidates, 5, rng))
            candidates = after(candidates, asked[-1], MONDAY + timedelta(minutes=attempt))
        assert not set(asked[0]) & set(asked[1])
        assert set(asked[0]) == set(asked[2])
        assert set(asked[1]) == set(asked[3])


def test_a_draw_is_balanced_over_topics_of_unequal_size():
    for seed in range(50):
        drawn = draw(fresh([40, 10, 2]), 9, Random(seed))
        assert Counter(question // 100 for question in drawn) in (
            Counter({0: 4, 1: 3, 2: 2}),
            Counter({0: 3, 1: 4, 2: 2}),
        )


def test_a_seen_question_waits_even_when_its_topic_is_short():
    candidates = [Candidate(1, "a", 1, MONDAY), Candidate(2, "b", 0), Candidate(3, "b", 0)]
    assert set(draw(candidates, 2, Random(1))) == {2, 3}
    assert draw(candidates, 3, Random(1))[2] == 1


def test_equals_are_drawn_equally_often():
    rng = Random(11)
    times = Counter(question for _ in range(2000) for question in draw(fresh([10]), 3, rng))
    assert set(times) == set(range(10))
    assert all(500 < count < 700 for count in times.values())


def test_the_remainder_does_not_always_fall_to_the_same_topic():
    rng = Random(3)
    extra = Counter(draw(fresh([5, 5, 5]), 4, rng)[3] // 100 for _ in range(600))
    assert all(150 < extra[bank] < 250 for bank in range(3))


def test_the_same_seed_draws_the_same_whatever_order_the_candidates_came_in():
    candidates = fresh([20, 20])
    backwards = list(reversed(candidates))
    assert draw(candidates, 6, Random(5)) == draw(backwards, 6, Random(5))
    assert draw(candidates, 6, Random(5)) != draw(candidates, 6, Random(6))


def test_a_bank_smaller_than_the_draw_gives_what_it_has():
    assert sorted(draw(fresh([3]), 5, Random(1))) == [0, 1, 2]
    assert draw([], 5, Random(1)) == []


def with_choices(*choices, shuffle=None):
    return Question("q", "single_choice", "?", choices, ("A",), shuffle)


def test_every_choice_stands_at_every_place_about_equally_often():
    rng = Random(23)
    question = with_choices("报告", "等待", "转移", "核实")
    places = Counter(
        (place, original) for _ in range(4000) for place, original in enumerate(choice_order(question, rng))
    )
    assert len(places) == 16
    assert all(900 < count < 1100 for count in places.values())


def test_every_order_fits_its_question_and_is_reproducible():
    for seed in range(100):
        question = with_choices(*(f"说法{mark}" for mark in "甲乙丙丁戊己"[: 2 + seed % 5]))
        order = choice_order(question, Random(seed))
        assert set(ShownQuestion(question, order).choices) == set(question.choices)
        assert order == choice_order(question, Random(seed))


@pytest.mark.parametrize(
    "last",
    [
        "以上都对",
        "以上均是",
        "以上皆非。",
        "以上都不对",
        "都不对",
        "全部正确",
        "以上选项都正确",
        "以上三项",
        "上述说法均错误",
        "前两项",
        "A和B",
        "Ａ、Ｂ",
        "A、B都对",
        "ABC都对",
        "A 与 C",
        "选项A",
        "both A and B",
        "A or C",
        "Option B",
        "All of the above",
        "none of the above.",
        "None of these",
        "Neither of them",
        "All the above",
    ],
)
def test_choices_that_speak_of_others_keep_the_authors_order(last):
    question = with_choices("报告上级", "通知群众", "转移老人", last)
    assert all(choice_order(question, Random(seed)) == (0, 1, 2, 3) for seed in range(20))


@pytest.mark.parametrize(
    "choices",
    [
        ("3", "5", "7", "9"),
        ("30分钟", "1小时", "2小时", "24小时以内"),
        ("一天", "三天", "半个月"),
        ("3月1日", "9月15日", "12月31日"),
        ("2024-11-01", "2025-03-01"),
        ("within 24 hours", "within 3 days", "Two weeks"),
        ("10%", "25％", "50%"),
        ("March 1", "September 15"),
        ("收到申请之日起5个工作日内", "收到申请之日起７个工作日内"),
        ("1,000 元", "2,000 元"),
    ],
)
def test_numbers_amounts_and_dates_keep_the_authors_order(choices):
    assert order_matters(choices)


@pytest.mark.parametrize(
    "choices",
    [
        ("报告上级", "通知群众", "转移老人"),
        ("由两名以上的执法人员到场", "请当事人签字", "先行登记保存"),
        ("Two people sign the record", "One household hears the record read aloud once more", "Three copies"),
        ("县级以上各级人民政府", "乡镇人民政府", "三人以上都同意的村民小组"),
        ("先报告，再处置", "24小时后报告", "只通知村干部"),
        ("Report a landslide and a flood", "Answer a call", "Wait"),
        (),
    ],
)
def test_other_choices_are_shuffled(choices):
    assert not order_matters(choices)


def test_the_author_has_the_last_word_on_shuffling():
    assert all(
        choice_order(with_choices("甲", "乙", "丙", shuffle=False), Random(seed)) == (0, 1, 2)
        for seed in range(20)
    )
    orders = {choice_order(with_choices("1", "2", "3", shuffle=True), Random(seed)) for seed in range(60)}
    assert len(orders) == 6


def test_a_question_without_choices_has_an_empty_order():
    assert choice_order(Question("t", "true_false", "?", (), ("true",)), Random(1)) == ()
