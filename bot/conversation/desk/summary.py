"""The supervisor's picture: the weekly summary, `/summary` at any time, and what one tap from there shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from bot.conversation.desk.permitting import holds
from bot.conversation.desk.summary_chart import chart_of
from bot.conversation.messages import Arg, Button, Document, Line, Message, Phrase, Reply, say
from bot.conversation.turn import Turn
from study import permissions, weekly_summary
from study.rules.question import localize
from study.rules.reporting_period import parse, period_of
from study.rules.rich_text import RichText
from study.rules.summary import ItemLine, Summary, UnitLine
from study.weekly_table import FILE_NAME

BLANK = RichText("")
MOST_ITEMS = 2
"""Plan items told at length; of the others one line each."""

MOST_UNITS_IN_LINE = 9
MOST_UNITS_NAMED = 3
UNBROKEN = "\u00a0"
"""A space where no line ends: a unit and its counts stay together."""

Languages = tuple[str, str]
"""The recipient's language, and the garden's own where a title has no such language."""


def units_of(turn: Turn) -> list[int]:
    """The units this person supervises today; for an administrator without any, those administered."""
    granted = [
        permissions.units_granted(turn.tx, turn.me.id, role, turn.county.local_day(turn.now))
        for role in ("supervisor", "admin")
    ]
    return granted[0] or granted[1]


def show(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`/summary`: the same counts as on Monday, as of now; counted by a reader when it is sent."""
    if not holds(turn, "see_unit_summary"):
        return [Reply(not_yours())]
    return [Reply(composed="summary_now")]


def as_of_now(turn: Turn) -> Message | None:
    """The summary as it stands; None for somebody who no longer supervises anything."""
    summary = counted(turn)
    return message_of(summary, languages_of(turn)) if summary else None


def counted(turn: Turn) -> Summary | None:
    """What this person's units come to now; None for somebody who supervises none. For composers: it takes long."""
    units = units_of(turn)
    if not units:
        return None
    period = period_of(turn.now, turn.county.zone)
    return weekly_summary.summarise(turn.tx, turn.me.id, units, period, turn.county, turn.now)


def not_yours() -> Message:
    return Message((say("summary-not-yours"),))


def earlier(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`week:2026-W47` or `week:last`: a summary as it was sent."""
    label = parts[0] if parts else "last"
    here = period_of(turn.now, turn.county.zone).label
    if label == "last":
        found = weekly_summary.latest_summary(turn.tx, turn.me.id, here)
    else:
        found = weekly_summary.stored_summary(turn.tx, turn.me.id, label)
    if found is None:
        return [Reply(Message((say("summary-no-earlier"),)))]
    return [
        Reply(
            message_of(
                found,
                languages_of(turn),
                turn.county.local_day(parse(found.period, turn.county.zone).starts_at),
            )
        )
    ]


def table(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`table`: everybody of the units in a spreadsheet, as of now."""
    if not holds(turn, "see_unit_summary"):
        return [Reply(not_yours())]
    name = f"{turn.localize(FILE_NAME)} {turn.county.local_day(turn.now).isoformat()}.xlsx"
    document = Document(name, "weekly_table")
    return [Reply(Message((say("summary-table"),), document=document))]


def languages_of(turn: Turn) -> Languages:
    """For authored titles."""
    return turn.language, turn.county.settings.language


def message_of(summary: Summary, languages: Languages, week_of: date | None = None) -> Message:
    """A summary in words, its picture and its buttons. `week_of`: for one that was sent, its week's Monday."""
    plan = [item for item in summary.items if item.kind == "plan"]
    at_length = _at_length(plan)
    lines: list[Line] = [*_head(summary, languages[0], week_of)]
    for item in at_length:
        lines += [BLANK, *_item(item, languages)]
    others = [item for item in summary.items if item not in at_length]
    if others:
        lines += [BLANK, *(_briefly(item, languages) for item in others)]
    if not summary.items:
        lines += [BLANK, say("summary-nothing-open")]
    return Message(tuple(lines), rows=_buttons(summary, week_of), chart=chart_of(summary))


def _at_length(plan: Sequence[ItemLine]) -> list[ItemLine]:
    """The items with somebody behind or soon due first, in the order of their due dates."""
    open_ = [item for item in plan if item.done < item.assigned]
    pressing = sorted(open_, key=lambda item: (item.pressing == 0, item.due_on))[:MOST_ITEMS]
    return [item for item in plan if item in pressing]


def _head(summary: Summary, language: str, week_of: date | None) -> list[Line]:
    title = replace(with_units("summary-title", "summary-title-many", summary.units, language), bold=True)
    as_of = say("summary-as-of", at=datetime.fromisoformat(summary.as_of))
    lines: list[Line] = (
        [title, as_of] if week_of is None else [title, say("summary-week-of", day=week_of), as_of]
    )
    lines.append(
        say("summary-people", people=summary.people, away=summary.away, notreached=summary.not_reached)
    )
    return lines


def with_units(few: str, many: str, units: Sequence[str], language: str, **args: Arg) -> Phrase:
    """The phrase `few` about up to three units by their names, or `many` about the first and how many there are."""
    if len(units) <= MOST_UNITS_NAMED:
        return Phrase(few, {"units": _separator(language).join(units), **args})
    return Phrase(many, {"unit": units[0], "units": len(units), **args})


def _item(item: ItemLine, languages: Languages) -> list[Line]:
    title = localize(item.title, *languages)
    lines: list[Line] = [
        say("summary-item", bold=True, title=title, day=date.fromisoformat(item.due_on)),
        _groups(item),
    ]
    if item.excused or item.away:
        lines.append(say("summary-left-out", excused=item.excused, away=item.away))
    if len(item.units) > 1:
        lines += _units(item.units, languages[0])
    lines += _names(item, languages[0])
    return lines


def _groups(item: ItemLine) -> Phrase:
    """The three groups, and the change on last week where there was one."""
    key = "summary-groups"
    if item.change is not None:
        key = "summary-groups-change" if item.change else "summary-groups-same"
    change = f"{item.change or 0:+d}"
    return say(key, done=item.done, intime=item.in_time, overdue=item.overdue, change=change)


def _units(units: Sequence[UnitLine], language: str) -> list[Line]:
    """One paragraph: the units with somebody left, those with most behind first."""
    left = sorted((u for u in units if u.done < u.assigned), key=lambda u: (-u.overdue, -u.in_time))
    if not left:
        return []
    told = _separator(language).join(
        f"{u.unit}{UNBROKEN}{u.done}/{u.in_time}/{u.overdue}" for u in left[:MOST_UNITS_IN_LINE]
    )
    lines: list[Line] = [say("summary-units", units=told)]
    if len(left) > MOST_UNITS_IN_LINE:
        lines.append(say("summary-more-units", units=len(left) - MOST_UNITS_IN_LINE))
    if len(left) < len(units):
        lines.append(say("summary-units-done", units=len(units) - len(left)))
    return lines


def _names(item: ItemLine, language: str) -> list[Line]:
    """Who is behind or soon due; above fifteen only how many."""
    if not item.pressing:
        return []
    if item.names:
        key = "summary-behind-names" if item.overdue else "summary-soon-names"
        return [say(key, people=item.pressing, names=_separator(language).join(item.names))]
    return [say("summary-behind" if item.overdue else "summary-soon", people=item.pressing)]


def _briefly(item: ItemLine, languages: Languages) -> Line:
    title = localize(item.title, *languages)
    if item.kind == "plan" and item.done == item.assigned:
        return say("summary-all-done", title=title, people=item.done)
    if item.kind == "plan":
        return say("summary-brief", title=title, done=item.done, intime=item.in_time, overdue=item.overdue)
    return say(
        "summary-scheduled",
        title=title,
        day=date.fromisoformat(item.due_on),
        done=item.done,
        people=item.assigned,
    )


def _separator(language: str) -> str:
    return "、" if language == "zh-Hans" else ", "


def _buttons(summary: Summary, week_of: date | None) -> tuple[tuple[Button, ...], ...]:
    now_or_then = (
        Button(say("button-summary-last"), "week:last")
        if week_of is None
        else Button(say("button-summary"), "go:summary")
    )
    rows: list[tuple[Button, ...]] = []
    if summary.pressing:
        remind = Button(say("button-nudge", people=summary.pressing), "nudge:all", primary=True)
        rows.append((remind, Button(say("button-names"), "names:1")))
    if any(len(item.units) > 1 for item in summary.items):
        rows.append((Button(say("button-by-unit"), "byunit"), Button(say("button-group-words"), "group")))
    else:
        rows.append((Button(say("button-group-words"), "group"),))
    rows.append((Button(say("button-table"), "table"), now_or_then))
    if summary.is_whole:
        rows.append((Button(say("button-month"), "go:month"),))
    if summary.not_reached:
        rows.append((Button(say("button-unreached", people=summary.not_reached), "unreached"),))
    return tuple(rows)
