"""Question banks as somebody may work with them: what they hold, whose they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from storage.content import QuestionVersion
from storage.transaction import Transaction
from study.rules.frozen import frozen


@frozen
class Bank:
    """`unit_id` and `unit_path`: of whoever made it in the chat, None for a bank of the folder.

    `questions`: how many it holds now; `is_practice`: cadres may practise with it.
    """

    slug: str
    title: Mapping[str, str]
    topic: str
    is_practice: bool
    unit_id: int | None
    unit_path: str | None
    file_name: str | None
    made_at: datetime | None
    questions: int


_SELECT = (
    "SELECT b.slug, b.title_json AS title_json, b.topic, b.is_practice, b.unit_id, u.path AS unit_path, b.file_name,"
    " b.made_at, (SELECT COUNT(*) FROM question q WHERE q.bank = b.slug AND q.is_current = 1) AS questions"
    " FROM question_bank b LEFT JOIN unit u ON u.id = b.unit_id"
)


def _bank(row: Mapping[str, Any]) -> Bank:
    kept = {name: value for name, value in row.items() if name != "title_json"}
    return Bank(**{**kept, "title": row["title_json"], "is_practice": bool(row["is_practice"])})


def current(tx: Transaction) -> list[Bank]:
    """The banks there are, the check questions of readings left out; those of the folder first."""
    rows = tx.all(
        f"{_SELECT} WHERE b.is_current = 1 AND b.slug NOT LIKE 'check/%'"
        " ORDER BY CASE WHEN b.unit_id IS NULL THEN 0 ELSE 1 END, b.made_at DESC, b.slug"
    )
    return [_bank(row) for row in rows]


def by_slug(tx: Transaction, slug: str) -> Bank | None:
    """A bank, check questions of a reading included, that is still there."""
    row = tx.one(f"{_SELECT} WHERE b.slug = :slug AND b.is_current = 1", slug=slug)
    return _bank(row) if row else None


def insert_made(
    tx: Transaction, *, title: str, unit_id: int, made_by: int | None, file_name: str, now: datetime
) -> Bank:
    """A new bank made in the chat, not open to practice."""
    row = tx.one("SELECT COUNT(*) AS n FROM question_bank WHERE slug LIKE 'made-%'")
    number = int(row["n"]) if row else 0
    while True:
        number += 1
        slug = f"made-{number}"
        made = tx.run(
            "INSERT INTO question_bank (slug, title_json, topic, is_practice, is_current, unit_id, made_by, made_at,"
            " file_name) VALUES (:slug, :title, :topic, 0, 1, :unit_id, :made_by, :now, :file_name)"
            " ON CONFLICT (slug) DO NOTHING",
            slug=slug,
            title={"zh-Hans": title, "en": title},
            topic=title,
            unit_id=unit_id,
            made_by=made_by,
            now=now,
            file_name=file_name,
        )
        bank = by_slug(tx, slug) if made else None
        if bank is not None:
            return bank


def set_file_name(tx: Transaction, slug: str, file_name: str) -> None:
    tx.run(
        "UPDATE question_bank SET file_name = :file_name WHERE slug = :slug", slug=slug, file_name=file_name
    )


def rename(tx: Transaction, slug: str, title: str) -> None:
    tx.run(
        "UPDATE question_bank SET title_json = :title, topic = :topic WHERE slug = :slug",
        slug=slug,
        title={"zh-Hans": title, "en": title},
        topic=title,
    )


def set_practice(tx: Transaction, slug: str, is_practice: bool) -> bool:
    """Whether that changed anything."""
    changed = tx.run(
        "UPDATE question_bank SET is_practice = :is_practice WHERE slug = :slug AND is_practice <> :is_practice",
        slug=slug,
        is_practice=is_practice,
    )
    return changed > 0


def questions(tx: Transaction, slug: str, limit: int = 1_000_000, offset: int = 0) -> list[QuestionVersion]:
    """The questions of a bank as they read now, in the order they came in."""
    rows = tx.all(
        "SELECT v.id, v.question_id, q.bank, q.name, v.content_json AS text FROM question q"
        " JOIN question_version v ON v.id = q.current_version_id"
        " WHERE q.bank = :slug AND q.is_current = 1 ORDER BY q.id LIMIT :limit OFFSET :offset",
        slug=slug,
        limit=limit,
        offset=offset,
    )
    return [
        QuestionVersion(row["id"], row["question_id"], row["bank"], row["name"], row["text"]) for row in rows
    ]


def names(tx: Transaction, slug: str) -> set[str]:
    """The names that questions of a bank have or had."""
    return {row["name"] for row in tx.all("SELECT name FROM question WHERE bank = :slug", slug=slug)}


def save_questions(
    tx: Transaction, slug: str, named: Iterable[tuple[str, str, Mapping[str, Any]]], now: datetime
) -> None:
    """Put (name, hash, content) into a bank: new questions, and new versions of those it has."""
    rows = [
        {"bank": slug, "name": name, "hash": hash_, "content": dict(content), "now": now}
        for name, hash_, content in named
    ]
    of_question = "(SELECT id FROM question WHERE bank = :bank AND name = :name)"
    tx.many(
        "INSERT INTO question (bank, name, is_current) VALUES (:bank, :name, 1)"
        " ON CONFLICT (bank, name) DO UPDATE SET is_current = 1",
        [{"bank": row["bank"], "name": row["name"]} for row in rows],
    )
    tx.many(
        "INSERT INTO question_version (question_id, hash, content_json, first_seen_at)"
        f" VALUES ({of_question}, :hash, :content, :now) ON CONFLICT (question_id, hash) DO NOTHING",
        rows,
    )
    tx.many(
        "UPDATE question SET current_version_id = (SELECT v.id FROM question_version v"
        " WHERE v.question_id = question.id AND v.hash = :hash) WHERE bank = :bank AND name = :name",
        [{"bank": row["bank"], "name": row["name"], "hash": row["hash"]} for row in rows],
    )
