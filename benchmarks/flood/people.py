"""A Bot API server on loopback, and everybody pressing an answer at once: a process of its own.

Reads from standard input one JSON object: `updates` (each pressed once), `webhook` (where they are brought),
`secret`. Serves the Bot API at --port; `POST /press` begins, `GET /results` tells what came of it.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from typing import Any

import aiohttp
from aiohttp import web

AT_ONCE = 100
"""Connections on which updates are brought: the most that Telegram's `max_connections` allows."""

AGAIN_SECONDS = 0.1
SHOWS = ("editMessageText", "sendMessage")
ME = {"id": 1234567, "is_bot": True, "first_name": "Benchmark", "username": "benchmark_bot"}


class People:
    def __init__(self, told: dict[str, Any]) -> None:
        self._updates: list[dict[str, Any]] = told["updates"]
        self._webhook, self._secret = str(told["webhook"]), str(told["secret"])
        self._pressed_at = 0.0
        self._seen: dict[int, float] = {}
        """Person to seconds from the press until the next question was on the screen."""
        self._acknowledged: set[int] = set()
        """People whose update was taken with a 200."""
        self._calls = 0
        self._pressing: asyncio.Task[None] | None = None

    async def call(self, request: web.Request) -> web.Response:
        """Any method of the Bot API."""
        method = request.match_info["method"]
        if method in SHOWS:
            params = await _params(request)
            self._seen.setdefault(int(params["chat_id"]), time.perf_counter() - self._pressed_at)
            self._calls += 1
            return _result(_message(int(params["chat_id"]), int(params.get("message_id", 2))))
        self._calls += method == "answerCallbackQuery"
        return _result(ME if method == "getMe" else True)

    async def press(self, request: web.Request) -> web.Response:
        self._pressed_at = time.perf_counter()
        self._pressing = asyncio.create_task(self._bring_all())
        return web.Response()

    async def results(self, request: web.Request) -> web.Response:
        return web.json_response(
            {
                "seen": list(self._seen.values()),
                "acknowledged": sorted(self._acknowledged),
                "calls": self._calls,
                "is_done": len(self._seen) == len(self._updates),
            }
        )

    async def _bring_all(self) -> None:
        waiting = iter(self._updates)
        headers = {"X-Telegram-Bot-Api-Secret-Token": self._secret, "Content-Type": "application/json"}
        async with aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=AT_ONCE), headers=headers
        ) as session:
            await asyncio.gather(*(self._bring(session, waiting) for _ in range(AT_ONCE)))

    async def _bring(self, session: aiohttp.ClientSession, waiting: Any) -> None:
        for update in waiting:
            body = json.dumps(update).encode()
            pause: float | None = 0.0
            while pause is not None:
                await asyncio.sleep(pause)
                pause = None if await self._brought(session, update, body) else AGAIN_SECONDS

    async def _brought(self, session: aiohttp.ClientSession, update: dict[str, Any], body: bytes) -> bool:
        try:
            async with session.post(self._webhook, data=body) as response:
                await response.read()
                if response.status != 200:
                    return False
        except aiohttp.ClientError:
            return False
        self._calls += response.content_type == "application/json"
        self._acknowledged.add(update["callback_query"]["from"]["id"])
        return True


async def _params(request: web.Request) -> dict[str, Any]:
    return await request.json() if request.content_type == "application/json" else dict(await request.post())


def _message(chat_id: int, message_id: int) -> dict[str, Any]:
    return {"message_id": message_id, "date": 1, "chat": {"id": chat_id, "type": "private"}, "text": "…"}


def _result(result: Any) -> web.Response:
    return web.json_response({"ok": True, "result": result})


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    port = parser.parse_args().port
    people = People(json.load(sys.stdin))
    app = web.Application(client_max_size=1 << 20)
    app.router.add_post("/press", people.press)
    app.router.add_get("/results", people.results)
    app.router.add_route("*", "/bot{token}/{method}", people.call)
    web.run_app(app, host="127.0.0.1", port=port, print=None, access_log=None)


main()
