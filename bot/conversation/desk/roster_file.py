"""A roster sent to the chat, in words: what saving it would do, and what it has done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import storage.uploads
from bot.conversation.messages import Button, Document, Line, Message, say
from bot.conversation.turn import Turn
from storage.transaction import Transaction
from storage.uploads import Upload
from study import roster_upload, roster_words
from study.roster_columns import in_words
from study.roster_files import Refused, heading, refused_rows
from study.rules.county import County
from study.rules.rich_text import RichText
from study.spreadsheets import Sheet
from study.upload_purpose import Facts

SHOWN_CHANGES = 3
LONGEST_VALUE = 30
DOCUMENT = "roster_refused"

_NOTHING = {"zh-Hans": "无", "en": "none"}
_OWN_REASONS = ("too_many_rows", "not_a_table", "unknown_kind", "no_header", "too_many_for_chat")


def preview(turn: Turn, upload: Upload) -> Message:
    """The counts, the first people it touches, what is not taken, and what saving would do."""
    shown = (upload.result_json or {})["preview"]
    counts = {name: shown[name] for name in ("added", "changed", "unchanged", "refused")}
    lines: list[Line] = [
        say("upload-roster-title", bold=True, name=upload.name),
        say("upload-roster-counts", **counts),
        *_people(shown, turn.language),
        *_refusals(shown, turn.language),
    ]
    if shown["ignored"]:
        lines.append(say("upload-roster-ignored", columns="、".join(map(_short, shown["ignored"]))))
    touched = shown["added"] + shown["changed"]
    lines += [RichText(""), _ending(touched, shown["refused"])]
    return Message(tuple(lines), rows=_buttons(upload, touched, shown))


def _ending(touched: int, refused: int) -> Line:
    if not touched:
        return say("upload-roster-nothing-good") if refused else say("upload-roster-nothing")
    return say("upload-roster-some", good=touched) if refused else say("upload-roster-by-save")


def _buttons(upload: Upload, touched: int, shown: Mapping[str, Any]) -> tuple[tuple[Button, ...], ...]:
    rows = []
    if touched:
        label = say("upload-save-good", good=touched) if shown["refused"] else say("upload-save")
        data = f"upload:save:{upload.id}:{shown['digest']}"
        rows.append((Button(label, data, primary=not shown["refused"]),))
    if shown["refused"]:
        rows.append((Button(say("upload-refused-rows"), f"upload:refused:{upload.id}"),))
    return (*rows, (Button(say("desk-cancel"), f"upload:cancel:{upload.id}"),)) if rows else ()


def _people(shown: Mapping[str, Any], language: str) -> list[Line]:
    lines: list[Line] = [RichText(_touched(each, language)) for each in shown["people"]]
    more = shown["added"] + shown["changed"] - len(shown["people"])
    return [*lines, say("upload-roster-more", count=more)] if more else lines


def _touched(each: Mapping[str, Any], language: str) -> str:
    """`＋ name · unit` of somebody new, `name · unit: what changes` of somebody known."""
    unit = "/".join(each["unit"].split("/")[-2:])
    said = [_change(field, before, after, language) for field, before, after in each["changes"]]
    said += [f"－{in_words('roles', role, language)}@{_short(path)}" for role, path in each["left_behind"]]
    said += [f"＋{in_words('roles', role, language)}@{_short(path)}" for role, path in each["grants"]]
    if len(said) > SHOWN_CHANGES:
        said = [*said[:SHOWN_CHANGES], "…"]
    who = f"{'＋ ' if each['is_new'] else '· '}{_short(each['name'])} · {_short(unit)}"
    return f"{who}\n    {'；'.join(said)}" if said else who


def _change(field: str, before: Any, after: Any, language: str) -> str:
    return f"{heading(field, language)}: {_value(field, before, language)} → {_value(field, after, language)}"


def _value(field: str, value: Any, language: str) -> str:
    if not value:
        return _NOTHING.get(language, "–")
    if isinstance(value, list):
        return _short("、".join(value))
    return in_words(field, value, language) if field in ("rank_category", "language") else _short(str(value))


def _refusals(shown: Mapping[str, Any], language: str) -> list[Line]:
    if not shown["refused"]:
        return []
    lines: list[Line] = [RichText(""), say("upload-roster-refused", bold=True, count=shown["refused"])]
    for each in shown["refusals"]:
        file, row, column = each["place"]
        refused = Refused(_short(file), row, column, each["reason"], _short(each["text"]))
        lines.append(RichText(f"{refused.place(language)}: {refused.why(language)}"))
    more = shown["cells_refused"] - len(shown["refusals"])
    return [*lines, say("upload-roster-more-refused", count=more)] if more else lines


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 1]}…"


def saved(outcome: Facts) -> Message:
    """What was done, and the way to the people."""
    counts = {name: outcome[name] for name in ("added", "changed", "refused")}
    lines = [say("upload-roster-saved", bold=True, **counts)]
    if outcome["refused"]:
        lines.append(say("upload-roster-left-out", refused=outcome["refused"]))
    if outcome["added"]:
        lines.append(say("upload-roster-codes"))
    return Message(tuple(lines), rows=((Button(say("upload-to-roster"), "go:roster"),),))


def why_not(reason: str, language: str, text: str) -> str | None:
    """A sentence of the roster's own for not taking the whole file."""
    return roster_words.sentence(reason, language, text) if reason in _OWN_REASONS else None


def hand_out_refused(upload: Upload) -> Message:
    """The refused rows as they were written, each with its reasons, to correct and send again."""
    name = f"{upload.name.rpartition('.')[0]}.refused.xlsx"
    document = Document(name, DOCUMENT, {"upload": upload.id})
    return Message((say("upload-roster-refused-rows"),), document=document)


def refused_sheets(
    tx: Transaction, person_id: int, args: Mapping[str, Any], language: str, county: County, now: datetime
) -> tuple[Sheet, ...] | None:
    """The maker of that document: for whoever sent the file, while it waits for a decision."""
    upload = storage.uploads.by_id(tx, int(args["upload"]))
    if upload is None or upload.person_id != person_id or upload.state != "previewed":
        return None
    refused = roster_upload.refused(tx, (upload.result_json or {})["read"], person_id, county, now)
    rows = refused_rows(refused, language)
    return (Sheet("", tuple(tuple(row) for row in rows)),)
