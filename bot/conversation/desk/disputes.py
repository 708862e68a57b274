"""What people say is wrong, for those who decide: a list, one at length, and the decision step by step.

The state of the dialog "dispute-decide" is `dispute` and `remedy`, then `points` where points are added, then
`answer`; the card that is confirmed says what will happen.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import storage.disputes
from bot.conversation import dialog
from bot.conversation.desk import deciding, dispute_cards, question_card
from bot.conversation.desk.audience_choice import page_of, pages
from bot.conversation.desk.permitting import gone, number_of, permitted, refused
from bot.conversation.messages import Button, Line, Message, Reply, say
from bot.conversation.turn import Turn
from storage.disputes import Dispute, Reach
from study import disputes
from study.remedies import DECIDED_WITH, REMEDIES
from study.rules.rich_text import RichText

PAGE = 6
BLANK = RichText("")


def waiting(turn: Turn) -> int:
    """How many this person may decide."""
    reach = disputes.reach_of(turn.tx, turn.me.id, turn.county, turn.now)
    return storage.disputes.count_waiting(turn.tx, reach, turn.me.id) if reach else 0


def show(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`disputes[:<page>]`: those within reach, the oldest first."""
    reach = disputes.reach_of(turn.tx, turn.me.id, turn.county, turn.now)
    if not _may_any(turn, reach):
        return refused()
    replaces = bool(parts) and bool(turn.incoming.message_ref)
    count = storage.disputes.count_waiting(turn.tx, reach, turn.me.id)
    if not count:
        return [Reply(Message((say("disputes-none"),), replaces=replaces))]
    here, total = page_of(parts[0] if parts else "", count, PAGE)
    lines: list[Line] = [say("disputes-title", bold=True, count=count)]
    rows: list[tuple[Button, ...]] = []
    for each in storage.disputes.waiting(turn.tx, reach, turn.me.id, PAGE, here * PAGE):
        lines += [BLANK, *_summary(each)]
        rows.append((Button(say(f"disputes-label-{each.kind}", name=each.name), f"decide:see:{each.id}"),))
    turning = pages("disputes", here, total)
    return [Reply(Message(tuple(lines), rows=(*rows, *((turning,) if turning else ())), replaces=replaces))]


def _may_any(turn: Turn, reach: Reach) -> bool:
    """Whether there is anything this person may decide; a refusal is in the audit log."""
    return bool(reach) or permitted(turn, DECIDED_WITH["question"], turn.me.unit_id)


def _summary(dispute: Dispute) -> list[Line]:
    return [
        say(f"disputes-line-{dispute.kind}", name=dispute.name, unit=dispute.unit_name),
        say("dispute-card-said", at=dispute.opened_at, words=dispute.words),
    ]


def decide(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`decide:see:<dispute>` shows one; `decide:<remedy>:<dispute>` begins; `:points:<n>` and `:say:<name>` answer;
    `:yes` confirms, `:no` leaves it."""
    what, value = (*parts, "", "")[:2]
    if not _may_any(turn, disputes.reach_of(turn.tx, turn.me.id, turn.county, turn.now)):
        return refused()
    if what == "see":
        found = _to_decide(turn, number_of(value))
        return found if isinstance(found, list) else [Reply(_card(turn, found))]
    if what in REMEDIES:
        return _begin(turn, what, number_of(value))
    if what == "no":
        dialog.end(turn)
        return [Reply(Message((say("desk-cancelled"),), replaces=True))]
    awaited = dialog.current(turn)
    if awaited is None or awaited.name != deciding.DIALOG:
        return gone()
    found = _to_decide(turn, awaited.state["dispute"])
    if isinstance(found, list):
        return found
    if what == "yes":
        return _confirmed(turn, found)
    answer = deciding.answered(turn, found, awaited.state, what, value)
    return gone() if answer is None else deciding.next_step(turn, found, {**awaited.state, **answer})


def typed(turn: Turn, state: Mapping[str, Any], text: str) -> list[Reply]:
    """The answer in words, or another one before it is confirmed."""
    found = _to_decide(turn, state["dispute"])
    if isinstance(found, list):
        return found
    is_answer = deciding.missing(state) != "points"
    return deciding.next_step(turn, found, {**state, "answer": text} if is_answer else dict(state))


def _to_decide(turn: Turn, dispute_id: int) -> Dispute | list[Reply]:
    """A dispute this person may decide and nobody has decided, or what to answer instead."""
    dispute = storage.disputes.by_id(turn.tx, dispute_id)
    if dispute is None:
        return gone()
    if not permitted(turn, DECIDED_WITH[dispute.kind], dispute.unit_id):
        return refused()
    if dispute.person_id == turn.me.id:
        return [Reply(Message((say("dispute-own"),)))]
    return gone() if dispute.decided_at is not None else dispute


def _card(turn: Turn, dispute: Dispute) -> Message:
    rows: list[tuple[Button, ...]] = [
        (Button(say(f"decide-{name}-{dispute.kind}"), f"decide:{name}:{dispute.id}"),)
        for name in disputes.offered(turn.tx, dispute, turn.county)
        if deciding.is_of_use(turn, dispute, name)
    ]
    back = Button(say("desk-back"), "disputes:0")
    if dispute.kind == "question":
        correct = question_card.correct_it(turn, dispute)
        rows = [correct, *rows] if correct else rows
        rows.append((*question_card.read_it(turn, dispute), back))
    elif dispute.kind == "completion":
        rows.append((Button(say("dispute-other-changes"), f"person:{dispute.person_id}"), back))
    else:
        rows.append((back,))
    return Message(tuple(dispute_cards.lines(turn, dispute)), rows=tuple(rows), replaces=True)


def _begin(turn: Turn, remedy: str, dispute_id: int) -> list[Reply]:
    found = _to_decide(turn, dispute_id)
    if isinstance(found, list):
        return found
    if remedy not in disputes.offered(turn.tx, found, turn.county):
        return gone()
    return deciding.next_step(turn, found, {"dispute": found.id, "remedy": remedy})


def _confirmed(turn: Turn, dispute: Dispute) -> list[Reply]:
    state = dialog.take(turn, deciding.DIALOG)
    if state is None or deciding.missing(state) is not None:
        return gone()
    outcome = deciding.carry_out(turn, dispute, state)
    if outcome is None:
        return gone()
    left = waiting(turn)
    rows = ((Button(say("disputes-left", count=left), "disputes"),),) if left else ()
    return [Reply(Message(outcome, rows=rows, replaces=True))]
