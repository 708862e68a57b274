"""A small Bot API server on loopback: keeps what it is told, hands out updates, fails when asked to."""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Literal

from aiohttp import web
from aiohttp.test_utils import TestServer

TOKEN = "1234567:canary-TOKEN-canary"


@dataclass(frozen=True)
class Call:
    """One request: JSON and form values alike are decoded; `files` maps a part to (name, content)."""

    method: str
    params: dict[str, Any]
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)


@dataclass(frozen=True)
class Fault:
    """An answer other than the true one. `drop` hangs up before or after the request is carried out."""

    status: int = 200
    description: str = ""
    parameters: dict[str, Any] = field(default_factory=dict)
    page: str = ""
    drop: Literal["", "before", "after"] = ""


def text_update(update_id: int, chat_id: int, text: str, language: str = "zh-hans") -> dict[str, Any]:
    message = {"message_id": update_id, "date": 0, **_private(chat_id, language), "text": text}
    return {"update_id": update_id, "message": message}


def tap_update(update_id: int, chat_id: int, data: str, message_id: int) -> dict[str, Any]:
    person = _private(chat_id, "zh-hans")
    message = {"message_id": message_id, "date": 1, "chat": person["chat"], "text": "…"}
    query = {"id": f"q{update_id}", "from": person["from"], "message": message, "data": data}
    return {"update_id": update_id, "callback_query": query}


def _private(chat_id: int, language: str) -> dict[str, Any]:
    sender = {"id": chat_id, "is_bot": False, "first_name": "<b>&", "language_code": language}
    return {"chat": {"id": chat_id, "type": "private"}, "from": sender}


class FakeBotApi:
    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.messages: dict[tuple[int, int], dict[str, Any]] = {}
        self.files: dict[str, bytes] = {}
        self.waiting: dict[int, dict[str, Any]] = {}
        self.base = ""
        self._faults: defaultdict[str, deque[Fault]] = defaultdict(deque)
        self._news = asyncio.Event()
        self._seen = asyncio.Condition()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[FakeBotApi]:
        app = web.Application(client_max_size=60 << 20)
        app.router.add_route("*", f"/bot{TOKEN}/{{method}}", self._answer)
        app.router.add_get(f"/file/bot{TOKEN}/{{path:.+}}", self._file)
        server = TestServer(app)
        await server.start_server(access_log=None)
        async with server:
            self.base = str(server.make_url("")).rstrip("/")
            yield self

    def fail(self, method: str, *faults: Fault) -> None:
        """The next calls of a method end so, one after another."""
        self._faults[method].extend(faults)

    def bring(self, *updates: dict[str, Any]) -> None:
        """Updates to hand out until an offset confirms them."""
        self.waiting |= {update["update_id"]: update for update in updates}
        self._news.set()

    def of(self, method: str) -> list[dict[str, Any]]:
        """The parameters of the calls of one method."""
        return [call.params for call in self.calls if call.method == method]

    async def until_called(self, method: str, times: int = 1) -> None:
        async with asyncio.timeout(5), self._seen:
            await self._seen.wait_for(lambda: len(self.of(method)) >= times)

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        call = await _read(request)
        self.calls.append(call)
        async with self._seen:
            self._seen.notify_all()
        fault = self._faults[call.method].popleft() if self._faults[call.method] else None
        if fault is None:
            return await self._carried_out(call)
        if fault.drop == "after":
            await self._carried_out(call)
        if fault.drop:
            assert request.transport
            request.transport.abort()
            return web.Response()
        if fault.page:
            return web.Response(status=fault.status, text=fault.page, content_type="text/html")
        return _refusal(fault.status, fault.description, fault.parameters)

    async def _carried_out(self, call: Call) -> web.Response:
        if call.method == "getUpdates":
            return _result(await self._updates(call.params))
        if call.method == "getMe":
            return _result({"id": 1234567, "is_bot": True, "first_name": "Garden", "username": "garden_bot"})
        if call.method == "getFile":
            path = call.params["file_id"]
            return _result({"file_id": path, "file_unique_id": path, "file_path": path})
        if call.method in ("sendMessage", "sendPhoto", "sendDocument"):
            return self._sent(call.params)
        if call.method == "editMessageText":
            return self._edited(call.params)
        return _result(True)

    async def _updates(self, params: dict[str, Any]) -> list[dict[str, Any]]:
        offset = params.get("offset", 0)
        self.waiting = {number: update for number, update in self.waiting.items() if number >= offset}
        if not self.waiting:
            self._news.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), params.get("timeout", 0))
        return list(self.waiting.values())[:100]

    def _sent(self, params: dict[str, Any]) -> web.Response:
        message_id = len(self.messages) + 1
        self.messages[params["chat_id"], message_id] = params
        return _result({"message_id": message_id})

    def _edited(self, params: dict[str, Any]) -> web.Response:
        where = (params["chat_id"], params.pop("message_id"))
        if where not in self.messages:
            return _refusal(400, "Bad Request: message to edit not found")
        if self.messages[where] == params:
            return _refusal(400, "Bad Request: message is not modified: the new content is the same")
        self.messages[where] = params
        return _result({"message_id": where[1]})

    async def _file(self, request: web.Request) -> web.Response:
        content = self.files.get(request.match_info["path"])
        return web.Response(status=404) if content is None else web.Response(body=content)


async def _read(request: web.Request) -> Call:
    method = request.match_info["method"]
    if request.content_type != "multipart/form-data":
        body = await request.read()
        return Call(method, json.loads(body) if body else {})
    params, files = {}, {}
    for name, part in (await request.post()).items():
        if isinstance(part, web.FileField):
            files[name] = (part.filename, part.file.read())
        else:
            params[name] = _decoded(str(part))
    return Call(method, params, files)


def _decoded(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _result(result: Any) -> web.Response:
    return web.json_response({"ok": True, "result": result})


def _refusal(status: int, description: str, parameters: dict[str, Any] | None = None) -> web.Response:
    refused: dict[str, Any] = {"ok": False, "error_code": status, "description": description}
    return web.json_response(refused | ({"parameters": parameters} if parameters else {}), status=status)
