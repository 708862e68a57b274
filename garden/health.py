"""`/healthz` for a watchdog, `/metrics` for a dashboard."""

from __future__ import annotations

import time
from datetime import datetime
from typing import Any

from aiohttp import web
from prometheus_client import CollectorRegistry, Gauge, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

import storage.clockwork
import storage.outbox
import storage.settings
from garden.running import Garden
from storage.transaction import Transaction
from study import invites

STALE_SECONDS = 120
LOOPBACK = ("127.0.0.1", "::1")


def add_health_routes(app: web.Application, garden: Garden) -> None:
    """Both routes; metrics answer on loopback only, unless a proxy in front is told otherwise."""

    async def healthz(request: web.Request) -> web.Response:
        found = await _health(garden)
        return web.json_response(found, status=200 if found["ok"] else 503)

    async def metrics(request: web.Request) -> web.Response:
        if request.remote not in LOOPBACK or "X-Forwarded-For" in request.headers:
            raise web.HTTPNotFound
        body = await _metrics(garden)
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_LATEST})

    app.router.add_get("/healthz", healthz)
    app.router.add_get("/metrics", metrics)


async def _health(garden: Garden) -> dict[str, Any]:
    """Ages in seconds: of the oldest message that is due, and of the last tick."""
    now = garden.clock()
    oldest, held = await garden.db.read(_oldest_due, now)
    tick_age = time.monotonic() - garden.pulse.last_tick
    due_age = (now - oldest).total_seconds() if oldest else 0.0
    return {
        "ok": tick_age < STALE_SECONDS,
        "last_tick_seconds": round(tick_age, 1),
        "oldest_due_outbox_seconds": round(due_age, 1),
        "outbox_held": held,
    }


def _oldest_due(tx: Transaction, now: datetime) -> tuple[datetime | None, bool]:
    held = storage.settings.get(tx, storage.settings.OUTBOX_HELD) is not None
    return storage.outbox.oldest_due(tx, now), held


async def _metrics(garden: Garden) -> bytes:
    registry = CollectorRegistry()
    counts = await garden.db.read(storage.clockwork.counts)
    for name, value in counts.items():
        Gauge(f"garden_{name}", f"Number of {name.replace('_', ' ')}", registry=registry).set(value)
    failed = await garden.db.read(invites.alarm, garden.clock())
    Gauge("garden_failed_codes_last_hour", "Codes tried in vain", registry=registry).set(failed)
    messages = Gauge("garden_outbox_messages", "Outbox rows by state", ["state"], registry=registry)
    for state, count in (await garden.db.read(storage.outbox.status)).items():
        messages.labels(state).set(count)
    Gauge("garden_tick_seconds", "Length of the last tick", registry=registry).set(garden.pulse.tick_seconds)
    return generate_latest(registry)
