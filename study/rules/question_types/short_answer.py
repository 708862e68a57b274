"""A few words are typed; they are right when they say the same as one of the accepted strings (简答)."""

from __future__ import annotations

from study.rules.question import Given, Question, ShownQuestion
from study.rules.question_types.wording import normalised


class ShortAnswer:
    name = "short_answer"

    def check(self, question: Question) -> list[str]:
        faults = ["A question answered in words has no choices."] if question.choices else []
        if not question.answer:
            faults.append("The answer is missing.")
        if any(not normalised(accepted) for accepted in question.answer):
            faults.append("An accepted answer is empty or only punctuation.")
        return faults

    def parse_typed(self, text: str, shown: ShownQuestion) -> Given | None:
        return (text.strip(),) if normalised(text) else None

    def grade(self, question: Question, given: Given) -> bool:
        accepted = {normalised(answer) for answer in question.answer}
        return len(given) == 1 and normalised(given[0]) in accepted

    def key(self, question: Question) -> Given:
        return question.answer[:1]
