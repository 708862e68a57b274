"""A person with habits: reads what arrives, taps, types, comes late, taps twice, or never comes."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from random import Random
from typing import Any, Protocol

from bot.conversation.incoming import Chose, Command, Event, Left, Returned, Said
from bot.conversation.outgoing import Outgoing
from bot.conversation.rendering import TICKED
from garden.simulation.habits import (
    AWAY_HOURS,
    DAY,
    DISPUTES,
    GOES_ON,
    GOES_ON_TO_THE_QUIZ,
    HABITS,
    HOUR,
    LOOKS_AGAIN,
    LOOKS_AGAIN_HOURS,
    NUDGE_HOURS,
    NUDGES,
    ON_THE_FIRST_PAGES,
    PAUSES,
    PUTS_AWAY,
    RUBBISH,
    TAPS_ANOTHERS,
    TAPS_TWICE,
    TYPES_LETTERS,
    TYPES_RUBBISH,
    TYPES_SEVERAL_LETTERS,
)
from garden.simulation.knowledge import Knowledge
from garden.simulation.platform import Chat, Shown, Update
from study.rules.question import LETTERS

PATIENCE = 120.0
"""Seconds somebody looks at the screen before they put the phone away."""

STEPS = 60
"""Taps of one sitting."""


class World(Protocol):
    """What a person can reach."""

    def happens(self, address: str, event: Event) -> Update: ...
    def answered(self, update: Update, prompt: int | None) -> None: ...
    def meant(self, update: Update, prompt: int, is_right: bool) -> None: ...
    def on_anothers_screen(self, address: str) -> str | None: ...
    def spawn(self, work: Coroutine[Any, Any, None]) -> None: ...


class Cadre:
    """One person at their phone. One sitting at a time."""

    def __init__(self, habit: str, chat: Chat, knowledge: Knowledge, world: World, rng: Random) -> None:
        self.habit = HABITS[habit]
        self._chat, self._knowledge, self._world, self._rng = chat, knowledge, world, rng
        self._news: asyncio.Future[bool] | None = None
        self._is_sitting = False
        self._last_quiz: Event | None = None
        self._last_card: Event | None = None
        self._declined = ""
        self._has_read = False
        self._meaning: tuple[int, bool] | None = None
        chat.on_shown = self._shown
        chat.on_notice = self._hear

    def join(self, code: str, after: float) -> None:
        """Use the invitation some time later."""

        async def joining() -> None:
            await asyncio.sleep(after)
            for event in (Command("start", code), Chose(f"join:{code}")):
                await self._do(event)
            at_last = Chose("first:hour:" + self._hour())
            await (self._sitting(at_last) if self._rng.random() < self.habit.reads else self._do(at_last))

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

    def look_again(self) -> None:
        """Tap the last card once more, whatever has become of it."""
        if self._last_card is not None and self._rng.random() < LOOKS_AGAIN:
            self._world.spawn(self._later(self._last_card, LOOKS_AGAIN_HOURS))

    def _hour(self) -> str:
        return self._rng.choice(("0830", "0830", "1230", "1930"))

    def _shown(self, shown: Shown) -> None:
        self._hear()
        event = self._beginning(shown.bubble) if shown.is_new else None
        if event is not None and not self._is_sitting:
            is_nudge = isinstance(event, Chose) and event.verb == "nudge"
            self._world.spawn(self._later(event, NUDGE_HOURS if is_nudge else self.habit.hours))

    def _beginning(self, bubble: Outgoing) -> Event | None:
        """What a message that came unasked makes this person do, if anything."""
        data = [each for each in _buttons(bubble) if each != self._declined]
        nudge = next((each for each in data if each.startswith("nudge:")), None)
        if nudge:
            return Chose(nudge) if self._rng.random() < NUDGES else None
        first = next((each for each in data if each.startswith(("read:", "quiz:"))), None)
        if first is None:
            return None
        is_timetables = len(data) == 1 and first.startswith("quiz:")
        self._last_card = self._last_card if is_timetables else Chose(first)
        if self._rng.random() < (self.habit.quizzes if is_timetables else self.habit.reads):
            return Chose(first)
        if is_timetables:
            self._declined = first
        return None

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
        self._meaning = None
        if self._rng.random() < TAPS_ANOTHERS and (data := self._not_for_me()):
            self._world.happens(self._chat.address, Chose(data))
        for _ in range(STEPS):
            following = following or self._more()
            if following is None or not await self._do(following):
                return
            if isinstance(following, Chose) and following.verb in ("check", "quiz"):
                self._has_read = following.verb == "check"
                self._last_quiz = self._last_quiz if self._has_read else following
            following = self._next(await self._pause())

    def _not_for_me(self) -> str | None:
        """A button on somebody else's screen: of a question, or of a supervisor's summary."""
        person = self._rng.randrange(1, ON_THE_FIRST_PAGES)
        reminds = ("nudge:all", f"nudge:p:{person}")
        return self._rng.choice((self._world.on_anothers_screen(self._chat.address), *reminds))

    async def _pause(self) -> Outgoing | None:
        """What is looked at some seconds later; some put the phone away in the middle of a question, and look at it
        again after hours or days, whatever has come meanwhile."""
        before = self._chat.last
        is_away = self._rng.random() < PUTS_AWAY
        await asyncio.sleep(self._rng.uniform(*AWAY_HOURS) * HOUR if is_away else self._rng.uniform(4, 40))
        seen = before if is_away else self._chat.last
        return seen[0] if seen else None

    def _more(self) -> Event | None:
        """What somebody goes on with who has nothing left to do."""
        if self._rng.random() < PAUSES:
            return Chose("set:pause:1")
        if self._rng.random() >= self.habit.more:
            return None
        return self._rng.choice((Command("practice"), Command("quiz"), self._last_quiz or Command("quiz")))

    async def _do(self, event: Event) -> bool:
        """One event, perhaps twice; whether anything came of it before patience ended."""
        loop = asyncio.get_running_loop()
        news: asyncio.Future[bool] = loop.create_future()
        self._news = news
        patience = loop.call_later(PATIENCE, self._hear, False)
        self._send(event)
        if self._rng.random() < TAPS_TWICE:
            self._send(event)
        try:
            return await news
        finally:
            patience.cancel()

    def _hear(self, is_news: bool = True) -> None:
        if self._news is not None and not self._news.done():
            self._news.set_result(is_news)

    def _send(self, event: Event) -> None:
        update = self._world.happens(self._chat.address, event)
        if isinstance(event, Chose) and event.verb in ("a", "s"):
            self._world.answered(update, int(event.parts[0]))
        elif isinstance(event, Said):
            self._world.answered(update, None)
        if self._meaning:
            self._world.meant(update, *self._meaning)

    def _next(self, bubble: Outgoing | None) -> Event | None:
        """The next step of a sitting, from what the screen shows."""
        self._meaning = None
        if bubble is None:
            return None
        if self._rng.random() < TYPES_RUBBISH:
            return Said(self._rng.choice(RUBBISH))
        data = _buttons(bubble)
        if (reason := _disputed(data)) and (":say:" in reason or self._rng.random() < DISPUTES):
            return Chose(reason)
        is_reading = any(each.startswith("check:") for each in data)
        if not is_reading and (answer := self._answer(bubble, data)):
            return answer
        for verb in ("check:", "quiz:", "read:"):
            forward = [each for each in data if each.startswith(verb) and not _is_passage(each)]
            if wanted := [each for each in forward if each != self._declined]:
                return Chose(wanted[-1])
        return self._after(data)

    def _after(self, data: list[str]) -> Event | None:
        """What somebody goes on with who has come to the end of something."""
        again = [each for each in data if each.startswith(("practice:", "go:mistakes")) or _is_passage(each)]
        if again and self._rng.random() < self.habit.drills:
            return Chose(self._rng.choice(again))
        goes_on = self._rng.random() < (GOES_ON_TO_THE_QUIZ if self._has_read else GOES_ON)
        return Chose("go:today") if goes_on and "go:today" in data else None

    def _answer(self, bubble: Outgoing, data: list[str]) -> Event | None:
        """To the question on the screen: tapped, typed, ticked one by one."""
        answer = self._knowledge.answer(bubble)
        if answer is None:
            return None
        is_right = self._rng.random() < self.habit.right
        if answer.words:
            return Said(answer.words if is_right else "不清楚")
        if submit := next((each for each in data if each.startswith("s:")), None):
            return self._several(
                bubble, submit, answer.places if is_right else answer.places[:1], answer.places
            )
        choices = [each for each in data if each.startswith("a:")]
        wrong = [place for place in range(len(choices)) if place not in answer.places]
        place = answer.places[0] if is_right else self._rng.choice(wrong)
        self._meaning = _prompt_of(choices[0]), is_right and len(answer.places) == 1
        if len(choices) > 2 and self._rng.random() < TYPES_LETTERS:
            return Said(LETTERS[place])
        return Chose(choices[place])

    def _several(
        self, bubble: Outgoing, submit: str, places: tuple[int, ...], right: tuple[int, ...]
    ) -> Event:
        """Typed at once, or ticked one after another and then submitted."""
        buttons = [button for row in bubble.rows for button in row if button.data.startswith("t:")]
        ticked = [place for place, button in enumerate(buttons) if button.label.startswith(TICKED)]
        if not ticked and self._rng.random() < TYPES_SEVERAL_LETTERS:
            self._meaning = _prompt_of(submit), places == right
            return Said("".join(LETTERS[place] for place in places))
        left = [place for place in places if place not in ticked]
        return Chose(buttons[left[0]].data) if left else Chose(submit)


def _buttons(bubble: Outgoing) -> list[str]:
    return [button.data for row in (*bubble.rows, bubble.reading_buttons) for button in row]


def _disputed(data: list[str]) -> str:
    """The button that says that the question before is wrong, or why; "" where there is none."""
    return next((each for each in data if each.startswith(("dispute:say:", "wrong:"))), "")


def _prompt_of(data: str) -> int:
    return int(data.split(":")[1])


def _is_passage(data: str) -> bool:
    """Whether it is a way back to a passage of a reading, as stands below a wrong answer."""
    return data.startswith("read:") and data.count(":") > 1
