"""What is before a person now, and the same facts at length in `/me`."""

from __future__ import annotations

from datetime import datetime, timedelta

import storage.assignments
from bot.conversation import dispute_answers
from bot.conversation.desk import standing as desk_standing
from bot.conversation.messages import Button, Line, Message, Reply, bold, say
from bot.conversation.turn import Turn
from study import streak
from study import today as study_today
from study.rules.rich_text import RichText
from study.today import Item, Today

BLANK = RichText("")


def show(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`/today`: everything open, rebuilt from the record."""
    title = say("today-title", bold=True, day=turn.county.local_day(turn.now))
    return [Reply(message_of(turn, before(turn), title))]


def before(turn: Turn) -> Today:
    """What this person has before them now."""
    return study_today.today(turn.tx, turn.me.id, turn.county, turn.now)


def message_of(turn: Turn, found: Today, title: Line) -> Message:
    """The title, then each open item with the button that begins it."""
    lines: list[Line] = [title]
    rows: list[tuple[Button, ...]] = []
    for item in found.items:
        lines += [BLANK, *item_lines(item, turn)]
        if button := _button(item, turn):
            rows.append((button,))
    if not found.items:
        lines += [say("today-nothing")]
        rows = [
            (Button(say("button-readings"), "go:readings"), Button(say("button-practice"), "go:practice"))
        ]
    return Message(tuple(lines), rows=tuple(rows))


def item_lines(item: Item, turn: Turn) -> list[Line]:
    title = turn.localize(item.title)
    scheduled = item.enrollment.kind == "scheduled"
    if scheduled:
        return [bold(title), say("item-closes", at=last_minute(turn, item.enrollment.due_at))]
    days = (item.due_on - turn.county.local_day(turn.now)).days
    if item.state == "overdue":
        standing = say("item-overdue", day=item.due_on)
    elif days <= 0:
        standing = say("item-due-today", day=item.due_on)
    else:
        standing = say("item-due", day=item.due_on, days=days)
    steps = say(f"item-next-{item.next_step}") if item.next_step != "none" else None
    return [bold(title), standing, *([steps] if steps else [])]


def last_minute(turn: Turn, closes_at: datetime) -> datetime:
    """What closes at midnight is said to close on the day that ends then."""
    is_midnight = closes_at == turn.county.midnight(turn.county.local_day(closes_at))
    return closes_at - timedelta(minutes=1) if is_midnight else closes_at


def _button(item: Item, turn: Turn) -> Button | None:
    title = turn.localize(item.title)
    if item.next_step == "read":
        return Button(say("today-read", title=title), f"read:{item.enrollment.reading}", primary=True)
    if item.next_step == "quiz":
        return Button(say("today-quiz", title=title), f"quiz:{item.enrollment.id}", primary=True)
    return None


def me(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`/me`: the record as the supervisor sees it, with the same "as of"."""
    person = turn.me
    lines: list[Line] = [
        say("me-title", bold=True, name=person.name, unit=person.unit_name),
        say("me-as-of", at=turn.now),
    ]
    lines += desk_standing.of_person(turn, person)
    since = turn.now - timedelta(days=365)
    shares = [
        share
        for share in storage.assignments.of_person(turn.tx, person.id)
        if share.opened_at > since and share.withdrawn_at is None and share.kind == "plan"
    ]
    for share in shares:
        item = study_today.item_of(turn.tx, share, turn.county, turn.now)
        lines += [
            BLANK,
            bold(turn.localize(item.title)),
            standing(item),
            *desk_standing.of_share(turn, share),
        ]
    if not shares:
        lines += [BLANK, say("me-nothing-yet")]
    weeks = streak.weeks_in_a_row(turn.tx, person, turn.county, turn.now)
    if weeks > 1:
        lines += [BLANK, say("me-streak", weeks=weeks)]
    lines += dispute_answers.in_me(turn)
    settings = (Button(say("button-points"), "go:points"), Button(say("button-settings"), "go:settings"))
    rows = (settings, dispute_answers.buttons_in_me(turn))
    return [Reply(Message(tuple(lines), rows=rows))]


def standing(item: Item) -> Line:
    """How one share stands, in the same words for the person and for the supervisor."""
    share = item.enrollment
    if share.completed_at is not None:
        return say("me-late" if share.is_late else "me-done", at=share.completed_at)
    if share.excused_at is not None:
        return say("me-excused", reason=share.excused_reason or "")
    if item.state == "overdue":
        return say("item-overdue", day=item.due_on)
    return say("me-open", day=item.due_on)
