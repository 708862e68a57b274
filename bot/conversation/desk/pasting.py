"""Questions pasted into the chat: as many messages as it takes, then looked at like a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import storage.uploads
from bot.conversation import dialog
from bot.conversation.desk.permitting import gone, holds, refused
from bot.conversation.messages import Button, Message, Reply, say
from bot.conversation.turn import Turn
from study import banks, permissions
from study.question_files.numbered_text import read_numbered_text

DIALOG = "bank-paste"
LONGEST = 20_000
"""Characters of all messages together; more is a file."""


def ask(turn: Turn) -> list[Reply]:
    """Invite somebody to paste."""
    dialog.begin(turn, DIALOG, text="")
    back = (Button(say("desk-back"), "bank:list:0"),)
    return [Reply(Message((say("bank-ask-paste"), say("bank-file-example")), rows=(back,), replaces=True))]


def recognised(turn: Turn, text: str) -> list[Reply] | None:
    """What is typed out of the blue by somebody who keeps banks, and reads like questions; None for all else."""
    if "\n" not in text or not read_numbered_text(text).questions:
        return None
    today = turn.county.local_day(turn.now)
    if not permissions.scope(turn.tx, turn.me.id, banks.CHANGE, today).paths:
        return None
    return typed(turn, {"text": ""}, text)


def typed(turn: Turn, state: Mapping[str, Any], text: str) -> list[Reply]:
    """One more message of them."""
    if not holds(turn, banks.CHANGE):
        return refused()
    whole = f"{state['text']}\n{text}".strip()
    if len(whole) > LONGEST:
        return [Reply(Message((say("bank-paste-too-long"),)))]
    dialog.begin(turn, DIALOG, text=whole)
    found = read_numbered_text(whole)
    count = len(found.questions) + len(found.refused) + len(found.skipped)
    rows = (
        (Button(say("bank-paste-done"), "bank:pasted", primary=True),),
        (Button(say("desk-cancel"), "bank:list:0"),),
    )
    return [Reply(Message((say("bank-paste-so-far", count=count),), rows=rows))]


def done(turn: Turn) -> list[Reply]:
    """All is pasted: it is looked at in the background, like a file."""
    state = dialog.take(turn, DIALOG)
    if state is None or not state["text"]:
        return gone()
    local = turn.now.astimezone(turn.county.zone)
    name = turn.localize(
        {"zh-Hans": f"粘贴 {local:%m-%d %H.%M}.txt", "en": f"Pasted {local:%m-%d %H.%M}.txt"}
    )
    content = state["text"].encode()
    storage.uploads.insert(
        turn.tx,
        person_id=turn.me.id,
        identity_id=turn.identity.id,
        purpose="bank",
        name=name,
        size=len(content),
        place="",
        content=content,
        now=turn.now,
    )
    return [Reply(Message((say("bank-paste-looking"),), replaces=True))]
