"""Moodle XML: every question is read, refused with its number, or listed as skipped; hostile files are refused."""

from __future__ import annotations

import pytest

from study.question_files.found import FoundQuestion, UnreadableQuestions
from study.question_files.moodle_xml import read_moodle_xml


def quiz(*questions: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>{"".join(questions)}</quiz>'.encode()


def answer(text: str, fraction: str = "0", inside: str = "", form: str = "html") -> str:
    return f'<answer fraction="{fraction}" format="{form}"><text>{text}</text>{inside}</answer>'


def question(kind: str, *inside: str, stem: str = "<p>甲？</p>", form: str = "html") -> str:
    return (
        f'<question type="{kind}"><name><text>题一</text></name>'
        f'<questiontext format="{form}"><text><![CDATA[{stem}]]></text></questiontext>{"".join(inside)}</question>'
    )


def only(*inside: str) -> FoundQuestion:
    found = read_moodle_xml(quiz(*inside))
    assert (found.refused, found.skipped) == ((), ())
    return found.questions[0]


def feedback(text: str) -> str:
    return f'<feedback format="html"><text>{text}</text></feedback>'


CATEGORY = '<question type="category"><category><text>$course$/甲</text></category></question>'


def test_one_right_choice() -> None:
    read = only(question("multichoice", "<single>true</single>", answer("一"), answer("二", "100")))
    assert (read.type, read.stem, read.choices, read.answer, read.name) == (
        "single_choice",
        "甲？",
        ("一", "二"),
        ("B",),
        "题一",
    )


def test_several_right_choices() -> None:
    marked = (
        answer("一", "33.33333"),
        answer("二", "33.33333"),
        answer("三", "33.33333"),
        answer("四", "-100"),
    )
    read = only(question("multichoice", "<single>false</single>", *marked))
    assert (read.type, read.answer) == ("multiple_choice", ("A", "B", "C"))


@pytest.mark.parametrize("right", ["true", "false"])
def test_true_or_false(right: str) -> None:
    marked = [
        answer(word, "100" if word == right else "0", form="moodle_auto_format") for word in ("true", "false")
    ]
    read = only(question("truefalse", *marked))
    assert (read.type, read.answer) == ("true_false", (right,))


def test_the_accepted_words_are_those_with_the_whole_mark() -> None:
    read = only(
        question(
            "shortanswer", answer("北京", "100"), answer("4\\*5", "100"), answer("京", "50"), answer("*")
        )
    )
    assert (read.type, read.answer) == ("short_answer", ("北京", "4*5"))


def test_a_stem_with_a_blank_is_a_fill_in() -> None:
    read = only(question("shortanswer", answer("北京", "100"), stem="首都是<u>&nbsp; &nbsp;</u>。"))
    assert (read.type, read.stem) == ("fill_in", "首都是____。")


def test_an_exact_number_is_filled_in() -> None:
    read = only(question("numerical", answer("2.0000000", "100", "<tolerance>0</tolerance>")))
    assert (read.type, read.stem, read.answer) == ("fill_in", "甲？ ____", ("2",))


@pytest.mark.parametrize(
    "made",
    [
        question("numerical", answer("2", "100", "<tolerance>0.1</tolerance>")),
        question("numerical", answer("2", "100"), "<units><unit><multiplier>1</multiplier></unit></units>"),
        *(
            question(kind)
            for kind in ("matching", "essay", "description", "cloze", "ddwtos", "calculated", "甲")
        ),
    ],
)
def test_types_the_garden_does_not_have_are_listed(made: str) -> None:
    found = read_moodle_xml(quiz(CATEGORY, question("essay"), made))
    assert (found.questions, found.refused) == ((), ())
    assert [skipped.place.number for skipped in found.skipped] == [1, 2]
    assert found.skipped[1].kind == made.split('"')[1]
    assert found.skipped[1].stem == "甲？"


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        (question("multichoice", answer("一", "100"), answer("二"), stem='<img src="a.png">'), "has_picture"),
        (question("multichoice", answer("一@@PLUGINFILE@@/a", "100"), answer("二")), "has_picture"),
        (
            question("multichoice", answer("一", "100", '<file name="a">AA</file>'), answer("二")),
            "has_picture",
        ),
        (question("multichoice", answer("一"), answer("二")), "no_right_answer"),
        (question("multichoice", answer("一", "100"), answer("二", "100")), "several_fully_right"),
        (
            question("multichoice", "<single>false</single>", answer("一", "30"), answer("二", "30")),
            "weights_unclear",
        ),
        (question("multichoice", answer("一", "many"), answer("二")), "weights_unclear"),
        (question("multichoice", answer("一", "100"), answer("一")), "unfit"),
        (question("multichoice"), "no_right_answer"),
        (question("truefalse", answer("也许", "100")), "no_truth"),
        (question("shortanswer", answer("北*", "100")), "wildcard"),
        (question("numerical", answer("*", "100")), "wildcard"),
        (question("numerical", answer("二", "100")), "no_number"),
        (question("shortanswer", answer("一", "100"), stem=""), "unfit"),
        (question("shortanswer", answer("一", "100"), stem="长" * 20_001), "too_long"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_its_number(made: str, reason: str) -> None:
    good = question("shortanswer", answer("一", "100"))
    found = read_moodle_xml(quiz(CATEGORY, good, made, CATEGORY, good))
    assert [q.place.number for q in found.questions] == [1, 3]
    assert [(r.reason, r.place.number) for r in found.refused] == [(reason, 2)]


def test_html_reads_as_plain_text() -> None:
    items = "<ol>\n<li>H<sub>2</sub>O</li>\n<li>x<sup>2</sup></li></ol>"
    stem = f"<p>甲 &amp; <b>乙</b>&nbsp;&lt;</p>\n{items}<style>p{{}}</style>末"
    read = only(question("shortanswer", answer("一", "100"), stem=stem))
    assert read.stem == "甲 & 乙 <\n1. H2O\n2. x2\n末"


def test_text_that_is_no_html_stays_as_it_stands() -> None:
    made = question(
        "shortanswer", answer("&lt;b&gt;", "100", form="plain_text"), stem="1 < 2 <p>", form="plain_text"
    )
    read = only(made)
    assert (read.stem, read.answer) == ("1 < 2 <p>", ("<b>",))


def test_the_explanation_is_for_everybody_else_for_those_who_are_right() -> None:
    right = answer("一", "100", feedback("对，见第三条。"))
    general = "<generalfeedback><text>&lt;p&gt;见第三条。&lt;/p&gt;</text></generalfeedback>"
    assert (
        only(question("multichoice", right, answer("二", "0", feedback("错")))).explanation
        == "对，见第三条。"
    )
    assert only(question("multichoice", general, right, answer("二"))).explanation == "见第三条。"


def test_a_picture_beside_an_answer_is_no_reason_to_refuse() -> None:
    right = answer("一", "100", "<feedback><text>好</text><file name='thumb.png'>AA</file></feedback>")
    assert only(question("multichoice", right, answer("二"))).explanation == ""


@pytest.mark.parametrize("encoding", ["gb2312", "GBK", "gb18030", "utf-16", "UTF-8"])
def test_encodings_of_the_county(encoding: str) -> None:
    made = question("shortanswer", answer("一", "100"), stem="水池")
    content = f'<?xml version="1.0" encoding="{encoding}"?><quiz>{made}</quiz>'.encode(encoding)
    assert read_moodle_xml(content).questions[0].stem == "水池"


BOMB = '<!DOCTYPE quiz [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not_readable"),
        (b"<quiz><question>", "not_readable"),
        (b"\x00\x01\x02", "not_readable"),
        (b"PK\x03\x04", "not_readable"),
        (b"<html><body/></html>", "not_questions"),
        (f"{BOMB}<quiz>&b;</quiz>".encode(), "not_readable"),
        (b'<!DOCTYPE quiz SYSTEM "file:///etc/passwd"><quiz/>', "not_readable"),
        (b'<!DOCTYPE q [<!ENTITY x SYSTEM "file:///etc/hostname">]><quiz>&x;</quiz>', "not_readable"),
        (b"<quiz>" + b"<a>" * 200_000, "too_deep"),
        ("<quiz>水池</quiz>".encode("gb18030"), "wrong_encoding"),
        (b'<?xml version="1.0" encoding="punycode"?><quiz/>', "wrong_encoding"),
        (b'<?xml version="1.0" encoding="zlib"?><quiz/>', "wrong_encoding"),
    ],
)
def test_a_file_that_is_none_is_refused_as_a_whole(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableQuestions) as caught:
        read_moodle_xml(content)
    assert caught.value.reason == reason


def test_too_many_elements_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("study.question_files.moodle_elements.MOST_ELEMENTS", 5)
    with pytest.raises(UnreadableQuestions) as caught:
        read_moodle_xml(quiz(question("essay")))
    assert caught.value.reason == "too_large"


def test_an_empty_quiz_holds_nothing() -> None:
    assert read_moodle_xml(b"<quiz/>").questions == ()
