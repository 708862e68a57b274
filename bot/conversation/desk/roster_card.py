"""One person as the office sees them: what the roster says, what they hold, whether they can be reached."""

from __future__ import annotations

from datetime import date

import storage.grants
import storage.people
import storage.roster_search
import storage.units
from bot.conversation.desk.grant_words import role_word, until_words
from bot.conversation.desk.person import leaves_ahead
from bot.conversation.desk.roster_effects import pending_transfer
from bot.conversation.messages import Button, Line, Message, Phrase, say
from bot.conversation.turn import Turn
from storage.people import Person
from study.roster_columns import in_words

ACTION = "change_roster"
MOST_GRANTS = 4


def card(turn: Turn, person: Person, *before: Line, replaces: bool = False) -> Message:
    """The card, below what has just been done."""
    tags = storage.people.tags(turn.tx, person.id)
    separator = "、" if turn.language == "zh-Hans" else ", "
    lines: list[Line] = [
        *before,
        say("roster-person", bold=True, name=person.name, staffno=person.staff_no),
        say("roster-unit", unit=person.unit_path),
        say("roster-rank", rank=in_words("rank_category", person.rank_category, turn.language)),
    ]
    if tags:
        lines.append(say("roster-tags", tags=separator.join(tags)))
    if person.phone:
        lines.append(say("roster-phone", phone=person.phone))
    lines.append(_stay(turn, person))
    pending = pending_transfer(turn, person)
    if pending:
        unit = storage.units.by_id(turn.tx, pending.to_unit_id).path
        lines.append(say("roster-pending", unit=unit, day=pending.effective_on.isoformat()))
    lines += _grants(turn, person)
    lines += [_reached(turn, person)]
    lines += [_leave(leave) for leave in leaves_ahead(turn, person)]
    return Message(tuple(lines), rows=_rows(turn, person, pending is not None), replaces=replaces)


def _stay(turn: Turn, person: Person) -> Phrase:
    joined = person.joined_on.isoformat()
    if person.left_on is None:
        return say("roster-since", joined=joined)
    key = "roster-gone" if person.has_left(turn.county.local_day(turn.now)) else "roster-leaving"
    return say(key, joined=joined, left=person.left_on.isoformat())


def _grants(turn: Turn, person: Person) -> list[Line]:
    held = storage.grants.in_force(turn.tx, person.id, turn.county.local_day(turn.now))
    lines: list[Line] = [
        say(
            "roster-holds",
            role=role_word(turn, grant.role),
            unit=grant.unit_path,
            until=until_words(turn, _iso(grant.expires_on)),
        )
        for grant in held[:MOST_GRANTS]
    ]
    if more := len(held) - MOST_GRANTS:
        lines += [say("roster-holds-more", count=more)] if more > 0 else []
    return lines


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _reached(turn: Turn, person: Person) -> Phrase:
    """Since when a chat is bound, and the day it was last used; never what was said."""
    chats = storage.roster_search.chats(turn.tx, person.id)
    if not chats:
        return say("roster-never-joined" if person.enrolled_at is None else "roster-no-chat")
    last = turn.county.local_day(chats[0]["last_used_at"]).isoformat()
    bound = chats[0]["bound_at"] or person.enrolled_at or chats[0]["last_used_at"]
    since = turn.county.local_day(bound).isoformat()
    return say("roster-unreachable" if person.unreachable_at else "roster-chat", since=since, last=last)


def _leave(leave: dict[str, object]) -> Phrase:
    return say(
        "roster-leave",
        start=str(leave["from_on"]),
        end=str(leave["until_on"]),
        reason=str(leave["reason"]),
    )


def _rows(turn: Turn, person: Person, is_moving: bool) -> tuple[tuple[Button, ...], ...]:
    def button(what: str, kind: str = "change") -> Button:
        return Button(say(f"roster-do-{what}"), f"roster:{kind}:{what}:{person.id}")

    study = Button(say("roster-do-study"), f"person:{person.id}")
    back = Button(say("roster-do-back"), "go:roster")
    audit = Button(say("roster-do-audit"), f"audit:p:{person.id}")
    if person.has_left(turn.county.local_day(turn.now)):
        return ((button("return", "move"), study), (audit, back))
    move = button("stay" if is_moving else "unit", "move")
    leave = button("return" if person.left_on else "leave", "move")
    return (
        (button("name"), button("rank_category"), button("tags")),
        (button("phone"), move, leave),
        (
            Button(say("roster-do-grant"), f"grant:to:{person.id}"),
            Button(say("roster-do-code"), f"code:{person.id}"),
        ),
        (study, audit, back),
    )
