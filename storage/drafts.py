"""Readings being written in the chat: the drafts, whose the published ones are, what file is wanted next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from storage.transaction import Transaction
from study.rules.frozen import frozen


@frozen
class Draft:
    """`content`: title, summary, language, body, minutes, sections, left_out, file. `check`: questions, each with
    its `name`.

    `slug` is None until it is published for the first time; a draft with a slug is that reading's next version.
    """

    id: int
    slug: str | None
    unit_id: int
    unit_path: str
    made_by: int
    made_at: datetime
    changed_at: datetime
    state: str
    content: Mapping[str, Any]
    check: Sequence[Mapping[str, Any]]


@frozen
class WantedFile:
    """`purpose`: reading, picture or audio; `section` and `words` go with a picture, `words` with a recording."""

    person_id: int
    purpose: str
    draft_id: int
    section: str
    words: str
    asked_at: datetime


_SELECT = (
    "SELECT d.id, d.slug, d.unit_id, u.path AS unit_path, d.made_by, d.made_at, d.changed_at, d.state,"
    " d.content_json, d.check_json FROM reading_draft d JOIN unit u ON u.id = d.unit_id"
)


def _draft(row: Mapping[str, Any]) -> Draft:
    kept = {name: value for name, value in row.items() if not name.endswith("_json")}
    return Draft(**kept, content=row["content_json"], check=row["check_json"])


def insert(
    tx: Transaction,
    *,
    slug: str | None,
    unit_id: int,
    made_by: int,
    content: Mapping[str, Any],
    check: Sequence[Mapping[str, Any]],
    now: datetime,
) -> int:
    """A new draft; its id."""
    return tx.insert(
        "INSERT INTO reading_draft (slug, unit_id, made_by, made_at, changed_at, state, content_json, check_json)"
        " VALUES (:slug, :unit_id, :made_by, :now, :now, 'draft', :content, :check_questions)",
        slug=slug,
        unit_id=unit_id,
        made_by=made_by,
        now=now,
        content=dict(content),
        check_questions=[dict(question) for question in check],
    )


def by_id(tx: Transaction, draft_id: int) -> Draft | None:
    row = tx.one(f"{_SELECT} WHERE d.id = :id", id=draft_id)
    return _draft(row) if row else None


def lock(tx: Transaction, draft_id: int) -> Draft | None:
    """The draft as it is now, and nobody else changes it before this transaction ends."""
    tx.run("UPDATE reading_draft SET changed_at = changed_at WHERE id = :id", id=draft_id)
    return by_id(tx, draft_id)


def listed(tx: Transaction) -> list[Draft]:
    """Drafts and what is published, the last changed first."""
    rows = tx.all(f"{_SELECT} WHERE d.state IN ('draft', 'published') ORDER BY d.changed_at DESC, d.id DESC")
    return [_draft(row) for row in rows]


def published(tx: Transaction, slug: str) -> Draft | None:
    """What a reading made in the chat was published from."""
    row = tx.one(f"{_SELECT} WHERE d.slug = :slug AND d.state = 'published'", slug=slug)
    return _draft(row) if row else None


def change(
    tx: Transaction,
    draft_id: int,
    content: Mapping[str, Any],
    check: Sequence[Mapping[str, Any]],
    now: datetime,
) -> None:
    tx.run(
        "UPDATE reading_draft SET content_json = :content, check_json = :check_questions, changed_at = :now"
        " WHERE id = :id",
        id=draft_id,
        content=dict(content),
        check_questions=[dict(question) for question in check],
        now=now,
    )


def move(tx: Transaction, draft_id: int, before: str, after: str, slug: str | None, now: datetime) -> bool:
    """From one state to another; False when it was not in `before`."""
    changed = tx.run(
        "UPDATE reading_draft SET state = :after, slug = :slug, changed_at = :now"
        " WHERE id = :id AND state = :before",
        id=draft_id,
        before=before,
        after=after,
        slug=slug,
        now=now,
    )
    return changed > 0


def new_slug(tx: Transaction, unit_id: int, made_by: int, now: datetime) -> str:
    """A name that no reading and, for quizzes of the plan go by it, no bank has or had; and whose it is."""
    row = tx.one("SELECT COUNT(*) AS readings FROM made_reading")
    number = int(row["readings"]) if row else 0
    while True:
        number += 1
        slug = f"reading-{number}"
        made = tx.run(
            "INSERT INTO made_reading (slug, unit_id, made_by, made_at)"
            " SELECT CAST(:slug AS TEXT), CAST(:unit_id AS BIGINT), CAST(:made_by AS BIGINT), CAST(:now AS BIGINT)"
            " WHERE NOT EXISTS (SELECT 1 FROM reading_version WHERE slug = CAST(:slug AS TEXT))"
            " ON CONFLICT (slug) DO NOTHING",
            slug=slug,
            unit_id=unit_id,
            made_by=made_by,
            now=now,
        )
        if made:
            return slug


def made_in_chat(tx: Transaction) -> dict[str, tuple[int, str]]:
    """Slug to (unit id, unit path) of every reading made in the chat, withdrawn ones too."""
    rows = tx.all("SELECT m.slug, m.unit_id, u.path FROM made_reading m JOIN unit u ON u.id = m.unit_id")
    return {row["slug"]: (row["unit_id"], row["path"]) for row in rows}


def unit_of(tx: Transaction, slug: str) -> tuple[int, str] | None:
    """(unit id, unit path) of a reading made in the chat; None for one of the folder."""
    row = tx.one(
        "SELECT m.unit_id, u.path FROM made_reading m JOIN unit u ON u.id = m.unit_id WHERE m.slug = :slug",
        slug=slug,
    )
    return (row["unit_id"], row["path"]) if row else None


def is_required(tx: Transaction, slug: str, now: datetime) -> bool:
    """Whether anything that is not over yet asks people to read it."""
    row = tx.one(
        "SELECT id FROM assignment WHERE reading = :slug AND due_at > :now AND withdrawn_at IS NULL LIMIT 1",
        slug=slug,
        now=now,
    )
    return row is not None


def give_check_bank(tx: Transaction, bank: str, unit_id: int, made_by: int, now: datetime) -> None:
    """The check questions belong to the reading's unit as well."""
    tx.run(
        "UPDATE question_bank SET unit_id = :unit_id, made_by = :made_by, made_at = COALESCE(made_at, :now)"
        " WHERE slug = :slug",
        slug=bank,
        unit_id=unit_id,
        made_by=made_by,
        now=now,
    )


def want_file(
    tx: Transaction, person_id: int, purpose: str, draft_id: int, section: str, words: str, now: datetime
) -> None:
    """The next file of a person is for this draft."""
    tx.run(
        "INSERT INTO wanted_file (person_id, purpose, draft_id, section, words, asked_at)"
        " VALUES (:person_id, :purpose, :draft_id, :section, :words, :now)"
        " ON CONFLICT (person_id) DO UPDATE SET purpose = excluded.purpose, draft_id = excluded.draft_id,"
        " section = excluded.section, words = excluded.words, asked_at = excluded.asked_at",
        person_id=person_id,
        purpose=purpose,
        draft_id=draft_id,
        section=section,
        words=words,
        now=now,
    )


def wanted_file(tx: Transaction, person_id: int) -> WantedFile | None:
    row = tx.one(
        "SELECT person_id, purpose, draft_id, section, words, asked_at FROM wanted_file"
        " WHERE person_id = :person_id",
        person_id=person_id,
    )
    return WantedFile(**row) if row else None


def want_no_file(tx: Transaction, person_id: int) -> None:
    tx.run("DELETE FROM wanted_file WHERE person_id = :person_id", person_id=person_id)
