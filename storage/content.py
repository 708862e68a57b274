"""Versions of readings and questions; one version per hash, the current one marked."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

import orjson

from storage.listed import few
from storage.transaction import Transaction
from study.rules.frozen import frozen
from study.rules.question import Question

_MOST_READINGS = 1_000


@frozen
class ReadingVersion:
    """A reading as it read at one time."""

    id: int
    slug: str
    hash: str
    content: Mapping[str, Any]


@frozen
class QuestionVersion:
    """A question as it read at one time. `text`: its content as JSON."""

    id: int
    question_id: int
    bank: str
    name: str
    text: str

    @property
    def content(self) -> Mapping[str, Any]:
        """As `study.rules.question` reads it."""
        return _content(self.text)

    def question(self, language: str, fallback_language: str) -> Question:
        """The question in `language`, else in `fallback_language`."""
        return _question(self.text, language, fallback_language)


@lru_cache(maxsize=4_096)
def _content(text: str) -> Mapping[str, Any]:
    """A version never changes, so its text is read once."""
    content: Mapping[str, Any] = orjson.loads(text)
    return content


@lru_cache(maxsize=8_192)
def _question(text: str, language: str, fallback_language: str) -> Question:
    return Question.from_stored(_content(text), language, fallback_language)


def current_reading(tx: Transaction, slug: str) -> ReadingVersion | None:
    row = tx.one(
        "SELECT id, slug, hash FROM reading_version WHERE slug = :slug AND is_current = 1", slug=slug
    )
    return _reading(tx, row) if row else None


def current_readings(tx: Transaction) -> list[ReadingVersion]:
    rows = tx.all("SELECT id, slug, hash FROM reading_version WHERE is_current = 1 ORDER BY slug")
    return [_reading(tx, row) for row in rows]


_READINGS: dict[str, Mapping[str, Any]] = {}
"""By hash: a version never changes, and what it says is long, so that it is fetched once."""


def _reading(tx: Transaction, row: Mapping[str, Any]) -> ReadingVersion:
    content = _READINGS.get(row["hash"])
    if content is None:
        found = tx.one("SELECT content_json FROM reading_version WHERE id = :id", id=row["id"])
        assert found is not None
        if len(_READINGS) >= _MOST_READINGS:
            _READINGS.clear()
        content = _READINGS[row["hash"]] = found["content_json"]
    return ReadingVersion(row["id"], row["slug"], row["hash"], content)


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
    """Take a question of the folder in. What was edited in the chat stands until the file says something new."""
    known = tx.one(
        "SELECT id FROM question WHERE bank = :bank AND name = :name AND file_hash = :hash",
        bank=bank,
        name=name,
        hash=hash_,
    )
    if known is not None:
        tx.run("UPDATE question SET is_current = 1 - is_taken_out WHERE id = :id", id=known["id"])
        return
    question = tx.one(
        "INSERT INTO question (bank, name, is_current, file_hash) VALUES (:bank, :name, 1, :hash)"
        " ON CONFLICT (bank, name) DO UPDATE SET is_current = 1, is_taken_out = 0, file_hash = :hash RETURNING id",
        bank=bank,
        name=name,
        hash=hash_,
    )
    assert question is not None
    keep_version(tx, question["id"], hash_, content, now)


def keep_version(
    tx: Transaction, question_id: int, hash_: str, content: Mapping[str, Any], now: datetime
) -> int:
    """Make this the version in force, known before or not; its id."""
    version = tx.one(
        "INSERT INTO question_version (question_id, hash, content_json, first_seen_at)"
        " VALUES (:question_id, :hash, :content, :now)"
        " ON CONFLICT (question_id, hash) DO UPDATE SET hash = excluded.hash RETURNING id",
        question_id=question_id,
        hash=hash_,
        content=dict(content),
        now=now,
    )
    assert version is not None
    tx.run(
        "UPDATE question SET current_version_id = :version WHERE id = :id",
        version=version["id"],
        id=question_id,
    )
    return int(version["id"])


def retire_questions(tx: Transaction, bank: str, kept: Sequence[str]) -> None:
    """Questions that left their bank are drawn no more; what was answered stays."""
    for row in tx.all("SELECT id, name FROM question WHERE bank = :bank AND is_current = 1", bank=bank):
        if row["name"] not in kept:
            tx.run("UPDATE question SET is_current = 0 WHERE id = :id", id=row["id"])


def practice_banks(tx: Transaction, person_id: int | None = None) -> list[dict[str, Any]]:
    """Rows `slug, title_json, topic, questions` of the banks open for practice: all, or those for one person."""
    return tx.all(
        "SELECT b.slug, b.title_json, b.topic, COUNT(*) AS questions FROM question_bank b"
        " JOIN question q ON q.bank = b.slug AND q.is_current = 1"
        " WHERE b.is_current = 1 AND b.is_practice = 1 AND (b.unit_id IS NULL OR :person_id = 0 OR EXISTS"
        " (SELECT 1 FROM person p JOIN unit_ancestor ua ON ua.unit_id = p.unit_id AND ua.ancestor_id = b.unit_id"
        " WHERE p.id = :person_id)) GROUP BY b.slug, b.title_json, b.topic ORDER BY b.slug",
        person_id=person_id or 0,
    )


def folder_banks(tx: Transaction) -> set[str]:
    """The banks that came from the folder; those made in the chat are not its to retire."""
    rows = tx.all("SELECT slug FROM question_bank WHERE is_current = 1 AND unit_id IS NULL")
    return {row["slug"] for row in rows}


def candidates(tx: Transaction, banks: Collection[str], person_id: int) -> list[dict[str, Any]]:
    """Rows `question_id, version_id, bank, seen, last_asked_at` of the questions of banks for one person."""
    listed, keys = few("bank", sorted(banks))
    return tx.all(
        "SELECT q.id AS question_id, q.current_version_id AS version_id, q.bank,"
        " COUNT(r.id) AS seen, MAX(r.answered_at) AS last_asked_at"
        " FROM question q LEFT JOIN response r ON r.question_id = q.id AND r.person_id = :person_id"
        f" WHERE q.bank IN ({listed}) AND q.is_current = 1"
        " GROUP BY q.id, q.current_version_id, q.bank ORDER BY q.id",
        person_id=person_id,
        **keys,
    )


def question_versions(tx: Transaction, version_ids: Sequence[int]) -> list[QuestionVersion]:
    """In the order of the ids."""
    listed, keys = few("id", version_ids)
    rows = tx.all(
        "SELECT v.id, v.question_id, q.bank, q.name, v.content_json AS text FROM question_version v"
        f" JOIN question q ON q.id = v.question_id WHERE v.id IN ({listed})",
        **keys,
    )
    found = {row["id"]: QuestionVersion(**row) for row in rows}
    return [found[version_id] for version_id in version_ids]


def question_version(tx: Transaction, version_id: int) -> QuestionVersion:
    return question_versions(tx, [version_id])[0]


def current_question(tx: Transaction, question_id: int) -> QuestionVersion:
    """A question as it reads now."""
    row = tx.one("SELECT current_version_id FROM question WHERE id = :id", id=question_id)
    assert row is not None
    return question_version(tx, row["current_version_id"])


def question_in_use(tx: Transaction, question_id: int) -> QuestionVersion | None:
    """A question as it reads now, unless it was taken out of its bank."""
    row = tx.one("SELECT id FROM question WHERE id = :id AND is_current = 1", id=question_id)
    return current_question(tx, question_id) if row else None
