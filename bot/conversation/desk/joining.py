"""Those who opened their unit's link and wait to be let in: a list, all of them at once, or one by one."""

from __future__ import annotations

from collections import defaultdict

import storage.grants
import storage.join_links
from bot.conversation import dialog, enrol
from bot.conversation.desk.permitting import gone, holds, number_of, permitted, person_permitted, refused
from bot.conversation.messages import Button, Line, Message, Phrase, Reply, say
from bot.conversation.turn import Turn
from storage.join_links import JoinRequest
from storage.outbox import OutboxMessage
from study import join_links
from study.join_links import Decision
from study.permissions import ACTIONS
from study.rules.rich_text import RichText

ACTION = "confirm_joining"
DIALOG = "joins"
ON_A_PAGE = 6
MOST_AT_ONCE = 20
"""Confirmed with one tap: as many as the card that is confirmed can name."""

BLANK = RichText("")
REASONS: dict[str, dict[str, str]] = {
    "other": {"zh-Hans": "不是本人", "en": "Somebody else"},
    "absent": {"zh-Hans": "不在本单位", "en": "Not in this unit"},
    "meet": {"zh-Hans": "请当面来办", "en": "Come in person"},
}
"""Reasons one tap gives; they are kept in the garden's own language."""


def waiting(turn: Turn) -> int:
    """How many requests this person may decide."""
    return storage.join_links.count_waiting(turn.tx, _units(turn), turn.county.local_day(turn.now))


def show(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`joins[:<page>]` lists; `joins:ask` names those to be confirmed together, `joins:all` does it, `joins:no` not."""
    if not holds(turn, ACTION):
        return refused()
    what = parts[0] if parts else ""
    if what == "all":
        return _confirm_all(turn)
    if what == "no":
        dialog.end(turn)
        return [Reply(Message((say("desk-cancelled"),), replaces=True))]
    requests = _requests(turn)
    if what == "ask":
        return _ask(turn, requests)
    return [Reply(_page(turn, requests, number_of(what) or 1, replaces=bool(parts)))]


def one(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`join1:<request>` shows one; `join1:<request>:yes` lets in, `join1:<request>:<reason>` does not."""
    number, what = (*parts, "", "")[:2]
    request = storage.join_links.request(turn.tx, number_of(number))
    if request is None:
        return gone() if holds(turn, ACTION) else refused()
    if person_permitted(turn, ACTION, str(request.person_id)) is None:
        return refused()
    if request.decided_at is not None:
        return gone()
    if what == "yes":
        decision = join_links.confirm(turn.tx, request, turn.me.id, turn.county, turn.now)
        return gone() if decision == "decided" else [_decided(turn, request, decision)]
    if what in REASONS:
        reason = REASONS[what][turn.county.settings.language]
        decision = join_links.refuse(turn.tx, request, reason, turn.me.id, turn.now)
        return gone() if decision == "decided" else [_decided(turn, request, decision)]
    return [Reply(_card(turn, request))]


def answer(turn: Turn, row: OutboxMessage) -> Message | None:
    """What the chat that asked is told: welcome and the first question, or to speak to the office."""
    if not row.message["is_accepted"]:
        return Message((say("join-not-confirmed"),))
    if turn.person is None or turn.identity.person_id != turn.person.id:
        return None
    return enrol.bound_message(turn.person.name)


def _units(turn: Turn) -> list[int]:
    grants = storage.grants.in_force(turn.tx, turn.me.id, turn.county.local_day(turn.now))
    return [grant.unit_id for grant in grants if ACTION in ACTIONS.get(grant.role, ())]


def _requests(turn: Turn) -> list[JoinRequest]:
    return storage.join_links.waiting(turn.tx, _units(turn), turn.county.local_day(turn.now))


def _together(requests: list[JoinRequest]) -> list[JoinRequest]:
    """Those one tap may confirm: where two chats say they are the same person, somebody must look."""
    return [request for request in requests if not request.rivals][:MOST_AT_ONCE]


def _page(turn: Turn, requests: list[JoinRequest], wanted: int, *, replaces: bool) -> Message:
    replaces = replaces and turn.incoming.message_ref is not None
    if not requests:
        return Message((say("joining-none"),), replaces=replaces)
    pages = -(-len(requests) // ON_A_PAGE)
    page = min(max(wanted, 1), pages)
    shown = requests[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]
    lines: list[Line] = [say("joining-title", bold=True, people=len(requests)), say("joining-how")]
    rows: list[tuple[Button, ...]] = []
    if together := _together(requests):
        rows.append((Button(say("joining-all", people=len(together)), "joins:ask", primary=True),))
    for request in shown:
        lines += [BLANK, *_about(request)]
        rows.append((Button(f"{request.name} · {request.unit_name}", f"join1:{request.id}"),))
    if pages > 1:
        lines += [BLANK, say("names-page", page=page, pages=pages)]
        earlier = (Button(say("names-previous"), f"joins:{page - 1}"),) if page > 1 else ()
        later = (Button(say("names-next"), f"joins:{page + 1}"),) if page < pages else ()
        rows.append((*earlier, *later))
    return Message(tuple(lines), rows=tuple(rows), replaces=replaces)


def _about(request: JoinRequest) -> list[Line]:
    lines: list[Line] = [_line(request), say("joining-when", channel=request.channel, at=request.asked_at)]
    if request.rivals:
        lines.append(say("joining-rivals", chats=request.rivals + 1))
    return lines


def _line(request: JoinRequest) -> Phrase:
    return say("joining-line", name=request.name, staffno=request.staff_no, unit=request.unit_name)


def _card(turn: Turn, request: JoinRequest) -> Message:
    lines: tuple[Line, ...] = (*_about(request), BLANK, say("joining-effect", name=request.name))
    reasons = tuple(
        Button(words[turn.language], f"join1:{request.id}:{name}") for name, words in REASONS.items()
    )
    yes = Button(say("joining-yes"), f"join1:{request.id}:yes", primary=True)
    return Message(lines, rows=((yes,), reasons, (Button(say("desk-back"), "joins:1"),)))


def _decided(turn: Turn, request: JoinRequest, decision: Decision) -> Reply:
    lines: tuple[Line, ...] = (say(f"joining-one-{decision.replace('_', '-')}", name=request.name),)
    left = waiting(turn)
    rows = ((Button(say("joining-left", people=left), "joins"),),) if left else ()
    return Reply(Message(lines, rows=rows, replaces=True))


def _ask(turn: Turn, requests: list[JoinRequest]) -> list[Reply]:
    together = _together(requests)
    if not together:
        return gone()
    dialog.begin(turn, DIALOG, requests=[request.id for request in together])
    lines: tuple[Line, ...] = (
        say("joining-ask", bold=True, people=len(together)),
        *(_line(request) for request in together),
        BLANK,
        say("joining-ask-effect"),
    )
    buttons = (
        Button(say("desk-confirm"), "joins:all", primary=True),
        Button(say("desk-cancel"), "joins:no"),
    )
    return [Reply(Message(lines, rows=(buttons,)))]


def _confirm_all(turn: Turn) -> list[Reply]:
    state = dialog.take(turn, DIALOG)
    if state is None:
        return gone()
    found = (storage.join_links.request(turn.tx, request_id) for request_id in state["requests"])
    # People are locked in one order, so that two supervisors at it never wait for each other.
    requests = sorted((request for request in found if request), key=lambda request: request.person_id)
    names: dict[str, list[str]] = defaultdict(list)
    for request in requests:
        names[_confirm_one(turn, request)].append(request.name)
    separator = "、" if turn.language == "zh-Hans" else ", "
    lines = [say("joining-confirmed", bold=True, people=len(names.pop("accepted", ())))]
    lines += [
        say(f"joining-skipped-{reason.replace('_', '-')}", names=separator.join(skipped))
        for reason, skipped in sorted(names.items())
    ]
    left = waiting(turn)
    rows = ((Button(say("joining-left", people=left), "joins"),),) if left else ()
    return [Reply(Message(tuple(lines), rows=rows, replaces=True))]


def _confirm_one(turn: Turn, request: JoinRequest) -> str:
    if not permitted(turn, ACTION, request.unit_id):
        return "not_yours"
    if request.decided_at is None and request.rivals:
        return "rivals"
    return join_links.confirm(turn.tx, request, turn.me.id, turn.county, turn.now)
