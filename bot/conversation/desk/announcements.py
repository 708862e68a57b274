"""`/announce`: words, for whom, when, one card to confirm; then how far it has come, and a way to take it back.

The state of the dialog is what has been answered: `text`, `audience`, `when`. Words typed later replace the text.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import storage.announcements
import storage.units
from bot.conversation import dialog
from bot.conversation.desk import audience_choice
from bot.conversation.desk.audience_choice import Asking, Chosen, short
from bot.conversation.desk.permitting import gone, holds, number_of, permitted, refused
from bot.conversation.messages import Button, Line, Message, Reply, say
from bot.conversation.turn import Turn
from storage.announcements import Announcement
from storage.outbox import OutboxMessage
from study import announcements, audiences, permissions, presence
from study.announcements import Preview
from study.rules.rich_text import RichText

ACTION = "announce"
DIALOG = "announce"
BLANK = RichText("")
SHOWN_FOR = timedelta(days=30)
MOST_SHOWN = 5
MOST_TIMES = 4

State = dict[str, Any]


def show(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`/announce`: write one, or look at what became of the last ones."""
    if not holds(turn, ACTION):
        return refused()
    today = turn.county.local_day(turn.now)
    scope = permissions.scope(turn.tx, turn.me.id, ACTION, today)
    made = [
        each
        for each in storage.announcements.since(turn.tx, turn.now - SHOWN_FOR)
        if scope.covers(storage.units.by_id(turn.tx, each.unit_id).path)
    ][:MOST_SHOWN]
    lines = (say("announce-title", bold=True), say("announce-how"))
    rows = (
        (Button(say("announce-new"), "ann:new", primary=True),),
        *((Button(short(each.text.replace("\n", " ")), f"ann:card:{each.id}"),) for each in made),
    )
    return [Reply(Message(lines, rows=rows))]


def act(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`ann:new` begins; `to…`, `when:<now|morning>` answer; `ok` sends; `card:<id>`, `undo:<id>` look after it."""
    what, value = (*parts, "", "")[:2]
    if what in ("card", "undo"):
        return _look_after(turn, what, value)
    if not holds(turn, ACTION):
        return refused()
    if what == "new":
        return _ask(turn, {})
    current = dialog.current(turn)
    if current is None or current.name != DIALOG:
        return gone()
    state = dict(current.state)
    if what == "no":
        dialog.end(turn)
        return [Reply(Message((say("desk-cancelled"),), replaces=True))]
    if what == "to" and "text" in state:
        return _whom(turn, state, parts[1:])
    if what == "when" and value in ("now", "morning") and "audience" in state:
        return _ask(turn, {**state, "when": value})
    return _send(turn, state) if what == "ok" and "when" in state else gone()


def typed(turn: Turn, state: Any, text: str) -> list[Reply]:
    """The words to announce; what was chosen before stays chosen."""
    return _ask(turn, {**state, "text": text}) if holds(turn, ACTION) else refused()


def _whom(turn: Turn, state: State, parts: tuple[str, ...]) -> list[Reply]:
    found = audience_choice.step(turn, _asking(), parts)
    if found is None:
        return refused()
    if not isinstance(found, Chosen):
        return [Reply(found)]
    unchosen = {name: kept for name, kept in state.items() if name != "when"}
    return _ask(turn, {**unchosen, "audience": found.audience})


def _asking() -> Asking:
    return Asking("ann:to", ACTION, (say("announce-whom"),), _cancel(), say("announce-all"))


def _cancel() -> tuple[Button, ...]:
    return (Button(say("desk-cancel"), "ann:no"),)


def _ask(turn: Turn, state: State) -> list[Reply]:
    """Ask for what is missing; with nothing missing, show what would be sent."""
    dialog.begin(turn, DIALOG, **state)
    if "text" not in state:
        lines = (say("announce-ask-text", limit=dialog.LONGEST_WORDS),)
        return [Reply(Message(lines, rows=(_cancel(),), replaces=True))]
    if "audience" not in state:
        found = audience_choice.step(turn, _asking(), ())
        return [Reply(found)] if isinstance(found, Message) else refused()
    if "when" not in state:
        morning = announcements.begins("morning", turn.county, turn.now)
        rows = (
            (Button(say("announce-now"), "ann:when:now"),),
            (Button(say("announce-morning", at=morning), "ann:when:morning"),),
            _cancel(),
        )
        asked = (*audience_choice.words(turn, state["audience"]), say("announce-when"))
        return [Reply(Message(asked, rows=rows, replaces=True))]
    return [Reply(_confirmation(turn, state))]


def _sender(turn: Turn, audience: Any) -> int | None:
    today = turn.county.local_day(turn.now)
    return audiences.in_whose_name(turn.tx, turn.me.id, ACTION, audience, today)


def _confirmation(turn: Turn, state: State) -> Message:
    sender = _sender(turn, state["audience"])
    if sender is None:
        return Message((say("desk-refused"),), replaces=True)
    seen = announcements.preview(turn.tx, state["audience"], state["when"], turn.county, turn.now)
    lines: list[Line] = [
        say("announce-check"),
        BLANK,
        say("announcement-title", bold=True, unit=storage.units.by_id(turn.tx, sender).name),
        RichText(state["text"]),
        BLANK,
        *audience_choice.words(turn, state["audience"]),
        say("announce-people", people=seen.people, reached=seen.reached),
    ]
    if seen.away:
        lines.append(say("announce-away", people=seen.away))
    lines += _when(turn, seen)
    if not seen.times:
        return Message((*lines, say("announce-nobody")), rows=(_cancel(),), replaces=True)
    send = Button(say("announce-send"), "ann:ok", primary=True)
    return Message(tuple(lines), rows=((send, *_cancel()),), replaces=True)


def _when(turn: Turn, seen: Preview) -> list[Line]:
    """How many are written to when: now, then at the next few times."""
    told: list[Line] = []
    for at, people in seen.times[:MOST_TIMES]:
        told.append(
            say("announce-goes-now", people=people)
            if at <= turn.now
            else say("announce-goes-at", people=people, at=at)
        )
    if rest := sum(people for _, people in seen.times[MOST_TIMES:]):
        told.append(say("announce-goes-later", people=rest))
    return told


def _send(turn: Turn, state: State) -> list[Reply]:
    audience = state["audience"]
    if dialog.take(turn, DIALOG) is None:
        return gone()
    sender = _sender(turn, audience)
    permitted_all = all(permitted(turn, ACTION, unit_id) for unit_id in audiences.units_of(turn.tx, audience))
    if sender is None or not permitted_all:
        return refused()
    made = announcements.make(
        turn.tx,
        state["text"],
        audience,
        state["when"],
        unit_id=sender,
        made_by=turn.me.id,
        county=turn.county,
        now=turn.now,
    )
    announcement = storage.announcements.by_id(turn.tx, made)
    return gone() if announcement is None else [Reply(_card(turn, announcement))]


def _look_after(turn: Turn, what: str, value: str) -> list[Reply]:
    announcement = storage.announcements.by_id(turn.tx, number_of(value))
    if announcement is None:
        return gone()
    if not permitted(turn, ACTION, announcement.unit_id):
        return refused()
    if what == "undo" and not announcements.withdraw(turn.tx, announcement, turn.me.id, turn.now):
        return gone()
    return [Reply(_card(turn, storage.announcements.by_id(turn.tx, announcement.id) or announcement))]


def _card(turn: Turn, announcement: Announcement) -> Message:
    """How far it has come, as of now."""
    standing = announcements.standing(turn.tx, announcement, turn.county, turn.now)
    lines: list[Line] = [
        say("announcement-title", bold=True, unit=storage.units.by_id(turn.tx, announcement.unit_id).name),
        RichText(announcement.text),
        BLANK,
        *audience_choice.words(turn, announcement.audience),
        say("announce-as-of", at=turn.now),
    ]
    if announcement.withdrawn_at is not None:
        lines.append(say("announce-taken-back", people=standing.cancelled, sent=standing.sent))
        return Message(tuple(lines), rows=(_again(announcement),), replaces=True)
    if announcement.queued_at is None:
        lines.append(say("announce-queueing"))
    lines.append(
        say("announce-standing", pending=standing.pending, sent=standing.sent, unreached=standing.unreached)
    )
    if standing.away:
        lines.append(say("announce-left-away", people=standing.away))
    rows = [_again(announcement)]
    if standing.pending or announcement.queued_at is None:
        rows.append((Button(say("announce-undo"), f"ann:undo:{announcement.id}"),))
    return Message(tuple(lines), rows=tuple(rows), replaces=True)


def _again(announcement: Announcement) -> tuple[Button, ...]:
    return (Button(say("announce-refresh"), f"ann:card:{announcement.id}"),)


def compose(turn: Turn, row: OutboxMessage) -> Message | None:
    """What each person gets; nothing when it was taken back, or for who is away that day."""
    announcement = storage.announcements.by_id(turn.tx, int(row.message["announcement"]))
    today = turn.county.local_day(turn.now)
    if announcement is None or announcement.withdrawn_at is not None or turn.me.has_left(today):
        return None
    if presence.is_away(turn.tx, turn.me, today):
        return None
    unit = storage.units.by_id(turn.tx, announcement.unit_id).name
    return Message((say("announcement-title", bold=True, unit=unit), RichText(announcement.text)))
