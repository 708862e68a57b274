"""A correction of a question on its way: what it would become, and one card to confirm it.

The state of the dialog "question-edit" is `question`, `version` (the one being corrected), `field` (a text's, or
`answer`), and `new` once it is known: words, or the whole key as a list. `ticked` are the letters chosen so far.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.conversation import dialog
from bot.conversation.desk import question_view
from bot.conversation.desk.permitting import gone, refused
from bot.conversation.desk.question_face import key_words
from bot.conversation.disputed import short
from bot.conversation.messages import Button, Line, Message, Reply, say
from bot.conversation.turn import Turn
from storage.question_edits import QuestionState
from study import question_edits
from study.question_edits import Refusal
from study.rules.question import Question
from study.rules.rich_text import RichText

DIALOG = "question-edit"
KEY = "answer"
LANGUAGES = {"zh-Hans": "中文", "en": "English"}
State = Mapping[str, Any]


def cancel(state: QuestionState) -> Button:
    """Leaves it, back to the card."""
    return Button(say("desk-cancel"), f"qe:no:{state.version.question_id}")


def stem(turn: Turn, state: QuestionState) -> RichText:
    """The question by its first words."""
    return RichText(short(turn.localize(state.version.content["stem"])))


def language(turn: Turn, text: str | Mapping[str, str]) -> list[Line]:
    """Which of its languages is changed, where that needs saying."""
    changed = question_edits.languages_changed(text, turn.language, turn.county.settings.language)
    if len(changed) != 1 or isinstance(text, str) or len(text) < 2:
        return []
    return [say("qn-one-language", language=LANGUAGES.get(changed[0], changed[0]))]


def begun(turn: Turn, dialog_state: State) -> QuestionState | list[Reply]:
    """The question of a dialog as it still reads, or what to answer instead."""
    state = question_view.reached(turn, dialog_state["question"])
    if state is None:
        return question_view.not_reached(turn, dialog_state["question"])
    if not question_view.may_change(turn, state):
        return refused()
    return state if state.version.id == dialog_state["version"] else gone()


def _content(turn: Turn, state: QuestionState, field: str, new: Any) -> dict[str, Any]:
    if field == KEY:
        return question_edits.with_answer(state.version.content, new)
    fallback = turn.county.settings.language
    return question_edits.with_text(state.version.content, field, new, turn.language, fallback)


def offer(turn: Turn, state: QuestionState, field: str, new: Any) -> list[Reply]:
    """What it would become, to be confirmed; or why it cannot."""
    number = state.version.question_id
    content = _content(turn, state, field, new)
    refusal = question_edits.check(state, content, turn.language)
    if refusal is not None:
        line: Line = say("qn-same") if refusal.reason == "same" else RichText(refusal.text)
        return [Reply(Message((line, say("qn-try-again")), rows=((cancel(state),),)))]
    dialog.begin(turn, DIALOG, question=number, version=state.version.id, field=field, new=new)
    confirm = Button(say("desk-confirm"), "qe:yes", primary=True)
    lines = _difference(turn, state, content, field)
    return [Reply(Message(tuple(lines), rows=((confirm, cancel(state)),), replaces=True))]


def _difference(turn: Turn, state: QuestionState, content: Mapping[str, Any], field: str) -> list[Line]:
    if field == KEY:
        fallback = turn.county.settings.language
        new = Question.from_stored(content, turn.language, fallback)
        before, after = key_words(question_view.read(turn, state)), key_words(new)
        lines: list[Line] = [say("qn-confirm-key", bold=True), stem(turn, state)]
        return [*lines, RichText(f"{before} → {after}"), say("qn-key-effect")]
    old = question_edits.text_of(state.version.content, field)
    after = turn.localize(question_edits.text_of(content, field))
    lines = [say("qn-confirm-text", bold=True), say("qn-before", text=turn.localize(old) or "—")]
    return [*lines, say("qn-after", text=after or "—"), *language(turn, old), say("qn-text-effect")]


def confirmed(turn: Turn) -> list[Reply]:
    """Save what was confirmed, once, if the question still reads as it did."""
    dialog_state = dialog.take(turn, DIALOG)
    if dialog_state is None or "new" not in dialog_state:
        return gone()
    state = begun(turn, dialog_state)
    if isinstance(state, list):
        return state
    content = _content(turn, state, dialog_state["field"], dialog_state["new"])
    number, version = state.version.question_id, state.version.id
    saved = question_edits.save(
        turn.tx, number, version, content, turn.me.id, turn.language, turn.county, turn.now
    )
    if isinstance(saved, Refusal):
        return refused() if saved.reason == "not_allowed" else gone()
    return [question_view.reply(state, "saved")]
