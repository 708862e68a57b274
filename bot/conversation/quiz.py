"""Quizzes and practice: what is open, begun or taken up again."""

from __future__ import annotations

import storage.assignments
import storage.content
from bot.conversation import question
from bot.conversation.messages import Button, Line, Message, Reply, bold, say
from bot.conversation.today import last_minute
from bot.conversation.turn import Turn
from storage.assignments import Enrollment
from study import quizzes
from study import today as study_today
from study.rules.rich_text import RichText

BLANK = RichText("")


def menu(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`/quiz`: the quizzes open to this person, and practice."""
    items = [
        item
        for item in study_today.today(turn.tx, turn.me.id, turn.county, turn.now).items
        if item.enrollment.quiz_json is not None and item.enrollment.passed_at is None
    ]
    lines: list[Line] = [say("quiz-title", bold=True)]
    rows: list[tuple[Button, ...]] = []
    for item in items:
        share, title = item.enrollment, turn.localize(item.title)
        draw = int((share.quiz_json or {}).get("draw", 0))
        lines += [BLANK, bold(title), _terms(turn, share, draw)]
        rows.append((Button(say("today-quiz", title=title), f"quiz:{share.id}", primary=True),))
    if not items:
        lines.append(say("quiz-none"))
    rows.append(
        (Button(say("button-practice"), "go:practice"), Button(say("button-mistakes"), "go:mistakes"))
    )
    return [Reply(Message(tuple(lines), rows=tuple(rows)))]


def _terms(turn: Turn, share: Enrollment, draw: int) -> Line:
    if share.kind == "scheduled":
        return say("quiz-terms-scheduled", questions=draw, at=last_minute(turn, share.due_at))
    percent = int((share.quiz_json or {}).get("pass_percent", 0))
    return say("quiz-terms-plan", questions=draw, percent=percent)


def begin(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`quiz:enrollment`: the next question of one's own share, where one left off."""
    share = _own_share(turn, parts)
    if share is None or share.quiz_json is None:
        return [Reply(notice=say("refused-not-yours"))]
    if share.passed_at is not None:
        return [Reply(notice=say("quiz-passed-before"))]
    if not share.is_open:
        return [Reply(notice=say("quiz-not-needed"))]
    if share.kind == "scheduled" and turn.now >= share.due_at:
        return [Reply(notice=say("refused-closed"))]
    attempt = quizzes.resume_or_start_share(turn.tx, share, turn.rng, turn.now)
    return question.ask(turn, attempt) if attempt else [Reply(notice=say("practice-nothing"))]


def _own_share(turn: Turn, parts: tuple[str, ...]) -> Enrollment | None:
    number = parts[0] if parts else ""
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    share = storage.assignments.enrollment(turn.tx, int(number))
    return share if share and share.person_id == turn.me.id else None


def practice_menu(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`/practice`: by topic; voluntary, and capped by the day."""
    lines = (
        say("practice-title", bold=True),
        say("practice-how", cap=turn.county.settings.points.practice_daily_cap),
    )
    rows = [
        (Button(turn.localize(bank["title_json"]), f"practice:{bank['slug']}"),)
        for bank in storage.content.practice_banks(turn.tx, turn.me.id)
    ]
    if rows:
        rows.append((Button(say("practice-all"), f"practice:{quizzes.ALL_BANKS}", primary=True),))
    return [Reply(Message(lines, rows=tuple(rows)))]


def practise(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`practice:bank`: five questions least seen, or the five under way."""
    attempt = quizzes.resume_or_start_practice(
        turn.tx, turn.me.id, parts[0] if parts else "", turn.rng, turn.now
    )
    return question.ask(turn, attempt) if attempt else [Reply(notice=say("practice-nothing"))]


def mistakes(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`/mistakes`: what was answered wrong the last time, asked again."""
    attempt = quizzes.resume_or_start_mistakes(turn.tx, turn.me.id, turn.rng, turn.now)
    if attempt is None:
        rows = ((Button(say("button-practice"), "go:practice"),),)
        return [Reply(Message((say("mistakes-none"),), rows=rows))]
    return question.ask(turn, attempt)
