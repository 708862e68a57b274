"""The card of a reading written in the chat: how it stands, and what can be done with it."""

from __future__ import annotations

import storage.stored_files
from bot.conversation.messages import Button, Line, Message, say
from bot.conversation.turn import Turn
from storage.drafts import Draft
from study.draft_checks import MOST_CHECK
from study.rules.rich_text import RichText

Rows = tuple[tuple[Button, ...], ...]


def card(turn: Turn, draft: Draft, *before: Line) -> Message:
    """A draft or a published reading."""
    content, unit = draft.content, draft.unit_path.rpartition("/")[2]
    files = storage.stored_files.of_draft(turn.tx, draft.id)
    pictures = sum(file.purpose == "picture" for file in files)
    lines: list[Line] = [*before, *([RichText("")] if before else [])]
    lines.append(say(f"draft-title-{draft.state}", bold=True, title=content["title"]))
    if content["summary"]:
        lines.append(RichText(content["summary"]))
    sections = sum(bool(heading) for _, heading, _ in content["sections"])
    lines.append(say("draft-about", minutes=content["minutes"], sections=sections))
    lines.append(
        say(
            "draft-has",
            questions=len(draft.check),
            pictures=pictures,
            audio=int(len(files) > pictures),
        )
    )
    if draft.state == "draft":
        if content["left_out"] > pictures:
            lines.append(say("draft-left-out", count=content["left_out"]))
        lines.append(say("draft-for-version" if draft.slug else "draft-for", unit=unit))
        if not draft.check:
            lines.append(say("draft-needs-question"))
        rows = _of_draft(draft, len(files))
    else:
        lines.append(say("draft-is-for", unit=unit))
        rows = _of_published(draft)
    return Message(tuple(lines), rows=rows, replaces=True)


def _of_draft(draft: Draft, files: int) -> Rows:
    questions = [_button(draft, "ask", primary=not draft.check)] if len(draft.check) < MOST_CHECK else []
    if draft.check:
        questions.append(Button(say("draft-do-qs", count=len(draft.check)), f"draft:qs:{draft.id}:0"))
    attached = (Button(say("draft-do-files", count=files), f"draft:files:{draft.id}"),) if files else ()
    rows = (
        (Button(say("draft-do-see"), f"draft:see:{draft.id}:0"),),
        tuple(questions),
        (_button(draft, "att"), _button(draft, "audio")),
        attached,
        (_button(draft, "title"), _button(draft, "summary"), _button(draft, "minutes")),
        (_button(draft, "pub", primary=True),) if draft.check else (),
        (_button(draft, "drop"), Button(say("draft-do-list"), "draft:list:0")),
    )
    return tuple(row for row in rows if row)


def _of_published(draft: Draft) -> Rows:
    return (
        (Button(say("draft-do-push"), f"push:reading:{draft.slug}", primary=True),),
        (
            Button(say("draft-do-see"), f"draft:see:{draft.id}:0"),
            Button(say("draft-do-qs", count=len(draft.check)), f"draft:qs:{draft.id}:0"),
        ),
        (_button(draft, "revise"), _button(draft, "back")),
        (Button(say("draft-do-list"), "draft:list:0"),),
    )


def _button(draft: Draft, what: str, primary: bool = False) -> Button:
    return Button(say(f"draft-do-{what}"), f"draft:{what}:{draft.id}", primary=primary)
