"""An instructor of 县/甲镇 with people to push to, and what a push came to."""

from __future__ import annotations

from datetime import datetime
from random import Random
from typing import Any

from fakes.chat import Chat
from fakes.county import RIGHT, WRONG, a_person, answer, at, take_in_small_content, the_person

import storage.claims
import storage.grants
import storage.pushes
import storage.units
from scheduler import jobs
from storage.assignments import Enrollment
from storage.inline import InlineDatabase
from storage.pushes import Push
from storage.transaction import Transaction
from study import outbox, quizzes
from study.rules.county import County
from study.rules.delivery import SendResult

TOWN = "县/甲镇"


def grant(tx: Transaction, person_id: int, role: str, path: str) -> None:
    unit = storage.units.by_path(tx, path)
    assert unit is not None
    storage.grants.put(tx, person_id, role, unit.id, None, at("2026-01-05 09:00"))


def an_instructor(
    db: InlineDatabase, county: County, now: datetime, path: str = TOWN, staff_no: str = "9", **chat: Any
) -> Chat:
    person = db.write_now(a_person, staff_no, path, channel="telegram", name=f"教员{staff_no}")
    db.write_now(grant, person.id, "instructor", path)
    return Chat(db, county, now, address=f"telegram-{person.id}", **chat)


def some_people(db: InlineDatabase) -> None:
    """Four in 甲镇 beside the instructor, one of them in no chat, one with the noon hour; one in 乙镇."""
    db.write_now(take_in_small_content)
    db.write_now(a_person, "1", "县/甲镇/一村", rank_category="village", tags=("党员",), channel="telegram")
    db.write_now(a_person, "2", TOWN, hour="12:30", channel="telegram")
    db.write_now(a_person, "3", TOWN, channel=None)
    db.write_now(a_person, "4", "县/甲镇/二村", channel="telegram")
    db.write_now(a_person, "5", "县/乙镇", channel="telegram")


async def tick(db: InlineDatabase, county: County, now: datetime) -> None:
    """What every tick looks at."""
    for look in jobs.EACH_TICK.values():
        await look(db, county, now)


def the_push(db: InlineDatabase, push_id: int = 1) -> Push:
    push = db.read_now(storage.pushes.by_id, push_id)
    assert push is not None
    return push


def openings(db: InlineDatabase) -> list[dict[str, Any]]:
    return db.read_now(
        lambda tx: tx.all(
            "SELECT id, kind, name, occurrence, quiz_json AS quiz_json, opens_at, due_at FROM assignment"
            " WHERE push_id IS NOT NULL ORDER BY id"
        )
    )


def messages(db: InlineDatabase, kind: str = "pushed") -> list[dict[str, Any]]:
    return db.read_now(
        lambda tx: tx.all(
            "SELECT o.id, p.staff_no, o.state, o.send_after_at, o.dedup_key, o.message_json AS message_json,"
            " o.edits_id FROM outbox o JOIN person p ON p.id = o.person_id WHERE o.kind = :kind ORDER BY o.id",
            kind=kind,
        )
    )


def deliver(tx: Transaction, now: datetime, kind: str = "pushed", channel: str = "telegram") -> int:
    """Everything of a kind that is due arrives; how much it was."""
    delivered = 0
    for edits in (False, True):
        while claimed := storage.claims.claim(tx, "node", channel, now, 100, edits):
            for row in claimed:
                assert row.kind == kind or row.kind in ("pushed", "push_card", "announcement")
                outbox.settle(tx, row, SendResult("delivered", f"m{row.id}"), now)
                delivered += 1
    return delivered


def share(tx: Transaction, staff_no: str, assignment_id: int = 1) -> Enrollment | None:
    return storage.pushes.share_of(tx, assignment_id, the_person(tx, staff_no).id)


def begin(tx: Transaction, county: County, now: datetime, staff_no: str, right: int, total: int = 0) -> None:
    """Somebody answers `total` questions of the push, the first `right` of them right."""
    mine = share(tx, staff_no)
    assert mine is not None
    attempt = quizzes.resume_or_start_share(tx, mine, Random(int(staff_no)), now)
    assert attempt is not None
    for number in range(total):
        answer(tx, attempt, county, now, RIGHT if number < right else WRONG)
