"""Who is behind or soon due, by name, each a button to what can be done about it."""

from __future__ import annotations

from bot.conversation.desk.permitting import holds, number_of
from bot.conversation.desk.summary import not_yours, units_of
from bot.conversation.messages import Button, Message, Reply, say
from bot.conversation.turn import Turn
from storage.outbox import OutboxMessage
from study import pressing
from study.pressing import PressingPerson

ON_A_PAGE = 7


def show(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`names:<page>`."""
    if not holds(turn, "see_unit_summary"):
        return [Reply(not_yours())]
    replaces = bool(parts) and turn.incoming.message_ref is not None
    return [
        Reply(composed="names", facts={"page": number_of(parts[0]) if parts else 1, "replaces": replaces})
    ]


def compose(turn: Turn, row: OutboxMessage) -> Message | None:
    """One page of them, as of now."""
    people = pressing.people(turn.tx, units_of(turn), turn.county, turn.now)
    if not people:
        return Message((say("nudge-nobody"),))
    pages = -(-len(people) // ON_A_PAGE)
    page = min(max(int(row.message["page"]), 1), pages)
    shown = people[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]
    lines = [say("names-title", bold=True, people=len(people)), say("names-how")]
    rows = [(_button(person),) for person in shown]
    if pages > 1:
        lines.append(say("names-page", page=page, pages=pages))
        turning = [
            Button(say("names-previous"), f"names:{page - 1}") if page > 1 else None,
            Button(say("names-next"), f"names:{page + 1}") if page < pages else None,
        ]
        rows.append(tuple(button for button in turning if button))  # type: ignore[arg-type]
    rows.append((Button(say("button-summary-back"), "go:summary"),))
    return Message(tuple(lines), rows=tuple(rows), replaces=bool(row.message["replaces"]))


def _button(person: PressingPerson) -> Button:
    overdue = sum(share.overdue for share in person.shares)
    key = "names-person-overdue" if overdue else "names-person-soon"
    told = say(key, name=person.name, unit=person.unit_name, items=overdue or len(person.shares))
    return Button(told, f"person:{person.person_id}")
