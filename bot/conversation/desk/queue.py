"""What waits for a person's decision: counts, and a button for each kind."""

from __future__ import annotations

from collections.abc import Callable

from bot.conversation.desk import approvals, disputes, joining, typed_answers
from bot.conversation.messages import Button, Message, Reply, say
from bot.conversation.turn import Turn

Waiting = Callable[[Turn], int]

KINDS: dict[str, Waiting] = {
    "joins": joining.waiting,
    "disputes": disputes.waiting,
    "answers": typed_answers.waiting,
    "approvals": approvals.waiting,
}
"""The verb that opens a list, and how many stand in it for this person."""


def show(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`/queue`: all that waits, now."""
    return [Reply(_message(turn) or Message((say("queue-empty"),)))]


def notice(turn: Turn) -> Message | None:
    """The same unasked; None when nothing waits any more."""
    return _message(turn)


def _message(turn: Turn) -> Message | None:
    counts = {verb: count for verb, waiting in KINDS.items() if (count := waiting(turn))}
    if not counts:
        return None
    rows = tuple((Button(say(f"queue-{verb}", count=count), verb),) for verb, count in counts.items())
    return Message((say("queue-title", bold=True, count=sum(counts.values())),), rows=rows)
