"""What is pushed opens when its time has come, reaches whom it is for, and is taken back or sent again in chunks."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from fakes.county import FIRE, FLOOD, a_person, at, outbox_of, small_county, take_in_small_content, the_person
from fakes.pushing import TOWN, begin, deliver, grant, share

import storage.assignments
import storage.attempts
import storage.claims
import storage.content
import storage.grants
import storage.leaves
import storage.people
import storage.push_figures
import storage.pushes
import storage.readings
from scheduler import jobs
from storage.database import Database
from storage.inline import InlineDatabase
from storage.pushes import Push
from storage.transaction import Transaction
from study import push_changes, push_previews, pushes, quizzes, readings, today, weekly_summary
from study.rules.reporting_period import period_of

COUNTY = small_county()
NOW = at("2026-11-23 10:00")  # a Monday
IN_TOWN: dict[str, Any] = {"units": [TOWN]}


def the_office(tx: Transaction) -> int:
    """An instructor of 甲镇 with three people, one of them in no chat."""
    take_in_small_content(tx)
    teacher = a_person(tx, "9", TOWN)
    grant(tx, teacher.id, "instructor", TOWN)
    for staff_no, channel in (("1", "telegram"), ("2", "telegram"), ("3", None)):
        a_person(tx, staff_no, "县/甲镇/一村", channel=channel)
    return teacher.id


def push(
    tx: Transaction,
    teacher: int,
    kind: str = "quiz",
    *,
    starts: datetime = NOW,
    weekly: str | None = None,
    closes: str | None = "48h",
    now: datetime = NOW,
    audience: dict[str, Any] = IN_TOWN,
    **subject: Any,
) -> Push | None:
    return pushes.make(
        tx,
        kind,
        subject or {"banks": [FIRE]},
        audience,
        starts_at=starts,
        weekly=weekly,
        closes_after=closes,
        made_by=teacher,
        county=COUNTY,
        now=now,
    )


async def tick(db: Database, *moments: str) -> None:
    for moment in moments:
        for look in jobs.EACH_TICK.values():
            await look(db, COUNTY, at(moment))


def opened(tx: Transaction) -> list[str]:
    rows = tx.all("SELECT occurrence FROM assignment WHERE push_id IS NOT NULL ORDER BY id")
    return [row["occurrence"] for row in rows]


def told(tx: Transaction, staff_no: str) -> list[tuple[str, datetime]]:
    return [(row["state"], row["send_after_at"]) for row in outbox_of(tx, the_person(tx, staff_no), "pushed")]


def questions_of(tx: Transaction, staff_no: str) -> list[int]:
    mine = share(tx, staff_no)
    assert mine is not None
    attempt = quizzes.resume_or_start_share(tx, mine, Random(int(staff_no)), NOW)
    assert attempt is not None
    rows = tx.all("SELECT question_id FROM slot WHERE attempt_id = :id ORDER BY position", id=attempt.id)
    return [row["question_id"] for row in rows]


async def test_a_whole_bank_is_the_same_for_everybody_in_the_banks_order(database: Database) -> None:
    await database.write(push, await database.write(the_office))
    await tick(database, "2026-11-23 10:00")
    first = await database.write(questions_of, "1")
    assert first == sorted(first) and len(first) == 10
    await database.write(lambda tx: tx.run("UPDATE question SET is_current = 0 WHERE id = :id", id=first[0]))
    assert await database.write(questions_of, "2") == first[1:]


async def test_a_draw_is_each_persons_own(inline: InlineDatabase) -> None:
    teacher = inline.write_now(the_office)
    inline.write_now(push, teacher, "draw", banks=[FIRE, FLOOD], draw=6)
    await tick(inline, "2026-11-23 10:00")
    one, two = (inline.write_now(questions_of, number) for number in "12")
    assert len(one) == len(two) == 6 and one != two


async def test_everybody_is_told_once_when_they_may_be(database: Database) -> None:
    teacher = await database.write(the_office)
    late = at("2026-11-23 21:30")
    await database.write(push, teacher, starts=late, now=late)
    await tick(database, "2026-11-23 21:30", "2026-11-23 21:31")
    assert await database.read(told, "1") == [("pending", at("2026-11-24 08:30"))]
    assert await database.read(told, "3") == []
    assert await database.read(share, "3") is not None


async def test_who_would_be_told_after_it_has_closed_is_told_before_their_hour(
    inline: InlineDatabase,
) -> None:
    teacher = inline.write_now(the_office)
    inline.write_now(storage.people.update, inline.read_now(the_person, "1").id, daily_hour="19:30")
    sunday = at("2026-11-22 16:00")
    inline.write_now(push, teacher, closes="24h", starts=sunday, now=sunday)
    await tick(inline, "2026-11-22 16:00")
    assert inline.read_now(told, "1") == [("pending", at("2026-11-23 07:30"))]
    assert inline.read_now(told, "2") == [("pending", at("2026-11-23 08:30"))]


async def test_nobody_is_told_on_leave_or_after_it_has_closed(inline: InlineDatabase) -> None:
    teacher = inline.write_now(the_office)
    away = inline.read_now(the_person, "1").id
    inline.write_now(storage.leaves.insert, away, NOW.date(), NOW.date(), "病假", NOW)
    inline.write_now(push, teacher)
    friday = at("2026-11-27 21:30")
    inline.write_now(push, teacher, closes="24h", starts=friday, now=friday)
    await tick(inline, "2026-11-23 10:00", "2026-11-27 21:30")
    assert inline.read_now(told, "1") == []
    assert inline.read_now(told, "2") == [("pending", NOW)]


async def test_a_push_for_later_opens_at_its_time_and_late_rather_than_never(database: Database) -> None:
    teacher = await database.write(the_office)
    await database.write(push, teacher, starts=at("2026-11-24 08:30"))
    await tick(database, "2026-11-24 08:29")
    assert await database.read(opened) == []
    await tick(database, "2026-11-24 11:00", "2026-11-24 11:01")
    assert await database.read(opened) == ["2026-11-24T08:30"]
    assert await database.read(told, "1") == [("pending", at("2026-11-24 11:00"))]


@pytest.mark.parametrize(("back_up", "opens"), [("2026-11-26 08:29", 1), ("2026-11-26 08:30", 0)])
async def test_what_would_have_closed_already_is_not_opened(
    inline: InlineDatabase, back_up: str, opens: int
) -> None:
    inline.write_now(push, inline.write_now(the_office), starts=at("2026-11-24 08:30"))
    await tick(inline, back_up)
    assert len(inline.read_now(opened)) == opens
    assert inline.read_now(storage.pushes.to_open, at("2027-01-01 00:00")) == []


async def test_every_week_opens_once_a_week_and_catches_up(database: Database) -> None:
    teacher = await database.write(the_office)
    first = await database.read(lambda tx: pushes.first_slot("thu 20:00", NOW, COUNTY))
    await database.write(push, teacher, weekly="thu 20:00", starts=first)
    await tick(database, "2026-11-26 19:59")
    assert await database.read(opened) == []
    await tick(database, "2026-11-26 20:00", "2026-11-26 20:00", "2026-12-03 20:01")
    assert await database.read(opened) == ["2026-11-26T20:00", "2026-12-03T20:00"]
    # Down from the 9th to the 18th: the slot of the 10th is long closed, that of the 17th is not.
    await tick(database, "2026-12-18 09:00")
    assert (await database.read(opened))[2:] == ["2026-12-17T20:00"]


@pytest.mark.parametrize(
    ("closes", "expected"),
    [
        ("48h", ["2026-09-24T20:00", "2026-10-08T20:00"]),
        ("168h", ["2026-09-24T20:00", "2026-10-01T20:00", "2026-10-08T20:00"]),
    ],
)
async def test_a_week_of_holidays_is_left_out_where_nobody_could_be_told_in_time(
    inline: InlineDatabase, closes: str, expected: list[str]
) -> None:
    """1 to 7 October are public holidays: the slot is not moved, and nobody is written to on those days."""
    teacher, made = inline.write_now(the_office), at("2026-09-22 10:00")
    inline.write_now(
        push, teacher, weekly="thu 20:00", starts=at("2026-09-24 20:00"), closes=closes, now=made
    )
    await tick(inline, *(f"2026-{day} 20:00" for day in ("09-24", "10-01", "10-08")))
    assert inline.read_now(opened) == expected
    if closes == "168h":
        holiday = inline.read_now(told, "1")[1]
        assert holiday == ("pending", at("2026-10-08 08:30"))


async def test_a_push_stops_when_the_grant_of_its_maker_has_ended(database: Database) -> None:
    teacher = await database.write(the_office)
    await database.write(push, teacher, weekly="thu 20:00", starts=at("2026-11-26 20:00"))
    unit = (await database.read(the_person, "9")).unit_id
    await database.write(storage.grants.remove, teacher, "instructor", unit)
    await tick(database, "2026-11-26 20:00", "2026-12-03 20:00")
    assert await database.read(opened) == []
    entries = await database.read(lambda tx: tx.all("SELECT action FROM audit_entry ORDER BY id"))
    assert [entry["action"] for entry in entries] == ["push", "push_stop"]


def test_nobody_pushes_beyond_their_grant_or_what_is_not_theirs(inline: InlineDatabase) -> None:
    teacher = inline.write_now(the_office)
    assert inline.write_now(push, teacher, audience={"everyone": True}) is None
    assert inline.write_now(push, teacher, audience={"units": ["县/乙镇"]}) is None
    assert inline.write_now(push, teacher, banks=["none"]) is None
    assert inline.write_now(push, teacher, "reading", reading="none", closes="3d") is None
    assert inline.write_now(push, inline.read_now(the_person, "1").id) is None
    assert inline.read_now(opened) == []


async def test_half_of_it_gone_out_the_rest_is_taken_back_once(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(push_changes, "CHUNK", 1)
    teacher = await database.write(the_office)
    made = await database.write(push, teacher)
    assert made is not None
    await tick(database, "2026-11-23 10:00")
    claimed = await database.write(storage.claims.claim, "n", "telegram", NOW, 1)
    await database.write(storage.outbox.settle, claimed[0].id, 1, "sent", NOW, "m1")
    await database.write(begin, COUNTY, NOW, "1", 2, 4)
    assert await database.write(push_changes.withdraw, made, teacher, COUNTY, NOW)
    assert not await database.write(push_changes.withdraw, made, teacher, COUNTY, NOW)
    await tick(database, "2026-11-23 10:01", "2026-11-23 10:02")
    states = [state for number in "129" for state, _ in await database.read(told, number)]
    assert states == ["sent", "cancelled", "cancelled"]
    begun, not_begun = [await database.read(share, number) for number in "12"]
    assert begun is not None and begun.withdrawn_at is None
    assert not_begun is not None and not_begun.withdrawn_at is not None
    await database.write(begin, COUNTY, at("2026-11-23 11:00"), "1", 1, 6)
    done = await database.read(share, "1")
    assert done is not None and done.completed_at is not None


async def test_taken_back_while_people_still_get_their_share(inline: InlineDatabase) -> None:
    teacher = inline.write_now(the_office)
    made = inline.write_now(push, teacher)
    assert made is not None
    inline.write_now(push_changes.withdraw, made, teacher, COUNTY, NOW)
    await tick(inline, "2026-11-23 10:01")
    assert inline.read_now(share, "1") is None and inline.read_now(told, "1") == []


async def test_a_push_for_later_taken_back_never_opens(inline: InlineDatabase) -> None:
    teacher = inline.write_now(the_office)
    made = inline.write_now(push, teacher, starts=at("2026-11-24 08:30"))
    assert made is not None and inline.write_now(push_changes.withdraw, made, teacher, COUNTY, NOW)
    await tick(inline, "2026-11-24 08:30")
    assert inline.read_now(opened) == []


async def test_it_is_sent_again_to_who_has_not_opened_it_once_a_day(database: Database) -> None:
    teacher = await database.write(the_office)
    made = await database.write(push, teacher, closes="168h")
    assert made is not None
    await tick(database, "2026-11-23 10:00")
    await database.write(deliver, NOW)
    await database.write(begin, COUNTY, NOW, "1", 1, 1)
    evening = at("2026-11-23 21:30")
    assert await database.write(push_changes.send_again, made, teacher, COUNTY, evening)
    assert not await database.write(push_changes.send_again, made, teacher, COUNTY, evening)
    await tick(database, "2026-11-23 21:30")
    morning = at("2026-11-24 08:30")
    assert [at_ for _, at_ in await database.read(told, "2")] == [NOW, morning]
    assert len(await database.read(told, "1")) == 1
    # Asked for the next day too: who gets one that morning already gets no second on the same day.
    assert await database.write(push_changes.send_again, made, teacher, COUNTY, morning)
    await tick(database, "2026-11-24 08:30")
    assert len(await database.read(told, "2")) == 2


async def test_the_figures_count_each_person_where_they_stand(database: Database) -> None:
    teacher = await database.write(the_office)
    await database.write(push, teacher)
    await tick(database, "2026-11-23 10:00")
    await database.write(deliver, NOW)
    await database.write(begin, COUNTY, NOW, "1", 7, 10)
    await database.write(begin, COUNTY, NOW, "2", 0, 1)
    opening = await database.read(storage.pushes.latest_opening, 1)
    assert opening is not None
    counted = await database.read(storage.push_figures.counts, opening)
    assert counted == {
        "people": 4,
        "queued": 1,  # the instructor, whose page is on the web
        "delivered": 2,
        "unreached": 1,
        "begun": 2,
        "finished": 1,
        "unopened": 0,
        "untold": 0,
        "taken_back": 0,
        "read_before": 0,
    }
    assert await database.read(storage.push_figures.mean_score, opening.id) == (0.7, 1)


async def test_a_reading_is_asked_of_who_has_not_read_it_and_done_in_time(database: Database) -> None:
    teacher = await database.write(the_office)
    one, two = [(await database.read(the_person, number)).id for number in "12"]
    await database.write(readings.complete_reading, one, FLOOD, COUNTY, at("2026-11-02 10:00"))
    await database.write(push, teacher, "reading", reading=FLOOD, closes="3d")
    await tick(database, "2026-11-23 10:00")
    assert await database.read(told, "1") == [] and len(await database.read(told, "2")) == 1
    known = await database.read(share, "1")
    assert known is not None and known.completed_at is not None and not known.is_late
    open_now = await database.read(today.today, two, COUNTY, NOW)
    assert [(item.enrollment.kind, item.next_step) for item in open_now.items] == [("pushed", "read")]
    await database.write(readings.complete_reading, two, FLOOD, COUNTY, at("2026-11-27 00:00"))
    late = await database.read(share, "2")
    assert late is not None and late.is_late
    opening = await database.read(storage.pushes.latest_opening, 1)
    assert opening is not None
    counted = await database.read(storage.push_figures.counts, opening)
    assert (counted["people"], counted["read_before"], counted["finished"]) == (3, 1, 1)


async def test_a_pushed_reading_is_gone_from_today_once_its_day_has_passed(inline: InlineDatabase) -> None:
    inline.write_now(push, inline.write_now(the_office), "reading", reading=FLOOD, closes="3d")
    await tick(inline, "2026-11-23 10:00")
    person = inline.read_now(the_person, "1").id
    assert len(inline.read_now(today.today, person, COUNTY, at("2026-11-26 23:59")).items) == 1
    assert not inline.read_now(today.today, person, COUNTY, at("2026-11-27 00:00")).items
    assert outbox_of_kind(inline, "daily_card") == 0


def outbox_of_kind(db: InlineDatabase, kind: str) -> int:
    rows = db.read_now(lambda tx: tx.all("SELECT id FROM outbox WHERE kind = :kind", kind=kind))
    return len(rows)


async def test_a_push_is_called_by_its_banks(inline: InlineDatabase) -> None:
    inline.write_now(push, inline.write_now(the_office), "draw", banks=[FIRE, FLOOD], draw=3)
    assert inline.read_now(today.title_of, None, "push-1", COUNTY) == {
        "zh-Hans": f"{FIRE}、{FLOOD}",
        "en": f"{FIRE} in English, {FLOOD} in English",
    }
    assert inline.read_now(today.title_of, None, "push-99", COUNTY) == {"zh-Hans": "push-99"}


async def test_the_weekly_summary_leaves_out_what_instructors_push(inline: InlineDatabase) -> None:
    teacher = inline.write_now(the_office)
    inline.write_now(push, teacher)
    inline.write_now(push, teacher, "reading", reading=FLOOD, closes="3d")
    await tick(inline, "2026-11-23 10:00")
    unit = inline.read_now(the_person, "9").unit_id
    period = period_of(NOW, COUNTY.zone)
    seen = inline.read_now(weekly_summary.summarise, teacher, [unit], period, COUNTY, NOW)
    assert seen.items == ()


def test_the_preview_counts_who_is_told_when_and_how_long_it_takes(inline: InlineDatabase) -> None:
    inline.write_now(the_office)
    for number in range(100, 200):
        inline.write_now(a_person, str(number), TOWN)
    seen = inline.read_now(push_previews.preview, IN_TOWN, NOW, "48h", None, COUNTY, NOW)
    assert (seen.people, seen.units, seen.unreached) == (104, 2, 1)
    assert seen.times == ((NOW, 103),) and seen.seconds == 5  # at 25 a second
    assert seen.due_at == NOW + timedelta(hours=48)


async def test_one_that_cannot_be_opened_holds_no_other_back(inline: InlineDatabase) -> None:
    teacher = inline.write_now(the_office)
    for _ in range(2):
        inline.write_now(push, teacher, starts=at("2026-11-24 08:30"))
    inline.write_now(lambda tx: tx.run("UPDATE push SET subject_json = '[]' WHERE id = 1"))
    await tick(inline, "2026-11-24 08:30")
    assert inline.read_now(opened) == ["2026-11-24T08:30"]
