"""The content folders: read, checked, and a broken file hides no other."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from fakes.county import at

import storage.content
from storage.inline import InlineDatabase
from study import content
from study.authored import AuthoredContent, read_content
from study.content_checks import check_content
from study.content_quality import check_quality
from study.rules.deadlines import MonthDay
from study.rules.settings import Content, PlanItem, PlanQuiz, Settings

SHEET = """\
title: {zh-Hans: 法, en: Law}
topic: law
summary: {zh-Hans: 摘要, en: Summary}
check:
  - {id: c1, type: true_false, stem: {zh-Hans: 对吗, en: Is it so}, answer: true,
     explanation: {zh-Hans: 是, en: Yes}, reading: law#first}
"""
BODY = "## 一 {#first}\n\n第一段。\n\n## 二 {#second}\n\n第二段。\n"
BANK = """\
title: Law
topic: law
questions:
  - id: q1
    type: single_choice
    stem: {zh-Hans: 谁, en: Who}
    choices: [{zh-Hans: 甲, en: A}, {zh-Hans: 乙, en: B}]
    answer: B
    explanation: {zh-Hans: 因为, en: Because}
    reading: law#second
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "readings" / "law").mkdir(parents=True)
    (tmp_path / "quizzes").mkdir()
    write(tmp_path, "readings/law/reading.yaml", SHEET)
    write(tmp_path, "readings/law/zh-Hans.md", BODY)
    write(tmp_path, "readings/law/en.md", BODY)
    write(tmp_path, "quizzes/law.yaml", BANK)
    return tmp_path


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")


def read(folder: Path) -> AuthoredContent:
    return read_content(folder / "readings", folder / "quizzes")


def faults(folder: Path, **settings: object) -> list[str]:
    where = Content(str(folder / "readings"), str(folder / "quizzes"))
    found = read(folder)
    known = Settings(content=where, **settings)  # type: ignore[arg-type]
    told = [*found.faults, *check_content(known, found)]
    return [str(fault).removeprefix(f"{folder}/") for fault in told]


def test_sound_content_has_no_fault(folder: Path) -> None:
    assert faults(folder) == []
    assert set(read(folder).readings) == set(read(folder).banks) == {"law"}


def test_the_projects_own_content_has_no_fault() -> None:
    root = Path(__file__).parents[3]
    found = read_content(root / "content/readings", root / "quizzes")
    where = Content(str(root / "content/readings"), str(root / "quizzes"))
    settings = Settings(content=where)
    assert [*found.faults, *check_content(settings, found), *check_quality(settings, found)] == []
    assert set(found.readings) == set(found.banks)


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        ("quizzes/law.yaml", "answer: B", "answer: C", "quizzes/law.yaml:4: q1:"),
        ("quizzes/law.yaml", "law#second", "law#third", "no section third"),
        ("quizzes/law.yaml", "law#second", "tax#one", "no reading tax"),
        ("quizzes/law.yaml", "single_choice", "essay", "quizzes/law.yaml:5"),
        ("quizzes/law.yaml", ", en: Because", "", "explanation is missing in en"),
        ("quizzes/law.yaml", "    answer: B\n", "", "answer is missing"),
        (
            "quizzes/law.yaml",
            "topic: law",
            "topic: law\ntopic: law",
            "quizzes/law.yaml:3: 'topic' is here twice",
        ),
        ("readings/law/en.md", "{#second}", "{#other}", "readings/law/en.md"),
        ("readings/law/reading.yaml", "topic: law", "topik: law", "did you mean 'topic'"),
        ("readings/law/reading.yaml", "en: Summary", "fr: Résumé", "summary is missing in en"),
        ("readings/law/reading.yaml", "en: Summary", "fr: Résumé", "reading.yaml:3: summary: 'fr' is not"),
        ("readings/law/reading.yaml", ", en: Is it so", "", "c1: stem is missing in en"),
        ("quizzes/law.yaml", "zh-Hans: 谁, ", "", "quizzes/law.yaml:4: q1: stem is missing in zh-Hans"),
        ("quizzes/law.yaml", "{zh-Hans: 乙, en: B}", "{zh-Hans: 乙}", "q1: a choice is missing in en"),
        ("readings/law/zh-Hans.md", "第二段。", "![图](map.png)", "reading.yaml has no picture"),
        ("readings/law/zh-Hans.md", "第二段。", "## 又一 {#first}", "section first is here twice"),
        ("readings/law/zh-Hans.md", "第二段。", "> " * 60 + "深", "nested too deeply"),
    ],
)
def test_a_mistake_is_named_with_its_place(folder: Path, name: str, old: str, new: str, says: str) -> None:
    write(folder, name, (folder / name).read_text(encoding="utf-8").replace(old, new))
    assert any(says in fault for fault in faults(folder)), faults(folder)


def test_a_countys_own_bank_may_have_one_language(folder: Path) -> None:
    chinese = BANK.replace(", en: Who", "").replace(", en: A", "").replace(", en: B}", "}")
    write(folder, "quizzes/own.yaml", chinese.replace(", en: Because", ""))
    assert faults(folder) == []
    assert any("missing in en" in fault for fault in faults(folder, language="en"))


def test_a_short_edition_is_there_for_every_language(folder: Path) -> None:
    write(folder, "readings/law/zh-Hans.short.md", BODY)
    assert faults(folder) == ["readings/law: en.short.md is missing: there is a short edition"]


def test_a_picture_has_its_file_and_its_place_in_every_text(folder: Path) -> None:
    images = "images: {map: {file: map.png, alt: {zh-Hans: 地图, en: The map}}}\n"
    write(folder, "readings/law/reading.yaml", SHEET + images)
    write(folder, "readings/law/zh-Hans.md", BODY + "\n![地图](map.png)\n")
    assert [fault.split(": ", 1)[1] for fault in faults(folder)] == [
        "images.map: there is no file map.png beside it",
        "the picture is not in the text: write ![The map](map.png)",
    ]


def test_one_broken_unit_hides_no_other(folder: Path) -> None:
    write(folder, "quizzes/tax.yaml", "title: [")
    found = read(folder)
    assert set(found.banks) == {"law"} and found.broken == {"tax"}
    assert found.faults[0].line == 1


def test_a_link_out_of_the_folder_is_refused(folder: Path) -> None:
    (folder / "readings/law/en.md").unlink()
    os.symlink("/etc/hostname", folder / "readings/law/en.md")
    assert any("link to somewhere else" in fault for fault in faults(folder))


def test_what_is_not_utf8_is_named_with_its_line(folder: Path) -> None:
    (folder / "readings/law/en.md").write_bytes(b"## A {#first}\n\n\xff\xfe\n")
    assert "readings/law/en.md:3: this is not UTF-8; save the file as UTF-8" in faults(folder)


def test_the_plan_names_what_is_there(folder: Path) -> None:
    item = PlanItem("tax", "tax", MonthDay(1, 1), MonthDay(2, 1), quiz=PlanQuiz("law", 5, 60))
    told = faults(folder, plan=(item,))
    assert any("no reading tax" in fault for fault in told)
    assert any("draws 5 of 1" in fault for fault in told)


def test_a_file_that_breaks_keeps_its_last_good_version(folder: Path, inline: InlineDatabase) -> None:
    inline.write_now(content.take_in, read(folder), at("2026-01-05 09:00"))
    write(folder, "readings/law/reading.yaml", "title: [")
    inline.write_now(content.take_in, read(folder), at("2026-01-06 09:00"))
    version = inline.read_now(storage.content.current_reading, "law")
    assert version is not None and version.content["title"]["en"] == "Law"


def test_a_text_that_goes_is_offered_no_more_and_comes_back_as_it_was(
    folder: Path, inline: InlineDatabase
) -> None:
    whole = read(folder)
    inline.write_now(content.take_in, whole, at("2026-01-05 09:00"))
    inline.write_now(content.take_in, AuthoredContent(), at("2026-01-06 09:00"))
    assert inline.read_now(storage.content.current_readings) == []
    inline.write_now(content.take_in, whole, at("2026-01-07 09:00"))
    (version,) = inline.read_now(storage.content.current_readings)
    assert version.id == 1
