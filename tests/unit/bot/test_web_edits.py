"""On the web a message that is edited stands in the transcript once, as it was said last."""

from __future__ import annotations

from pathlib import Path
from random import Random

from fakes.channel import permitted
from fakes.county import a_person, at

import storage.claims
import storage.outbox
import storage.web_chat
from bot.channel import Delivery
from bot.channels.web.sending import WebChannel
from bot.conversation.outgoing import Outgoing
from storage.inline import InlineDatabase
from study.rules.rich_text import RichText

NOW = at("2026-11-23 10:00")


def a_row(db: InlineDatabase, key: str, edits_id: int | None = None) -> int:
    row_id = db.write_now(
        storage.outbox.insert,
        person_id=1,
        identity_id=1,
        dedup_key=key,
        kind="reply",
        is_bulk=False,
        message={},
        send_after=NOW,
        expires_at=NOW,
        node="n",
        edits_id=edits_id,
    )
    assert row_id is not None
    return row_id


async def test_an_edit_takes_the_place_of_the_event_before_it(inline: InlineDatabase) -> None:
    inline.write_now(a_person)
    channel = WebChannel(inline, Path(), lambda: NOW, Random(1))
    first = a_row(inline, "first")
    shown = await channel.send(Delivery("web-1", Outgoing(RichText("待发 4")), None, first, permitted))
    # The page is quicker than whoever marks the row: the message has its name all the same.
    inline.write_now(storage.web_chat.acknowledge, 1, int(shown.message_ref or 0), NOW, 10)
    edit = a_row(inline, "edit", first)
    claimed = inline.read_now(storage.claims.addressed, edit)
    assert claimed is not None and (claimed.edits_id, claimed.edits_ref) == (first, shown.message_ref)
    outgoing = Outgoing(RichText("待发 0"), replaces=True, edits=True)
    await channel.send(Delivery("web-1", outgoing, claimed.edits_ref, edit, permitted))
    [event] = inline.read_now(storage.web_chat.events_after, 1, 0, 10)
    assert event.body["text"] == RichText("待发 0").to_json()
    assert (event.body["replaces"], event.body["edits"]) == (int(claimed.edits_ref or 0), True)


async def test_a_reply_that_replaces_leaves_what_was_tapped_in_the_transcript(inline: InlineDatabase) -> None:
    inline.write_now(a_person)
    channel = WebChannel(inline, Path(), lambda: NOW, Random(1))
    shown = await channel.send(
        Delivery("web-1", Outgoing(RichText("一")), None, a_row(inline, "1"), permitted)
    )
    again = Outgoing(RichText("二"), replaces=True)
    await channel.send(Delivery("web-1", again, shown.message_ref, a_row(inline, "2"), permitted))
    assert len(inline.read_now(storage.web_chat.events_after, 1, 0, 10)) == 2
