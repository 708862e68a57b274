"""A picture or a recording sent to the chat, in words."""

from __future__ import annotations

from bot.conversation.messages import Button, Line, Message, say
from bot.conversation.turn import Turn
from storage.uploads import Upload
from study.upload_purpose import Facts


def preview(turn: Turn, upload: Upload) -> Message:
    """What it goes with; or, where nobody asked for it, how it is brought in."""
    shown = (upload.result_json or {})["preview"]
    if shown["of"] is None:
        rows = ((Button(say("attachment-to-drafts"), "go:drafts"),),)
        return Message((say("attachment-unasked", bold=True), say("attachment-how")), rows=rows)
    lines: list[Line] = [say("attachment-title", bold=True, title=shown["of_title"])]
    lines.append(say("attachment-about", words=shown["words"], kilobytes=shown["kilobytes"]))
    save = Button(say("attachment-save"), f"upload:save:{upload.id}:{shown['digest']}", primary=True)
    return Message(tuple(lines), rows=((save,), (Button(say("desk-cancel"), f"upload:cancel:{upload.id}"),)))


def saved(outcome: Facts) -> Message:
    told = say("attachment-full" if outcome["full"] else "attachment-saved", title=outcome["title"])
    rows = (
        (Button(say("attachment-more"), f"draft:att:{outcome['draft']}"),),
        (Button(say("reading-file-open"), f"draft:card:{outcome['draft']}", primary=True),),
    )
    return Message((told,), rows=rows)
