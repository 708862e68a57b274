"""The things a supervisor may enter about a person: what each must be told, and what it then does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

import storage.leaves
from bot.conversation.turn import Turn
from storage.assignments import Enrollment
from storage.people import Person
from study import exceptions, leave
from study.permissions import actor_name
from study.rules.frozen import frozen

REASONS: dict[str, dict[str, str]] = {
    "sick": {"zh-Hans": "病假", "en": "Sick leave"},
    "maternity": {"zh-Hans": "产假", "en": "Maternity leave"},
    "mission": {"zh-Hans": "公差", "en": "Away on duty"},
    "course": {"zh-Hans": "脱产培训", "en": "On a course"},
    "seconded": {"zh-Hans": "借调", "en": "Seconded"},
    "busy": {"zh-Hans": "临时任务重", "en": "Urgent work"},
    "network": {"zh-Hans": "网络或手机故障", "en": "No network or phone"},
    "notduty": {"zh-Hans": "与岗位无关", "en": "Not part of the post"},
    "health": {"zh-Hans": "身体原因", "en": "For reasons of health"},
    "sheet": {"zh-Hans": "已交纸质答卷", "en": "Handed in on paper"},
    "meeting": {"zh-Hans": "已参加集中学习", "en": "Studied in a meeting"},
    "mistake": {"zh-Hans": "登记有误", "en": "Entered by mistake"},
    "back": {"zh-Hans": "已提前返岗", "en": "Back at work early"},
}
"""Reasons one tap gives; they are kept in the garden's own language."""

State = Mapping[str, Any]


@frozen
class Kind:
    """`needs` in the order they are asked for: item, day, why. `items`: which of a person's shares it may be
    about. `carry_out` is False when it could no longer be done."""

    action: str
    needs: tuple[str, ...]
    reasons: tuple[str, ...]
    carry_out: Callable[[Turn, Person, State], bool]
    items: Callable[[Enrollment], bool] = lambda share: share.is_open


def _leave(turn: Turn, person: Person, state: State) -> bool:
    start, end = date.fromisoformat(state["start"]), date.fromisoformat(state["day"])
    outcome = leave.record_leave(
        turn.tx, person, start, end, state["why"], actor_name(turn.me.id), turn.county, turn.now
    )
    return not isinstance(outcome, leave.Refusal)


def _end_leave(turn: Turn, person: Person, state: State) -> bool:
    """Back at work today: the leave that covers today ends yesterday, one still to come is taken back."""
    today = turn.county.local_day(turn.now)
    actor, done = actor_name(turn.me.id), False
    for each in storage.leaves.of_person(turn.tx, person.id):
        if each["until_on"] >= today:
            last_day = today - timedelta(days=1)
            ended = leave.end_leave(
                turn.tx, person, each["id"], last_day, actor, turn.county, turn.now, state["why"]
            )
            done = done or ended
    return done


def _extend(turn: Turn, person: Person, state: State) -> bool:
    day, actor = date.fromisoformat(state["day"]), actor_name(turn.me.id)
    done = exceptions.extend(turn.tx, state["item"], day, state["why"], actor, turn.county, turn.now)
    return done is not None


def _excuse(turn: Turn, person: Person, state: State) -> bool:
    actor = actor_name(turn.me.id)
    return exceptions.excuse(turn.tx, state["item"], state["why"], actor, turn.county, turn.now) is not None


def _lift_excusal(turn: Turn, person: Person, state: State) -> bool:
    actor = actor_name(turn.me.id)
    done = exceptions.lift_excusal(turn.tx, state["item"], state["why"], actor, turn.county, turn.now)
    return done is not None


def _paper(turn: Turn, person: Person, state: State) -> bool:
    done = exceptions.complete_on_paper(
        turn.tx, state["item"], state["why"], turn.me.id, turn.county, turn.now
    )
    return done is not None


def _undo_paper(turn: Turn, person: Person, state: State) -> bool:
    done = exceptions.undo_on_paper(
        turn.tx, state["item"], actor_name(turn.me.id), state["why"], turn.county, turn.now
    )
    return done is not None


KINDS: dict[str, Kind] = {
    "leave": Kind("record_leave", ("day", "why"), ("sick", "maternity", "mission", "course"), _leave),
    "endleave": Kind("record_leave", ("why",), ("back", "mistake"), _end_leave),
    "extend": Kind("extend", ("item", "day", "why"), ("busy", "network", "mission", "health"), _extend),
    "excuse": Kind("excuse", ("item", "why"), ("seconded", "notduty", "health", "maternity"), _excuse),
    "paper": Kind("complete_on_paper", ("item", "why"), ("sheet", "meeting"), _paper),
    "unexcuse": Kind(
        "excuse", ("item", "why"), ("mistake",), _lift_excusal, lambda share: share.excused_at is not None
    ),
    "unpaper": Kind(
        "complete_on_paper",
        ("item", "why"),
        ("mistake",),
        _undo_paper,
        lambda share: share.on_paper_reason is not None,
    ),
}
