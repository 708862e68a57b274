"""A roster sent to the chat: read into JSON, compared within the sender's grants, saved as it was shown."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fakes.county import a_person, at, small_county, the_person

import storage.audit_log
import storage.grants
import storage.people
import storage.units
import storage.uploads
from storage.database import Database
from storage.inline import InlineDatabase
from storage.transaction import Transaction
from storage.uploads import Upload
from study import roster_upload, uploads
from study.roster import plan_import
from study.roster_files import read_roster
from study.upload_purpose import Facts

NOW = at("2026-11-23 09:00")
COUNTY = small_county()
HEADER = "工号,姓名,单位,职级类别,角色,管理单位,标签,语言,电话,加入日期,离开日期\n"
ROWS = HEADER + (
    '1,人1,县/甲镇,中层,,,"甲、乙",英文,123,2020-01-01,2027-01-01\n'
    "2,<b>&,县/乙镇,,督学,县/乙镇,,,,2024年3月1日,\n"
)


def read(text: str, name: str = "roster.csv") -> Facts:
    """As the garden gets it: by way of JSON."""
    facts: Facts = json.loads(json.dumps(roster_upload.read(name, text.encode())))
    return facts


def an_admin(tx: Transaction, unit: str = "县") -> int:
    person = a_person(tx, "0", unit)
    storage.grants.put(tx, person.id, "admin", storage.units.ensure(tx, [unit])[unit].id, None, NOW)
    return person.id


def planned(tx: Transaction, text: str, actor: int) -> Facts:
    return roster_upload.plan(tx, read(text), actor, COUNTY, NOW).preview


def shown(tx: Transaction, text: str, actor: int) -> Upload:
    """A file that has been read and previewed."""
    person = storage.people.by_id(tx, actor)
    assert person is not None and person.identity_id is not None
    upload_id = storage.uploads.insert(
        tx,
        person_id=actor,
        identity_id=person.identity_id,
        purpose="roster",
        name="名册.csv",
        size=1,
        place="",
        content=b"",
        now=NOW,
    )
    upload = storage.uploads.claim(tx, NOW)
    assert upload is not None and upload.id == upload_id
    facts, shown = uploads.prepare(tx, upload, read(text), COUNTY, NOW)
    uploads.record_read(tx, upload, facts, shown, NOW)
    return the_upload(tx, upload_id)


def the_upload(tx: Transaction, upload_id: int) -> Upload:
    upload = storage.uploads.by_id(tx, upload_id)
    assert upload is not None
    return upload


def digest_of(upload: Upload) -> str:
    return str((upload.result_json or {})["preview"]["digest"])


def test_json_carries_everything_a_row_says(inline: InlineDatabase) -> None:
    def both(tx: Transaction) -> tuple[Any, Any]:
        actor = an_admin(tx)
        a_person(tx, "1", tags=("甲",))
        direct = plan_import(
            tx, read_roster("roster.csv", ROWS.encode()).rows, today=COUNTY.local_day(NOW), actor=actor
        )
        return direct, roster_upload._difference(tx, read(ROWS), actor, COUNTY, NOW)

    direct, by_json = inline.write_now(both)
    assert len(direct.added) == len(direct.changed) == 1
    assert [change.field for change in by_json.changed[0].changes] == [
        "rank_category",
        "tags",
        "language",
        "phone",
        "left_on",
    ]
    assert by_json.changed[0].changes == direct.changed[0].changes
    assert by_json.added[0].grants == direct.added[0].grants == (("supervisor", "县/乙镇"),)
    assert by_json.added[0].row.stated == direct.added[0].row.stated


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("a.csv", "甲,乙\n1,2\n", "no_header"),
        ("a.xlsx", "PK no zip", "not_a_table"),
        ("a.csv", "姓名,单位\n" + "人,县\n" * (roster_upload.MOST_ROWS + 1), "too_many_for_chat"),
    ],
)
def test_a_file_of_no_use_gives_its_reason_only(name: str, text: str, reason: str) -> None:
    facts = read(text, name)
    assert set(facts) == {"refused"} and facts["refused"]["reason"] == reason


def test_nobody_reaches_beyond_the_own_units(inline: InlineDatabase) -> None:
    def preview(tx: Transaction) -> Facts:
        a_person(tx, "1", "县/甲镇")
        text = "工号,姓名,单位\n1,人1,县/乙镇\n5,人5,县/乙镇/一村\n6,人6,县/甲镇\n"
        return planned(tx, text, an_admin(tx, "县/乙镇"))

    found = inline.write_now(preview)
    assert (found["added"], found["changed"], found["refused"]) == (1, 0, 2)
    assert {each["reason"] for each in found["refusals"]} == {"outside_scope"}


def test_a_file_makes_nobody_an_administrator(inline: InlineDatabase) -> None:
    text = "工号,姓名,单位,角色,管理单位\n5,人5,县,管理员,县\n6,人6,县,督学,县\n"
    found = inline.write_now(lambda tx: planned(tx, text, an_admin(tx)))
    assert (found["added"], found["refused"]) == (1, 1)
    assert found["refusals"][0]["reason"] == "grant_needs_second"


def test_a_preview_has_a_few_people_and_a_few_refusals(inline: InlineDatabase) -> None:
    rows = [f"{n},人{n},县" for n in range(1, 41)] + [f"{n},,县" for n in range(50, 80)]
    text = "工号,姓名,单位\n" + "\n".join(rows)
    found = inline.write_now(lambda tx: planned(tx, text, an_admin(tx)))
    assert (found["added"], found["refused"], found["cells_refused"]) == (40, 30, 30)
    assert len(found["people"]) == roster_upload.SHOWN_PEOPLE
    assert len(found["refusals"]) == roster_upload.SHOWN_REFUSALS


def test_the_digest_stands_for_the_change(inline: InlineDatabase) -> None:
    def digests(tx: Transaction) -> list[str]:
        actor = an_admin(tx)
        a_person(tx, "1")
        first = [planned(tx, ROWS, actor)["digest"] for _ in "12"]
        storage.people.update(tx, the_person(tx).id, phone="9")
        return [*first, planned(tx, ROWS, actor)["digest"]]

    first, again, changed = inline.write_now(digests)
    assert first == again != changed


async def test_saving_does_what_was_shown_once_and_is_in_the_audit_log(database: Database) -> None:
    def save(tx: Transaction) -> tuple[Any, str, int]:
        actor = an_admin(tx)
        a_person(tx, "1")
        upload = shown(tx, ROWS, actor)
        outcome = uploads.save(tx, upload, digest_of(upload), COUNTY, NOW)
        return outcome, the_upload(tx, upload.id).state, actor

    outcome, state, actor = await database.write(save)
    assert (outcome["added"], outcome["changed"], state) == (1, 1, "saved")
    person = await database.read(the_person, "1")
    assert (person.phone, person.rank_category) == ("123", "middle")
    entries = await database.read(
        lambda tx: tx.all("SELECT action, actor, after_json FROM audit_entry ORDER BY id")
    )
    assert {entry["actor"] for entry in entries} == {f"person:{actor}"}
    assert entries[-1]["after_json"] == {"purpose": "roster", "file": "名册.csv", **outcome}


async def test_what_has_changed_meanwhile_is_shown_again_before_it_is_saved(database: Database) -> None:
    def save(tx: Transaction) -> tuple[Any, Upload]:
        actor = an_admin(tx)
        person = a_person(tx, "1")
        upload = shown(tx, ROWS, actor)
        storage.people.update(tx, person.id, phone="9")
        return uploads.save(tx, upload, digest_of(upload), COUNTY, NOW), the_upload(tx, upload.id)

    outcome, kept = await database.write(save)
    assert isinstance(outcome, uploads.NotSaved)
    assert kept.state == "previewed" and digest_of(kept) == digest_of(outcome.upload)
    assert (await database.read(the_person, "1")).phone == "9"
    saved = await database.write(uploads.save, kept, digest_of(kept), COUNTY, NOW)
    assert not isinstance(saved, uploads.NotSaved)
    assert (await database.read(the_person, "1")).phone == "123"


def test_without_the_right_a_save_finds_nothing_to_do(inline: InlineDatabase) -> None:
    def save(tx: Transaction) -> tuple[Any, bool]:
        actor = an_admin(tx)
        upload = shown(tx, ROWS, actor)
        storage.grants.remove(tx, actor, "admin", storage.units.ensure(tx, ["县"])["县"].id)
        outcome = uploads.save(tx, upload, digest_of(upload), COUNTY, NOW)
        return outcome, storage.people.by_staff_no(tx, "2") is not None

    outcome, is_there = inline.write_now(save)
    assert isinstance(outcome, uploads.NotSaved) and not is_there


def test_only_rows_that_were_refused_are_handed_out(inline: InlineDatabase) -> None:
    text = "工号,姓名,单位\n5,,县\n6,人6,外县\n7,人7,县\n"
    refused = inline.write_now(lambda tx: roster_upload.refused(tx, read(text), an_admin(tx), COUNTY, NOW))
    assert [(each.row, each.reason) for each in refused] == [(2, "missing"), (3, "outside_scope")]
    assert refused[1].cells == {"staff_no": "6", "name": "人6", "unit": "外县"}
