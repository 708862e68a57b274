"""The demo's database: built beside its place and moved there when it is whole."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from garden.demo.building import build
from storage.database import sqlite_path
from storage.inline import InlineDatabase
from storage.migrating import migrate
from study.authored import read_content
from study.rules.county import County
from study.rules.settings import Settings


def needs_demo(settings: Settings) -> bool:
    """A demo configuration whose database file is not there yet."""
    path = sqlite_path(settings.database)
    wanted = settings.channels.web is not None and settings.channels.web.demo
    return wanted and path is not None and not path.exists()


def prepare(settings: Settings, county: County, now: datetime, progress: Callable[[float], None]) -> None:
    """Build the demo county; interrupted, it leaves nothing that could be taken for a garden."""
    path = sqlite_path(settings.database)
    if path is None:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(path.name + ".unfinished")
    for left_over in unfinished.parent.glob(unfinished.name + "*"):
        left_over.unlink()
    db = InlineDatabase(unfinished, is_alone=True)
    try:
        asyncio.run(migrate(db, now))
        authored = read_content(Path(settings.content.readings), Path(settings.content.quizzes))
        build(db, county, authored, now, progress)
    finally:
        db.close_now()
    unfinished.rename(path)
