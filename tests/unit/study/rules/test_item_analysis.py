"""The figures of a question, against numbers worked out by hand."""

from __future__ import annotations

import pytest

from study.rules.item_analysis import ATTENTION, Counted, ItemFigures, analyse, bands, mean, median
from study.rules.question import Question
from study.rules.score import Score

SINGLE = Question("q", "single_choice", "先做什么？", ("报告", "处置", "等待"), ("A",))
SEVERAL = Question("q", "multiple_choice", "哪些对？", ("甲", "乙", "丙", "丁"), ("A", "C"))
TRUTH = Question("q", "true_false", "对吗？", (), ("true",))
TYPED = Question("q", "fill_in", "火警电话____", (), ("119",))


def given(letters: str, right: int, people: int = 1, total: int = 10, key: str = "A") -> Counted:
    return Counted(tuple(letters), letters == key, Score(right, total), people)


def ten(right_from: int, wrong: str = "B") -> ItemFigures:
    """Ten people with 0 to 9 of 10 right; those from `right_from` on have this question right."""
    return analyse(SINGLE, [given("A" if score >= right_from else wrong, score) for score in range(10)])


def test_facility_is_the_share_right_and_discrimination_upper_less_lower() -> None:
    figures = ten(5)
    assert (figures.answered, figures.right, figures.facility) == (10, 5, 0.5)
    # 27 % of ten people are three: those with 7, 8, 9 all right, those with 0, 1, 2 all wrong.
    assert figures.discrimination == 1.0
    # From 8 on right: two of the upper three, none of the lower.
    assert ten(8).discrimination == pytest.approx(2 / 3)


def test_people_with_the_same_score_at_the_border_count_in_part_whatever_the_order() -> None:
    counted = [
        given("A", 5, 2, total=5),
        given("B", 5, 2, total=5),
        given("A", 3, 3, total=5),
        given("A", 1, 1, total=5),
        given("C", 1, 2, total=5),
    ]
    # Three of the four with 5 of 5 make the upper group: 2 x 3/4 right. The lower: 1 of 3 right.
    expected = pytest.approx((1.5 - 1) / 3)
    assert analyse(SINGLE, counted).discrimination == expected
    assert analyse(SINGLE, counted[::-1]).discrimination == expected


def test_scores_of_attempts_of_different_length_are_compared_as_shares() -> None:
    same = [given("A", 3, 5, total=5), given("B", 6, 5, total=10)]
    assert analyse(SINGLE, same).discrimination is None, "everybody has 60 %"


def test_a_difference_of_a_fifth_is_enough() -> None:
    # Eighteen people, groups of five: all five of the upper, four of the lower; 16 of 18 right.
    counted = [given("A", 9, 5), given("A", 5, 7), given("B", 5, 1), given("A", 1, 4), given("B", 1, 1)]
    figures = analyse(SINGLE, counted)
    assert (figures.upper, figures.lower, figures.discrimination) == (1.0, 0.8, 0.2)
    assert figures.judgement == "good"


def test_a_hundred_people_have_groups_of_twenty_seven() -> None:
    counted = [given("A", 9, 27), given("A", 5, 23), given("B", 5, 23), given("A", 1, 9), given("B", 1, 18)]
    # Upper 27 of 27; lower 9 of 27.
    assert analyse(SINGLE, counted).discrimination == pytest.approx(18 / 27)


def test_below_ten_people_nothing_is_said_of_the_question() -> None:
    nine = analyse(SINGLE, [given("B", score) for score in range(9)])
    assert (nine.facility, nine.discrimination, nine.judgement) == (0.0, None, "few")
    nobody = analyse(SINGLE, [], unanswered=3)
    assert (nobody.facility, nobody.judgement, nobody.unanswered) == (None, "few", 3)


def test_every_option_is_counted_those_nobody_chose_too() -> None:
    figures = analyse(SINGLE, [given("A", 9, 6), given("B", 2, 4)])
    assert [(o.option, o.is_key, o.people) for o in figures.options] == [
        ("A", True, 6),
        ("B", False, 4),
        ("C", False, 0),
    ]
    assert [(o.upper, o.lower) for o in figures.options] == [(3, 0), (0, 3), (0, 0)]


def test_of_several_choices_each_letter_counts_by_itself() -> None:
    counted = [given("AC", 9, 6, key="AC"), given("ABC", 5, 3, key="AC"), given("D", 1, 3, key="AC")]
    figures = analyse(SEVERAL, counted)
    assert [(o.option, o.people) for o in figures.options] == [("A", 9), ("B", 3), ("C", 9), ("D", 3)]
    assert (figures.right, figures.judgement) == (6, "good")


def test_what_was_typed_is_counted_by_what_it_says() -> None:
    counted = [
        Counted(("119",), True, Score(9, 10), 7),
        Counted(("１１９",), True, Score(8, 10), 1),
        Counted(("110",), False, Score(1, 10), 4),
    ]
    figures = analyse(TYPED, counted)
    assert [(o.option, o.is_key, o.people) for o in figures.options] == [
        ("119", True, 8),
        ("110", False, 4),
    ]
    assert figures.judgement == "good"


@pytest.mark.parametrize(
    ("question", "counted", "judgement"),
    [
        # The best three: two chose B, one the key.
        (SINGLE, [given("B", 9, 2), given("A", 8, 1), given("A", 3, 7)], "key"),
        # The best three chose the key and a wrong option alike: no doubt.
        (SINGLE, [given("A", 9, 3), given("B", 9, 3), given("B", 1, 4)], "good"),
        (SINGLE, [given("A", 9, 19), given("B", 1, 1)], "easy"),
        (SINGLE, [given("A", 9, 5), given("B", 1, 15)], "hard"),
        # Six of ten right in the middle, in the upper and lower group two of three each.
        (
            SINGLE,
            [
                given("A", 9, 2),
                given("B", 9),
                given("A", 5, 2),
                given("C", 5, 2),
                given("A", 1, 2),
                given("B", 1),
            ],
            "flat",
        ),
        # One of two right choices is chosen by one of the best three, a wrong one by two.
        (
            SEVERAL,
            [given("AC", 9, 1, key="AC"), given("AB", 9, 2, key="AC"), given("AC", 4, 7, key="AC")],
            "key",
        ),
        (
            TRUTH,
            [Counted(("false",), False, Score(9, 10), 3), Counted(("true",), True, Score(2, 10), 9)],
            "key",
        ),
        (
            TYPED,
            [Counted(("一一九",), False, Score(9, 10), 3), Counted(("119",), True, Score(2, 10), 9)],
            "key",
        ),
    ],
)
def test_the_judgement_goes_by_rule(question: Question, counted: list[Counted], judgement: str) -> None:
    assert analyse(question, counted).judgement == judgement


def test_what_somebody_should_look_at_is_not_what_is_merely_easy() -> None:
    assert set(ATTENTION) == {"key", "hard", "flat"}


def test_answers_to_other_choices_count_but_not_among_the_options() -> None:
    old = Counted(("B",), True, Score(9, 10), 6, of_these_choices=False)
    figures = analyse(SINGLE, [old, given("A", 2, 4)])
    assert (figures.answered, figures.right, figures.older) == (10, 10, 6)
    assert [o.people for o in figures.options] == [4, 0, 0]


def test_the_bands_begin_at_each_fifth_of_the_scale() -> None:
    scores = [(Score(right, 5), 1) for right in range(6)] + [(Score(1, 10), 2), (Score(19, 20), 3)]
    # 0/5 and twice 1/10; 1/5; 2/5; 3/5; 4/5, 5/5 and three times 19/20.
    assert bands(scores) == (3, 1, 1, 1, 5)
    assert bands([]) == (0, 0, 0, 0, 0)


def test_mean_and_median_are_shares() -> None:
    scores = [(Score(1, 5), 2), (Score(5, 5), 1), (Score(4, 10), 1)]
    assert mean(scores) == pytest.approx((0.2 * 2 + 1 + 0.4) / 4)
    assert median(scores) == pytest.approx(0.3), "between the second, 20 %, and the third, 40 %"
    assert median([(Score(1, 5), 3), (Score(5, 5), 2)]) == pytest.approx(0.2)
    assert (mean([]), median([])) == (None, None)
