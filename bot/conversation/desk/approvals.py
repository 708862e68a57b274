"""What needs a second person: what exactly is asked, by whom and why, and the two answers to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import storage.approvals
from bot.conversation.desk import grant_words, question_card
from bot.conversation.desk.audience_choice import page_of, pages, short
from bot.conversation.desk.permitting import gone, number_of, permitted, refused
from bot.conversation.messages import Button, Line, Message, Phrase, Reply, say
from bot.conversation.turn import Turn
from storage.approvals import Approval
from storage.outbox import OutboxMessage
from study import approvals, audiences
from study.rules.rich_text import RichText

PAGE = 5
BLANK = RichText("")

Described = Callable[[Turn, Approval], tuple[Line, ...]]

DESCRIBED: dict[str, Described] = {
    "grant_admin": grant_words.admin_to_be,
    "credit_question": question_card.credit_asked,
}
"""What exactly would be done, and its effect in numbers; the first line alone says what it is."""


def waiting(turn: Turn) -> int:
    """How many wait for this person's consent."""
    return len(approvals.waiting_for(turn.tx, turn.me.id, turn.county, turn.now))


def show(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`approvals`, `approvals:page:<n>`: the list; `:see:<id>` one; `:yes|no|back:<id>` decide or withdraw."""
    what, value = (*parts, "", "")[:2]
    if not _may_any(turn):
        return refused()
    if what in ("yes", "no"):
        return _decide(turn, number_of(value), what == "yes")
    if what == "back":
        return _withdraw(turn, number_of(value))
    if what == "see":
        return _one(turn, number_of(value))
    return [Reply(_list(turn, value, replaces=what == "page"))]


def _may_any(turn: Turn) -> bool:
    """Whether there is anything this person could consent to; a refusal is in the audit log."""
    actions = {approvals.needed(action) for action in approvals.APPROVED}
    today = turn.county.local_day(turn.now)
    if any(audiences.granted_units(turn.tx, turn.me.id, action, today) for action in actions):
        return True
    return permitted(turn, min(actions), turn.me.unit_id)


def _list(turn: Turn, page: str, replaces: bool = False) -> Message:
    for_me = approvals.waiting_for(turn.tx, turn.me.id, turn.county, turn.now)
    mine = storage.approvals.open_of(turn.tx, turn.me.id, turn.now)
    every = [*for_me, *mine]
    if not every:
        return Message((say("approvals-none"),), replaces=replaces)
    here, total = page_of(page, len(every), PAGE)
    rows = [
        (Button(_label(each, is_mine=each.asked_by == turn.me.id), f"approvals:see:{each.id}"),)
        for each in every[here * PAGE : (here + 1) * PAGE]
    ]
    lines = (say("approvals-title", bold=True, waiting=len(for_me)), say("approvals-mine", asked=len(mine)))
    turning = pages("approvals:page", here, total)
    return Message(lines, rows=(*rows, *((turning,) if turning else ())), replaces=replaces)


def _label(approval: Approval, is_mine: bool) -> Phrase:
    title = str(approval.payload.get("name") or approval.unit_path.rpartition("/")[2])
    key = f"approvals-label-{'mine' if is_mine else 'theirs'}"
    return say(key, what=short(title), who=approval.asked_by_name)


def _one(turn: Turn, approval_id: int) -> list[Reply]:
    approval = storage.approvals.by_id(turn.tx, approval_id)
    if approval is None or not approval.is_open(turn.now):
        return gone()
    back = Button(say("desk-back"), "approvals:page:0")
    if approval.asked_by == turn.me.id:
        mine = (Button(say("approvals-withdraw"), f"approvals:back:{approval.id}"), back)
        lines = (*card_lines(turn, approval), _who_may(turn, approval))
        return [Reply(Message(lines, rows=(mine,), replaces=True))]
    if not permitted(turn, approvals.needed(approval.action), approval.unit_id):
        return refused()
    if approval.payload.get("person_id") == turn.me.id:
        return [Reply(Message((*card_lines(turn, approval), say("approvals-own")), rows=((back,),)))]
    rows = (
        (
            Button(say("approvals-yes"), f"approvals:yes:{approval.id}", primary=True),
            Button(say("approvals-no"), f"approvals:no:{approval.id}"),
        ),
        (back,),
    )
    lines = (*card_lines(turn, approval), BLANK, say("approvals-how"))
    return [Reply(Message(lines, rows=rows, replaces=True))]


def card_lines(turn: Turn, approval: Approval) -> tuple[Line, ...]:
    """Everything needed to decide."""
    describe = DESCRIBED.get(approval.action)
    told = describe(turn, approval) if describe else (say("approvals-other", unit=approval.unit_path),)
    return (
        *told,
        say("approvals-asked", who=approval.asked_by_name, at=approval.asked_at),
        say("approvals-reason", reason=approval.reason),
        say("approvals-until", at=approval.expires_at),
    )


def _who_may(turn: Turn, approval: Approval) -> Line:
    return who_may(turn, approval.action, approval.unit_id, approval.payload)


def who_may(turn: Turn, action: str, unit_id: int, payload: Mapping[str, Any]) -> Line:
    """How many could consent to what this person asks for; plainly where there is nobody else."""
    today = turn.county.local_day(turn.now)
    able = approvals.others(turn.tx, action, unit_id, turn.me.id, payload, today)
    return say("approvals-others", count=len(able)) if able else say("approvals-nobody-else")


def _decide(turn: Turn, approval_id: int, approved: bool) -> list[Reply]:
    decision = approvals.decide(turn.tx, approval_id, turn.me.id, approved, turn.county, turn.now)
    approval = storage.approvals.by_id(turn.tx, approval_id)
    if decision == "not_allowed":
        return refused()
    if decision == "own":
        return [Reply(Message((say("approvals-own"),)))]
    if decision == "gone" or approval is None:
        return gone()
    key = "approvals-done" if decision == "done" else "approvals-refused"
    lines = (say(key, bold=True, who=approval.asked_by_name), *_described(turn, approval))
    return [Reply(Message(lines, rows=_rest(turn), replaces=True))]


def _described(turn: Turn, approval: Approval) -> tuple[Line, ...]:
    describe = DESCRIBED.get(approval.action)
    return describe(turn, approval)[:1] if describe else ()


def _rest(turn: Turn) -> tuple[tuple[Button, ...], ...]:
    count = waiting(turn)
    return ((Button(say("approvals-next", count=count), "approvals"),),) if count else ()


def _withdraw(turn: Turn, approval_id: int) -> list[Reply]:
    if not approvals.withdraw(turn.tx, approval_id, turn.me.id, turn.now):
        return gone()
    return [Reply(Message((say("approvals-withdrawn"),), replaces=True))]


def decided(turn: Turn, row: OutboxMessage) -> Message | None:
    """What became of it, for whoever asked."""
    approval = storage.approvals.by_id(turn.tx, int(row.message["approval"]))
    if approval is None or approval.decided_at is None or approval.asked_by != turn.me.id:
        return None
    key = "approvals-told-yes" if approval.is_approved else "approvals-told-no"
    lines = (say(key, bold=True, who=approval.decided_by_name or ""), *_described(turn, approval))
    return Message((*lines, say("approvals-reason", reason=approval.reason)))
