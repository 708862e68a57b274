"""A file sent to the chat: taken in at once, looked at in the background, saved when its sender says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import storage.uploads
from bot.conversation import help as help_
from bot.conversation.desk import attachment_file, bank_file, reading_file, roster_file
from bot.conversation.desk.permitting import gone, holds, number_of, refused
from bot.conversation.incoming import SentFile
from bot.conversation.messages import Message, Phrase, Reply, say
from bot.conversation.turn import Turn
from storage.outbox import OutboxMessage
from storage.uploads import Upload
from study import uploads
from study.rules.frozen import frozen
from study.upload_purpose import Facts

LONGEST_NAME = 60


@frozen
class FileWords:
    """How the files of one purpose are spoken of.

    `preview` shows what saving would do, with its buttons; `saved` what was done; `why_not` a reason of its own
    for refusing the whole file (None: it is a common one); `refused_rows` hands out what is not taken.
    """

    preview: Callable[[Turn, Upload], Message]
    saved: Callable[[Facts], Message]
    why_not: Callable[[str, str, str], str | None]
    refused_rows: Callable[[Upload], Message]


WORDS: dict[str, FileWords] = {
    "roster": FileWords(
        roster_file.preview, roster_file.saved, roster_file.why_not, roster_file.hand_out_refused
    ),
    "reading": FileWords(
        reading_file.preview, reading_file.saved, reading_file.why_not, reading_file.no_refused_rows
    ),
    "picture": FileWords(
        attachment_file.preview, attachment_file.saved, reading_file.why_not, reading_file.no_refused_rows
    ),
    "audio": FileWords(
        attachment_file.preview, attachment_file.saved, reading_file.why_not, reading_file.no_refused_rows
    ),
    "bank": FileWords(bank_file.preview, bank_file.saved, bank_file.why_not, bank_file.hand_out_refused),
}


def received(turn: Turn, event: SentFile) -> list[Reply]:
    """Take a file in, if it can be used here and by this person."""
    name = shown_name(event.name)
    purposes = uploads.fitting(turn.tx, turn.me.id, name, turn.county.local_day(turn.now))
    if not purposes:
        return help_.files_not_taken(turn, ())
    if event.size > uploads.LARGEST:
        return [Reply(Message((say("upload-refused-too_large"),)))]
    if storage.uploads.count_unread(turn.tx, turn.me.id) >= uploads.MOST_UNREAD:
        return [Reply(Message((say("upload-busy"),)))]
    storage.uploads.insert(
        turn.tx,
        person_id=turn.me.id,
        identity_id=turn.identity.id,
        purpose=purposes[0] if len(purposes) == 1 else "",
        name=name,
        size=event.size,
        place=event.place,
        content=event.content or None,
        now=turn.now,
    )
    return [_looking(name)]


def shown_name(name: str) -> str:
    """The file's own name without a path or what cannot be seen; long ones keep their ending."""
    visible = "".join(c for c in name.replace("\\", "/").rpartition("/")[2] if c.isprintable()).strip()
    return visible if len(visible) <= LONGEST_NAME else f"{visible[: LONGEST_NAME - 12]}…{visible[-11:]}"


def _looking(name: str) -> Reply:
    return Reply(Message((say("upload-looking", name=name),)))


def decide(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`upload:save:<id>:<digest>`, `upload:cancel:<id>`, `upload:refused:<id>`."""
    what, number, *rest = (*parts, "", "")
    upload = storage.uploads.by_id(turn.tx, number_of(number))
    if upload is None or upload.person_id != turn.me.id:
        return gone()
    if what == "cancel":
        return _cancel(turn, upload)
    if upload.state != "previewed":
        return gone()
    if not holds(turn, uploads.PURPOSES[upload.purpose].action):
        return refused()
    if what == "save":
        return _save(turn, upload, rest[0])
    return [Reply(WORDS[upload.purpose].refused_rows(upload))] if what == "refused" else gone()


def _cancel(turn: Turn, upload: Upload) -> list[Reply]:
    if not storage.uploads.move(turn.tx, upload.id, "previewed", "cancelled", turn.now):
        return gone()
    return [Reply(Message((say("desk-cancelled"),), replaces=True))]


def _save(turn: Turn, upload: Upload, digest: str) -> list[Reply]:
    outcome = uploads.save(turn.tx, upload, digest, turn.county, turn.now)
    words = WORDS[upload.purpose]
    if isinstance(outcome, uploads.NotSaved):
        shown = words.preview(turn, outcome.upload)
        changed = replace(shown, lines=(say("upload-changed", bold=True), *shown.lines), replaces=True)
        return [Reply(changed)]
    return [Reply(replace(words.saved(outcome), replaces=True))]


def upload_result(turn: Turn, row: OutboxMessage) -> Message | None:
    """What became of a file once it was read; nothing when that has been decided meanwhile."""
    upload = storage.uploads.by_id(turn.tx, int(row.message["upload"]))
    if upload is None or upload.result_json is None or upload.person_id != row.person_id:
        return None
    if upload.state == "previewed":
        return WORDS[upload.purpose].preview(turn, upload)
    if upload.state != "refused":
        return None
    why, words = upload.result_json["refused"], WORDS.get(upload.purpose)
    own = words.why_not(why["reason"], turn.language, why["text"]) if words else None
    return Message((say("upload-refused", bold=True, name=upload.name), _reason(why["reason"], own)))


def _reason(reason: str, own: str | None) -> Phrase:
    return Phrase(f"upload-refused-{reason}") if own is None else say("upload-refused-why", why=own)
