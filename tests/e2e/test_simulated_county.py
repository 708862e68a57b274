"""Small counties on a simulated clock, with a bad network and crashes: every promise is kept, whatever the seed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from garden.configuration import load_settings
from garden.simulation import faults, running
from garden.simulation.running import Outcome
from garden.simulation.year import Plan
from study.authored import AuthoredContent, read_content
from study.rules.county import County
from study.rules.working_days import WorkCalendar

ROOT = Path(__file__).parents[2]
CADRES, WEEKS = 30, 4


@pytest.fixture(scope="module")
def county() -> County:
    return County(load_settings(ROOT / "config.yaml", {}), WorkCalendar())


@pytest.fixture(scope="module")
def authored() -> AuthoredContent:
    return read_content(ROOT / "content" / "readings", ROOT / "quizzes")


def told(outcome: Outcome) -> list[str]:
    """The promises that were broken, with whoever wants to run it again in mind."""
    return [f"seed {outcome.plan.seed}: {violation}" for violation in outcome.violations]


@pytest.mark.parametrize("seed", range(1, 21))
def test_every_promise_is_kept_under_faults_and_crashes(
    seed: int, county: County, authored: AuthoredContent
) -> None:
    outcome = running.simulate(Plan(CADRES, WEEKS, seed, faults.USUAL), county, authored)
    assert told(outcome) == []
    assert outcome.totals["responses"] > 120


@pytest.mark.parametrize("seed", range(21, 25))
def test_every_promise_is_kept_on_postgresql(
    seed: int, county: County, authored: AuthoredContent, new_postgresql: Callable[[str], str]
) -> None:
    plan = Plan(CADRES // 2, 2, seed, faults.USUAL)
    outcome = running.simulate(plan, county, authored, new_postgresql("template0"))
    assert told(outcome) == []
    assert outcome.totals["responses"] > 50


def history(seed: int, county: County, authored: AuthoredContent) -> list[tuple[Any, ...]]:
    plan = Plan(12, 2, seed, faults.USUAL, is_told=True)
    return running.simulate(plan, county, authored).story.entries


def test_the_same_seed_tells_the_same_history_to_the_letter(
    county: County, authored: AuthoredContent
) -> None:
    first = history(5, county, authored)
    assert len(first) > 200
    assert repr(first) == repr(history(5, county, authored))
    assert first != history(6, county, authored)
