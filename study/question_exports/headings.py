"""How tables of questions are headed and what their cells say, in both languages; `read_tables` knows them all."""

from __future__ import annotations

from study.rules.question import LETTERS, Question

TYPES: dict[str, tuple[str, str]] = {
    "single_choice": ("单选题", "single choice"),
    "multiple_choice": ("多选题", "multiple answers"),
    "true_false": ("判断题", "true or false"),
    "fill_in": ("填空题", "fill in"),
    "short_answer": ("简答题", "short answer"),
}
TRUTHS: dict[str, tuple[str, str]] = {"true": ("对", "true"), "false": ("错", "false")}

_BEFORE = (("编号", "题型", "题干"), ("id", "type", "question"))
_AFTER = (("答案", "解析", "难度"), ("answer", "explanation", "difficulty"))
_OPTION = ("选项{}", "option {}")


def _which(language: str) -> int:
    return 0 if language == "zh-Hans" else 1


def headings(options: int, language: str) -> tuple[str, ...]:
    """The header of a table whose questions have at most so many options."""
    which = _which(language)
    lettered = tuple(_OPTION[which].format(letter) for letter in LETTERS[:options])
    return _BEFORE[which] + lettered + _AFTER[which]


def type_in_words(kind: str, language: str) -> str:
    return TYPES[kind][_which(language)]


def answer_in_words(question: Question, language: str) -> str:
    """`ACD`, 对, or the accepted strings; a backslash before a mark that would part one of them in two."""
    if question.type == "true_false":
        return TRUTHS[question.answer[0]][_which(language)]
    if question.choices:
        return "".join(sorted(question.answer))
    strings = [
        answer.replace("|", "\\|").replace("｜", "\\｜").replace("；", "\\；") for answer in question.answer
    ]
    return ("；" if language == "zh-Hans" else " | ").join(strings)
