"""A reading sent to the chat, in words: what was read, what is new about it, and the draft it becomes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.conversation.messages import Button, Line, Message, say
from bot.conversation.turn import Turn
from storage.uploads import Upload
from study.reading_files.words import sentence
from study.readings import pages_of
from study.rules.rich_text import RichText
from study.upload_purpose import Facts

LONGEST_HEADING = 24
SHOWN_HEADINGS = 6
BLANK = RichText("")
_OPENING = {"zh-Hans": "开头部分", "en": "the opening"}
_COMMA = ("、", ", ")


def preview(turn: Turn, upload: Upload, replaces: bool = False) -> Message:
    """The card: title, length, sections, and of a next version what is new."""
    result = upload.result_json or {}
    read, shown = result["read"], result["preview"]
    pages = len(pages_of(read["body"], turn.language, turn.capabilities.page_limit))
    lines: list[Line] = [
        say("reading-file-title", bold=True, name=upload.name),
        say("reading-file-called", title=shown["title"]),
        say("reading-file-length", minutes=shown["minutes"], pages=pages),
    ]
    if shown["changes"]:
        lines += [BLANK, say("reading-file-version", title=shown["of_title"])]
        lines += [*change_lines(turn, shown["changes"]), say("draft-version-means")]
    elif shown["sections"]:
        lines += [RichText(f"· {_short(heading)}") for heading in shown["sections"][:SHOWN_HEADINGS]]
        if len(shown["sections"]) > SHOWN_HEADINGS:
            lines.append(RichText("· …"))
    if shown["left_out"]:
        lines += [BLANK, say("reading-file-left-out", count=shown["left_out"])]
    lines += [BLANK, say("reading-file-by-save")]
    save = Button(say("reading-file-save"), f"upload:save:{upload.id}:{shown['digest']}", primary=True)
    rows = (
        (Button(say("reading-file-look"), f"draft:look:{upload.id}:0"),),
        (save,),
        (Button(say("desk-cancel"), f"upload:cancel:{upload.id}"),),
    )
    return Message(tuple(lines), rows=rows, replaces=replaces)


def change_lines(turn: Turn, changes: Mapping[str, Any]) -> list[Line]:
    """Sections that are new, gone and changed, each kind on a line."""
    lines: list[Line] = []
    for kind in ("added", "removed", "changed"):
        count, headings = changes[kind]
        if count:
            named = _COMMA[turn.language == "en"].join(
                _short(heading or turn.localize(_OPENING)) for heading in headings[:SHOWN_HEADINGS]
            )
            rest = "…" if count > SHOWN_HEADINGS else ""
            lines.append(say(f"reading-file-{kind}", count=count, headings=named + rest))
    return lines or [say("reading-file-same")]


def _short(heading: str) -> str:
    return heading if len(heading) <= LONGEST_HEADING else f"{heading[: LONGEST_HEADING - 1]}…"


def saved(outcome: Facts) -> Message:
    """The draft there is now, and the way to it."""
    told = say(
        "reading-file-saved-version" if outcome["is_version"] else "reading-file-saved",
        title=outcome["title"],
    )
    rows = (
        (
            Button(
                say("reading-file-ask"), f"draft:ask:{outcome['draft']}", primary=not outcome["is_version"]
            ),
        ),
        (
            Button(
                say("reading-file-open"),
                f"draft:card:{outcome['draft']}",
                primary=bool(outcome["is_version"]),
            ),
        ),
    )
    return Message((told, say("reading-file-next")), rows=rows)


def why_not(reason: str, language: str, text: str) -> str | None:
    """A sentence of the readings' own for not taking the file."""
    return sentence(reason, language)


def no_refused_rows(upload: Upload) -> Message:
    """A text has no rows that could be refused."""
    return Message((say("desk-gone"),))
