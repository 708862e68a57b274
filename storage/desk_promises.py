"""What the promises say of the training office's deeds: pushes, announcements, transfers, disputes, new verdicts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import storage.units
from storage.listed import LISTED, lists
from storage.transaction import Row, Transaction


def untold_of_pushes(tx: Transaction, since: datetime, until: datetime) -> list[Row]:
    """Rows `staff_no, name, daily_hour, opens_at, due_at`: shares of what was pushed and opened in between, to be done
    still, of people who had a chat before and were never away, whom no message was made for."""
    return tx.all(
        "SELECT p.staff_no, a.name, p.daily_hour, a.opens_at, a.due_at FROM assignment a CROSS JOIN enrollment e"
        " JOIN push s ON s.id = a.push_id AND s.withdrawn_at IS NULL"
        " JOIN person p ON p.id = e.person_id AND p.left_on IS NULL AND p.paused_until_on IS NULL"
        " JOIN channel_identity i ON i.id = p.identity_id AND i.bound_at < a.opens_at"
        " WHERE a.opens_at > :since AND a.opens_at <= :until AND a.push_id IS NOT NULL"
        " AND e.assignment_id = a.id AND e.opened_at <= a.opens_at"
        " AND e.completed_at IS NULL AND e.withdrawn_at IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM leave l WHERE l.person_id = p.id)"
        " AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.person_id = p.id"
        " AND o.dedup_key = 'pushed:' || CAST(a.id AS TEXT))",
        since=since,
        until=until,
    )


def pushed(tx: Transaction, since: datetime, until: datetime) -> list[Row]:
    """Rows `id, name, audience_json` of what was pushed and opened in between."""
    return tx.all(
        "SELECT id, name, audience_json FROM assignment WHERE push_id IS NOT NULL AND opens_at > :since"
        " AND opens_at <= :until",
        since=since,
        until=until,
    )


def asked_from_beyond(tx: Transaction, assignment_id: int, within: Sequence[int]) -> list[Row]:
    """Rows `staff_no`: people with a share of an item who were never in these units or below them."""
    units, named = storage.units.at_or_below(within)
    return tx.all(
        "SELECT p.staff_no FROM enrollment e JOIN person p ON p.id = e.person_id WHERE e.assignment_id = :id"
        f" AND e.unit_id NOT IN {units} AND NOT EXISTS (SELECT 1 FROM transfer t WHERE t.person_id = p.id)",
        id=assignment_id,
        **named,
    )


def announced(tx: Transaction, since: datetime, until: datetime) -> list[Row]:
    """Rows `id, audience_json, made_at` of the announcements made in between and not taken back."""
    return tx.all(
        "SELECT id, audience_json, made_at FROM announcement WHERE made_at > :since AND made_at <= :until"
        " AND withdrawn_at IS NULL ORDER BY id",
        since=since,
        until=until,
    )


def unannounced(
    tx: Transaction, person_ids: Sequence[int], announcement_id: int, made_at: datetime
) -> list[Row]:
    """Rows `staff_no`: those of these people who had a chat before it was made, are never away and have no message."""
    return [
        row
        for listed in lists(person_ids)
        for row in tx.all(
            "SELECT p.staff_no FROM person p"
            " JOIN channel_identity i ON i.id = p.identity_id AND i.bound_at < :made_at"
            f" WHERE p.id IN ({LISTED}) AND p.joined_on < :on AND p.paused_until_on IS NULL"
            " AND NOT EXISTS (SELECT 1 FROM leave l WHERE l.person_id = p.id)"
            " AND NOT EXISTS (SELECT 1 FROM transfer t WHERE t.person_id = p.id)"
            " AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.person_id = p.id AND o.dedup_key = :dedup_key)",
            dedup_key=f"announcement:{announcement_id}",
            made_at=made_at,
            on=made_at.date(),
            **listed,
        )
    ]


def announcements_queued(tx: Transaction, since: datetime) -> list[Row]:
    """Rows `staff_no, send_after_at` of those made since then, not taken back and never put off, each person's
    together."""
    return tx.all(
        "SELECT p.staff_no, o.send_after_at FROM announcement n JOIN outbox o ON o.kind = 'announcement'"
        " AND o.dedup_key = 'announcement:' || CAST(n.id AS TEXT) AND o.state <> 'cancelled'"
        " AND o.failure IS NULL AND o.tries < 2"
        " JOIN person p ON p.id = o.person_id WHERE n.made_at > :since ORDER BY o.person_id, o.send_after_at",
        since=since,
    )


def sent_though_taken_back(tx: Transaction, since: datetime, grace: timedelta) -> list[Row]:
    """Rows `staff_no, detail`: messages of pushes and announcements sent since then, and more than `grace` after they
    had been taken back to the last."""
    return tx.all(
        "SELECT p.staff_no, o.kind || ' ' || o.dedup_key AS detail FROM outbox o JOIN person p ON p.id = o.person_id"
        " WHERE o.is_bulk = 1 AND o.kind IN ('announcement', 'pushed') AND o.state = 'sent' AND o.settled_at > :since"
        " AND (EXISTS (SELECT 1 FROM push_change c WHERE c.kind = 'withdraw' AND c.done_at < o.settled_at - :grace"
        " AND o.dedup_key || ':' LIKE 'pushed:' || CAST(c.assignment_id AS TEXT) || ':%')"
        " OR EXISTS (SELECT 1 FROM announcement n WHERE n.withdrawn_at <= n.queued_at"
        " AND n.queued_at < o.settled_at - :grace AND o.dedup_key = 'announcement:' || CAST(n.id AS TEXT)))",
        since=since,
        grace=int(grace.total_seconds() * 1_000),
    )


def plan_changed(tx: Transaction, since: datetime) -> list[Row]:
    """Rows `assignment_id, kind, unit_id, due_on` of what was changed in the plan and done since then."""
    return tx.all(
        "SELECT assignment_id, kind, unit_id, due_on FROM plan_change WHERE done_at > :since ORDER BY id",
        since=since,
    )


def still_open(tx: Transaction, assignment_id: int, unit_id: int | None) -> list[Row]:
    """Rows `staff_no, name, due_at`: open shares of an item, of a unit and those below or of everybody."""
    return tx.all(
        "SELECT p.staff_no, a.name, e.due_at FROM enrollment e JOIN person p ON p.id = e.person_id"
        " JOIN assignment a ON a.id = e.assignment_id WHERE e.assignment_id = :assignment_id"
        " AND e.completed_at IS NULL AND e.excused_at IS NULL AND e.withdrawn_at IS NULL"
        " AND (CAST(:unit_id AS BIGINT) IS NULL OR EXISTS (SELECT 1 FROM unit_ancestor b"
        " WHERE b.unit_id = e.unit_id AND b.ancestor_id = :unit_id))"
        " AND NOT EXISTS (SELECT 1 FROM transfer t WHERE t.person_id = p.id)",
        assignment_id=assignment_id,
        unit_id=unit_id,
    )


def transfers_undone(tx: Transaction, before: date) -> list[Row]:
    """Rows `staff_no, effective_on`: transfers whose day came before this one and that are not applied."""
    return tx.all(
        "SELECT p.staff_no, t.effective_on FROM transfer t JOIN person p ON p.id = t.person_id"
        " WHERE t.effective_on < :before AND t.applied_at IS NULL AND t.cancelled_at IS NULL",
        before=before,
    )


def shares_left_behind(tx: Transaction, since: datetime) -> list[Row]:
    """Rows `staff_no, name`: open shares of people transferred since then that are another unit's."""
    return tx.all(
        "SELECT p.staff_no, a.name FROM person p JOIN enrollment e ON e.person_id = p.id AND e.unit_id <> p.unit_id"
        " AND e.completed_at IS NULL AND e.excused_at IS NULL AND e.withdrawn_at IS NULL"
        " JOIN assignment a ON a.id = e.assignment_id"
        " WHERE p.id IN (SELECT person_id FROM transfer WHERE applied_at > :since)",
        since=since,
    )


def decided_untold(tx: Transaction, since: datetime) -> list[Row]:
    """Rows `staff_no, detail`: disputes decided since then, of people in a chat, that nothing tells them of, or that
    they have decided themselves."""
    return tx.all(
        "SELECT p.staff_no, 'dispute ' || CAST(d.id AS TEXT) AS detail FROM dispute d"
        " JOIN person p ON p.id = d.person_id AND p.identity_id IS NOT NULL AND p.left_on IS NULL"
        " WHERE d.decided_at > :since"
        " AND (d.decided_by = d.person_id OR NOT EXISTS (SELECT 1 FROM outbox o WHERE o.person_id = p.id"
        " AND o.dedup_key = 'dispute:' || CAST(d.id AS TEXT)))",
        since=since,
    )


def graded_anew(tx: Transaction, since: datetime, year_begins: datetime) -> list[Row]:
    """Rows `staff_no, question_id, right_ones, standing, decided`: of each person and question that a regrade changed
    and ended since then, how many responses that pay are right this year, how many entries for it nothing took back,
    and how many somebody has decided by hand."""
    return tx.all(
        "SELECT p.staff_no, t.question_id,"
        " (SELECT COUNT(*) FROM response r JOIN attempt a ON a.id = r.attempt_id"
        " WHERE r.person_id = p.id AND r.question_id = t.question_id AND r.is_right = 1 AND r.answered_at >= :begins"
        " AND a.kind IN ('scheduled', 'practice', 'mistakes')) AS right_ones,"
        " (SELECT COUNT(*) FROM points_entry e WHERE e.person_id = p.id AND e.reverses_id IS NULL"
        " AND ':' || e.cause LIKE '%:correct:' || CAST(t.question_id AS TEXT) || ':%'"
        " AND NOT EXISTS (SELECT 1 FROM points_entry b WHERE b.person_id = p.id AND b.reverses_id = e.id)) AS standing,"
        " (SELECT COUNT(*) FROM points_entry e WHERE e.person_id = p.id AND (e.kind = 'credit' OR"
        " (e.cause LIKE 'reversal:%' AND e.reverses_id IN (SELECT o.id FROM points_entry o WHERE o.person_id = p.id"
        " AND ':' || o.cause LIKE '%:correct:' || CAST(t.question_id AS TEXT) || ':%')))) AS decided"
        " FROM (SELECT DISTINCT r.person_id, r.question_id FROM regrade g"
        " JOIN response_regrade c ON c.regrade_id = g.id JOIN response r ON r.id = c.response_id"
        " WHERE g.done_at > :since) AS t JOIN person p ON p.id = t.person_id",
        since=since,
        begins=year_begins,
    )


def scores_behind(tx: Transaction, since: datetime) -> list[Row]:
    """Rows `staff_no, detail`: attempts with an answer that a regrade ended since then has changed, whose score is not
    what their answers make it."""
    return tx.all(
        "SELECT p.staff_no, t.subject || ' has ' || CAST(t.score_right AS TEXT) || ' right' AS detail FROM attempt t"
        " JOIN person p ON p.id = t.person_id WHERE t.state = 'finished' AND t.id IN (SELECT r.attempt_id"
        " FROM regrade g JOIN response_regrade c ON c.regrade_id = g.id JOIN response r ON r.id = c.response_id"
        " WHERE g.done_at > :since) AND t.score_right <> (SELECT COUNT(DISTINCT r.question_id) FROM response r"
        " WHERE r.attempt_id = t.id AND r.is_right = 1)",
        since=since,
    )
