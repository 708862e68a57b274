"""The recording of a reading, fetched by whoever may read it, or works on it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import storage.content
import storage.people
import storage.stored_files
from storage.stored_files import path_of
from storage.transaction import Transaction
from study import drafts, made_readings
from study.rules.county import County

DOCUMENT = "reading_audio"
LONGEST_NAME = 40

_ENDINGS = {"audio/mpeg": "mp3", "audio/mp4": "m4a", "audio/ogg": "ogg"}


def file_name(title: str, kind: str) -> str:
    """What the file is called where it is saved."""
    kept = "".join(character for character in title if character.isalnum() or character in " -_（）《》")
    return f"{kept[:LONGEST_NAME].strip() or 'audio'}.{_ENDINGS.get(kind, 'mp3')}"


def fetched(
    tx: Transaction, person_id: int, args: Mapping[str, Any], language: str, county: County, now: datetime
) -> bytes | None:
    """The bytes: of a reading, {"slug"}, or of a draft of the own units, {"draft"}."""
    path = _of_reading(tx, person_id, str(args["slug"])) if "slug" in args else None
    if "draft" in args:
        path = _of_draft(tx, person_id, int(args["draft"]), county, now)
    found = storage.stored_files.content(tx, path) if path else None
    return found[1] if found else None


def _of_reading(tx: Transaction, person_id: int, slug: str) -> str | None:
    person, version = storage.people.by_id(tx, person_id), storage.content.current_reading(tx, slug)
    if person is None or version is None or not made_readings.may_read(tx, person, slug):
        return None
    audio = version.content.get("audio")
    return str(audio["file"]) if audio else None


def _of_draft(tx: Transaction, person_id: int, draft_id: int, county: County, now: datetime) -> str | None:
    if drafts.visible(tx, person_id, draft_id, county.local_day(now)) is None:
        return None
    files = storage.stored_files.of_draft(tx, draft_id)
    return next((path_of(file.hash) for file in files if file.purpose == "audio"), None)
