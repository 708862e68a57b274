"""One choice is right (单选)."""

from __future__ import annotations

from study.rules.question import Given, Question, ShownQuestion
from study.rules.question_types.choices import check_choices, read_choices


class SingleChoice:
    name = "single_choice"

    def check(self, question: Question) -> list[str]:
        faults = check_choices(question)
        named = len(set(question.answer))
        if named > 1:
            faults.append(f"A single-choice question has one right choice; the answer names {named}.")
        return faults

    def parse_typed(self, text: str, shown: ShownQuestion) -> Given | None:
        return read_choices(text, shown, several=False)

    def grade(self, question: Question, given: Given) -> bool:
        return given == self.key(question)

    def key(self, question: Question) -> Given:
        return question.answer
