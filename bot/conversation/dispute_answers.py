"""What became of what somebody said was wrong: a line in `/me`, the latest of it at length, and the answer itself."""

from __future__ import annotations

import storage.disputes
from bot.conversation.disputed import about, short
from bot.conversation.messages import Button, Line, Message, Phrase, say
from bot.conversation.turn import Turn
from storage.disputes import Dispute
from storage.outbox import OutboxMessage
from study.rules.rich_text import RichText

SHOWN = 5
BLANK = RichText("")


def in_me(turn: Turn) -> list[Line]:
    """One line of `/me` about what has been passed on and not answered."""
    waiting = len(storage.disputes.open_of(turn.tx, turn.me.id))
    return [BLANK, say("me-disputes", count=waiting)] if waiting else []


def buttons_in_me(turn: Turn) -> tuple[Button, ...]:
    """To dispute a completion, and to see what became of what was said before."""
    mine = storage.disputes.latest_of(turn.tx, turn.me.id, 1)
    seen = (Button(say("dispute-mine-button"), "dispute:mine"),) if mine else ()
    return (Button(say("dispute-completion-button"), "dispute:me"), *seen)


def mine(turn: Turn) -> Message:
    """The latest, decided or not, each with its answer."""
    latest = storage.disputes.latest_of(turn.tx, turn.me.id, SHOWN)
    if not latest:
        return Message((say("dispute-none"),))
    lines: list[Line] = [say("dispute-mine-title", bold=True)]
    for dispute in latest:
        lines += [BLANK, about(turn, dispute.kind, dispute.subject_id), _told(dispute)]
        if dispute.answer is not None:
            lines.append(_answer(dispute))
    return Message(tuple(lines), rows=((Button(say("button-today"), "go:today"),),))


def _told(dispute: Dispute) -> Phrase:
    return say("dispute-said", at=dispute.opened_at, words=short(dispute.words))


def _answer(dispute: Dispute) -> Phrase:
    key = "dispute-answer-upheld" if dispute.is_upheld else "dispute-answer-not"
    return say(key, answer=dispute.answer or "", who=dispute.decided_by_name or "")


def answered(turn: Turn, row: OutboxMessage) -> Message | None:
    """The answer, for whoever asked."""
    dispute = storage.disputes.by_id(turn.tx, int(row.message["dispute"]))
    if dispute is None or dispute.decided_at is None or dispute.person_id != turn.me.id:
        return None
    remedy = say(f"dispute-done-{row.message['remedy']}", points=int(row.message["points"]))
    lines: tuple[Line, ...] = (
        say("dispute-answered", bold=True, name=turn.me.name),
        BLANK,
        about(turn, dispute.kind, dispute.subject_id),
        _told(dispute),
        _answer(dispute),
        remedy,
    )
    is_points = dispute.kind == "points"
    button = (
        Button(say("button-points"), "go:points") if is_points else Button(say("button-today"), "go:today")
    )
    return Message(lines, rows=((button,),))
