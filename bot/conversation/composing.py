"""What an outbox row becomes at the moment it is sent: what is due is looked at again, so nothing stale goes out."""

from __future__ import annotations

from collections.abc import Callable

import storage.assignments
from bot.conversation import dispute_answers, stored, today
from bot.conversation.desk import (
    announcements,
    files,
    group_words,
    joining,
    month,
    names,
    push_card,
    push_confirm,
    push_message,
    question_view,
    queue,
    regraded,
    regrading,
    units_view,
)
from bot.conversation.desk import approvals as desk_approvals
from bot.conversation.desk import due_soon as desk_due_soon
from bot.conversation.desk import results as desk_results
from bot.conversation.desk import standing as desk_standing
from bot.conversation.desk import summary as desk_summary
from bot.conversation.messages import Button, Line, Message, say
from bot.conversation.turn import Turn
from storage.outbox import OutboxMessage
from study import presence, weekly_summary
from study import today as study_today

Composer = Callable[[Turn, OutboxMessage], Message | None]
"""The message of a row, or None when there is nothing left to say and the row is cancelled."""


def as_stored(turn: Turn, row: OutboxMessage) -> Message | None:
    return stored.from_json(row.message)


def daily_card(turn: Turn, row: OutboxMessage) -> Message | None:
    """Everything new, due and overdue in one message; nothing when it is all done, excused or paused."""
    if _is_away(turn):
        return None
    found = today.before(turn)
    if not any(item.enrollment.kind == "plan" for item in found.items):
        return None
    return today.message_of(turn, found, say("card-title", bold=True, name=turn.me.name))


def _is_away(turn: Turn) -> bool:
    """Paused, on leave or gone: nothing unasked then."""
    on = turn.county.local_day(turn.now)
    return presence.is_away(turn.tx, turn.me, on) or turn.me.has_left(on)


def digest(turn: Turn, row: OutboxMessage) -> Message | None:
    """One message for somebody who has come back, in place of all that could not reach them."""
    return today.message_of(turn, today.before(turn), say("digest-title", bold=True, name=turn.me.name))


def scheduled_quiz(turn: Turn, row: OutboxMessage) -> Message | None:
    """The announcement of a quiz at its hour, as long as it is open and not begun elsewhere."""
    share = storage.assignments.enrollment(turn.tx, int(row.message["enrollment"]))
    if share is None or not share.is_open or turn.now >= share.due_at or _is_away(turn):
        return None
    item = study_today.item_of(turn.tx, share, turn.county, turn.now)
    lines: tuple[Line, ...] = (
        say("scheduled-title", bold=True, questions=int((share.quiz_json or {}).get("draw", 0))),
        *today.item_lines(item, turn),
    )
    return Message(lines, rows=((Button(say("button-start"), f"quiz:{share.id}", primary=True),),))


def summary(turn: Turn, row: OutboxMessage) -> Message | None:
    """The snapshot as it was taken, not a new count."""
    snapshot = weekly_summary.stored_summary(turn.tx, turn.me.id, row.message["period"])
    if snapshot is None:
        return None
    return desk_summary.message_of(snapshot, desk_summary.languages_of(turn))


def due_soon(turn: Turn, row: OutboxMessage) -> Message | None:
    """How far people are two working days before something is due."""
    return desk_due_soon.notice(turn, row.message["assignments"])


def desk_notice(turn: Turn, row: OutboxMessage) -> Message | None:
    """What waits for a decision, unless it has been decided meanwhile."""
    return queue.notice(turn)


COMPOSERS: dict[str, Composer] = {
    "reply": as_stored,
    "question": as_stored,
    "reading": as_stored,
    "daily_card": daily_card,
    "digest": digest,
    "scheduled_quiz": scheduled_quiz,
    "weekly_summary": summary,
    "summary_now": lambda turn, row: desk_summary.as_of_now(turn),
    "units_view": units_view.compose,
    desk_results.COMPOSED: desk_results.compose,
    "group_words": group_words.compose,
    "names": names.compose,
    "monthly_card": lambda turn, row: month.as_sent(turn, row.message["month"]),
    "month_now": lambda turn, row: month.now(turn),
    "due_soon": due_soon,
    "desk_notice": desk_notice,
    "standing": desk_standing.compose,
    "upload_result": files.upload_result,
    "join_answer": joining.answer,
    "announcement": announcements.compose,
    "approval_decided": desk_approvals.decided,
    "dispute_answer": dispute_answers.answered,
    question_view.COMPOSED: question_view.compose,
    regrading.CHOOSING: regrading.compose_choice,
    regrading.CONFIRMING: regrading.compose_confirmation,
    "regraded": regraded.compose,
    push_confirm.COMPOSED: push_confirm.compose,
    push_card.COMPOSED: push_card.compose,
    push_message.COMPOSED: push_message.compose,
    "answer_refused": regraded.compose_refusal,
}
