"""A reading sent to the chat becomes a draft, or the next version of a reading there is."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from functools import partial
from typing import Any

import storage.drafts
from storage.drafts import Draft
from storage.transaction import Transaction
from study import draft_files, drafts
from study.reading_files.found import UnreadableReading
from study.reading_files.readers import READERS, read_reading
from study.reading_sections import difference, outline
from study.rules.county import County
from study.rules.pages import minutes
from study.upload_purpose import Facts, Planned, Purpose

SHOWN = 8
"""Headings named of each kind of change."""


def read(name: str, content: bytes) -> Facts:
    """The file as JSON values, or why it cannot be taken."""
    try:
        found = read_reading(name, content)
    except UnreadableReading as error:
        return {"refused": {"reason": error.reason, "text": ""}}
    return {
        "file": name,
        "title": found.title,
        "body": found.body,
        "language": found.language,
        "left_out": found.left_out,
        "minutes": minutes(found.body, found.language),
        "sections": outline(found.body),
    }


def plan(tx: Transaction, facts: Mapping[str, Any], actor: int, county: County, now: datetime) -> Planned:
    """A new draft for the first of the sender's units; a new version where the sender has just asked for one."""
    today = county.local_day(now)
    last = _last(tx, actor, today, now)
    unit_id = last.unit_id if last else drafts.home_unit(tx, actor, today)
    shown = {
        **{name: facts[name] for name in ("title", "language", "left_out")},
        "minutes": facts["minutes"],
        "sections": [heading for _, heading, _ in facts["sections"] if heading][:SHOWN],
        "of": last.id if last else None,
        "of_title": last.content["title"] if last else "",
        "changes": changes(last, facts) if last else None,
    }
    whole = json.dumps([shown, facts["body"], last and last.content["body"]], ensure_ascii=False)
    shown["digest"] = hashlib.sha256(whole.encode()).hexdigest()[:12]
    if unit_id is None:
        return Planned(shown, None)
    return Planned(shown, partial(_apply, tx, facts, last, unit_id, actor, now))


def _last(tx: Transaction, actor: int, today: date, now: datetime) -> Draft | None:
    """The published reading whose next version was asked for."""
    want = draft_files.wanted(tx, actor, "reading", now)
    found = drafts.visible(tx, actor, want.draft_id, today) if want else None
    return found if found and found.state == "published" else None


def changes(last: Draft, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Counts and the first headings of what is new, gone and changed."""
    found = difference(last.content["sections"], facts["sections"])
    told = {"added": found.added, "removed": found.removed, "changed": found.changed}
    return {name: [len(headings), list(headings[:SHOWN])] for name, headings in told.items()}


def _apply(
    tx: Transaction, facts: Mapping[str, Any], last: Draft | None, unit_id: int, actor: int, now: datetime
) -> Facts:
    if last:
        draft_id = drafts.revise(tx, actor, last, facts, now)
        storage.drafts.want_no_file(tx, actor)
    else:
        draft_id = drafts.make(tx, actor, unit_id, facts, now)
    saved = storage.drafts.by_id(tx, draft_id)
    return {
        "draft": draft_id,
        "title": saved.content["title"] if saved else "",
        "is_version": last is not None,
    }


READING = Purpose(drafts.CHANGE, tuple(READERS), read, plan)
