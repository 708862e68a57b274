"""Pictures and recordings kept in the database, by what is in them, and the drafts they go with."""

from __future__ import annotations

import hashlib
from datetime import datetime

from storage.transaction import Transaction
from study.rules.frozen import frozen


@frozen
class DraftFile:
    """A file that goes with a draft. `kind` is its media type, `purpose` picture or audio, `size` in bytes."""

    id: int
    draft_id: int
    hash: str
    purpose: str
    section: str
    words: str
    kind: str
    size: int


STORED = "stored/"
"""What the path of a file kept here begins with; its hash follows."""

_SELECT = (
    "SELECT f.id, f.draft_id, f.hash, f.purpose, f.section, f.words, s.kind, s.size"
    " FROM draft_file f JOIN stored_file s ON s.hash = f.hash"
)


def keep(tx: Transaction, kind: str, content: bytes, now: datetime) -> str:
    """Store the bytes, once; their hash."""
    name = hashlib.sha256(content).hexdigest()[:32]
    tx.run(
        "INSERT INTO stored_file (hash, kind, size, content, stored_at) VALUES (:hash, :kind, :size, :content, :now)"
        " ON CONFLICT (hash) DO NOTHING",
        hash=name,
        kind=kind,
        size=len(content),
        content=content,
        now=now,
    )
    return name


def path_of(hash_: str) -> str:
    """What a message calls the file."""
    return f"{STORED}{hash_}"


def is_stored(path: str) -> bool:
    """Whether a path means a file kept here, and not one of the folder."""
    return path.startswith(STORED)


def content(tx: Transaction, path: str) -> tuple[str, bytes] | None:
    """(media type, bytes)."""
    row = tx.one("SELECT kind, content FROM stored_file WHERE hash = :hash", hash=path.removeprefix(STORED))
    return (row["kind"], bytes(row["content"])) if row else None


def size(tx: Transaction, path: str) -> int | None:
    """In bytes."""
    row = tx.one("SELECT size FROM stored_file WHERE hash = :hash", hash=path.removeprefix(STORED))
    return int(row["size"]) if row else None


def attach(tx: Transaction, draft_id: int, hash_: str, purpose: str, section: str, words: str) -> int:
    return tx.insert(
        "INSERT INTO draft_file (draft_id, hash, purpose, section, words)"
        " VALUES (:draft_id, :hash, :purpose, :section, :words)",
        draft_id=draft_id,
        hash=hash_,
        purpose=purpose,
        section=section,
        words=words,
    )


def of_draft(tx: Transaction, draft_id: int) -> list[DraftFile]:
    rows = tx.all(f"{_SELECT} WHERE f.draft_id = :draft_id ORDER BY f.id", draft_id=draft_id)
    return [DraftFile(**row) for row in rows]


def detach(tx: Transaction, draft_id: int, file_id: int) -> bool:
    """Whether there was such a file with the draft."""
    changed = tx.run(
        "DELETE FROM draft_file WHERE id = :id AND draft_id = :draft_id",
        id=file_id,
        draft_id=draft_id,
    )
    return changed > 0
