"""A question somebody says is wrong: as it was put to them, its key, what they answered, and the passage behind it."""

from __future__ import annotations

import storage.credits
import storage.people
from bot.conversation.desk import question_view
from bot.conversation.disputed import short
from bot.conversation.messages import Button, Line, Phrase, say
from bot.conversation.turn import Turn
from storage.approvals import Approval
from storage.content import question_version
from storage.credits import Answered
from storage.disputes import Dispute
from study import credits
from study.passages import Passage, passage
from study.rules.question import LETTERS, Given, Question, ShownQuestion
from study.rules.question_types import QUESTION_TYPES
from study.rules.rich_text import RichText

BLANK = RichText("")
LONGEST_TEXT = 160
MARK = "✓"


def lines(turn: Turn, dispute: Dispute) -> list[Line]:
    """In the language it was put in."""
    answered = storage.credits.answered(turn.tx, dispute.subject_id)
    if answered is None:
        return []
    shown = _shown(turn, dispute, answered)
    question = shown.question
    key = QUESTION_TYPES[question.type].key(question)
    found: list[Line] = [RichText(question.stem), *_choices(shown, key)]
    found.append(say("dispute-question-key", answer=in_words(shown, question.answer or key)))
    found.append(_given(answered, shown))
    if question.explanation:
        found.append(say("dispute-question-explanation", text=short(question.explanation, LONGEST_TEXT)))
    counted = storage.credits.tally(turn.tx, answered.question_version_id, answered.given)
    found.append(
        say(
            "dispute-question-tally",
            responses=counted["responses"],
            right=counted["right"],
            same=counted["same"],
        )
    )
    source = source_of(turn, dispute)
    if source is not None:
        text = short(source.text, LONGEST_TEXT)
        found += [BLANK, say("dispute-question-source", title=source.title, text=text)]
    else:
        found.append(say("dispute-question-no-source"))
    return [*found, BLANK, _worth(turn, answered)]


def source_of(turn: Turn, dispute: Dispute) -> Passage | None:
    """The passage the question names, in the person's language."""
    answered = storage.credits.answered(turn.tx, dispute.subject_id)
    source = answered.content.get("reading") if answered else None
    return passage(turn.tx, source, _language(turn, dispute.person_id), turn.county)


def correct_it(turn: Turn, dispute: Dispute) -> tuple[Button, ...]:
    """A button to the question itself, where it can be mended and its answers graded anew."""
    answered = storage.credits.answered(turn.tx, dispute.subject_id)
    state = question_view.reached(turn, answered.question_id) if answered else None
    if state is None:
        return ()
    return (Button(say("qn-open"), f"qn:{state.version.question_id}"),)


def read_it(turn: Turn, dispute: Dispute) -> tuple[Button, ...]:
    """A button to read the passage whole."""
    source = source_of(turn, dispute)
    if source is None:
        return ()
    return (Button(say("dispute-question-read"), f"read:{source.slug}:{source.section}"),)


def credit_asked(turn: Turn, approval: Approval) -> tuple[Line, ...]:
    """Everybody to be credited for a question, for the second person who consents."""
    payload = approval.payload
    version = question_version(turn.tx, int(payload["version"]))
    people = credits.people_marked_wrong(turn.tx, version.id, int(payload["unit"]), turn.now)
    question = version.question(turn.language, turn.county.settings.language)
    key = QUESTION_TYPES[question.type].key(question)
    in_order = ShownQuestion(question, tuple(range(len(question.choices))))
    return (
        say("credit-asked", bold=True, unit=approval.unit_path.rpartition("/")[2], people=people),
        RichText(question.stem),
        *_choices(in_order, key),
        say("dispute-question-key", answer=in_words(in_order, question.answer or key)),
        say("credit-asked-once"),
    )


def _language(turn: Turn, person_id: int) -> str:
    person = storage.people.by_id(turn.tx, person_id)
    return person.language if person else turn.language


def _shown(turn: Turn, dispute: Dispute, answered: Answered) -> ShownQuestion:
    language = _language(turn, dispute.person_id)
    question = Question.from_stored(answered.content, language, turn.county.settings.language)
    return ShownQuestion(question, answered.choice_order)


def _choices(shown: ShownQuestion, key: Given) -> list[Line]:
    if shown.question.type == "true_false":
        return []
    right = shown.shown_letters(key)
    return [
        RichText(f"{LETTERS[index]} {text}{f' {MARK}' if LETTERS[index] in right else ''}")
        for index, text in enumerate(shown.choices)
    ]


def in_words(shown: ShownQuestion, given: Given) -> str:
    """An answer by the letters this person saw, √ or ×, or the typed words."""
    if shown.question.type == "true_false":
        return "√" if given == ("true",) else "×"
    if shown.question.choices:
        return "、".join(shown.shown_letters(given))
    return " / ".join(given)


def _given(answered: Answered, shown: ShownQuestion) -> Phrase:
    key = "dispute-question-right" if answered.is_right else "dispute-question-wrong"
    return say(key, given=in_words(shown, answered.given), at=answered.answered_at)


def _worth(turn: Turn, answered: Answered) -> Phrase:
    if answered.is_right:
        return say("dispute-question-was-right")
    points = credits.creditable(turn.tx, answered, turn.county)
    return say("dispute-question-worth", points=points) if points else say("dispute-question-unpaid")
