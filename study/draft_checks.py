"""The check questions of a draft: typed like questions of a paper, one to three of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

import storage.drafts
from storage.drafts import Draft
from storage.transaction import Transaction
from study import drafts
from study.bank_upload import content_of
from study.question_files.found import QuestionFile
from study.question_files.numbered_text import read_numbered_text

MOST_CHECK = 3

Content = Mapping[str, Any]


def read_check(text: str) -> QuestionFile:
    """Check questions as they are typed: numbered, or a single one without its number."""
    read = read_numbered_text(text)
    if read.questions or read.refused or read.skipped:
        return read
    return read_numbered_text(f"1. {text.strip()}")


def add_check(
    tx: Transaction, draft: Draft, read: QuestionFile, actor_id: int, now: datetime
) -> int | Literal["full"]:
    """Put what was read below the questions there are; how many were new. `full` when that would be too many.

    A question whose answer a person would have to judge is none of these: reading would wait for it.
    """
    known = {each["name"] for each in draft.check}
    new: dict[str, Content] = {}
    for found in read.questions:
        content = content_of(found)
        name = f"q-{_digest(content)[:8]}"
        if found.type != "short_answer" and name not in known:
            new[name] = content
    if len(draft.check) + len(new) > MOST_CHECK:
        return "full"
    if new:
        check = [*draft.check, *({"name": name, **content} for name, content in new.items())]
        storage.drafts.change(tx, draft.id, draft.content, check, now)
        drafts.record_change(tx, draft, {"questions": len(check)}, actor_id, now)
    return len(new)


def remove_check(tx: Transaction, draft: Draft, name: str, actor_id: int, now: datetime) -> bool:
    """Whether there was such a question."""
    left = [each for each in draft.check if each["name"] != name]
    if len(left) == len(draft.check):
        return False
    storage.drafts.change(tx, draft.id, draft.content, left, now)
    drafts.record_change(tx, draft, {"questions": len(left)}, actor_id, now)
    return True


def questions_of(draft: Draft) -> Sequence[tuple[str, Content]]:
    """(name, content) of the check questions."""
    return [
        (each["name"], {key: value for key, value in each.items() if key != "name"}) for each in draft.check
    ]


def _digest(content: Content) -> str:
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
