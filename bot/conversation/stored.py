"""Messages to JSON and back: the form in which a reply rests in the outbox."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Any

from bot.conversation.messages import (
    Arg,
    Button,
    Chart,
    Choice,
    Document,
    Line,
    Message,
    Phrase,
    Picture,
    ReadingPages,
)
from study.rules.rich_text import RichText


def to_json(message: Message) -> dict[str, Any]:
    """Only what is set, so that most messages are short."""
    stored: dict[str, Any] = {"lines": [_line(line) for line in message.lines]}
    if message.choices:
        stored["choices"] = [[c.letter, c.text, c.data, c.ticked] for c in message.choices]
        stored["several"] = message.several
    if message.rows:
        stored["rows"] = [[_button(button) for button in row] for row in message.rows]
    if message.submit:
        stored["submit"] = _button(message.submit)
    if message.reading:
        reading = message.reading
        stored["reading"] = {
            "slug": reading.slug,
            "title": reading.title,
            "pages": [[section, text.to_json()] for section, text in reading.pages],
            "at": reading.at,
            "more": [_button(button) for button in reading.more],
            "places": [list(place) for place in reading.places],
        }
    if message.picture:
        stored["picture"] = [message.picture.path, message.picture.alt]
    if message.chart:
        stored["chart"] = _chart(message.chart)
    if message.document:
        stored["document"] = [message.document.name, message.document.kind, dict(message.document.args)]
    if message.replaces:
        stored["replaces"] = True
    return stored


def from_json(stored: Mapping[str, Any]) -> Message:
    reading = stored.get("reading")
    submit = stored.get("submit")
    picture = stored.get("picture")
    chart = stored.get("chart")
    document = stored.get("document")
    return Message(
        lines=tuple(_read_line(line) for line in stored["lines"]),
        choices=tuple(Choice(*choice) for choice in stored.get("choices", ())),
        several=bool(stored.get("several")),
        rows=tuple(tuple(_read_button(button) for button in row) for row in stored.get("rows", ())),
        submit=_read_button(submit) if submit else None,
        reading=reading
        and ReadingPages(
            reading["slug"],
            reading["title"],
            tuple((section, RichText.from_json(text)) for section, text in reading["pages"]),
            reading["at"],
            tuple(_read_button(button) for button in reading["more"]),
            tuple((data, page) for data, page in reading.get("places", ())),
        ),
        picture=Picture(*picture) if picture else None,
        chart=_read_chart(chart) if chart else None,
        document=Document(*document) if document else None,
        replaces=bool(stored.get("replaces")),
    )


def _chart(chart: Chart) -> dict[str, Any]:
    return {
        "title": _phrase(chart.title),
        "legend": [_phrase(word) for word in chart.legend],
        "bars": [[label, list(counts)] for label, counts in chart.bars],
        "alt": [_phrase(line) for line in chart.alt],
        "trend_title": _phrase(chart.trend_title) if chart.trend_title else None,
        "trend": [[label, percent] for label, percent in chart.trend],
        "target": chart.target,
    }


def _read_chart(stored: Mapping[str, Any]) -> Chart:
    trend_title = stored["trend_title"]
    return Chart(
        title=_read_phrase(stored["title"]),
        legend=tuple(_read_phrase(word) for word in stored["legend"]),
        bars=tuple((label, tuple(counts)) for label, counts in stored["bars"]),
        alt=tuple(_read_phrase(line) for line in stored["alt"]),
        trend_title=_read_phrase(trend_title) if trend_title else None,
        trend=tuple((label, percent) for label, percent in stored["trend"]),
        target=stored["target"],
    )


def _line(line: Line) -> Any:
    if isinstance(line, RichText):
        return {"text": line.to_json()}
    return _phrase(line)


def _read_line(stored: Mapping[str, Any]) -> Line:
    return RichText.from_json(stored["text"]) if "text" in stored else _read_phrase(stored)


def _phrase(phrase: Phrase) -> dict[str, Any]:
    stored: dict[str, Any] = {"key": phrase.key}
    if phrase.args:
        stored["args"] = {name: _arg(value) for name, value in phrase.args.items()}
    if phrase.bold:
        stored["bold"] = True
    return stored


def _read_phrase(stored: Mapping[str, Any]) -> Phrase:
    args = {name: _read_arg(value) for name, value in stored.get("args", {}).items()}
    return Phrase(stored["key"], args, bool(stored.get("bold")))


def _button(button: Button) -> list[Any]:
    label = button.label if isinstance(button.label, str) else _phrase(button.label)
    return [label, button.data, button.url, button.primary]


def _read_button(stored: list[Any]) -> Button:
    label, data, url, primary = stored
    return Button(label if isinstance(label, str) else _read_phrase(label), data, url, primary)


_READ_ARG: dict[str, Callable[[str], Arg]] = {
    "instant": datetime.fromisoformat,
    "day": date.fromisoformat,
    "hour": time.fromisoformat,
}


def _arg(value: Arg) -> Any:
    if isinstance(value, datetime):
        return {"instant": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, time):
        return {"hour": value.isoformat()}
    return value


def _read_arg(stored: Any) -> Arg:
    if isinstance(stored, dict):
        ((kind, text),) = stored.items()
        return _READ_ARG[kind](text)
    told: Arg = stored
    return told
