"""Moodle's GIFT: every question is read, refused with its line, or listed as skipped."""

from __future__ import annotations

import pytest

from study.question_files.found import FoundQuestion
from study.question_files.gift import read_gift


def only(text: str) -> FoundQuestion:
    found = read_gift(text)
    assert (found.refused, found.skipped) == ((), ())
    (question,) = found.questions
    return question


def why(text: str) -> tuple[str, int]:
    found = read_gift(text)
    assert (found.questions, found.skipped) == ((), ())
    (refused,) = found.refused
    return refused.reason, refused.place.number


def test_one_right_choice_with_a_name_and_feedback() -> None:
    question = only(
        "::防汛 1::水库水位到警戒线，先做什么？{\n=上报#对，先报再处置。\n~自行开闸#不可以。\n~等天亮\n}"
    )
    assert question == FoundQuestion(
        question.place,
        "single_choice",
        "水库水位到警戒线，先做什么？",
        ("上报", "自行开闸", "等天亮"),
        ("A",),
        "对，先报再处置。",
        "防汛 1",
    )


def test_general_feedback_is_the_explanation() -> None:
    assert only("选哪个？{=甲#好 ~乙 ####见第三条。\n第二段。}").explanation == "见第三条。\n第二段。"


@pytest.mark.parametrize(
    ("braces", "kind", "answer"),
    [
        ("{~%50%甲 ~%50%乙 ~丙}", "multiple_choice", ("A", "B")),
        ("{~%33.333%甲 ~%33.333%乙 ~%33.333%丙 ~%-100%丁}", "multiple_choice", ("A", "B", "C")),
        ("{~%100%甲 ~乙}", "multiple_choice", ("A",)),
        ("{~%50%甲 =乙 ~丙}", "single_choice", ("B",)),
        ("{~%100%甲 ~%50%乙 ~丙}", "single_choice", ("A",)),
    ],
)
def test_weights_say_which_choices_are_right(braces: str, kind: str, answer: tuple[str, ...]) -> None:
    question = only(f"选哪个？{braces}")
    assert (question.type, question.answer) == (kind, answer)


@pytest.mark.parametrize(
    ("braces", "reason"),
    [
        ("{~甲 ~乙}", "no_right_answer"),
        ("{=%50%甲 ~乙}", "no_right_answer"),
        ("{=甲 =乙 ~丙}", "several_fully_right"),
        ("{~%30%甲 ~%30%乙 ~丙}", "weights_unclear"),
        ("{=甲 ~甲}", "unfit"),
        ("{~%0%甲 ~%-50%乙}", "no_right_answer"),
        ("{甲 =乙}", "mixed_up_answer"),
        ("{=甲*}", "wildcard"),
        ("{=%50%甲}", "no_right_answer"),
        ("{#三}", "no_number"),
        ("{#1,000}", "no_number"),
        ("{=甲} 与 {=乙}", "several_braces"),
        ("=甲}", "brace_alone"),
        ("{=甲{}", "brace_alone"),
        ("{=甲}}", "brace_alone"),
        ("{=[html]<img src='a.png'> ~乙}".replace("src='", "src\\='"), "has_picture"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_its_line(braces: str, reason: str) -> None:
    assert why(f"// 注释\n选哪个？{braces}") == (reason, 2)


@pytest.mark.parametrize(
    ("word", "answer"),
    [("T", "true"), ("TRUE", "true"), ("F", "false"), ("FALSE", "false"), ("true", "true"), ("错", "false")],
)
def test_true_or_false(word: str, answer: str) -> None:
    question = only(f"水池每年清洗一次。{{{word}#一年两次。#答对了。}}")
    assert (question.type, question.stem, question.answer) == ("true_false", "水池每年清洗一次。", (answer,))
    assert question.explanation == "一年两次。"


def test_several_accepted_answers_in_words() -> None:
    question = only("我国的首都是哪里？{=北京 =北京市 =%50%京}")
    assert (question.type, question.answer) == ("short_answer", ("北京", "北京市"))


@pytest.mark.parametrize(
    ("text", "kind", "stem"),
    [
        ("首都是{=北京}。", "fill_in", "首都是____。"),
        ("首都是{~上海 =北京}。", "single_choice", "首都是____。"),
        ("首都是____。{=北京}", "fill_in", "首都是____。"),
        ("首都是（ ）{=北京}。", "fill_in", "首都是（ ）。"),
        ("首都是哪里？{=北京}。", "short_answer", "首都是哪里？"),
        ("首都是北京{T}。", "true_false", "首都是北京。"),
        ("____、____和____是哪三样？{=甲乙丙}", "short_answer", "____、____和____是哪三样？"),
    ],
)
def test_braces_within_the_sentence_leave_a_blank(text: str, kind: str, stem: str) -> None:
    question = only(text)
    assert (question.type, question.stem) == (kind, stem)


@pytest.mark.parametrize(
    ("braces", "answer"),
    [
        ("{#3}", ("3",)),
        ("{#3:0}", ("3",)),
        ("{#3..3}", ("3",)),
        ("{#=3:0 =%50%3:2}", ("3",)),
        ("{#2.50#对}", ("2.5",)),
        ("{#=3 =4 ~#不对}", ("3", "4")),
    ],
)
def test_an_exact_number_is_filled_in(braces: str, answer: tuple[str, ...]) -> None:
    question = only(f"一年几次？{braces}")
    assert (question.type, question.stem, question.answer) == ("fill_in", "一年几次？ ____", answer)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("圆周率？{#3.14:0.01}", "numerical"),
        ("圆周率？{#3.1..3.2}", "numerical"),
        ("连线{=甲 -> 一 =乙 -> 二}", "matching"),
        ("谈谈体会。{}", "essay"),
        ("谈谈体会。{####言之成理即可}", "essay"),
        ("以下是第二部分。", "description"),
    ],
)
def test_types_the_garden_does_not_have_are_listed(text: str, kind: str) -> None:
    found = read_gift(f"\n\n{text}\n")
    assert (found.questions, found.refused) == ((), ())
    assert [(skipped.kind, skipped.place.number) for skipped in found.skipped] == [(kind, 3)]
    assert found.skipped[0].stem


def test_escaped_signs_are_text() -> None:
    question = only(r"8\:30 时 \{x \= 1\} \~ \# \\ 换\n行 C:\d{=1 \= 1 ~\~\n}")
    assert question.stem == "8:30 时 {x = 1} ~ # \\ 换\n行 C:\\d"
    assert question.choices == ("1 = 1", "~\n")


@pytest.mark.parametrize(
    ("written", "accepted"), [(r"4\*5", "4*5"), (r"4\\*5", "4*5"), (r"a\\\*b", r"a\*b"), (r"\\", "\\")]
)
def test_an_escaped_star_is_a_star(written: str, accepted: str) -> None:
    assert only(f"怎么写？{{={written}}}").answer == (accepted,)


def test_marked_up_text_reads_as_plain_text() -> None:
    question = only(
        "[html]<p>甲 &amp; <b>乙</b><br>丙</p>{=[plain]<b> ~a<sup>2</sup> ~[markdown]**丁** ####<p>完</p>}"
    )
    assert question.stem == "甲 & 乙\n丙"
    assert (question.choices, question.explanation) == (("<b>", "a2", "丁"), "完")


def test_text_without_a_mark_stays_as_it_stands() -> None:
    assert only("<b>&amp; 是什么？{=<i> ~<u>}").stem == "<b>&amp; 是什么？"


def test_categories_comments_and_carriage_returns_are_no_questions() -> None:
    found = read_gift(
        "\ufeff// 甲\r\n\r\n$CATEGORY: 法规/2026\r\n\r\n一？{T}\r\n$CATEGORY: 乙\r\n二？{F}\r\n"
    )
    assert [(q.stem, q.place.number) for q in found.questions] == [("一？", 5), ("二？", 7)]


def test_questions_need_no_blank_line_between_them() -> None:
    found = read_gift("一？{\n=甲\n~乙\n}\n二？{F}\n三{=甲}四？\n五？{T}")
    assert [(q.stem, q.place.number) for q in found.questions] == [
        ("一？", 1),
        ("二？", 5),
        ("三____四？", 6),
        ("五？", 7),
    ]


def test_a_blank_line_within_braces_ends_nothing() -> None:
    assert only("一？{\n=甲\n\n// 中间\n\n~乙\n}").choices == ("甲", "乙")


@pytest.mark.parametrize("between", ["\n", "\n\n", "\n\n说明\n\n"])
def test_after_a_brace_that_is_never_closed_reading_goes_on(between: str) -> None:
    found = read_gift(f"零？{{T}}\n\n一？{{=甲 ~乙{between}二？{{F}}")
    assert [q.stem for q in found.questions] == ["零？", "二？"]
    assert [(r.reason, r.place.number, r.stem) for r in found.refused] == [("brace_not_closed", 3, "一？")]


def test_a_stem_that_is_missing_is_refused() -> None:
    assert why("::只有名称::{T}") == ("unfit", 1)


def test_tags_in_comments_keep_difficulty_and_type() -> None:
    question = only("// [tag:short_answer] [tag:difficulty 5]\n____处怎么写？{=a->b}")
    assert (question.type, question.difficulty, question.answer) == ("short_answer", 5, ("a->b",))


@pytest.mark.parametrize(
    "hostile", ["{" * 50_000, "a{" + "=" * 20_000 + "}", "a{\n\n" * 20_000, "::" * 50_000]
)
def test_hostile_text_is_read_in_passing(hostile: str) -> None:
    found = read_gift(hostile)
    assert not found.questions
    assert found.refused or found.skipped
