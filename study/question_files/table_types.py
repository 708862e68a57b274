"""What tables of questions call the types: in a column, in brackets before the stem, in a sheet's name."""

from __future__ import annotations

import re

from study.question_files.found import QuestionTypeName
from study.question_files.marks import folded, type_named
from study.rules.frozen import frozen

_MORE: dict[str, QuestionTypeName] = {
    "single": "single_choice",
    "single answer": "single_choice",
    "one answer": "single_choice",
    "radio": "single_choice",
    "单选选择": "single_choice",
    "multiple": "multiple_choice",
    "multiple answer": "multiple_choice",
    "multiple answers": "multiple_choice",
    "multiple response": "multiple_choice",
    "multiple select": "multiple_choice",
    "multi select": "multiple_choice",
    "checkbox": "multiple_choice",
    "不定项": "multiple_choice",
    "多选选择": "multiple_choice",
    "true or false": "true_false",
    "true/false": "true_false",
    "truefalse": "true_false",
    "t/f": "true_false",
    "yes/no": "true_false",
    "对错": "true_false",
    "判断对错": "true_false",
    "判断正误": "true_false",
    "正误判断": "true_false",
    "fill in the blank": "fill_in",
    "fill in blank": "fill_in",
    "blank": "fill_in",
    "填充": "fill_in",
    "short": "short_answer",
    "问答": "short_answer",
    "open ended": "short_answer",
}
_CHOICE = frozenset(
    ("选择", "客观", "选择类", "choice", "multiple choice", "multiplechoice", "multichoice", "mcq", "mc")
)
"""One answer or several: the number of right letters tells."""

_KNOWN = r"单选|单项选择|多选|多项选择|不定项选择|判断|是非|填空|简答|问答|选择"
_UNKNOWN = (
    r"论述|论文|案例分析|案例|材料分析|材料|分析|名词解释|计算|综合|应用|操作|实操|作文|写作|公文写作|翻译|阅读理解|完形填空|完型填空"
    r"|连线|匹配|配对|配伍|排序|改错|辨析|主观"
)
_PREFIX = re.compile(
    rf"^\s*(?:[\[【(（]\s*(?P<bracketed>(?:{_KNOWN}|{_UNKNOWN})题?)\s*[\]】)）]\s*(?:[:：、.．]\s*)?"
    rf"|(?P<plain>(?:{_KNOWN})题)\s*(?:[:：]|(?=\d{{1,4}}\s*[.、．])))"
)
_KNOWN_IN_NAME = re.compile(
    rf"{_KNOWN}|single.?choice|multiple.?(?:choice|answers?)|true.?(?:or.?)?false|fill.?in|short.?answer"
)
_UNKNOWN_IN_NAME = re.compile(rf"(?:{_UNKNOWN})题(?![库目集])|matching|ordering|essay")
_HEADING = re.compile(
    rf"^\s*(?:第?\s*[一二三四五六七八九十]{{1,2}}\s*(?:部分|大题)?\s*[、.．:：]?\s*)?(?P<type>(?:{_UNKNOWN}|{_KNOWN})题)"
    r"\s*(?:[(（,，:：共].*)?$"
)


@frozen
class TypeWord:
    """What was written. `type`: the garden's name; None for a type it does not have; "choice" for one or several."""

    written: str
    type: QuestionTypeName | str | None


def type_word(text: str) -> TypeWord | None:
    """What a cell says of the type; None when it is empty or a number that only its own system knows."""
    written = " ".join(text.split())
    if not written or written.isdigit():
        return None
    plain = re.sub(r"\s*[(\[【][^)\]】]*[)\]】]", "", folded(written)) or folded(written)
    word = " ".join(plain.replace("-", " ").split()).removesuffix("题").removesuffix(" question")
    if word in _CHOICE:
        return TypeWord(written, "choice")
    return TypeWord(written, _MORE.get(word) or type_named(word))


def split_prefix(stem: str) -> tuple[TypeWord | None, str]:
    """The type that stands before a stem, as `【多选题】` or `单选题 1.`, and the stem without it."""
    found = _PREFIX.match(stem)
    if not found or not stem[found.end() :].strip():
        return None, stem
    return type_word(found["bracketed"] or found["plain"]), stem[found.end() :]


def type_in_name(name: str) -> TypeWord | None:
    """The type that a sheet is named for; None when it says nothing of types."""
    found = _KNOWN_IN_NAME.search(folded(name)) or _UNKNOWN_IN_NAME.search(folded(name))
    return type_word(found[0].replace("_", " ")) if found else None


def type_of_heading(text: str) -> TypeWord | None:
    """`二、多项选择题（每题 2 分）` in a row of its own: the type of the rows below."""
    found = _HEADING.match(text) if len(text) <= 60 else None
    return type_word(found["type"]) if found else None
