"""Grading the answers to a corrected question anew: counted first, one way chosen, a reason, one card to confirm.

Verb `regrade`. The state of the dialog "question-regrade" is `question`, `version`, `mode`, and `reason` once known.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import storage.units
from bot.conversation import dialog
from bot.conversation.desk import question_view
from bot.conversation.desk.deciding import ANSWERS
from bot.conversation.desk.permitting import gone, holds, number_of, refused
from bot.conversation.disputed import short
from bot.conversation.messages import Button, Line, Message, Phrase, Reply, say
from bot.conversation.turn import Turn
from storage.outbox import OutboxMessage
from storage.question_edits import QuestionState
from study import regrade, regrade_preview
from study.regrade_preview import Counted
from study.rules.regrading import MODES, Mode
from study.rules.rich_text import RichText

DIALOG = "question-regrade"
CHOOSING = "regrade_choice"
CONFIRMING = "regrade_confirm"
REASONS = ("wrongkey", "unclear")
BLANK = RichText("")
State = Mapping[str, Any]


def act(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`regrade:see:<question>` counts; `regrade:<mode>:<question>` begins; `:say:<reason>` answers; `:yes`
    confirms, `:no` leaves it."""
    what, value = (*parts, "", "")[:2]
    if not holds(turn, regrade.ACTION):
        return refused()
    if what == "yes":
        return _confirmed(turn)
    if what == "no":
        return _left(turn)
    if what == "say":
        awaited = dialog.current(turn)
        if awaited is None or awaited.name != DIALOG or value not in REASONS:
            return gone()
        return typed(turn, awaited.state, ANSWERS[value][turn.county.settings.language])
    state = question_view.reached(turn, number_of(value))
    if state is None:
        return question_view.not_reached(turn, number_of(value))
    if what == "see":
        dialog.end(turn)
        return [Reply(composed=CHOOSING, facts={"question": state.version.question_id})]
    return _ask_reason(turn, state, what) if what in MODES else gone()


def _left(turn: Turn) -> list[Reply]:
    begun = dialog.take(turn, DIALOG)
    state = question_view.reached(turn, begun["question"]) if begun else None
    return [question_view.reply(state, "left")] if state else gone()


def _mode(name: str) -> Mode:
    return next(mode for mode in MODES if mode == name)


def name_of(mode: str) -> Phrase:
    """A way of grading, in words."""
    return say(f"regrade-{mode.replace('_', '-')}", bold=True)


def _stem(turn: Turn, state: QuestionState) -> RichText:
    return RichText(short(turn.localize(state.version.content["stem"])))


def compose_choice(turn: Turn, row: OutboxMessage) -> Message | None:
    """What each way would do; a button for each that would do anything."""
    state = question_view.reached(turn, int(row.message["question"]))
    units = regrade.reach(turn.tx, turn.me.id, turn.county.local_day(turn.now))
    if state is None or units is None:
        return None
    number = state.version.question_id
    counted = regrade_preview.each_mode(turn.tx, state, units, turn.county, turn.now)
    lines: list[Line] = [say("regrade-title", bold=True), _stem(turn, state), _whose(turn, units)]
    rows: list[tuple[Button, ...]] = []
    for mode in MODES:
        if counted[mode].affected:
            lines += [BLANK, name_of(mode), _told(counted[mode])]
            name = say(f"regrade-{mode.replace('_', '-')}")
            rows.append((Button(name, f"regrade:{mode}:{number}"),))
    if not rows:
        lines += [BLANK, say("regrade-nothing")]
    rows.append((Button(say("desk-back"), f"qn:{number}"),))
    return Message(tuple(lines), rows=tuple(rows), replaces=True)


def _told(counted: Counted) -> Phrase:
    return say(
        "regrade-counted",
        affected=counted.affected,
        up=counted.up,
        down=counted.down,
        crossing=counted.crossing,
    )


def _whose(turn: Turn, units: tuple[int, ...]) -> Phrase:
    if not units:
        return say("regrade-everybody")
    named = [storage.units.by_id(turn.tx, unit_id).name for unit_id in units[:3]]
    return say("regrade-units", units="、".join(named) if turn.language == "zh-Hans" else ", ".join(named))


def _ask_reason(turn: Turn, state: QuestionState, mode: str) -> list[Reply]:
    dialog.begin(turn, DIALOG, question=state.version.question_id, version=state.version.id, mode=mode)
    rows = tuple((Button(ANSWERS[name][turn.language], f"regrade:say:{name}"),) for name in REASONS)
    lines = (
        name_of(mode),
        _stem(turn, state),
        say(f"regrade-what-{mode.replace('_', '-')}"),
        say("regrade-ask-reason"),
    )
    return [Reply(Message(lines, rows=(*rows, (_cancel(),)), replaces=True))]


def _cancel() -> Button:
    return Button(say("desk-cancel"), "regrade:no")


def typed(turn: Turn, state: State, text: str) -> list[Reply]:
    """The reason; again another one before it is confirmed."""
    if question_view.reached(turn, state["question"]) is None:
        return question_view.not_reached(turn, state["question"])
    asked = {**state, "reason": " ".join(text.split())}
    dialog.begin(turn, DIALOG, **asked)
    return [Reply(composed=CONFIRMING, facts=asked)]


def compose_confirmation(turn: Turn, row: OutboxMessage) -> Message | None:
    """Exactly what will be done, counted as of now."""
    facts, units = row.message, regrade.reach(turn.tx, turn.me.id, turn.county.local_day(turn.now))
    state = question_view.reached(turn, int(facts["question"]))
    if state is None or units is None:
        return None
    mode = _mode(facts["mode"])
    counted = regrade_preview.each_mode(turn.tx, state, units, turn.county, turn.now, (mode,))[mode]
    points = regrade_preview.points_foreseen(turn.tx, state, mode, units, turn.county, turn.now)
    lines: tuple[Line, ...] = (
        name_of(mode),
        _stem(turn, state),
        _whose(turn, units),
        _told(counted),
        say("regrade-points", given=points.given, taken=points.taken),
        say("regrade-reason", reason=facts["reason"]),
        say("regrade-are-told", people=counted.affected),
    )
    confirm = Button(say("desk-confirm"), "regrade:yes", primary=True)
    return Message(lines, rows=((confirm, _cancel()),), replaces=True)


def _confirmed(turn: Turn) -> list[Reply]:
    state = dialog.take(turn, DIALOG)
    if state is None or "reason" not in state:
        return gone()
    found = question_view.reached(turn, state["question"])
    if found is None:
        return question_view.not_reached(turn, state["question"])
    if found.version.id != state["version"]:
        return gone()
    mode = _mode(state["mode"])
    regrade.ask(turn.tx, state["question"], mode, state["reason"], turn.me.id, turn.county, turn.now)
    return [question_view.reply(found, "begun")]
