"""The card of a push: how far it has come, kept true while it stands in the chat, and what can be done about it."""

from __future__ import annotations

from datetime import datetime

import storage.pushes
import storage.units
from bot.conversation.desk import push_steps
from bot.conversation.desk.permitting import gone, number_of, permitted, refused
from bot.conversation.desk.push_steps import ACTION, every_week
from bot.conversation.messages import Button, Line, Message, Phrase, Reply, say
from bot.conversation.today import last_minute
from bot.conversation.turn import Turn
from storage.outbox import OutboxMessage
from storage.push_cards import KIND
from storage.pushes import Push
from study import push_cards, push_changes, pushes
from study.push_cards import Figures
from study.results import LEAST_SHOWN
from study.rules.rich_text import RichText

COMPOSED = KIND
BLANK = RichText("")


def act(turn: Turn, what: str, number: str) -> list[Reply]:
    """`card:<id>` shows it; `undo`, `stop` and `again` do what they say, once."""
    push = storage.pushes.by_id(turn.tx, number_of(number))
    if push is None:
        return gone()
    if not permitted(turn, ACTION, push.unit_id):
        return refused()
    if what != "card" and not _done(turn, push, what):
        return gone()
    return show(turn, storage.pushes.by_id(turn.tx, push.id) or push)


def _done(turn: Turn, push: Push, what: str) -> bool:
    tx, me, county, now = turn.tx, turn.me.id, turn.county, turn.now
    if what == "stop":
        return pushes.stop(tx, push, me, now)
    if what == "again":
        return push_changes.send_again(tx, push, me, county, now)
    is_pending = push_cards.figures(tx, push, county, now).is_pending
    return is_pending and push_changes.withdraw(tx, push, me, county, now)


def show(turn: Turn, push: Push) -> list[Reply]:
    """The card as of now, which is kept true from now on."""
    figures = push_cards.figures(turn.tx, push, turn.county, turn.now)
    push_cards.follow(turn.tx, push, turn.me.id, turn.incoming.reply_key(0), figures, turn.now)
    facts = push_cards.facts(push, figures, turn.now)
    return [Reply(composed=COMPOSED, facts={**facts, "replaces": turn.incoming.message_ref is not None})]


def compose(turn: Turn, row: OutboxMessage) -> Message | None:
    """The counts as they were when the row was made: what is edited later is compared with these."""
    push = storage.pushes.by_id(turn.tx, int(row.message["push"]))
    if push is None:
        return None
    shown = Figures.from_json(row.message["figures"])
    as_of = datetime.fromisoformat(row.message["as_of"])
    unit = storage.units.by_id(turn.tx, push.unit_id).name
    lines: list[Line] = [
        say("push-card-title", bold=True, unit=unit),
        *push_steps.what(turn, push.kind, push.subject),
        *push_steps.whom(turn, push.audience),
        *_times(turn, push, shown),
        BLANK,
        *_counts(push, shown),
        say("push-as-of", at=as_of),
    ]
    return Message(tuple(lines), rows=_buttons(push, shown), replaces=bool(row.message.get("replaces")))


def _times(turn: Turn, push: Push, shown: Figures) -> list[Line]:
    lines: list[Line] = []
    if push.weekly and shown.next_at:
        at = datetime.fromisoformat(shown.next_at)
        lines.append(Phrase("push-next-of-weekly", {**every_week(push.weekly), "at": at}))
    elif shown.state == "upcoming" and shown.next_at:
        lines.append(say("push-upcoming", at=datetime.fromisoformat(shown.next_at)))
    opening = storage.pushes.latest_opening(turn.tx, push.id)
    if opening is not None and shown.state in ("open", "closed"):
        key = "push-card-closes" if shown.state == "open" else "push-card-closed"
        lines.append(Phrase(key, {"at": last_minute(turn, opening.due_at)}))
    if shown.state == "stopped":
        lines.append(say("push-card-stopped"))
    return lines


def _counts(push: Push, shown: Figures) -> list[Line]:
    if shown.state == "withdrawn":
        lines: list[Line] = [say("push-taken-back", people=shown.taken_back)]
        if shown.is_busy:
            lines.append(say("push-taking-back"))
        if not shown.delivered and not shown.begun:
            return lines
    elif not shown.opening:
        return []
    else:
        lines = [say("push-queueing")] if shown.is_busy else []
        if not shown.people:
            return lines
    told = {"queued": shown.queued, "delivered": shown.delivered, "unreached": shown.unreached}
    lines.append(Phrase("push-counts", told))
    if push.kind != "announcement":
        done = "push-read-by" if push.kind == "reading" else "push-answered-by"
        lines.append(Phrase(done, {"begun": shown.begun, "finished": shown.finished}))
    if shown.percent is not None:
        lines.append(say("push-average", percent=shown.percent))
    elif push.kind in ("quiz", "draw") and shown.finished:
        lines.append(say("push-average-later", people=LEAST_SHOWN))
    if shown.read_before:
        lines.append(say("push-had-read", people=shown.read_before))
    if shown.untold:
        lines.append(say("push-left-in-peace", people=shown.untold))
    return lines


def _buttons(push: Push, shown: Figures) -> tuple[tuple[Button, ...], ...]:
    rows: list[tuple[Button, ...]] = []
    if shown.is_pending:
        rows.append((Button(say("push-undo"), f"push:undo:{push.id}"),))
    if shown.may_send_again and shown.unopened and push.kind != "announcement":
        rows.append((Button(say("push-again", people=shown.unopened), f"push:again:{push.id}"),))
    if shown.opening and push.kind in ("quiz", "draw"):
        rows.append((Button(say("push-results"), f"res:{shown.opening}"),))
    if push.weekly and shown.next_at and shown.state != "upcoming":
        rows.append((Button(say("push-stop"), f"push:stop:{push.id}"),))
    return tuple(rows)
