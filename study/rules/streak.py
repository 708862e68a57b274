"""The private learning streak, in weeks; it earns nothing and nobody else sees it."""

from __future__ import annotations

from collections.abc import Sequence

from study.rules.frozen import frozen


@frozen
class Week:
    """One person's ISO week, `2026-W48`. `paused`: on leave, or a week without working days."""

    label: str
    studied: bool
    anything_open: bool
    paused: bool


def streak(weeks: Sequence[Week]) -> int:
    """Weeks studied in a row, counted back from the last of `weeks`: consecutive, the current one last.

    A paused week, a week with nothing open and the current week, as long as it has no study, neither break
    the streak nor add to it.
    """
    count = 0
    for week in reversed(weeks):
        if week.paused or not week.anything_open:
            continue
        if week.studied:
            count += 1
        elif week is not weeks[-1]:
            break
    return count
