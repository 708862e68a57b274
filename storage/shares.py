"""Shares in the state they were in at an instant: what every count of them begins with."""

from __future__ import annotations

from collections.abc import Sequence

from storage.units import at_or_below

# Only a date moved after :now stood differently then; mostly there is none, and no share is asked about.
_DUE_THEN = (
    "CASE WHEN (SELECT MAX(recorded_at) FROM extension) > :now THEN COALESCE((SELECT x.due_before_at FROM extension x"
    " WHERE x.enrollment_id = en.id AND x.recorded_at > :now ORDER BY x.id LIMIT 1), en.due_at) ELSE en.due_at END"
)

_OPEN = " AND en.completed_at IS NULL AND en.excused_at IS NULL"


def shares(unit_ids: Sequence[int], items: str, are_open: bool = False) -> tuple[str, dict[str, int]]:
    """SQL of the shares of units and those below as of `:now`, on the local day `:on`, and its units as parameters.

    Columns `assignment_id, kind, name, reading, item_due_at, enrollment_id, person_id, unit_id, is_late,
    completed_at, excused_at, due_at` (as it stood then) and `state` (done, excused, away, overdue, in_time). Of those
    who left there is none. `items` is a condition on assignments `a`; `are_open`: those alone that are open today.
    """
    below, units = at_or_below(unit_ids)
    sql = (
        "SELECT a.id AS assignment_id, a.kind, a.name, a.reading, a.due_at AS item_due_at, e.id AS enrollment_id,"
        " e.person_id, e.unit_id, e.is_late, e.completed_at, e.excused_at, e.due_at,"
        " CASE WHEN e.completed_at <= :now THEN 'done' WHEN e.excused_at <= :now THEN 'excused'"
        " WHEN EXISTS (SELECT 1 FROM leave l WHERE l.person_id = e.person_id AND l.from_on <= :on"
        " AND l.until_on >= :on) THEN 'away' WHEN e.due_at <= :now THEN 'overdue' ELSE 'in_time' END AS state"
        " FROM (SELECT en.id, en.assignment_id, en.person_id, en.unit_id, en.is_late, en.opened_at, en.completed_at,"
        f" en.excused_at, en.withdrawn_at, {_DUE_THEN} AS due_at FROM enrollment en WHERE en.unit_id IN {below}"
        # The items first: of a year's shares most are of quizzes that nobody asks about any more.
        f" AND en.assignment_id IN (SELECT a.id FROM assignment a WHERE a.opens_at <= :now AND {items})"
        f"{_OPEN if are_open else ''}) AS e"
        " JOIN assignment a ON a.id = e.assignment_id JOIN person p ON p.id = e.person_id"
        " WHERE e.opened_at <= :now AND (e.withdrawn_at IS NULL OR e.withdrawn_at > :now)"
        " AND (p.left_on IS NULL OR p.left_on > :on)"
    )
    return sql, units
