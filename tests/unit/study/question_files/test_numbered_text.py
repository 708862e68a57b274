"""Questions typed as in a test paper: numbers, options, answers in brackets or below, explanations, headings."""

from __future__ import annotations

import pytest

from study.question_files.found import FoundQuestion
from study.question_files.numbered_text import read_numbered_text


def only(text: str) -> FoundQuestion:
    found = read_numbered_text(text)
    assert (found.refused, found.skipped) == ((), ())
    (question,) = found.questions
    return question


def stems(text: str) -> list[str]:
    found = read_numbered_text(text)
    assert (found.refused, found.skipped) == ((), ())
    return [question.stem for question in found.questions]


def why(text: str) -> list[tuple[str, int]]:
    return [(refused.reason, refused.place.number) for refused in read_numbered_text(text).refused]


OPTIONS = "A. 转移群众\nB. 上报险情\nC. 收拾家当\nD. 关闭电闸\n"


def test_a_whole_paper_is_read_with_the_lines_its_questions_begin_on() -> None:
    found = read_numbered_text(
        "防汛应知应会\n\n一、单项选择题（每题 2 分）\n1. 先做什么（A）？\n" + OPTIONS + "解析：先转移。\n"
        "二、多项选择题\n1、哪些要做（ABD）？\n"
        + OPTIONS
        + "三、判断题\n1. 水池每年清洗。（√）\n2. 雨天可以过河。（×）\n"
        "四、填空题\n1. 预警分____级。\n答案：四\n五、简答题\n1. 值班电话是多少？\n答案：12345\n"
        "六、论述题\n1. 谈谈体会。\n"
    )
    assert found.refused == ()
    assert [(q.type, q.answer, q.place.number) for q in found.questions] == [
        ("single_choice", ("A",), 4),
        ("multiple_choice", ("A", "B", "D"), 11),
        ("true_false", ("true",), 17),
        ("true_false", ("false",), 18),
        ("fill_in", ("四",), 20),
        ("short_answer", ("12345",), 23),
    ]
    assert found.questions[0].explanation == "先转移。"
    assert [(s.kind, s.place.number, s.stem) for s in found.skipped] == [("论述题", 26, "谈谈体会。")]


@pytest.mark.parametrize(
    "number", ["1.", "1、", "1．", "１．", "1)", "1）", "1:", "第1题", "第 1 题：", "题目1：", "Q1.", "1\t"]
)
def test_the_ways_a_number_is_written(number: str) -> None:
    assert only(f"{number}先做什么？\n{OPTIONS}答案：A").stem == "先做什么？"


@pytest.mark.parametrize(
    "options",
    [
        "A. 甲\nB. 乙\nC. 丙",
        "A、甲  B、乙  C、丙",
        "A．甲\tB．乙\nC．丙",
        "A.甲B.乙C.丙",
        "（A）甲\n（B）乙\n（C）丙",
        "(A) 甲 (B) 乙 (C) 丙",
        "A：甲；B：乙；C：丙；",
        "a) 甲\nb) 乙\nc) 丙",
        "Ａ.甲　Ｂ.乙　Ｃ.丙",
    ],
)
def test_the_ways_options_are_written(options: str) -> None:
    question = only(f"1. 选哪个？\n{options}\n答案：B")
    assert (question.stem, question.choices, question.answer) == ("选哪个？", ("甲", "乙", "丙"), ("B",))


def test_options_may_follow_the_stem_on_its_line() -> None:
    question = only("1. 选哪个（ ）。A.甲 B.乙 C.丙 D.丁 答案：C")
    assert (question.stem, question.choices) == ("选哪个（ ）。", ("甲", "乙", "丙", "丁"))


def test_letters_within_options_and_stems_begin_none() -> None:
    question = only("1. 缺维生素A、B 的人（B）\nA. 甲\nB. 维生素 C、D\nC. 丙（GDP）")
    assert question.stem == "缺维生素A、B 的人（ ）"
    assert question.choices == ("甲", "维生素 C、D", "丙（GDP）")


def test_eleven_options() -> None:
    letters = "ABCDEFGHIJK"
    question = only("1. 哪些？（AK）\n" + "\n".join(f"{letter}. 第 {letter} 项" for letter in letters))
    assert (len(question.choices), question.answer) == (11, ("A", "K"))


@pytest.mark.parametrize(
    "answer",
    [
        *(
            "答案：ABD",
            "答案:DBA",
            "正确答案：A B D",
            "参考答案： A、B、D",
            "【答案】ABD",
            "[答案] A,B,D",
            "答案 ABD",
        ),
        *(
            "标准答案：ＡＢＤ",
            "答案是ABD",
            "答案：ABD。",
            "答案：选ABD",
            "答案：【ABD】",
            "答案：ABD（每项 1 分）",
            "答案：\nABD",
        ),
        *("Answer: ABD", "Correct answer: A, B, D", "【答案】：ABD【解析】略"),
    ],
)
def test_the_ways_an_answer_stands_below(answer: str) -> None:
    question = only(f"1. 哪些要做？\n{OPTIONS}{answer}\n2. 完（√）".removesuffix("\n2. 完（√）"))
    assert (question.type, question.answer) == ("multiple_choice", ("A", "B", "D"))


@pytest.mark.parametrize(
    "inline", ["（ABD）", "( A B D )", "（A、B、D）", "（ ABD ）", "（ＡＢＤ）", "（DBA）"]
)
def test_an_answer_within_the_stem_is_taken_out_of_it(inline: str) -> None:
    question = only(f"1. 下列{inline}要做。\n{OPTIONS}")
    assert (question.stem, question.answer) == ("下列（ ）要做。", ("A", "B", "D"))


def test_an_answer_that_stands_in_both_places_is_not_given_away() -> None:
    assert only(f"1. 先做（A）。\n{OPTIONS}答案：A").stem == "先做（ ）。"


@pytest.mark.parametrize("told", ["GDP", "WTO", "PPT"])
def test_abbreviations_in_brackets_are_no_answers(told: str) -> None:
    question = only(f"1. 生产总值（{told}）由谁核算？\n{OPTIONS}答案：B")
    assert (question.stem, question.answer) == (f"生产总值（{told}）由谁核算？", ("B",))


@pytest.mark.parametrize(
    ("text", "stem", "answer"),
    [
        ("1. 水要烧开。（√）", "水要烧开。", "true"),
        ("1. 水要烧开（×）。", "水要烧开", "false"),
        ("1. （√）水要烧开。", "水要烧开。", "true"),
        ("1. 水要烧开。 √", "水要烧开。", "true"),
        ("1. 水要烧开。（ ）\n答案：对", "水要烧开。", "true"),
        ("1. 水要烧开。\n答案：错误。水温要够。", "水要烧开。", "false"),
        ("1. 水要烧开（正确）", "水要烧开", "true"),
        ("判断题\n1. 水要烧开。\n答案：是", "水要烧开。", "true"),
        ("判断题\n1. 水要烧开。\nA. 对\nB. 错\n答案：B", "水要烧开。", "false"),
        ("判断题\n1. 水要烧开（A）\nA. 正确\nB. 错误", "水要烧开", "true"),
        ("1. 【判断题】水要烧开。\n答案：F", "水要烧开。", "false"),
    ],
)
def test_judgements(text: str, stem: str, answer: str) -> None:
    question = only(text)
    assert (question.type, question.stem, question.answer) == ("true_false", stem, (answer,))


@pytest.mark.parametrize(
    ("text", "kind", "stem", "answer"),
    [
        ("1. 预警分____级。\n答案：四", "fill_in", "预警分____级。", ("四",)),
        ("1. 每年至少清洗____次。\n答案：1", "fill_in", "每年至少清洗____次。", ("1",)),
        ("1. 预警分（ ）级。\n答案：四；4", "fill_in", "预警分（ ）级。", ("四", "4")),
        ("填空题\n1. 预警分（四）级。", "fill_in", "预警分（ ）级。", ("四",)),
        ("1. 电话是多少？\n答案：12345|县长热线", "short_answer", "电话是多少？", ("12345", "县长热线")),
        ("1. 怎么办？\n答案：先上报\n再转移", "short_answer", "怎么办？", ("先上报\n再转移",)),
    ],
)
def test_answers_in_words(text: str, kind: str, stem: str, answer: tuple[str, ...]) -> None:
    question = only(text)
    assert (question.type, question.stem, question.answer) == (kind, stem, answer)


@pytest.mark.parametrize(
    "mark", ["解析：", "【解析】", "答案解析：", "[解析]", "详解：", "说明：", "依据:", "Explanation: "]
)
def test_explanations_with_all_their_lines(mark: str) -> None:
    question = only(f"1. 先做什么？\n{OPTIONS}答案：A\n{mark}第一条。\n故答案为 A。\n")
    assert question.explanation == "第一条。\n故答案为 A。"


def test_words_that_only_look_like_marks_belong_to_the_stem() -> None:
    question = only(
        "1. 阅读材料。\n依据《防汛条例》，谁负责？\n说明书上没有写。\n答案不唯一的题怎么办？\nA. 甲\nB. 乙\n答案：A"
    )
    assert question.stem == "阅读材料。\n依据《防汛条例》，谁负责？\n说明书上没有写。\n答案不唯一的题怎么办？"


def test_an_explanation_may_come_before_the_answer_and_a_difficulty_too() -> None:
    question = only(f"1. 先做什么？\n{OPTIONS}难度：4\n解析：人命要紧。\n【答案】A")
    assert (question.answer, question.explanation, question.difficulty) == (("A",), "人命要紧。", 4)


@pytest.mark.parametrize(
    "heading",
    [
        *(
            "二、多项选择题",
            "二、多选题（每题 2 分）",
            "（二）多项选择题",
            "第二部分 多选题",
            "多选题",
            "2. 多选题（共 5 题）",
            "【多选题】",
        ),
        "二、多项选择题（共 10 题，每题 2 分。每题的备选项中，有 2 个或 2 个以上符合题意。错选，本题不得分）",
    ],
)
def test_a_heading_names_the_type_of_what_follows(heading: str) -> None:
    question = only(f"{heading}\n1. 哪些要做？（A）\n{OPTIONS}")
    assert (question.type, question.answer) == ("multiple_choice", ("A",))


@pytest.mark.parametrize(
    "prefix", ["单选题 1. ", "1. [多选题] ", "【多选】1、", "1.（多选题）", "1. 多选题：", "多选题第1题 "]
)
def test_a_stem_may_name_its_own_type(prefix: str) -> None:
    question = only(f"{prefix}哪一个？\n{OPTIONS}答案：A")
    assert question.stem == "哪一个？"
    assert question.type == ("single_choice" if "单选" in prefix else "multiple_choice")


def test_a_type_may_stand_at_the_end_of_the_stem() -> None:
    question = only(f"1. 哪一个？ [多选题] *\n{OPTIONS}答案：A")
    assert (question.stem, question.type) == ("哪一个？", "multiple_choice")


def test_a_heading_of_choices_leaves_it_open_how_many_are_right() -> None:
    found = read_numbered_text(
        f"一、判断题\n1. 甲。（√）\n二、选择题\n1. 一（A）\n{OPTIONS}2. 二（AB）\n{OPTIONS}"
    )
    assert [q.type for q in found.questions] == ["true_false", "single_choice", "multiple_choice"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (f"1. 没有答案\n{OPTIONS}", "no_answer"),
        (f"1. 不是字母\n{OPTIONS}答案：转移", "answer_is_no_letter"),
        (f"1. 没有这一项\n{OPTIONS}答案：E", "unfit"),
        (f"单选题\n1. 不止一个（AB）\n{OPTIONS}", "unfit"),
        ("单选题\n1. 没有选项\n答案：A", "no_options"),
        ("判断题\n1. 不是对错\n答案：也许", "no_truth"),
        ("判断题\n1. 选项不是对错\nA. 一\nB. 二\n答案：A", "options_not_expected"),
        ("1. A. 甲 B. 乙\n答案：A", "unfit"),
        ("1. 两个空____和____\n答案：甲", "unfit"),
        ("1. 选项相同（A）\nA. 一\nB. 一", "unfit"),
        ("1. 有图\ufffc（A）\nA. 一\nB. 二", "has_picture"),
    ],
)
def test_what_cannot_be_taken_is_refused_and_the_next_is_read(text: str, reason: str) -> None:
    found = read_numbered_text(f"{text}\n三、判断题\n1. 完。（√）")
    assert [q.stem for q in found.questions] == ["完。"]
    assert [(r.reason, r.place.number) for r in found.refused] == [(reason, 2 if text[0] in "单判" else 1)]


def test_points_within_a_question_are_no_questions() -> None:
    text = (
        "1. 先做什么？（A）\n" + OPTIONS + "解析：\n1、人命要紧。\n2、其余可以等。\n"
        "2. 下列说法：\n（1）甲\n（2）乙\n1、丙\n2、丁\n3.5 米算高水位。\nA. 都对 B. 都错\n答案：A\n"
        "3. 2025 年几次？\nA.1次 B.2次\n答案：A"
    )
    assert stems(text) == [
        "先做什么？（ ）",
        "下列说法：\n（1）甲\n（2）乙\n1、丙\n2、丁\n3.5 米算高水位。",
        "2025 年几次？",
    ]
    assert read_numbered_text(text).questions[0].explanation == "1、人命要紧。\n2、其余可以等。"


def test_gaps_in_the_numbers_and_numbers_that_begin_again_are_taken() -> None:
    text = "1. 一。（√）\n2. 二。（√）\n5. 五。（√）\n1. 又一。（×）\n2. 又二。（×）"
    assert stems(text) == ["一。", "二。", "五。", "又一。", "又二。"]


def test_a_question_without_an_answer_is_not_swallowed_by_its_neighbours() -> None:
    text = f"1. 一（A）\n{OPTIONS}2. 二\n3. 三（B）\n{OPTIONS}4. 四\n"
    assert why(text) == [("no_answer", 6), ("no_answer", 12)]
    assert [q.stem for q in read_numbered_text(text).questions] == ["一（ ）", "三（ ）"]


def test_numbers_in_brackets_count_questions_where_there_are_no_others() -> None:
    assert stems("判断题\n（1）一。（√）\n（2）二。（×）") == ["一。", "二。"]


def test_questions_without_numbers_are_known_by_their_options_and_answers() -> None:
    text = f"防汛\n先做什么？\n{OPTIONS}答案：A\n再做什么？\n{OPTIONS}答案：B\n"
    text += "预警分____级。\n答案：四\n水要烧开。（√）"
    assert stems(text) == ["先做什么？", "再做什么？", "预警分____级。", "水要烧开。"]
    assert [q.place.number for q in read_numbered_text(text).questions] == [2, 8, 14, 16]


def test_text_without_questions_holds_none() -> None:
    found = read_numbered_text("\ufeff关于开展学习的通知\n\n各村：\n请按时学习。\n")
    assert (found.questions, found.refused, found.skipped) == ((), (), ())


def test_a_long_paper_keeps_every_question() -> None:
    text = "".join(
        f"{n}. 第 {n} 题（{'ABCD'[n % 4]}）\r\n{OPTIONS}解析：见第 {n} 条。\r\n\r\n" for n in range(1, 3001)
    )
    found = read_numbered_text(text)
    assert (len(found.questions), found.refused) == (3000, ())
    assert found.questions[-1].explanation == "见第 3000 条。"


@pytest.mark.parametrize(
    "hostile",
    [
        "1. （" + " " * 50_000 + "末",
        "1. " + "（ " * 30_000,
        "1. 甲【" + "\n \n" * 20_000,
        "1. a\n" + "A. x B. y " * 9_000,
        "1.\n" * 20_000,
    ],
)
def test_hostile_text_is_read_in_passing(hostile: str) -> None:
    assert len(read_numbered_text(hostile).questions) == 0
