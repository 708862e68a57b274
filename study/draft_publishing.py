"""From a draft to a reading everybody of its unit has: published, published anew, taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

import storage.assignments
import storage.content
import storage.drafts
import storage.stored_files
from storage.drafts import Draft
from storage.stored_files import DraftFile, path_of
from storage.transaction import Transaction
from study import drafts
from study.content import hash_of
from study.draft_checks import MOST_CHECK, questions_of
from study.quizzes import check_bank
from study.reading_sections import alt_text, teaches, with_pictures

NotPublished = Literal["no_check", "gone"]


def publish(tx: Transaction, draft: Draft, actor_id: int, now: datetime) -> tuple[str, bool] | NotPublished:
    """(slug, whether it is a new version of a reading there was). Completions of the last version stay."""
    if not 0 < len(draft.check) <= MOST_CHECK:
        return "no_check"
    slug = draft.slug or storage.drafts.new_slug(tx, draft.unit_id, actor_id, now)
    last = storage.drafts.published(tx, slug)
    if last:
        storage.drafts.move(tx, last.id, "published", "replaced", slug, now)
    if not storage.drafts.move(tx, draft.id, "draft", "published", slug, now):
        return "gone"
    content = content_of(draft, storage.stored_files.of_draft(tx, draft.id))
    storage.content.keep_reading(tx, slug, hash_of(content), content, now)
    _keep_check(tx, slug, draft, actor_id, now)
    told = {"reading": slug, "title": draft.content["title"], "questions": len(draft.check)}
    drafts.record(tx, "reading_publish", actor_id, draft.unit_id, told, now)
    return slug, last is not None


def _keep_check(tx: Transaction, slug: str, draft: Draft, actor_id: int, now: datetime) -> None:
    bank, title = check_bank(slug), draft.content["title"]
    storage.content.keep_bank(tx, bank, _said(draft, title), title, is_practice=False)
    storage.drafts.give_check_bank(tx, bank, draft.unit_id, actor_id, now)
    questions = questions_of(draft)
    for name, question in questions:
        content = {**question, "reading": question.get("reading") or _source(slug, draft, question)}
        storage.content.keep_question(tx, bank, name, hash_of(content), content, now)
    storage.content.retire_questions(tx, bank, [name for name, _ in questions])


def _source(slug: str, draft: Draft, question: Mapping[str, Any]) -> str:
    """The passage that teaches a question, as far as the words tell."""
    stem = next(iter(question["stem"].values()), "")
    right = [
        choice for number, choice in enumerate(question["choices"]) if chr(65 + number) in question["answer"]
    ]
    words = " ".join([stem, *(next(iter(choice.values()), "") for choice in right)])
    section = teaches(draft.content["body"], words)
    return f"{slug}#{section}" if section else slug


def content_of(draft: Draft, files: Sequence[DraftFile]) -> dict[str, Any]:
    """What a version of the reading is stored as; the same for the folder's readings, and `audio`."""
    content = draft.content
    pictures = [file for file in files if file.purpose == "picture"]
    body = with_pictures(
        content["body"], ((file.section, f"p{file.id}", alt_text(file.words)) for file in pictures)
    )
    whole: dict[str, Any] = {
        "title": _said(draft, content["title"]),
        "topic": content["title"],
        "summary": _said(draft, content["summary"]) if content["summary"] else {},
        "source_notes": {},
        "minutes": content["minutes"],
        "bodies": _said(draft, body),
        "short_bodies": {},
        "images": {
            f"p{file.id}": {
                "file": _said(draft, path_of(file.hash)),
                "alt": _said(draft, alt_text(file.words)),
            }
            for file in pictures
        },
    }
    recordings = [file for file in files if file.purpose == "audio"]
    if recordings:
        last = recordings[-1]
        whole["audio"] = {"file": path_of(last.hash), "words": last.words, "kind": last.kind}
    return whole


def _said(draft: Draft, text: str) -> dict[str, str]:
    return {draft.content["language"]: text}


def withdraw(
    tx: Transaction, published: Draft, actor_id: int, now: datetime
) -> Literal["required", "gone"] | None:
    """Take a reading back: it is a draft again. `required`: somebody's open item asks for it."""
    slug = published.slug or ""
    if storage.drafts.is_required(tx, slug, now):
        return "required"
    if not storage.drafts.move(tx, published.id, "published", "draft", slug, now):
        return "gone"
    storage.content.retire_reading(tx, slug)
    storage.content.retire_bank(tx, check_bank(slug))
    told = {"reading": slug, "title": published.content["title"]}
    drafts.record(tx, "reading_withdraw", actor_id, published.unit_id, told, now)
    return None
