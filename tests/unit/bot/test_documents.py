"""Documents are made with the rights, in the language and at the time of the fetching."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pytest
from fakes.county import a_person, at, small_county

import storage.identities
import storage.people
from bot.conversation.documents import DOCUMENTS
from bot.conversation.messages import Document
from bot.documents import Documents
from storage.inline import InlineDatabase
from storage.people import Person
from storage.transaction import Transaction
from study.rules.county import County
from study.spreadsheets import Sheet, TextSheet, read_sheets

COUNTY = small_county()
NOW = at("2026-11-23 08:30")
DOCUMENT = Document("名单.xlsx", "people", {"unit": 3})
GONE = "这份文件现在取不到了"


def maker(
    tx: Transaction, person_id: int, args: Mapping[str, Any], language: str, county: County, now: datetime
) -> tuple[Sheet, ...] | None:
    if args["unit"] == 0:
        raise RuntimeError("a bug")
    if args["unit"] != 3:
        return None
    return (Sheet("名单", (("who", "language", "now"), (str(person_id), language, now.isoformat()))),)


@pytest.fixture(autouse=True)
def people(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(DOCUMENTS, "people", maker)


def a_reader(inline: InlineDatabase) -> tuple[Person, str]:
    person = inline.write_now(a_person, "1")
    (row,) = inline.read_now(lambda tx: tx.all("SELECT address FROM channel_identity"))
    return person, row["address"]


async def made(inline: InlineDatabase, document: Document, address: str) -> bytes | str:
    (row,) = inline.read_now(lambda tx: tx.all("SELECT channel FROM channel_identity")) or (
        {"channel": "web"},
    )
    return await Documents(inline, COUNTY, lambda: NOW).maker(row["channel"])(document, address)


def refusals(tx: Transaction) -> list[tuple[str, str, Any]]:
    rows = tx.all("SELECT actor, action, after_json FROM audit_entry WHERE action = 'refused'")
    return [(row["actor"], row["action"], row["after_json"]) for row in rows]


async def test_whoever_fetches_gets_the_book_of_now(inline: InlineDatabase) -> None:
    person, address = a_reader(inline)
    book = await made(inline, DOCUMENT, address)
    assert isinstance(book, bytes)
    rows = (("who", "language", "now"), (str(person.id), "zh-Hans", NOW.isoformat()))
    assert read_sheets("名单.xlsx", book) == (TextSheet("名单", rows),)


@pytest.mark.parametrize(
    "document", [Document("x.xlsx", "people", {"unit": 4}), Document("x.xlsx", "old", {})]
)
async def test_what_is_not_for_them_is_refused_politely_and_logged(
    inline: InlineDatabase, document: Document
) -> None:
    person, address = a_reader(inline)
    told = await made(inline, document, address)
    assert isinstance(told, str) and told.startswith(GONE)
    assert inline.read_now(refusals) == [
        (f"person:{person.id}", "refused", {"action": f"document:{document.kind}"})
    ]


async def test_who_has_left_fetches_nothing(inline: InlineDatabase) -> None:
    person, address = a_reader(inline)
    inline.write_now(
        lambda tx: tx.run("UPDATE person SET left_on = '2026-11-23' WHERE id = :id", id=person.id)
    )
    assert isinstance(await made(inline, DOCUMENT, address), str)


async def test_an_address_without_a_person_is_told_in_its_language(inline: InlineDatabase) -> None:
    inline.write_now(storage.identities.find_or_create, "web", "new", "en", NOW)
    told = await made(inline, DOCUMENT, "new")
    assert isinstance(told, str) and told.startswith("This file can no longer be fetched")
    assert isinstance(await made(inline, DOCUMENT, "nobody"), str)


async def test_a_broken_maker_costs_only_its_own_file(
    inline: InlineDatabase, caplog: pytest.LogCaptureFixture
) -> None:
    _, address = a_reader(inline)
    with caplog.at_level(logging.ERROR):
        told = await made(inline, Document("x.xlsx", "people", {"unit": 0}), address)
    assert isinstance(told, str)
    assert "cannot be made" in caplog.text
