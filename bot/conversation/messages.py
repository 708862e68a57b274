"""What the garden says, before it is put into anybody's language or any channel's form.

A message is lines (phrases of the locale files, or authored text), the choices of a question and rows of
buttons. It travels through the outbox as JSON and is rendered per recipient at the last moment.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from datetime import date, datetime, time
from typing import Any, Literal

from study.rules.frozen import frozen
from study.rules.rich_text import RichText, Span

Arg = str | int | float | date | datetime | time


@frozen
class Phrase:
    """A locale key and its arguments; dates, times and numbers are put into words by the recipient's language."""

    key: str
    args: Mapping[str, Arg] = field(default_factory=dict)
    bold: bool = False


Line = Phrase | RichText


@frozen
class Button:
    """`data` is `verb[:part…]`, at most 64 bytes; a button with `url` opens a page instead."""

    label: Phrase | str
    data: str = ""
    url: str = ""
    primary: bool = False


@frozen
class Choice:
    """One option of a question: its letter as shown, its text, and whether it is ticked already."""

    letter: str
    text: str
    data: str
    ticked: bool = False


@frozen
class ReadingPages:
    """A whole reading for channels that turn pages themselves. `at` is the page to open, from 1.

    `places`: a button of `more`, by its data, and the page it belongs to; the others stand on the last.
    """

    slug: str
    title: str
    pages: tuple[tuple[str, RichText], ...]
    at: int
    more: tuple[Button, ...] = ()
    places: tuple[tuple[str, int], ...] = ()


@frozen
class Picture:
    """An image file of a reading, with the words that say the same."""

    path: str
    alt: str


@frozen
class Chart:
    """Counts to be drawn as a picture when they are sent.

    `bars`: a label and its counts, one for each word of the `legend`, drawn side by side as one bar.
    `trend`: a label and a percentage each, oldest first, drawn as a line against `target` (percent).
    `alt`: the same in words.
    """

    title: Phrase
    legend: tuple[Phrase, ...]
    bars: tuple[tuple[str, tuple[int, ...]], ...]
    alt: tuple[Phrase, ...]
    trend_title: Phrase | None = None
    trend: tuple[tuple[str, float], ...] = ()
    target: float | None = None


@frozen
class Document:
    """A file made at the moment it is fetched: `kind` names its maker (`documents.DOCUMENTS`), `args` are JSON
    values for it. `name` is the file's name with its ending."""

    name: str
    kind: str
    args: Mapping[str, Any] = field(default_factory=dict)


@frozen
class Message:
    """One message. `replaces` asks the channel to put it in the place of the message that was tapped.

    With `several` choices the person ticks some and then presses `submit`.
    """

    lines: tuple[Line, ...] = ()
    choices: tuple[Choice, ...] = ()
    several: bool = False
    submit: Button | None = None
    rows: tuple[tuple[Button, ...], ...] = ()
    reading: ReadingPages | None = None
    picture: Picture | None = None
    chart: Chart | None = None
    document: Document | None = None
    replaces: bool = False

    def with_rows(self, *rows: tuple[Button, ...]) -> Message:
        """The same message with these rows of buttons below its own."""
        return replace(self, rows=(*self.rows, *rows))


@frozen
class Reply:
    """An answer to an event: a message, or only a short notice shown where the tap happened.

    `kind` decides what becomes of it when nobody knows whether it arrived: questions and readings are sent
    once more, as a new message; any other reply is not. `language` where the event has just changed it.
    `composed` names a composer (`composing.COMPOSERS`) that makes the message of `facts` when it is sent: what
    takes long to count is counted by a reader, so that nobody's answer waits for it.
    """

    message: Message | None = None
    notice: Phrase | None = None
    kind: Literal["reply", "question", "reading"] = "reply"
    language: str | None = None
    composed: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


def say(key: str, *, bold: bool = False, **args: Arg) -> Phrase:
    return Phrase(key, args, bold)


def bold(text: str) -> RichText:
    """Authored text, all of it bold."""
    return RichText(text, (Span("bold", 0, len(text)),) if text else ())
