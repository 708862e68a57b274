"""`/drafts`: readings written in the chat, those being written and those published; verb `draft`.

`draft:card:<id>` is one of them, `draft:<what>:<id>[:<more>]` does something with it; `draft:list:<page>` is all of
them, `draft:look:<upload>:<page>` and `draft:file:<upload>` belong to a file that is not saved yet.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import storage.drafts
import storage.stored_files
from bot.conversation import dialog
from bot.conversation.desk import draft_attachments, draft_pages, draft_publishing, draft_questions
from bot.conversation.desk.audience_choice import page_of, pages, short
from bot.conversation.desk.draft_card import card
from bot.conversation.desk.permitting import gone, holds, number_of, permitted, refused
from bot.conversation.messages import Button, Message, Reply, say
from bot.conversation.turn import Turn
from storage.drafts import Draft
from study import drafts

PAGE = 6
EDITING = "draft-edit"

Act = Callable[[Turn, Draft, str], list[Reply]]


def show(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`/drafts`."""
    return [Reply(_list(turn, "0"))] if holds(turn, drafts.CHANGE) else refused()


def act(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """Every button of this noun; whatever file was wanted before is wanted no more."""
    what, number, more = (*parts, "", "", "")[:3]
    if not holds(turn, drafts.CHANGE):
        return refused()
    if what == "list":
        return [Reply(_list(turn, number, replaces=True))]
    if what in ("look", "file"):
        return draft_pages.look_at_file(turn, what, number, more)
    draft = storage.drafts.by_id(turn.tx, number_of(number))
    if draft is None or draft.state not in ("draft", "published"):
        return gone()
    if not permitted(turn, drafts.CHANGE, draft.unit_id):
        return refused()
    storage.drafts.want_no_file(turn.tx, turn.me.id)
    if what in _OF_BOTH:
        return _OF_BOTH[what](turn, draft, more)
    if what in _OF_PUBLISHED and draft.state == "published":
        return _OF_PUBLISHED[what](turn, draft, more)
    today = turn.county.local_day(turn.now)
    held = drafts.editable(turn.tx, turn.me.id, draft.id, today) if what in _OF_DRAFTS else None
    return _OF_DRAFTS[what](turn, held, more) if held else gone()


def _list(turn: Turn, page: str, replaces: bool = False) -> Message:
    found = drafts.listed(turn.tx, turn.me.id, turn.county.local_day(turn.now))
    here, total = page_of(page, len(found), PAGE)
    lines = [say("drafts-title", bold=True), say("drafts-how" if found else "drafts-none")]
    rows: list[tuple[Button, ...]] = [
        (
            Button(
                say(f"drafts-entry-{draft.state}", title=short(draft.content["title"])),
                f"draft:card:{draft.id}",
            ),
        )
        for draft in found[here * PAGE : (here + 1) * PAGE]
    ]
    turning = pages("draft:list", here, total)
    return Message(tuple(lines), rows=(*rows, turning) if turning else tuple(rows), replaces=replaces)


def _card(turn: Turn, draft: Draft, more: str) -> list[Reply]:
    dialog.end(turn)
    return [Reply(card(turn, draft))]


def _ask(what: str) -> Act:
    """Ask for a title, a summary or minutes."""

    def ask(turn: Turn, draft: Draft, more: str) -> list[Reply]:
        dialog.begin(turn, EDITING, draft=draft.id, what=what)
        limits = {
            "title": drafts.LONGEST_TITLE,
            "summary": drafts.LONGEST_SUMMARY,
            "minutes": drafts.MOST_MINUTES,
        }
        asked = say(f"draft-ask-{what}", limit=limits[what])
        back = (Button(say("desk-back"), f"draft:card:{draft.id}"),)
        return [Reply(Message((asked,), rows=(back,), replaces=True))]

    return ask


def typed(turn: Turn, state: Mapping[str, Any], text: str) -> list[Reply]:
    """The title, the summary or the minutes that were asked for."""
    if not holds(turn, drafts.CHANGE):
        return refused()
    draft = drafts.editable(turn.tx, turn.me.id, int(state["draft"]), turn.county.local_day(turn.now))
    if draft is None:
        dialog.end(turn)
        return gone()
    if state["what"] == "minutes":
        if not number_of(text):
            return [Reply(Message((say("draft-ask-minutes", limit=drafts.MOST_MINUTES),)))]
        drafts.set_minutes(turn.tx, draft, number_of(text), turn.me.id, turn.now)
    elif state["what"] == "title":
        drafts.set_title(turn.tx, draft, text, turn.me.id, turn.now)
    else:
        drafts.set_summary(turn.tx, draft, text, turn.me.id, turn.now)
    dialog.end(turn)
    changed = storage.drafts.by_id(turn.tx, draft.id)
    return [Reply(card(turn, changed))] if changed else gone()


_OF_BOTH: dict[str, Act] = {
    "card": _card,
    "see": draft_pages.see,
    "pic": draft_pages.picture,
    "hear": draft_pages.recording,
    "qs": draft_questions.show,
}
_OF_PUBLISHED: dict[str, Act] = {
    "revise": draft_attachments.ask_version,
    "back": draft_publishing.ask_back,
    "backok": draft_publishing.take_back,
}
_OF_DRAFTS: dict[str, Act] = {
    "title": _ask("title"),
    "summary": _ask("summary"),
    "minutes": _ask("minutes"),
    "ask": draft_questions.ask,
    "qdel": draft_questions.remove,
    "att": draft_attachments.ask_place,
    "attsec": draft_attachments.ask_words,
    "audio": draft_attachments.ask_recording,
    "files": draft_attachments.show,
    "detach": draft_attachments.detach,
    "pub": draft_publishing.ask_publish,
    "pubok": draft_publishing.publish,
    "drop": draft_publishing.ask_drop,
    "dropok": draft_publishing.drop,
}
