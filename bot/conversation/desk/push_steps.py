"""What has been answered of a push that is being put together, and what it says in words.

The state of the dialog: `kind` (quiz, reading, announcement), `banks` and `draw` (0: all of one bank), `reading`,
`text`; `audience`; `when` ("now" or an instant) or `weekly` ("thu 20:00"); `closes`. On the way to these: `adding`
another bank; `person`, words by which one is looked for; `day`, the weekday before its hour is chosen.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

import storage.people
import storage.pushes
from bot.conversation.desk import audience_choice
from bot.conversation.messages import Arg, Button, Line, Phrase, say
from bot.conversation.turn import Turn
from study import pushes
from study.audiences import Audience
from study.rules.rich_text import RichText
from study.today import title_of, titles_in_one

ACTION = pushes.ACTION
DIALOG = "push"
PARTS = {
    "what": ("kind", "banks", "draw", "reading", "text", "adding"),
    "whom": ("audience", "person"),
    "when": ("when", "weekly", "day"),
    "closes": ("closes",),
}
"""The keys of the state that each part of a push is kept under."""

State = Mapping[str, Any]
Rows = tuple[tuple[Button, ...], ...]


def without(state: State, *parts: str) -> dict[str, Any]:
    """The state with these parts unanswered."""
    gone = {key for part in parts for key in PARTS[part]}
    return {key: value for key, value in state.items() if key not in gone}


def fitting(state: State) -> State:
    """Without what does not go together: the same reading is not pushed every week."""
    if state.get("kind") != "reading":
        return state
    return {key: value for key, value in state.items() if key not in ("weekly", "day")}


def missing(state: State) -> str | None:
    """The next step: what, bank, count, reading, text, whom, when, closes; None when all is answered."""
    kind = state.get("kind")
    if kind is None:
        return "what"
    if kind == "quiz" and (state.get("adding") or not state.get("banks")):
        return "bank"
    for key, step in (("draw", "count"), ("reading", "reading"), ("text", "text")):
        if key not in state and (kind, step) in _OF_KIND:
            return step
    if "audience" not in state:
        return "whom"
    if "when" not in state and "weekly" not in state:
        return "when"
    return "closes" if "closes" not in state and kind != "announcement" else None


_OF_KIND = {("quiz", "count"), ("reading", "reading"), ("announcement", "text")}


def push_kind(state: State) -> str:
    """The kind in the record: a quiz of which everybody gets all is one thing, a draw another."""
    return "draw" if state["kind"] == "quiz" and state["draw"] else str(state["kind"])


def subject(state: State) -> dict[str, Any]:
    """What is pushed, as the record keeps it."""
    if state["kind"] == "quiz":
        banks = {"banks": list(state["banks"])}
        return {**banks, "draw": state["draw"]} if state["draw"] else banks
    key = "reading" if state["kind"] == "reading" else "text"
    return {key: state[key]}


def closes_after(state: State) -> str | None:
    """None for an announcement, which does not close."""
    return None if state["kind"] == "announcement" else str(state["closes"])


def starts_at(turn: Turn, state: State) -> datetime:
    """When it would open first."""
    if weekly := state.get("weekly"):
        return pushes.first_slot(weekly, turn.now, turn.county)
    return turn.now if state["when"] == "now" else max(turn.now, datetime.fromisoformat(state["when"]))


def what(turn: Turn, kind: str, subject: Mapping[str, Any]) -> list[Line]:
    """What is pushed, in words."""
    if kind == "announcement":
        return [say("push-is-announcement"), RichText(subject["text"])]
    if kind == "reading":
        return [say("push-is-reading", title=name(turn, kind, subject))]
    if kind == "draw":
        return [say("push-is-draw", title=name(turn, kind, subject), questions=int(subject["draw"]))]
    return [say("push-is-quiz", title=name(turn, kind, subject))]


def name(turn: Turn, kind: str, subject: Mapping[str, Any]) -> str:
    """What it is called, in one line."""
    if kind == "announcement":
        return str(subject["text"]).replace("\n", " ")
    if kind == "reading":
        slug = subject["reading"]
        return turn.localize(title_of(turn.tx, slug, slug, turn.county))
    titles = storage.pushes.bank_titles(turn.tx, subject["banks"])
    return turn.localize(titles_in_one(titles, turn.county)) if titles else ""


def whom(turn: Turn, audience: Audience) -> tuple[Phrase, ...]:
    """For whom, in words; one person by name."""
    people = list(audience.get("people") or ())
    person = storage.people.by_staff_no(turn.tx, people[0]) if len(people) == 1 else None
    if person is not None:
        return (say("push-to-person", name=person.name, unit=person.unit_name),)
    return audience_choice.words(turn, audience)


def every_week(weekly: str) -> dict[str, Arg]:
    """The arguments `day` and `hour` of a phrase about `thu 20:00`."""
    day, _, hour = weekly.partition(" ")
    return {"day": day, "hour": time.fromisoformat(hour)}


def cancel() -> tuple[Button, ...]:
    return (Button(say("desk-cancel"), "push:no"),)
