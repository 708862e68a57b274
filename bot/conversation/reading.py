"""Readings: listed, paged, resumed where one stopped, and their check questions."""

from __future__ import annotations

from bot.conversation import question
from bot.conversation.messages import Button, Document, Line, Message, Picture, ReadingPages, Reply, bold, say
from bot.conversation.turn import Turn
from storage.stored_files import is_stored
from study import made_readings, quizzes, reading_audio, readings
from study.readings import OpenReading, ReadingLine
from study.rules.pages import progress_bar
from study.rules.rich_text import RichText

BLANK = RichText("")


def show_list(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`/readings`: what there is to read, the required first."""
    lines: list[Line] = [say("readings-title", bold=True)]
    rows = []
    listed = readings.list_readings(turn.tx, turn.me, turn.county, turn.now)
    for line in listed:
        lines += [BLANK, bold(line.title), _standing(line)]
        rows.append((Button(line.title, f"read:{line.slug}", primary=line.required and not line.completed),))
    if not listed:
        lines.append(say("readings-none"))
    return [Reply(Message(tuple(lines), rows=tuple(rows)))]


def _standing(line: ReadingLine) -> Line:
    if line.completed:
        return say("readings-done", minutes=line.minutes)
    if line.share_read > 0:
        return say("readings-begun", minutes=line.minutes, percent=round(line.share_read * 100))
    return say("readings-required" if line.required else "readings-free", minutes=line.minutes)


def open_at(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`read:slug[:section]`: where one stopped, or at the passage asked for."""
    slug = parts[0] if parts else ""
    section = parts[1] if len(parts) > 1 else None
    opened = readings.open_reading(turn.tx, turn.me, slug, turn.capabilities.page_limit, turn.county, section)
    if opened is None:
        return [Reply(notice=say("reading-gone"))]
    if section is None:
        _remember(turn, opened)
    if turn.capabilities.whole_readings:
        return [Reply(_whole(turn, opened), kind="reading")]
    return [Reply(_page(turn, opened, replaces=False), kind="reading")]


def turn_page(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`page:slug:number`: another page, in the place of this one."""
    slug, number = parts if len(parts) == 2 else ("", "1")
    page = int(number) if number.isascii() and number.isdigit() and len(number) < 5 else 1
    opened = readings.open_reading(
        turn.tx, turn.me, slug, turn.capabilities.page_limit, turn.county, page=page
    )
    if opened is None:
        return [Reply(notice=say("reading-gone"))]
    _remember(turn, opened)
    return [Reply(_page(turn, opened, replaces=True), kind="reading")]


def save_place(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`at:slug:page:pages:section`: the page a self-paging channel is on; nothing is said."""
    if len(parts) == 4 and all(part.isascii() and part.isdigit() and len(part) < 5 for part in parts[1:3]):
        slug, page, pages, section = parts
        readings.save_place(turn.tx, turn.me.id, slug[:80], section, int(page), int(pages), turn.now)
    return []


def check(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`check:slug`: the check questions; a reading without any is done at once."""
    slug = parts[0] if parts else ""
    if not made_readings.may_read(turn.tx, turn.me, slug):
        return [Reply(notice=say("reading-gone"))]
    attempt = quizzes.resume_or_start_check(turn.tx, turn.me.id, slug, turn.rng, turn.now)
    if attempt is not None:
        return question.ask(turn, attempt)
    done = readings.complete_reading(turn.tx, turn.me.id, slug, turn.county, turn.now)
    if not done.first:
        return [Reply(notice=say("reading-done-before"))]
    lines: list[Line] = [say("finished-check", bold=True, right=0, total=0)]
    if done.award:
        lines.append(say("finished-points", points=done.award.counted))
    return [Reply(Message(tuple(lines), rows=((Button(say("button-today"), "go:today"),),)))]


def picture(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`pic:slug:file`: a picture of a reading, in this person's language."""
    slug, name = parts if len(parts) == 2 else ("", "")
    opened = readings.open_reading(turn.tx, turn.me, slug, turn.capabilities.page_limit, turn.county)
    image = opened.images.get(name) if opened else None
    if image is None:
        return [Reply(notice=say("reading-gone"))]
    alt = turn.localize(image["alt"])
    file = turn.localize(image["file"])
    return [
        Reply(Message((RichText(alt),), picture=Picture(file if is_stored(file) else f"{slug}/{file}", alt)))
    ]


def listen(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`listen:slug`: the recording of a reading."""
    slug = parts[0] if parts else ""
    opened = readings.open_reading(turn.tx, turn.me, slug, turn.capabilities.page_limit, turn.county)
    if opened is None or opened.audio is None:
        return [Reply(notice=say("reading-gone"))]
    name = reading_audio.file_name(opened.title, opened.audio["kind"])
    document = Document(name, reading_audio.DOCUMENT, {"slug": slug})
    return [Reply(Message((say("reading-recording", title=opened.title),), document=document))]


def _remember(turn: Turn, opened: OpenReading) -> None:
    page = opened.pages[opened.at - 1]
    readings.save_place(
        turn.tx, turn.me.id, opened.slug, page.section, page.number, len(opened.pages), turn.now
    )


def _page(turn: Turn, opened: OpenReading, replaces: bool) -> Message:
    page, pages = opened.pages[opened.at - 1], len(opened.pages)
    bar = progress_bar(opened.at, pages)
    lines: list[Line] = [say("reading-title", bold=True, title=opened.title)]
    if opened.at == 1:
        lines.append(say("reading-about", minutes=opened.minutes))
    lines += [say("reading-progress", page=opened.at, pages=pages, bar=bar), BLANK, page.text]
    around = []
    if opened.at > 1:
        around.append(Button(say("reading-previous"), f"page:{opened.slug}:{opened.at - 1}"))
    if opened.at < pages:
        around.append(Button(say("reading-next"), f"page:{opened.slug}:{opened.at + 1}", primary=True))
        more: tuple[Button, ...] = ()
    else:
        lines += _sources(opened)
        more = _more(turn, opened)
    rows = [row for row in (tuple(around), more) if row]
    if opened.at == 1:
        rows += _recording(opened)
    return Message(tuple(lines), rows=(*rows, *_pictures(turn, opened, page.text.text)), replaces=replaces)


def _whole(turn: Turn, opened: OpenReading) -> Message:
    pages = tuple((page.section, page.text) for page in opened.pages)
    places = tuple(
        (row[0].data, page.number) for page in opened.pages for row in _pictures(turn, opened, page.text.text)
    )
    more = (*_more(turn, opened), *(button for row in _pictures(turn, opened) for button in row))
    lines: list[Line] = [say("reading-about", minutes=opened.minutes), *_sources(opened)]
    whole = ReadingPages(opened.slug, opened.title, pages, opened.at, more, places)
    return Message(tuple(lines), rows=_recording(opened), reading=whole)


def _sources(opened: OpenReading) -> list[Line]:
    return [BLANK, say("reading-sources", sources=opened.source_notes)] if opened.source_notes else []


def _more(turn: Turn, opened: OpenReading) -> tuple[Button, ...]:
    return (Button(say("reading-check"), f"check:{opened.slug}", primary=True),)


def _recording(opened: OpenReading) -> tuple[tuple[Button, ...], ...]:
    """The way to hear it, where somebody has read it aloud."""
    return ((Button(say("reading-listen"), f"listen:{opened.slug}"),),) if opened.audio else ()


def _pictures(turn: Turn, opened: OpenReading, text: str | None = None) -> tuple[tuple[Button, ...], ...]:
    """A button for each picture of the page, or of the whole reading."""
    rows = []
    for name, image in opened.images.items():
        alt = turn.localize(image["alt"])
        if text is None or alt in text:
            key = "reading-picture" if len(opened.images) == 1 else "reading-picture-of"
            rows.append((Button(say(key, alt=alt), f"pic:{opened.slug}:{name}"),))
    return tuple(rows)
