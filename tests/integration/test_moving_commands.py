"""Leave entered afterwards, done on paper, transfers and leaving, from the command line."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from fakes.county import FIRE, at
from fakes.office import Office, audited, peopled_office, shares

import storage.people
from storage.transaction import Transaction

BACK_DATED = ("leave", "1", "--from", "2025-03-25", "--until", "2025-04-05", "--reason", "ill")


@pytest.fixture
def peopled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    for name in ("DATABASE_URL", "GARDEN_CONFIG", "TELEGRAM_BOT_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    return peopled_office(tmp_path)


def person(office: Office) -> Any:
    return office.one(storage.people.by_id, 1)


def moved_units(tx: Transaction) -> list[str]:
    rows = tx.all("SELECT u.path FROM enrollment e JOIN unit u ON u.id = e.unit_id WHERE e.person_id = 1")
    return [row["path"] for row in rows]


def test_a_leave_of_the_past_lists_what_it_changes_and_asks(peopled: Office) -> None:
    asked = peopled.run(*BACK_DATED)
    assert asked.exit_code == 1
    assert "the last day moves from 2025-03-31 to 2025-04-12" in asked.stdout and "Go on?" in asked.stdout
    assert audited(peopled) == [] and shares(peopled)[0].due_at == at("2025-04-01 00:00")
    done = peopled.run(*BACK_DATED, "--yes")
    assert done.exit_code == 0, done.output
    assert "from 2025-03-25 to 2025-04-05 is recorded" in done.stdout
    assert shares(peopled)[0].due_at == at("2025-04-13 00:00")
    merged = peopled.run(
        "leave", "1", "--from", "2025-04-06", "--until", "2025-04-07", "--reason", "x", "--yes"
    )
    assert "from 2025-03-25 to 2025-04-07 is recorded" in merged.stdout


def test_what_was_done_on_paper_is_paid_and_recounts(peopled: Office) -> None:
    done = peopled.run("paper", "1", FIRE, "--reason", "sheet")
    assert done.exit_code == 0 and "done on paper" in done.stdout
    assert shares(peopled)[0].on_paper_reason == "sheet"
    assert audited(peopled) == [("command line", "complete_on_paper", "sheet")]
    assert peopled.run("audit").exit_code == 0
    assert "no open item" in peopled.run("paper", "1", FIRE, "--reason", "sheet").stderr


def test_an_extension_reaches_what_was_done_late(peopled: Office) -> None:
    peopled.run("paper", "1", FIRE, "--reason", "sheet")
    assert shares(peopled)[0].is_late == 1
    assert peopled.run("extend", "1", FIRE, "--to", "2999-01-01", "--reason", "network").exit_code == 0
    assert shares(peopled)[0].is_late == 0


def test_a_transfer_takes_what_is_open_along_and_names_the_roles_that_stay(peopled: Office) -> None:
    assert peopled.run("grant", "1", "supervisor", "--unit", "县/甲镇").exit_code == 0
    done = peopled.run("transfer", "1", "--to", "乙镇", "--on", "2025-04-01", "--reason", "move")
    assert done.exit_code == 0, done.output
    assert "belongs to 县/乙镇 since 2025-04-01" in done.stdout
    assert re.search("has not moved along: supervisor of 县/甲镇", done.stdout, re.IGNORECASE)
    assert person(peopled).unit_path == "县/乙镇"
    assert peopled.one(moved_units) == ["县/乙镇"]
    later = peopled.run("transfer", "1", "--to", "甲镇", "--on", "2999-04-01", "--reason", "back")
    assert "it takes effect by itself" in later.stdout and person(peopled).unit_path == "县/乙镇"


def test_a_transfer_entered_afterwards_asks_when_it_moves_results(peopled: Office) -> None:
    peopled.run("paper", "1", FIRE, "--reason", "sheet")
    arguments = ("transfer", "1", "--to", "乙镇", "--on", "2025-04-01", "--reason", "move")
    asked = peopled.run(*arguments)
    assert asked.exit_code == 1 and "counts for 乙镇 from now on" in asked.stdout
    assert peopled.one(moved_units) == ["县/甲镇"]
    assert peopled.run(*arguments, "--yes").exit_code == 0
    assert peopled.one(moved_units) == ["县/乙镇"]


def test_who_leaves_owes_nothing_more(peopled: Office) -> None:
    done = peopled.run("end", "1", "--on", "2025-04-01", "--reason", "retired")
    assert done.exit_code == 0 and "leaves on 2025-04-01" in done.stdout
    assert shares(peopled)[0].withdrawn_at is not None
    again = peopled.run("end", "1", "--on", "2025-04-01", "--reason", "retired")
    assert again.exit_code == 1 and "has left already" in again.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("transfer", "1", "--to", "nowhere", "--on", "2025-04-01", "--reason", "x"), "nowhere"),
        (("transfer", "1", "--to", "甲镇", "--on", "2025-04-01", "--reason", "x"), "on that day already"),
        (("transfer", "9", "--to", "乙镇", "--on", "2025-04-01", "--reason", "x"), "9"),
        (("transfer", "1", "--to", "乙镇", "--on", "2019-04-01", "--reason", "x"), "before"),
        (("leave", "1", "--from", "2999-01-01", "--until", "2999-01-02", "--reason", " "), "give a reason"),
        (("leave", "1", "--from", "2999-01-01", "--until", "3001-01-02", "--reason", "x"), "400 days"),
        (("excuse", "1", FIRE, "--reason", ""), "give a reason"),
        (("end", "1", "--on", "2019-01-01", "--reason", "x"), "before they joined"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    peopled: Office, arguments: tuple[str, ...], says: str
) -> None:
    result = peopled.run(*arguments)
    assert result.exit_code == 1 and says in result.stderr and "Traceback" not in result.output
    assert audited(peopled) == []
