"""A question before anybody is asked it: as a cadre will see it, with its key for whoever answers for it."""

from __future__ import annotations

from bot.conversation.messages import Line, say
from study.rules.question import LETTERS, Question
from study.rules.question_types import QUESTION_TYPES
from study.rules.rich_text import RichText

BLANK = RichText("")


def face(question: Question) -> list[Line]:
    """Its kind, its stem and its choices in the author's order."""
    kind = question.type.replace("_", "-")
    lines: list[Line] = [RichText(question.stem), say(f"question-how-{kind}")]
    lines += [RichText(f"{LETTERS[index]}. {text}") for index, text in enumerate(question.choices)]
    return lines


def key(question: Question) -> list[Line]:
    """What is right, and why."""
    lines: list[Line] = [BLANK, say("question-face-key", answer=key_words(question))]
    if question.explanation:
        lines.append(say("question-face-explanation", text=question.explanation))
    return lines


def key_words(question: Question) -> str:
    """Letters, √ or ×, or all that is accepted."""
    if question.type == "true_false":
        return "√" if question.answer == ("true",) else "×"
    if question.choices:
        return "、".join(QUESTION_TYPES[question.type].key(question))
    return " / ".join(question.answer)
