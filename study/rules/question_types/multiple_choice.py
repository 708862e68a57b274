"""One or more choices are right, and all of them are wanted (多选)."""

from __future__ import annotations

from study.rules.question import Given, Question, ShownQuestion
from study.rules.question_types.choices import check_choices, read_choices


class MultipleChoice:
    name = "multiple_choice"

    def check(self, question: Question) -> list[str]:
        return check_choices(question)

    def parse_typed(self, text: str, shown: ShownQuestion) -> Given | None:
        return read_choices(text, shown, several=True)

    def grade(self, question: Question, given: Given) -> bool:
        return given == self.key(question)

    def key(self, question: Question) -> Given:
        return tuple(sorted(question.answer))
