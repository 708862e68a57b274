"""Where each person is in a reading, and which readings they have completed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from storage.transaction import Transaction


def progress(tx: Transaction, person_id: int, slug: str) -> dict[str, Any] | None:
    """Row `section, share_read` (0–1 of the text before the page one stopped at), or None."""
    return tx.one(
        "SELECT section, share_read, updated_at FROM reading_progress WHERE person_id = :person_id AND slug = :slug",
        person_id=person_id,
        slug=slug,
    )


def shares_read(tx: Transaction, person_id: int) -> dict[str, float]:
    """How far a person is in each reading they have opened (0–1), by slug."""
    rows = tx.all(
        "SELECT slug, share_read FROM reading_progress WHERE person_id = :person_id", person_id=person_id
    )
    return {row["slug"]: row["share_read"] for row in rows}


def save_progress(
    tx: Transaction, person_id: int, slug: str, section: str, share_read: float, now: datetime
) -> None:
    tx.run(
        "INSERT INTO reading_progress (person_id, slug, section, share_read, updated_at)"
        " VALUES (:person_id, :slug, :section, :share_read, :now)"
        " ON CONFLICT (person_id, slug) DO UPDATE SET section = excluded.section,"
        " share_read = excluded.share_read, updated_at = excluded.updated_at",
        person_id=person_id,
        slug=slug,
        section=section,
        share_read=share_read,
        now=now,
    )


def complete(
    tx: Transaction, person_id: int, slug: str, year: int, version_id: int, edition: str, now: datetime
) -> bool:
    """Whether this is the first completion of the year."""
    changed = tx.run(
        "INSERT INTO reading_completion (person_id, slug, year, version_id, edition, completed_at)"
        " VALUES (:person_id, :slug, :year, :version_id, :edition, :now)"
        " ON CONFLICT (person_id, slug, year) DO NOTHING",
        person_id=person_id,
        slug=slug,
        year=year,
        version_id=version_id,
        edition=edition,
        now=now,
    )
    return changed > 0


def completed_at(tx: Transaction, person_id: int, slug: str, year: int) -> datetime | None:
    row = tx.one(
        "SELECT completed_at FROM reading_completion WHERE person_id = :person_id AND slug = :slug AND year = :year",
        person_id=person_id,
        slug=slug,
        year=year,
    )
    return row["completed_at"] if row else None


def completions_of(tx: Transaction, slug: str, year: int, person_ids: Iterable[int]) -> dict[int, datetime]:
    """Person to the instant of completion, for those of `person_ids` who completed it that year."""
    wanted = set(person_ids)
    rows = tx.all(
        "SELECT person_id, completed_at FROM reading_completion WHERE slug = :slug AND year = :year",
        slug=slug,
        year=year,
    )
    return {row["person_id"]: row["completed_at"] for row in rows if row["person_id"] in wanted}


def completed_slugs(tx: Transaction, person_id: int, year: int) -> set[str]:
    rows = tx.all(
        "SELECT slug FROM reading_completion WHERE person_id = :person_id AND year = :year",
        person_id=person_id,
        year=year,
    )
    return {row["slug"] for row in rows}
