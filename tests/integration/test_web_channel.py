"""The web chat over real HTTP: sessions, the transcript, streams, and what hostile visitors try."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientResponse, ClientSession, CookieJar
from fakes.channel import permitted
from fakes.web_garden import Moment, Script, TwoPersonas, WebGarden, web_garden

from bot.channel import Delivery
from bot.conversation.incoming import Chose, Command, Incoming, Said
from bot.conversation.messages import Choice, Document, Picture, ReadingPages
from bot.conversation.outgoing import Drawing, OutButton, Outgoing
from storage import stored_files
from storage.database import Database
from storage.inline import InlineDatabase
from storage.transaction import Transaction
from study.rules.rich_text import RichText, Span

NOW = datetime(2026, 11, 23, 1, 5, tzinfo=UTC)
OURS = {"X-Garden": "1"}
FIRST = {"id": "client-0001", "kind": "said", "text": "今天"}


def repeating(incoming: Incoming) -> Sequence[Outgoing] | str:
    event = incoming.event
    if isinstance(event, Said) and event.text == "break":
        raise RuntimeError("a bug")
    if isinstance(event, Chose):
        return "noted"
    return [Outgoing(RichText(f"reply to {event.text if isinstance(event, Said) else event}"))]


class Browser:
    """One visitor with cookies."""

    def __init__(self, session: ClientSession, url: str) -> None:
        self.session = session
        self.url = url

    async def get(self, path: str, **headers: str) -> ClientResponse:
        return await self.session.get(self.url + path, headers=headers, allow_redirects=False)

    async def post(self, path: str, body: Any, headers: dict[str, str] = OURS) -> ClientResponse:
        content = body if isinstance(body, bytes) else json.dumps(body)
        return await self.session.post(self.url + path, data=content, headers=headers)

    async def say(self, **body: Any) -> dict[str, Any]:
        answered = await self.post("/chat/say", FIRST | body)
        assert answered.status == 200, await answered.text()
        told: dict[str, Any] = await answered.json()
        return told

    async def transcript(self) -> list[dict[str, Any]]:
        answered = await self.get("/chat/history?before=999999")
        events: list[dict[str, Any]] = (await answered.json())["events"]
        return events


@asynccontextmanager
async def browser(url: str, **headers: str) -> AsyncIterator[Browser]:
    async with ClientSession(cookie_jar=CookieJar(unsafe=True), headers=headers) as session:
        yield Browser(session, url)


@pytest.fixture
def clock() -> Moment:
    return Moment(NOW)


@asynccontextmanager
async def opened(
    db: Database, clock: Moment, pictures: Path = Path("pictures"), script: Script = repeating, **fields: Any
) -> AsyncIterator[tuple[WebGarden, Browser]]:
    async with web_garden(db, clock, script, pictures, **fields) as garden, browser(garden.url) as visitor:
        yield garden, visitor


def states(tx: Transaction) -> list[str]:
    return [row["state"] for row in tx.all("SELECT state FROM outbox ORDER BY id")]


def count(tx: Transaction, table: str) -> int:
    row = tx.one(f"SELECT COUNT(*) AS rows_there FROM {table}")
    assert row
    return int(row["rows_there"])


async def events_of(stream: ClientResponse, wanted: int) -> list[dict[str, Any]]:
    """The next bubbles of an open stream."""
    found: list[dict[str, Any]] = []
    name = ""
    while len(found) < wanted:
        line = (await asyncio.wait_for(stream.content.readline(), 5)).decode().strip()
        if line.startswith("event:"):
            name = line
        elif line.startswith("data:") and not name:
            found.append(json.loads(line[5:]))
        elif not line:
            name = ""
    return found


async def test_looking_at_the_page_makes_nobody(inline: InlineDatabase, clock: Moment) -> None:
    async with opened(inline, clock) as (_, visitor):
        answered = await visitor.get("/?code=ABCDE-FGHJK")
        assert answered.status == 200
        assert not answered.cookies
        assert "'unsafe-inline'" not in answered.headers["Content-Security-Policy"]
        assert inline.read_now(count, "channel_identity") == inline.read_now(count, "web_session") == 0


@pytest.mark.parametrize(
    ("asked", "language", "name"),
    [
        ("zh-TW,en;q=0.5", "zh-Hans", "学习园地"),
        ("en-GB", "en", "Learning Garden"),
        ("", "zh-Hans", "学习园地"),
    ],
)
async def test_the_page_comes_in_the_browsers_language(
    inline: InlineDatabase, clock: Moment, asked: str, language: str, name: str
) -> None:
    async with opened(inline, clock) as (_, visitor):
        page = await (await visitor.get("/", **({"Accept-Language": asked} if asked else {}))).text()
        assert f'<html lang="{language}">' in page
        assert f"<title>{name}</title>" in page


async def test_the_first_load_stays_small_and_asks_nobody_else(inline: InlineDatabase, clock: Moment) -> None:
    async with opened(inline, clock) as (_, visitor):
        zipped = {"Accept-Encoding": "gzip"}
        page = await (await visitor.get("/")).text()
        paths = [part.split('"')[0] for mark in ('src="', 'href="') for part in page.split(mark)[1:]]
        assert all(path.startswith(("/", "#")) for path in paths)
        async with ClientSession(auto_decompress=False) as plain:
            sizes = []
            for path in {"/", *(path for path in paths if path.startswith("/"))}:
                async with plain.get(visitor.url + path, headers=zipped) as answered:
                    content = await answered.read()
                    assert answered.headers["Content-Encoding"] == "gzip"
                    assert b"http://" not in gzip.decompress(content).replace(b"http://www.w3.org/", b"")
                    sizes.append(len(content))
        assert sum(sizes) <= 30 * 1024


async def test_who_has_the_page_is_not_sent_it_again(inline: InlineDatabase, clock: Moment) -> None:
    async with opened(inline, clock) as (_, visitor):
        etag = (await visitor.get("/")).headers["ETag"]
        assert (await visitor.get("/", **{"If-None-Match": etag})).status == 304


async def test_the_first_word_begins_a_session_that_no_script_can_read(
    inline: InlineDatabase, clock: Moment
) -> None:
    async with opened(inline, clock) as (garden, visitor):
        answered = await visitor.post("/chat/say", FIRST)
        cookie = answered.cookies["garden"]
        assert cookie["httponly"] and cookie["samesite"] == "Lax" and not cookie["secure"]
        assert len(cookie.value) == 64
        hashes = inline.read_now(lambda tx: tx.all("SELECT token_hash FROM web_session"))
        assert len(hashes) == 1 and hashes[0]["token_hash"] != cookie.value
        again = await visitor.post("/chat/say", FIRST | {"id": "client-0002"})
        assert "garden" not in again.cookies
        assert len({incoming.address for incoming in garden.reception.taken}) == 1


async def test_a_session_travels_only_encrypted_where_the_page_is_reached_by_https(
    inline: InlineDatabase, clock: Moment
) -> None:
    async with opened(inline, clock, public_url="https://garden.example") as (_, visitor):
        assert (await visitor.post("/chat/say", FIRST)).cookies["garden"]["secure"]


async def test_another_sites_form_is_refused(inline: InlineDatabase, clock: Moment) -> None:
    async with opened(inline, clock) as (garden, visitor):
        for path in ("/chat/say", "/chat/ack"):
            assert (await visitor.post(path, FIRST, headers={})).status == 403
        assert not garden.reception.taken


async def test_what_is_sent_twice_is_taken_and_shown_once(inline: InlineDatabase, clock: Moment) -> None:
    async with opened(inline, clock) as (_, visitor):
        first = await visitor.say()
        second = await visitor.say()
        assert (first["new"], second["new"]) == (True, False)
        assert second["ok"]
        said, replied = await visitor.transcript()
        assert said["me"] and said["text"] == "今天"
        assert replied["text"] == "reply to 今天"


async def test_everything_one_can_do_arrives_as_its_own_kind(inline: InlineDatabase, clock: Moment) -> None:
    async with opened(inline, clock) as (garden, visitor):
        await visitor.say(id="client-0001", kind="command", name="today", echo="今天")
        await visitor.say(id="client-0002", text="/start ABC")
        await visitor.say(id="client-0003", text="今天")
        told = await visitor.say(id="client-0004", kind="chose", data="a:1:0", bubble=2, echo="A")
        assert told["notice"] == "noted"
        await visitor.say(id="client-0005", kind="chose", data="at:first-hour:2:7:s2")
        events = [incoming.event for incoming in garden.reception.taken]
        assert events[:4] == [Command("today"), Command("start", "ABC"), Said("今天"), Chose("a:1:0")]
        assert garden.reception.taken[3].message_ref == "2"
        mine = [event for event in await visitor.transcript() if event.get("me")]
        assert [event["text"] for event in mine] == ["今天", "/start ABC", "今天", "A"]
        assert (mine[3]["bubble"], mine[3]["data"]) == (2, "a:1:0")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"nothing",
        b'"x"',
        b"[" * 9000,
        b"\xff\xfe",
        b'{"id":"client-0001","kind":"said"}',
        {"id": "short", "kind": "said", "text": "x"},
        {"id": "client-0001'; --", "kind": "said", "text": "x"},
        {"id": "client-0001", "kind": "said", "text": "   "},
        {"id": "client-0001", "kind": "said", "text": ["x"]},
        {"id": "client-0001", "kind": "said", "text": "x" * 4001},
        {"id": "client-0001", "kind": "command", "name": "../../today"},
        {"id": "client-0001", "kind": "chose", "data": "x" * 301},
        {"id": "client-0001", "kind": "chose", "data": "a:1", "bubble": "1 OR 1=1"},
        {"id": "client-0001", "kind": "chose", "data": "a:1", "bubble": 2**63},
        {"id": "client-0001", "kind": "chose", "data": "a:1", "bubble": True},
        {"id": "client-0001", "kind": "file", "name": "x"},
    ],
)
async def test_a_hostile_body_is_refused_and_leaves_nothing(
    inline: InlineDatabase, clock: Moment, body: object
) -> None:
    async with opened(inline, clock) as (garden, visitor):
        assert (await visitor.post("/chat/say", body)).status == 400
        assert not garden.reception.taken
        assert inline.read_now(count, "web_session") == 0


async def test_a_body_too_large_is_refused(inline: InlineDatabase, clock: Moment) -> None:
    async with opened(inline, clock) as (_, visitor):
        assert (await visitor.post("/chat/say", FIRST | {"padding": "x" * 17_000})).status == 413


async def test_what_no_database_can_store_is_left_out_of_a_text(database: Database, clock: Moment) -> None:
    async with opened(database, clock) as (garden, visitor):
        body = rb'{"id":"client-0001","kind":"said","text":"a\u0000b\ud800c <b>& \ud83c\udf31"}'
        assert (await visitor.post("/chat/say", body)).status == 200
        assert garden.reception.taken[0].event == Said("abc <b>& 🌱")
        assert (await visitor.transcript())[0]["text"] == "abc <b>& 🌱"


async def test_a_stream_goes_on_where_it_stopped(inline: InlineDatabase, clock: Moment) -> None:
    async with opened(inline, clock) as (_, visitor):
        await visitor.say()
        async with await visitor.get("/chat/events") as stream:
            assert stream.headers["Content-Type"].startswith("text/event-stream")
            assert stream.headers["X-Accel-Buffering"] == "no"
            said, replied = await events_of(stream, 2)
            await visitor.say(id="client-0002", text="积分")
            later = await events_of(stream, 2)
            assert [event["text"] for event in later] == ["积分", "reply to 积分"]
        async with await visitor.get(
            "/chat/events?after=0", **{"Last-Event-ID": str(replied["id"])}
        ) as resumed:
            assert await events_of(resumed, 2) == later
        async with await visitor.get(f"/chat/events?after={said['id']}") as resumed:
            assert (await events_of(resumed, 1))[0]["text"] == "reply to 今天"


async def test_polling_brings_the_same(inline: InlineDatabase, clock: Moment) -> None:
    async with opened(inline, clock) as (garden, visitor):
        await visitor.say()
        events = (await (await visitor.get("/chat/poll")).json())["events"]
        assert len(events) == 2
        waiting = asyncio.create_task(visitor.get(f"/chat/poll?after={events[-1]['id']}"))
        await asyncio.sleep(0)
        address = garden.reception.taken[0].address
        await garden.channel.send(Delivery(address, Outgoing(RichText("by itself")), None, 77, permitted))
        assert [event["text"] for event in (await (await waiting).json())["events"]] == ["by itself"]


async def test_a_stranger_gets_no_transcript(inline: InlineDatabase, clock: Moment) -> None:
    async with opened(inline, clock) as (garden, visitor):
        await visitor.say()
        async with browser(garden.url, Cookie="garden=" + "0" * 64) as stranger:
            refused = await stranger.get("/chat/events")
            assert refused.status == 204
            assert refused.cookies["garden"].value == ""
            for path in ("/chat/poll", "/chat/history?before=9"):
                assert (await stranger.get(path)).status == 401
            assert (await stranger.post("/chat/ack", {"upto": 9})).status == 401


async def test_people_see_their_own_transcript_only(inline: InlineDatabase, clock: Moment) -> None:
    async with opened(inline, clock) as (garden, visitor), browser(garden.url) as other:
        await visitor.say()
        await other.say(text="mine")
        assert [event["text"] for event in await visitor.transcript()] == ["今天", "reply to 今天"]
        assert [event["text"] for event in await other.transcript()] == ["mine", "reply to mine"]


async def test_a_session_ends_after_a_year(inline: InlineDatabase, clock: Moment) -> None:
    async with opened(inline, clock) as (_, visitor):
        await visitor.say()
        clock.now += timedelta(days=366)
        assert (await visitor.get("/chat/events")).status == 204


async def test_a_drawn_bubble_settles_its_outbox_row(database: Database, clock: Moment) -> None:
    async with opened(database, clock) as (_, visitor):
        await visitor.say()
        await visitor.say(id="client-0002")
        assert await database.read(states) == ["waiting", "waiting"]
        events = await visitor.transcript()
        assert (await visitor.post("/chat/ack", {"upto": events[1]["id"]})).status == 200
        assert await database.read(states) == ["sent", "waiting"]
        await visitor.post("/chat/ack", {"upto": 10**9})
        await visitor.post("/chat/ack", {"upto": 0})
        assert await database.read(states) == ["sent", "sent"]


async def test_a_page_quicker_than_the_worker_settles_the_row_all_the_same(
    inline: InlineDatabase, clock: Moment
) -> None:
    async with opened(inline, clock) as (garden, visitor):
        await visitor.say()
        incoming = garden.reception.taken[0]
        inline.write_now(lambda tx: tx.run("UPDATE outbox SET state = 'sending'"))
        await visitor.post("/chat/ack", {"upto": 10**9})
        assert inline.read_now(states) == ["sent"]
        assert incoming.channel == "web"


async def test_nobody_settles_what_belongs_to_another(inline: InlineDatabase, clock: Moment) -> None:
    async with opened(inline, clock) as (garden, visitor), browser(garden.url) as other:
        await visitor.say()
        await other.say(id="client-0002")
        await other.post("/chat/ack", {"upto": 10**9})
        assert inline.read_now(states) == ["waiting", "sent"]


async def test_a_message_for_an_unknown_address_is_unreachable(inline: InlineDatabase, clock: Moment) -> None:
    async with opened(inline, clock) as (garden, _):
        result = await garden.channel.send(
            Delivery("nobody", Outgoing(RichText("hello")), None, 1, permitted)
        )
        assert result.outcome == "unreachable"


async def test_a_bubble_carries_all_the_page_needs(inline: InlineDatabase, clock: Moment) -> None:
    pages = (("s1", RichText("one")), ("s2", RichText("two")))
    outgoing = Outgoing(
        RichText("Which?", (Span("bold", 0, 5),)),
        rows=((OutButton("Today", "go:today", primary=True), OutButton("Law", url="https://law.example")),),
        choices=(Choice("A", "one", "t:1:0", ticked=True),),
        several=True,
        submit=OutButton("Submit", "s:1"),
        reading=ReadingPages("first-hour", "The first hour", pages, 2, places=(("pic:x:y", 1),)),
        reading_buttons=(OutButton("Check", "check:first-hour"),),
        replaces=True,
    )
    async with opened(inline, clock, script=lambda _: [outgoing]) as (_, visitor):
        await visitor.say(kind="chose", data="go:today", bubble=5)
        (body,) = await visitor.transcript()
        del body["id"]
        assert body == {
            "at": int(NOW.timestamp() * 1000),
            "language": "zh-Hans",
            "text": {"text": "Which?", "spans": [["bold", 0, 5, ""]]},
            "rows": [
                [
                    {"label": "Today", "data": "go:today", "primary": True},
                    {"label": "Law", "url": "https://law.example"},
                ]
            ],
            "choices": [{"letter": "A", "text": "one", "data": "t:1:0", "ticked": True}],
            "several": True,
            "submit": {"label": "Submit", "data": "s:1"},
            "reading": {
                "slug": "first-hour",
                "title": "The first hour",
                "pages": [{"section": "s1", "text": "one"}, {"section": "s2", "text": "two"}],
                "at": 2,
                "more": [{"label": "Check", "data": "check:first-hour"}],
                "places": {"pic:x:y": 1},
            },
            "replaces": 5,
        }


def a_drawing(title: str = "各单位") -> Drawing:
    return Drawing(title, ("已完成",), (("石桥镇", (3,)),), "石桥镇：已完成 3 人")


async def test_a_chart_is_drawn_for_whose_transcript_it_is_in(database: Database, clock: Moment) -> None:
    outgoing = Outgoing(RichText("本周"), drawing=a_drawing())
    async with (
        opened(database, clock, script=lambda _: [outgoing]) as (garden, visitor),
        browser(garden.url) as other,
    ):
        await visitor.say()
        await other.say()
        event = (await visitor.transcript())[-1]
        links = {theme: f"/chart/{event['id']}/{theme}.png" for theme in ("light", "dark")}
        assert event["chart"] == {"alt": "石桥镇：已完成 3 人", "width": 720, "height": 200, **links}
        for theme, link in links.items():
            shown = await visitor.get(link)
            assert (shown.status, shown.content_type) == (200, "image/png")
            assert shown.headers["Cache-Control"] == "private, max-age=86400"
            assert shown.headers["X-Content-Type-Options"] == "nosniff"
            assert f'"theme": "{theme}"'.encode() in await shown.read()
            assert (await other.get(link)).status == 404
        async with browser(garden.url) as stranger:
            assert (await stranger.get(links["light"])).status == 401
        for path in ("/chart/999999/light.png", f"/chart/{event['id']}/pink.png", f"/document/{event['id']}"):
            assert (await visitor.get(path)).status == 404


async def test_a_chart_that_cannot_be_drawn_is_not_kept_as_one(inline: InlineDatabase, clock: Moment) -> None:
    outgoing = Outgoing(RichText("本周"), drawing=a_drawing("cannot be drawn"))
    async with opened(inline, clock, script=lambda _: [outgoing]) as (_, visitor):
        await visitor.say()
        refused = await visitor.get((await visitor.transcript())[-1]["chart"]["light"])
        assert (refused.status, refused.headers["Cache-Control"]) == (503, "no-store")


async def test_a_document_is_made_anew_for_whoever_fetches_it(inline: InlineDatabase, clock: Moment) -> None:
    document = Document("名单 <b>&\n.xlsx", "people", {"unit": 3})
    fetched: list[tuple[Document, str]] = []
    made: list[bytes | str] = [b"PK 1", b"PK 2", "现在取不到了"]

    async def make_document(asked: Document, address: str) -> bytes | str:
        fetched.append((asked, address))
        return made.pop(0)

    script = lambda _: [Outgoing(RichText("本周"), document=document)]  # noqa: E731
    async with (
        opened(inline, clock, script=script, make_document=make_document) as (garden, visitor),
        browser(garden.url) as other,
    ):
        await visitor.say()
        await other.say()
        event = (await visitor.transcript())[-1]
        href = f"/document/{event['id']}"
        assert event["document"] == {"name": document.name, "href": href}
        for content in (b"PK 1", b"PK 2"):
            got = await visitor.get(href)
            assert await got.read() == content
            assert got.content_type == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            assert (got.headers["Cache-Control"], got.headers["X-Content-Type-Options"]) == (
                "no-store",
                "nosniff",
            )
            assert got.content_disposition
            assert got.content_disposition.type == "attachment"
            assert got.content_disposition.filename == document.name
        refused = await visitor.get(href)
        assert (refused.status, refused.content_type) == (403, "text/plain")
        assert await refused.text() == "现在取不到了"
        assert (await other.get(href)).status == 404
        async with browser(garden.url) as stranger:
            assert (await stranger.get(href)).status == 401
        assert fetched == [(document, garden.reception.taken[0].address)] * 3


async def test_a_picture_can_be_looked_at_for_ten_minutes(
    inline: InlineDatabase, clock: Moment, tmp_path: Path
) -> None:
    (tmp_path / "map.png").write_bytes(b"\x89PNG" + b"x" * 3000)
    (tmp_path / "reading.yaml").write_text("secret")

    def script(incoming: Incoming) -> list[Outgoing]:
        path = incoming.event.text if isinstance(incoming.event, Said) else ""
        return [Outgoing(RichText(""), picture=Picture(path, "a map"))]

    async with opened(inline, clock, tmp_path, script) as (_, visitor):
        await visitor.say(text="map.png")
        picture = (await visitor.transcript())[-1]["picture"]
        assert (picture["kb"], picture["alt"]) == (3, "a map")
        shown = await visitor.get(picture["src"])
        assert (shown.status, shown.content_type) == (200, "image/png")
        forged = picture["src"][:-2] + ("AA" if not picture["src"].endswith("AA") else "BB")
        assert (await visitor.get(forged)).status == 404
        clock.now += timedelta(minutes=10)
        assert (await visitor.get(picture["src"])).status == 404
        assert (await visitor.get((await visitor.transcript())[-1]["picture"]["src"])).status == 200
        for number, path in enumerate(
            ("../map.png", "/etc/passwd", "reading.yaml", "absent.png", "x/../../map.png")
        ):
            await visitor.say(id=f"client-1{number:03}", text=path)
            assert (await visitor.transcript())[-1]["picture"] == {"alt": "a map"}


async def test_a_picture_of_the_database_is_shown_to_whose_transcript_it_is_in(
    inline: InlineDatabase, clock: Moment
) -> None:
    name = inline.write_now(stored_files.keep, "image/jpeg", b"\xff\xd8" + b"x" * 3000, clock())

    def script(incoming: Incoming) -> list[Outgoing]:
        path = incoming.event.text if isinstance(incoming.event, Said) else ""
        return [Outgoing(RichText(""), picture=Picture(path, "a map"))]

    async with opened(inline, clock, script=script) as (garden, visitor), browser(garden.url) as other:
        await visitor.say(text=stored_files.path_of(name))
        await other.say()
        event = (await visitor.transcript())[-1]
        picture = event["picture"]
        assert picture == {"alt": "a map", "kb": 3, "src": f"/stored/{event['id']}"}
        shown = await visitor.get(picture["src"])
        assert (shown.status, shown.content_type) == (200, "image/jpeg")
        assert await shown.read() == b"\xff\xd8" + b"x" * 3000
        assert (await other.get(picture["src"])).status == 404
        await visitor.say(id="client-1002", text="stored/gone")
        event = (await visitor.transcript())[-1]
        assert event["picture"] == {"alt": "a map"}
        assert (await visitor.get(f"/stored/{event['id']}")).status == 404


async def test_an_event_that_always_fails_is_put_aside(inline: InlineDatabase, clock: Moment) -> None:
    async with opened(inline, clock) as (garden, visitor):
        await visitor.say()
        broken = FIRST | {"id": "client-0002", "text": "break"}
        assert [(await visitor.post("/chat/say", broken)).status for _ in range(3)] == [500, 500, 200]
        assert [event_id.partition(":")[2] for event_id, _ in garden.reception.buried] == ["client-0002"]


async def test_a_flood_is_answered_with_a_sentence(inline: InlineDatabase, clock: Moment) -> None:
    async with opened(inline, clock) as (_, visitor):
        await visitor.say()
        answers = [await visitor.post("/chat/ack", {"upto": 1}) for _ in range(41)]
        assert {answer.status for answer in answers[:39]} == {200}
        assert answers[-1].status == 429
        assert (await answers[-1].text()).startswith("发得有点快")
        clock.now += timedelta(seconds=10)
        assert (await visitor.post("/chat/ack", {"upto": 1})).status == 200


async def test_streams_end_when_the_garden_closes(inline: InlineDatabase, clock: Moment) -> None:
    async with opened(inline, clock) as (garden, visitor):
        await visitor.say()
        async with await visitor.get("/chat/events") as stream:
            await events_of(stream, 2)
            garden.channel.close_streams()
            rest = await asyncio.wait_for(stream.content.read(), 5)
            assert not rest.strip()


async def test_a_demo_lets_one_be_somebody_and_skip_ahead(inline: InlineDatabase, clock: Moment) -> None:
    demo = TwoPersonas(clock)
    async with opened(inline, clock, demo=demo) as (garden, visitor):
        state = await (await visitor.get("/demo/state")).json()
        assert [persona["id"] for persona in state["personas"]] == ["cadre", "office"]
        assert (await visitor.post("/demo/enter", {"persona": "mayor"})).status == 404
        assert (await visitor.post("/demo/skip", {"to": "hour"})).status == 401
        assert (await visitor.post("/demo/enter", {"persona": "cadre"})).status == 200
        await visitor.say()
        assert demo.entered == [("cadre", garden.reception.taken[0].address)]
        assert (await visitor.post("/demo/skip", {"to": "yesterday"})).status == 400
        skipped = await (await visitor.post("/demo/skip", {"to": "hour"})).json()
        assert skipped["now"] == state["now"] + 3_600_000
        await visitor.post("/demo/enter", {"persona": "office"})
        assert await visitor.transcript() == []


async def test_a_real_garden_has_no_demo_doors(inline: InlineDatabase, clock: Moment) -> None:
    async with opened(inline, clock) as (_, visitor):
        assert (await visitor.post("/demo/enter", {"persona": "cadre"})).status == 404
        assert (await visitor.get("/demo/state")).status == 404
