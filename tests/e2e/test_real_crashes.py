"""The real program, killed again and again while thirty people answer: nothing is lost, nothing counts twice."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
import sys
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import yaml
from fakes.bot_api import TOKEN
from fakes.county import a_person
from fakes.phones import KillingBotApi, Phone, Tap

import storage.message_promises
import storage.promises
import storage.prompts
from garden.opening import OpenedGarden, opened
from storage.inline import InlineDatabase
from storage.prompts import Asked
from storage.transaction import Transaction
from study import invites
from study.audit import recount
from study.rules.question import ShownQuestion

ROOT = Path(__file__).parents[2]
SEED = 6
PEOPLE = 30
DEATHS = (
    "",
    "sendMessage",
    "getUpdates",
    "editMessageText",
    "answerCallbackQuery",
    "",
)
"""At the next call of which method, one life after another; "" is any."""

CALLS_OF_A_LIFE = (4, 300)
"""Drawn for each life; among the first dozen it is still publishing its menus."""

PATIENCE = 30.0
READING = "acting-by-law"


def configure(folder: Path) -> Path:
    """A county of one reading, and of the questions of its bank that are answered by tapping."""
    (folder / "quizzes").mkdir()
    shutil.copytree(ROOT / "content/readings" / READING, folder / "readings" / READING)
    bank = yaml.safe_load((ROOT / "quizzes" / f"{READING}.yaml").read_text("utf-8"))
    bank["questions"] = [
        each for each in bank["questions"] if each["type"] not in ("fill_in", "short_answer")
    ]
    written = yaml.safe_dump(bank, allow_unicode=True)
    (folder / "quizzes" / f"{READING}.yaml").write_text(written, encoding="utf-8")
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port = sock.getsockname()[1]
    path = folder / "config.yaml"
    path.write_text(
        f"database: sqlite:{folder}/garden.db\n"
        f"content: {{readings: {folder}/readings, quizzes: {folder}/quizzes}}\n"
        f"channels:\n  web: {{port: {port}, demo: false}}\n"
        f"plan:\n  - {{reading: {READING}, opens: 01-01, due: 12-31,"
        f" quiz: {{bank: {READING}, draw: 5, pass: 60%}}}}\n"
        "rates: {bulk_per_second: 0, total_per_second: 0}\n",
        encoding="utf-8",
    )
    return path


def invite(tx: Transaction, now: datetime, people: int = PEOPLE) -> list[str]:
    """Everybody's code, in the order of their staff numbers."""
    for number in range(people):
        a_person(tx, f"{number:03}", channel=None)
    return [each.code for each in invites.make_invites(tx, None, now, timedelta(days=1), Random(SEED))]


class Town:
    """People, the fake Bot API between, and the program with its database."""

    def __init__(self, config: Path, api: KillingBotApi, garden: OpenedGarden) -> None:
        assert isinstance(garden.database, InlineDatabase)
        self.config, self.api, self.db, self.county = config, api, garden.database, garden.county
        # So many starts of a program that is compiled anew each time would take longer than all the rest.
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("TELEGRAM", "DATABASE", "GARDEN", "PYTHONDONTWRITEBYTECODE"))
        }
        self._environ = kept | {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_BASE": api.base}

    @asynccontextmanager
    async def life(self) -> AsyncIterator[asyncio.subprocess.Process]:
        """The program, until it is killed or no longer needed."""
        command = (sys.executable, "-m", "garden", "serve", "--config", str(self.config))
        process = await asyncio.create_subprocess_exec(*command, env=self._environ)
        self.api.pid = process.pid
        try:
            yield process
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()

    def is_quiet(self) -> bool:
        """Nothing on its way in or out."""
        left = self.db.read_now(storage.message_promises.undelivered, datetime.now(UTC))
        return not self.api.waiting and not left

    async def until(self, happened: Callable[[], bool]) -> None:
        """Wait; whoever waits in vain meanwhile, asks again."""
        async with asyncio.timeout(PATIENCE):
            while not happened():
                await asyncio.sleep(0.02)
                if self.is_quiet():
                    for phone in self.api.phones.values():
                        if phone.is_waiting or self.api.goes_on():
                            phone.begin()


@asynccontextmanager
async def a_town(folder: Path) -> AsyncIterator[Town]:
    config, api = configure(folder), KillingBotApi(Random(SEED))
    async with opened(config) as garden, api.running():
        town = Town(config, api, garden)
        for number, code in enumerate(town.db.write_now(invite, datetime.now(UTC)), start=1):
            api.phones[number] = Phone(number, code, Random(SEED + number), api)
        try:
            yield town
        finally:
            api.hang_up()


async def test_what_was_acknowledged_survives_every_kill(tmp_path: Path) -> None:
    async with a_town(tmp_path) as town:
        api, phones, draw = town.api, town.api.phones.values(), Random(SEED)
        api.goes_on = lambda: len(api.kills) < len(DEATHS)
        for phone in phones:
            phone.begin()
        for number, api.dies_at in enumerate(DEATHS, start=1):
            async with town.life() as process:
                api.calls_left = draw.randint(*CALLS_OF_A_LIFE)
                await town.until(lambda: process.returncode is not None)
            assert (process.returncode, len(api.kills)) == (-signal.SIGKILL, number)
            for phone in phones:
                phone.is_impatient()
        async with town.life():
            await town.until(lambda: town.is_quiet() and not any(phone.is_waiting for phone in phones))
        assert town.db.read_now(broken_in_the_record, town) == []
        assert broken_in_the_chats(town) == []


def broken_in_the_record(tx: Transaction, town: Town) -> list[str]:
    """Whatever the record says otherwise than people did."""
    return [*against_what_was_tapped(tx, town.api), *against_itself(tx, town)]


def against_what_was_tapped(tx: Transaction, api: KillingBotApi) -> Iterator[str]:
    given: dict[tuple[int, int], list[str]] = {}
    acknowledged = api.acknowledged()
    for phone in api.phones.values():
        for tap in phone.taps:
            if tap.update_id >= acknowledged:
                yield f"{tap} was never acknowledged"
            elif not storage.promises.seen(tx, "telegram", [str(tap.update_id)]):
                yield f"{tap} was acknowledged and is not in the record"
        given |= given_by(tx, phone.taps)
    rows = tx.all("SELECT attempt_id, position, given_json FROM response ORDER BY id")
    recorded = {(row["attempt_id"], row["position"]): list(row["given_json"]) for row in rows}
    if len(rows) != len(recorded):
        yield f"{len(rows)} responses to {len(recorded)} questions"
    for place in sorted(given.keys() | recorded.keys()):
        if given.get(place) != recorded.get(place):
            yield f"at {place} {given.get(place)} was given first, {recorded.get(place)} is recorded"


def against_itself(tx: Transaction, town: Town) -> Iterator[str]:
    yield from map(str, recount(tx, town.county).discrepancies)
    for rows in (
        tx.all("SELECT event_id, failure FROM dead_letter"),
        tx.all(
            "SELECT id, kind, state, tries FROM outbox WHERE is_bulk = 0 AND state NOT IN ('sent', 'pending')"
            " AND NOT (state = 'unsure' AND (tries = 2 OR kind <> 'question'))"
        ),
        storage.promises.unpaid(tx, 0),
        storage.promises.unpaid_completions(tx, 0),
        storage.promises.unearned(tx, 0),
        storage.promises.paid_twice(tx, 0),
        storage.message_promises.undelivered(tx, datetime.now(UTC)),
    ):
        yield from map(str, rows)


def given_by(tx: Transaction, taps: Iterable[Tap]) -> dict[tuple[int, int], list[str]]:
    """What one person gave first at each (attempt, position), by what they tapped and in that order."""
    given: dict[tuple[int, int], list[str]] = {}
    ticked: defaultdict[int, set[int]] = defaultdict(set)
    for tap in taps:
        asked = storage.prompts.asked(tx, tap.prompt)
        assert asked is not None
        place = (asked.attempt.id, asked.slot.position)
        if place in given:
            continue
        if tap.verb == "t":
            ticked[tap.prompt] ^= {tap.index}
        elif places := ticked[tap.prompt] if tap.verb == "s" else {tap.index}:
            given[place] = in_the_authors_letters(asked, places)
    return given


def in_the_authors_letters(asked: Asked, places: set[int]) -> list[str]:
    question = asked.version.question("zh-Hans", "en")
    if question.type == "true_false":
        return ["true" if places == {0} else "false"]
    return list(ShownQuestion(question, asked.slot.choice_order).given(places))


def broken_in_the_chats(town: Town) -> list[str]:
    """Questions shown more often than asked, ticked and sent once more for each crash, of which two are enough."""
    ticks = Counter(tap.prompt for phone in town.api.phones.values() for tap in phone.taps if tap.verb == "t")
    return [
        f"question {prompt}, ticked {ticks[prompt]} times, was shown {times} times"
        for prompt, times in town.api.shown.items()
        if times > min(2 * (1 + ticks[prompt]), 1 + ticks[prompt] + len(DEATHS))
    ]
