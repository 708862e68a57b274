"""Why a question or a whole file is refused, and where, in both languages; {text} is what the reason names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from study.question_files.fault_words import in_chinese
from study.question_files.found import Place
from study.question_files.skipped_kinds import kind

__all__ = ["SENTENCES", "kind", "place", "refused_where", "sentence"]

_ANY_FORMAT: dict[str, tuple[str, str]] = {
    "no_stem": ("这道题没有题干。", "This question has no text."),
    "no_answer": ("没有找到答案。", "No answer was found."),
    "answer_is_no_letter": (
        "这道题有选项，答案要写选项字母，现在是“{text}”。",
        "This question has choices, so its answer is a letter; here it is “{text}”.",
    ),
    "no_options": ("这道选择题没有找到选项。", "No choices were found for this question."),
    "no_truth": (
        "判断题的答案要写“对”或“错”（√、×），现在是“{text}”。",
        "The answer to a true-or-false question is true or false; here it is “{text}”.",
    ),
    "type_not_supported": ("{text}，暂不支持这种题型。", "This type of question is not supported: {text}."),
    "has_picture": (
        "这道题带有图片、公式或声音，目前只能导入文字。",
        "This question has a picture, a formula or a sound; only text can be brought in.",
    ),
    "too_long": ("这道题的文字太长。", "The text of this question is too long."),
}

_LEARNING_SYSTEMS: dict[str, tuple[str, str]] = {
    "brace_not_closed": ("大括号没有配对，缺少“}”。", "A brace is not closed: “}” is missing."),
    "brace_alone": (
        "大括号没有配对，多了一个“{text}”。大括号本身要写成“\\{text}”。",
        "There is one “{text}” too many. A brace that is part of the text is written “\\{text}”.",
    ),
    "no_right_answer": ("没有标出哪个答案是对的。", "No answer is marked as right."),
    "mixed_up_answer": (
        "大括号里的答案看不明白：“{text}”。",
        "The answer in braces cannot be read: “{text}”.",
    ),
    "several_fully_right": (
        "只能选一个的题标了不止一个正确答案：“{text}”。",
        "Only one choice can be picked, and more than one is marked as right: “{text}”.",
    ),
    "no_number": ("答案“{text}”不是数字。", "The answer “{text}” is not a number."),
    "wildcard": (
        "答案“{text}”用 * 代表任意文字，请写出具体的答案。",
        "The answer “{text}” uses * for any text; please write out what is accepted.",
    ),
    "options_out_of_order": (
        "选项字母应从 A 起依次排列，“{text}”不在它的位置上。",
        "The letters of choices run from A without a gap; “{text}” is out of place.",
    ),
    "several_braces": (
        "一道题里有不止一对大括号。每道题只能有一处答案。",
        "There is more than one pair of braces. A question has its answer in one place.",
    ),
    "weights_unclear": (
        "各选项的分值合起来不是 100%，看不出哪些是对的：“{text}”。",
        "The weights of the choices do not add up to 100%, so it is unclear which are right: “{text}”.",
    ),
}

_TABLES: dict[str, tuple[str, str]] = {
    "no_such_option": ("答案“{text}”没有对应的选项。", "The answer “{text}” names none of the choices."),
    "option_is_empty": (
        "选项 {text} 是空的，后面的选项却有内容。",
        "Choice {text} is empty, though a later one is not.",
    ),
    "answer_has_two_meanings": (
        "答案“{text}”可能指第几个选项，也可能指选项的内容，请改写成选项字母。",
        "The answer “{text}” may mean the number of a choice or its text; please write the letter.",
    ),
    "several_answers": (
        "单选题只能有一个答案，现在是“{text}”。",
        "A single-choice question has one answer; here it is “{text}”.",
    ),
    "options_not_expected": (
        "这种题型不该有选项，请核对题型。",
        "A question of this type has no choices; please check the type.",
    ),
    "too_many_options": ("选项太多，最多 {text} 个。", "There are too many choices; {text} are the most."),
    "sheet_without_header": (
        "这张工作表没有找到表头（题干、答案），没有读取。",
        "No header row (question, answer) was found on this sheet, so it was not read.",
    ),
}

_BANKS: dict[str, tuple[str, str]] = {
    "yaml_syntax": (
        "从这一行起不是正确的 YAML，请检查缩进、冒号后的空格和引号。",
        "From this line on this is not proper YAML: {text}.",
    ),
    "yaml_missing": ("缺少 {text}。", "{text} is missing."),
    "yaml_unknown": ("不认识 {text}。", "{text} is not known here."),
    "yaml_value": ("{text} 的内容不合要求。", "{text} does not have a value that fits."),
    "language_missing": (
        "缺少“{text}”的文字：题干、选项和解析要有同样几种语言。",
        "The text in {text} is missing: stem, choices and explanation have the same languages.",
    ),
    "unknown_language": (
        "不认识语言“{text}”，可用：zh-Hans、en。",
        "The language {text} is not known; there are zh-Hans and en.",
    ),
}

_WHOLE_FILE: dict[str, tuple[str, str]] = {
    "not_readable": (
        "文件打不开，可能已损坏，或与它的扩展名不符。",
        "The file cannot be read. It may be damaged, or it is not what its name says.",
    ),
    "too_large": ("文件太大，请控制在 20 MB 以内。", "The file is too large; 20 MB is the most."),
    "too_deep": ("文件里一层套一层，套得太深，不能读取。", "The file is nested too deeply to be read."),
    "wrong_encoding": (
        "文字编码认不出来，请另存为 UTF-8 编码再发。",
        "The encoding of the text cannot be told. Please save it as UTF-8 and send it again.",
    ),
    "not_questions": ("文件里没有找到题目。", "No questions were found in the file."),
    "no_header": (
        "没有找到表头。表头至少要有“题干”和“答案”两列，可以先下载模板看看。",
        "No header row was found. It needs at least the columns question and answer; the template shows how.",
    ),
    "table_too_large": (
        "表格太大，请控制在 20 万行以内，并删去远处的多余单元格。",
        "The table is too large: at most 200,000 rows, and nothing far away from the others.",
    ),
    "locked": (
        "文件设了打开密码。请先去掉密码，另存后再发。",
        "The file has a password. Please take the password off, save it and send it again.",
    ),
    "too_many_questions": (
        "题目太多，一个文件最多 20,000 道，请分成几份再发。",
        "There are too many questions; 20,000 in one file are the most. Please send it in parts.",
    ),
    "old_word": (
        "这是旧版 Word 文件（.doc）。请在 Word 或 WPS 里另存为 .docx 再发。",
        "This is an old Word file (.doc). Please save it as .docx and send that.",
    ),
    "web_page": (
        "这其实是一个网页文件。请用 Excel 或 WPS 打开，另存为 .xlsx 再发。",
        "This is a web page in truth. Please open it in a spreadsheet program and save it as .xlsx.",
    ),
    "unknown_format": (
        "这种文件读不了。请发 Word（.docx）、表格（.xlsx、.xls、.ods、.csv）、文本（.txt）、GIFT、"
        "Moodle XML 或 YAML 文件。",
        "Files of this kind cannot be read. Please send Word (.docx), a table (.xlsx, .xls, .ods, .csv), text"
        " (.txt), GIFT, Moodle XML or YAML.",
    ),
}

SENTENCES: dict[str, tuple[str, str]] = _ANY_FORMAT | _LEARNING_SYSTEMS | _TABLES | _BANKS | _WHOLE_FILE
"""Reason → Chinese and English."""


def sentence(reason: str, language: str, text: str = "") -> str:
    """The reason as a sentence. KeyError for a reason that has no words."""
    if reason == "unfit":
        return in_chinese(text) if language == "zh-Hans" else text
    chinese, english = SENTENCES[reason]
    return (chinese if language == "zh-Hans" else english).replace("{text}", text)


def place(where: Place, language: str) -> str:
    """`第 12 行`, `line 12`; with the sheet where there is one: `《单选》第 3 行`."""
    if language == "zh-Hans":
        counted = "题" if where.kind == "question" else "行"
        return (
            f"《{where.sheet}》第 {where.number} {counted}" if where.sheet else f"第 {where.number} {counted}"
        )
    at = f"{where.kind} {where.number}"
    return f"sheet “{where.sheet}”, {at}" if where.sheet else at


def refused_where(refusal: Mapping[str, Any], language: str) -> str:
    """The place of a refused question, with the heading of the cell that is to blame where there is one."""
    where = place(Place(*refusal["place"]), language)
    return f"{where} “{refusal['column']}”" if refusal["column"] else where
