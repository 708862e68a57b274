"""`qn:<question>`: a question of a bank as it stands, what was made of it, and what can be corrected.

Counted by a reader when it is sent. `qn:out|in:<question>` takes it out of its bank or puts it back.
"""

from __future__ import annotations

from collections.abc import Sequence

import storage.banks
import storage.question_edits
import storage.regrades
from bot.conversation import dialog
from bot.conversation.desk import question_face
from bot.conversation.desk.permitting import gone, holds, number_of, permitted, refused
from bot.conversation.messages import Button, Line, Message, Phrase, Reply, say
from bot.conversation.turn import Turn
from storage.outbox import OutboxMessage
from storage.question_edits import QuestionState
from storage.regrades import Regrade
from study import audiences, banks, question_edits, regrade, regrade_preview
from study.passages import passage
from study.question_edits import Refusal
from study.rules.question import Question
from study.rules.rich_text import RichText

COMPOSED = "question_view"
BLANK = RichText("")
NOTES = ("saved", "out", "in", "begun", "left")


def act(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`qn:<question>`, and what its last buttons do."""
    what, value = (*parts, "", "")[:2]
    if not holds(turn, regrade.ACTION):
        return refused()
    dialog.end(turn)
    changes = what in ("out", "in")
    number = number_of(value if changes else what)
    state = reached(turn, number)
    if state is None:
        return not_reached(turn, number)
    if not changes:
        return [reply(state)]
    if not may_change(turn, state):
        return refused()
    outcome = question_edits.take_out(
        turn.tx, state.version.question_id, what == "out", turn.me.id, turn.county, turn.now
    )
    if isinstance(outcome, Refusal):
        return refused()
    return [reply(state, what)] if outcome else gone()


def reached(turn: Turn, question_id: int) -> QuestionState | None:
    """The question, where this person's grant reaches its bank."""
    state = storage.question_edits.state(turn.tx, question_id)
    if state is None:
        return None
    today = turn.county.local_day(turn.now)
    return state if question_edits.may_see(turn.tx, turn.me.id, state.version.bank, today) else None


def not_reached(turn: Turn, question_id: int) -> list[Reply]:
    """The answer where there is no such question, or it is another's; that is in the audit log."""
    state = storage.question_edits.state(turn.tx, question_id)
    if state is None:
        return gone()
    permitted(turn, regrade.ACTION, _unit_of(turn, state))
    return refused()


def may_change(turn: Turn, state: QuestionState) -> bool:
    """`is_own`, and a refusal is in the audit log."""
    if is_own(turn, state):
        return True
    permitted(turn, banks.CHANGE, _unit_of(turn, state))
    return False


def _unit_of(turn: Turn, state: QuestionState) -> int:
    """Whose bank it is: a unit's, or the whole county's."""
    bank = storage.banks.by_slug(turn.tx, state.version.bank)
    return bank.unit_id if bank and bank.unit_id is not None else audiences.roots(turn.tx)[0]


def is_own(turn: Turn, state: QuestionState) -> bool:
    """Whether this person may change it."""
    today = turn.county.local_day(turn.now)
    return question_edits.may_edit(turn.tx, turn.me.id, state.version.bank, today)


def read(turn: Turn, state: QuestionState) -> Question:
    """In this person's language."""
    return state.version.question(turn.language, turn.county.settings.language)


def reply(state: QuestionState, note: str = "") -> Reply:
    """The card, under a word on what has just been done (one of `NOTES`)."""
    return Reply(composed=COMPOSED, facts={"question": state.version.question_id, "note": note})


def compose(turn: Turn, row: OutboxMessage) -> Message | None:
    """The card as of now."""
    state = reached(turn, int(row.message["question"]))
    units = regrade.reach(turn.tx, turn.me.id, turn.county.local_day(turn.now))
    if state is None or units is None:
        return None
    question, note = read(turn, state), row.message["note"]
    lines: list[Line] = [say(f"qn-note-{note}", bold=True)] if note in NOTES else []
    lines += [_title(turn, state), *question_face.face(question), *question_face.key(question), BLANK]
    answered = storage.question_edits.tally(turn.tx, state.version.question_id, units)
    earlier = regrade_preview.answered_by_another_key(turn.tx, state, units)
    lines += [_figures(turn, units, answered), *_standing(turn, state, earlier)]
    rows = _rows(turn, state, bool(answered), earlier)
    return Message(tuple(lines), rows=rows, replaces=True)


def _title(turn: Turn, state: QuestionState) -> Phrase:
    bank = storage.banks.by_slug(turn.tx, state.version.bank)
    return say("qn-title", bold=True, title=turn.localize(bank.title) if bank else state.version.bank)


def _figures(turn: Turn, units: Sequence[int], answered: Sequence[dict[str, int]]) -> Phrase:
    void = sum(row["void_ones"] for row in answered)
    responses = sum(row["responses"] for row in answered) - void
    if not responses:
        return say("qn-figures-void", void=void) if void else say("qn-figures-none")
    right = sum(row["right_ones"] for row in answered)
    percent = (200 * right + responses) // (2 * responses)
    return say("qn-figures-own" if units else "qn-figures", responses=responses, percent=percent)


def _standing(turn: Turn, state: QuestionState, earlier: int) -> list[Line]:
    """Reports, versions and what was graded anew, each in a line where there is something to say."""
    found: list[Line] = []
    reports = storage.question_edits.reports_waiting(turn.tx, state.version.question_id)
    if reports:
        found.append(say("qn-reports", count=reports))
    if not state.is_current:
        found.append(say("qn-is-out" if state.is_taken_out else "qn-is-gone"))
    if state.versions > 1:
        found.append(say("qn-changed", at=state.since, versions=state.versions))
    if earlier:
        found.append(say("qn-earlier", count=earlier))
    if state.is_edited:
        found.append(say("qn-edited"))
    latest = next(iter(storage.regrades.of_question(turn.tx, state.version.question_id)), None)
    if latest is not None:
        found.append(_regraded(latest))
    return found


def _regraded(latest: Regrade) -> Phrase:
    if latest.done_at is None:
        return say("qn-regrading")
    return say("qn-regraded", at=latest.asked_at, people=latest.people)


def _rows(
    turn: Turn, state: QuestionState, is_answered: bool, earlier: int
) -> tuple[tuple[Button, ...], ...]:
    number = state.version.question_id
    rows: list[tuple[Button, ...]] = []
    own = is_own(turn, state)
    if own:
        edit_text = Button(say("qn-edit-text"), f"qe:text:{number}")
        rows.append((edit_text, Button(say("qn-edit-key"), f"qe:key:{number}")))
    last: list[Button] = []
    if is_answered:
        last.append(Button(say("qn-regrade"), f"regrade:see:{number}", primary=earlier > 0))
    if own and state.is_current:
        last.append(Button(say("qn-take-out"), f"qn:out:{number}"))
    elif own and state.is_taken_out:
        last.append(Button(say("qn-put-back"), f"qn:in:{number}"))
    rows += [tuple(last)] if last else []
    source = passage(turn.tx, state.version.content.get("reading"), turn.language, turn.county)
    reading = Button(say("qn-source"), f"read:{source.slug}:{source.section}") if source else None
    bank = state.version.bank
    back = Button(say("desk-back"), "go:queue" if bank.startswith("check/") else f"bank:q:{bank}:0")
    rows.append((reading, back) if reading else (back,))
    return tuple(rows)
