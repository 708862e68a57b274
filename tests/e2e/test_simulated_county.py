"""Small counties on a simulated clock, with a bad network and crashes: every promise is kept, whatever the seed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from garden.simulation import faults, running
from garden.simulation.running import Outcome
from garden.simulation.year import Plan
from study.authored import AuthoredContent
from study.rules.county import County

ROOT = Path(__file__).parents[2]
CADRES, WEEKS = 200, 6
FEWER, SHORTER = 60, 4
"""On PostgreSQL, where every question to the record goes there and back."""


def told(outcome: Outcome) -> list[str]:
    """The promises that were broken, with whoever wants to run it again in mind."""
    return [f"seed {outcome.plan.seed}: {violation}" for violation in outcome.violations]


@pytest.mark.parametrize("seed", range(1, 21))
def test_every_promise_is_kept_under_faults_and_crashes(
    seed: int, shipped_county: County, shipped_content: AuthoredContent
) -> None:
    outcome = running.simulate(Plan(CADRES, WEEKS, seed, faults.USUAL), shipped_county, shipped_content)
    assert told(outcome) == []
    assert outcome.totals["responses"] > 1_500


@pytest.mark.parametrize("seed", range(21, 25))
def test_every_promise_is_kept_on_postgresql(
    seed: int, shipped_county: County, shipped_content: AuthoredContent, new_postgresql: Callable[[str], str]
) -> None:
    plan = Plan(FEWER, SHORTER, seed, faults.USUAL)
    outcome = running.simulate(plan, shipped_county, shipped_content, new_postgresql("template0"))
    assert told(outcome) == []
    assert outcome.totals["responses"] > 200


def history(seed: int, shipped_county: County, shipped_content: AuthoredContent) -> list[tuple[Any, ...]]:
    plan = Plan(40, 3, seed, faults.USUAL, is_told=True)
    return running.simulate(plan, shipped_county, shipped_content).story.entries


def test_the_same_seed_tells_the_same_history_to_the_letter(
    shipped_county: County, shipped_content: AuthoredContent
) -> None:
    first = history(5, shipped_county, shipped_content)
    assert len(first) > 200
    assert repr(first) == repr(history(5, shipped_county, shipped_content))
    assert first != history(6, shipped_county, shipped_content)
