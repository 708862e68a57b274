"""What the questions of one bank came to over a time: each person's first answer to each, practice and quizzes alike.

People count in the unit they are in now; a person's score is the share right of those first answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import storage.units
from storage.transaction import Row, Transaction

# Redone mistakes and the check questions of readings are no measure of anything.
_FIRSTS = (
    "SELECT MIN(r.id) AS id, r.person_id, p.unit_id FROM question q"
    " JOIN question_version v ON v.question_id = q.id JOIN response r ON r.question_version_id = v.id"
    " JOIN attempt t ON t.id = r.attempt_id AND t.kind IN ('plan', 'scheduled', 'practice')"
    " JOIN person p ON p.id = r.person_id"
    " WHERE q.bank = :bank AND r.answered_at >= :since AND p.unit_id IN {units}"
    " GROUP BY r.person_id, r.question_id, p.unit_id"
)
_SCORED = (
    "SELECT f.person_id, f.unit_id, r.question_id, r.question_version_id, r.given_json, r.is_right, r.is_void,"
    " SUM(r.is_right) OVER (PARTITION BY f.person_id) AS score_right,"
    " SUM(1 - r.is_void) OVER (PARTITION BY f.person_id) AS score_total"
    " FROM firsts f JOIN response r ON r.id = f.id"
)


def tallies(
    tx: Transaction, bank: str, unit_ids: Sequence[int], since: datetime
) -> tuple[list[Row], list[Row]]:
    """(scores, answers) as `storage.results.scores` and `answers` have them, found together: the first answers of a
    year are many."""
    within, units = storage.units.at_or_below(unit_ids)
    rows = tx.all(
        f"WITH firsts AS ({_FIRSTS.format(units=within)}), scored AS ({_SCORED})"
        " SELECT NULL AS unit_id, question_id, question_version_id, given_json, is_right, is_void,"
        " CAST(score_right AS BIGINT) AS score_right, CAST(score_total AS BIGINT) AS score_total,"
        " COUNT(*) AS people FROM scored GROUP BY question_id, question_version_id, given_json, is_right, is_void,"
        " score_right, score_total"
        " UNION ALL SELECT unit_id, NULL, NULL, NULL, NULL, NULL, CAST(score_right AS BIGINT),"
        " CAST(score_total AS BIGINT), COUNT(DISTINCT person_id) FROM scored"
        " GROUP BY unit_id, score_right, score_total",
        bank=bank,
        since=since,
        **units,
    )
    return (
        [row for row in rows if row["question_id"] is None],
        [row for row in rows if row["question_id"] is not None],
    )
