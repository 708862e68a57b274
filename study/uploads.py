"""Files sent to the chat: taken in, read in the background, shown, and taken over when their sender says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import storage.audit_log
import storage.drafts
import storage.identities
import storage.outbox
import storage.people
import storage.uploads
from storage.transaction import Transaction
from storage.uploads import Upload
from study import permissions
from study.attachment_upload import AUDIO, PICTURE
from study.bank_upload import BANK
from study.reading_upload import READING
from study.roster_upload import ROSTER
from study.rules.county import County
from study.rules.frozen import frozen
from study.spreadsheets import MOST_BYTES
from study.upload_purpose import Facts, Planned, Purpose

__all__ = ["LARGEST", "MOST_TRIES", "MOST_UNREAD", "PURPOSES", "CannotFetch", "Upload"]

PURPOSES: dict[str, Purpose] = {
    "roster": ROSTER,
    "bank": BANK,
    "reading": READING,
    "picture": PICTURE,
    "audio": AUDIO,
}
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


@frozen
class NotSaved:
    """Saving would no longer do what was shown; the upload now has the new preview."""

    upload: Upload


def fitting(tx: Transaction, person_id: int, name: str, today: date) -> tuple[str, ...]:
    """What this person may send a file of this name for; the one thing alone that was just asked for."""
    ending = name.lower()
    fit = tuple(
        purpose
        for purpose, each in PURPOSES.items()
        if ending.endswith(each.endings) and permissions.scope(tx, person_id, each.action, today).paths
    )
    wanted = storage.drafts.wanted_file(tx, person_id) if len(fit) > 1 else None
    return (wanted.purpose,) if wanted and wanted.purpose in fit else fit


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
    """What reading a file came to: its preview, or why it is refused; and what it is for. The sender is told."""
    storage.uploads.set_purpose(tx, upload.id, upload.purpose)
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


def prepare(
    tx: Transaction, upload: Upload, read: Facts, county: County, now: datetime
) -> tuple[Facts, Facts]:
    """(what was read with all that is known of it, what saving would do as things stand)."""
    look_around = PURPOSES[upload.purpose].look_around
    known = look_around(tx, read, upload.person_id, county, now) if look_around else read
    return known, _planned(tx, upload, known, county, now).preview


def revise(tx: Transaction, upload: Upload, read: Facts, county: County, now: datetime) -> Upload:
    """The sender has changed something about a previewed file: its preview anew."""
    result = {"read": read, "preview": _planned(tx, upload, read, county, now).preview}
    storage.uploads.move(tx, upload.id, "previewed", "previewed", now, result)
    return replace(upload, result_json=result)


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
