"""Versions of readings and questions; one version per hash, the current one marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class ReadingVersion:
    id: int
    slug: str
    hash: str
    content: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class QuestionVersion:
    """A question as it read at one time. `content` as `study.rules.question` reads it."""

    id: int
    question_id: int
    bank: str
    name: str
    content: Mapping[str, Any]


def current_reading(tx: Transaction, slug: str) -> ReadingVersion | None:
    row = tx.one(
        "SELECT id, slug, hash, content_json FROM reading_version WHERE slug = :slug AND is_current = 1",
        slug=slug,
    )
    return _reading(row) if row else None


def current_readings(tx: Transaction) -> list[ReadingVersion]:
    rows = tx.all(
        "SELECT id, slug, hash, content_json FROM reading_version WHERE is_current = 1 ORDER BY slug"
    )
    return [_reading(row) for row in rows]


def _reading(row: Mapping[str, Any]) -> ReadingVersion:
    return ReadingVersion(row["id"], row["slug"], row["hash"], row["content_json"])


def keep_reading(tx: Transaction, slug: str, hash_: str, content: Mapping[str, Any], now: datetime) -> None:
    """Make this version the current one; known versions are marked again, new ones kept."""
    tx.run(
        "UPDATE reading_version SET is_current = 0 WHERE slug = :slug AND hash <> :hash",
        slug=slug,
        hash=hash_,
    )
    tx.run(
        "INSERT INTO reading_version (slug, hash, content_json, first_seen_at, is_current)"
        " VALUES (:slug, :hash, :content, :now, 1)"
        " ON CONFLICT (slug, hash) DO UPDATE SET is_current = 1",
        slug=slug,
        hash=hash_,
        content=dict(content),
        now=now,
    )


def retire_reading(tx: Transaction, slug: str) -> None:
    tx.run("UPDATE reading_version SET is_current = 0 WHERE slug = :slug", slug=slug)


def keep_bank(tx: Transaction, slug: str, title: Mapping[str, str], topic: str, is_practice: bool) -> None:
    """`is_practice`: open for practice and draws; the check questions of readings are not."""
    tx.run(
        "INSERT INTO question_bank (slug, title_json, topic, is_practice, is_current)"
        " VALUES (:slug, :title, :topic, :is_practice, 1)"
        " ON CONFLICT (slug) DO UPDATE SET title_json = excluded.title_json, topic = excluded.topic,"
        " is_practice = excluded.is_practice, is_current = 1",
        slug=slug,
        title=dict(title),
        topic=topic,
        is_practice=is_practice,
    )


def retire_bank(tx: Transaction, slug: str) -> None:
    tx.run("UPDATE question_bank SET is_current = 0 WHERE slug = :slug", slug=slug)


def keep_question(
    tx: Transaction, bank: str, name: str, hash_: str, content: Mapping[str, Any], now: datetime
) -> None:
    question = tx.one(
        "INSERT INTO question (bank, name, is_current) VALUES (:bank, :name, 1)"
        " ON CONFLICT (bank, name) DO UPDATE SET is_current = 1 RETURNING id",
        bank=bank,
        name=name,
    )
    assert question is not None
    version = tx.one(
        "INSERT INTO question_version (question_id, hash, content_json, first_seen_at)"
        " VALUES (:question_id, :hash, :content, :now)"
        " ON CONFLICT (question_id, hash) DO UPDATE SET hash = excluded.hash RETURNING id",
        question_id=question["id"],
        hash=hash_,
        content=dict(content),
        now=now,
    )
    assert version is not None
    tx.run(
        "UPDATE question SET current_version_id = :version WHERE id = :id",
        version=version["id"],
        id=question["id"],
    )


def retire_questions(tx: Transaction, bank: str, kept: Sequence[str]) -> None:
    """Questions that left their bank are drawn no more; what was answered stays."""
    for row in tx.all("SELECT id, name FROM question WHERE bank = :bank AND is_current = 1", bank=bank):
        if row["name"] not in kept:
            tx.run("UPDATE question SET is_current = 0 WHERE id = :id", id=row["id"])


def practice_banks(tx: Transaction) -> list[dict[str, Any]]:
    """Rows `slug, title_json, topic, questions` of the banks open for practice."""
    return tx.all(
        "SELECT b.slug, b.title_json, b.topic, COUNT(*) AS questions FROM question_bank b"
        " JOIN question q ON q.bank = b.slug AND q.is_current = 1"
        " WHERE b.is_current = 1 AND b.is_practice = 1 GROUP BY b.slug, b.title_json, b.topic ORDER BY b.slug"
    )


def bank_slugs(tx: Transaction) -> set[str]:
    return {row["slug"] for row in tx.all("SELECT slug FROM question_bank WHERE is_current = 1")}


def candidates(tx: Transaction, bank: str, person_id: int) -> list[dict[str, Any]]:
    """Rows `question_id, version_id, bank, seen, last_asked_at` of a bank's questions for one person."""
    return tx.all(
        "SELECT q.id AS question_id, q.current_version_id AS version_id, q.bank,"
        " COUNT(r.id) AS seen, MAX(r.answered_at) AS last_asked_at"
        " FROM question q LEFT JOIN response r ON r.question_id = q.id AND r.person_id = :person_id"
        " WHERE q.bank = :bank AND q.is_current = 1"
        " GROUP BY q.id, q.current_version_id, q.bank ORDER BY q.id",
        bank=bank,
        person_id=person_id,
    )


def question_version(tx: Transaction, version_id: int) -> QuestionVersion:
    row = tx.one(
        "SELECT v.id, v.question_id, q.bank, q.name, v.content_json FROM question_version v"
        " JOIN question q ON q.id = v.question_id WHERE v.id = :id",
        id=version_id,
    )
    assert row is not None
    return QuestionVersion(row["id"], row["question_id"], row["bank"], row["name"], row["content_json"])
