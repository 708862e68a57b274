"""A person with habits: reads what arrives, taps, types, comes late, taps twice, or never comes."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterable
from dataclasses import dataclass
from random import Random
from typing import Any, Protocol

from bot.conversation.incoming import Chose, Command, Event, Left, Returned, Said
from bot.conversation.outgoing import Outgoing
from garden.simulation.platform import Chat, Shown, Update
from study.rules.question import LETTERS

HOUR = 3_600.0
DAY = 24 * HOUR
PATIENCE = 120.0
"""Seconds somebody looks at the screen before they put the phone away."""

NUDGE_HOURS = (0.05, 14.0)
"""When supervisors come to remind people: by the evening, quiet hours or not."""

STEPS = 60
"""Taps of one sitting."""

RUBBISH = ("？？哈哈", "ABCDE", "谢谢", "/nothing", "1 2 3 4 5 6 7", "<b>&")
TAPS_TWICE = 0.04
TYPES_RUBBISH = 0.01
TYPES_LETTERS = 0.15
PUTS_AWAY, AWAY_HOURS = 0.02, (0.5, 60.0)
DOES_MORE, DRILLS = 0.3, 0.9
"""How often somebody who is done practises or taps the quiz of before again; and then goes on with the same topic."""


@dataclass(frozen=True, slots=True)
class Habit:
    """Likelihoods: `reads` a card's item, `quizzes` at a timetable's quiz, answers `right`; `hours` till then."""

    reads: float
    quizzes: float
    right: float
    hours: tuple[float, float]


HABITS: dict[str, Habit] = {
    "keen": Habit(0.8, 0.3, 0.9, (0.05, 3)),
    "usual": Habit(0.3, 0.08, 0.8, (0.5, 30)),
    "late": Habit(0.15, 0.03, 0.65, (20, 120)),
    "absent": Habit(0.0, 0.0, 0.5, (1, 1)),
}
SHARES = (("keen", 0.15), ("usual", 0.5), ("late", 0.2), ("absent", 0.15))


class World(Protocol):
    """What a person can reach."""

    def happens(self, address: str, event: Event) -> Update: ...
    def right_answer(self, address: str) -> tuple[str, list[int]] | None: ...
    def answered(self, update: Update, prompt: int | None) -> None: ...
    def spawn(self, work: Coroutine[Any, Any, None]) -> None: ...


class Cadre:
    """One person at their phone. One sitting at a time."""

    def __init__(self, staff_no: str, habit: str, chat: Chat, world: World, rng: Random) -> None:
        self.staff_no, self.habit = staff_no, HABITS[habit]
        self.is_supervisor = False
        self._chat, self._world, self._rng = chat, world, rng
        self._news = asyncio.Event()
        self._is_sitting = False
        self._last_quiz: Event | None = None
        chat.on_shown = self._shown
        chat.on_notice = lambda notice: self._news.set()

    def join(self, code: str, after: float) -> None:
        """Use the invitation some time later."""

        async def joining() -> None:
            await asyncio.sleep(after)
            for event in (Command("start", code), Chose(f"join:{code}"), Chose("first:hour:" + self._hour())):
                await self._do(event)

        self._world.spawn(self._alone(joining()))

    def block(self, after: float, days: float) -> None:
        """Block the bot, and take it back days later."""

        async def blocking() -> None:
            await asyncio.sleep(after)
            self._world.happens(self._chat.address, Left())
            await asyncio.sleep(days * DAY)
            self._chat.is_blocked = False
            self._world.happens(self._chat.address, Returned())

        self._world.spawn(blocking())

    def _hour(self) -> str:
        return self._rng.choice(("0830", "0830", "1230", "1930"))

    def _shown(self, shown: Shown) -> None:
        self._news.set()
        if shown.is_new and not self._is_sitting and (event := self._beginning(shown.bubble)):
            is_nudge = isinstance(event, Chose) and event.verb == "nudge"
            self._world.spawn(self._later(event, NUDGE_HOURS if is_nudge else self.habit.hours))

    def _beginning(self, bubble: Outgoing) -> Event | None:
        """What a message that came unasked makes this person do, if anything."""
        data = _buttons(bubble)
        nudge = next((each for each in data if each.startswith("nudge:")), None)
        if nudge:
            return Chose(nudge) if self._rng.random() < 0.7 else None
        first = next((each for each in data if each.startswith(("read:", "quiz:"))), None)
        if first is None:
            return None
        is_timetables = len(data) == 1 and first.startswith("quiz:")
        likelihood = self.habit.quizzes if is_timetables else self.habit.reads
        return Chose(first) if self._rng.random() < likelihood else None

    async def _later(self, event: Event, hours: tuple[float, float]) -> None:
        await asyncio.sleep(self._rng.uniform(*hours) * HOUR)
        await self._alone(self._sitting(event))

    async def _alone(self, doing: Coroutine[Any, Any, None]) -> None:
        if self._is_sitting:
            doing.close()
            return
        self._is_sitting = True
        try:
            await doing
        finally:
            self._is_sitting = False

    async def _sitting(self, event: Event) -> None:
        following: Event | None = event
        for _ in range(STEPS):
            following = following or self._more()
            if following is None or not await self._do(following):
                return
            if isinstance(following, Chose) and following.verb == "quiz":
                self._last_quiz = following
            await asyncio.sleep(self._until_next())
            following = self._next()

    def _until_next(self) -> float:
        """Seconds until the next step; some put the phone away in the middle of a question, for hours or days."""
        if self._rng.random() < PUTS_AWAY:
            return self._rng.uniform(*AWAY_HOURS) * HOUR
        return self._rng.uniform(4, 40)

    def _more(self) -> Event | None:
        """What somebody goes on with who has nothing left to do."""
        if self._rng.random() >= DOES_MORE:
            return None
        return self._rng.choice((Command("practice"), self._last_quiz or Command("practice")))

    async def _do(self, event: Event) -> bool:
        """One event, perhaps twice; whether anything came of it before patience ended."""
        self._news.clear()
        self._send(event)
        if self._rng.random() < TAPS_TWICE:
            self._send(event)
        try:
            async with asyncio.timeout(PATIENCE):
                await self._news.wait()
        except TimeoutError:
            return False
        return True

    def _send(self, event: Event) -> None:
        update = self._world.happens(self._chat.address, event)
        if isinstance(event, Chose) and event.verb in ("a", "s"):
            self._world.answered(update, int(event.parts[0]))
        elif isinstance(event, Said):
            self._world.answered(update, None)

    def _next(self) -> Event | None:
        """The next step of a sitting, from what the screen shows."""
        if self._chat.last is None:
            return None
        bubble = self._chat.last[0]
        if self._rng.random() < TYPES_RUBBISH:
            return Said(self._rng.choice(RUBBISH))
        data = _buttons(bubble)
        is_reading = any(each.startswith("check:") for each in data)
        if not is_reading and (answer := self._answer(bubble, data)):
            return answer
        for verb in ("check:", "quiz:", "read:"):
            forward = [each for each in data if each.startswith(verb)]
            if forward:
                return Chose(forward[-1])
        topics = [each for each in data if each.startswith("practice:")]
        if topics and self._rng.random() < DRILLS:
            return Chose(topics[0])
        return Chose("go:today") if "go:today" in data else None

    def _answer(self, bubble: Outgoing, data: list[str]) -> Event | None:
        """To the question on the screen: tapped, typed, ticked one by one."""
        found = self._world.right_answer(self._chat.address)
        if found is None:
            return None
        words, places = found
        is_right = self._rng.random() < self.habit.right
        if words:
            return Said(words if is_right else "不清楚")
        if submit := next((each for each in data if each.startswith("s:")), None):
            return self._tick(bubble, submit, places if is_right else places[:1])
        choices = [each for each in data if each.startswith("a:")]
        if not choices:
            return None
        right = [index for index in places if index < len(choices)]  # the screen may show an earlier question
        wrong = [index for index in range(len(choices)) if index not in right]
        place = right[0] if right and (is_right or not wrong) else self._rng.choice(wrong)
        if len(choices) > 2 and self._rng.random() < TYPES_LETTERS:
            return Said(LETTERS[place])
        return Chose(choices[place])

    def _tick(self, bubble: Outgoing, submit: str, places: Iterable[int]) -> Event:
        for row in bubble.rows:
            for button in row:
                is_right = button.data.startswith("t:") and int(button.data.rsplit(":", 1)[1]) in places
                if is_right and not button.label.startswith("☑"):
                    return Chose(button.data)
        return Chose(submit)


def _buttons(bubble: Outgoing) -> list[str]:
    return [button.data for row in (*bubble.rows, bubble.reading_buttons) for button in row]
