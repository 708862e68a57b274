"""What the ledger says of one deed: paid once, whichever way it was entered.

What a regrade took back may be earned again; what somebody decided to take back stays so.
"""

from __future__ import annotations

import storage.points
from storage.points import PointsEntry
from storage.transaction import Transaction
from study.rules.points_rules import BY_REGRADE, ON_PAPER, cause_again, deed_of


def entries(tx: Transaction, person_id: int, deed: str) -> list[tuple[PointsEntry, str | None]]:
    """Every entry that paid it, each with the cause that took it back, if any."""
    found = storage.points.of_cause(tx, person_id, deed)
    return [(entry, taken_back_by) for entry, taken_back_by in found if deed_of(entry.cause) == deed]


def standing(tx: Transaction, person_id: int, deed: str) -> list[PointsEntry]:
    """Those that nothing took back."""
    return [entry for entry, taken_back_by in entries(tx, person_id, deed) if taken_back_by is None]


def is_settled(tx: Transaction, person_id: int, deed: str) -> bool:
    """Whether it is paid, or somebody decided that it is not."""
    return any(_settles(entry, taken_back_by) for entry, taken_back_by in entries(tx, person_id, deed))


def next_cause(tx: Transaction, person_id: int, deed: str) -> str | None:
    """The cause under which it is to be entered now; None when it is settled."""
    entered = entries(tx, person_id, deed)
    if any(_settles(entry, taken_back_by) for entry, taken_back_by in entered):
        return None
    causes = {entry.cause for entry, _ in entered}
    again = (cause_again(deed, number) for number in range(1, len(causes) + 2))
    return next(cause for cause in (deed, *again) if cause not in causes)


def _settles(entry: PointsEntry, taken_back_by: str | None) -> bool:
    if taken_back_by is None:
        return True
    return not entry.cause.startswith(ON_PAPER) and not taken_back_by.startswith(BY_REGRADE)
