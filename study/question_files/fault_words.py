"""What the question types find fault with, in Chinese: their own sentences are English and fixed."""

from __future__ import annotations

import re

_TYPES_OWN: tuple[tuple[str, str], ...] = (
    (r"The question has no text\.", "这道题没有题干。"),
    (
        r"A question with choices needs at least two; this one has (\d+)\.",
        "选择题至少要有两个选项，这道题有 {0} 个。",
    ),
    (r"There are (\d+) choices; the letters end at ([A-Z])\.", "选项有 {0} 个，太多了，字母只到 {1}。"),
    (r"The answer is missing\.", "没有答案。"),
    (
        r'The answer "(.*?)" names no choice; the choices are A to ([A-Z])\.',
        "答案“{0}”没有对应的选项，选项是 A 到 {1}。",
    ),
    (r'The answer names "(.*?)" more than once\.', "答案里“{0}”写了不止一次。"),
    (r"Choice ([A-Z]) is empty\.", "选项 {0} 是空的。"),
    (r"Choices ([A-Z]) and ([A-Z]) are the same\.", "选项 {0} 和 {1} 相同。"),
    (
        r"A single-choice question has one right choice; the answer names (\d+)\.",
        "单选题只有一个正确选项，答案写了 {0} 个。",
    ),
    (r"A true-or-false question has no choices of its own\.", "判断题不需要选项。"),
    (r"The answer to a true-or-false question is true or false\.", "判断题的答案只能是对或错。"),
    (r"A question answered in words has no choices\.", "填空题和简答题不需要选项。"),
    (r"An accepted answer is empty or only punctuation\.", "有一个答案是空的，或者只有标点。"),
    (r"The stem of a fill-in question shows its blank as ____\.", "填空题的题干要用 ____ 标出空格。"),
    (
        r"A fill-in question has one blank; this stem has (\d+)\.",
        "填空题只能有一个空，这道题有 {0} 个。",
    ),
)

_ANY = re.compile("|".join(f"(?P<fault{number}>{pattern})" for number, (pattern, _) in enumerate(_TYPES_OWN)))


def in_chinese(faults: str) -> str:
    """One or several of the types' sentences; a sentence that is not known stays as it is."""
    return _ANY.sub(_chinese, faults).replace("。 ", "。")


def _chinese(found: re.Match[str]) -> str:
    for number, (_, chinese) in enumerate(_TYPES_OWN):
        if found[f"fault{number}"] is not None:
            first = found.re.groupindex[f"fault{number}"] + 1
            return chinese.format(*found.groups()[first - 1 : first + 1])
    return found[0]
