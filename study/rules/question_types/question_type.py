"""What every type of question can do."""

from __future__ import annotations

from typing import Protocol

from study.rules.question import Given, Question, ShownQuestion


class QuestionType(Protocol):
    name: str

    def check(self, question: Question) -> list[str]:
        """Sentences about what the author got wrong in choices and answer; empty when all is well."""
        ...

    def parse_typed(self, text: str, shown: ShownQuestion) -> Given | None:
        """What somebody who sees `shown` means by `text`; None when it cannot be read as an answer to it."""
        ...

    def grade(self, question: Question, given: Given) -> bool:
        """Whether the response is right."""
        ...

    def key(self, question: Question) -> Given:
        """The right answer, as a response of somebody who has it right."""
        ...
