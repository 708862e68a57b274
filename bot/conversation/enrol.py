"""Coming in: a code, one look at name and unit, three taps, and the first reading."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import time

import storage.identities
import storage.outbox
import storage.people
from bot.conversation import claim
from bot.conversation.messages import Button, Message, Reply, say
from bot.conversation.turn import Turn
from bot.locales import LANGUAGES
from study import invites, readings, reminders
from study.invites import Refusal
from study.rules.invite_code import normalise_code
from study.rules.join_code import normalise_join_code
from study.rules.question import localize

HOURS = ("08:30", "12:30", "19:30")
_LIKE_A_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9 -]{6,14}[A-Za-z0-9]")


def start(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`/start [code]`: with a code, the question whether it is you; without one, how to get in."""
    typed = parts[0] if parts else ""
    return offer(turn, typed) if typed else [welcome(turn)]


def welcome(turn: Turn, language: str | None = None) -> Reply:
    """What somebody sees who is not bound yet; with a unit's link open, what it asks."""
    pending = claim.pending(turn)
    if pending is not None:
        return Reply(replace(pending, rows=(_languages("set:lang"),)), language=language)
    settings = turn.county.settings
    return Reply(
        Message(
            (
                say(
                    "welcome-title",
                    bold=True,
                    garden=localize(settings.name, language or turn.language, settings.language),
                ),
                say("welcome-how"),
            ),
            rows=(_languages("set:lang"),),
        ),
        language=language,
    )


def said(turn: Turn, text: str) -> list[Reply]:
    """What somebody types who is not bound yet: a code, or who they are when a unit's link is open."""
    is_code = is_a_code(text)
    replies = claim.said(turn, text, is_code=is_code)
    if replies is not None:
        return replies
    return offer(turn, text) if is_code or _LIKE_A_CODE.fullmatch(text.strip()) else [welcome(turn)]


def is_a_code(text: str) -> bool:
    """Whether it has the form of a personal code or of a link's."""
    return normalise_code(text) is not None or normalise_join_code(text) is not None


def offer(turn: Turn, typed: str) -> list[Reply]:
    """Whose code this is; nothing is bound before they confirm. A link's code opens the link."""
    if normalise_join_code(typed):
        return claim.open_link(turn, typed)
    code = normalise_code(typed)
    found = invites.look_up(turn.tx, turn.identity.id, typed, turn.now, turn.county.local_day(turn.now))
    if isinstance(found, Refusal) or code is None:
        return [_refused(found if isinstance(found, Refusal) else Refusal("unknown"))]
    return [
        Reply(
            Message(
                (say("enrol-is-this-you", name=found.person.name, unit=found.person.unit_name),),
                rows=(
                    (
                        Button(say("enrol-yes"), f"join:{code}", primary=True),
                        Button(say("enrol-no"), "notme"),
                    ),
                ),
            ),
            kind="question",
        )
    ]


def already_bound(turn: Turn) -> Reply:
    """A code sent by somebody whose chat is bound already."""
    return Reply(Message((say("code-bound-already"),)))


def join(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`join:code`: bind this chat to the person; everything is checked again."""
    code, today = parts[0] if parts else "", turn.county.local_day(turn.now)
    bound = invites.bind_identity(turn.tx, turn.identity.id, code, turn.now, today)
    if isinstance(bound, Refusal):
        return [_refused(bound)]
    # What was meant for them before they had a chat is all in what they see now.
    storage.outbox.take_unreached(turn.tx, bound.id, turn.now)
    return [Reply(replace(bound_message(bound.name), replaces=True), kind="question")]


def bound_message(name: str) -> Message:
    """The greeting of somebody just bound, with the first of the two questions."""
    return Message(
        (say("enrol-bound", bold=True, name=name), say("enrol-which-language")),
        rows=(_languages("first:lang"),),
    )


def not_me(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`notme`: nothing happened."""
    return [Reply(Message((say("enrol-not-me"),), replaces=True))]


def first_settings(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`first:lang:en`, then `first:hour:0830`: the two questions of the beginning."""
    what, value = parts if len(parts) == 2 else ("", "")
    if what == "lang" and value in LANGUAGES:
        storage.people.update(turn.tx, turn.me.id, language=value)
        storage.identities.set_language(turn.tx, turn.identity.id, value)
        return [Reply(_which_hour(), kind="question", language=value)]
    if what == "hour" and (hour := hour_of(value)):
        storage.people.update(turn.tx, turn.me.id, daily_hour=hour)
        reminders.reschedule(turn.tx, turn.me.id, turn.county, turn.now)
        return [Reply(_ready(turn, hour), kind="question")]
    return [Reply(notice=say("refused-not-yours"))]


def hour_of(value: str) -> str | None:
    """`0830` as one of the hours on offer."""
    hour = f"{value[:2]}:{value[2:]}"
    return hour if hour in HOURS else None


def hour_buttons(prefix: str) -> tuple[Button, ...]:
    return tuple(Button(hour, f"{prefix}:{hour.replace(':', '')}") for hour in HOURS)


def _languages(prefix: str) -> tuple[Button, ...]:
    return (Button("中文", f"{prefix}:zh-Hans"), Button("English", f"{prefix}:en"))


def _which_hour() -> Message:
    return Message((say("enrol-which-hour"),), rows=(hour_buttons("first:hour"),), replaces=True)


def _ready(turn: Turn, hour: str) -> Message:
    """One button: begin. With the minutes it takes."""
    first = readings.first_to_read(turn.tx, turn.me, turn.county, turn.now)
    lines = [say("enrol-ready", bold=True, hour=time.fromisoformat(hour)), say("enrol-where-things-are")]
    if first is None:
        return Message(tuple(lines), rows=((Button(say("button-today"), "go:today"),),), replaces=True)
    start_now = Button(say("enrol-start", minutes=first.minutes), f"read:{first.slug}", primary=True)
    return Message(tuple(lines), rows=((start_now,),), replaces=True)


def _refused(refusal: Refusal) -> Reply:
    return Reply(Message((say(f"code-{refusal.reason.replace('_', '-')}"),)))
