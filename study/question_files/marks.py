"""What question files in Chinese mark: numbers of stems, types, answers, explanations, blanks."""

from __future__ import annotations

import re
import unicodedata

from study.question_files.option_marks import split_options
from study.rules.question import LETTERS

__all__ = ["split_options"]

STEM = re.compile(
    r"^\s*(?:第|题目|问题|[Qq]\.?)?\s*(?P<number>\d{1,5})\s*"
    r"(?P<sign>题\s*[.．、:：]?|[.．、:：)）]{1,2}|\t)\s*(?P<text>.*)$",
    re.DOTALL,
)
"""`1.`, `1、`, `1．`, `1）`, `第1题`, `题目1：`, `Q1.`; `(1)` counts points within a question."""

MAYBE_A_NUMBER = re.compile(r"^\s*\d{1,5}[.．:：]\d")
"""`3.5 万元` as well as question 3, whose stem begins with 5."""

_OWN_TYPES = (
    "单选题?|单项选择题?|多选题?|多项选择题?|不定项选择题?|判断题?|判断正误题?|是非题?|填空题?|简答题?"
)
_OTHER_TYPES = (
    "问答题?|名词解释题?|论述题?|案例分析题?|案例题?|材料分析题?|材料题?|连线题?|匹配题?|排序题?|计算题?|作文题?|写作题?"
    "|综合题|应用题|操作题|改错题|辨析题|分析题"
)
_ENGLISH_TYPES = "single choice|multiple choice|multiple answers|true or false|fill in|short answer"
TYPE = f"{_OWN_TYPES}|{_OTHER_TYPES}"
TYPE_AT_START = re.compile(
    rf"^\s*(?P<bracket>[\[【(（])?\s*(?P<type>{TYPE}|(?<=[\[【(（])(?:{_ENGLISH_TYPES}))"
    r"\s*(?P<rest>[\]】)）]|\d+[.、．]|[:：.、．](?!\d))?\s*",
    re.IGNORECASE,
)
TYPE_AT_END = re.compile(rf"[\[【(（]\s*(?P<type>{TYPE})\s*[\]】)）]\s*\*?\s*$")
TYPE_THEN_NUMBER = re.compile(rf"^\s*[\[【(（]?\s*(?P<type>{TYPE})\s*[\]】)）]?\s*(?=第?\s*\d)")
"""`单选题 1.`, `【判断题】第3题`"""

_ANSWER_WORD = "(?:正确|标准|参考)?答案|(?:Correct |Right )?Answer"
_TOLD_WORD = "答案解析|试题解析|解析|详解|答案说明|Explanation"
ANSWER_LINE = re.compile(
    rf"^\s*(?:[\[【(（]\s*(?:{_ANSWER_WORD})\s*[\]】)）]\s*[:：]?|(?:{_ANSWER_WORD})\s*[:：]"
    r"|(?:正确|标准|参考)?答案\s*(?:[是为][:：]?|(?=[ \t]|$)))"
    r"\s*(?P<answer>.*)$",
    re.DOTALL | re.IGNORECASE,
)
EXPLANATION_LINE = re.compile(
    rf"^\s*(?:[\[【(（]\s*(?:{_TOLD_WORD}|说明|解释|依据|分析)\s*[\]】)）]\s*[:：]?"
    rf"|(?:{_TOLD_WORD}|说明|解释|依据|分析)\s*[:：])\s*(?P<text>.*)$",
    re.DOTALL | re.IGNORECASE,
)
DIFFICULTY_LINE = re.compile(
    r"^\s*[\[【(（]?\s*(?:难度|Difficulty)\s*[\]】)）]?\s*[:：]\s*(?P<text>.*)$", re.IGNORECASE
)
MARK_WITHIN = re.compile(
    rf"(?<=\S)\s*(?=[\[【]\s*(?:{_ANSWER_WORD}|{_TOLD_WORD})\s*[\]】]|(?:{_ANSWER_WORD}|{_TOLD_WORD})\s*[:：])",
    re.IGNORECASE,
)
"""Where an answer or explanation follows on the same line."""

ANSWER_IN_STEM = re.compile(
    r"[(（]\s*(?P<answer>[A-Za-zＡ-Ｚａ-ｚ](?:[,，、\s]{0,3}[A-Za-zＡ-Ｚａ-ｚ]){0,25}|[√×✓✔✗✘对错]|正确|错误)\s*[)）]"
)
SIGN_AT_END = re.compile(r"(?P<answer>[√×✓✔✗✘])\s*[。.]?\s*$")
_LINE = re.compile(r"[_＿]{2,}")
_EMPTY_BRACKETS = re.compile(r"[(（]\s*[)）]")
BLANK = re.compile(r"[_＿]{2,}|[(（]\s*[)）]")

TRUE = frozenset({"√", "✓", "✔", "对", "正确", "是", "t", "true", "ture", "y", "yes", "1", "right"})
FALSE = frozenset({"×", "✗", "✘", "x", "错", "错误", "否", "不正确", "f", "false", "n", "no", "0", "wrong"})

TYPES = {
    "单选": "single_choice",
    "单项选择": "single_choice",
    "多选": "multiple_choice",
    "多项选择": "multiple_choice",
    "不定项选择": "multiple_choice",
    "判断": "true_false",
    "判断正误": "true_false",
    "是非": "true_false",
    "填空": "fill_in",
    "简答": "short_answer",
    "single_choice": "single_choice",
    "single choice": "single_choice",
    "multiple_choice": "multiple_choice",
    "multiple choice": "multiple_choice",
    "multiple answers": "multiple_choice",
    "true_false": "true_false",
    "true false": "true_false",
    "true or false": "true_false",
    "fill_in": "fill_in",
    "fill in": "fill_in",
    "short_answer": "short_answer",
    "short answer": "short_answer",
}
"""The names of types in both languages; what is not here is a type the garden does not have."""


def folded(text: str) -> str:
    """Half width, trimmed, small letters: for comparing words."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


def blanks(stem: str) -> int:
    """How many blanks a stem shows: lines, or empty brackets where it has no lines."""
    return len(_LINE.findall(stem) or _EMPTY_BRACKETS.findall(stem))


def type_named(text: str) -> str | None:
    """The garden's name of a type, `单选题` or `single choice` alike; None for an unknown one."""
    name = folded(text).removesuffix("题").replace("-", "_")
    return TYPES.get(name) or TYPES.get(name.replace("_", " "))


def truth(text: str) -> str | None:
    """ "true" or "false" for √, 对, 正确, T and their opposites; None for anything else."""
    word = folded(text).strip(" .。")
    if word in TRUE:
        return "true"
    return "false" if word in FALSE else None


def letters_in(text: str) -> tuple[str, ...]:
    """The letters of an answer: `ABD`, `A B D`, `A,B,D`, `DCBA`; empty when it is anything else."""
    compact = re.sub(r"[\s,，、;；/和]+", "", unicodedata.normalize("NFKC", text)).upper().strip(".。")
    if compact and all(letter in LETTERS for letter in compact):
        return tuple(sorted(set(compact)))
    return ()
