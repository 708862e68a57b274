"""A fresh personal code for somebody with another phone, or for one whose phone is lost."""

from __future__ import annotations

from datetime import timedelta

import storage.people
from bot.conversation import dialog
from bot.conversation.desk.permitting import gone, person_permitted, refused
from bot.conversation.messages import Button, Line, Message, Reply, say
from bot.conversation.turn import Turn
from storage.people import Person
from study import front_door, invites, letting_in
from study.rules.invite_code import grouped
from study.rules.question import localize
from study.rules.rich_text import RichText

ACTION = "invite"
DIALOG = "code"
GOOD_FOR = timedelta(days=7)
BLANK = RichText("")


def show(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`code:<person>` asks which it is; `…:also` makes a code, `…:lost` asks once more, `…:yes` ends chats first."""
    number, what = (*parts, "", "")[:2]
    person = person_permitted(turn, ACTION, number)
    if person is None:
        return refused()
    today = turn.county.local_day(turn.now)
    if person.has_left(today):
        return gone()
    if not letting_in.permit(turn.tx, turn.me.id, person, today, turn.now):
        return [Reply(Message((say("code-above-you", name=person.name),)))]
    if what in ("also", "yes"):
        return _make(turn, person, has_lost=what == "yes")
    return _ask_lost(turn, person) if what == "lost" else _ask(turn, person)


def _ask(turn: Turn, person: Person) -> list[Reply]:
    dialog.begin(turn, DIALOG, person=person.id, step="also")
    rows = [(Button(say("code-also"), f"code:{person.id}:also", primary=True),)]
    if person.identity_id is not None and person.id != turn.me.id:
        rows.append((Button(say("code-lost"), f"code:{person.id}:lost"),))
    rows.append((Button(say("desk-back"), f"person:{person.id}"),))
    key = "code-which" if person.identity_id is not None else "code-first"
    lines = (
        say("code-title", bold=True, name=person.name, unit=person.unit_name),
        say(key),
        say("code-good-for", days=GOOD_FOR.days),
    )
    return [Reply(Message(lines, rows=tuple(rows)))]


def _ask_lost(turn: Turn, person: Person) -> list[Reply]:
    """Ending somebody's chats is confirmed once more; one's own would end the very chat this is asked in."""
    if person.id == turn.me.id or person.identity_id is None:
        return gone()
    dialog.begin(turn, DIALOG, person=person.id, step="yes")
    lines: tuple[Line, ...] = (
        say("code-lost-title", bold=True, name=person.name, unit=person.unit_name),
        say("code-lost-effect", name=person.name),
    )
    rows = (
        (
            Button(say("desk-confirm"), f"code:{person.id}:yes", primary=True),
            Button(say("desk-back"), f"code:{person.id}"),
        ),
    )
    return [Reply(Message(lines, rows=rows, replaces=True))]


def _make(turn: Turn, person: Person, *, has_lost: bool) -> list[Reply]:
    """The code is shown once; a second tap finds the dialog over."""
    awaited = dialog.current(turn)
    asked = {"person": person.id, "step": "yes" if has_lost else "also"}
    if awaited is None or awaited.name != DIALOG or awaited.state != asked:
        return gone()
    dialog.end(turn)
    storage.people.lock(turn.tx, person.id)
    if has_lost:
        invites.end_identities(turn.tx, person.id, turn.me.id, turn.now)
    made = invites.make_invite(
        turn.tx,
        person.staff_no,
        turn.now,
        GOOD_FOR,
        turn.rng,
        actor=turn.me.id,
        today=turn.county.local_day(turn.now),
    )
    if not made:
        return gone()
    done = say("code-done-lost" if has_lost else "code-done-also", name=person.name)
    return [Reply(Message((done,), replaces=True)), Reply(_to_forward(turn, person, made[0].code))]


def _to_forward(turn: Turn, person: Person, code: str) -> Message:
    settings = turn.county.settings
    garden = localize(settings.name, turn.language, settings.language)
    lines: list[Line] = [
        say("code-forward-title", bold=True, name=person.name, garden=garden),
        say("code-forward-code", code=grouped(code)),
    ]
    links = front_door.links(turn.tx, turn.county, code)
    if links:
        lines.append(say("code-forward-links"))
        lines += [RichText(link) for link in links]
    lines += [BLANK, say("code-forward-once", at=turn.now + GOOD_FOR)]
    return Message(tuple(lines))
