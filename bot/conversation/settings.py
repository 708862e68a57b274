"""Settings: language, the daily hour, large text, short editions, a pause."""

from __future__ import annotations

from datetime import time, timedelta

import storage.identities
import storage.people
from bot.conversation.enrol import HOURS, hour_of, welcome
from bot.conversation.messages import Button, Line, Message, Reply, say
from bot.conversation.turn import Turn
from bot.locales import LANGUAGES
from storage.people import Person
from study import reminders

PAUSE_DAYS = 7


def show(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`/settings`: what is set, and a button for each other way."""
    return [Reply(_message(turn, turn.me))]


def language_menu(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`/language`."""
    rows = ((Button("中文", "set:lang:zh-Hans"), Button("English", "set:lang:en")),)
    return [Reply(Message((say("settings-which-language"),), rows=rows))]


def change(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`set:what:value`: one setting of one's own; anything else changes nothing."""
    what, value = parts if len(parts) == 2 else ("", "")
    if what == "lang" and value in LANGUAGES:
        storage.identities.set_language(turn.tx, turn.identity.id, value)
    if turn.person is None and what == "lang" and value in LANGUAGES:
        return [welcome(turn, value)]
    if turn.person is None:
        return [Reply(notice=say("refused-not-yours"))]
    if not _changed(turn, turn.person, what, value):
        return [Reply(notice=say("refused-not-yours"))]
    person = storage.people.by_id(turn.tx, turn.person.id)
    changed = person or turn.person
    return [Reply(_message(turn, changed, replaces=True), language=changed.language)]


def _changed(turn: Turn, person: Person, what: str, value: str) -> bool:
    tx, me = turn.tx, person.id
    if what == "lang" and value in LANGUAGES:
        storage.people.update(tx, me, language=value)
    elif what == "hour" and (hour := hour_of(value)):
        storage.people.update(tx, me, daily_hour=hour)
        reminders.reschedule(tx, me, turn.county, turn.now)
    elif what == "large" and value in ("0", "1"):
        storage.people.update(tx, me, large_text=value == "1")
    elif what == "short" and value in ("0", "1"):
        storage.people.update(tx, me, short_edition=value == "1")
    elif what == "pause" and value in ("0", "1"):
        until = turn.county.local_day(turn.now) + timedelta(days=PAUSE_DAYS - 1) if value == "1" else None
        storage.people.update(tx, me, paused_until_on=until)
        if until:
            reminders.cancel_pending(tx, me, turn.now)
        reminders.reschedule(tx, me, turn.county, turn.now)
    else:
        return False
    return True


def _message(turn: Turn, person: Person, replaces: bool = False) -> Message:
    today = turn.county.local_day(turn.now)
    paused = person.paused_until_on is not None and person.paused_until_on >= today
    lines: list[Line] = [
        say("settings-title", bold=True),
        say("settings-hour", hour=time.fromisoformat(person.daily_hour)),
        say("settings-edition-short" if person.short_edition else "settings-edition-full"),
    ]
    if paused and person.paused_until_on:
        lines.append(say("settings-paused", day=person.paused_until_on))
    rows = [
        tuple(_hour(hour, person) for hour in HOURS),
        (
            Button(
                say("settings-full" if person.short_edition else "settings-short"),
                f"set:short:{0 if person.short_edition else 1}",
            ),
            Button(
                say("settings-normal-text" if person.large_text else "settings-large-text"),
                f"set:large:{0 if person.large_text else 1}",
            ),
        ),
        (Button("中文", "set:lang:zh-Hans"), Button("English", "set:lang:en")),
        (
            Button(
                say("settings-resume" if paused else "settings-pause", days=PAUSE_DAYS),
                f"set:pause:{0 if paused else 1}",
            ),
        ),
    ]
    return Message(tuple(lines), rows=tuple(rows), replaces=replaces)


def _hour(hour: str, person: Person) -> Button:
    return Button(hour, f"set:hour:{hour.replace(':', '')}", primary=hour == person.daily_hour)
