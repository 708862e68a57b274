"""Files that go with a draft: asked for one by one, so that each is known for what it is when it arrives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import storage.drafts
import storage.stored_files
from bot.conversation import dialog
from bot.conversation.desk.audience_choice import short
from bot.conversation.desk.draft_card import card
from bot.conversation.desk.permitting import gone, holds, number_of, refused
from bot.conversation.messages import Button, Line, Message, Reply, say
from bot.conversation.turn import Turn
from storage.drafts import Draft
from study import draft_files, drafts
from study.rules.rich_text import RichText

DIALOG = "draft-words"
MOST_SECTIONS = 12
MOST_SHOWN = 13


def ask_version(turn: Turn, draft: Draft, more: str) -> list[Reply]:
    """`draft:revise:<id>`: the next file is this reading's next version."""
    dialog.end(turn)
    draft_files.want(turn.tx, turn.me.id, "reading", draft, turn.now)
    lines = (say("draft-send-version", title=draft.content["title"]), say("draft-version-means"))
    return [Reply(Message(lines, rows=(_back(draft),), replaces=True))]


def ask_place(turn: Turn, draft: Draft, more: str) -> list[Reply]:
    """`draft:att:<id>`: at the end of which section? Where there is none to choose, what does it show?"""
    dialog.end(turn)
    sections = draft.content["sections"][:MOST_SECTIONS]
    if len(sections) < 2:
        return ask_words(turn, draft, "0")
    rows = [
        (
            Button(
                short(heading) if heading else say("draft-section-first"), f"draft:attsec:{draft.id}:{number}"
            ),
        )
        for number, (_, heading, _) in enumerate(sections)
    ]
    return [Reply(Message((say("draft-ask-place"),), rows=(*rows, _back(draft)), replaces=True))]


def ask_words(turn: Turn, draft: Draft, more: str) -> list[Reply]:
    """`draft:attsec:<id>:<section>`: what the picture shows, for those who cannot see it."""
    place = number_of(more)
    sections = draft.content["sections"]
    section = sections[place][0] if place < len(sections) else ""
    dialog.begin(turn, DIALOG, draft=draft.id, section=section)
    lines = (say("draft-ask-words", limit=draft_files.LONGEST_WORDS), say("draft-words-why"))
    return [Reply(Message(lines, rows=(_back(draft),), replaces=True))]


def typed(turn: Turn, state: Mapping[str, Any], text: str) -> list[Reply]:
    """What the picture shows; the picture itself is wanted next."""
    if not holds(turn, drafts.CHANGE):
        return refused()
    dialog.end(turn)
    draft = drafts.editable(turn.tx, turn.me.id, int(state["draft"]), turn.county.local_day(turn.now))
    if draft is None:
        return gone()
    words = " ".join(text.split())
    draft_files.want(turn.tx, turn.me.id, "picture", draft, turn.now, state["section"], words)
    return [Reply(Message((say("draft-send-picture"),), rows=(_back(draft),)))]


def ask_recording(turn: Turn, draft: Draft, more: str) -> list[Reply]:
    """`draft:audio:<id>`."""
    dialog.end(turn)
    words = draft.content["title"][: draft_files.LONGEST_WORDS]
    draft_files.want(turn.tx, turn.me.id, "audio", draft, turn.now, "", words)
    return [Reply(Message((say("draft-send-audio"),), rows=(_back(draft),), replaces=True))]


def show(turn: Turn, draft: Draft, more: str) -> list[Reply]:
    """`draft:files:<id>`: what there is, each to be looked at or taken out."""
    dialog.end(turn)
    headings = {name: heading for name, heading, _ in draft.content["sections"]}
    lines: list[Line] = [say("draft-files", bold=True)]
    rows: list[tuple[Button, ...]] = []
    for number, file in enumerate(storage.stored_files.of_draft(turn.tx, draft.id)[:MOST_SHOWN], start=1):
        lines.append(RichText(f"{number}. {file.words}"))
        if file.purpose == "audio":
            lines.append(say("draft-file-audio"))
            look = Button(say("draft-file-hear", number=number), f"draft:hear:{draft.id}")
        else:
            lines.append(say("draft-file-place", section=headings.get(file.section) or "-"))
            look = Button(say("draft-file-look", number=number), f"draft:pic:{draft.id}:{file.id}")
        take = Button(say("draft-file-remove", number=number), f"draft:detach:{draft.id}:{file.id}")
        rows.append((look, take))
    if not rows:
        return [Reply(card(turn, draft))]
    return [Reply(Message(tuple(lines), rows=(*rows, _back(draft)), replaces=True))]


def detach(turn: Turn, draft: Draft, number: str) -> list[Reply]:
    """`draft:detach:<id>:<file>`."""
    if not draft_files.detach(turn.tx, draft, number_of(number), turn.me.id, turn.now):
        return gone()
    changed = storage.drafts.by_id(turn.tx, draft.id)
    return show(turn, changed, "") if changed else gone()


def _back(draft: Draft) -> tuple[Button, ...]:
    return (Button(say("desk-back"), f"draft:card:{draft.id}"),)
