"""Correcting a question: one of its texts, or its key; nothing is saved before it is confirmed. Verb `qe`."""

from __future__ import annotations

from bot.conversation import dialog
from bot.conversation.desk import question_key, question_view
from bot.conversation.desk.permitting import holds, number_of, refused
from bot.conversation.desk.question_change import (
    DIALOG,
    KEY,
    State,
    begun,
    cancel,
    confirmed,
    language,
    offer,
    stem,
)
from bot.conversation.messages import Button, Line, Message, Phrase, Reply, say
from bot.conversation.turn import Turn
from storage.question_edits import QuestionState
from study import question_edits, regrade
from study.question_edits import LONGEST
from study.rules.question import LETTERS
from study.rules.rich_text import RichText


def act(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`qe:text|key:<question>` begin; `:field:<question>:<field>`, `:tick|is|drop:<question>:<which>`,
    `:done|none:<question>` answer; `:yes` confirms, `:no:<question>` leaves it."""
    what, number, value = (*parts, "", "", "")[:3]
    if not holds(turn, regrade.ACTION):
        return refused()
    if what == "yes":
        return confirmed(turn)
    state = question_view.reached(turn, number_of(number))
    if state is None:
        return question_view.not_reached(turn, number_of(number))
    if not question_view.may_change(turn, state):
        return refused()
    if what == "no":
        dialog.end(turn)
        return [question_view.reply(state, "left")]
    if what == "text":
        return [Reply(_which_text(turn, state))]
    if what == "field" and value in question_edits.fields(state.version.content):
        return _ask_text(turn, state, value)
    if what == "none":
        return _typed_text(turn, state, "explanation", "")
    return question_key.chosen_by_button(turn, state, what, value)


def _which_text(turn: Turn, state: QuestionState) -> Message:
    number = state.version.question_id
    letters = [
        Button(letter, f"qe:field:{number}:{letter}")
        for letter in question_edits.fields(state.version.content)[1:-1]
    ]
    rows: list[tuple[Button, ...]] = [
        (
            Button(say("qn-field-stem"), f"qe:field:{number}:stem"),
            Button(say("qn-field-explanation"), f"qe:field:{number}:explanation"),
        )
    ]
    rows += [tuple(letters[start : start + 4]) for start in range(0, len(letters), 4)]
    return Message(
        (say("qn-which-text", bold=True), stem(turn, state)), rows=(*rows, (cancel(state),)), replaces=True
    )


def _ask_text(turn: Turn, state: QuestionState, field: str) -> list[Reply]:
    dialog.begin(turn, DIALOG, question=state.version.question_id, version=state.version.id, field=field)
    text = question_edits.text_of(state.version.content, field)
    said = turn.localize(text)
    lines: list[Line] = [_asked_for(field), *([RichText(said)] if said else []), *language(turn, text)]
    rows: list[tuple[Button, ...]] = []
    if field == "explanation" and said:
        rows.append((Button(say("qn-no-explanation"), f"qe:none:{state.version.question_id}"),))
    return [Reply(Message(tuple(lines), rows=(*rows, (cancel(state),)), replaces=True))]


def _asked_for(field: str) -> Phrase:
    if field in ("stem", "explanation"):
        return say(f"qn-ask-{field}", bold=True)
    return say("qn-ask-choice", bold=True, letter=field)


def typed(turn: Turn, dialog_state: State, text: str) -> list[Reply]:
    """A text in other words, another accepted answer, or the letters of the key; again until it is confirmed."""
    state = begun(turn, dialog_state)
    if isinstance(state, list):
        return state
    if dialog_state["field"] != KEY:
        return _typed_text(turn, state, dialog_state["field"], text)
    return question_key.typed(turn, state, text)


def _typed_text(turn: Turn, state: QuestionState, field: str, text: str) -> list[Reply]:
    longest = LONGEST["choice" if field in LETTERS else field]
    if len(text) > longest:
        return [Reply(Message((say("dialog-too-long", limit=longest),), rows=((cancel(state),),)))]
    return offer(turn, state, field, text)
