"""A garden in which everybody looks at a question, and the updates with which they answer it."""

from __future__ import annotations

import asyncio
import shutil
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import yaml

import storage.identities
from benchmarks.people import take_in
from bot.channels.telegram.sending import CAPABILITIES
from bot.conversation.incoming import Chose, Incoming
from bot.reception import receive
from garden.configuration import load_settings
from storage.inline import InlineDatabase
from storage.migrating import migrate
from storage.transaction import Transaction
from study import content
from study.authored import read_content
from study.rules.county import County
from study.rules.working_days import WorkCalendar

ROOT = Path(__file__).parents[2]
READING = "acting-by-law"
CHUNK = 500


def write_configuration(folder: Path, port: int) -> Path:
    """One reading, its single-choice questions for practice, Telegram by webhook."""
    readings, quizzes = folder / "readings", folder / "quizzes"
    shutil.copytree(ROOT / "content/readings" / READING, readings / READING)
    quizzes.mkdir()
    bank = yaml.safe_load((ROOT / "quizzes" / f"{READING}.yaml").read_text("utf-8"))
    bank["questions"] = [each for each in bank["questions"] if each["type"] == "single_choice"]
    (quizzes / f"{READING}.yaml").write_text(yaml.safe_dump(bank, allow_unicode=True), "utf-8")
    path = folder / "config.yaml"
    path.write_text(
        f"database: sqlite:{folder}/garden.db\n"
        f"content: {{readings: {readings}, quizzes: {quizzes}}}\n"
        "plan: []\n"
        "channels:\n"
        f"  web: {{port: {port}, demo: false}}\n"
        "  telegram: {mode: webhook, webhook_url: https://bot.example/telegram}\n",
        "utf-8",
    )
    return path


def build(config: Path, people: int) -> list[dict[str, Any]]:
    """The record, with a question on everybody's screen; an update for each of them that answers it."""
    return asyncio.run(_build(config, people))


async def _build(config: Path, people: int) -> list[dict[str, Any]]:
    settings = load_settings(config, {})
    county = County(settings, WorkCalendar())
    authored = read_content(Path(settings.content.readings), Path(settings.content.quizzes))
    db, now, rng = InlineDatabase(config.parent / "garden.db", is_alone=True), datetime.now(UTC), Random(1)
    try:
        await migrate(db, now)
        await db.write(content.take_in, authored, now)
        await db.write(take_in, people, county, now)
        for start in range(1, people + 1, CHUNK):
            numbers = range(start, min(start + CHUNK, people + 1))
            await db.write(_ask, numbers, county, rng, now)
        return await db.read(_answers)
    finally:
        await db.close()


def _ask(tx: Transaction, numbers: range, county: County, rng: Random, now: datetime) -> None:
    for row in tx.all(
        "SELECT id, staff_no FROM person WHERE id BETWEEN :first AND :last",
        first=numbers[0],
        last=numbers[-1],
    ):
        address = row["staff_no"][1:]
        identity = storage.identities.find_or_create(tx, "telegram", address, "en", now)
        storage.identities.bind(tx, identity.id, row["id"], now)
        asks = Incoming("telegram", address, f"asks-{address}", Chose(f"practice:{READING}"), "en")
        receive(tx, asks, CAPABILITIES, county, rng, now, None)
    tx.run("UPDATE outbox SET state = 'sent', settled_at = :now", now=now)


def _answers(tx: Transaction) -> list[dict[str, Any]]:
    rows = tx.all(
        "SELECT p.id AS prompt_id, i.address FROM prompt p JOIN channel_identity i ON i.person_id = p.person_id"
        " ORDER BY p.id"
    )
    return [
        update(number, int(row["address"]), f"a:{row['prompt_id']}:0")
        for number, row in enumerate(rows, start=1)
    ]


def update(number: int, person: int, data: str) -> dict[str, Any]:
    """A press on a button of the message with the question."""
    sender = {"id": person, "is_bot": False, "first_name": f"Cadre {person}", "language_code": "en"}
    chat = {"id": person, "type": "private", "first_name": f"Cadre {person}"}
    message = {"message_id": 1, "date": 1, "chat": chat, "from": sender, "text": "1 / 5"}
    query = {"id": str(number), "from": sender, "chat_instance": "1", "message": message, "data": data}
    return {"update_id": number, "callback_query": query}
