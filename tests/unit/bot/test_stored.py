"""A message rests in the outbox as JSON and comes back as it was."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time

import pytest

from bot.conversation.messages import Button, Choice, Message, Phrase, Picture, ReadingPages, bold, say
from bot.conversation.stored import from_json, to_json
from study.rules.rich_text import RichText, Span

MARKED = RichText("读 <b>&", (Span("link", 0, 1, "https://x.y"), Span("bold", 2, 5)))
WHOLE = Message(
    lines=(
        say("a", bold=True, name='<b>&"\\', count=3, share=0.5),
        say("b", at=datetime(2026, 11, 10, 2, 30, tzinfo=UTC), day=date(2026, 11, 10), hour=time(8, 30)),
        MARKED,
        bold("标题"),
        RichText(""),
    ),
    choices=(Choice("A", "甲", "t:1:0", True), Choice("B", "乙", "t:1:1")),
    several=True,
    submit=Button(say("question-submit"), "s:1", primary=True),
    rows=((Button("中文", "set:lang:zh-Hans"), Button(say("c", n=1), url="https://x.y")), ()),
    reading=ReadingPages(
        "law",
        "法",
        (("one", MARKED), ("", RichText("二"))),
        2,
        (Button("x", "check:law"),),
        (("pic:law:a", 1),),
    ),
    picture=Picture("law/a.png", "图"),
    replaces=True,
)


@pytest.mark.parametrize(
    "message", [WHOLE, Message(), Message((say("a"),)), Message(choices=WHOLE.choices), WHOLE.with_rows(())]
)
def test_what_was_stored_is_what_comes_back(message: Message) -> None:
    assert from_json(json.loads(json.dumps(to_json(message)))) == message


def test_an_instant_a_day_and_an_hour_stay_what_they_are() -> None:
    (_, line, *_) = from_json(json.loads(json.dumps(to_json(WHOLE)))).lines
    assert isinstance(line, Phrase)
    assert [type(value) for value in line.args.values()] == [datetime, date, time]


def test_a_short_message_is_stored_shortly() -> None:
    assert to_json(Message((say("a"),))) == {"lines": [{"key": "a"}]}
