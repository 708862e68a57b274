"""The check questions of a draft: typed or pasted, shown as a cadre will see them, taken out again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import storage.drafts
from bot.conversation import dialog
from bot.conversation.desk.audience_choice import page_of, pages
from bot.conversation.desk.permitting import gone, holds, refused
from bot.conversation.desk.question_face import face, key
from bot.conversation.messages import Button, Line, Message, Reply, say
from bot.conversation.turn import Turn
from storage.drafts import Draft
from study import draft_checks, drafts
from study.draft_checks import MOST_CHECK
from study.question_files import words
from study.question_files.found import QuestionFile
from study.rules.question import Question
from study.rules.rich_text import RichText

DIALOG = "draft-question"
LONGEST = 4_000
SHOWN_REFUSALS = 4
BLANK = RichText("")


def ask(turn: Turn, draft: Draft, more: str) -> list[Reply]:
    """`draft:ask:<id>`: invite somebody to type them."""
    dialog.begin(turn, DIALOG, draft=draft.id)
    left = MOST_CHECK - len(draft.check)
    lines = (say("draft-ask-question", left=left), BLANK, say("draft-question-example"))
    return [Reply(Message(lines, rows=(_back(draft),), replaces=True))]


def typed(turn: Turn, state: Mapping[str, Any], text: str) -> list[Reply]:
    """One or several questions; what is good is kept, what is not is told with its reason, and may be typed again."""
    if not holds(turn, drafts.CHANGE):
        return refused()
    draft = drafts.editable(turn.tx, turn.me.id, int(state["draft"]), turn.county.local_day(turn.now))
    if draft is None:
        dialog.end(turn)
        return gone()
    read = draft_checks.read_check(text)
    added = draft_checks.add_check(turn.tx, draft, read, turn.me.id, turn.now)
    if added == "full":
        lines: tuple[Line, ...] = (say("draft-questions-full", limit=MOST_CHECK),)
        return [Reply(Message(lines, rows=(_back(draft),)))]
    why = _refusals(turn, read, added)
    if not added:
        return [Reply(Message((*why, BLANK, say("draft-question-again")), rows=(_back(draft),)))]
    dialog.end(turn)
    changed = storage.drafts.by_id(turn.tx, draft.id)
    if changed is None:
        return gone()
    told = say("draft-questions-added", count=added)
    return [Reply(_one(turn, changed, len(changed.check) - added, told, *why))]


def _refusals(turn: Turn, read: QuestionFile, added: int) -> list[Line]:
    """Why what was typed is not taken, or not all of it."""
    lines: list[Line] = []
    for each in read.refused[:SHOWN_REFUSALS]:
        where = words.place(each.place, turn.language)
        lines.append(RichText(f"{where}: {words.sentence(each.reason, turn.language, each.text)}"))
    if any(each.type == "short_answer" for each in read.questions):
        lines.append(say("draft-question-judged"))
    elif not added and read.questions:
        lines.append(say("draft-question-known"))
    if read.skipped or not (lines or read.questions):
        lines.append(say("draft-question-unread"))
    return lines


def show(turn: Turn, draft: Draft, more: str) -> list[Reply]:
    """`draft:qs:<id>:<number from 0>`: one question as it will be put."""
    dialog.end(turn)
    if not draft.check:
        return gone()
    return [Reply(_one(turn, draft, page_of(more, len(draft.check), 1)[0]))]


def _one(turn: Turn, draft: Draft, number: int, *before: Line) -> Message:
    name, content = draft_checks.questions_of(draft)[number]
    question = Question.from_stored(content, turn.language, turn.county.settings.language)
    total = len(draft.check)
    lines: list[Line] = [*before, *([BLANK] if before else [])]
    lines += [say("question-head-check", bold=True, number=number + 1, total=total), *face(question)]
    lines += [*key(question), BLANK, say("draft-key-hidden")]
    rows = [pages(f"draft:qs:{draft.id}", number, total)]
    if draft.state == "draft":
        more = [Button(say("draft-do-qdel"), f"draft:qdel:{draft.id}:{name}")]
        if total < MOST_CHECK:
            more.append(Button(say("draft-do-ask"), f"draft:ask:{draft.id}"))
        rows.append(tuple(more))
    rows.append(_back(draft))
    return Message(tuple(lines), rows=tuple(row for row in rows if row), replaces=True)


def remove(turn: Turn, draft: Draft, name: str) -> list[Reply]:
    """`draft:qdel:<id>:<name>`."""
    if not draft_checks.remove_check(turn.tx, draft, name, turn.me.id, turn.now):
        return gone()
    changed = storage.drafts.by_id(turn.tx, draft.id)
    if changed is None:
        return gone()
    if changed.check:
        return [Reply(_one(turn, changed, 0, say("draft-question-removed")))]
    return [Reply(Message((say("draft-question-removed"),), rows=(_back(draft),), replaces=True))]


def _back(draft: Draft) -> tuple[Button, ...]:
    return (Button(say("desk-back"), f"draft:card:{draft.id}"),)
