"""Questions in tables, with the oddities that tables of real offices have."""

from __future__ import annotations

import pytest

from study.question_files.found import (
    Place,
    QuestionFile,
    RefusedQuestion,
    SkippedQuestion,
    UnreadableQuestions,
)
from study.question_files.tables import accepted, read_tables, surest
from study.question_files.words import sentence
from study.spreadsheets import TextSheet, read_sheets

Rows = list[list[str]]


def read(*rows: list[str], name: str = "Sheet1") -> QuestionFile:
    return read_tables([TextSheet(name, tuple(map(tuple, rows)))])


def short(file: QuestionFile) -> list[tuple[str, tuple[str, ...]]]:
    return [(question.type, question.answer) for question in file.questions]


def reasons(file: QuestionFile) -> list[tuple[str, str]]:
    return [(refused.reason, refused.column) for refused in file.refused]


HEADER = ["题型", "题干", "选项A", "选项B", "选项C", "选项D", "答案"]
FOUR = ["甲", "乙", "丙", "丁"]


@pytest.mark.parametrize(
    "header",
    [
        ["题干", "选项A", "选项B", "选项C", "选项D", "答案"],
        ["题目（必填）", "A（必填）", "B", "C", "D", "正确答案 *"],
        ["*试题内容", "选项 1", "选项 2", "选项 3", "选项 4", "标准答案\n（填字母）"],
        ["问题", "A选项", "B选项", "C选项", "D选项", "参考答案："],
        ["试题", "选项一", "选项二", "选项三", "选项四", "【正确答案】答案"],
        ["题干", "选项（Ａ）", "选项（Ｂ）", "选项（Ｃ）", "选项（Ｄ）", "答案"],
        ["题干", "选项", "", "", "", "答案"],
        ["题干", "选项", "选项", "选项", "选项", "答案"],
        ["题干", "答案A", "答案B", "答案C", "答案D", "正确答案"],
        ["Question Stem", "Option A", "Option B", "Option C", "Option D", "Answer Key"],
        ["QUESTION", "choice 1", "choice 2", "choice 3", "choice 4", "Correct Answer"],
        ["Question", "A", "B", "C", "D", "Answer"],
        ["题干", "选项A内容", "选项B内容", "选项C内容", "选项D内容", "正确答案（多选用逗号隔开）"],
    ],
)
def test_headers_are_known_in_either_language_with_their_marks(header: list[str]) -> None:
    [question] = read(header, ["哪一个对？", *FOUR, "C"]).questions
    assert (question.stem, question.choices, question.answer) == ("哪一个对？", tuple(FOUR), ("C",))


def test_a_note_above_the_header_and_two_rows_of_header_are_passed_over() -> None:
    file = read(
        ["题库导入模板（填写前请看说明）", "", "", ""],
        ["说明：题干必填，答案写字母", "", "", ""],
        ["题干", "选项", "", "答案"],
        ["", "A", "B", ""],
        ["哪一个对？", "甲", "乙", "B"],
    )
    assert short(file) == [("single_choice", ("B",))]
    assert file.questions[0].place == Place("row", 5)


@pytest.mark.parametrize(
    ("written", "answer"),
    [
        ("DCBA", ("A", "B", "C", "D")),
        ("A B C D", ("A", "B", "C", "D")),
        ("A,B", ("A", "B")),
        ("Ａ、Ｃ", ("A", "C")),
        ("a；b", ("A", "B")),
        ("1,3", ("A", "C")),
        ("选项B", ("B",)),
        ("2", ("B",)),
        ("丙", ("C",)),
        ("B. 乙", ("B",)),
        ("甲\n丁", ("A", "D")),
        ("甲、丁", ("A", "D")),
    ],
)
def test_answers_are_read_as_letters_numbers_or_texts(written: str, answer: tuple[str, ...]) -> None:
    [question] = read(HEADER, ["", "哪些对？", *FOUR, written]).questions
    assert question.answer == answer
    assert question.type == ("single_choice" if len(answer) == 1 else "multiple_choice")


def test_right_options_may_have_a_column_each() -> None:
    header = ["题干", "A", "B", "C", "正确答案1", "正确答案2"]
    assert short(read(header, ["哪些对？", "甲", "乙", "丙", "C", "A"])) == [("multiple_choice", ("A", "C"))]
    marked = ["题干", "选项A", "选项B", "选项C", "答案A", "答案B", "答案C"]
    assert short(read(marked, ["哪些对？", "甲", "乙", "丙", "√", "", "√"])) == [
        ("multiple_choice", ("A", "C"))
    ]
    assert short(read(marked, ["哪些对？", "甲", "乙", "丙", "0", "1", "0"])) == [("single_choice", ("B",))]


@pytest.mark.parametrize(
    "options",
    [
        "A. 甲 B. 乙 C. 丙 D. 丁",
        "A.甲B.乙C.丙D.丁",
        "A、甲\nB、乙\nC、丙\nD、丁",
        "甲\n乙\n丙\n丁",
        "甲|乙|丙|丁",
        "甲；乙；丙；丁",
        "（A）甲 （B）乙 （C）丙 （D）丁",
    ],
)
def test_all_options_may_stand_in_one_cell(options: str) -> None:
    [question] = read(["题目", "选项", "答案"], ["哪一个对？", options, "D"]).questions
    assert (question.choices, question.answer) == (tuple(FOUR), ("D",))


def test_options_may_stand_below_the_stem() -> None:
    [question] = read(["题目", "答案"], ["哪一个对？\nA. 甲\nB. 乙", "B"]).questions
    assert (question.stem, question.choices, question.answer) == ("哪一个对？", ("甲", "乙"), ("B",))


def test_letters_before_options_are_taken_off_only_when_each_has_its_own() -> None:
    file = read(
        ["题干", "A", "B", "答案"],
        ["一", "A. 甲", "B、1.5 米", "A"],
        ["二", "A. 甲", "乙", "A"],
    )
    assert [question.choices for question in file.questions] == [("甲", "1.5 米"), ("A. 甲", "乙")]


def test_eleven_options_and_as_many_as_there_are_letters() -> None:
    letters = [chr(ord("A") + place) for place in range(26)]
    header = ["题干", *letters, "答案"]
    [question] = read(header, ["哪些对？", *[f"第{place}" for place in range(26)], "KZ"]).questions
    assert (len(question.choices), question.answer) == (26, ("K", "Z"))
    [question] = read(
        header, ["哪些对？", *[f"第{place}" for place in range(11)], *[""] * 15, "AK"]
    ).questions
    assert (len(question.choices), question.answer) == (11, ("A", "K"))


@pytest.mark.parametrize(
    ("written", "answer"),
    [
        ("√", "true"), ("×", "false"), ("对", "true"), ("错误", "false"), ("T", "true"), ("F", "false"),
        ("TRUE", "true"), ("TURE", "true"), ("正确", "true"), ("1", "true"), ("0", "false"),
    ],
)  # fmt: skip
def test_judgements_are_read_however_they_are_marked(written: str, answer: str) -> None:
    file = read(["题型", "题干", "答案"], ["判断题", "地球绕着太阳转。（ ）", written])
    assert short(file) == [("true_false", (answer,))]
    assert file.questions[0].stem == "地球绕着太阳转。"


def test_a_judgement_with_two_options_is_one_only_where_the_type_says_so() -> None:
    rows = ["判断题", "地球绕着太阳转。", "正确", "错误", "", "", "B"]
    assert short(read(HEADER, rows)) == [("true_false", ("false",))]
    assert short(read(HEADER, ["", *rows[1:]])) == [("single_choice", ("B",))]
    assert short(read(HEADER, ["单选题", *rows[1:6], "对"])) == [("single_choice", ("A",))]
    assert reasons(read(HEADER, ["判断题", "哪一个对？", "甲", "乙", "", "", "A"])) == [
        ("options_not_expected", "选项A")
    ]


def test_sheets_are_named_for_their_type() -> None:
    sheets = [
        TextSheet("单选题", (("题干", "A", "B", "答案"), ("一", "甲", "乙", "A"))),
        TextSheet("多选", (("题干", "A", "B", "答案"), ("二", "甲", "乙", "A"))),
        TextSheet("判断题", (("题干", "答案"), ("三", "1"))),
        TextSheet("填空题", (("题干", "答案"), ("四是", "对"))),
        TextSheet("论述题", (("题干", "答案"), ("试述五", "略"))),
        TextSheet("填写说明", (("一行一题", "", ""), ("a", "b", "c"), ("a", "b", "c"))),
        TextSheet("Sheet2", ()),
        TextSheet("其他", (("a", "b", "c"), ("d", "e", "f"))),
    ]
    file = read_tables(sheets)
    assert short(file) == [
        ("single_choice", ("A",)),
        ("multiple_choice", ("A",)),
        ("true_false", ("true",)),
        ("fill_in", ("对",)),
    ]
    assert file.questions[3].stem == "四是____"
    assert file.questions[3].place == Place("row", 2, "填空题")
    assert file.skipped == (SkippedQuestion(Place("row", 2, "论述题"), "论述题", "试述五"),)
    assert [(refused.reason, refused.place.sheet) for refused in file.refused] == [
        ("sheet_without_header", "其他")
    ]


def test_a_row_of_its_own_tells_the_type_of_those_below() -> None:
    file = read(
        ["题干", "A", "B", "答案"],
        ["一、单项选择题（每题 2 分）", "", "", ""],
        ["一", "甲", "乙", "A"],
        ["二、判断题", "", "", ""],
        ["二", "", "", "0"],
    )
    assert short(file) == [("single_choice", ("A",)), ("true_false", ("false",))]


def test_numbers_and_types_before_stems_are_taken_off() -> None:
    file = read(
        ["题干", "A", "B", "答案"],
        ["单选题 1.一共几天？", "甲", "乙", "A"],
        ["2、【多选题】有哪些？", "甲", "乙", "A"],
        ["（3）谁负责？", "甲", "乙", "A"],
        ["4. 1.5 米以上怎么办？", "甲", "乙", "A"],
    )
    assert [question.stem for question in file.questions] == [
        "一共几天？",
        "有哪些？",
        "谁负责？",
        "1.5 米以上怎么办？",
    ]
    assert [question.type for question in file.questions][:2] == ["single_choice", "multiple_choice"]


def test_a_stem_that_only_looks_numbered_stays_whole() -> None:
    stems = [
        "1.5 米以上怎么办？",
        "12、24、36 的下一个数是？",
        "2024 年发生了什么？",
        "单选题怎么答？",
        "= 是什么符号？",
    ]
    file = read(["题干", "A", "B", "答案"], *[[stem, "甲", "乙", "A"] for stem in stems])
    assert [question.stem for question in file.questions] == stems


def test_the_answer_may_stand_in_the_stem() -> None:
    file = read(
        ["题干", "A", "B", "C", "答案"],
        ["哪些对（AC）？", "甲", "乙", "丙", ""],
        ["哪一个对（ B ）？", "甲", "乙", "丙", "B"],
    )
    assert short(file) == [("multiple_choice", ("A", "C")), ("single_choice", ("B",))]
    assert [question.stem for question in file.questions] == ["哪些对（ ）？", "哪一个对（ ）？"]


def test_fill_in_and_short_answers() -> None:
    file = read(
        ["题型", "题干", "答案"],
        ["填空题", "火警电话是（　　）。", "119"],
        ["填空题", "火警电话是【 】。", "119"],
        ["填空题", "火警电话", "119｜一一九；119 电话"],
        ["填空题", "早上____，晚上____。", "甲；乙"],
        ["简答题", "火警电话是多少？", "甲、乙"],
        ["", "火警电话是____。", "1"],
        ["", "火警电话是多少？", "119"],
    )
    assert short(file) == [
        ("fill_in", ("119",)),
        ("fill_in", ("119",)),
        ("fill_in", ("119", "一一九", "119 电话")),
        ("short_answer", ("甲、乙",)),
        ("fill_in", ("1",)),
        ("short_answer", ("119",)),
    ]
    assert [question.stem for question in file.questions][1:3] == ["火警电话是____。", "火警电话____"]
    assert [(refused.place.number, refused.reason) for refused in file.refused] == [(5, "unfit")]


def test_accepted_answers_keep_a_mark_behind_a_backslash() -> None:
    assert accepted("甲\\；乙；丙 | a\\|b") == ("甲；乙", "丙", "a|b")
    assert accepted("甲、乙；甲、乙") == ("甲、乙",)


@pytest.mark.parametrize(
    ("row", "reason", "column"),
    [
        (["单选题", "哪一个对？", *FOUR, ""], "no_answer", "答案"),
        (["单选题", "哪一个对？", *FOUR, "E"], "no_such_option", "答案"),
        (["单选题", "哪一个对？", *FOUR, "5"], "no_such_option", "答案"),
        (["单选题", "哪一个对？", *FOUR, "戊"], "answer_is_no_letter", "答案"),
        (["单选题", "哪一个对？", *FOUR, "AB"], "several_answers", "答案"),
        (["单选题", "哪一个对？", "", "", "", "", "A"], "no_options", "选项A"),
        (["", "哪一个对？", "", "", "", "", "ABD"], "no_options", "选项A"),
        (["单选题", "哪一个对？", "甲", "", "丙", "", "C"], "option_is_empty", "选项B"),
        (["单选题", "哪一个对？", "2", "1", "", "", "2"], "answer_has_two_meanings", "答案"),
        (["单选题", "哪一个对？", "B", "A", "", "", "A"], "answer_has_two_meanings", "答案"),
        (["判断题", "太阳很大。", "", "", "", "", "A"], "no_truth", "答案"),
        (["填空题", "太阳____。", "甲", "乙", "", "", "大"], "options_not_expected", "选项A"),
        (["单选题", "", *FOUR, "A"], "no_stem", "题干"),
        (["单选题", "哪一个对？", "甲", "甲", "", "", "A"], "unfit", ""),
    ],
)
def test_a_row_that_cannot_be_taken_says_where_and_why(row: list[str], reason: str, column: str) -> None:
    file = read(HEADER, row)
    assert file.questions == ()
    [refused] = file.refused
    assert (refused.place, refused.reason, refused.column) == (Place("row", 2), reason, column)
    for language in ("zh-Hans", "en"):
        assert sentence(refused.reason, language, refused.text)


def test_types_the_garden_does_not_have_are_listed() -> None:
    file = read(
        HEADER,
        ["论述题", "试述其意义。", "", "", "", "", "略"],
        ["案例分析题", "阅读材料。", "", "", "", "", ""],
        ["", "【名词解释】法治", "", "", "", "", "略"],
        ["Matching", "a-b", "", "", "", "", "x"],
    )
    assert [(each.kind, each.place.number) for each in file.skipped] == [
        ("论述题", 2),
        ("案例分析题", 3),
        ("名词解释", 4),
        ("Matching", 5),
    ]
    assert (file.questions, file.refused) == ((), ())


def test_rows_with_a_number_and_nothing_else_are_no_questions() -> None:
    rows = [[str(number), "单选题", "", "", "", "", "", ""] for number in range(2, 101)]
    file = read(["序号", *HEADER], ["1", "单选题", "哪一个对？", *FOUR, "A"], *rows, ["序号", *HEADER])
    assert short(file) == [("single_choice", ("A",))]
    assert (file.refused, file.skipped) == ((), ())


def test_further_columns_are_read_or_passed_over() -> None:
    header = ["序号", "编号", "题干", "A", "B", "答案", "答案解析", "难度", "知识点", "分值"]
    file = read(
        header,
        ["1", "law-1", "一", "甲", "乙", "A", " 因为如此。 ", "5", "法", "2"],
        ["2", "", "二", "甲", "乙", "A", "", "较易", "法", "2"],
        ["3", "", "三", "甲", "乙", "A", "", "★★★★", "", ""],
        ["4", "", "四", "甲", "乙", "A", "", "0.8", "", ""],
    )
    assert [(each.name, each.explanation, each.difficulty) for each in file.questions] == [
        ("law-1", "因为如此。", 5),
        ("", "", 2),
        ("", "", 4),
        ("", "", 3),
    ]


def test_a_plain_choice_type_leaves_it_to_the_number_of_answers() -> None:
    for word in ("选择题", "Multiple Choice"):
        file = read(HEADER, [word, "一", *FOUR, "A"], [word, "二", *FOUR, "AB"])
        assert [question.type for question in file.questions] == ["single_choice", "multiple_choice"]


def test_a_number_in_the_column_of_types_says_nothing() -> None:
    assert short(read(HEADER, ["1", "一", *FOUR, "A"], ["3", "二", "", "", "", "", "√"])) == [
        ("single_choice", ("A",)),
        ("true_false", ("true",)),
    ]


def test_the_letter_s_is_no_plural() -> None:
    letters = [f"Option {chr(ord('A') + place)}" for place in range(20)]
    [question] = read(
        ["question", *letters, "answer"], ["Which?", *[f"no. {n}" for n in range(20)], "T"]
    ).questions
    assert question.answer == ("T",)
    [question] = read(["question", "option(s)", "answer(s)"], ["Which?", "this|that", "B"]).questions
    assert question.choices == ("this", "that")


def test_a_csv_with_an_unnamed_column_is_read_by_its_header() -> None:
    text = ',Question,A,B,C,D,Answer\n0,"谁负责;\n哪一级?",甲,乙,丙,丁,D\n1,几天?,1,2.0,3,4,B\n'
    sheets = read_sheets("bank.csv", text.encode())
    assert isinstance(sheets, tuple)
    file = read_tables(surest(sheets))
    assert [(each.stem, each.answer) for each in file.questions] == [
        ("谁负责;\n哪一级?", ("D",)),
        ("几天?", ("B",)),
    ]


@pytest.mark.parametrize("rows", [[], [["a", "b"]], [["题目"]], [["第一章 总则", ""], ["哪一个对？", "A"]]])
def test_a_table_without_a_header_is_refused_as_a_whole(rows: Rows) -> None:
    with pytest.raises(UnreadableQuestions) as refused:
        read(*rows)
    assert refused.value.reason == "no_header"


def test_invisible_characters_are_left_out() -> None:
    [question] = read(
        ["题干", "A", "B", "答案"], ["\ufeff一\u200b？\r\n二", "甲\u200e", "　乙 ", "\u200bA"]
    ).questions
    assert (question.stem, question.choices, question.answer) == ("一？\n二", ("甲", "乙"), ("A",))


def test_a_refused_row_keeps_the_beginning_of_its_stem() -> None:
    [refused] = read(["题干", "A", "B", "答案"], ["长" * 90, "甲", "乙", "Z"]).refused
    assert refused == RefusedQuestion(Place("row", 2), "no_such_option", "Z", "长" * 40, "答案")
