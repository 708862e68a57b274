"""A reading added to the plan: which, for whom, from when to when, with a quiz or without, then one card to confirm.

The state of the dialog is what has been answered: `slug`, `audience`, `opens`, `due`, `draw`.
"""

from __future__ import annotations

from datetime import date, timedelta
from zlib import crc32

from bot.conversation import dialog
from bot.conversation.desk import audience_choice
from bot.conversation.desk.audience_choice import Asking, Chosen, page_of, pages, short
from bot.conversation.desk.permitting import gone, holds, number_of, permitted, refused
from bot.conversation.desk.plan import ACTION, PAGE, cancel, card, line_of
from bot.conversation.desk.plan_steps import Rows, State
from bot.conversation.messages import Button, Line, Message, Phrase, Reply, say
from bot.conversation.turn import Turn
from study import audiences, permissions, plan
from study.rules.typed_day import read_day
from study.today import title_of

DIALOG = "plan-add"
NEEDS = ("slug", "audience", "opens", "due", "draw")
DAYS_OPEN = (30, 60, 90)
FARTHEST = timedelta(days=400)
DRAWS = (5, 10)


def act(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`planadd:start` begins; `page`, `read`, `to…`, `opens`, `due`, `quiz` answer; `ok` confirms."""
    what, value = (*parts, "", "")[:2]
    if not holds(turn, ACTION):
        return refused()
    if what == "start":
        return _ask(turn, {})
    current = dialog.current(turn)
    if current is None or current.name != DIALOG:
        return gone()
    state = current.state
    missing = _missing(state)
    if what == "page" and missing == "slug":
        return [Reply(_readings(turn, value))]
    if what == "read" and missing == "slug":
        return _reading(turn, value)
    if what == "to" and missing == "audience":
        return _whom(turn, state, parts[1:])
    if what == missing and what in ("opens", "due"):
        return _day(turn, state, what, value)
    if what == "quiz" and missing == "draw":
        draw = number_of(value)
        return _ask(turn, {**state, "draw": draw}) if draw in (0, *_draws(turn, state)) else gone()
    return _added(turn, state) if what == "ok" and missing is None else gone()


def typed(turn: Turn, state: State, text: str) -> list[Reply]:
    """A day, where one is being asked for."""
    missing = _missing(state)
    return _day(turn, state, missing, text) if missing in ("opens", "due") else _ask(turn, state)


def _missing(state: State) -> str | None:
    return next((need for need in NEEDS if need not in state), None)


def _reading(turn: Turn, token: str) -> list[Reply]:
    for slug, _ in plan.addable(turn.tx, turn.county, turn.now, turn.me.id):
        if _token(slug) == token:
            return _ask(turn, {"slug": slug})
    return gone()


def _token(slug: str) -> str:
    """A reading on a button: its own name may be long."""
    return f"{crc32(slug.encode()):08x}"


def _whom(turn: Turn, state: State, parts: tuple[str, ...]) -> list[Reply]:
    found = audience_choice.step(turn, _asking(turn, state), parts)
    if found is None:
        return refused()
    return _ask(turn, {**state, "audience": found.audience}) if isinstance(found, Chosen) else [Reply(found)]


def _asking(turn: Turn, state: State) -> Asking:
    question = (_title(turn, state), say("plan-add-whom"))
    return Asking("planadd:to", ACTION, question, cancel(), say("plan-add-all"))


def _day(turn: Turn, state: State, what: str, text: str) -> list[Reply]:
    today = turn.county.local_day(turn.now)
    day = read_day(text, today)
    earliest = today if what == "opens" else date.fromisoformat(state["opens"])
    if day is None or not earliest <= day <= earliest + FARTHEST:
        return [Reply(Message((say(f"plan-add-no-{what}", day=earliest),)))]
    return _ask(turn, {**state, what: day.isoformat()})


def _ask(turn: Turn, state: State) -> list[Reply]:
    """Ask for what is missing; with nothing missing, show what would be added."""
    missing = _missing(state)
    if missing == "draw" and not _draws(turn, state):
        state, missing = {**state, "draw": 0}, None
    dialog.begin(turn, DIALOG, **state)
    if missing == "slug":
        return [Reply(_readings(turn, "0"))]
    if missing == "audience":
        found = audience_choice.step(turn, _asking(turn, state), ())
        return [Reply(found)] if isinstance(found, Message) else refused()
    if missing is None:
        return [Reply(_confirmation(turn, state))]
    rows = {"opens": _opens_rows, "due": _due_rows, "draw": _draw_rows}[missing](turn, state)
    lines = (_title(turn, state), say(f"plan-add-ask-{missing}"))
    return [Reply(Message(lines, rows=(*rows, cancel()), replaces=True))]


def _title(turn: Turn, state: State) -> Phrase:
    title = turn.localize(title_of(turn.tx, state["slug"], state["slug"], turn.county))
    return say("plan-add-title", bold=True, title=title)


def _readings(turn: Turn, page: str) -> Message:
    found = plan.addable(turn.tx, turn.county, turn.now, turn.me.id)
    if not found:
        return Message((say("plan-add-none"),), rows=(cancel(),), replaces=True)
    here, total = page_of(page, len(found), PAGE)
    rows: list[tuple[Button, ...]] = [
        (Button(short(turn.localize(title)), f"planadd:read:{_token(slug)}"),)
        for slug, title in found[here * PAGE : (here + 1) * PAGE]
    ]
    turning = pages("planadd:page", here, total)
    rows += [turning] if turning else []
    return Message((say("plan-add-which", bold=True),), rows=(*rows, cancel()), replaces=True)


def _opens_rows(turn: Turn, state: State) -> Rows:
    today = turn.county.local_day(turn.now)
    monday = today + timedelta(days=7 - today.weekday())
    days = {"today": today, "tomorrow": today + timedelta(days=1), "monday": monday}
    return tuple(
        (Button(say(f"plan-opens-{name}", day=day), f"planadd:opens:{day.isoformat()}"),)
        for name, day in days.items()
    )


def _due_rows(turn: Turn, state: State) -> Rows:
    opens = date.fromisoformat(state["opens"])
    days = [opens + timedelta(days=ahead) for ahead in DAYS_OPEN]
    return tuple((Button(say("plan-day", day=day), f"planadd:due:{day.isoformat()}"),) for day in days)


def _draws(turn: Turn, state: State) -> tuple[int, ...]:
    """How many questions may be drawn: none where the reading has no bank of its own name."""
    questions = plan.questions_in_bank(turn.tx, state["slug"])
    return tuple(draw for draw in DRAWS if draw <= questions)


def _draw_rows(turn: Turn, state: State) -> Rows:
    drawn = tuple(
        Button(say("plan-add-draw", draw=draw), f"planadd:quiz:{draw}") for draw in _draws(turn, state)
    )
    return (drawn, (Button(say("plan-add-no-quiz"), "planadd:quiz:0"),))


def _confirmation(turn: Turn, state: State) -> Message:
    opens, due = date.fromisoformat(state["opens"]), date.fromisoformat(state["due"])
    today = turn.county.local_day(turn.now)
    people, units = audiences.size(turn.tx, state["audience"], today, joined_by=due)
    lines: list[Line] = [
        _title(turn, state),
        say("plan-dates", opens=opens, due=due),
        *audience_choice.words(turn, state["audience"]),
        say("plan-add-people", people=people, units=units),
    ]
    if state["draw"]:
        lines.append(say("plan-quiz", draw=state["draw"], percent=plan.PASS_PERCENT))
    else:
        lines.append(say("plan-add-read-only"))
    confirm = Button(say("desk-confirm"), "planadd:ok", primary=True)
    return Message(tuple(lines), rows=((confirm, *cancel()),), replaces=True)


def _added(turn: Turn, state: State) -> list[Reply]:
    if dialog.take(turn, DIALOG) is None:
        return gone()
    audience = state["audience"]
    if not all(permitted(turn, ACTION, unit_id) for unit_id in audiences.units_of(turn.tx, audience)):
        return refused()
    added = plan.add(
        turn.tx,
        state["slug"],
        audience,
        date.fromisoformat(state["opens"]),
        date.fromisoformat(state["due"]),
        state["draw"],
        actor=permissions.actor_name(turn.me.id),
        county=turn.county,
        now=turn.now,
    )
    line = line_of(turn, str(added)) if added is not None else None
    if line is None:
        return [Reply(Message((say("plan-add-there-already"),), replaces=True))]
    return [Reply(card(turn, line, say("plan-add-done")))]
