"""The demo county: the same every time, plainly fictional, with something to do in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from fakes.county import at

import storage.people
import storage.settings
import storage.units
from garden.clock import SkippingClock
from garden.configuration import load_settings
from garden.demo import building
from garden.demo.county import SIZE, demo_people
from garden.demo.desk import ROLES, DemoDesk
from garden.demo.preparing import needs_demo, prepare
from garden.running import Garden
from storage.inline import InlineDatabase
from study import audit, today
from study.rules.county import County
from study.rules.working_days import WorkCalendar

ROOT = Path(__file__).parents[3]
NOW = at("2026-11-23 10:00")
SETTINGS = load_settings(ROOT / "config.yaml", {})


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> County:
    """A demo county whose database has been prepared, with two weeks of history to be quick."""
    url = f"sqlite:{tmp_path_factory.mktemp('demo') / 'garden.db'}"
    made = County(replace(SETTINGS, database=url), WorkCalendar())
    shares: list[float] = []
    assert needs_demo(made.settings)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(building, "WEEKS", 2)
        prepare(made.settings, made, NOW, shares.append)
    assert shares == sorted(shares) and shares[-1] == 1.0
    return made


def place(county: County) -> Path:
    return Path(county.settings.database.removeprefix("sqlite:"))


def test_what_was_prepared_is_marked_whole_and_agrees_with_its_ledger(county: County) -> None:
    assert not needs_demo(county.settings)
    assert [path.name for path in place(county).parent.iterdir()] == ["garden.db"]
    db = InlineDatabase(place(county))
    assert db.read_now(storage.settings.get, storage.settings.DEMO_MARK)
    report = db.read_now(audit.recount, county)
    assert report.responses > 100 and report.entries > 100 and report.discrepancies == ()
    assert len(db.read_now(storage.people.everyone)) == SIZE
    assert len(db.read_now(storage.units.everything)) == 8
    db.close_now()


def test_a_visitor_finds_something_to_read_whoever_they_are(county: County) -> None:
    db = InlineDatabase(place(county))
    clock = SkippingClock(timedelta(0))
    desk = DemoDesk(Garden(db, county, [], "node", lambda: NOW), clock)
    assert [persona.id for persona in desk.personas()] == list(ROLES)
    people = {name: db.read_now(desk._person, name, NOW) for name in ROLES}
    assert all(people.values())
    assert len({person.id for person in people.values() if person}) == len(ROLES)
    cadre = people["cadre"]
    assert cadre is not None
    found = db.read_now(today.today, cadre.id, county, NOW)
    assert any(item.next_step == "read" for item in found.items)
    db.close_now()


def test_an_interrupted_preparation_leaves_nothing_that_could_be_taken_for_a_garden(
    county: County, tmp_path: Path
) -> None:
    settings = replace(county.settings, database=f"sqlite:{tmp_path / 'garden.db'}")

    def interrupt(share: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        prepare(settings, County(settings, county.calendar), NOW, interrupt)
    assert needs_demo(settings)


def test_sixty_people_are_told_apart() -> None:
    people = demo_people(NOW.date(), NOW.date())
    assert len({person.staff_no for person in people}) == SIZE
    assert len({person.name for person in people}) > SIZE * 0.9
