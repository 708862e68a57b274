"""Files sent to the chat: taken in, read in the background, shown, and taken over when their sender says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

import storage.audit_log
import storage.identities
import storage.outbox
import storage.people
import storage.uploads
from storage.transaction import Transaction
from storage.uploads import Upload
from study import permissions
from study.roster_upload import ROSTER
from study.rules.county import County
from study.spreadsheets import MOST_BYTES
from study.upload_purpose import Facts, Planned, Purpose

__all__ = ["LARGEST", "MOST_TRIES", "MOST_UNREAD", "PURPOSES", "CannotFetch", "Upload"]

PURPOSES: dict[str, Purpose] = {"roster": ROSTER}
"""Everything a file may be for; a new one is a module and a line."""

LARGEST = MOST_BYTES
MOST_UNREAD = 3
"""Files of one person waiting to be looked at."""

MOST_TRIES = 2
"""A file that was taken in hand so often and never finished is not taken in hand again."""

UNDECIDED_FOR = timedelta(days=1)
KEPT_FOR = timedelta(days=30)
RESULT_EXPIRES = timedelta(days=1)


class CannotFetch(Exception):
    """The channel cannot bring the bytes; `reason` is too_large or not_fetched."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class NotSaved:
    """Saving would no longer do what was shown; the upload now has the new preview."""

    upload: Upload


def fitting(tx: Transaction, person_id: int, name: str, today: date) -> tuple[str, ...]:
    """What this person may send a file of this name for."""
    ending = name.lower()
    return tuple(
        purpose
        for purpose, each in PURPOSES.items()
        if ending.endswith(each.endings) and permissions.scope(tx, person_id, each.action, today).paths
    )


def may_send(tx: Transaction, identity_id: int, today: date) -> bool:
    """Whether whoever is at this address may send files at all."""
    identity = storage.identities.by_id(tx, identity_id)
    if identity is None or identity.person_id is None:
        return False
    actions = {each.action for each in PURPOSES.values()}
    return any(permissions.scope(tx, identity.person_id, action, today).paths for action in actions)


def record_read(
    tx: Transaction, upload: Upload, read: Mapping[str, Any], preview: Facts | None, now: datetime
) -> None:
    """What reading a file came to: its preview, or why it is refused. The sender is told."""
    is_refused = "refused" in read
    result = dict(read) if is_refused else {"read": read, "preview": preview}
    if storage.uploads.move(tx, upload.id, "reading", "refused" if is_refused else "previewed", now, result):
        storage.outbox.insert(
            tx,
            person_id=upload.person_id,
            identity_id=upload.identity_id,
            dedup_key=f"upload:{upload.id}",
            kind="upload_result",
            is_bulk=False,
            message={"upload": upload.id},
            send_after=now,
            expires_at=now + RESULT_EXPIRES,
        )


def preview(tx: Transaction, upload: Upload, read: Mapping[str, Any], county: County, now: datetime) -> Facts:
    """What saving would do as things stand."""
    return _planned(tx, upload, read, county, now).preview


def _planned(
    tx: Transaction, upload: Upload, read: Mapping[str, Any], county: County, now: datetime
) -> Planned:
    return PURPOSES[upload.purpose].plan(tx, read, upload.person_id, county, now)


def save(tx: Transaction, upload: Upload, digest: str, county: County, now: datetime) -> Facts | NotSaved:
    """Do what the preview of this digest showed, or else show what saving would do by now.

    The upload is `previewed`, and its person's events come one after another.
    """
    result = upload.result_json or {}
    planned = _planned(tx, upload, result["read"], county, now)
    if planned.preview["digest"] != digest or planned.apply is None:
        result = {**result, "preview": planned.preview}
        storage.uploads.move(tx, upload.id, "previewed", "previewed", now, result)
        return NotSaved(replace(upload, result_json=result))
    outcome = planned.apply()
    storage.uploads.move(tx, upload.id, "previewed", "saved", now, outcome)
    sender = storage.people.by_id(tx, upload.person_id)
    storage.audit_log.record(
        tx,
        now=now,
        actor=permissions.actor_name(upload.person_id),
        action="file_saved",
        unit_id=sender.unit_id if sender else None,
        after={"purpose": upload.purpose, "file": upload.name, **outcome},
    )
    return outcome


def forget(tx: Transaction, now: datetime) -> int:
    """Files undecided for a day lose their content; what is settled goes after a month. How many."""
    forgotten = storage.uploads.forget_undecided(tx, now - UNDECIDED_FOR, now)
    return forgotten + storage.uploads.forget_settled(tx, now - KEPT_FOR)
