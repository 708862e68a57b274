"""The supervisor's picture: the weekly summary and `/summary` at any time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from bot.conversation.messages import Button, Line, Message, Reply, say
from bot.conversation.turn import Turn
from study import permissions, weekly_summary
from study.rules.question import localize
from study.rules.reporting_period import period_of
from study.rules.rich_text import RichText
from study.weekly_summary import ItemLine, Summary, UnitLine

BLANK = RichText("")
MOST_UNITS = 12
"""Units listed for one item in a message."""


def show(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`/summary`: the same counts as on Monday, as of now."""
    units = permissions.units_granted(turn.tx, turn.me.id, "supervisor", turn.county.local_day(turn.now))
    if not units:
        return [Reply(Message((say("summary-not-yours"),)))]
    period = period_of(turn.now, turn.county.zone)
    summary = weekly_summary.summarise(turn.tx, turn.me.id, units, period, turn.county, turn.now)
    return [Reply(message_of(summary, turn.language, turn.county.settings.language))]


def message_of(summary: Summary, language: str, fallback_language: str) -> Message:
    """A summary in words: per item the count, the change, the units, the names of those overdue."""
    separator = "、" if language == "zh-Hans" else ", "
    lines: list[Line] = [
        say("summary-title", bold=True, units=separator.join(summary.units)),
        say("summary-as-of", at=datetime.fromisoformat(summary.as_of)),
        say("summary-people", people=summary.people, notreached=summary.not_reached),
    ]
    for item in summary.items:
        lines += [BLANK, *_item(item, localize(item.title, language, fallback_language), separator)]
    if not summary.items:
        lines += [BLANK, say("summary-nothing-open")]
    return Message(tuple(lines), rows=((Button(say("button-summary"), "go:summary"),),))


def _item(item: ItemLine, title: str, separator: str) -> list[Line]:
    lines: list[Line] = [
        say("summary-item", bold=True, title=title, done=item.done, assigned=item.assigned),
        say("summary-due", day=date.fromisoformat(item.due_on)),
    ]
    if item.change:
        lines.append(say("summary-change", change=f"{item.change:+d}"))
    elif item.change == 0:
        lines.append(say("summary-no-change"))
    if item.excused:
        lines.append(say("summary-excused", people=item.excused))
    if len(item.units) > 1:
        lines += _units(item.units)
    if item.names:
        lines.append(say("summary-overdue-names", people=item.overdue, names=separator.join(item.names)))
    elif item.overdue:
        lines.append(say("summary-overdue", people=item.overdue))
    return lines


def _units(units: Sequence[UnitLine]) -> list[Line]:
    """Those with most left to do first; a long list ends with what it leaves out."""
    ordered = sorted(units, key=lambda unit: unit.done - unit.assigned)
    lines: list[Line] = [
        say("summary-unit", unit=unit.unit, done=unit.done, assigned=unit.assigned)
        for unit in ordered[:MOST_UNITS]
    ]
    if len(ordered) > MOST_UNITS:
        rest = ordered[MOST_UNITS:]
        lines.append(
            say(
                "summary-more-units",
                units=len(rest),
                done=sum(unit.done for unit in rest),
                assigned=sum(unit.assigned for unit in rest),
            )
        )
    return lines
