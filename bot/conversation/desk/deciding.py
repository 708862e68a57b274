"""The steps of deciding a dispute: how many points, what the person is answered, one card to confirm."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import storage.units
from bot.conversation import dialog
from bot.conversation.desk.permitting import number_of
from bot.conversation.disputed import about
from bot.conversation.messages import Button, Line, Message, Reply, say
from bot.conversation.turn import Turn
from storage.disputes import Dispute
from study import approvals, credits, disputes
from study.remedies import MOST_POINTS, Decision, everybody_payload
from study.rules.rich_text import RichText

DIALOG = "dispute-decide"
BLANK = RichText("")

ANSWERS: dict[str, dict[str, str]] = {
    "correct": {"zh-Hans": "已核对，记录无误", "en": "Checked; the record is right"},
    "matches": {"zh-Hans": "与原文一致", "en": "It agrees with the text"},
    "capped": {"zh-Hans": "当天已到上限", "en": "That day's cap was reached"},
    "mended": {"zh-Hans": "题目会改正", "en": "The question will be mended"},
    "clearer": {"zh-Hans": "题干会写清楚", "en": "The wording will be made clearer"},
    "wrongkey": {"zh-Hans": "原答案有误", "en": "The answer given was wrong"},
    "unclear": {"zh-Hans": "题干有歧义", "en": "The question was ambiguous"},
    "twice": {"zh-Hans": "重复记分", "en": "Counted twice"},
    "mistaken": {"zh-Hans": "记分有误", "en": "Entered by mistake"},
    "left_out": {"zh-Hans": "漏记，现补上", "en": "Left out, added now"},
    "handled": {"zh-Hans": "已按实际情况办理", "en": "Put in order as it really is"},
    "sheet": {"zh-Hans": "已交纸质答卷", "en": "Handed in on paper"},
    "meeting": {"zh-Hans": "已参加集中学习", "en": "Studied in a meeting"},
    "seconded": {"zh-Hans": "借调", "en": "Seconded"},
    "notduty": {"zh-Hans": "与岗位无关", "en": "Not part of the post"},
}
"""Answers one tap gives; they are kept in the garden's own language."""

OFFERED: dict[tuple[str, str], tuple[str, ...]] = {
    ("none", "question"): ("correct", "matches"),
    ("none", "points"): ("correct", "capped"),
    ("none", "completion"): ("correct",),
    ("noted", "question"): ("mended", "clearer"),
    ("noted", "completion"): ("handled",),
    ("credit", "question"): ("wrongkey", "unclear"),
    ("creditall", "question"): ("wrongkey", "unclear"),
    ("reverse", "points"): ("twice", "mistaken"),
    ("correct", "points"): ("left_out", "mistaken"),
    ("paper", "completion"): ("sheet", "meeting"),
    ("excuse", "completion"): ("seconded", "notduty"),
}
"""Which of them for which remedy and kind of dispute."""

State = Mapping[str, Any]


def is_of_use(turn: Turn, dispute: Dispute, remedy: str) -> bool:
    """Crediting everybody is for more than nobody."""
    return remedy != "creditall" or _marked_wrong(turn, dispute) > 0


def missing(state: State) -> str | None:
    """What is to be asked next."""
    if state["remedy"] == "correct" and "points" not in state:
        return "points"
    return None if "answer" in state else "answer"


def answered(turn: Turn, dispute: Dispute, state: State, what: str, value: str) -> dict[str, Any] | None:
    """What a tap answers; None when it does not fit the question."""
    wanted = missing(state)
    if what == "points" and wanted == "points":
        points = number_of(value)
        return {"points": points} if 1 <= points <= MOST_POINTS else None
    if what == "say" and wanted == "answer" and value in OFFERED[state["remedy"], dispute.kind]:
        return {"answer": ANSWERS[value][turn.county.settings.language]}
    return None


def next_step(turn: Turn, dispute: Dispute, state: State) -> list[Reply]:
    """Ask for what is missing; with nothing missing, show what would be done."""
    dialog.begin(turn, DIALOG, **state)
    wanted = missing(state)
    if wanted is None:
        return [Reply(_confirmation(turn, dispute, state))]
    lines: list[Line] = [about(turn, dispute.kind, dispute.subject_id)]
    if wanted == "points":
        buttons = [Button(f"+{number}", f"decide:points:{number}") for number in range(1, MOST_POINTS + 1)]
        lines.append(say("decide-ask-points", name=dispute.name))
        rows = [tuple(buttons[start : start + 5]) for start in range(0, MOST_POINTS, 5)]
    else:
        names = OFFERED[state["remedy"], dispute.kind]
        lines.append(say("decide-ask-answer", name=dispute.name))
        rows = [(Button(ANSWERS[name][turn.language], f"decide:say:{name}"),) for name in names]
    return [Reply(Message(tuple(lines), rows=(*rows, _cancel())))]


def _cancel() -> tuple[Button, ...]:
    return (Button(say("desk-cancel"), "decide:no"),)


def _confirmation(turn: Turn, dispute: Dispute, state: State) -> Message:
    lines: list[Line] = [
        say(f"decide-{state['remedy']}-{dispute.kind}", bold=True),
        about(turn, dispute.kind, dispute.subject_id),
        *_effect(turn, dispute, state),
        say("decide-answer", answer=state["answer"]),
        say("decide-is-told", name=dispute.name),
    ]
    confirm = Button(say("desk-confirm"), "decide:yes", primary=True)
    return Message(tuple(lines), rows=((confirm, *_cancel()),))


def _effect(turn: Turn, dispute: Dispute, state: State) -> list[Line]:
    """Exactly what will be entered."""
    remedy = state["remedy"]
    if remedy == "creditall":
        return _effect_on_all(turn, dispute)
    if remedy == "credit":
        return [say("decide-effect-credit", name=dispute.name)]
    points = state.get("points", 0)
    return [say(f"decide-effect-{remedy}", name=dispute.name, points=points)]


def _effect_on_all(turn: Turn, dispute: Dispute) -> list[Line]:
    payload = everybody_payload(turn.tx, dispute, turn.me.id, turn.county, turn.now)
    unit = storage.units.by_id(turn.tx, int(payload["unit"]))
    people, today = _marked_wrong(turn, dispute), turn.county.local_day(turn.now)
    able = len(approvals.others(turn.tx, "credit_question", unit.id, turn.me.id, payload, today))
    return [
        say("decide-effect-creditall", name=dispute.name, unit=unit.name, people=people),
        say("decide-second", count=able) if able else say("decide-nobody-else"),
    ]


def _marked_wrong(turn: Turn, dispute: Dispute) -> int:
    payload = everybody_payload(turn.tx, dispute, turn.me.id, turn.county, turn.now)
    return credits.people_marked_wrong(turn.tx, int(payload["version"]), int(payload["unit"]), turn.now)


def carry_out(turn: Turn, dispute: Dispute, state: State) -> tuple[Line, ...] | None:
    """Do it; what was done in words, or None when it could no longer be done."""
    decision = Decision(state["remedy"], state["answer"], int(state.get("points", 0)))
    outcome = disputes.resolve(turn.tx, dispute.id, turn.me.id, decision, turn.county, turn.now)
    if isinstance(outcome, disputes.Refusal):
        return None
    done = say(f"decide-done-{decision.remedy}", bold=True, name=dispute.name, points=decision.points)
    return (done, about(turn, dispute.kind, dispute.subject_id), say("decide-answer", answer=decision.answer))
