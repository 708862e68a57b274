"""Charts and documents on the page, in a real browser on a phone."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from mimetypes import guess_type
from pathlib import Path

import pytest
from fakes.painter import PAINTER
from fakes.web_garden import Moment, WebGarden, web_garden
from playwright.async_api import Page, async_playwright, expect

from bot.charts.drawer import PROGRAM
from bot.conversation.incoming import Command, Incoming
from bot.conversation.messages import Document
from bot.conversation.outgoing import Drawing, OutButton, Outgoing
from storage.inline import InlineDatabase
from study.rules.rich_text import RichText

pytestmark = pytest.mark.browser

NOW = datetime(2026, 11, 23, 1, 5, tzinfo=UTC)
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
UNITS = (
    "石桥镇",
    "农业农村局",
    "县委办公室",
    "竹坪乡",
    "<b>&喆镕祎昇",
    "梨花镇",
    "财政局",
    "教育局",
    "退役军人事务局",
)
ALT = "石桥镇：已完成 30 人，期限内 0 人，已过期 2 人"
DRAWING = Drawing(
    "各单位完成情况",
    ("已完成", "期限内", "已过期"),
    tuple((unit, (30 - number * 2, number, 2)) for number, unit in enumerate(UNITS)),
    ALT,
    "按时完成率，虚线为目标",
    tuple((f"W{41 + number}", 70 + 3.5 * number) for number in range(8)),
    95,
)
BUTTONS = ((OutButton("提醒这 6 人", "nudge:1", primary=True),),)
DOCUMENT = Document("石桥镇 <b>&名单 2026-W48.xlsx", "people", {})


def script(incoming: Incoming) -> Sequence[Outgoing]:
    if incoming.event == Command("points"):
        return [Outgoing(RichText("名单在这里"), document=DOCUMENT)]
    return [Outgoing(RichText("本周完成 186 人"), BUTTONS, drawing=DRAWING)]


async def make_document(document: Document, address: str) -> bytes | str:
    return b"PK book"


@asynccontextmanager
async def phone(
    db: InlineDatabase, painter: Sequence[str] = PROGRAM, scheme: str = "light"
) -> AsyncIterator[tuple[WebGarden, Page]]:
    async with (
        async_playwright() as playwright,
        web_garden(
            db, Moment(NOW), script, Path("none"), make_document=make_document, painter=painter
        ) as garden,
    ):
        path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        browser = await playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        context = await browser.new_context(
            viewport={"width": 360, "height": 700},
            locale="zh-CN",
            color_scheme="dark" if scheme == "dark" else "light",
        )
        page = await context.new_page()
        await page.goto(garden.url)
        yield garden, page
        await browser.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_a_chart_fits_a_phone_and_opens_large(inline: InlineDatabase, scheme: str) -> None:
    async with phone(inline, scheme=scheme) as (_, page):
        await page.locator("#quick").get_by_role("button", name="今天").click()
        chart = page.get_by_role("img", name=ALT)
        await expect(chart).to_be_visible()
        reserved = await chart.bounding_box()
        await expect(chart).to_have_js_property("naturalWidth", 720)
        drawn = await chart.bounding_box()
        assert reserved and drawn
        assert (drawn["width"], drawn["height"]) == (reserved["width"], reserved["height"])
        assert drawn["width"] > 320
        assert await chart.evaluate(
            "(image) => [image.naturalWidth, new URL(image.currentSrc).pathname]"
        ) == [
            720,
            f"/chart/2/{scheme}.png",
        ]
        assert not await page.evaluate(
            "document.querySelector('#chat').scrollWidth > document.querySelector('#chat').clientWidth"
        )
        if folder := os.environ.get("PICTURES_OF_THE_PAGE"):
            await page.screenshot(path=f"{folder}/page-{scheme}.png")
        await page.get_by_role("button", name="放大看图").click()
        await expect(page.get_by_role("dialog")).to_be_visible()
        await page.get_by_role("button", name="关闭").click()
        await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_a_chart_that_cannot_be_drawn_is_read_as_words(inline: InlineDatabase) -> None:
    async with phone(inline, ("/nowhere",)) as (_, page):
        await page.locator("#quick").get_by_role("button", name="今天").click()
        await expect(page.get_by_text(ALT)).to_be_visible()
        await expect(page.locator(".chart")).to_have_count(0)


async def test_a_document_is_a_card_that_fetches_it(inline: InlineDatabase) -> None:
    async with phone(inline, PAINTER) as (_, page):
        await page.locator("#quick").get_by_role("button", name="积分").click()
        card = page.get_by_role("link", name=DOCUMENT.name)
        await expect(card).to_contain_text("XLSX")
        if folder := os.environ.get("PICTURES_OF_THE_PAGE"):
            await page.screenshot(path=f"{folder}/page-document.png")
        async with page.context.expect_event(
            "response", lambda answer: "/document/2" in answer.url
        ) as fetched:
            await card.click()
        answered = await fetched.value
        assert (answered.status, answered.headers["content-type"]) == (
            200,
            guess_type("a.xlsx")[0],
        )
        await expect(card).to_be_visible()
