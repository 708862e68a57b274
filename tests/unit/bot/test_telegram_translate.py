from __future__ import annotations

import json
from typing import Any

import pytest
from fakes.bot_api import tap_update, text_update

from bot.channels.telegram.translate import Arrived, Elsewhere, UnreadableUpdate, read_update
from bot.conversation.incoming import Chose, Command, Event, Incoming, Left, Returned, Said, SentFile


def incoming(update: dict[str, Any]) -> Incoming:
    read = read_update(json.dumps(update).encode())
    assert isinstance(read, Arrived)
    return read.incoming


def message(**content: Any) -> dict[str, Any]:
    update = text_update(1, 7, "")
    del update["message"]["text"]
    update["message"] |= content
    return update


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("/start ABCDE", Command("start", "ABCDE")),
        ("/today@garden_bot", Command("today")),
        ("／今天", Command("today")),
        ("今天", Said("今天")),
        ("A", Said("A")),
        ("<b>&", Said("<b>&")),
        ("/nonsense", Said("/nonsense")),
        ("好\ud83c", Said("好?")),
    ],
)
def test_only_a_slash_makes_a_command(text: str, event: Event) -> None:
    """A bare 今天 may be the answer to a fill-in: the conversation knows, the channel does not."""
    assert incoming(text_update(5, 42, text)) == Incoming("telegram", "42", "5", event)


@pytest.mark.parametrize(("hint", "language"), [("zh-hant", "zh-Hans"), ("zh", "zh-Hans"), ("de", "en")])
def test_the_language_follows_the_phone(hint: str, language: str) -> None:
    assert incoming(text_update(5, 42, "A", hint)).language == language


def test_a_tap_names_its_message_and_its_query() -> None:
    read = read_update(tap_update(6, 42, "a:99:1", message_id=17))
    chose = Incoming("telegram", "42", "6", Chose("a:99:1"), message_ref="17")
    assert read == Arrived(chose, callback_id="q6")


def test_only_a_text_is_there_to_be_replaced() -> None:
    """Of a photo, or of a message too old to be told of, Telegram gives no text."""
    tap = tap_update(6, 42, "a:99:1", message_id=17)
    del tap["callback_query"]["message"]["text"]
    assert incoming(tap).message_ref is None


@pytest.mark.parametrize(
    ("content", "event"),
    [
        ({"document": {"file_id": "d", "file_name": "题.csv", "file_size": 9}}, SentFile("题.csv", 9, "d")),
        ({"photo": [{"file_id": "s"}, {"file_id": "l", "file_size": 3}]}, SentFile("photo.jpg", 3, "l")),
        ({"voice": {"file_id": "v"}, "caption": "今天"}, SentFile("voice.ogg", 0, "v")),
    ],
)
def test_whatever_is_sent_as_a_file_is_a_file_by_its_place(content: dict[str, Any], event: Event) -> None:
    read = read_update(message(**content))
    assert isinstance(read, Arrived)
    assert read.incoming.event == event


def membership(status: str, chat: dict[str, Any]) -> dict[str, Any]:
    change = {"chat": chat, "from": {"id": 7}, "date": 0, "new_chat_member": {"status": status}}
    return {"update_id": 1, "my_chat_member": change}


def test_blocking_and_unblocking_are_leaving_and_returning() -> None:
    private = {"id": 7, "type": "private"}
    assert incoming(membership("kicked", private)).event == Left()
    assert incoming(membership("member", private)).event == Returned()


def test_a_group_is_no_place_to_stay() -> None:
    group = {"id": -5, "type": "supergroup"}
    assert read_update(membership("member", group)) == Elsewhere(-5)
    assert read_update(message(chat=group, text="hello")) == Elsewhere(-5)
    assert read_update(membership("left", group)) is None


@pytest.mark.parametrize("kind", ["edited_message", "channel_post", "poll", "something_new"])
def test_what_is_not_for_the_garden_is_nothing(kind: str) -> None:
    assert read_update({"update_id": 1, kind: {}}) is None


@pytest.mark.parametrize(
    "broken",
    [
        {"message": None},
        {"message": {"chat": []}},
        {"message": {"chat": {"id": 7, "type": "private"}, "from": {"id": 7}, "text": 8}},
        {"message": {"chat": {"id": "x", "type": "private"}, "from": {"id": 7}, "text": "A"}},
        {"callback_query": {"data": "a", "message": {"chat": {"type": "private"}}}},
        {"my_chat_member": "kicked"},
    ],
)
def test_a_malformed_update_still_has_its_number(broken: dict[str, Any]) -> None:
    with pytest.raises(UnreadableUpdate) as caught:
        read_update({"update_id": 31, **broken})
    assert caught.value.event_id == "31"


@pytest.mark.parametrize("raw", [b"", b"[]", b"{}", b'{"update_id": "1"}', b"[" * 100_000, b"\xff"])
def test_what_has_no_number_is_named_by_its_content(raw: bytes) -> None:
    with pytest.raises(UnreadableUpdate) as caught:
        read_update(raw)
    assert caught.value.event_id.startswith("unnumbered:")
