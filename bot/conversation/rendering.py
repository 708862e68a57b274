"""From a message to what a channel sends: into the recipient's language, then degraded to fit.

One function shapes any message for any channel: options that fit on buttons become buttons; longer ones a
lettered list with letters on the buttons; text beyond the limit becomes several bubbles, the last one with
the buttons.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from bot.conversation.messages import Button, Chart, Choice, Line, Message, Phrase
from bot.conversation.outgoing import Capabilities, Drawing, OutButton, Outgoing
from bot.locales import Words
from study.rules.rich_text import RichText, Span, join

TICKED, UNTICKED = "☑ ", "☐ "


def render(message: Message, language: str, capabilities: Capabilities, words: Words) -> tuple[Outgoing, ...]:
    """The bubbles that say this message, in order; at least one."""
    text = join([_line(line, language, words) for line in message.lines], "\n")
    rows = tuple(tuple(_button(button, language, words) for button in row) for row in message.rows)
    submit = _button(message.submit, language, words) if message.submit else None
    whole = Outgoing(
        text,
        rows,
        message.choices,
        message.several,
        submit,
        message.reading,
        tuple(_button(button, language, words) for button in message.reading.more) if message.reading else (),
        message.picture,
        _drawing(message.chart, language, words) if message.chart else None,
        message.document,
        message.replaces,
    )
    return _split(
        whole if capabilities.own_choices else _choices_as_buttons(whole, capabilities), capabilities
    )


def _line(line: Line, language: str, words: Words) -> RichText:
    if isinstance(line, RichText):
        return line
    text = words.say(language, line.key, line.args)
    return RichText(text, (Span("bold", 0, len(text)),) if line.bold and text else ())


def _drawing(chart: Chart, language: str, words: Words) -> Drawing:
    def told(phrase: Phrase) -> str:
        return words.say(language, phrase.key, phrase.args)

    return Drawing(
        title=told(chart.title),
        legend=tuple(told(word) for word in chart.legend),
        bars=chart.bars,
        alt="\n".join(told(line) for line in chart.alt),
        trend_title=told(chart.trend_title) if chart.trend_title else "",
        trend=chart.trend,
        target=chart.target,
    )


def _button(button: Button, language: str, words: Words) -> OutButton:
    label = (
        button.label
        if isinstance(button.label, str)
        else words.say(language, button.label.key, button.label.args)
    )
    return OutButton(label, button.data, button.url, button.primary)


@lru_cache(maxsize=4_096)
def width(text: str) -> int:
    """Columns a text takes: a Chinese character two, a letter one."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _choices_as_buttons(outgoing: Outgoing, capabilities: Capabilities) -> Outgoing:
    choices = outgoing.choices
    if not choices:
        return outgoing
    labels = [_labelled(choice) for choice in choices]
    if all(width(label) <= capabilities.label_width for label in labels):
        rows = _full_rows(choices, labels, outgoing.several)
        text = outgoing.text
    else:
        text = join([outgoing.text, RichText(""), *(RichText(label) for label in labels)], "\n")
        rows = _letter_rows(choices, outgoing.several, capabilities.buttons_per_row)
    if outgoing.submit:
        rows = (*rows, (outgoing.submit,))
    return replace(outgoing, text=text, rows=(*rows, *outgoing.rows), choices=(), submit=None)


def _labelled(choice: Choice) -> str:
    return f"{choice.letter}. {choice.text}" if choice.letter else choice.text


def _tick(choice: Choice, several: bool) -> str:
    if not several:
        return ""
    return TICKED if choice.ticked else UNTICKED


def _full_rows(
    choices: Sequence[Choice], labels: Sequence[str], several: bool
) -> tuple[tuple[OutButton, ...], ...]:
    buttons = tuple(
        OutButton(_tick(choice, several) + label, choice.data)
        for choice, label in zip(choices, labels, strict=True)
    )
    if not any(choice.letter for choice in choices):
        return (buttons,)
    return tuple((button,) for button in buttons)


def _letter_rows(choices: Sequence[Choice], several: bool, per_row: int) -> tuple[tuple[OutButton, ...], ...]:
    buttons = [OutButton(_tick(choice, several) + choice.letter, choice.data) for choice in choices]
    return tuple(tuple(buttons[start : start + per_row]) for start in range(0, len(buttons), per_row))


def _split(outgoing: Outgoing, capabilities: Capabilities) -> tuple[Outgoing, ...]:
    limit = capabilities.text_limit
    parts, rest = [], outgoing.text.strip()
    if len(rest.text) <= limit:
        return (outgoing if rest is outgoing.text else replace(outgoing, text=rest),)
    while len(rest.text) > limit:
        at = _cut_at(rest.text, limit)
        parts.append(rest.cut(0, at).strip())
        rest = rest.cut(at, len(rest.text)).strip()
    first, *others = [*parts, rest]
    bubbles = [Outgoing(first, replaces=outgoing.replaces), *(Outgoing(part) for part in others)]
    return (*bubbles[:-1], replace(outgoing, text=bubbles[-1].text, replaces=False))


def _cut_at(text: str, limit: int) -> int:
    for mark in ("\n\n", "\n", "。", ". "):
        found = text.rfind(mark, limit // 2, limit)
        if found >= 0:
            return found + len(mark)
    return limit
