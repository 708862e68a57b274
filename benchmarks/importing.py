"""Ten thousand questions sent to the chat as one table, looked at and saved while people are answered."""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import storage.grants
import storage.identities
import storage.people
import storage.units
import storage.uploads
from benchmarks.figures import Figure
from benchmarks.replies import replies_during
from garden.uploads import UploadReader
from storage.database import Database
from storage.migrating import migrate
from storage.opening import open_database
from storage.people import RosterEntry
from storage.transaction import Transaction
from study import uploads
from study.rules.county import County
from study.rules.settings import Settings
from study.rules.working_days import WorkCalendar
from study.spreadsheets import Sheet, write_book

QUESTIONS = 10_000
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
COUNTY = County(Settings(), WorkCalendar())
WORDS = (
    "预警",
    "转移",
    "村民",
    "值班",
    "记录",
    "报告",
    "核实",
    "物资",
    "道路",
    "雨量",
    "水位",
    "责任",
    "巡查",
    "名单",
)


def measure(repeats: int = 3) -> list[Figure]:
    runs = [asyncio.run(_run()) for _ in range(repeats)]
    looked, worst, typical, saved = (tuple(values) for values in zip(*runs, strict=True))
    return [
        Figure("10,000 questions of an xlsx previewed", looked, "s", 5),
        Figure("slowest reply meanwhile", worst, "ms", 200),
        Figure("median reply meanwhile", typical, "ms", 200),
        Figure("and saved", saved, "s", 2),
    ]


async def _run() -> tuple[float, float, float, float]:
    with tempfile.TemporaryDirectory() as folder:
        db = await open_database(f"sqlite:{Path(folder) / 'garden.db'}")
        try:
            await migrate(db, NOW)
            upload_id = await db.write(_sent, _workbook())
            reader = UploadReader(db, COUNTY, lambda: NOW)
            looking = asyncio.create_task(reader.read_arrived())
            seconds, replies = await replies_during(looking, db, COUNTY, NOW)
            return seconds, max(replies), statistics.median(replies), await _save(db, upload_id)
        finally:
            await db.close()


async def _save(db: Database, upload_id: int) -> float:
    """Seconds of the one write that saves them all."""
    upload = await db.read(storage.uploads.by_id, upload_id)
    assert upload is not None and upload.result_json is not None
    preview = upload.result_json["preview"]
    if preview["new"] != QUESTIONS:
        raise RuntimeError(f"only {preview['new']} questions were taken")
    began = time.perf_counter()
    await db.write(uploads.save, upload, preview["digest"], COUNTY, NOW)
    return time.perf_counter() - began


def _workbook() -> bytes:
    rows: list[tuple[str, ...]] = [("题型", "题干", "选项A", "选项B", "选项C", "选项D", "答案", "解析")]
    for number in range(QUESTIONS):
        steps = (1, 3, 5, 9, 11)
        words = [f"{WORDS[number * step % len(WORDS)]}{step}{number // step}" for step in steps]
        stem = f"第 {number} 种情形下，{words[0]}之后、{words[1]}之前，村里首先应当办理的是（ ）"
        rows.append(("单选题", stem, *words[1:], "B", f"先{words[2]}，再{words[3]}。"))
    return write_book([Sheet("题目", tuple(rows))])


def _sent(tx: Transaction, content: bytes) -> int:
    """The file, sent by somebody who teaches the whole county; the upload's id."""
    unit = storage.units.ensure(tx, ["County"])["County"]
    entry = RosterEntry("B1", "Cadre", unit.id, "ordinary", "", "zh-Hans", NOW.date(), None)
    person_id = storage.people.insert(tx, entry, "08:30")
    storage.grants.put(tx, person_id, "instructor", unit.id, None, NOW)
    identity = storage.identities.find_or_create(tx, "web", "teacher", "zh-Hans", NOW)
    return storage.uploads.insert(
        tx,
        person_id=person_id,
        identity_id=identity.id,
        purpose="",
        name="questions.xlsx",
        size=len(content),
        place="",
        content=content,
        now=NOW,
    )
