"""What changing an item has in common: the item begun with, the right over all of it, the reason asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.conversation import dialog
from bot.conversation.desk.permitting import gone, holds, permitted, refused
from bot.conversation.desk.plan import ACTION, line_of
from bot.conversation.messages import Button, Reply
from bot.conversation.turn import Turn
from study import audiences
from study.plan import PlanLine

REASONS: dict[str, dict[str, str]] = {
    "season": {"zh-Hans": "农忙时节", "en": "Busy farming season"},
    "task": {"zh-Hans": "中心任务集中", "en": "Other urgent work"},
    "disaster": {"zh-Hans": "防汛抢险", "en": "Flood or disaster relief"},
    "system": {"zh-Hans": "系统或材料原因", "en": "System or text not ready"},
    "mistake": {"zh-Hans": "开放有误", "en": "Opened by mistake"},
    "content": {"zh-Hans": "内容需要修订", "en": "The text needs revision"},
    "instructed": {"zh-Hans": "上级另有安排", "en": "Arranged otherwise above"},
}
"""On the buttons; kept in the county's own language, as a reason somebody types is kept in theirs."""

State = Mapping[str, Any]
Rows = tuple[tuple[Button, ...], ...]


def begin(turn: Turn, key: str) -> PlanLine | list[Reply]:
    """The item a button begins with, or the answer why there is nothing to begin."""
    if not holds(turn, ACTION):
        return refused()
    line = line_of(turn, key)
    return gone() if line is None or line.state == "withdrawn" else line


def begun(turn: Turn, name: str) -> tuple[PlanLine, State] | None:
    """The item and the state of the dialog of this name; None when that is not what was begun last."""
    current = dialog.current(turn)
    if current is None or current.name != name:
        return None
    line = line_of(turn, current.state["key"])
    return None if line is None else (line, current.state)


def permitted_all(turn: Turn, line: PlanLine) -> bool:
    """The same as `may_change_all`, and a refusal is in the audit log."""
    return all(permitted(turn, ACTION, unit_id) for unit_id in audiences.units_of(turn.tx, line.audience))


def why_rows(turn: Turn, verb: str, reasons: tuple[str, ...]) -> Rows:
    buttons = [Button(turn.localize(REASONS[name]), f"{verb}:why:{name}") for name in reasons]
    return tuple(tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2))


def reason_of(turn: Turn, name: str) -> str:
    return REASONS[name][turn.county.settings.language]
