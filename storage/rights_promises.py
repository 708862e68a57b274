"""What the promises say of rights: that whoever decided something held a role over the unit it was about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from storage.listed import few
from storage.transaction import Row, Transaction

_DEEDS = (
    "SELECT 'push' AS deed, made_by AS person_id, unit_id, made_at AS at FROM push"
    " UNION ALL SELECT d.kind, d.decided_by, p.unit_id, d.decided_at FROM dispute d JOIN person p ON p.id = d.person_id"
    " WHERE NOT EXISTS (SELECT 1 FROM transfer t WHERE t.person_id = p.id)"
    " UNION ALL SELECT action, decided_by, unit_id, decided_at FROM approval WHERE is_approved = 1"
    " UNION ALL SELECT 'answer', decided_by, NULL, decided_at FROM answer_review"
    " UNION ALL SELECT 'regrade', CAST(SUBSTR(actor, 8) AS BIGINT), NULL, asked_at FROM regrade"
    " WHERE actor LIKE 'person:%'"
)
"""Where somebody was moved to another unit, the one they were in then is not known any more."""


def decided_without_right(tx: Transaction, since: datetime, roles: Mapping[str, Sequence[str]]) -> list[Row]:
    """Rows `staff_no, deed`: deeds since then of people who hold none of their roles over the unit, or over none at
    all where a deed has no unit. Who has left meanwhile holds nothing any more, and is left out."""
    parts, values = [], dict[str, str]()
    for number, (deed, names) in enumerate(roles.items()):
        listed, named = few(f"role{number}_", names)
        parts.append(f"(d.deed = :deed{number} AND g.role IN ({listed}))")
        values |= {f"deed{number}": deed, **named}
    return tx.all(
        f"SELECT p.staff_no, d.deed FROM ({_DEEDS}) d JOIN person p ON p.id = d.person_id AND p.left_on IS NULL"
        f" WHERE d.at > :since AND NOT EXISTS (SELECT 1 FROM role_grant g WHERE g.person_id = p.id"
        f" AND ({' OR '.join(parts)}) AND (d.unit_id IS NULL OR EXISTS (SELECT 1 FROM unit_ancestor a"
        " WHERE a.ancestor_id = g.unit_id AND a.unit_id = d.unit_id)))",
        since=since,
        **values,
    )


def consented_alone(tx: Transaction, since: datetime) -> list[Row]:
    """Rows `staff_no, action` of what was asked for and consented to by the same person since then."""
    return tx.all(
        "SELECT p.staff_no, a.action FROM approval a JOIN person p ON p.id = a.asked_by"
        " WHERE a.decided_by = a.asked_by AND a.is_approved = 1 AND a.decided_at > :since",
        since=since,
    )
