"""Who holds which role over what, within one's own grant: the list, one of them, and taking it back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import storage.grants
import storage.people
from bot.conversation import dialog
from bot.conversation.desk.audience_choice import page_of, pages
from bot.conversation.desk.grant_words import reach, role_word, until_words
from bot.conversation.desk.permitting import gone, holds, number_of, permitted, refused
from bot.conversation.messages import Button, Line, Message, Phrase, Reply, say
from bot.conversation.turn import Turn
from storage.grants import HeldGrant
from study import audiences, permissions, roster_words
from study.rules.rich_text import RichText

ACTION = "grant"
TAKING = "grants-take"
PAGE = 6
SOON = timedelta(days=30)


def show(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`grants`, `grants:page:<n>`: the list; `:see:<id>` one; `:take:<id>` begins, `:taken` confirms taking back."""
    what, value = (*parts, "", "")[:2]
    if not holds(turn, ACTION):
        return refused()
    if what == "no":
        dialog.end(turn)
        return [Reply(Message((say("desk-cancelled"),), rows=(_back(),), replaces=True))]
    if what == "taken":
        return _taken(turn)
    if what in ("see", "take"):
        held = _mine_to_see(turn, number_of(value))
        if held is None:
            return gone()
        return [Reply(_card(turn, held))] if what == "see" else _ask_why(turn, held)
    return [Reply(_list(turn, value, replaces=what == "page"))]


def ending_soon(turn: Turn) -> int:
    """How many grants within this person's reach end within thirty days."""
    return _counts(turn)[1]


def _counts(turn: Turn) -> tuple[int, int]:
    today = turn.county.local_day(turn.now)
    return storage.grants.count_over(turn.tx, _granted(turn), today, today + SOON)


def _granted(turn: Turn) -> list[int]:
    return audiences.granted_units(turn.tx, turn.me.id, ACTION, turn.county.local_day(turn.now))


def _back() -> tuple[Button, ...]:
    return (Button(say("grants-all"), "grants:page:0"),)


def _list(turn: Turn, page: str, replaces: bool) -> Message:
    today = turn.county.local_day(turn.now)
    held, ending = _counts(turn)
    here, total = page_of(page, held, PAGE)
    shown = storage.grants.over(turn.tx, _granted(turn), today, today + SOON, PAGE, here * PAGE)
    lines: list[Line] = [say("grants-title", bold=True, count=held)]
    if ending:
        lines.append(say("grants-ending", count=ending))
    lines += [_line(turn, each) for each in shown]
    buttons = [(Button(_label(turn, each), f"grants:see:{each.id}"),) for each in shown]
    turning = pages("grants:page", here, total)
    give = (Button(say("grants-give"), "grant:who"), Button(say("desk-back"), "go:roster"))
    return Message(tuple(lines), rows=(*buttons, *((turning,) if turning else ()), give), replaces=replaces)


def _label(turn: Turn, held: HeldGrant) -> Phrase:
    return say("grants-label", name=held.name, role=role_word(turn, held.role))


def _line(turn: Turn, held: HeldGrant) -> Line:
    return RichText(f"{told(turn, held)}")


def told(turn: Turn, held: HeldGrant) -> str:
    """`name · role · unit · until`."""
    expires = held.expires_on.isoformat() if held.expires_on else None
    parts = (held.name, role_word(turn, held.role), held.unit_path, until_words(turn, expires))
    return " · ".join(parts)


def _mine_to_see(turn: Turn, grant_id: int) -> HeldGrant | None:
    held = storage.grants.held(turn.tx, grant_id)
    return held if held and permitted(turn, ACTION, held.unit_id) else None


def _card(turn: Turn, held: HeldGrant) -> Message:
    expires = held.expires_on.isoformat() if held.expires_on else None
    lines = (
        say(
            "grants-card",
            bold=True,
            name=held.name,
            staffno=held.staff_no,
            role=role_word(turn, held.role),
            unit=held.unit_path,
        ),
        say("grants-until", until=until_words(turn, expires)),
        reach(turn, held.unit_id),
    )
    change = Button(say("grants-renew"), f"grant:again:{held.id}")
    rows = ((change, Button(say("grants-take"), f"grants:take:{held.id}")), _back())
    return Message(lines, rows=rows, replaces=True)


def _ask_why(turn: Turn, held: HeldGrant) -> list[Reply]:
    dialog.begin(turn, TAKING, grant=held.id)
    lines = (RichText(told(turn, held)), say("grants-take-why"))
    return [Reply(Message(lines, rows=((Button(say("desk-cancel"), "grants:no"),),)))]


def taking_typed(turn: Turn, state: Mapping[str, Any], text: str) -> list[Reply]:
    """The reason for taking a grant back; then the card that says what happens."""
    held = _mine_to_see(turn, int(state["grant"]))
    if held is None:
        return gone()
    dialog.begin(turn, TAKING, grant=held.id, why=text)
    lines = (
        say("grants-take-confirm", bold=True, name=held.name),
        RichText(told(turn, held)),
        reach(turn, held.unit_id),
        say("grants-reason", reason=text),
        say("grants-take-at-once"),
    )
    confirm = Button(say("desk-confirm"), "grants:taken", primary=True)
    return [Reply(Message(lines, rows=((confirm, Button(say("desk-cancel"), "grants:no")),)))]


def _taken(turn: Turn) -> list[Reply]:
    begun = dialog.current(turn)
    if begun is None or begun.name != TAKING or "why" not in begun.state:
        return gone()
    dialog.end(turn)
    held = _mine_to_see(turn, int(begun.state["grant"]))
    if held is None:
        return gone()
    storage.people.lock(turn.tx, held.person_id)
    outcome = permissions.revoke(
        turn.tx,
        turn.me.id,
        held.staff_no,
        held.role,
        held.unit_path,
        now=turn.now,
        today=turn.county.local_day(turn.now),
        reason=begun.state["why"],
    )
    if isinstance(outcome, permissions.Refusal):
        why = roster_words.sentence(outcome.reason, turn.language, outcome.text)
        return [Reply(Message((RichText(why),), rows=(_back(),), replaces=True))]
    done = say(
        "grants-taken", bold=True, name=held.name, role=role_word(turn, held.role), unit=held.unit_path
    )
    return [Reply(Message((done,), rows=(_back(),), replaces=True))]
