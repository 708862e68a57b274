"""The page in a real browser, against a scripted garden."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fakes.web_garden import Moment, TwoPersonas, WebGarden, outbox_row, web_garden
from playwright.async_api import Browser, Page, async_playwright, expect

import storage.web_chat
from bot.conversation.incoming import Chose, Command, Incoming, Said
from bot.conversation.messages import Choice, Picture, ReadingPages
from bot.conversation.outgoing import OutButton, Outgoing
from storage.inline import InlineDatabase
from study.rules.rich_text import RichText, Span

pytestmark = pytest.mark.browser

NOW = datetime(2026, 11, 23, 1, 5, tzinfo=UTC)
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
PHONE = {"viewport": {"width": 360, "height": 700}, "locale": "zh-CN"}
DESKTOP = {"viewport": {"width": 1280, "height": 800}, "locale": "en-GB"}

HOSTILE = "<b>&amp; 🌱 <img src=x onerror=alert(1)>"
SEVERAL = Outgoing(
    RichText("哪些对？"),
    choices=tuple(Choice(letter, f"选项{letter}", f"t:2:{place}") for place, letter in enumerate("ABCD")),
    several=True,
    submit=OutButton("提交", "s:2", primary=True),
)
ONE = Outgoing(
    RichText("先做什么？"),
    choices=tuple(Choice(letter, f"选项{letter}", f"a:1:{place}") for place, letter in enumerate("ABC")),
    rows=((OutButton("再看看原文", "read:first-hour"),),),
)
READING = Outgoing(
    RichText("约 6 分钟\n\n依据：某法"),
    reading=ReadingPages(
        "first-hour", "头一小时", tuple((f"s{n}", RichText(f"第{n}段话")) for n in range(1, 4)), 1
    ),
    reading_buttons=(OutButton("读完了", "check:first-hour", primary=True),),
)
SETTINGS = Outgoing(RichText("设置一"), rows=((OutButton("换一换", "set:two"),),))


def script(incoming: Incoming) -> Sequence[Outgoing] | str:
    event = incoming.event
    if isinstance(event, Command):
        return {
            "quiz": [ONE],
            "readings": [READING],
            "points": [SETTINGS],
            "mistakes": [Outgoing(RichText("图"), picture=Picture("map.svg", "地图"))],
        }.get(event.name, [Outgoing(RichText(f"{event.name} {event.argument}"))])
    if isinstance(event, Chose):
        if event.data == "set:two":
            return [Outgoing(RichText("设置二"), replaces=True)]
        return (
            [SEVERAL] if event.verb == "a" else [] if event.verb == "at" else [Outgoing(RichText(event.data))]
        )
    said = event.text if isinstance(event, Said) else ""
    return "记下了" if said == "notice" else [Outgoing(RichText(said, (Span("bold", 0, 3),)))]


@pytest.fixture
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        launched = await playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield launched
        await launched.close()


@asynccontextmanager
async def visiting(
    db: InlineDatabase, chromium: Browser, path: str = "/", look: dict[str, Any] = PHONE, **fields: Any
) -> AsyncIterator[tuple[WebGarden, Page]]:
    """A page that must not complain."""
    complaints: list[str] = []
    fields = {"clock": Moment(NOW), "script": script, "pictures": Path("none")} | fields
    async with web_garden(db, **fields) as garden:
        context = await chromium.new_context(**look)
        page = await context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda told: complaints.append(told.text) if told.type == "error" else None)
        await page.goto(garden.url + path)
        yield garden, page
        await context.close()
    assert [complaint for complaint in complaints if "ERR_INTERNET_DISCONNECTED" not in complaint] == []


def quick(page: Page, label: str) -> Any:
    return page.locator("#quick").get_by_role("button", name=label)


async def say(page: Page, text: str) -> None:
    await page.locator("#text").fill(text)
    await page.locator("#text").press("Enter")


async def overflows(page: Page) -> bool:
    return bool(
        await page.evaluate(
            "[document.documentElement, document.querySelector('#chat')].some((e) => e.scrollWidth > e.clientWidth)"
        )
    )


@pytest.mark.parametrize("look", [PHONE, DESKTOP], ids=["phone", "desktop"])
async def test_a_slips_link_waits_for_one_tap(
    inline: InlineDatabase, chromium: Browser, look: dict[str, Any]
) -> None:
    async with visiting(inline, chromium, "/?code=ABCDE-FGHJK", look) as (garden, page):
        await expect(page.locator(".said")).to_have_count(1)
        assert page.url == garden.url + "/"
        assert garden.reception.taken == []
        await page.locator(".said .primary").click()
        await expect(page.locator(".words").last).to_have_text("start ABCDE-FGHJK")
        assert garden.reception.taken[0].event == Command("start", "ABCDE-FGHJK")
        assert not await overflows(page)


async def test_questions_are_answered_by_tap_and_by_typing(inline: InlineDatabase, chromium: Browser) -> None:
    async with visiting(inline, chromium) as (garden, page):
        await quick(page, "测验").click()
        await page.get_by_role("button", name="再看看原文").click()
        await page.get_by_role("button", name="B 选项B").click()
        await expect(page.locator(".choice.chosen")).to_have_text("B选项B，已选")
        await expect(page.locator(".mine .words").last).to_have_text("B")
        await page.get_by_role("button", name="A 选项A").last.click()
        await page.get_by_role("button", name="C 选项C").last.click()
        await page.get_by_role("button", name="提交").click()
        await expect(page.locator(".words").last).to_have_text("s:2:0,2")
        await expect(page.get_by_role("button", name="提交")).to_have_count(0)
        await quick(page, "测验").click()
        await expect(page.locator(".choice:enabled")).to_have_count(3)
        await say(page, "ｃ。")
        await expect(page.locator(".choice.chosen")).to_have_count(4)
        await say(page, "ad")
        await expect(page.locator(".words").last).to_have_text("s:2:0,3")
        tapped = [i.event.data for i in garden.reception.taken if isinstance(i.event, Chose)]
        assert tapped == ["read:first-hour", "a:1:1", "s:2:0,2", "a:1:2", "s:2:0,3"]
        await page.reload()
        await expect(page.locator(".choice.chosen")).to_have_count(6)
        await expect(page.locator(".choice:enabled")).to_have_count(0)


async def test_words_are_shown_exactly_as_they_are(inline: InlineDatabase, chromium: Browser) -> None:
    async with visiting(inline, chromium) as (_, page):
        await say(page, HOSTILE)
        await expect(page.locator(".words").last).to_have_text(HOSTILE)
        await expect(page.locator(".mine .words")).to_have_text(HOSTILE)
        await expect(page.locator(".words strong").last).to_have_text("<b>")
        assert await page.locator("#log img").count() == 0
        await say(page, "notice")
        await expect(page.locator("#notice")).to_have_text("记下了")


async def test_a_bubble_that_replaces_another_takes_its_place(
    inline: InlineDatabase, chromium: Browser
) -> None:
    async with visiting(inline, chromium) as (_, page):
        await quick(page, "积分").click()
        await expect(page.get_by_role("button", name="换一换")).to_have_count(1)
        await page.reload()
        await page.get_by_role("button", name="换一换").click()
        await expect(page.locator("#log .words")).to_have_text(["积分", "设置二"])
        await quick(page, "积分").click()
        await expect(page.get_by_role("button", name="换一换")).to_have_count(1)
        await say(page, "x")
        await page.get_by_role("button", name="换一换").click()
        expected = ["积分", "设置二", "积分", "设置一", "x", "x", "换一换", "设置二"]
        await expect(page.locator("#log .words")).to_have_text(expected)
        await expect(page.get_by_role("button", name="换一换")).to_have_count(0)
        await page.reload()
        await expect(page.locator("#log .words")).to_have_text(expected)


async def test_without_network_pages_turn_and_words_wait_and_arrive_once(
    inline: InlineDatabase, chromium: Browser
) -> None:
    async with visiting(inline, chromium) as (garden, page):
        await page.evaluate("navigator.serviceWorker.ready.then(() => 0)")
        await quick(page, "阅读").click()
        await expect(page.locator(".page")).to_have_text("第1段话")
        await page.context.set_offline(True)
        await page.get_by_role("button", name="下一页").click()
        await expect(page.locator(".page")).to_have_text("第2段话")
        await page.locator(".reading .bubble").press("ArrowRight")
        await expect(page.locator(".page")).to_have_text("第3段话")
        await expect(page.get_by_role("button", name="读完了")).to_be_visible()
        await expect(page.locator(".about:visible")).to_have_text("依据：某法")
        await say(page, "在吗")
        await say(page, "我写完了")
        await expect(page.locator(".mine.waiting .words")).to_have_text(["在吗", "我写完了"])
        await page.reload()
        await expect(page.locator(".page")).to_have_text("第3段话")
        await expect(page.locator(".mine.waiting .words")).to_have_text(["在吗", "我写完了"])
        await page.context.set_offline(False)
        await expect(page.locator("#log .words").last).to_have_text("我写完了")
        await expect(page.locator(".waiting")).to_have_count(0)
        events = [incoming.event for incoming in garden.reception.taken]
        assert events == [Command("readings"), Chose("at:first-hour:3:3:s3"), Said("在吗"), Said("我写完了")]
        await page.reload()
        await expect(page.locator(".mine")).to_have_count(3)


async def test_large_text_stays_and_fits(inline: InlineDatabase, chromium: Browser) -> None:
    async with visiting(inline, chromium) as (_, page):
        small = await page.locator(".words").first.evaluate("(e) => parseFloat(getComputedStyle(e).fontSize)")
        await page.get_by_role("button", name="大字").click()
        await page.reload()
        await expect(page.get_by_role("button", name="大字")).to_have_attribute("aria-pressed", "true")
        large = await page.locator(".words").first.evaluate("(e) => parseFloat(getComputedStyle(e).fontSize)")
        assert large >= small * 1.2
        await quick(page, "测验").click()
        await say(page, "长" * 60 + "w" * 120)
        await expect(page.locator(".said:not(.mine)")).to_have_count(3)
        assert not await overflows(page)
        heights = await page.locator("button:visible, textarea").evaluate_all(
            "(all) => all.map((one) => one.getBoundingClientRect().height)"
        )
        assert min(heights) >= 44


async def test_a_picture_comes_when_asked_for(
    inline: InlineDatabase, chromium: Browser, tmp_path: Path
) -> None:
    (tmp_path / "map.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"/>')
    async with visiting(inline, chromium, pictures=tmp_path) as (_, page):
        await quick(page, "错题").click()
        await page.get_by_role("button", name="点开看图（1 KB）").click()
        await expect(page.get_by_role("img", name="地图")).to_be_visible()


async def test_the_keyboard_reaches_everything(inline: InlineDatabase, chromium: Browser) -> None:
    async with visiting(inline, chromium, look=DESKTOP) as (garden, page):
        await quick(page, "Quiz").press("Enter")
        await expect(page.locator(".choice:enabled")).to_have_count(3)
        await page.locator("#large").focus()
        reached = []
        for _ in range(7):
            await page.keyboard.press("Tab")
            reached.append(
                await page.evaluate("document.activeElement.textContent || document.activeElement.id")
            )
        assert reached == ["Start", "A选项A", "B选项B", "C选项C", "再看看原文", "Today", "Readings"]
        assert await page.locator("#log").get_attribute("role") == "log"
        await expect(page.locator("#log")).to_have_attribute("aria-live", "polite")
        assert garden.reception.taken[0].language == "en"


async def test_in_a_demo_one_chooses_whom_to_be_and_skips_ahead(
    inline: InlineDatabase, chromium: Browser
) -> None:
    clock = Moment(NOW)
    demo = TwoPersonas(clock)
    async with visiting(inline, chromium, look=DESKTOP, clock=clock, demo=demo) as (garden, page):
        await expect(page.locator(".persona")).to_have_count(2)
        await expect(page.locator("#text")).to_be_hidden()
        await page.get_by_role("button", name="Cadre").click()
        await expect(page.locator("#log .words").last).to_have_text("start")
        await expect(page.locator("#demo b")).to_have_text("Cadre")
        await expect(page.locator("#demo-time")).to_contain_text("09:05")
        await page.get_by_role("button", name="Skip ahead").click()
        await page.get_by_role("button", name="An hour").click()
        await expect(page.locator("#demo-time")).to_contain_text("10:05")
        await page.get_by_role("button", name="Switch").click()
        await page.get_by_role("button", name="Office").click()
        await expect(page.locator("#demo b")).to_have_text("Office")
        await expect(page.locator("#log .words")).to_have_text(["start"])
        assert [persona for persona, _ in demo.entered] == ["cadre", "office"]
        assert len({incoming.address for incoming in garden.reception.taken}) == 2


async def test_a_message_that_is_edited_changes_where_it_stands(
    inline: InlineDatabase, chromium: Browser
) -> None:
    async with visiting(inline, chromium) as (garden, page):
        await quick(page, "积分").click()
        await expect(page.locator(".words").last).to_have_text("设置一")
        await say(page, "别的话")
        await expect(page.locator(".said .words").last).to_have_text("别的话")
        await expect(page.locator(".said .words", has_text="别的话")).to_have_count(2)
        before = await page.locator(".said").count()
        [shown] = [
            event
            for event in inline.read_now(storage.web_chat.events_after, 1, 0, 10)
            if event.body.get("rows")
        ]
        row = inline.write_now(outbox_row, 1, "edit", NOW)
        edited = Outgoing(RichText("设置三"), SETTINGS.rows, replaces=True, edits=True)
        await garden.reception.deliver(row, edited, str(shown.id))
        card = page.locator(".said").filter(has_text="设置三")
        await expect(card).to_have_count(1)
        await expect(page.locator(".words", has_text="设置一")).to_have_count(0)
        await expect(page.locator(".said .words").last).to_have_text("别的话")
        assert await page.locator(".said").count() == before
        await expect(card.get_by_role("button", name="换一换")).to_be_enabled()
        await page.reload()
        await expect(page.locator(".words", has_text="设置三")).to_have_count(1)
        await expect(page.locator(".words", has_text="设置一")).to_have_count(0)
