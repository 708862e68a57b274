"""Sending a file from the page in a real browser."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fakes.county import a_person
from fakes.web_garden import Moment, WebGarden, web_garden
from playwright.async_api import BrowserContext, FilePayload, Locator, Page, Route, async_playwright, expect

import storage.grants
import storage.identities
from bot.conversation.incoming import Incoming, SentFile
from bot.conversation.outgoing import Outgoing
from storage.inline import InlineDatabase
from storage.transaction import Transaction
from study.rules.rich_text import RichText

pytestmark = pytest.mark.browser

NOW = datetime(2026, 11, 23, 1, 5, tzinfo=UTC)
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
FILE: FilePayload = {"name": "<b>名册&.csv", "mimeType": "text/csv", "buffer": "姓名,单位\n".encode()}


def script(incoming: Incoming) -> Sequence[Outgoing]:
    event = incoming.event
    said = f"{event.name} {event.size}" if isinstance(event, SentFile) else "好"
    return [Outgoing(RichText(said))]


def promote(tx: Transaction) -> None:
    """Whoever came is the county's administrator from now on."""
    (row,) = tx.all("SELECT id FROM channel_identity")
    person = a_person(tx, "0", "县", channel=None)
    storage.identities.bind(tx, row["id"], person.id, NOW)
    storage.grants.put(tx, person.id, "admin", person.unit_id, None, NOW)


@asynccontextmanager
async def office(db: InlineDatabase) -> AsyncIterator[tuple[WebGarden, Page, BrowserContext]]:
    """The page of somebody who may send files, on a phone."""
    async with async_playwright() as playwright, web_garden(db, Moment(NOW), script, Path("none")) as garden:
        path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        browser = await playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        context = await browser.new_context(viewport={"width": 320, "height": 640}, locale="zh-CN")
        page = await context.new_page()
        await page.goto(garden.url)
        await page.locator("#text").fill("您好")
        await page.locator("#text").press("Enter")
        await expect(page.locator(".words").last).to_have_text("好")
        await expect(attach(page)).to_be_hidden()
        db.write_now(promote)
        await page.reload()
        await expect(attach(page)).to_be_visible()
        yield garden, page, context
        await browser.close()


def attach(page: Page) -> Locator:
    return page.locator("#attach")


async def choose(page: Page, file: FilePayload = FILE) -> None:
    async with page.expect_file_chooser() as chooser:
        await page.get_by_role("button", name="发送文件").click()
    await (await chooser.value).set_files(file)


async def test_a_file_goes_with_its_name_and_is_answered(inline: InlineDatabase) -> None:
    async with office(inline) as (garden, page, _):
        await choose(page)
        await expect(page.locator(".mine .words").last).to_have_text("<b>名册&.csv")
        await expect(page.locator(".words").last).to_have_text("<b>名册&.csv 14")
        await expect(page.locator(".waiting")).to_have_count(0)
        (sent,) = [i.event for i in garden.reception.taken if isinstance(i.event, SentFile)]
        assert sent.content == FILE["buffer"]
        wide = await page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        )
        assert not wide
        await page.reload()
        await expect(page.locator(".mine .words").last).to_have_text("<b>名册&.csv")


async def test_a_file_that_did_not_go_can_be_sent_again_and_is_taken_once(inline: InlineDatabase) -> None:
    async with office(inline) as (garden, page, context):
        await context.route("**/chat/file*", lambda route: route.abort())
        await choose(page)
        again = page.get_by_role("button", name="没有发出，再试一次")
        await expect(again).to_be_visible()
        await context.unroute("**/chat/file*")

        async def lose_the_answer(route: Route) -> None:
            await route.fetch()
            await route.abort()

        await context.route("**/chat/file*", lose_the_answer)
        await again.click()
        await expect(page.locator(".words").last).to_have_text("<b>名册&.csv 14")
        await expect(page.locator(".waiting")).to_have_count(0)
        await expect(page.locator(".mine .words", has_text="名册")).to_have_count(1)
        assert len([i for i in garden.reception.taken if isinstance(i.event, SentFile)]) == 1


async def test_what_the_garden_refuses_is_said_and_not_offered_again(inline: InlineDatabase) -> None:
    async with office(inline) as (_, page, _):
        inline.write_now(lambda tx: tx.run("DELETE FROM role_grant"))
        await choose(page)
        await expect(page.locator("#notice")).to_contain_text("负责名册")
        await expect(page.locator(".mine .words", has_text="名册")).to_have_count(0)
        await choose(page, {**FILE, "buffer": b""})
        await expect(page.locator("#notice")).to_have_text("这份文件是空的。")
