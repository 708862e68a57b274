"""Readings written in the chat: a draft from a file, its next version from another, its title.

Who may change readings of a unit may change its drafts; `editable` is the door, everything else takes what it gave.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import storage.audit_log
import storage.banks
import storage.drafts
import storage.stored_files
from storage.drafts import Draft
from storage.transaction import Transaction
from study import audiences, permissions
from study.quizzes import check_bank

CHANGE = "change_readings"
MOST_MINUTES = 240
LONGEST_TITLE = 60
LONGEST_SUMMARY = 120
_OF_FILE = ("title", "body", "language", "left_out", "file", "minutes", "sections")

Content = Mapping[str, Any]


def home_unit(tx: Transaction, actor_id: int, today: date) -> int | None:
    """The unit that a reading somebody makes is for: the first of the widest the person teaches."""
    granted = audiences.granted_units(tx, actor_id, CHANGE, today)
    return granted[0] if granted else None


def listed(tx: Transaction, actor_id: int, today: date) -> list[Draft]:
    """Drafts and published readings of the units this person teaches, the last changed first."""
    scope = permissions.scope(tx, actor_id, CHANGE, today)
    return [draft for draft in storage.drafts.listed(tx) if scope.covers(draft.unit_path)]


def visible(tx: Transaction, actor_id: int, draft_id: int, today: date) -> Draft | None:
    """A draft or published reading this person may look at and change."""
    draft = storage.drafts.by_id(tx, draft_id)
    is_there = draft is not None and draft.state in ("draft", "published")
    if draft is None or not is_there:
        return None
    return draft if permissions.scope(tx, actor_id, CHANGE, today).covers(draft.unit_path) else None


def editable(tx: Transaction, actor_id: int, draft_id: int, today: date) -> Draft | None:
    """A draft this person may change, held until the transaction ends."""
    draft = visible(tx, actor_id, draft_id, today)
    if draft is None or draft.state != "draft":
        return None
    held = storage.drafts.lock(tx, draft_id)
    return held if held and held.state == "draft" else None


def make(tx: Transaction, actor_id: int, unit_id: int, found: Content, now: datetime) -> int:
    """A draft of what was in a file (as `reading_upload.read` gives it); its id."""
    draft_id = storage.drafts.insert(
        tx, slug=None, unit_id=unit_id, made_by=actor_id, content=_content(found), check=(), now=now
    )
    record(tx, "draft_make", actor_id, unit_id, {"title": found["title"], "file": found["file"]}, now)
    return draft_id


def revise(tx: Transaction, actor_id: int, published: Draft, found: Content, now: datetime) -> int:
    """A draft of the next version: another text, with the summary, questions and files of the last; its id.

    Where a next version is being written already, its text is replaced.
    """
    slug = published.slug or ""
    begun = next((d for d in storage.drafts.listed(tx) if d.slug == slug and d.state == "draft"), None)
    before = begun or published
    kept: dict[str, Any] = {"summary": before.content["summary"]}
    if before.content.get("own_title"):
        kept |= {"title": before.content["title"], "own_title": True}
    if before.content.get("own_minutes"):
        kept |= {"minutes": before.content["minutes"], "own_minutes": True}
    content = {**_content(found), **kept}
    record(tx, "draft_revise", actor_id, published.unit_id, {"reading": slug, "file": found["file"]}, now)
    if begun:
        storage.drafts.change(tx, begun.id, content, begun.check, now)
        return begun.id
    check = [{"name": each.name, **each.content} for each in storage.banks.questions(tx, check_bank(slug))]
    draft_id = storage.drafts.insert(
        tx,
        slug=slug,
        unit_id=published.unit_id,
        made_by=actor_id,
        content=content,
        check=check,
        now=now,
    )
    for file in storage.stored_files.of_draft(tx, published.id):
        storage.stored_files.attach(tx, draft_id, file.hash, file.purpose, file.section, file.words)
    return draft_id


def _content(found: Content) -> dict[str, Any]:
    kept = {name: found[name] for name in _OF_FILE}
    return {**kept, "summary": "", "own_minutes": False, "own_title": False}


def set_title(tx: Transaction, draft: Draft, title: str, actor_id: int, now: datetime) -> None:
    """The title of a next version's file no longer counts."""
    _change(tx, draft, {"title": _one_line(title)[:LONGEST_TITLE], "own_title": True}, actor_id, now)


def set_summary(tx: Transaction, draft: Draft, summary: str, actor_id: int, now: datetime) -> None:
    _change(tx, draft, {"summary": _one_line(summary)[:LONGEST_SUMMARY]}, actor_id, now)


def set_minutes(tx: Transaction, draft: Draft, count: int, actor_id: int, now: datetime) -> None:
    """1 to 240; the estimate no longer counts."""
    told = {"minutes": min(max(count, 1), MOST_MINUTES), "own_minutes": True}
    _change(tx, draft, told, actor_id, now)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _change(tx: Transaction, draft: Draft, told: Content, actor_id: int, now: datetime) -> None:
    storage.drafts.change(tx, draft.id, {**draft.content, **told}, draft.check, now)
    record_change(tx, draft, told, actor_id, now)


def discard(tx: Transaction, draft: Draft, actor_id: int, now: datetime) -> bool:
    """Drop a draft; a published reading it was to replace stays."""
    if not storage.drafts.move(tx, draft.id, "draft", "discarded", draft.slug, now):
        return False
    record(tx, "draft_discard", actor_id, draft.unit_id, {"title": draft.content["title"]}, now)
    return True


def record_change(tx: Transaction, draft: Draft, told: Content, actor_id: int, now: datetime) -> None:
    record(tx, "draft_change", actor_id, draft.unit_id, {"draft": draft.id, **told}, now)


def record(tx: Transaction, action: str, actor_id: int, unit_id: int, after: Content, now: datetime) -> None:
    """One entry of the audit log about a reading made in the chat."""
    storage.audit_log.record(
        tx,
        now=now,
        actor=permissions.actor_name(actor_id),
        action=action,
        unit_id=unit_id,
        after=dict(after),
    )
