"""The head's card: one number against the target, its trend as a picture, units to ask, units that rose. No names."""

from __future__ import annotations

from datetime import datetime

import storage.units
from bot.conversation.desk.permitting import permitted
from bot.conversation.messages import Button, Chart, Line, Message, Reply, say
from bot.conversation.turn import Turn
from study import month_card
from study.month_card import MonthCard, UnitShare
from study.rules.rich_text import RichText

BLANK = RichText("")


def show(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`/month`: the card as of now, counted by a reader when it is sent."""
    if month_card.root_of(turn.tx, turn.me.id, turn.county.local_day(turn.now)) is None:
        whole = storage.units.by_path(turn.tx, turn.me.unit_path.partition("/")[0])
        permitted(turn, "see_month_card", whole.id if whole else turn.me.unit_id)
        return [Reply(Message((say("month-not-yours"),)))]
    return [Reply(composed="month_now")]


def now(turn: Turn) -> Message | None:
    """The card as of now; None for somebody who no longer supervises the whole."""
    root = month_card.root_of(turn.tx, turn.me.id, turn.county.local_day(turn.now))
    return message_of(month_card.month_card(turn.tx, root, turn.county, turn.now)) if root else None


def as_sent(turn: Turn, month: str) -> Message | None:
    """The card of a month as it was kept."""
    card = month_card.stored_card(turn.tx, turn.me.id, month)
    return message_of(card) if card else None


def message_of(card: MonthCard) -> Message:
    lines: list[Line] = [
        say("month-title", bold=True, unit=card.unit),
        say("summary-as-of", at=datetime.fromisoformat(card.as_of)),
    ]
    if not card.due:
        return Message((*lines, say("month-nothing-due")))
    lines += [BLANK, _number(card), say("month-counts", done=card.done, due=card.due)]
    if card.to_ask:
        lines += [BLANK, say("month-to-ask", bold=True, units=len(card.to_ask)), *map(_to_ask, card.to_ask)]
    else:
        lines += [BLANK, say("month-none-to-ask")]
    if card.risen:
        lines += [BLANK, say("month-risen", bold=True, units=len(card.risen)), *map(_risen, card.risen)]
    rows = ((Button(say("button-month-now"), "go:month"), Button(say("button-summary-back"), "go:summary")),)
    return Message(tuple(lines), rows=rows, chart=_chart(card))


def _number(card: MonthCard) -> Line:
    done, due = card.month_ago
    if not due:
        return say("month-number", bold=True, percent=card.percent, target=card.target)
    rise = round(card.percent - done * 1000 // due / 10, 1)
    return say(
        "month-number-change", bold=True, percent=card.percent, target=card.target, rise=f"{rise:+.1f}"
    )


def _to_ask(share: UnitShare) -> Line:
    return say("month-unit-to-ask", unit=share.unit, percent=share.percent, left=share.due - share.done)


def _risen(share: UnitShare) -> Line:
    return say("month-unit-risen", unit=share.unit, percent=share.percent, rise=f"{share.rise:+.1f}")


def _chart(card: MonthCard) -> Chart | None:
    """The trend against the target; a single week makes no line."""
    if len(card.trend) < 2:
        return None
    first, last = card.trend[0], card.trend[-1]
    alt = say(
        "chart-alt-month",
        unit=card.unit,
        first=first[0],
        before=first[1],
        last=last[0],
        percent=last[1],
        target=card.target,
    )
    title = say("chart-month", unit=card.unit)
    return Chart(title, (), (), (alt,), say("chart-month-trend", target=card.target), card.trend, card.target)
