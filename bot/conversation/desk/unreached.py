"""Those no message can get to yet: who has a code, who has none, whose chat is closed. Nobody is blamed for it."""

from __future__ import annotations

from collections import Counter

from bot.conversation.desk.permitting import holds, number_of, refused
from bot.conversation.desk.summary import units_of
from bot.conversation.messages import Button, Line, Message, Phrase, Reply, say
from bot.conversation.turn import Turn
from study import not_joined
from study.not_joined import Unreached

ON_A_PAGE = 6


def show(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`unreached[:<page>]`."""
    if not holds(turn, "see_person"):
        return refused()
    replaces = bool(parts) and turn.incoming.message_ref is not None
    units = units_of(turn)
    people = not_joined.unreached(turn.tx, units, turn.county, turn.now)
    link = Button(say("unreached-link"), f"joinlink:{units[0]}" if len(units) == 1 else "joinlink")
    back = Button(say("button-summary-back"), "go:summary")
    if not people:
        return [Reply(Message((say("unreached-nobody"),), rows=((back,),), replaces=replaces))]
    pages = -(-len(people) // ON_A_PAGE)
    page = min(max(number_of(parts[0]) if parts else 1, 1), pages)
    shown = people[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]
    lines: list[Line] = [say("unreached-title", bold=True, people=len(people)), *_counts(people)]
    lines.append(say("unreached-how"))
    rows: list[tuple[Button, ...]] = [(Button(_label(each), f"person:{each.person_id}"),) for each in shown]
    if pages > 1:
        lines.append(say("names-page", page=page, pages=pages))
        earlier = (Button(say("names-previous"), f"unreached:{page - 1}"),) if page > 1 else ()
        later = (Button(say("names-next"), f"unreached:{page + 1}"),) if page < pages else ()
        rows.append((*earlier, *later))
    rows.append((link, back))
    return [Reply(Message(tuple(lines), rows=tuple(rows), replaces=replaces))]


def _counts(people: list[Unreached]) -> list[Line]:
    counts = Counter(each.state for each in people)
    return [
        say(f"unreached-count-{state}", people=counts[state]) for state in not_joined.STATES if counts[state]
    ]


def _label(each: Unreached) -> Phrase:
    """Name, unit and how it stands; the day a code was made says how long it has been out."""
    if each.state == "waiting" and each.code_made_on:
        return say(
            "unreached-person-waiting", name=each.name, unit=each.unit_name, day=f"{each.code_made_on:%m-%d}"
        )
    return say(f"unreached-person-{each.state}", name=each.name, unit=each.unit_name)
