"""Content in the record: a version for each text there was, the current one marked, the broken kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from fakes.county import (
    FIRE,
    FLOOD,
    a_bank,
    a_person,
    a_question,
    a_reading,
    at,
    small_content,
    take_in_small_content,
)

import storage.content
from storage.database import Database
from storage.inline import InlineDatabase
from storage.transaction import Transaction
from study import content
from study.authored import AuthoredContent
from study.rules.content import BankUnit

NOW = at("2026-11-23 20:00")


def versions(tx: Transaction) -> tuple[int, int]:
    row = tx.one(
        "SELECT (SELECT COUNT(*) FROM reading_version) AS readings,"
        " (SELECT COUNT(*) FROM question_version) AS questions"
    )
    assert row is not None
    return row["readings"], row["questions"]


def with_questions(bank: BankUnit, *questions: object) -> BankUnit:
    return replace(bank, sheet=replace(bank.sheet, questions=questions))


def take_in(tx: Transaction, *banks: BankUnit) -> None:
    content.take_in(tx, AuthoredContent({}, {bank.slug: bank for bank in banks}), NOW)


def drawable(tx: Transaction, bank: str = FIRE) -> list[str]:
    rows = storage.content.candidates(tx, [bank], 0)
    return [storage.content.question_version(tx, row["version_id"]).name for row in rows]


async def test_what_has_not_changed_makes_no_new_version(database: Database) -> None:
    for _ in range(2):
        await database.write(take_in_small_content)
    assert await database.read(versions) == (2, 22)


async def test_a_changed_text_is_a_new_version_and_changed_back_the_old_one(database: Database) -> None:
    first, second = a_reading(FIRE), a_reading(FIRE, "## 新\n\n新的文本。")
    seen = []
    for number, reading in enumerate((first, second, first)):
        now = NOW + timedelta(days=number)
        await database.write(content.take_in, AuthoredContent({FIRE: reading}, {}), now)
        current = await database.read(storage.content.current_reading, FIRE)
        assert current is not None
        seen.append(current.id)
    assert seen[0] == seen[2] != seen[1]
    assert len(await database.read(storage.content.current_readings)) == 1


async def test_a_question_that_was_reworded_stays_the_same_question(database: Database) -> None:
    bank = a_bank(FIRE, 2)
    await database.write(take_in, bank)
    before = await database.read(storage.content.candidates, [FIRE], 0)
    reworded = with_questions(bank, a_question("q1", ("C",)), a_question("q2"))
    await database.write(take_in, reworded)
    after = await database.read(storage.content.candidates, [FIRE], 0)
    assert [row["question_id"] for row in before] == [row["question_id"] for row in after]
    assert before[0]["version_id"] != after[0]["version_id"]
    assert before[1]["version_id"] == after[1]["version_id"]


def test_a_question_that_left_its_bank_is_drawn_no_more_until_it_returns(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(take_in, a_bank(FIRE, 3))
    do(take_in, with_questions(a_bank(FIRE), a_question("q2")))
    assert do(drawable) == ["q2"]
    do(take_in, a_bank(FIRE, 2))
    assert sorted(do(drawable)) == ["q1", "q2"]


def test_a_bank_that_was_removed_is_offered_no_more(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(take_in, a_bank(FIRE), a_bank(FLOOD, 3))
    do(take_in, a_bank(FLOOD, 3))
    assert do(storage.content.folder_banks) == {FLOOD}
    [bank] = do(storage.content.practice_banks)
    assert (bank["slug"], bank["title_json"]["zh-Hans"], bank["questions"]) == (FLOOD, FLOOD, 3)


def test_what_is_broken_keeps_its_last_good_version_and_what_is_gone_does_not(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(take_in_small_content)
    broken = AuthoredContent({}, {}, frozenset({FIRE}))
    do(content.take_in, broken, NOW)
    assert [version.slug for version in do(storage.content.current_readings)] == [FIRE]
    assert do(storage.content.folder_banks) == {FIRE, f"check/{FIRE}"}
    do(content.take_in, small_content(), NOW)
    assert len(do(storage.content.current_readings)) == 2
    assert len(do(drawable, f"check/{FLOOD}")) == 1


async def test_a_draw_knows_what_each_person_has_seen(database: Database) -> None:
    await database.write(take_in, a_bank(FIRE, 2))
    person = await database.write(a_person)
    rows = await database.read(storage.content.candidates, [FIRE], person.id)
    assert [(row["bank"], row["seen"], row["last_asked_at"]) for row in rows] == [(FIRE, 0, None)] * 2
