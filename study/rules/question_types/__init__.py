"""Every type of question there is: a new one is one file and one line here."""

from study.rules.question_types.fill_in import FillIn
from study.rules.question_types.multiple_choice import MultipleChoice
from study.rules.question_types.question_type import QuestionType
from study.rules.question_types.short_answer import ShortAnswer
from study.rules.question_types.single_choice import SingleChoice
from study.rules.question_types.true_false import TrueFalse

QUESTION_TYPES: dict[str, QuestionType] = {
    "single_choice": SingleChoice(),
    "multiple_choice": MultipleChoice(),
    "true_false": TrueFalse(),
    "fill_in": FillIn(),
    "short_answer": ShortAnswer(),
}

__all__ = ["QUESTION_TYPES", "QuestionType"]
