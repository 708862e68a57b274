"""Publishing a draft, dropping it, taking a published reading back: each confirmed on a card that says what happens."""

from __future__ import annotations

import storage.drafts
from bot.conversation import dialog
from bot.conversation.desk.draft_card import card
from bot.conversation.desk.permitting import gone
from bot.conversation.desk.reading_file import change_lines
from bot.conversation.messages import Button, Line, Message, Phrase, Reply, say
from bot.conversation.turn import Turn
from storage.drafts import Draft
from study import audiences, draft_publishing, drafts
from study.reading_upload import changes
from study.rules.rich_text import RichText

DIALOG = "draft-confirm"
BLANK = RichText("")


def ask_publish(turn: Turn, draft: Draft, more: str) -> list[Reply]:
    """`draft:pub:<id>`: who will see it, and what of a next version is new."""
    if not draft.check:
        return [Reply(card(turn, draft, say("draft-needs-question")))]
    today = turn.county.local_day(turn.now)
    people, _ = audiences.size(turn.tx, audiences.everyone(turn.tx, [draft.unit_id]), today)
    unit = draft.unit_path.rpartition("/")[2]
    lines: list[Line] = [say("draft-publish-title", bold=True, title=draft.content["title"]), BLANK]
    lines.append(say("draft-publish-for", unit=unit, people=people))
    lines.append(say("draft-publish-has", questions=len(draft.check), minutes=draft.content["minutes"]))
    last = storage.drafts.published(turn.tx, draft.slug) if draft.slug else None
    if last:
        lines += [BLANK, *change_lines(turn, changes(last, draft.content)), say("draft-version-means")]
    else:
        lines.append(say("draft-publish-quiet"))
    return [_confirm(turn, draft, "pubok", say("draft-publish-yes"), lines)]


def publish(turn: Turn, draft: Draft, more: str) -> list[Reply]:
    """`draft:pubok:<id>`."""
    if not _confirmed(turn, draft, "pubok"):
        return gone()
    made = draft_publishing.publish(turn.tx, draft, turn.me.id, turn.now)
    published = storage.drafts.by_id(turn.tx, draft.id)
    if made == "gone" or published is None:
        return gone()
    if made == "no_check":
        return [Reply(card(turn, draft, say("draft-needs-question")))]
    told = say("draft-published-again") if made[1] else say("draft-published")
    return [Reply(card(turn, published, told))]


def ask_drop(turn: Turn, draft: Draft, more: str) -> list[Reply]:
    """`draft:drop:<id>`."""
    lines: list[Line] = [say("draft-drop-title", bold=True, title=draft.content["title"])]
    lines.append(say("draft-drop-version") if draft.slug else say("draft-drop-means"))
    return [_confirm(turn, draft, "dropok", say("draft-drop-yes"), lines)]


def drop(turn: Turn, draft: Draft, more: str) -> list[Reply]:
    """`draft:dropok:<id>`."""
    if not _confirmed(turn, draft, "dropok") or not drafts.discard(turn.tx, draft, turn.me.id, turn.now):
        return gone()
    return _told(say("draft-dropped", title=draft.content["title"]))


def ask_back(turn: Turn, draft: Draft, more: str) -> list[Reply]:
    """`draft:back:<id>`."""
    lines: list[Line] = [
        say("draft-back-title", bold=True, title=draft.content["title"]),
        say("draft-back-means"),
    ]
    return [_confirm(turn, draft, "backok", say("draft-back-yes"), lines)]


def take_back(turn: Turn, draft: Draft, more: str) -> list[Reply]:
    """`draft:backok:<id>`."""
    if not _confirmed(turn, draft, "backok"):
        return gone()
    why_not = draft_publishing.withdraw(turn.tx, draft, turn.me.id, turn.now)
    if why_not == "required":
        return [Reply(card(turn, draft, say("draft-back-required")))]
    again = storage.drafts.by_id(turn.tx, draft.id)
    if why_not == "gone" or again is None:
        return gone()
    return [Reply(card(turn, again, say("draft-taken-back")))]


def _confirm(turn: Turn, draft: Draft, what: str, yes: Phrase, lines: list[Line]) -> Reply:
    dialog.begin(turn, DIALOG, draft=draft.id, what=what, stands=draft.changed_at.isoformat())
    rows = (
        (Button(yes, f"draft:{what}:{draft.id}", primary=what == "pubok"),),
        (Button(say("desk-cancel"), f"draft:card:{draft.id}"),),
    )
    return Reply(Message(tuple(lines), rows=rows, replaces=True))


def _confirmed(turn: Turn, draft: Draft, what: str) -> bool:
    """Whether this is what was shown to be confirmed, and nobody has changed it since."""
    state = dialog.take(turn, DIALOG)
    wanted = {"draft": draft.id, "what": what, "stands": draft.changed_at.isoformat()}
    return state is not None and dict(state) == wanted


def _told(line: Line) -> list[Reply]:
    rows = ((Button(say("draft-do-list"), "draft:list:0"),),)
    return [Reply(Message((line,), rows=rows, replaces=True))]
