"""The summary as a picture: bars by unit, and the trend by week."""

from __future__ import annotations

from bot.conversation.messages import Chart, Phrase, say
from study.rules.summary import Summary


def chart_of(summary: Summary) -> Chart | None:
    """The plan's shares by unit, and week by week what share of all that fell due is done; None without any."""
    counted: dict[int, list[int]] = {}
    names: dict[int, str] = {}
    for item in summary.items:
        for unit in item.units if item.kind == "plan" else ():
            groups = counted.setdefault(unit.unit_id, [0, 0, 0])
            names[unit.unit_id] = unit.unit
            for place, people in enumerate((unit.done, unit.in_time, unit.overdue)):
                groups[place] += people
    if not counted:
        return None
    bars = tuple((names[unit_id], tuple(groups)) for unit_id, groups in counted.items())
    trend = tuple((label.partition("-")[2], share) for label, share in summary.trend)
    alt: list[Phrase] = [
        say("chart-alt-unit", unit=unit, done=groups[0], intime=groups[1], overdue=groups[2])
        for unit, groups in bars
    ]
    if trend:
        alt.append(say("chart-alt-trend", percent=trend[-1][1]))
    return Chart(
        title=say("chart-by-unit"),
        legend=(say("chart-done"), say("chart-in-time"), say("chart-overdue")),
        bars=bars,
        alt=(say("chart-alt-title"), *alt),
        trend_title=say("chart-trend"),
        trend=trend if len(trend) > 1 else (),
    )
