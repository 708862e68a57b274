"""Pictures and recordings of a draft, and what the next file of a person is for."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

import storage.drafts
import storage.stored_files
from storage.drafts import Draft, WantedFile
from storage.transaction import Transaction
from study import drafts

MOST_PICTURES = 12
LONGEST_WORDS = 60
"""Characters that say what a picture shows or what a recording is."""

WANTED_FOR = timedelta(minutes=30)


def want(
    tx: Transaction,
    person_id: int,
    purpose: str,
    draft: Draft,
    now: datetime,
    section: str = "",
    words: str = "",
) -> None:
    """The next file of this person is for this draft or reading."""
    storage.drafts.want_file(tx, person_id, purpose, draft.id, section, words[:LONGEST_WORDS], now)


def wanted(tx: Transaction, person_id: int, purpose: str, now: datetime) -> WantedFile | None:
    """What a file of this purpose is for, if that was said within half an hour."""
    found = storage.drafts.wanted_file(tx, person_id)
    if found is None or found.purpose != purpose or now - found.asked_at > WANTED_FOR:
        return None
    return found


def attach(
    tx: Transaction, draft: Draft, kind: str, content: bytes, want: WantedFile, now: datetime
) -> int | Literal["full"]:
    """Put a picture or a recording to a draft; its id, or `full`. There is one recording at most: the last."""
    files = storage.stored_files.of_draft(tx, draft.id)
    if want.purpose == "audio":
        for file in files:
            if file.purpose == "audio":
                storage.stored_files.detach(tx, draft.id, file.id)
    elif sum(file.purpose == "picture" for file in files) >= MOST_PICTURES:
        return "full"
    name = storage.stored_files.keep(tx, kind, content, now)
    file_id = storage.stored_files.attach(tx, draft.id, name, want.purpose, want.section, want.words)
    drafts.record_change(tx, draft, {want.purpose: want.words}, want.person_id, now)
    return file_id


def detach(tx: Transaction, draft: Draft, file_id: int, actor_id: int, now: datetime) -> bool:
    """Whether there was such a file."""
    if not storage.stored_files.detach(tx, draft.id, file_id):
        return False
    drafts.record_change(tx, draft, {"removed": file_id}, actor_id, now)
    return True
