"""Who has not joined, and a unit's link, at the command line."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from garden.command_line import app

CONFIG = """
name: {{zh-Hans: 学习园地, en: Learning Garden}}
language: {language}
timezone: Asia/Shanghai
database: sqlite:data/garden.db
channels:
  web: {{host: 127.0.0.1, port: 8080, public_url: "https://garden.example", demo: false}}
"""
ROSTER = """工号,姓名,单位
1001,林青,青禾县/教育局
1002,[red]石磊<b>&,青禾县/财政局
1003,王喆,青禾县/财政局
"""


class Office:
    """A folder with a configuration and a roster, and the command line run in it."""

    def __init__(self, folder: Path, language: str = "zh-Hans") -> None:
        self.folder = folder
        (folder / "config.yaml").write_text(CONFIG.format(language=language), encoding="utf-8")
        (folder / "r.csv").write_text(ROSTER, encoding="utf-8")
        assert self.run("roster", "import", folder / "r.csv").exit_code == 0

    def run(self, *arguments: str | Path) -> Result:
        command = [*map(str, arguments), "--config", str(self.folder / "config.yaml")]
        return CliRunner().invoke(app, command)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("DATABASE_URL", "GARDEN_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_who_has_not_joined_is_told_by_unit_and_nothing_is_made(folder: Path, language: str) -> None:
    office = Office(folder, language)
    assert office.run("invites", "--out", folder / "x.csv", "--person", "1003").exit_code == 0
    told = office.run("invites", "--who")
    assert told.exit_code == 0, told.output
    lines = told.stdout.splitlines()
    assert lines[0].startswith("青禾县/教育局") and lines[2].startswith("青禾县/财政局")
    assert "[red]石磊<b>&" in lines[3] and re.search(r"王喆.*\d{4}-\d\d-\d\d", lines[4])
    assert re.findall(r"\d+", lines[5]) == ["3", "2", "1", "0", "0"]
    narrowed = office.run("invites", "--who", "--unit", "教育局").stdout
    assert "林青" in narrowed and "石磊" not in narrowed
    assert office.run("invites", "--who", "--unit", "没有").exit_code == 1
    with sqlite3.connect(folder / "data" / "garden.db") as record:
        assert record.execute("SELECT COUNT(*) FROM invite").fetchone() == (1,)


@pytest.mark.parametrize(
    "arguments",
    [
        ("invites",),
        ("invites", "--who", "--out", "x.csv"),
        ("join-link",),
        ("join-link", "--unit", "x", "--expires", "soon"),
    ],
)
def test_wrong_usage_ends_with_two(folder: Path, arguments: tuple[str, ...]) -> None:
    assert Office(folder).run(*arguments).exit_code == 2


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_a_units_link_is_printed_once_and_can_be_ended(folder: Path, language: str) -> None:
    office = Office(folder, language)
    made = office.run("join-link", "--unit", "财政局", "--expires", "7d")
    assert made.exit_code == 0, made.output
    found = re.search(r"https://garden\.example/\?code=([A-Z0-9]{12})$", made.stdout, re.MULTILINE)
    assert found and "青禾县/财政局" in made.stdout
    assert found[1].encode() not in (folder / "data" / "garden.db").read_bytes()
    ended = office.run("join-link", "--unit", "财政局", "--end")
    assert ended.exit_code == 0 and "https" not in ended.stdout
    again = office.run("join-link", "--unit", "财政局", "--end")
    assert again.exit_code == 0 and again.stdout != ended.stdout
    assert office.run("join-link", "--unit", "没有").exit_code == 1
