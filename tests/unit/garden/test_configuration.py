"""config.yaml: what is written is read, and what is wrong is named with its line."""

from __future__ import annotations

from datetime import date, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from garden.configuration import load_settings
from study.rules.deadlines import plan_window
from study.strict_yaml import Faulty

WHOLE = """\
language: en
timezone: Asia/Shanghai
database: sqlite:data/garden.db
channels:
  web: {host: 127.0.0.1, port: 9000, public_url: null, demo: false}
quiet_hours: ["21:00-07:30"]
daily_card: "19:30"
plan:
  - {reading: law, opens: 11-02, due: 01-15, audience: {units: [County/Office], except: ["9"]},
     quiz: {bank: law, draw: 10, pass: 60%}}
quiz_schedule:
  - {name: thursday, when: "thu 20:00", banks: [all], draw: 5, closes_after: 48h, audience: {tags: [village]}}
reminders: {before_due: [7d, 0d], overdue_weekly: 4, supervisor_before_due: 2d}
rates: {bulk_per_second: 25, total_per_second: 28}
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "config.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def faults(folder: Path, text: str) -> list[str]:
    with pytest.raises(Faulty) as caught:
        load_settings(write(folder, text), {})
    return [str(fault).removeprefix(f"{folder}/") for fault in caught.value.faults]


def test_a_whole_configuration_is_read(tmp_path: Path) -> None:
    settings = load_settings(write(tmp_path, WHOLE), {})
    (item,) = settings.plan
    assert (item.name, str(item.opens), str(item.due)) == ("law", "11-02", "01-15")
    assert item.audience.units == ("County/Office",)
    assert item.audience.except_people == ("9",)
    assert item.quiz is not None and item.quiz.pass_percent == 60
    assert settings.daily_card == time(19, 30)
    assert settings.quiz_schedule[0].closes_after == timedelta(hours=48)
    assert settings.reminders.before_due == (timedelta(days=7), timedelta(0))


def test_relative_places_start_at_the_files_folder(tmp_path: Path) -> None:
    settings = load_settings(write(tmp_path, WHOLE), {})
    assert settings.database == f"sqlite:{tmp_path}/data/garden.db"
    assert settings.content.readings == f"{tmp_path}/content/readings"


def test_the_environment_names_the_database(tmp_path: Path) -> None:
    settings = load_settings(write(tmp_path, WHOLE), {"DATABASE_URL": "postgresql://host/garden"})
    assert settings.database == "postgresql://host/garden"


def test_the_repositorys_own_configuration_is_sound() -> None:
    assert load_settings(Path(__file__).parents[3] / "config.yaml", {}).plan


def test_a_demo_built_on_any_day_has_something_in_time() -> None:
    settings = load_settings(Path(__file__).parents[3] / "config.yaml", {})
    zone = ZoneInfo(settings.timezone)
    for number in range(365):
        day = date(2027, 1, 1) + timedelta(days=number)
        windows = [plan_window(i.opens, i.due, year, zone) for i in settings.plan for year in (2026, 2027)]
        assert any(window.opens_on <= day <= window.due_on for window in windows), day


@pytest.mark.parametrize(
    ("wrong", "line", "says"),
    [
        ("langauge: en", 1, "did you mean 'language'"),
        ("channels:\n  web: {prot: 80}", 2, "did you mean 'port'"),
        ("channels:\n  web: {port: eighty}", 2, "not a whole number"),
        ("daily_card: 8:30", 1, "08:30"),
        ("language: fr", 1, "is not one of"),
        ("language: en\nlanguage: en", 2, "twice"),
        ("name: &a {en: x}", 1, "anchors"),
        ("name: !!python/object:os.system x", 1, "tags"),
        ("timezone: Mars/Base", 1, "no timezone"),
        ("quiet_hours: [always]", 1, "21:00-07:30"),
        ("quiet_hours: ['00:00-12:00', '12:00-00:00']", 1, "no time of day"),
        ("plan:\n  - {reading: a, opens: 02-29, due: 03-31}", 2, "02-29"),
        ("plan:\n  - {reading: a, opens: 03-01}", 2, "due is missing"),
        ("plan:\n  - {reading: a, opens: 03-01, due: 03-31, audience: some}", 2, "audience"),
        (
            "quiz_schedule:\n  - {name: a, when: 4 20:00, banks: [all], draw: 5, closes_after: 1h}",
            2,
            "thu 20:00",
        ),
        ("telegram_token: 1", 1, "environment"),
        ("timezone: Asia", 1, "no timezone"),
        ("plan:\n  - {opens: 03-01, due: 03-31}", 2, "reading is missing"),
        (
            "plan:\n  - {reading: a, opens: 03-01, due: 03-31,\n     quiz: {bank: a, draw: 0, pass: 60%}}",
            3,
            "less than 1",
        ),
        (
            "plan:\n  - {reading: a, opens: 03-01, due: 03-31, audience: {rank_categories: [boss]}}",
            2,
            "'boss' is not one of",
        ),
        (
            "quiz_schedule:\n  - {name: a, when: daily 20:00, banks: [], draw: 5, closes_after: 0h}",
            2,
            "no time to answer",
        ),
        ("database: mysql:x", 1, "sqlite:data/garden.db"),
        ("database: postgresql://garden:pass@host/garden", 1, "(DATABASE_URL)"),
        ("database: postgresql://host/garden?password=pass", 1, "(DATABASE_URL)"),
        ("name: {zh: 学习园地}", 1, "one for each language"),
        ("channels:\n  telegram: {webhook_path: hook}", 2, "begin it with /"),
        ("weekly_summary: {when: sometimes}", 1, "is not a time"),
        ("- a\n- b", 1, "settings"),
        ("name: [", 1, "not YAML"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(tmp_path: Path, wrong: str, line: int, says: str) -> None:
    told = faults(tmp_path, wrong)
    assert any(f"config.yaml:{line}:" in fault and says in fault for fault in told), told


def test_a_name_said_once_is_the_same_in_all_languages(tmp_path: Path) -> None:
    settings = load_settings(write(tmp_path, "name: 学习园地"), {})
    assert settings.name == {"zh-Hans": "学习园地", "en": "学习园地"}


def test_a_plan_whose_lines_are_all_comments_is_empty(tmp_path: Path) -> None:
    settings = load_settings(write(tmp_path, "plan:\n#  - {reading: law}\nquiz_schedule:\n"), {})
    assert (settings.plan, settings.quiz_schedule) == ((), ())


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    assert len(faults(tmp_path, "langauge: en\ndaily_card: 8:30\nrates: {bulk: 1}\n")) == 3


@pytest.mark.parametrize("text", ["[" * 5_000, "a: " * 40 + "b", "x: '" + "y" * 1_100_000 + "'"])
def test_hostile_files_are_refused_with_a_sentence(tmp_path: Path, text: str) -> None:
    assert faults(tmp_path, text)


def test_a_file_that_is_not_there_or_not_utf8_is_named(tmp_path: Path) -> None:
    with pytest.raises(Faulty, match="cannot be read"):
        load_settings(tmp_path / "none.yaml", {})
    (tmp_path / "config.yaml").write_bytes("name: 学习园地".encode("gb18030"))
    with pytest.raises(Faulty, match="UTF-8"):
        load_settings(tmp_path / "config.yaml", {})
