"""A message in one person's language, shaped for one channel: what a channel is asked to send."""

from __future__ import annotations

from bot.conversation.messages import Choice, Document, Picture, ReadingPages
from study.rules.frozen import frozen
from study.rules.rich_text import RichText


@frozen
class Capabilities:
    """What a channel can show one person; numbers, so that one function can degrade any message to fit.

    `text_limit` in Unicode code points; `label_width` in columns (a Chinese character takes two);
    `own_choices`: the channel draws the options of a question itself, ticks included;
    `whole_readings`: the channel turns pages itself.
    """

    text_limit: int
    label_width: int
    buttons: int
    buttons_per_row: int
    page_limit: int
    own_choices: bool = False
    whole_readings: bool = False


@frozen
class OutButton:
    label: str
    data: str = ""
    url: str = ""
    primary: bool = False


@frozen
class Drawing:
    """A chart in one person's language; fields as in `messages.Chart`, `alt` the same in words."""

    title: str
    legend: tuple[str, ...]
    bars: tuple[tuple[str, tuple[int, ...]], ...]
    alt: str
    trend_title: str = ""
    trend: tuple[tuple[str, float], ...] = ()
    target: float | None = None


@frozen
class Outgoing:
    """One bubble. `replaces`: put it where the tapped message stands, when the channel can.

    `edits`: nobody has tapped; it takes the place of an earlier message wherever that stands, or is not shown.
    """

    text: RichText
    rows: tuple[tuple[OutButton, ...], ...] = ()
    choices: tuple[Choice, ...] = ()
    several: bool = False
    submit: OutButton | None = None
    reading: ReadingPages | None = None
    reading_buttons: tuple[OutButton, ...] = ()
    picture: Picture | None = None
    drawing: Drawing | None = None
    document: Document | None = None
    replaces: bool = False
    edits: bool = False
