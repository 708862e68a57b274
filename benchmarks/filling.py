"""How well the permitted rate is filled while a whole county is told something, and what that costs."""

from __future__ import annotations

import asyncio
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import storage.outbox
from benchmarks.figures import Figure
from benchmarks.flood import county as flooded
from benchmarks.flood.running import PLACEHOLDER, TOKEN, people_at
from benchmarks.ports import free_ports
from bot.channels.telegram.api import BotApi
from bot.channels.telegram.sending import TelegramChannel
from bot.conversation import stored
from bot.conversation.messages import Message
from garden.configuration import load_settings
from garden.running import Garden
from storage.opening import open_database
from storage.transaction import Transaction
from study.rules.county import County
from study.rules.rich_text import RichText
from study.rules.working_days import WorkCalendar

MESSAGES = 1_500
MORNING = datetime(2026, 3, 3, 2, 0, tzinfo=UTC)


def measure() -> list[Figure]:
    """A minute of it; at this rate 5,649 people take under four."""
    with tempfile.TemporaryDirectory() as name:
        config = flooded.write_configuration(Path(name), PLACEHOLDER)
        flooded.build(config, MESSAGES)
        (port,) = free_ports(1)
        with people_at(port, {"updates": [], "webhook": "", "secret": ""}) as api:
            seconds, cpu, rate = asyncio.run(_send_all(config, api))
    share = MESSAGES / seconds / rate
    return [
        Figure("share of the permitted rate left unused", ((1 - share) * 100,), "%", 2),
        Figure("CPU while filling it", (cpu / seconds * 100,), "% of a core", 10),
    ]


async def _send_all(config: Path, api: str) -> tuple[float, float, float]:
    """(seconds, CPU seconds, permitted messages a second)."""
    settings = load_settings(config, {})
    began = time.monotonic()

    def clock() -> datetime:
        return MORNING + timedelta(seconds=time.monotonic() - began)

    db = await open_database(settings.database)
    try:
        async with BotApi(TOKEN, api) as bot_api:
            channel = TelegramChannel(bot_api, None, clock)  # type: ignore[arg-type]
            garden = Garden(db, County(settings, WorkCalendar()), [channel], "benchmark", clock)
            await db.write(_tell_all, clock())
            started, spent = time.perf_counter(), time.process_time()
            worker = garden.worker("telegram")
            await worker.deliver_pending()
            await worker.idle()
            return time.perf_counter() - started, time.process_time() - spent, settings.rates.bulk_per_second
    finally:
        await db.close()


def _tell_all(tx: Transaction, now: datetime) -> None:
    message = stored.to_json(Message((RichText("The reading of this month is open until the 15th."),)))
    for row in tx.all("SELECT id FROM person"):
        storage.outbox.insert(
            tx,
            person_id=row["id"],
            identity_id=None,
            dedup_key="told",
            kind="reply",
            is_bulk=True,
            message=message,
            send_after=now,
            expires_at=now + timedelta(days=1),
        )
