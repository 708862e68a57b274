"""`garden serve`: everything checked before anything starts, then one process until it is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import os
import signal
import socket
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from aiohttp import web

import storage.settings
from bot.channel import Channel
from bot.charts.drawer import Drawer
from bot.documents import Documents
from garden import content_folder
from garden.clock import SkippingClock, system_now
from garden.health import add_health_routes
from garden.running import Garden
from garden.web import WebConnection
from storage.backup import backup
from storage.database import Database, Refused, sqlite_path
from storage.file_lock import FileLock, lock_beside
from storage.migrating import migrate
from storage.opening import open_database
from study.rules.county import County
from study.rules.settings import Settings

if TYPE_CHECKING:
    from garden.telegram import TelegramConnection

OBJECTS_BETWEEN_COLLECTIONS = 10_000
"""Python's own limit, 700, is reached many times a second when a county answers."""

log = logging.getLogger(__name__)


class CannotServe(Refused):
    """Why serving does not start, in one sentence."""


async def serve(
    settings: Settings, county: County, environ: Mapping[str, str], started: Callable[[], None]
) -> None:
    """Serve until SIGTERM or SIGINT; `started` is called once the door is open.

    Raises Refused with one sentence when it cannot start.
    """
    token = environ.get("TELEGRAM_BOT_TOKEN", "")
    web_settings = settings.channels.web
    if web_settings and web_settings.demo and token:
        raise CannotServe(
            "A demo does not run together with TELEGRAM_BOT_TOKEN: set channels.web.demo to false."
        )
    if not web_settings and not token:
        raise CannotServe("There is no channel: set channels.web, or TELEGRAM_BOT_TOKEN in the environment.")
    async with _opened(settings) as db:
        await _check_mark(db, settings)
        await content_folder.take_in(db, settings, system_now())
        await _run(db, settings, county, token, environ, started)


@contextlib.asynccontextmanager
async def _opened(settings: Settings) -> AsyncIterator[Database]:
    """The database, locked, migrated, with a backup first when it holds data."""
    path = sqlite_path(settings.database)
    lock: FileLock | None = None
    if path:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = lock_beside(path)
        lock.acquire()
    try:
        db = await open_database(settings.database)
        try:
            await migrate(db, system_now(), lambda: _backup_first(settings.database, path))
            yield db
        finally:
            await db.close()
    finally:
        if lock:
            lock.release()


async def _backup_first(url: str, path: Path | None) -> None:
    if path is None:
        log.warning("the schema is about to change; PostgreSQL is backed up with pg_dump")
        return
    target = path.with_name(f"{path.name}.before-migration-{system_now():%Y%m%d-%H%M%S}")
    await asyncio.to_thread(backup, url, target)
    log.info("backed up before migrating", extra={"file": target.name})


async def _check_mark(db: Database, settings: Settings) -> None:
    """Demo data and a county's own never meet."""
    marked = await db.read(storage.settings.get, storage.settings.DEMO_MARK) is not None
    demo = bool(settings.channels.web and settings.channels.web.demo)
    if demo and not marked:
        raise CannotServe(
            "channels.web.demo is true, but this database is not a demo's:"
            " set it to false, or name another database."
        )
    if marked and not demo:
        raise CannotServe(
            "This database holds the demo county: name another database, or set channels.web.demo to true."
        )


async def _run(
    db: Database,
    settings: Settings,
    county: County,
    token: str,
    environ: Mapping[str, str],
    started: Callable[[], None],
) -> None:
    skipped = await db.read(storage.settings.get, storage.settings.DEMO_SKIPPED)
    clock = SkippingClock(timedelta(seconds=float(skipped or 0)))
    app = web.Application()
    place = settings.channels.web
    drawer, documents = Drawer(), Documents(db, county, clock)
    chat = WebConnection(db, settings, place, clock, drawer, documents) if place else None
    telegram = _telegram(token, settings, environ, clock, drawer, documents) if token else None
    channels = [connection.channel for connection in (chat, telegram) if connection]
    garden = await _garden(db, settings, county, channels, environ, clock)
    if chat:
        chat.add_routes(app, garden)
    if telegram:
        telegram.add_routes(app, garden)
    add_health_routes(app, garden)
    try:
        await _serve_until_told(app, settings, garden, chat, telegram, started)
    finally:
        drawer.close()


async def _garden(
    db: Database,
    settings: Settings,
    county: County,
    channels: Sequence[Channel],
    environ: Mapping[str, str],
    clock: SkippingClock,
) -> Garden:
    """Alone on SQLite; on PostgreSQL there may be neighbours."""
    node = node_name(environ)
    if db.dialect == "sqlite":
        return Garden(db, county, channels, node, clock)
    from garden.cluster import SharedClockwork, install_queue

    await install_queue(db)
    clockwork = SharedClockwork(settings.database)
    return Garden(db, county, channels, node, clock, clockwork=clockwork, has_neighbours=True)


def _telegram(
    token: str,
    settings: Settings,
    environ: Mapping[str, str],
    clock: SkippingClock,
    drawer: Drawer,
    documents: Documents,
) -> TelegramConnection:
    # The chat library takes half a second to import, and a garden without a token does without it.
    from garden.telegram import TelegramConnection

    return TelegramConnection(token, settings, environ, clock, drawer, documents)


async def _serve_until_told(
    app: web.Application,
    settings: Settings,
    garden: Garden,
    chat: WebConnection | None,
    telegram: TelegramConnection | None,
    started: Callable[[], None],
) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=2.0)
    await runner.setup()
    try:
        await _listen(runner, settings)
        await garden.start()
        if telegram:
            await telegram.start(garden, stop)
        watcher = asyncio.create_task(content_folder.watch(garden.db, settings, system_now, stop))
        _spare_the_collector()
        started()
        log.info("serving")
        await stop.wait()
        log.info("stopping")
        if telegram:
            await telegram.stop()
        if chat:
            chat.close_streams()
        await watcher
    finally:
        await garden.stop()
        if telegram:
            await telegram.close()
        await runner.cleanup()


def _spare_the_collector() -> None:
    """Code and phrases stay as long as the process: the garbage collector need not look at them again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)


async def _listen(runner: web.AppRunner, settings: Settings) -> None:
    place = settings.channels.web
    host, port = (place.host, place.port) if place else ("127.0.0.1", 8080)
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        raise CannotServe(f"Cannot listen on {host}:{port}: {os.strerror(error.errno or 0)}.") from error


def node_name(environ: Mapping[str, str]) -> str:
    """The same after a restart, so that a node finds what it had in hand."""
    return environ.get("GARDEN_NODE") or socket.gethostname()
