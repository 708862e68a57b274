"""A statement that is right or wrong (判断)."""

from __future__ import annotations

from study.rules.question import Given, Question, ShownQuestion
from study.rules.question_types.wording import normalised

_TRUE = "对 对的 √ ✓ ✔ ✅ 正确 是 是的 true t yes y right correct"
_FALSE = "错 错的 错误 × ✗ ✘ ❌ x 不对 不正确 否 不是 false f no n wrong incorrect"
_MEANT = {word: "true" for word in _TRUE.split()} | {word: "false" for word in _FALSE.split()}


class TrueFalse:
    name = "true_false"

    def check(self, question: Question) -> list[str]:
        faults = ["A true-or-false question has no choices of its own."] if question.choices else []
        if question.answer not in (("true",), ("false",)):
            faults.append("The answer to a true-or-false question is true or false.")
        return faults

    def parse_typed(self, text: str, shown: ShownQuestion) -> Given | None:
        meant = _MEANT.get(normalised(text))
        return (meant,) if meant else None

    def grade(self, question: Question, given: Given) -> bool:
        return given == self.key(question)

    def key(self, question: Question) -> Given:
        return question.answer
