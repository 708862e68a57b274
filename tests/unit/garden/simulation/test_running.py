"""What a run finds out: a guard that is taken out is seen, and shown with as few people as it takes."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from rich.console import Console

import bot.reception
import storage.assignments
import storage.clockwork
import study.assignments
import study.outbox
import study.rules.quiet_time
import study.weekly_summary
from garden.simulation import cadre, desk, faults, report, running
from garden.simulation.year import Plan
from storage.database import Refused
from storage.transaction import Transaction
from study.authored import AuthoredContent
from study.rules.county import County

OFTEN_REPEATED = replace(faults.USUAL, repeated=0.3)
COMPLETE = storage.assignments.complete
FIRST_SIGHT = storage.clockwork.first_sight
ROOT = Path(__file__).parents[4]


def test_a_broken_promise_is_told_with_its_smallest_history(
    shipped_county: County, shipped_content: AuthoredContent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(study.rules.quiet_time, "_held_until", lambda *moment: None)
    # Where an office's notices and people's disputes are left out, one person alone shows it.
    monkeypatch.setattr(desk, "DEEDS", ((lambda office: None, 1),))
    monkeypatch.setattr(cadre, "DISPUTES", 0.0)
    outcome = running.simulate(Plan(40, 3, 2, faults.USUAL), shipped_county, shipped_content)
    assert {each.promise for each in outcome.violations} == {"nothing unasked in quiet hours"}
    smaller = running.smallest(outcome, shipped_county, shipped_content, lambda share: None)
    assert smaller is not None
    assert len(smaller.plan.only) == 1
    console = Console(record=True, width=120, file=io.StringIO())
    report.tell_violations(outcome, smaller, shipped_county, console)
    told = console.export_text()
    assert "Broken with seed 2" in told
    assert "The smallest history: S10" in told


def as_if_in_time(tx: Transaction, enrollment_id: int, now: datetime, is_late: bool) -> None:
    COMPLETE(tx, enrollment_id, now, False)


def always_new(tx: Transaction, channel: str, event_id: str, now: datetime) -> bool:
    FIRST_SIGHT(tx, channel, event_id, now)
    return True


def fails(*facts: object) -> None:
    raise ZeroDivisionError


GUARDS = {
    "nothing is counted twice": (storage.clockwork, "first_sight", always_new),
    "what is done late says so": (storage.assignments, "complete", as_if_in_time),
    "who is back is told what they missed": (bot.reception.outbox, "welcome_back", lambda *back: False),
    "what somebody waits for is sent once more": (study.outbox, "SENT_ONCE_MORE", frozenset[str]()),
    "every supervisor gets a summary": (study.weekly_summary, "send_summary", lambda *summary: False),
    "everybody has their share": (study.assignments, "share_window", lambda *share: None),
    "nothing fails within the program": (study.weekly_summary, "summarise", fails),
}


@pytest.mark.parametrize("promise", GUARDS)
def test_a_guard_that_is_taken_out_is_seen(
    shipped_county: County, shipped_content: AuthoredContent, monkeypatch: pytest.MonkeyPatch, promise: str
) -> None:
    monkeypatch.setattr(*GUARDS[promise])
    outcome = running.simulate(Plan(40, 4, 3, OFTEN_REPEATED), shipped_county, shipped_content)
    assert promise in {each.promise for each in outcome.violations}


def test_a_quiet_year_is_told_in_figures(shipped_county: County, shipped_content: AuthoredContent) -> None:
    outcome = running.simulate(Plan(12, 2, 1), shipped_county, shipped_content)
    assert outcome.violations == []
    facts = report.as_json(outcome)
    assert facts["crashes"] == 0
    assert facts["responses"] > 0
    assert len(facts["done_by_week"]) == 2


def test_a_database_with_people_in_it_is_refused(
    shipped_county: County, shipped_content: AuthoredContent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running.storage.promises, "totals", lambda tx: {"people": 3})
    with pytest.raises(Refused, match="must be empty"):
        running.simulate(Plan(2, 1, 1), shipped_county, shipped_content)
