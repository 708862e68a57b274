"""The key of a question, chosen by its letters or typed: one right choice, several, or all accepted words."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation import dialog
from bot.conversation.desk import question_view
from bot.conversation.desk.permitting import gone
from bot.conversation.desk.question_change import DIALOG, KEY, cancel, offer, stem
from bot.conversation.desk.question_face import key_words
from bot.conversation.disputed import short
from bot.conversation.messages import Button, Line, Message, Reply, say
from bot.conversation.turn import Turn
from storage.question_edits import QuestionState
from study.question_edits import LONGEST, WORDS
from study.rules.question import LETTERS, Question, ShownQuestion
from study.rules.question_types import QUESTION_TYPES
from study.rules.question_types.wording import normalised
from study.rules.rich_text import RichText

MOST_FORMS = 20
MARK = "✓"


def chosen_by_button(turn: Turn, state: QuestionState, what: str, value: str) -> list[Reply]:
    """The buttons of the key."""
    question = question_view.read(turn, state)
    if what == "key":
        return ask(turn, state)
    if what == "drop" and question.type in WORDS:
        left = [form for place, form in enumerate(question.answer) if str(place) != value]
        return offer(turn, state, KEY, left) if left else gone()
    if what == "is" and value in _keys(question):
        return offer(turn, state, KEY, [value])
    awaited = dialog.current(turn)
    ticked = set(awaited.state.get("ticked", ())) if awaited and awaited.name == DIALOG else set()
    if what == "tick" and value in _keys(question):
        return ask(turn, state, ticked ^ {value})
    return offer(turn, state, KEY, sorted(ticked)) if what == "done" and ticked else gone()


def _keys(question: Question) -> tuple[str, ...]:
    return ("true", "false") if question.type == "true_false" else tuple(LETTERS[: len(question.choices)])


def ask(turn: Turn, state: QuestionState, ticked: set[str] | None = None) -> list[Reply]:
    """What is right now, and what it may be instead."""
    question, number = question_view.read(turn, state), state.version.question_id
    chosen = set(question.answer) if ticked is None else ticked
    dialog.begin(turn, DIALOG, question=number, version=state.version.id, field=KEY, ticked=sorted(chosen))
    lines: list[Line] = [stem(turn, state), say("question-face-key", answer=key_words(question))]
    rows: list[tuple[Button, ...]]
    if question.type in WORDS:
        lines.append(say("qn-ask-words", bold=True))
        rows = _forms(question, number)
    elif question.type == "multiple_choice":
        lines += [*_choices(question), say("qn-ask-several", bold=True)]
        ticks = [
            Button(f"{letter} {MARK}" if letter in chosen else letter, f"qe:tick:{number}:{letter}")
            for letter in _keys(question)
        ]
        done = Button(say("qn-done"), f"qe:done:{number}", primary=True)
        rows = [*_by_four(ticks), (done,)]
    else:
        lines += [*_choices(question), say("qn-ask-one", bold=True)]
        labels = {"true": "√", "false": "×"}
        rows = _by_four(
            [
                Button(labels.get(key, key), f"qe:is:{number}:{key}")
                for key in _keys(question)
                if key not in chosen
            ]
        )
    return [Reply(Message(tuple(lines), rows=(*rows, (cancel(state),)), replaces=True))]


def _choices(question: Question) -> list[Line]:
    return [RichText(f"{LETTERS[index]}. {text}") for index, text in enumerate(question.choices)]


def _by_four(buttons: Sequence[Button]) -> list[tuple[Button, ...]]:
    return [tuple(buttons[start : start + 4]) for start in range(0, len(buttons), 4)]


def _forms(question: Question, number: int) -> list[tuple[Button, ...]]:
    """A button for each accepted form that may go; the last one stays."""
    if len(question.answer) < 2:
        return []
    return [
        (Button(say("qn-drop", form=short(form, 10)), f"qe:drop:{number}:{place}"),)
        for place, form in enumerate(question.answer)
    ]


def _another_form(turn: Turn, state: QuestionState, text: str) -> list[Reply]:
    form, accepted = " ".join(text.split()), list(state.version.content["answer"])
    if len(form) > LONGEST[KEY] or len(accepted) >= MOST_FORMS:
        return [Reply(Message((say("dialog-too-long", limit=LONGEST[KEY]),), rows=((cancel(state),),)))]
    known = normalised(form) in {normalised(each) for each in accepted}
    return offer(turn, state, KEY, accepted if known else [*accepted, form])


def _in_order(question: Question) -> ShownQuestion:
    return ShownQuestion(question, tuple(range(len(question.choices))))


def typed(turn: Turn, state: QuestionState, text: str) -> list[Reply]:
    """The key in letters, or one more accepted answer in words."""
    if state.version.content["type"] in WORDS:
        return _another_form(turn, state, text)
    question = question_view.read(turn, state)
    given = QUESTION_TYPES[question.type].parse_typed(text, _in_order(question))
    return offer(turn, state, KEY, list(given)) if given else ask(turn, state)
