"""A cadre says that a question, a line of points or a completion is wrong: one tap, a reason, and it is passed on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import storage.assignments
import storage.points
from bot.conversation import dialog, dispute_answers, points
from bot.conversation.desk.audience_choice import page_of, pages
from bot.conversation.desk.audience_choice import short as short_label
from bot.conversation.desk.permitting import gone, number_of
from bot.conversation.disputed import about
from bot.conversation.messages import Button, Message, Reply, say
from bot.conversation.turn import Turn
from storage.disputes import Kind
from study import disputes
from study import today as study_today

DIALOG = "dispute-words"
PAGE = 6
ENTRIES = 60
MOST_SHARES = 8
FEWEST_CHARACTERS = 2

REASONS: dict[str, dict[str, dict[str, str]]] = {
    "question": {
        "key": {"zh-Hans": "答案不对", "en": "The answer is wrong"},
        "unclear": {"zh-Hans": "题干不清", "en": "Not clear"},
        "typo": {"zh-Hans": "有错字", "en": "A misprint"},
        "source": {"zh-Hans": "原文没有", "en": "Not in the text"},
    },
    "points": {
        "surplus": {"zh-Hans": "不该有", "en": "Should not be there"},
        "missing": {"zh-Hans": "少记了", "en": "Something is missing"},
        "amount": {"zh-Hans": "分数不对", "en": "Wrong number"},
    },
    "completion": {
        "done": {"zh-Hans": "我已完成", "en": "I have done it"},
        "notmine": {"zh-Hans": "我不该学这项", "en": "Not for me to study"},
        "date": {"zh-Hans": "日期不对", "en": "The date is wrong"},
        "notme": {"zh-Hans": "不是我做的", "en": "I did not do it"},
    },
}
"""Reasons one tap gives; they are kept in the garden's own language."""


def wrong(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`wrong:<response>`: a question just answered looks wrong."""
    return _ask(turn, "question", number_of(parts[0] if parts else ""))


def act(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`dispute:points[:<page>]`, `:me` and `:mine` list; `:entry:<id>` and `:share:<id>` begin; `:say:<name>` tells
    the reason; `:no` leaves it."""
    what, value = (*parts, "", "")[:2]
    if what == "points":
        return [_points_list(turn, value)]
    if what == "me":
        return [_share_list(turn)]
    if what == "mine":
        return [Reply(dispute_answers.mine(turn))]
    if what == "entry":
        return _ask(turn, "points", number_of(value))
    if what == "share":
        return _ask(turn, "completion", number_of(value))
    if what == "no":
        dialog.end(turn)
        return [Reply(Message((say("desk-cancelled"),), replaces=True))]
    return _said(turn, value) if what == "say" else gone()


def typed(turn: Turn, state: Mapping[str, Any], text: str) -> list[Reply]:
    """The reason in words. A letter or two are rather an answer to the question above."""
    if len(text) < FEWEST_CHARACTERS or (text.isascii() and len(text) <= FEWEST_CHARACTERS):
        return [Reply(Message((say("dispute-more-words"),), rows=(_leave_it(),)))]
    dialog.end(turn)
    return _opened(turn, state["kind"], state["subject"], text)


def _said(turn: Turn, name: str) -> list[Reply]:
    awaited = dialog.current(turn)
    if awaited is None or awaited.name != DIALOG or name not in REASONS[awaited.state["kind"]]:
        return gone()
    dialog.end(turn)
    kind = awaited.state["kind"]
    words = REASONS[kind][name][turn.county.settings.language]
    return _opened(turn, kind, awaited.state["subject"], words)


def _ask(turn: Turn, kind: Kind, subject_id: int) -> list[Reply]:
    refusal = disputes.may_open(turn.tx, turn.me, kind, subject_id)
    if refusal is not None:
        return [_refused(refusal)]
    dialog.begin(turn, DIALOG, kind=kind, subject=subject_id)
    buttons = [Button(words[turn.language], f"dispute:say:{name}") for name, words in REASONS[kind].items()]
    rows = [tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2)]
    lines = (about(turn, kind, subject_id), say(f"dispute-ask-{kind}"))
    return [Reply(Message(lines, rows=(*rows, _leave_it())))]


def _leave_it() -> tuple[Button, ...]:
    return (Button(say("desk-cancel"), "dispute:no"),)


def _opened(turn: Turn, kind: Kind, subject_id: int, words: str) -> list[Reply]:
    outcome = disputes.open_dispute(turn.tx, turn.me, kind, subject_id, words, turn.county, turn.now)
    if isinstance(outcome, disputes.Refusal):
        return [_refused(outcome)]
    lines = (
        about(turn, kind, subject_id),
        say("dispute-words", words=words),
        say(f"dispute-passed-on-{kind}", bold=True),
    )
    return [Reply(Message(lines, replaces=bool(turn.incoming.message_ref)))]


def _refused(refusal: disputes.Refusal) -> Reply:
    reason = refusal.reason.replace("_", "-")
    return Reply(Message((say(f"dispute-refused-{reason}", most=disputes.MOST_OPEN),)))


def _points_list(turn: Turn, page: str) -> Reply:
    """The latest lines of the points page, each a button."""
    year = turn.county.year(turn.now)
    groups = points.grouped(storage.points.entries(turn.tx, turn.me.id, year, ENTRIES))
    if not groups:
        return Reply(Message((say("points-none"),)))
    here, total = page_of(page, len(groups), PAGE)
    rows = []
    for group in groups[here * PAGE : (here + 1) * PAGE]:
        title = short_label(points.subject(group[0], turn))
        counted = f"{sum(entry.counted for entry in group):+d}"
        label = say("dispute-entry", day=group[0].entered_on, points=counted, title=title)
        rows.append((Button(label, f"dispute:entry:{group[0].id}"),))
    turning = pages("dispute:points", here, total)
    message = Message(
        (say("dispute-which-entry"),),
        rows=(*rows, *((turning,) if turning else ()), _leave_it()),
        replaces=bool(page) and bool(turn.incoming.message_ref),
    )
    return Reply(message)


def _share_list(turn: Turn) -> Reply:
    shares = [
        share
        for share in storage.assignments.of_person(turn.tx, turn.me.id)
        if share.kind == "plan" and share.withdrawn_at is None
    ]
    items = [study_today.item_of(turn.tx, share, turn.county, turn.now) for share in shares[-MOST_SHARES:]]
    if not items:
        return Reply(Message((say("me-nothing-yet"),)))
    rows = [
        (Button(short_label(turn.localize(item.title)), f"dispute:share:{item.enrollment.id}"),)
        for item in reversed(items)
    ]
    return Reply(Message((say("dispute-which-share"),), rows=(*rows, _leave_it())))
