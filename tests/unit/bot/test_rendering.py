"""One message in the form of each channel: buttons where they fit, letters where they do not, text cut to fit."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.conversation.messages import Button, Choice, Message, Picture, ReadingPages, bold, say
from bot.conversation.outgoing import Capabilities, Outgoing
from bot.conversation.rendering import TICKED, UNTICKED, render, width
from bot.locales import Words
from study.rules.rich_text import RichText, Span

WORDS = Words(ZoneInfo("Asia/Shanghai"))
PHONE = Capabilities(text_limit=200, label_width=20, buttons=100, buttons_per_row=4, page_limit=100)
PAGE = replace(PHONE, own_choices=True, whole_readings=True)
SHORT = ("先报告", "先处置", "先等待")
LONG = ("按照应急预案立即向上级报告并组织群众转移", "先处置", "先等待", "再看", "都不对")


def shown(message: Message, shape: Capabilities = PHONE, language: str = "zh-Hans") -> tuple[Outgoing, ...]:
    return render(message, language, shape, WORDS)


def question(texts: tuple[str, ...], *, several: bool = False, ticked: int = -1) -> Message:
    choices = tuple(
        Choice("ABCDE"[index], text, f"a:1:{index}", index == ticked) for index, text in enumerate(texts)
    )
    submit = Button(say("question-submit"), "s:1", primary=True) if several else None
    return Message((RichText("应当怎样？"),), choices, several, submit)


def labels(bubble: Outgoing) -> list[list[str]]:
    return [[button.label for button in row] for row in bubble.rows]


def test_short_options_stand_on_the_buttons() -> None:
    (bubble,) = shown(question(SHORT))
    assert labels(bubble) == [["A. 先报告"], ["B. 先处置"], ["C. 先等待"]]
    assert bubble.text.text == "应当怎样？" and bubble.choices == ()


def test_long_options_become_a_lettered_list_and_letters_on_the_buttons() -> None:
    (bubble,) = shown(question(LONG))
    assert labels(bubble) == [["A", "B", "C", "D"], ["E"]]
    assert f"A. {LONG[0]}\nB. 先处置" in bubble.text.text
    assert [button.data for row in bubble.rows for button in row] == [f"a:1:{n}" for n in range(5)]


@pytest.mark.parametrize("texts", [SHORT, LONG])
def test_ticks_and_the_button_that_submits_them(texts: tuple[str, ...]) -> None:
    (bubble,) = shown(question(texts, several=True, ticked=1))
    first, second = [label for row in labels(bubble) for label in row][:2]
    assert first.startswith(UNTICKED) and second.startswith(TICKED)
    assert bubble.rows[-1][0].data == "s:1" and bubble.submit is None


def test_yes_and_no_stand_side_by_side() -> None:
    message = Message((RichText("对吗？"),), (Choice("", "√", "a:1:0"), Choice("", "×", "a:1:1")))
    (bubble,) = shown(message)
    assert labels(bubble) == [["√", "×"]]


def test_a_channel_that_draws_choices_gets_the_choices() -> None:
    message = question(LONG, several=True, ticked=0)
    (bubble,) = shown(message, PAGE)
    assert bubble.choices == message.choices and bubble.several
    assert bubble.submit is not None and bubble.submit.label and bubble.rows == ()


def test_buttons_below_a_question_follow_its_options() -> None:
    message = question(SHORT).with_rows((Button("再读一遍", "read:x"),))
    (bubble,) = shown(message)
    assert labels(bubble)[-1] == ["再读一遍"]


def test_a_text_beyond_the_limit_is_cut_and_the_last_bubble_has_the_buttons() -> None:
    paragraphs = [f"第{number}段。" + "字" * 60 + "。" for number in range(9)]
    message = Message(tuple(map(RichText, paragraphs)), rows=((Button("好", "x"),),), replaces=True)
    bubbles = shown(message)
    assert len(bubbles) > 1
    assert all(0 < len(bubble.text.text) <= PHONE.text_limit for bubble in bubbles)
    assert "\n".join(bubble.text.text for bubble in bubbles) == "\n".join(paragraphs)
    assert [bool(bubble.rows) for bubble in bubbles] == [False] * (len(bubbles) - 1) + [True]
    assert [bubble.replaces for bubble in bubbles] == [True] + [False] * (len(bubbles) - 1)


def test_marks_survive_the_cut() -> None:
    text = RichText("a" * 150 + " " + "b" * 200, (Span("bold", 0, 351), Span("link", 140, 30, "https://x.y")))
    bubbles = shown(Message((text,)))
    for bubble in bubbles:
        assert all(s.start >= 0 and s.start + s.length <= len(bubble.text.text) for s in bubble.text.spans)
    whole = sum(s.length for bubble in bubbles for s in bubble.text.spans if s.kind == "bold")
    assert whole == sum(len(bubble.text.text) for bubble in bubbles)
    assert all(s.url == "https://x.y" for b in bubbles for s in b.text.spans if s.kind == "link")


@pytest.mark.parametrize("size", range(196, 206))
def test_no_bubble_is_empty(size: int) -> None:
    for text in ("字" * size, "字" * 199 + "\n" * (size - 199), "字" * 150 + "\n\n" + "字" * (size - 150)):
        bubbles = shown(Message((RichText(text),), rows=((Button("好", "x"),),)))
        assert all(bubble.text.text.strip() for bubble in bubbles)
        assert bubbles[-1].rows


def test_the_same_message_speaks_the_language_of_whoever_reads_it() -> None:
    message = Message((say("settings-hour", hour=time(8, 30)),), rows=((Button(say("button-today"), "go"),),))
    chinese, english = shown(message)[0], shown(message, language="en")[0]
    assert "08:30" in chinese.text.text and "08:30" in english.text.text
    assert labels(chinese) != labels(english)


def test_instants_are_said_in_the_countys_time() -> None:
    late = datetime(2026, 11, 9, 17, 5, tzinfo=UTC)
    assert "11月10日" in WORDS.say("zh-Hans", "me-as-of", {"at": late})
    assert "01:05" in WORDS.say("en", "me-as-of", {"at": late})
    assert "10 Nov" in WORDS.say("en", "settings-paused", {"day": date(2026, 11, 10)})


def test_a_phrase_without_its_argument_is_a_mistake_not_a_message() -> None:
    with pytest.raises(ValueError, match="settings-hour"):
        WORDS.say("en", "settings-hour")


@pytest.mark.parametrize("name", ["<b>&", "{ $x }", "*张*", "[a](https://x)", "$name"])
def test_a_name_reads_exactly_as_it_is(name: str) -> None:
    (bubble,) = shown(Message((say("enrol-is-this-you", name=name, unit="<i>"),)))
    assert name in bubble.text.text and "<i>" in bubble.text.text


def test_a_bold_line_is_bold_from_end_to_end() -> None:
    (bubble,) = shown(Message((RichText("前"), bold("标题"), bold(""))))
    assert bubble.text.spans == (Span("bold", 2, 2),)


def test_readings_and_pictures_reach_a_channel_that_shows_them() -> None:
    pages = ReadingPages(
        "law", "法", (("s1", RichText("一")),), 1, (Button(say("reading-check"), "check:law"),)
    )
    (bubble,) = shown(Message(reading=pages, picture=Picture("law/a.png", "图")), PAGE)
    assert bubble.reading == pages and bubble.picture is not None
    assert [button.data for button in bubble.reading_buttons] == ["check:law"]


def test_a_chinese_character_takes_two_columns() -> None:
    assert width("A. 报告ａ") == 3 + 4 + 2
