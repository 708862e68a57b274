"""People with phones on a fake Bot API that kills the program behind it in the midst of a call."""

from __future__ import annotations

import json
import os
import signal
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from aiohttp import web
from fakes.bot_api import Call, FakeBotApi, tap_update, text_update

SHOWS = ("sendMessage", "editMessageText")
ANSWERS = ("a", "t", "s")
TAPS_AGAIN = 0.5
TAPS_TWICE = 0.05


@dataclass(frozen=True)
class Tap:
    """A button of a question: `a:prompt:index` answers, `t:prompt:index` ticks, `s:prompt` hands in."""

    update_id: int
    data: str

    @property
    def verb(self) -> str:
        return self.data.split(":")[0]

    @property
    def prompt(self) -> int:
        return int(self.data.split(":")[1])

    @property
    def index(self) -> int:
        return int(self.data.split(":")[2])


@dataclass
class Phone:
    """One person: taps what the last message offers, until nobody wants any more."""

    chat_id: int
    code: str
    rng: Random
    api: KillingBotApi
    taps: list[Tap] = field(default_factory=list)
    message_id: int = 0
    screen: list[str] = field(default_factory=list)
    is_waiting: bool = False
    ticked: set[str] = field(default_factory=set)

    def begin(self) -> None:
        """What somebody types who is new, or has waited in vain."""
        is_new = not self.screen or any(data.startswith("join:") for data in self.screen)
        self._type(f"/start {self.code}" if is_new else self.rng.choice(("/quiz", "/practice")))

    def sees(self, message_id: int, screen: list[str]) -> None:
        """A message, and the next thing this person does."""
        self.message_id, self.screen, self.is_waiting = message_id, screen, False
        if self._question() and self._is_answered() and self.rng.random() >= TAPS_AGAIN:
            return
        self._go_on()

    def is_impatient(self) -> None:
        """Nothing has come for a while: perhaps the same question once more, perhaps otherwise."""
        if self.is_waiting and self._question() and self.rng.random() < TAPS_AGAIN:
            self._go_on()

    def _question(self) -> list[str]:
        return [data for data in self.screen if data.split(":")[0] in ANSWERS]

    def _is_answered(self) -> bool:
        prompt = self._question()[0].split(":")[1]
        return any(tap.verb != "t" and str(tap.prompt) == prompt for tap in self.taps)

    def _go_on(self) -> None:
        if question := self._question():
            self._answer(question)
            return
        for verb in ("join:", "first:", "quiz:", "practice:"):
            offered = [data for data in self.screen if data.startswith(verb)]
            if offered and (self.api.goes_on() or verb in ("join:", "first:")):
                self._tap(self.rng.choice(offered))
                return
        if self.api.goes_on():
            self._type(self.rng.choice(("/quiz", "/practice")))

    def _answer(self, question: list[str]) -> None:
        choices, submit = [data for data in question if data[0] != "s"], [d for d in question if d[0] == "s"]
        ready = submit and any(data in self.ticked for data in choices) and self.rng.random() < 0.6
        data = submit[0] if ready else self.rng.choice(choices)
        if submit and not ready:
            self.ticked ^= {data}
        for _ in range(2 if self.rng.random() < TAPS_TWICE else 1):
            self.taps.append(Tap(self._tap(data), data))

    def _tap(self, data: str) -> int:
        return self._does(lambda number: tap_update(number, self.chat_id, data, self.message_id))

    def _type(self, text: str) -> int:
        return self._does(lambda number: text_update(number, self.chat_id, text))

    def _does(self, make: Callable[[int], dict[str, Any]]) -> int:
        self.is_waiting = True
        self.api.last_update += 1
        self.api.bring(make(self.api.last_update))
        return self.api.last_update


class KillingBotApi(FakeBotApi):
    """Kills the process `pid` at the first call of `dies_at` after `calls_left` calls, before it is carried out or
    after; "" is any call. It dies once for each time `calls_left` is set."""

    def __init__(self, rng: Random) -> None:
        super().__init__()
        self.phones: dict[int, Phone] = {}
        self.last_update = 0
        self.goes_on: Callable[[], bool] = lambda: True
        """Whether people begin anything new."""
        self.shown: Counter[int] = Counter()
        """How often the question of a prompt was shown."""
        self.handed_out: Counter[int] = Counter()
        """How often an update was handed out."""
        self.kills: list[str] = []
        self.pid: int | None = None
        self.calls_left: int | None = None
        self.dies_at = ""
        self._rng = rng

    def acknowledged(self) -> int:
        """Below this number every update is done with."""
        return max((params.get("offset", 0) for params in self.of("getUpdates")), default=0)

    def hang_up(self) -> None:
        """Let go of the calls of processes that are gone."""
        self._news.set()

    async def _carried_out(self, call: Call) -> web.Response:
        is_last = self._is_last(call)
        if is_last and self._rng.random() < 0.5:
            self._kill(f"before {call.method}")
            return web.Response()
        answer = await super()._carried_out(call)
        if is_last:
            self._kill(f"after {call.method}")
        if call.method in SHOWS and answer.status == 200:
            self._show(call, answer)
        return answer

    async def _updates(self, params: dict[str, Any]) -> list[dict[str, Any]]:
        updates = await super()._updates(params)
        self.handed_out.update(update["update_id"] for update in updates)
        return updates

    def _is_last(self, call: Call) -> bool:
        if self.calls_left is None:
            return False
        self.calls_left -= 1
        if self.calls_left > 0 or self.dies_at not in ("", call.method):
            return False
        self.calls_left = None
        return True

    def _kill(self, where: str) -> None:
        assert self.pid is not None
        os.kill(self.pid, signal.SIGKILL)
        self.kills.append(where)

    def _show(self, call: Call, answer: web.Response) -> None:
        keyboard = call.params.get("reply_markup", {}).get("inline_keyboard", [])
        screen = [button["callback_data"] for row in keyboard for button in row if "callback_data" in button]
        self.shown.update({int(data.split(":")[1]) for data in screen if data.split(":")[0] in ANSWERS})
        chat_id = call.params["chat_id"]
        message_id = json.loads(answer.text or "")["result"]["message_id"]
        self.phones[chat_id].sees(message_id, screen)
