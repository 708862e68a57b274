"""One person as the supervisor sees them: the same facts as `/me`, and what can be done about them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import storage.assignments
import storage.leaves
import storage.nudges
from bot.conversation.desk import standing as entered
from bot.conversation.desk.permitting import person_permitted, refused
from bot.conversation.messages import Button, Line, Message, Reply, bold, say
from bot.conversation.today import standing
from bot.conversation.turn import Turn
from storage.assignments import Enrollment
from storage.people import Person
from study import today as study_today
from study.rules.rich_text import RichText

BLANK = RichText("")
SHOWN_FOR = timedelta(days=365)
MOST_SHARES = 8


def show(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`person:<id>`: how somebody stands, with a button for each thing that may be entered."""
    person = person_permitted(turn, "see_person", parts[0] if parts else "")
    return refused() if person is None else [Reply(card(turn, person))]


def card(turn: Turn, person: Person) -> Message:
    lines: list[Line] = [
        say("person-title", bold=True, name=person.name, unit=person.unit_name, staffno=person.staff_no),
        say("me-as-of", at=turn.now),
        _reached(person),
    ]
    last = storage.nudges.last(turn.tx, person.id)
    if last and turn.now - last < SHOWN_FOR:
        lines.append(say("person-nudged", at=last))
    lines += entered.of_person(turn, person)
    for share in shares_of(turn, person)[:MOST_SHARES]:
        item = study_today.item_of(turn.tx, share, turn.county, turn.now)
        title = bold(turn.localize(item.title))
        lines += [BLANK, title, standing(item), *entered.of_share(turn, share)]
    return Message(tuple(lines), rows=_buttons(turn, person))


def shares_of(turn: Turn, person: Person) -> list[Enrollment]:
    """The plan's shares of the last year, what is open first."""
    since = turn.now - SHOWN_FOR
    shares = [
        share
        for share in storage.assignments.of_person(turn.tx, person.id)
        if share.kind == "plan" and share.opened_at > since and share.withdrawn_at is None
    ]
    return sorted(shares, key=lambda share: (not share.is_open, share.due_at))


def leaves_ahead(turn: Turn, person: Person) -> list[dict[str, Any]]:
    """Leaves that have not ended before today."""
    today = turn.county.local_day(turn.now)
    return [leave for leave in storage.leaves.of_person(turn.tx, person.id) if leave["until_on"] >= today]


def _reached(person: Person) -> Line:
    if person.identity_id is None:
        return say("person-never-joined")
    return say("person-unreachable") if person.unreachable_at else say("person-reached")


def _buttons(turn: Turn, person: Person) -> tuple[tuple[Button, ...], ...]:
    shares = shares_of(turn, person)
    is_open = any(share.is_open for share in shares)
    rows: list[tuple[Button, ...]] = []
    leave = Button(say("person-do-leave"), f"do:leave:{person.id}")
    if is_open:
        rows += [
            (Button(say("person-do-nudge"), f"nudge:p:{person.id}", primary=True), leave),
            (
                Button(say("person-do-extend"), f"do:extend:{person.id}"),
                Button(say("person-do-excuse"), f"do:excuse:{person.id}"),
                Button(say("person-do-paper"), f"do:paper:{person.id}"),
            ),
        ]
    else:
        rows.append((leave,))
    undo = []
    if leaves_ahead(turn, person):
        undo.append(Button(say("person-do-endleave"), f"do:endleave:{person.id}"))
    if any(share.excused_at for share in shares):
        undo.append(Button(say("person-do-unexcuse"), f"do:unexcuse:{person.id}"))
    if any(share.on_paper_reason for share in shares):
        undo.append(Button(say("person-do-unpaper"), f"do:unpaper:{person.id}"))
    if undo:
        rows.append(tuple(undo))
    rows.append((Button(say("person-do-code"), f"code:{person.id}"), Button(say("button-names"), "names:1")))
    return tuple(rows)
