"""People answered while something else goes on: how long each of them waits."""

from __future__ import annotations

import asyncio
import time
from datetime import datetime
from random import Random
from typing import Any

from bot.channels.web.sending import WEB_CAPABILITIES
from bot.conversation.incoming import Command, Incoming
from bot.reception import receive
from storage.database import Database
from study.rules.county import County

NODE = "benchmark"


async def replies_during(
    work: asyncio.Task[Any], db: Database, county: County, now: datetime
) -> tuple[float, list[float]]:
    """(seconds until the work is done, milliseconds of each reply until then)."""
    began = time.perf_counter()
    replies: list[float] = []
    while not work.done():
        asked = time.perf_counter()
        incoming = Incoming("web", f"visitor-{len(replies) % 50}", f"event-{len(replies)}", Command("today"))
        await db.write(receive, incoming, WEB_CAPABILITIES, county, Random(1), now, NODE)
        replies.append((time.perf_counter() - asked) * 1_000)
        await asyncio.sleep(0.002)
    await work
    return time.perf_counter() - began, replies
