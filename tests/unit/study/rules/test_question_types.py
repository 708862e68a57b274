from dataclasses import replace
from random import Random

import pytest

from study.rules.question import LETTERS, Question, ShownQuestion
from study.rules.question_types import QUESTION_TYPES

SINGLE = Question("s", "single_choice", "?", ("报告", "等待", "转移", "bad"), ("A",))
MULTIPLE = replace(SINGLE, id="m", type="multiple_choice", answer=("A", "C"))
STATEMENT = Question("t", "true_false", "?", (), ("true",))
BLANK = Question("f", "fill_in", "____小时内报告。", (), ("2", "两", "two"))
WORDS = Question("w", "short_answer", "?", (), ("突发事件应对法", "Emergency Response Law"))
AUTHORS_ORDER = (0, 1, 2, 3)
REVERSED = (3, 2, 1, 0)


def typed(question, text, order=None):
    places = tuple(range(len(question.choices))) if order is None else order
    return QUESTION_TYPES[question.type].parse_typed(text, ShownQuestion(question, places))


def faults(question):
    return QUESTION_TYPES[question.type].check(question)


def test_every_type_is_listed_under_its_own_name():
    assert [kind.name for kind in QUESTION_TYPES.values()] == list(QUESTION_TYPES)


@pytest.mark.parametrize(
    "text", ["A", "a", "Ａ", " a ", "A。", "Ａ．", "(a)", "A、", "1", "１", "①", "1.", "报告", "报 告。"]
)
def test_one_choice_is_read_however_it_is_typed(text):
    assert typed(SINGLE, text) == ("A",)


@pytest.mark.parametrize(
    "text", ["", "。", "E", "5", "0", "-1", "13", "AC", "A A", "A1", "我不知道", "报告等待", "١", "A-C"]
)
def test_what_names_no_single_choice_is_not_read(text):
    assert typed(SINGLE, text) is None


@pytest.mark.parametrize(
    "text",
    [
        "AC",
        "ca",
        "a c",
        "A、C",
        "A,C",
        "Ａ，Ｃ。",
        "A和C",
        "a and c",
        "1 3",
        "１３",
        "31",
        "①③",
        "A/C",
        "A；C",
        "AACC",
    ],
)
def test_several_choices_are_read_however_they_are_typed(text):
    assert typed(MULTIPLE, text) == ("A", "C")


@pytest.mark.parametrize(("text", "given"), [("B", ("B",)), ("转移", ("C",)), ("dcba", tuple("ABCD"))])
def test_a_multiple_choice_response_may_name_one_choice_or_all(text, given):
    assert typed(MULTIPLE, text) == given


@pytest.mark.parametrize("text", ["AE", "15", "A2", "A-C", "1.3", "不清楚"])
def test_what_names_no_choices_is_not_read(text):
    assert typed(MULTIPLE, text) is None


def test_letters_and_numbers_mean_what_is_shown():
    assert typed(SINGLE, "A", REVERSED) == ("D",)
    assert typed(SINGLE, "4", REVERSED) == ("A",)
    assert typed(SINGLE, "报告", REVERSED) == ("A",)
    assert typed(MULTIPLE, "AB", REVERSED) == ("C", "D")


def test_whatever_the_order_the_letters_of_the_right_choices_are_right():
    rng = Random(7)
    kind = QUESTION_TYPES["multiple_choice"]
    for _ in range(200):
        shown = ShownQuestion(MULTIPLE, tuple(rng.sample(range(4), 4)))
        letters = list(shown.shown_letters(kind.key(MULTIPLE)))
        rng.shuffle(letters)
        response = kind.parse_typed("".join(letters), shown)
        assert response is not None and kind.grade(MULTIPLE, response)
        wrong = next(letter for letter in LETTERS[:4] if letter not in letters)
        response = kind.parse_typed("".join([*letters, wrong]), shown)
        assert response is not None and not kind.grade(MULTIPLE, response)


@pytest.mark.parametrize(
    ("choices", "text", "given"),
    [
        (("1", "3", "5", "7"), "5", ("C",)),  # no fifth choice: only the text can be meant
        (("1", "3", "5", "7"), "3", None),  # the third choice or the text of the second
        (("1 天", "3 天", "5 天"), "3", None),
        (("1 天", "3 天", "5 天"), "1", ("A",)),
        (("1 天", "3 天", "5 天"), "3 天", ("B",)),
        (("1 天", "3 天", "5 天"), "2", ("B",)),
        (("拨打 110", "拨打 120"), "1", ("A",)),
        (("13", "24"), "13", ("A",)),
        (("B", "A", "C"), "A", ("A",)),  # a letter is always the letter shown
        (("A", "B", "AB", "O"), "AB", ("C",)),
    ],
)
def test_a_response_that_could_mean_two_choices_is_not_guessed_at(choices, text, given):
    assert typed(replace(SINGLE, choices=choices), text) == given


def test_a_word_made_of_letters_in_use_is_not_guessed_at():
    assert typed(SINGLE, "bad") == ("D",)
    assert typed(MULTIPLE, "bad") is None
    assert typed(MULTIPLE, "b a d") == ("A", "B", "D")


@pytest.mark.parametrize(
    ("text", "given"),
    [(text, ("true",)) for text in ("对", "√", "正确", "是", "true", "T", "Ｙ", "对。", "✔️", " 是的。。")]
    + [(text, ("false",)) for text in ("错", "×", "x", "错误", "否", "false", "F", "n", "不对", "Ｎ。")]
    + [(text, None) for text in ("", "A", "1", "不知道", "对错")],
)
def test_true_and_false_are_read_in_many_ways(text, given):
    assert typed(STATEMENT, text) == given


def test_typed_words_are_kept_as_typed():
    assert typed(BLANK, " ２ ") == ("２",)
    assert typed(WORDS, "《突发事件应对法》。") == ("《突发事件应对法》。",)
    assert typed(BLANK, "。") is None


@pytest.mark.parametrize(
    ("question", "given", "right"),
    [
        (SINGLE, ("A",), True),
        (SINGLE, ("B",), False),
        (MULTIPLE, ("A", "C"), True),
        (MULTIPLE, ("A",), False),
        (MULTIPLE, ("A", "B", "C"), False),
        (replace(MULTIPLE, answer=("C", "A")), ("A", "C"), True),
        (STATEMENT, ("true",), True),
        (STATEMENT, ("false",), False),
        (BLANK, ("2.0",), True),
        (BLANK, ("两。",), True),
        (BLANK, ("二",), False),
        (BLANK, (), False),
        (WORDS, ("emergency response law.",), True),
        (WORDS, ("《突发事件应对法》",), True),
        (WORDS, ("应对法",), False),
    ],
)
def test_a_response_is_right_only_when_it_says_what_the_key_says(question, given, right):
    assert QUESTION_TYPES[question.type].grade(question, given) is right


@pytest.mark.parametrize("question", [SINGLE, MULTIPLE, STATEMENT, BLANK, WORDS])
def test_the_key_is_right_and_a_sound_question_has_no_faults(question):
    kind = QUESTION_TYPES[question.type]
    assert kind.grade(question, kind.key(question))
    assert kind.check(question) == []


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (replace(SINGLE, answer=("E",)), 'The answer "E" names no choice; the choices are A to D.'),
        (replace(SINGLE, answer=("AB",)), 'The answer "AB" names no choice; the choices are A to D.'),
        (replace(SINGLE, answer=("a",)), 'The answer "a" names no choice; the choices are A to D.'),
        (replace(SINGLE, answer=()), "The answer is missing."),
        (
            replace(SINGLE, answer=("A", "B")),
            "A single-choice question has one right choice; the answer names 2.",
        ),
        (replace(SINGLE, choices=("是",)), "A question with choices needs at least two; this one has 1."),
        (replace(SINGLE, choices=("甲",) * 27), "There are 27 choices; the letters end at Z."),
        (replace(SINGLE, choices=("甲", " ", "乙")), "Choice B is empty."),
        (replace(SINGLE, choices=("甲", "乙", "甲。")), "Choices A and C are the same."),
        (replace(MULTIPLE, answer=("A", "A")), 'The answer names "A" more than once.'),
        (replace(STATEMENT, answer=("对",)), "The answer to a true-or-false question is true or false."),
        (replace(STATEMENT, choices=("对", "错")), "A true-or-false question has no choices of its own."),
        (replace(BLANK, stem="几小时内报告？"), "The stem of a fill-in question shows its blank as ____."),
        (replace(BLANK, stem="____和____"), "A fill-in question has one blank; this stem has 2."),
        (replace(WORDS, answer=()), "The answer is missing."),
        (replace(WORDS, answer=("是", "。")), "An accepted answer is empty or only punctuation."),
        (replace(WORDS, choices=("甲", "乙")), "A question answered in words has no choices."),
    ],
)
def test_a_wrong_authored_answer_is_told_in_one_sentence(question, sentence):
    assert faults(question) == [sentence]


def test_empty_brackets_are_a_blank_as_well():
    assert faults(replace(BLANK, stem="应当在（　）小时内报告（重大情况除外）。")) == []


def test_choices_of_symbols_only_are_told_apart():
    assert faults(replace(SINGLE, choices=("!", "?", "…"), answer=("B",))) == []
