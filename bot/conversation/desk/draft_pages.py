"""A reading before it is published, page by page as a cadre will see it; so too a file that is not saved yet."""

from __future__ import annotations

import storage.stored_files
import storage.uploads
from bot.conversation import dialog
from bot.conversation.desk import reading_file
from bot.conversation.desk.audience_choice import page_of, pages
from bot.conversation.desk.permitting import gone, number_of
from bot.conversation.messages import Button, Document, Line, Message, Picture, Reply, say
from bot.conversation.turn import Turn
from storage.drafts import Draft
from storage.stored_files import path_of
from study.reading_audio import DOCUMENT, file_name
from study.reading_sections import alt_text, with_pictures
from study.readings import pages_of
from study.rules.pages import progress_bar
from study.rules.rich_text import RichText

BLANK = RichText("")


def see(turn: Turn, draft: Draft, page: str) -> list[Reply]:
    """`draft:see:<id>:<page from 0>`."""
    dialog.end(turn)
    files = storage.stored_files.of_draft(turn.tx, draft.id)
    pictures = [file for file in files if file.purpose == "picture"]
    placed = ((file.section, f"p{file.id}", alt_text(file.words)) for file in pictures)
    body = with_pictures(draft.content["body"], placed)
    back = Button(say("desk-back"), f"draft:card:{draft.id}")
    shown, here, text = _page(
        turn, draft.content["title"], draft.content["minutes"], body, page, f"draft:see:{draft.id}", back
    )
    rows = [
        (Button(say("reading-picture", alt=alt_text(file.words)), f"draft:pic:{draft.id}:{file.id}"),)
        for file in pictures
        if alt_text(file.words) in text
    ]
    if here == 0 and len(files) > len(pictures):
        rows.append((Button(say("reading-listen"), f"draft:hear:{draft.id}"),))
    return [Reply(Message(shown.lines, rows=(*shown.rows[:-1], *rows, shown.rows[-1]), replaces=True))]


def _page(
    turn: Turn, title: str, minutes: int, body: str, page: str, data: str, back: Button
) -> tuple[Message, int, str]:
    """One page with the lines a cadre reads around it and `back` as its last row; its number from 0, its text."""
    whole = pages_of(body, turn.language, turn.capabilities.page_limit)
    here, total = page_of(page, len(whole), 1)
    lines: list[Line] = [say("draft-as-seen"), BLANK, say("reading-title", bold=True, title=title)]
    if here == 0:
        lines.append(say("reading-about", minutes=minutes))
    lines.append(say("reading-progress", page=here + 1, pages=total, bar=progress_bar(here + 1, total)))
    lines += [BLANK, whole[here].text]
    turning = pages(data, here, total)
    rows = (turning, (back,)) if turning else ((back,),)
    return Message(tuple(lines), rows=rows, replaces=True), here, whole[here].text.text


def look_at_file(turn: Turn, what: str, number: str, page: str) -> list[Reply]:
    """`draft:look:<upload>:<page>` and, back at its card, `draft:file:<upload>`."""
    upload = storage.uploads.by_id(turn.tx, number_of(number))
    if upload is None or upload.person_id != turn.me.id:
        return gone()
    if upload.state != "previewed" or upload.purpose != "reading" or upload.result_json is None:
        return gone()
    if what == "file":
        return [Reply(reading_file.preview(turn, upload, replaces=True))]
    read = upload.result_json["read"]
    back = Button(say("desk-back"), f"draft:file:{upload.id}")
    data = f"draft:look:{upload.id}"
    shown, _, _ = _page(turn, read["title"], read["minutes"], read["body"], page, data, back)
    return [Reply(shown)]


def picture(turn: Turn, draft: Draft, number: str) -> list[Reply]:
    """`draft:pic:<id>:<file>`: as it will be sent."""
    for file in storage.stored_files.of_draft(turn.tx, draft.id):
        if file.id == number_of(number) and file.purpose == "picture":
            alt = alt_text(file.words)
            return [Reply(Message((RichText(alt),), picture=Picture(path_of(file.hash), alt)))]
    return gone()


def recording(turn: Turn, draft: Draft, more: str) -> list[Reply]:
    """`draft:hear:<id>`."""
    for file in storage.stored_files.of_draft(turn.tx, draft.id):
        if file.purpose == "audio":
            name = file_name(draft.content["title"], file.kind)
            return [
                Reply(
                    Message((RichText(file.words),), document=Document(name, DOCUMENT, {"draft": draft.id}))
                )
            ]
    return gone()
