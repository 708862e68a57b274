"""Whose banks are whose, and what a file of questions does to one."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from fakes.county import FIRE, a_person, at, small_county, take_in_small_content

import storage.banks
import storage.content
import storage.grants
import storage.units
from storage.banks import Bank
from storage.database import Database
from storage.inline import InlineDatabase
from storage.people import Person
from storage.transaction import Transaction
from study import bank_import, banks, content, permissions
from study.authored import AuthoredContent
from study.bank_import import Offered
from study.quizzes import resume_or_start_practice

NOW = at("2026-11-23 10:00")
TODAY = NOW.date()
COUNTY = small_county()


def instructor(tx: Transaction, staff_no: str, path: str) -> Person:
    person = a_person(tx, staff_no, path)
    storage.grants.put(tx, person.id, "instructor", person.unit_id, None, NOW)
    return person


def a_bank(tx: Transaction, maker: Person, title: str = "防汛", file: str = "flood.xlsx") -> Bank:
    return storage.banks.insert_made(
        tx, title=title, unit_id=maker.unit_id, made_by=maker.id, file_name=file, now=NOW
    )


def offered(stem: str | dict[str, str], answer: str = "A", name: str = "", **more: Any) -> Offered:
    written = {
        "type": "single_choice",
        "stem": {"zh-Hans": stem} if isinstance(stem, str) else stem,
        "choices": [{"zh-Hans": "甲"}, {"zh-Hans": "乙"}],
        "answer": [answer],
        "explanation": {},
        "reading": None,
        "difficulty": 3,
        "shuffle": None,
    }
    return Offered(name, {**written, **more})


def put(tx: Transaction, bank: Bank, *questions: Offered, file: str = "flood.xlsx") -> bank_import.Imported:
    known = storage.banks.questions(tx, bank.slug)
    difference = bank_import.compare(questions, known, file == bank.file_name)
    return bank_import.save(tx, bank, questions, difference, frozenset(), None, file, NOW)


def stems(tx: Transaction, bank: Bank) -> list[str]:
    return [each.content["stem"]["zh-Hans"] for each in storage.banks.questions(tx, bank.slug)]


def test_a_bank_is_for_its_unit_those_below_and_those_above_who_teach(inline: InlineDatabase) -> None:
    def visible(tx: Transaction) -> dict[str, bool]:
        town = instructor(tx, "1", "县/甲镇")
        bank = a_bank(tx, town)
        others = {"town": town, "village": instructor(tx, "2", "县/甲镇/一村")}
        others |= {"next town": instructor(tx, "3", "县/乙镇"), "county": instructor(tx, "4", "县")}
        others["cadre"] = a_person(tx, "5", "县/甲镇")
        return {
            name: bank.slug in {each.slug for each in banks.usable(tx, person.id, banks.CHANGE, TODAY)}
            for name, person in others.items()
        }

    seen = {"town": True, "village": True, "next town": False, "county": True, "cadre": False}
    assert inline.write_now(visible) == seen


def test_a_bank_is_changed_within_its_unit_and_one_of_the_folder_by_the_whole_county(
    inline: InlineDatabase,
) -> None:
    def changeable(tx: Transaction) -> list[tuple[bool, bool]]:
        take_in_small_content(tx)
        town, village = instructor(tx, "1", "县/甲镇"), instructor(tx, "2", "县/甲镇/一村")
        county, bank = instructor(tx, "3", "县"), a_bank(tx, town)
        return [
            (banks.may_change(tx, who.id, bank.slug, TODAY), banks.may_change(tx, who.id, FIRE, TODAY))
            for who in (town, village, county)
        ]

    assert inline.write_now(changeable) == [(True, False), (False, False), (True, True)]


async def test_the_folders_never_retire_a_bank_made_in_the_chat(database: Database) -> None:
    def made(tx: Transaction) -> str:
        bank = a_bank(tx, instructor(tx, "1", "县"))
        put(tx, bank, offered("先做什么"))
        content.take_in(tx, AuthoredContent(), NOW)
        found = storage.banks.by_slug(tx, bank.slug)
        assert found is not None and found.questions == 1
        return found.slug

    assert await database.write(made) == "made-1"


async def test_only_an_open_bank_is_practised_with_and_only_in_its_unit(database: Database) -> None:
    def practised(tx: Transaction) -> list[bool]:
        bank = a_bank(tx, instructor(tx, "1", "县/甲镇"))
        put(tx, bank, offered("先做什么"))
        inside, outside = a_person(tx, "2", "县/甲镇/一村"), a_person(tx, "3", "县/乙镇")

        def may(person: Person, slug: str = bank.slug) -> bool:
            return resume_or_start_practice(tx, person.id, slug, Random(1), NOW) is not None

        closed = may(inside)
        assert banks.open_to_practice(tx, bank, True, 1, NOW)
        assert not banks.open_to_practice(tx, bank, True, 1, NOW)
        return [closed, may(inside), may(outside), may(outside, "all")]

    assert await database.write(practised) == [False, True, False, False]


def test_the_same_file_again_changes_nothing_and_a_changed_one_what_it_changes(
    inline: InlineDatabase,
) -> None:
    def imported(tx: Transaction) -> list[tuple[int, int, int]]:
        bank = a_bank(tx, instructor(tx, "1", "县"))
        first = [offered("防汛责任人的第一件事是什么"), offered("接到红色预警后多久内转移群众")]
        second = [first[0], offered("接到红色预警以后，多久内转移群众", "B"), offered("谁来签字")]
        done = [put(tx, bank, *questions) for questions in (first, first, second)]
        assert stems(tx, bank) == [
            "防汛责任人的第一件事是什么",
            "接到红色预警以后，多久内转移群众",
            "谁来签字",
        ]
        return [(each.new, each.changed, len(each.rekeyed)) for each in done]

    assert inline.write_now(imported) == [(2, 0, 0), (0, 0, 0), (1, 1, 1)]


def test_another_file_adds_to_a_bank_and_never_changes_what_is_merely_alike(inline: InlineDatabase) -> None:
    def imported(tx: Transaction) -> tuple[int, int]:
        bank = a_bank(tx, instructor(tx, "1", "县"))
        put(tx, bank, offered("接到红色预警后多久内转移群众"))
        done = put(tx, bank, offered("接到红色预警以后多久内转移群众"), file="other.xlsx")
        return done.new, done.changed

    assert inline.write_now(imported) == (1, 0)


def test_a_question_is_known_by_its_name_whatever_it_says_now(inline: InlineDatabase) -> None:
    def imported(tx: Transaction) -> tuple[int, int]:
        bank = a_bank(tx, instructor(tx, "1", "县"))
        put(tx, bank, offered("旧题干", name="Q7"))
        done = put(tx, bank, offered("完全不同的一句话", name="Q7"), file="other.xlsx")
        return done.new, done.changed

    assert inline.write_now(imported) == (0, 1)


def test_what_the_file_has_no_word_for_stays(inline: InlineDatabase) -> None:
    def imported(tx: Transaction) -> dict[str, Any]:
        bank = a_bank(tx, instructor(tx, "1", "县"))
        both = {"zh-Hans": "先做什么", "en": "What is first"}
        known = {"explanation": {"zh-Hans": "因为"}, "reading": "law#one", "difficulty": 5, "shuffle": False}
        put(tx, bank, offered(both, name="Q1", **known))
        put(tx, bank, offered("先做什么", "B", name="Q1"))
        (question,) = storage.banks.questions(tx, bank.slug)
        return dict(question.content)

    kept = inline.write_now(imported)
    assert kept["answer"] == ["B"] and kept["stem"]["en"] == "What is first"
    assert (kept["reading"], kept["difficulty"], kept["shuffle"]) == ("law#one", 5, False)
    assert kept["explanation"] == {"zh-Hans": "因为"}


def test_a_text_that_changes_leaves_its_translation_behind(inline: InlineDatabase) -> None:
    def imported(tx: Transaction) -> dict[str, str]:
        bank = a_bank(tx, instructor(tx, "1", "县"))
        put(tx, bank, offered({"zh-Hans": "先做什么", "en": "What is first"}, name="Q1"))
        put(tx, bank, offered("后做什么", name="Q1"))
        (question,) = storage.banks.questions(tx, bank.slug)
        stem: dict[str, str] = question.content["stem"]
        return stem

    assert inline.write_now(imported) == {"zh-Hans": "后做什么"}


def test_a_possible_duplicate_is_named_with_its_bank(inline: InlineDatabase) -> None:
    def found(tx: Transaction) -> list[tuple[int, str]]:
        bank = a_bank(tx, instructor(tx, "1", "县"))
        put(tx, bank, offered("接到暴雨红色预警后首先做什么"))
        new = [offered("合作社盈余怎样返还"), offered("接到暴雨红色预警后，首先做什么？")]
        known = storage.banks.questions(tx, bank.slug)
        return [(each.index, each.bank) for each in bank_import.duplicates(new, known, "zh-Hans")]

    assert inline.write_now(found) == [(1, "made-1")]


async def test_two_questions_never_share_a_name(database: Database) -> None:
    def named(tx: Transaction) -> set[str]:
        bank = a_bank(tx, instructor(tx, "1", "县"))
        put(tx, bank, offered("一", name="Q1"), offered("二", name="Q1"), offered("三"))
        return storage.banks.names(tx, bank.slug)

    assert len(await database.write(named)) == 3


def test_every_import_is_in_the_audit_log(inline: InlineDatabase) -> None:
    def recorded(tx: Transaction) -> list[dict[str, Any]]:
        maker = instructor(tx, "1", "县")
        put(tx, a_bank(tx, maker), offered("一"))
        return tx.all("SELECT actor, after_json FROM audit_entry WHERE action = 'bank_import'")

    (entry,) = inline.write_now(recorded)
    assert entry["actor"] == permissions.COMMAND_LINE
    assert entry["after_json"] == {"bank": "made-1", "file": "flood.xlsx", "new": 1, "changed": 0}


@pytest.mark.parametrize("slug", ["made-1", "nobody", "check/fire-safety"])
def test_a_bank_that_is_not_there_is_nobodys(inline: InlineDatabase, slug: str) -> None:
    def asked(tx: Transaction) -> bool:
        return banks.may_change(tx, instructor(tx, "1", "县").id, slug, TODAY)

    assert inline.write_now(asked) is False
