"""The office's commands about content, backups, exceptions and reports, run as an office would run them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fakes.county import FIRE
from fakes.office import (
    CONFIG,
    COUNTY,
    NOW,
    SHEET,
    Office,
    audited,
    new_office,
    peopled_office,
    shares,
)
from python_calamine import CalamineWorkbook

import storage.assignments
import storage.clockwork
import storage.outbox
import storage.points
import storage.settings
from storage.file_lock import lock_beside

START = {"id": 7, "type": "private"}
"""The chat of a start message."""


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "GARDEN_CONFIG", "TELEGRAM_BOT_TOKEN"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return new_office(tmp_path)


@pytest.fixture
def peopled(tmp_path: Path) -> Office:
    return peopled_office(tmp_path)


def test_sound_content_is_counted(office: Office) -> None:
    result = office.run("check")
    assert result.exit_code == 0, result.output
    assert "Readings: 1, banks: 0, questions: 0" in result.stdout


def test_every_fault_of_the_content_is_told_with_its_place(office: Office) -> None:
    office.write("content/readings/law/reading.yaml", SHEET.replace("topic: law", "topik: law"))
    office.write("quizzes/broken.yaml", "title: [\n")
    result = office.run("check")
    assert (result.exit_code, result.stdout) == (1, "")
    assert (
        "content/readings/law/reading.yaml:2: topik is not known here; did you mean 'topic'?" in result.stderr
    )
    assert "quizzes/broken.yaml:2: this is not YAML" in result.stderr
    assert "To be corrected: 3" in result.stderr and "Traceback" not in result.output


def test_every_fault_of_the_configuration_is_told_with_its_line(office: Office) -> None:
    office.write("config.yaml", CONFIG + "daily_card: 8:30\nrates: {bulk: 3}\n")
    result = office.run("check")
    assert result.exit_code == 1
    assert "config.yaml:6: daily_card" in result.stderr
    assert "config.yaml:7: rates.bulk is not known here" in result.stderr


def test_a_database_that_is_up_to_date_stays_as_it_is(office: Office) -> None:
    result = office.run("migrate")
    assert (result.exit_code, result.stdout) == (0, "The database is up to date.\n")


def test_after_a_restore_messages_are_held_until_somebody_has_looked(peopled: Office) -> None:
    copy = peopled.folder / "copy.db"
    assert peopled.run("backup", copy).exit_code == 0
    assert peopled.run("backup", copy).exit_code == 1
    peopled.run("excuse", "1", FIRE, "--reason", "training")
    restored = peopled.run("restore", copy)
    assert restored.exit_code == 0 and "is kept as" in restored.stdout
    assert shares(peopled)[0].excused_at is None
    assert "The outbox is held" in peopled.run("outbox", "status").stdout
    assert "released" in peopled.run("outbox", "release").stdout
    assert "not held" in peopled.run("outbox", "status").stdout
    assert peopled.one(storage.settings.get, storage.settings.OUTBOX_HELD) is None


def test_nothing_is_restored_under_a_serving_garden(peopled: Office) -> None:
    copy = peopled.folder / "copy.db"
    peopled.run("backup", copy)
    with lock_beside(peopled.file):
        refused = peopled.run("restore", copy)
    assert refused.exit_code == 1 and "please stop it first" in refused.stderr


def test_only_a_gardens_database_is_restored(peopled: Office) -> None:
    before = peopled.file.read_bytes()
    refused = peopled.run("restore", peopled.write("not.db", "no database " * 200))
    assert refused.exit_code == 1 and "Traceback" not in refused.output
    assert peopled.file.read_bytes() == before


def test_points_nobody_earned_are_found(peopled: Office) -> None:
    clean = peopled.run("audit")
    assert clean.exit_code == 0 and "All agree" in clean.stdout
    with peopled.record() as db:
        db.write_now(
            storage.points.insert,
            person_id=1,
            cause="gift",
            kind="reading",
            subject=FIRE,
            earned=5,
            counted=5,
            year=2025,
            on=NOW.date(),
            now=NOW,
        )
    found = peopled.run("audit")
    assert found.exit_code == 1
    assert "1: unearned" in found.stderr and "Not in agreement: 1" in found.stderr


def test_dead_letters_are_handled_again_and_those_that_still_cannot_be_stay(peopled: Office) -> None:
    message = {"chat": START, "from": {"id": 7, "language_code": "en"}, "text": "/start", "message_id": 1}
    update = {"update_id": 5, "message": message}
    with peopled.record() as db:
        for event_id, payload in (("5", json.dumps(update)), ("6", '{"update_id": "six"}')):
            db.write_now(storage.clockwork.bury, "telegram", event_id, payload, "KeyError", NOW)
    assert peopled.run("dead-letters", "list").stdout.count("telegram 2025-03-10 10:00 KeyError") == 2
    retried = peopled.run("dead-letters", "retry")
    assert retried.exit_code == 1
    assert "Handled again: 1" in retried.stdout
    assert "2: still cannot be handled" in retried.stderr
    assert peopled.run("dead-letters", "list").stdout.startswith("2 telegram")
    assert peopled.one(storage.outbox.status) == {"pending": 1}


def test_without_dead_letters_there_is_nothing_to_do(office: Office) -> None:
    assert office.run("dead-letters", "list").stdout == "There are no dead letters.\n"
    assert office.run("dead-letters", "retry").exit_code == 0


def test_excusing_extending_and_leave_are_entered_with_their_reason(peopled: Office) -> None:
    assert peopled.run("excuse", "1", FIRE, "--reason", "training").exit_code == 0
    extended = peopled.run("extend", "2", FIRE, "--to", "2025-04-15", "--reason", "ill")
    assert extended.exit_code == 0 and "2025-04-15" in extended.stdout
    leave = ("leave", "2", "--from", "2999-01-01", "--until", "2999-01-05", "--reason", "travel")
    assert peopled.run(*leave).exit_code == 0
    assert shares(peopled)[0].excused_reason == "training"
    assert shares(peopled, 2)[0].due_at == COUNTY.midnight(NOW.date().replace(month=4, day=16))
    assert audited(peopled) == [
        ("command line", "excuse", "training"),
        ("command line", "extend", "ill"),
        ("command line", "leave", "travel"),
    ]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("excuse", "9", FIRE, "--reason", "x"), "9"),
        (("excuse", "1", "nothing", "--reason", "x"), "no open item called nothing"),
        (("extend", "1", FIRE, "--to", "2025-03-20", "--reason", "x"), "no later than the due date"),
        (
            ("leave", "1", "--from", "2025-04-02", "--until", "2025-04-01", "--reason", "x"),
            "before it begins",
        ),
        (("report", "weekly", "--unit", "县", "--week", "2025-11", "--out", "x"), "write 2026-W48"),
        (("report", "weekly", "--unit", "none", "--week", "2025-W11", "--out", "x"), "none"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    peopled: Office, arguments: tuple[str, ...], says: str
) -> None:
    result = peopled.run(*arguments)
    assert (result.exit_code, result.stdout) == (1, "")
    assert says in result.stderr and "Traceback" not in result.output
    assert audited(peopled) == [] and not Path("x").exists()


def test_a_weeks_report_is_written_as_a_supervisor_would_read_it(peopled: Office) -> None:
    out = peopled.folder / "reports"
    week = ("report", "weekly", "--unit", "县", "--week", "2025-W11", "--out", out)
    result = peopled.run(*week)
    assert result.exit_code == 0, result.output
    (file,) = out.iterdir()
    text = file.read_text(encoding="utf-8")
    assert "Done 0 · in time 2" in text and f"{FIRE} 读本 in English" in text
    assert "17 Mar 00:00" in text and "2025-W11" in file.name


def test_a_units_year_is_written_as_a_table(peopled: Office) -> None:
    out = peopled.folder / "years"
    result = peopled.run("report", "year", "--unit", "县", "--year", "2025", "--out", out)
    assert result.exit_code == 0, result.output
    (file,) = out.iterdir()
    book = CalamineWorkbook.from_path(str(file))
    assert book.sheet_names[:2] == ["Overview", "By person"]
    overview = book.get_sheet_by_name("Overview").to_python()
    assert overview[0][:3] == ["Unit", "People", "Assigned"] and overview[1][1] == 2
    unknown = peopled.run("report", "year", "--unit", "nowhere", "--year", "2025", "--out", out)
    assert unknown.exit_code == 1 and "nowhere" in unknown.output
