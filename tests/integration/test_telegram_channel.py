"""The Telegram channel through real HTTP, against a Bot API server of our own on loopback."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from fakes.bot_api import TOKEN, FakeBotApi, Fault, tap_update, text_update
from fakes.channel import permitted
from fakes.painter import PAINTER

from bot.channel import Delivery
from bot.channels.telegram.api import BotApi
from bot.channels.telegram.attachments import Attachments
from bot.channels.telegram.commands import publish_commands, publish_commands_for
from bot.channels.telegram.polling import Patience, TokenRefused, poll
from bot.channels.telegram.requests import TooLarge
from bot.channels.telegram.sending import TelegramChannel
from bot.channels.telegram.webhook import (
    SECRET_HEADER,
    delete_webhook,
    set_webhook,
    webhook_handler,
    webhook_secret,
)
from bot.charts.drawer import Drawer
from bot.conversation.incoming import Incoming, Said
from bot.conversation.messages import Document, Picture
from bot.conversation.outgoing import Drawing, OutButton, Outgoing
from bot.conversation.taking import Taken
from bot.permit import TakenUp
from storage.database import DatabaseAway
from storage.transaction import Transaction
from study.rules.delivery import SendResult
from study.rules.rich_text import RichText, Span

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
AT_ONCE = Patience(long_poll=5, first=0, longest=0, conflict=0, lease=0, again=0)
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64


class FakeReception:
    """Takes events into lists. `fails` says how often an event is still to fail; `gate` holds every take."""

    def __init__(self) -> None:
        self.taken: list[Incoming] = []
        self.buried: list[tuple[str, str, str, str]] = []
        self.fails: Counter[str] = Counter()
        self.failure: Exception = RuntimeError("the disk is full")
        self.gate = asyncio.Event()
        self.gate.set()
        self.begun = asyncio.Event()
        self._seen: set[str] = set()

    async def take(self, incoming: Incoming, also: Callable[[Transaction, int], None] | None = None) -> Taken:
        self.begun.set()
        await self.gate.wait()
        if self.fails[incoming.event_id] > 0:
            self.fails[incoming.event_id] -= 1
            raise self.failure
        is_new = incoming.event_id not in self._seen
        self._seen.add(incoming.event_id)
        if is_new:
            self.taken.append(incoming)
        return Taken(is_new, "记下了")

    async def bury(self, channel: str, event_id: str, payload: str, failure: str) -> None:
        self.buried.append((channel, event_id, payload, failure))

    @property
    def numbers(self) -> list[str]:
        return [incoming.event_id for incoming in self.taken]


@pytest.fixture
async def server() -> AsyncIterator[FakeBotApi]:
    async with FakeBotApi().running() as running:
        yield running


@pytest.fixture
async def api(server: FakeBotApi) -> AsyncIterator[BotApi]:
    async with BotApi(TOKEN, server.base) as opened:
        yield opened


BOOK = b"PK" + b"\0" * 70_000
GONE = "这份文件现在取不到了"


async def fetch_stored(path: str) -> tuple[str, bytes] | None:
    return ("image/jpeg", b"\xff\xd8stored") if path == "stored/abc" else None


async def make_document(document: Document, address: str) -> bytes | str:
    return BOOK if (document.kind, address) == ("people", "42") else GONE


@pytest.fixture
def drawer() -> Iterator[Drawer]:
    made = Drawer(PAINTER)
    yield made
    made.close()


@pytest.fixture
def attachments(drawer: Drawer, tmp_path: Path) -> Attachments:
    return Attachments(tmp_path / "readings", drawer, make_document, fetch_stored)


@pytest.fixture
def channel(api: BotApi, attachments: Attachments) -> TelegramChannel:
    return TelegramChannel(api, attachments, lambda: NOW)


@pytest.fixture
def reception() -> FakeReception:
    return FakeReception()


def put_picture(folder: Path) -> None:
    (folder / "readings").mkdir()
    (folder / "readings" / "map.png").write_bytes(PNG)


def said(text: str, *, replaces: bool = False, picture: Picture | None = None) -> Outgoing:
    return Outgoing(RichText(text), ((OutButton("A", "a:1:0"),),), replaces=replaces, picture=picture)


# Sending -------------------------------------------------------------------------------------------------


async def send(channel: TelegramChannel, outgoing: Outgoing, message_ref: str | None = None) -> SendResult:
    return await channel.send(Delivery("42", outgoing, message_ref, 1, permitted))


async def test_a_name_of_markup_is_shown_exactly(server: FakeBotApi, channel: TelegramChannel) -> None:
    outgoing = Outgoing(RichText("🌱 <b>& 您好", (Span("bold", 2, 4),)))
    assert await send(channel, outgoing) == SendResult("delivered", "1")
    [sent] = server.of("sendMessage")
    assert (sent["chat_id"], sent["text"]) == (42, "🌱 <b>& 您好")
    assert sent["entities"] == [{"type": "bold", "offset": 3, "length": 4}]


async def test_half_a_character_is_sent_as_a_mark(server: FakeBotApi, channel: TelegramChannel) -> None:
    assert await send(channel, Outgoing(RichText("好\ud83c"))) == SendResult("delivered", "1")
    assert server.of("sendMessage")[0]["text"] == "好?"


async def test_a_tapped_bubble_is_replaced_in_its_place(server: FakeBotApi, channel: TelegramChannel) -> None:
    await send(channel, said("1"))
    assert await send(channel, said("2", replaces=True), "1") == SendResult("delivered", "1")
    assert server.messages[42, 1]["text"] == "2"
    assert await send(channel, said("2", replaces=True), "1") == SendResult("delivered", "1")
    assert await send(channel, said("3", replaces=True), "9") == SendResult("rejected", reason="edit")


async def test_what_is_there_already_is_not_shown_again(server: FakeBotApi, channel: TelegramChannel) -> None:
    await send(channel, said("1"))
    assert await send(channel, said("1", replaces=True), "1") == SendResult("delivered", "1")
    assert server.of("editMessageText") == []


async def test_being_too_fast_holds_one_chat_and_a_second_refusal_everyone(
    server: FakeBotApi, channel: TelegramChannel
) -> None:
    pause = Fault(429, "Too Many Requests: retry after 7", {"retry_after": 7})
    server.fail("sendMessage", pause, pause, pause)
    results = [
        await channel.send(Delivery(address, said("x"), None, 1, permitted)) for address in ("42", "42", "43")
    ]
    assert [result.retry_at for result in results] == [NOW + timedelta(seconds=7)] * 3
    assert [result.everyone for result in results] == [False, False, True]


@pytest.mark.parametrize(
    ("fault", "carried_out"),
    [
        (Fault(drop="before"), 0),
        (Fault(drop="after"), 1),
        (Fault(502, page=f"<h1>Bad Gateway</h1> /bot{TOKEN}/sendMessage"), 0),
        (Fault(500, "Internal Server Error"), 0),
    ],
)
async def test_without_a_clear_answer_nobody_knows(
    server: FakeBotApi, channel: TelegramChannel, fault: Fault, carried_out: int
) -> None:
    server.fail("sendMessage", fault)
    result = await send(channel, said("x"))
    assert result.outcome == "unsure"
    assert len(server.messages) == carried_out
    assert TOKEN not in result.reason


async def test_where_nobody_answers_nothing_was_sent(attachments: Attachments) -> None:
    async with BotApi(TOKEN, "http://127.0.0.1:1") as api:
        result = await send(TelegramChannel(api, attachments, lambda: NOW), said("x"))
    assert (result.outcome, result.retry_at) == ("retry_at", NOW + timedelta(seconds=5))
    assert TOKEN not in result.reason


async def test_a_blocked_bot_finds_nobody(server: FakeBotApi, channel: TelegramChannel) -> None:
    server.fail("sendMessage", Fault(403, "Forbidden: bot was blocked by the user"))
    assert (await send(channel, said("x"))).outcome == "unreachable"


async def test_refused_entities_leave_the_words(server: FakeBotApi, channel: TelegramChannel) -> None:
    server.fail("sendMessage", Fault(400, "Bad Request: can't parse entities"))
    result = await send(channel, Outgoing(RichText("重点", (Span("bold", 0, 2),))))
    assert result.outcome == "delivered"
    assert ["entities" in params for params in server.of("sendMessage")] == [True, False]


async def test_a_picture_goes_with_its_text(
    server: FakeBotApi, channel: TelegramChannel, tmp_path: Path
) -> None:
    put_picture(tmp_path)
    result = await send(channel, said("路线图", picture=Picture("map.png", "路线")))
    assert result.outcome == "delivered"
    assert [call.method for call in server.calls] == ["sendChatAction", "sendPhoto"]
    photo = server.calls[1]
    assert photo.files == {"photo": ("map.png", PNG)}
    assert photo.params["caption"] == "路线图"
    assert photo.params["reply_markup"] == {"inline_keyboard": [[{"text": "A", "callback_data": "a:1:0"}]]}


async def test_a_picture_of_the_database_goes_like_one_of_the_folder(
    server: FakeBotApi, channel: TelegramChannel
) -> None:
    await send(channel, said("路线图", picture=Picture("stored/abc", "路线")))
    assert server.calls[1].files == {"photo": ("picture.jpeg", b"\xff\xd8stored")}
    await send(channel, said("请看", picture=Picture("stored/gone", "路线")))
    assert server.of("sendMessage")[0]["text"] == "请看\n\n路线"


async def test_a_long_text_follows_its_picture(
    server: FakeBotApi, channel: TelegramChannel, tmp_path: Path
) -> None:
    put_picture(tmp_path)
    await send(channel, said("长" * 1025, picture=Picture("map.png", "路线")))
    assert [params["caption"] for params in server.of("sendPhoto")] == ["路线"]
    assert len(server.of("sendMessage")[0]["text"]) == 1025


async def test_each_call_for_a_message_asks_for_its_permit_right_before(
    server: FakeBotApi, channel: TelegramChannel, tmp_path: Path
) -> None:
    put_picture(tmp_path)
    seen: list[tuple[bool, list[str]]] = []

    async def may_call(*, is_new: bool) -> None:
        seen.append(
            (is_new, [call.method for call in server.calls if call.method.startswith(("send", "edit"))])
        )

    with_picture = said("长" * 1025, picture=Picture("map.png", "路线"))
    await channel.send(Delivery("42", with_picture, None, 1, may_call))
    await channel.send(Delivery("42", said("二", replaces=True), "2", 2, may_call))
    before = ["sendChatAction"]
    assert seen == [
        (True, before),
        (True, [*before, "sendPhoto"]),
        (False, [*before, "sendPhoto", "sendMessage"]),
    ]


async def test_a_message_that_another_node_has_taken_up_is_not_sent(
    server: FakeBotApi, channel: TelegramChannel
) -> None:
    async def may_call(*, is_new: bool) -> None:
        raise TakenUp

    with pytest.raises(TakenUp):
        await channel.send(Delivery("42", said("x"), None, 1, may_call))
    assert server.of("sendMessage") == []


@pytest.mark.parametrize("path", ["missing.png", "../outside.png"])
async def test_a_picture_that_cannot_be_had_is_told_in_words(
    server: FakeBotApi, channel: TelegramChannel, tmp_path: Path, path: str
) -> None:
    (tmp_path / "outside.png").write_bytes(PNG)
    assert (await send(channel, said("请看", picture=Picture(path, "路线")))).outcome == "delivered"
    assert server.of("sendMessage")[0]["text"] == "请看\n\n路线"


PEOPLE = Document("名单 W48.xlsx", "people", {"unit": 3})
KEYBOARD = {"inline_keyboard": [[{"text": "A", "callback_data": "a:1:0"}]]}


def a_drawing(title: str = "各单位") -> Drawing:
    return Drawing(title, ("已完成",), (("石桥镇", (3,)),), "石桥镇：已完成 3 人")


def with_files(text: str, drawing: Drawing | None = None, document: Document | None = None) -> Outgoing:
    return replace(said(text), drawing=drawing, document=document)


async def test_a_chart_goes_as_a_photo_with_the_text_below_it(
    server: FakeBotApi, channel: TelegramChannel
) -> None:
    outgoing = with_files("本周", a_drawing())
    assert await send(channel, outgoing) == SendResult("delivered", "1")
    assert [call.method for call in server.calls] == ["sendChatAction", "sendPhoto"]
    photo = server.calls[1]
    assert photo.params == {"chat_id": 42, "caption": "本周", "reply_markup": KEYBOARD}
    name, content = photo.files["photo"]
    assert name == "chart.png"
    assert b'"theme": "light"' in content


async def test_a_long_text_follows_its_chart(server: FakeBotApi, channel: TelegramChannel) -> None:
    assert (await send(channel, with_files("长" * 1025, a_drawing()))).outcome == "delivered"
    assert server.of("sendPhoto") == [{"chat_id": 42, "caption": "石桥镇：已完成 3 人"}]
    [message] = server.of("sendMessage")
    assert (len(message["text"]), message["reply_markup"]) == (1025, KEYBOARD)


async def test_a_chart_that_cannot_be_drawn_is_told_in_words_once(
    server: FakeBotApi, channel: TelegramChannel
) -> None:
    broken = a_drawing("cannot be drawn")
    await send(channel, with_files("本周", broken))
    await send(channel, with_files("本周。石桥镇：已完成 3 人", broken))
    assert server.of("sendPhoto") == []
    told = [params["text"] for params in server.of("sendMessage")]
    assert told == ["本周\n\n石桥镇：已完成 3 人", "本周。石桥镇：已完成 3 人"]


async def test_a_photo_telegram_does_not_want_is_told_in_words(
    server: FakeBotApi, channel: TelegramChannel
) -> None:
    server.fail("sendPhoto", Fault(400, "Bad Request: PHOTO_INVALID_DIMENSIONS"))
    assert (await send(channel, with_files("本周", a_drawing()))).outcome == "delivered"
    assert server.of("sendMessage")[0]["text"] == "本周\n\n石桥镇：已完成 3 人"


async def test_a_document_keeps_its_chinese_name_and_its_buttons(
    server: FakeBotApi, channel: TelegramChannel
) -> None:
    assert await send(channel, with_files("本周名单", document=PEOPLE)) == SendResult("delivered", "1")
    assert [call.method for call in server.calls] == ["sendChatAction", "sendDocument"]
    assert server.of("sendChatAction")[0]["action"] == "upload_document"
    sent = server.calls[1]
    assert sent.files == {"document": ("名单 W48.xlsx", BOOK)}
    assert sent.params == {"chat_id": 42, "caption": "本周名单", "reply_markup": KEYBOARD}


async def test_a_long_text_comes_before_its_document(server: FakeBotApi, channel: TelegramChannel) -> None:
    assert (await send(channel, with_files("长" * 1025, document=PEOPLE))).outcome == "delivered"
    assert [call.method for call in server.calls[1:]] == ["sendMessage", "sendDocument"]
    assert server.of("sendMessage")[0]["reply_markup"] == KEYBOARD
    assert server.of("sendDocument") == [{"chat_id": 42}]


async def test_chart_and_document_come_in_one_order(server: FakeBotApi, channel: TelegramChannel) -> None:
    await send(channel, with_files("本周", a_drawing(), PEOPLE))
    assert [call.method for call in server.calls[1:]] == ["sendPhoto", "sendDocument"]
    assert [params.get("caption") for params in (server.calls[1].params, server.calls[2].params)] == [
        "本周",
        None,
    ]


async def test_whom_a_document_is_no_longer_for_is_told_so(
    server: FakeBotApi, channel: TelegramChannel
) -> None:
    result = await channel.send(Delivery("43", with_files("本周名单", document=PEOPLE), None, 1, permitted))
    assert result.outcome == "delivered"
    [message] = server.of("sendMessage")
    assert (message["text"], message["reply_markup"]) == (f"本周名单\n\n{GONE}", KEYBOARD)
    assert server.of("sendDocument") == []


@pytest.mark.parametrize(
    ("method", "text", "outcome"),
    [
        ("sendPhoto", "短", "retry_at"),
        ("sendDocument", "短", "unsure"),
        ("sendMessage", "长" * 1025, "unsure"),
    ],
)
async def test_what_fails_after_the_first_part_leaves_the_whole_unsure(
    server: FakeBotApi, channel: TelegramChannel, method: str, text: str, outcome: str
) -> None:
    server.fail(method, Fault(429, "Too Many Requests: retry after 7", {"retry_after": 7}))
    assert (await send(channel, with_files(text, a_drawing(), PEOPLE))).outcome == outcome


async def test_a_tap_is_acknowledged_once_and_a_failure_counted(
    server: FakeBotApi, channel: TelegramChannel
) -> None:
    server.fail("answerCallbackQuery", Fault(400, "Bad Request: query is too old"))
    await channel.acknowledge("q1", "记下了")
    assert server.of("answerCallbackQuery") == [{"callback_query_id": "q1", "text": "记下了"}]
    assert channel.unacknowledged == 1


async def test_a_file_is_fetched_within_the_limit(
    server: FakeBotApi, api: BotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.files["documents/1.csv"] = b"x" * 2000
    assert await api.download("documents/1.csv") == b"x" * 2000
    monkeypatch.setattr("bot.channels.telegram.api.DOWNLOAD_LIMIT", 1999)
    with pytest.raises(TooLarge):
        await api.download("documents/1.csv")


async def test_the_menu_fits_the_language_and_the_role(server: FakeBotApi, api: BotApi) -> None:
    def describe(key: str, language: str) -> str:
        return f"{language} {key}"

    await publish_commands(api, describe)
    await publish_commands_for(api, "42", {"learner", "supervisor"}, "zh-Hans", describe)
    await publish_commands_for(api, "43", {"learner"}, "zh-Hans", describe)
    everybody, chinese, supervisor = server.of("setMyCommands")
    assert everybody["commands"][0] == {"command": "today", "description": "en command-today"}
    assert chinese["language_code"] == "zh"
    assert chinese["commands"][0]["description"] == "zh-Hans command-today"
    assert supervisor["scope"] == {"type": "chat", "chat_id": 42}
    listed = [added["command"] for added in supervisor["commands"]]
    assert listed[0] == "summary"
    assert "today" in listed
    assert server.of("deleteMyCommands") == [{"scope": {"type": "chat", "chat_id": 43}}]


# Polling -------------------------------------------------------------------------------------------------


async def always() -> bool:
    return True


@asynccontextmanager
async def polling(api: BotApi, reception: FakeReception, channel: TelegramChannel) -> AsyncIterator[None]:
    """Poll meanwhile, then stop and let what is in hand finish."""
    stop = asyncio.Event()
    task = asyncio.create_task(poll(api, reception, channel, stop, always, Random(1), AT_ONCE))
    try:
        yield
    finally:
        stop.set()
        await asyncio.wait_for(task, 5)


async def test_the_offset_moves_only_after_the_commit(
    server: FakeBotApi, api: BotApi, channel: TelegramChannel, reception: FakeReception
) -> None:
    server.bring(text_update(10, 42, "A"), text_update(11, 42, "B"))
    reception.gate.clear()
    killed = asyncio.create_task(poll(api, reception, channel, asyncio.Event(), always, Random(1), AT_ONCE))
    await reception.begun.wait()
    killed.cancel()
    await asyncio.wait([killed])
    assert sorted(server.waiting) == [10, 11]

    reception.gate.set()
    async with polling(api, reception, channel):
        await server.until_called("getUpdates", 3)
    assert reception.numbers == ["10", "11"]
    assert server.of("getUpdates")[-1]["offset"] == 12
    assert server.of("getUpdates")[-1]["allowed_updates"] == ["message", "callback_query", "my_chat_member"]


async def test_an_update_that_cannot_be_handled_is_buried_and_the_next_goes_on(
    server: FakeBotApi, api: BotApi, channel: TelegramChannel, reception: FakeReception
) -> None:
    reception.fails |= {"11": 3, "12": 2}
    server.bring({"update_id": 10, "message": {"chat": 5}}, *(text_update(n, 42, "A") for n in (11, 12, 13)))
    async with polling(api, reception, channel):
        await server.until_called("getUpdates", 2)
    assert reception.numbers == ["12", "13"]
    assert [(event_id, "disk" in failure) for _, event_id, _, failure in reception.buried] == [
        ("10", False),
        ("11", True),
    ]
    assert reception.buried[0][2] == '{"update_id": 10, "message": {"chat": 5}}'
    assert server.of("getUpdates")[-1]["offset"] == 14


async def test_half_a_character_does_not_hold_up_those_behind_it(
    server: FakeBotApi, api: BotApi, channel: TelegramChannel, reception: FakeReception
) -> None:
    server.bring(text_update(10, 42, "好\ud83c"), text_update(11, 42, "B"))
    async with polling(api, reception, channel):
        await server.until_called("getUpdates", 2)
    assert [incoming.event for incoming in reception.taken] == [Said("好?"), Said("B")]


async def test_a_redelivered_tap_is_not_acknowledged_again(
    server: FakeBotApi, api: BotApi, channel: TelegramChannel, reception: FakeReception
) -> None:
    tap = tap_update(10, 42, "a:1:0", message_id=3)
    server.bring(tap)
    async with polling(api, reception, channel):
        await server.until_called("getUpdates", 2)
        server.bring(tap)
        await server.until_called("getUpdates", 3)
    assert reception.numbers == ["10"]
    assert server.of("answerCallbackQuery") == [{"callback_query_id": "q10", "text": "记下了"}]


async def test_polling_survives_what_goes_wrong_at_the_other_end(
    server: FakeBotApi,
    api: BotApi,
    channel: TelegramChannel,
    reception: FakeReception,
    caplog: pytest.LogCaptureFixture,
) -> None:
    faults = (
        Fault(drop="before"),
        Fault(502, page="<h1>Bad Gateway</h1>"),
        Fault(409, "Conflict: terminated by other getUpdates request"),
        Fault(200, page="<h1>not JSON</h1>"),
    )
    server.fail("getUpdates", *faults)
    server.bring(text_update(10, 42, "A"))
    async with polling(api, reception, channel):
        await server.until_called("getUpdates", len(faults) + 2)
    assert reception.numbers == ["10"]
    assert "stop that program or delete the webhook" in caplog.text


async def test_a_refused_token_ends_polling_with_a_sentence(
    server: FakeBotApi, api: BotApi, channel: TelegramChannel, reception: FakeReception
) -> None:
    server.fail("getUpdates", Fault(401, "Unauthorized"))
    with pytest.raises(TokenRefused, match="TELEGRAM_BOT_TOKEN"):
        await poll(api, reception, channel, asyncio.Event(), always, Random(1), AT_ONCE)


async def test_without_the_lease_nothing_is_fetched(
    server: FakeBotApi, api: BotApi, channel: TelegramChannel, reception: FakeReception
) -> None:
    stop = asyncio.Event()
    answers = iter([False, False])

    async def hold_lease() -> bool:
        held = next(answers, None)
        if held is None:
            stop.set()
        return bool(held)

    await poll(api, reception, channel, stop, hold_lease, Random(1), AT_ONCE)
    assert server.calls == []


async def test_a_group_is_left_without_a_word(
    server: FakeBotApi, api: BotApi, channel: TelegramChannel, reception: FakeReception
) -> None:
    update = text_update(10, 42, "hello")
    update["message"]["chat"] = {"id": -5, "type": "group"}
    server.bring(update)
    async with polling(api, reception, channel):
        await server.until_called("getUpdates", 2)
    assert server.of("leaveChat") == [{"chat_id": -5}]
    assert (reception.taken, server.messages) == ([], {})


# Webhook -------------------------------------------------------------------------------------------------


@pytest.fixture
async def client(reception: FakeReception) -> AsyncIterator[TestClient[web.Request, web.Application]]:
    app = web.Application()
    app.router.add_post("/telegram", webhook_handler(webhook_secret(TOKEN), reception))
    async with TestClient(TestServer(app)) as opened:
        yield opened


SHOWN = {SECRET_HEADER: webhook_secret(TOKEN)}


@pytest.mark.parametrize("headers", [{}, {SECRET_HEADER: "guess"}, {SECRET_HEADER: "猜"}])
async def test_without_the_secret_nothing_is_taken(
    client: TestClient[web.Request, web.Application], reception: FakeReception, headers: dict[str, str]
) -> None:
    async with client.post("/telegram", json=text_update(1, 42, "A"), headers=headers) as response:
        assert response.status == 403
    assert reception.taken == []


async def test_200_comes_only_after_the_commit_and_carries_the_acknowledgement(
    client: TestClient[web.Request, web.Application], reception: FakeReception
) -> None:
    reception.gate.clear()
    posting = asyncio.create_task(_post(client, tap_update(1, 42, "a:1:0", message_id=3)))
    await reception.begun.wait()
    assert not posting.done()
    reception.gate.set()
    answered = {"method": "answerCallbackQuery", "callback_query_id": "q1", "text": "记下了"}
    assert await posting == (200, answered)
    assert await _post(client, tap_update(1, 42, "a:1:0", message_id=3)) == (200, None)
    assert reception.numbers == ["1"]


async def test_a_failing_update_is_asked_for_again_and_buried_the_third_time(
    client: TestClient[web.Request, web.Application], reception: FakeReception
) -> None:
    reception.fails["1"] = 3
    statuses = [(await _post(client, text_update(1, 42, "A")))[0] for _ in range(3)]
    assert statuses == [500, 500, 200]
    assert [event_id for _, event_id, _, _ in reception.buried] == ["1"]


async def test_while_the_database_is_away_an_update_is_asked_for_again_as_often_as_it_takes(
    client: TestClient[web.Request, web.Application], reception: FakeReception
) -> None:
    reception.fails["1"], reception.failure = 5, DatabaseAway("OperationalError")
    statuses = [(await _post(client, text_update(1, 42, "A")))[0] for _ in range(6)]
    assert statuses == [503, 503, 503, 503, 503, 200]
    assert reception.buried == []
    assert reception.numbers == ["1"]


async def test_what_cannot_be_read_is_buried_at_once(
    client: TestClient[web.Request, web.Application], reception: FakeReception
) -> None:
    assert (await _post(client, {"update_id": 1, "message": 5}))[0] == 200
    assert reception.buried[0][:3] == ("telegram", "1", '{"update_id": 1, "message": 5}')
    async with client.post("/telegram", data=BytesIO(b"x" * (1024 * 1024 + 1)), headers=SHOWN) as response:
        assert response.status == 413


async def test_one_person_is_served_in_order_and_another_meanwhile(
    client: TestClient[web.Request, web.Application], reception: FakeReception
) -> None:
    reception.gate.clear()
    first = asyncio.create_task(_post(client, text_update(1, 42, "A")))
    await reception.begun.wait()
    others = [asyncio.create_task(_post(client, text_update(n, chat, "B"))) for n, chat in ((2, 42), (3, 43))]
    reception.gate.set()
    await asyncio.gather(first, *others)
    assert [number for number in reception.numbers if number != "3"] == ["1", "2"]


async def test_setting_the_webhook_keeps_what_waits(server: FakeBotApi, api: BotApi) -> None:
    await set_webhook(api, "https://garden.example.org/telegram", webhook_secret(TOKEN))
    await delete_webhook(api)
    [params] = server.of("setWebhook")
    assert "drop_pending_updates" not in params | server.of("deleteWebhook")[0]
    assert params["secret_token"] == webhook_secret(TOKEN)
    assert TOKEN not in webhook_secret(TOKEN)


async def _post(
    client: TestClient[web.Request, web.Application], update: dict[str, object]
) -> tuple[int, object]:
    async with client.post("/telegram", json=update, headers=SHOWN) as response:
        return response.status, await response.json() if response.content_type == "application/json" else None


# Secrets -------------------------------------------------------------------------------------------------


async def test_neither_the_token_nor_anybodys_words_are_ever_logged(
    server: FakeBotApi,
    api: BotApi,
    channel: TelegramChannel,
    reception: FakeReception,
    client: TestClient[web.Request, web.Application],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    page = Fault(502, page=f"<h1>no route to /bot{TOKEN}/</h1>")
    for method in ("sendMessage", "sendDocument", "getUpdates", "getMe"):
        server.fail(method, page, Fault(drop="before"), Fault(200, page="{broken"))
    server.bring(text_update(10, 42, "秘密的话"), {"update_id": 11, "message": "秘密的话"})
    async with polling(api, reception, channel), BotApi(TOKEN, "http://127.0.0.1:1") as nowhere:
        for _ in range(4):
            await send(channel, said("秘密的话"))
            await send(channel, with_files("秘密的话", document=PEOPLE))
        reasons = [await _error_of(opened) for opened in (api, api, api, nowhere)]
        await server.until_called("getUpdates", 5)
    reception.fails["12"] = 3
    for _ in range(3):
        await _post(client, text_update(12, 42, "秘密的话"))
    assert reception.numbers == ["10"]
    everything = caplog.text + repr(api.bot) + repr(vars(api)) + "".join(reasons)
    assert "next try" in everything
    assert TOKEN not in everything
    assert "canary" not in everything
    assert "秘密" not in everything


async def _error_of(api: BotApi) -> str:
    """The error of a call that fails, with its whole traceback as a log would have it."""
    try:
        await api.bot.get_me()
    except Exception as error:
        return logging.Formatter().formatException((type(error), error, error.__traceback__))
    raise AssertionError("the call should have failed")
