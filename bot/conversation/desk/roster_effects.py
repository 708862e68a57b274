"""The ways somebody moves on the roster: what each asks for, what it changes, and the doing of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import storage.assignments
import storage.grants
import storage.transfers
import storage.units
from bot.conversation.desk.grant_words import role_word
from bot.conversation.messages import Line, Phrase, say
from bot.conversation.turn import Turn
from storage.people import Person
from storage.transfers import Transfer
from study import leaving, transfers
from study.affected import Affected
from study.permissions import actor_name
from study.rules.frozen import frozen

MOST_AFFECTED = 6

REASONS: dict[str, dict[str, str]] = {
    "posted": {"zh-Hans": "组织调动", "en": "Posted elsewhere"},
    "rotated": {"zh-Hans": "轮岗", "en": "Rotation of posts"},
    "out": {"zh-Hans": "调出本县", "en": "Left the county"},
    "retired": {"zh-Hans": "退休", "en": "Retired"},
    "resigned": {"zh-Hans": "离任", "en": "Gave up the post"},
    "back": {"zh-Hans": "重新到岗", "en": "Back in post"},
    "mistake": {"zh-Hans": "登记有误", "en": "Entered by mistake"},
}
"""Reasons one tap gives; they are kept in the garden's own language."""

State = Mapping[str, Any]


@frozen
class Move:
    """`needs` in the order they are asked for."""

    action: str
    needs: tuple[str, ...]
    reasons: tuple[str, ...]


MOVES: dict[str, Move] = {
    "unit": Move("transfer", ("unit", "day", "why"), ("posted", "rotated")),
    "leave": Move("change_roster", ("day", "why"), ("out", "retired", "resigned")),
    "stay": Move("transfer", ("why",), ("mistake",)),
    "return": Move("change_roster", ("why",), ("back", "mistake")),
}


def pending_transfer(turn: Turn, person: Person) -> Transfer | None:
    """The next transfer whose day has not come."""
    return next((each for each in storage.transfers.of_person(turn.tx, person.id) if each.is_pending), None)


def effects(turn: Turn, person: Person, state: State) -> list[Line]:
    """What the move changes, before it is confirmed."""
    if state["kind"] == "unit":
        return _transferring(turn, person, state)
    if state["kind"] == "leave":
        return _ending(turn, person, state)
    return [say(f"roster-means-{state['kind']}")]


def _transferring(turn: Turn, person: Person, state: State) -> list[Line]:
    day, today = date.fromisoformat(state["day"]), turn.county.local_day(turn.now)
    lines: list[Line] = [say("roster-open-follow", count=_open_shares(turn, person))]
    if day < today:
        unit = storage.units.by_id(turn.tx, state["unit"])
        found = transfers.preview(turn.tx, person, unit, day, turn.county, turn.now)
        lines.append(say("roster-back-dated", count=len(found)))
        lines += [_affected(turn, each) for each in found[:MOST_AFFECTED]]
        if len(found) > MOST_AFFECTED:
            lines.append(say("roster-affected-more", count=len(found) - MOST_AFFECTED))
    roles = transfers.roles_left(turn.tx, person.id, person.unit_id, today)
    if roles:
        lines.append(say("roster-roles-stay", roles=_joined(turn, [role_word(turn, role) for role in roles])))
    return lines


def _affected(turn: Turn, each: Affected) -> Line:
    return say("roster-affected", title=turn.localize(each.title))


def _ending(turn: Turn, person: Person, state: State) -> list[Line]:
    lines: list[Line] = [say("roster-open-end", count=_open_shares(turn, person))]
    held = storage.grants.in_force(turn.tx, person.id, turn.county.local_day(turn.now))
    if held:
        told = [f"{role_word(turn, grant.role)} {grant.unit_path}" for grant in held]
        lines.append(say("roster-roles-end", roles=_joined(turn, told)))
    return [*lines, say("roster-leave-means")]


def _open_shares(turn: Turn, person: Person) -> int:
    return sum(share.is_open for share in storage.assignments.of_person(turn.tx, person.id))


def _joined(turn: Turn, words: list[str]) -> str:
    return ("、" if turn.language == "zh-Hans" else ", ").join(words)


def carry_out(turn: Turn, person: Person, state: State) -> Phrase | None:
    """Do it; why not, where it can no longer be done."""
    actor, why = actor_name(turn.me.id), state["why"]
    if state["kind"] == "unit":
        unit, day = storage.units.by_id(turn.tx, state["unit"]), date.fromisoformat(state["day"])
        outcome = transfers.record_transfer(turn.tx, person, unit, day, why, actor, turn.county, turn.now)
        if isinstance(outcome, transfers.Refusal):
            return Phrase(f"roster-not-{outcome.reason.replace('_', '-')}")
        return None
    if state["kind"] == "leave":
        day = date.fromisoformat(state["day"])
        done = leaving.end(turn.tx, person, day, why, actor, turn.county, turn.now)
        return None if done else say("roster-not-leave")
    if state["kind"] == "stay":
        transfer = pending_transfer(turn, person)
        done = transfer is not None and transfers.cancel_transfer(
            turn.tx, transfer.id, why, actor, turn.county, turn.now
        )
        return None if done else say("desk-gone")
    done = leaving.return_to_work(turn.tx, person, why, actor, turn.county, turn.now)
    return None if done else say("desk-gone")
