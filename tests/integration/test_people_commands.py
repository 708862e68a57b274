"""The commands about people, run as an office would run them."""

from __future__ import annotations

import csv
import os
import sqlite3
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from garden.command_line import app
from study.roster_files import read_roster

CONFIG = """
name: {{zh-Hans: 学习园地, en: Learning Garden}}
language: {language}
timezone: Asia/Shanghai
database: sqlite:data/garden.db
channels:
  web: {{host: 127.0.0.1, port: 8080, public_url: "https://garden.example", demo: false}}
"""
ROSTER = """工号,姓名,单位,角色,序号
1001,林青,青禾县/教育局,督学,1
1002,[red]石磊<b>&,青禾县/财政局,,2
"""


class Office:
    """A folder with a configuration, and the command line run in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def run(self, *arguments: str | Path) -> Result:
        command = [*map(str, arguments), "--config", str(self.folder / "config.yaml")]
        return CliRunner().invoke(app, command)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    for name in ("DATABASE_URL", "GARDEN_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    made = Office(tmp_path)
    made.write("config.yaml", CONFIG.format(language="zh-Hans"))
    return made


def test_a_roster_goes_in_and_comes_out(office: Office) -> None:
    result = office.run("roster", "import", office.write("r.csv", ROSTER))
    assert result.exit_code == 0, result.output
    assert "[red]石磊<b>&" in result.stdout
    assert "未使用的列：序号。" in result.stdout
    assert "新增 2 人，更新 0 人，不变 0 人，未收 0 行。" in result.stdout
    for name in ("out.csv", "out.xlsx"):
        assert office.run("roster", "export", office.folder / name).exit_code == 0
        again = office.run("roster", "import", office.folder / name)
        assert "新增 0 人，更新 0 人，不变 2 人，未收 0 行。" in again.stdout
    moved = office.run("roster", "import", office.write("r.csv", ROSTER.replace("教育局", "统计局")))
    assert "青禾县/教育局 → " in moved.stdout
    assert "更新 1 人" in moved.stdout


def test_a_dry_run_changes_nothing(office: Office) -> None:
    file = office.write("r.csv", ROSTER)
    first = office.run("roster", "import", file, "--dry-run")
    assert first.exit_code == 0
    assert "新增 2 人" in first.stdout and "试运行" in first.stdout
    assert "新增 2 人" in office.run("roster", "import", file).stdout


def test_one_refused_row_keeps_all_out_and_says_how_to_go_on(office: Office) -> None:
    file = office.write("r.csv", ROSTER + "110105194912310021,某人,青禾县,,3\n")
    result = office.run("roster", "import", file)
    assert result.exit_code == 1
    assert "r.csv:4:工号: 这像是身份证号" in result.stderr
    assert "--partial" in result.stderr
    assert "新增 2 人" in office.run("roster", "import", file, "--dry-run").stdout
    assert not (office.folder / "r.refused.csv").exists()


def test_partial_imports_the_good_rows_and_saves_the_others(office: Office) -> None:
    file = office.write("r.csv", ROSTER + "1003,=1+1,,局长,3\n1001,某人,青禾县,,4\n")
    result = office.run("roster", "import", file, "--partial")
    assert result.exit_code == 0
    assert "未收 2 行" in result.stdout and "r.refused.csv" in result.stdout
    office.run("roster", "import", file, "--partial")
    with (office.folder / "r.refused.csv").open(encoding="utf-8-sig", newline="") as stream:
        header, first, second = csv.reader(stream)
    assert header[-1] == "原因"
    assert (first[0], first[1], second[0]) == ("1003", "'=1+1", "1001")
    assert "工号与第 2 行重复" in second[-1]
    assert (office.folder / "r.refused-2.csv").exists()


def test_a_file_that_is_no_roster_is_refused(office: Office) -> None:
    result = office.run("roster", "import", office.write("r.csv", "hello\n"), "--partial")
    assert result.exit_code == 1
    assert "r.csv: 没有找到表头" in result.stderr


def test_the_garden_speaks_english_where_its_language_is_english(office: Office) -> None:
    office.write("config.yaml", CONFIG.format(language="en"))
    result = office.run("roster", "import", office.write("r.csv", ROSTER))
    assert "2 new, 0 changed, 0 unchanged, 0 rows refused." in result.stdout
    office.run("roster", "export", office.folder / "out.csv")
    assert read_roster("out.csv", (office.folder / "out.csv").read_bytes()).rows[0].staff_no == "1001"
    assert b"staff_no,name,unit" in (office.folder / "out.csv").read_bytes()


def test_invites_are_made_for_a_table_and_for_paper(office: Office) -> None:
    office.run("roster", "import", office.write("r.csv", ROSTER))
    table = office.folder / "codes.csv"
    result = office.run("invites", "--out", table, "--unit", "教育局")
    assert result.exit_code == 0, result.output
    assert "已为 1 人生成学习码" in result.stdout
    with table.open(encoding="utf-8-sig", newline="") as stream:
        [row] = csv.DictReader(stream)
    assert (row["staff_no"], row["unit"], row["telegram_link"]) == ("1001", "青禾县/教育局", "")
    assert row["web_link"] == "https://garden.example/?code=" + row["code"].replace("-", "")
    assert os.stat(table).st_mode & 0o077 == 0
    assert row["code"].replace("-", "").encode() not in (office.folder / "data" / "garden.db").read_bytes()
    assert office.run("invites", "--out", office.folder / "slips.html", "--expires", "12h").exit_code == 0
    page = (office.folder / "slips.html").read_text(encoding="utf-8")
    assert page.count("<article>") == 2 and "[red]石磊&lt;b&gt;&amp;" in page


def test_roles_are_granted_and_revoked(office: Office) -> None:
    office.run("roster", "import", office.write("r.csv", ROSTER))
    granted = office.run("grant", "1002", "管理员", "--unit", "青禾县", "--expires", "2999-12-31")
    assert granted.exit_code == 0
    assert "已授予[red]石磊<b>&（1002）：管理员，青禾县，至 2999-12-31 止。" in granted.stdout
    revoked = office.run("revoke", "1002", "admin", "--unit", "青禾县")
    assert (revoked.exit_code, "已收回" in revoked.stdout) == (0, True)
    for arguments, sentence in (
        (("grant", "1002", "皇帝", "--unit", "青禾县"), "没有“皇帝”这个角色"),
        (("grant", "9", "admin", "--unit", "青禾县"), "没有工号为“9”的人员"),
        (("revoke", "1002", "admin", "--unit", "青禾县"), "本来就没有授予过"),
        (("grant", "1002", "admin", "--unit", "青禾县", "--expires", "2001-01-01"), "2001-01-01 已经过去了"),
        (("invites", "--out", str(office.folder / "x.csv"), "--unit", "没有"), "没有“没有”这个单位"),
    ):
        refused = office.run(*arguments)
        assert (refused.exit_code, refused.stdout) == (1, "")
        assert sentence in refused.stderr
    assert not (office.folder / "x.csv").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("roster", "import", "absent.csv"),
        ("roster", "export", "roster.pdf"),
        ("invites", "--out", "codes.pdf"),
        ("invites", "--out", "codes.csv", "--expires", "soon"),
        ("grant", "1001", "admin"),
        ("grant", "1001", "admin", "--unit", "x", "--expires", "tomorrow"),
        ("no-such-command",),
    ],
)
def test_wrong_usage_ends_with_two(office: Office, arguments: tuple[str, ...]) -> None:
    assert office.run(*arguments).exit_code == 2


def test_the_version_is_told(office: Office) -> None:
    result = CliRunner().invoke(app, ["--version"])
    assert (result.exit_code, result.stdout.count(".")) == (0, 2)


def test_a_broken_or_absent_configuration_is_refused(office: Office) -> None:
    office.write("config.yaml", CONFIG.format(language="zh-Hans") + "nonsense: 1\n")
    broken = office.run("roster", "export", office.folder / "out.csv")
    assert broken.exit_code == 1
    assert "config.yaml" in broken.stderr and "Traceback" not in broken.output
    (office.folder / "config.yaml").unlink()
    assert office.run("roster", "export", office.folder / "out.csv").exit_code == 1


def test_an_unusable_database_is_refused_with_a_sentence(office: Office) -> None:
    (office.folder / "data").mkdir()
    office.write("data/garden.db", "this is no database, however long it may be " * 100)
    result = office.run("roster", "export", office.folder / "out.csv")
    assert (result.exit_code, "Traceback" in result.output) == (1, False)
    assert result.stderr


def test_a_database_from_an_older_program_is_copied_before_it_changes(office: Office) -> None:
    office.run("roster", "import", office.write("r.csv", ROSTER))
    database = office.folder / "data" / "garden.db"
    connection = sqlite3.connect(database)
    connection.execute("DROP TRIGGER points_entry_no_update")
    for trigger in ("points_entry_no_delete", "audit_entry_no_update", "audit_entry_no_delete"):
        connection.execute(f"DROP TRIGGER {trigger}")
    connection.execute("DELETE FROM schema_migration WHERE number = 2")
    connection.commit()
    connection.close()
    assert office.run("roster", "export", office.folder / "out.csv").exit_code == 0
    assert len(list((office.folder / "data").glob("garden.db.before-migration-*"))) == 1
