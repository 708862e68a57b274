from itertools import permutations

import pytest

from study.rules.question import LETTERS, Question, ShownQuestion, localize

STORED = {
    "type": "single_choice",
    "stem": {"zh-Hans": "先做什么？", "en": "What comes first?"},
    "choices": [{"zh-Hans": "报告", "en": "Report"}, {"zh-Hans": "等待"}],
    "answer": ["A"],
    "explanation": {"en": "Others must know."},
    "reading": "emergency-handling#first-hour",
    "difficulty": 2,
    "shuffle": None,
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ({"zh-Hans": "甲", "en": "a"}, "a"),
        ({"zh-Hans": "甲"}, "甲"),
        ({"zh-Hans": "甲", "en": ""}, "甲"),
        ({"bo": "ཀ"}, "ཀ"),
        ({}, ""),
        ("same everywhere", "same everywhere"),
    ],
)
def test_a_text_falls_back_to_what_there_is(text, expected):
    assert localize(text, "en", "zh-Hans") == expected


def test_a_stored_question_is_read_in_one_language():
    question = Question.from_stored(STORED, "en", "zh-Hans")
    assert question == Question(
        id="",
        type="single_choice",
        stem="What comes first?",
        choices=("Report", "等待"),
        answer=("A",),
        shuffle=None,
        explanation="Others must know.",
        reading="emergency-handling#first-hour",
    )


def test_a_stored_question_without_choices_or_explanation_is_read():
    stored = {"type": "fill_in", "stem": {"en": "Ring ____."}, "choices": None, "answer": ["119"]}
    question = Question.from_stored(stored, "en", "zh-Hans")
    assert (question.choices, question.explanation, question.reading) == ((), "", None)


def test_every_order_maps_back_to_the_authors_letters():
    question = Question("q", "multiple_choice", "?", ("w", "x", "y", "z"), ("A", "C"))
    for order in permutations(range(4)):
        shown = ShownQuestion(question, order)
        for place, text in enumerate(shown.choices):
            (letter,) = shown.given([place])
            assert question.choices[LETTERS.index(letter)] == text
            assert shown.shown_letters((letter,)) == (LETTERS[place],)
        assert shown.given(LETTERS.index(letter) for letter in shown.shown_letters(("A", "C"))) == ("A", "C")


@pytest.mark.parametrize("place", [-1, 2])
def test_a_place_that_is_not_shown_cannot_be_chosen(place):
    shown = ShownQuestion(Question("q", "single_choice", "?", ("x", "y"), ("A",)), (1, 0))
    with pytest.raises(IndexError):
        shown.given([0, place])


@pytest.mark.parametrize("order", [(), (0,), (0, 0), (1, 2)])
def test_an_order_that_does_not_fit_is_refused(order):
    with pytest.raises(ValueError, match="does not fit 2 choices"):
        ShownQuestion(Question("q", "single_choice", "?", ("x", "y"), ("A",)), order)
