"""What a correction changed for somebody, in one message: which question, what it was and is, points and the share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import storage.answer_reviews
import storage.assignments
import storage.regrades
import storage.verdicts
from bot.conversation.desk.question_card import in_words
from bot.conversation.disputed import short
from bot.conversation.messages import Button, Line, Message, Phrase, say
from bot.conversation.turn import Turn
from storage.outbox import OutboxMessage
from storage.regrades import Regrade
from study import today as study_today
from study.rules.question import LETTERS, Question, ShownQuestion
from study.rules.regrading import verdict_of
from study.rules.rich_text import RichText

LONGEST_STEM = 120
BLANK = RichText("")


def compose(turn: Turn, row: OutboxMessage) -> Message | None:
    """Nothing where another correction has changed it again since: that one's message says it."""
    regrade = storage.regrades.by_id(turn.tx, int(row.message["regrade"]))
    changed = storage.verdicts.changed_of(turn.tx, int(row.message["regrade"]), turn.me.id)
    if regrade is None or not changed:
        return None
    latest = changed[0]
    lines: list[Line] = [
        say("regraded-title", bold=True),
        RichText(short(turn.localize(latest["content_json"]["stem"]), LONGEST_STEM)),
        _given(turn, latest),
        _verdict(regrade, latest),
        *_score(latest),
    ]
    shares = [_share(turn, int(number), what) for number, what in row.message["shares"]]
    lines += [told for told in shares if told is not None]
    points = int(row.message["points"])
    if points:
        lines.append(say("regraded-more" if points > 0 else "regraded-less", points=abs(points)))
    if regrade.reason:
        lines.append(say("regraded-reason", reason=regrade.reason))
    return Message(tuple(lines), rows=(_buttons(row),))


def _given(turn: Turn, row: Mapping[str, Any]) -> Phrase:
    question = Question.from_stored(row["content_json"], turn.language, turn.county.settings.language)
    shown, given = ShownQuestion(question, tuple(row["choice_order_json"])), tuple(row["given_json"])
    said = in_words(shown, given)
    if question.choices:
        letters = shown.shown_letters(given)
        said = "；".join(f"{letter} {shown.choices[LETTERS.index(letter)]}" for letter in letters)
    return say("regraded-given", at=row["answered_at"], given=short(said))


def _verdict(regrade: Regrade, row: Mapping[str, Any]) -> Phrase:
    before = verdict_of(row["was_right"], row["was_void"])
    after = verdict_of(row["is_right"], row["is_void"])
    if regrade.wording is not None:
        return say("regraded-accepted", bold=True)
    if after == "void":
        return say("regraded-void", bold=True)
    return say(f"regraded-{after}-again" if before == "void" else f"regraded-{after}", bold=True)


def _score(row: Mapping[str, Any]) -> list[Line]:
    if row["state"] != "finished" or row["kind"] not in ("plan", "scheduled"):
        return []
    return [say("regraded-score", right=row["score_right"], total=row["score_total"])]


def _share(turn: Turn, enrollment_id: int, what: str) -> Phrase | None:
    """What became of the item of the plan, if that is so still."""
    share = storage.assignments.enrollment(turn.tx, enrollment_id)
    if share is None or share.is_open is (what == "done"):
        return None
    item = study_today.item_of(turn.tx, share, turn.county, turn.now)
    return say(f"regraded-share-{what}", bold=True, title=turn.localize(item.title))


def _buttons(row: OutboxMessage) -> tuple[Button, ...]:
    again = [number for number, what in row.message["shares"] if what == "again"]
    today = Button(say("button-today"), "go:today")
    if again:
        return (Button(say("button-try-again"), f"quiz:{int(again[0])}", primary=True), today)
    return (Button(say("button-points"), "go:points"), today) if row.message["points"] else (today,)


def compose_refusal(turn: Turn, row: OutboxMessage) -> Message | None:
    """Why somebody's words were not accepted."""
    found = storage.answer_reviews.words_of(turn.tx, int(row.message["review"]))
    if found is None:
        return None
    lines = (
        say("answer-refused-title", bold=True),
        RichText(short(turn.localize(found["content_json"]["stem"]), LONGEST_STEM)),
        say("answer-refused-words", words=short(found["words"])),
        say("answer-refused-comment", comment=row.message["comment"]),
    )
    return Message(lines, rows=((Button(say("button-today"), "go:today"),),))
