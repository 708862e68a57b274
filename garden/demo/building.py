"""Eight weeks of a county's life, made by the real use cases on a simulated clock with a fixed seed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from random import Random

import storage.attempts
import storage.claims
import storage.identities
import storage.prompts
import storage.settings
from bot.channels.web.sending import WEB_CAPABILITIES
from bot.conversation.incoming import Chose, Command, Event, Incoming, Said
from bot.conversation.messages import Message
from bot.reception import receive
from garden.demo import office_days
from garden.demo.answering import right_answer
from garden.demo.county import DemoPerson, demo_people
from scheduler.jobs import open_plan, timetable
from scheduler.runner import tick
from storage.inline import InlineDatabase
from storage.transaction import Transaction
from study import content, invites, outbox
from study.authored import AuthoredContent
from study.roster import apply_import, plan_import
from study.roster_files import read_roster, write_table
from study.rules.county import County
from study.rules.delivery import SendResult

WEEKS = 8
SEED = 20_261_123
NODE = "demo"
CHANNEL = "web"
HOURS = (time(0, 5), time(8, 30), time(12, 30), time(19, 30), time(20, 0), time(22, 0))
"""When the simulated clock stops each day: jobs run, then people act on what they were sent."""

RIGHT = {"keen": 0.9, "usual": 0.75, "late": 0.6, "absent": 0.5, "unbound": 0.0}
ACTS = {"keen": 0.35, "usual": 0.16, "late": 0.07, "absent": 0.0, "unbound": 0.0}
PRACTISES = 0.4
"""How likely a question is answered right, and how likely somebody acts on an evening."""


@dataclass
class _Life:
    """The simulation's moving parts."""

    db: InlineDatabase
    county: County
    rng: Random
    people: tuple[DemoPerson, ...]
    events: int = 0
    replies: list[Message] = field(default_factory=list)

    def does(self, person: DemoPerson, event: Event, now: datetime) -> list[Message]:
        """One event of one person; what they are answered, delivered at once."""
        self.events += 1
        incoming = Incoming(CHANNEL, address_of(person), f"demo-{self.events}", event)
        received = self.db.write_now(receive, incoming, WEB_CAPABILITIES, self.county, self.rng, now, NODE)
        for row, _ in received.replies:
            self.db.write_now(outbox.settle, row, SendResult("delivered"), now)
        return [message for _, message in received.replies if message is not None]


def address_of(person: DemoPerson) -> str:
    return f"demo-{person.staff_no}"


def build(
    db: InlineDatabase,
    county: County,
    authored: AuthoredContent,
    until: datetime,
    progress: Callable[[float], None],
) -> None:
    """Fill an empty database with the demo county; `progress` is told the share done, 0–1."""
    start_day = county.local_day(until) - timedelta(weeks=WEEKS)
    start = county.midnight(start_day)
    people = demo_people(start_day - timedelta(days=400), start_day + timedelta(days=30))
    life = _Life(db, county, Random(SEED), people)  # noqa: S311 - a simulation must be reproducible
    db.write_now(storage.settings.put, storage.settings.DEMO_MARK, start.isoformat())
    db.write_now(content.take_in, authored, start)
    _settle_in(life, start)
    instants = list(_instants(county, start, until))
    for number, now in enumerate(instants):
        _one_stop(life, now, until)
        progress((number + 1) / len(instants))


def _settle_in(life: _Life, start: datetime) -> None:
    """The roster is imported, grants are given, codes are handed out and used."""
    life.db.write_now(_import_roster, life.people, life.county, start)
    invitations = life.db.write_now(invites.make_invites, None, start, timedelta(days=30), life.rng)
    codes = {invitation.staff_no: invitation.code for invitation in invitations}
    for person in life.people:
        if person.habit != "unbound":
            life.does(person, Command("start", codes[person.staff_no]), start)
            life.does(person, Chose(f"join:{codes[person.staff_no]}"), start)
            life.does(person, Chose(f"first:hour:{person.daily_hour.replace(':', '')}"), start)


def _instants(county: County, start: datetime, until: datetime) -> Iterator[datetime]:
    day = county.local_day(start)
    while county.midnight(day) <= until:
        for hour in HOURS:
            at = datetime.combine(day, hour, county.zone)
            if start < at <= until:
                yield at
        day += timedelta(days=1)


def _one_stop(life: _Life, now: datetime, until: datetime) -> None:
    asyncio.run(_jobs_and_delivery(life, now))
    local = now.astimezone(life.county.zone)
    if local.hour == 12:
        life.db.write_now(office_days.happen, life.people, life.county, now, until)
    if local.hour == 22:
        for person in life.people:
            _evening(life, person, now)


async def _jobs_and_delivery(life: _Life, now: datetime) -> None:
    await open_plan(life.db, life.county, now, now)
    await tick(life.db, life.county, timetable(life.county), NODE, now)
    while rows := life.db.write_now(storage.claims.claim, NODE, CHANNEL, now, 100):
        for row in rows:
            life.db.write_now(outbox.settle, row, SendResult("delivered"), now)


def _evening(life: _Life, person: DemoPerson, now: datetime) -> None:
    """Somebody looks at what is before them and does the first thing there, or not."""
    if life.rng.random() >= ACTS[person.habit]:
        return
    for message in life.does(person, Command("today"), now):
        for row in message.rows:
            for button in row:
                if button.data.startswith(("read:", "quiz:")):
                    _follow(life, person, button.data, now)
                    return
    if person.habit == "keen" and life.rng.random() < PRACTISES:
        _follow(life, person, "practice:all", now)


def _follow(life: _Life, person: DemoPerson, data: str, now: datetime) -> None:
    """Read on to the check questions, answer whatever is asked, stop when nothing is."""
    messages = life.does(person, Chose(data), now)
    for step in range(40):
        later = now + timedelta(seconds=20 * (step + 1))
        message = messages[-1] if messages else None
        if message is None:
            return
        if message.reading is not None:
            messages = life.does(person, Chose(message.reading.more[0].data), later)
        elif event := _answer(life, person, message):
            messages = life.does(person, event, later)
        else:
            return


def _answer(life: _Life, person: DemoPerson, message: Message) -> Event | None:
    """An answer to the question in a message: right as often as the person's habit says."""
    asked = life.db.read_now(right_answer, CHANNEL, address_of(person))
    if asked is None:
        return None
    typed, places = asked
    right = life.rng.random() < RIGHT[person.habit]
    if typed:
        return Said(typed if right else "不清楚")
    if message.submit:
        chosen = places if right else places[:1] or [0]
        return Chose(f"{message.submit.data}:{','.join(map(str, chosen))}")
    wrong = [index for index, _ in enumerate(message.choices) if index not in places]
    return (
        Chose(message.choices[places[0] if right else life.rng.choice(wrong)].data)
        if message.choices
        else None
    )


def _import_roster(tx: Transaction, people: tuple[DemoPerson, ...], county: County, now: datetime) -> None:
    """Through the same door as an office's own spreadsheet."""
    rows = [["staff_no", "name", "unit", "rank_category", "roles", "supervises", "tags", "joined_on"]]
    for person in people:
        rows.append(
            [
                person.staff_no,
                person.name,
                person.unit,
                person.rank_category,
                ",".join(person.roles),
                ",".join(person.supervises),
                ",".join(person.tags),
                person.joined_on.isoformat(),
            ]
        )
    file = read_roster("demo.csv", write_table("demo.csv", rows))
    difference = plan_import(tx, file.rows, today=county.local_day(now))
    apply_import(tx, difference, actor=None, county=county, now=now)
