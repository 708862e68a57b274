"""A garden as an office has it: a folder, a configuration, the command line run in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from click.testing import Result
from fakes.county import a_person, at, enrol_everybody, plan_item, small_county, take_in_small_content
from typer.testing import CliRunner

import storage.assignments
from garden.command_line import app
from storage.inline import InlineDatabase
from storage.transaction import Transaction
from study import assignments

NOW = at("2025-03-10 10:00")
COUNTY = small_county(plan=(plan_item("03-01", "03-31"),))
CONFIG = """\
language: en
channels:
  web: {demo: false}
plan:
  - {reading: law, opens: 03-01, due: 03-31}
"""
SHEET = """\
title: Law
topic: law
summary: About it
check:
  - {id: c1, type: true_false, stem: Is it, answer: true, explanation: It is}
"""


class Office:
    """A folder with a configuration, the command line run in it, and its database."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / "data" / "garden.db"

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def run(self, *arguments: str | Path) -> Result:
        return CliRunner().invoke(app, [*map(str, arguments), "--config", str(self.folder / "config.yaml")])

    @contextmanager
    def record(self) -> Iterator[InlineDatabase]:
        database = InlineDatabase(self.file)
        yield database
        database.close_now()

    def one(self, query: Callable[..., Any], *arguments: Any) -> Any:
        with self.record() as db:
            return db.read_now(query, *arguments)


def new_office(folder: Path) -> Office:
    """With its configuration, one reading and an empty database."""
    made = Office(folder)
    made.write("config.yaml", CONFIG)
    made.write("content/readings/law/reading.yaml", SHEET)
    made.write("content/readings/law/zh-Hans.md", "## 一 {#one}\n\n第一段。\n")
    made.write("content/readings/law/en.md", "## One {#one}\n\nFirst.\n")
    made.run("migrate")
    return made


def peopled_office(folder: Path) -> Office:
    """Two people with a share each."""
    made = new_office(folder)
    with made.record() as db:
        db.write_now(_settle)
    return made


def _settle(tx: Transaction) -> None:
    take_in_small_content(tx)
    for staff_no in ("1", "2"):
        a_person(tx, staff_no, channel="telegram")
    assignments.open_plan(tx, COUNTY, at("2025-01-05 09:00"))
    assignments.open_plan(tx, COUNTY, NOW)
    enrol_everybody(tx, COUNTY, NOW)


def shares(office: Office, person_id: int = 1) -> Any:
    return office.one(storage.assignments.of_person, person_id)


def audited(office: Office) -> list[tuple[str, str, str]]:
    rows = office.one(lambda tx: tx.all("SELECT actor, action, reason FROM audit_entry ORDER BY id"))
    return [(row["actor"], row["action"], row["reason"]) for row in rows]
