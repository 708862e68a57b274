"""Everything needed to decide a dispute about points or a completion; `question_card` has that of a question."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import storage.assignments
import storage.attempts
import storage.audit_log
import storage.credits
import storage.disputes
import storage.leaves
import storage.people
import storage.points
import storage.readings
from bot.conversation import points
from bot.conversation.desk import question_card
from bot.conversation.desk import standing as desk_standing
from bot.conversation.disputed import entries_in_line, short
from bot.conversation.messages import Line, Phrase, bold, say
from bot.conversation.today import standing
from bot.conversation.turn import Turn
from storage.assignments import Enrollment
from storage.attempts import Attempt
from storage.disputes import Dispute, Kind
from storage.points import PointsEntry
from study import today as study_today
from study.audit_words import action_words, reason_words
from study.rules.points_rules import ON_PAPER
from study.rules.rich_text import RichText
from study.rules.score import Score

BLANK = RichText("")
MOST_ENTRIES = 5
MOST_ATTEMPTS = 4
MOST_CHANGES = 4
CAUSES = ("credit", "correction", "reversal")


def lines(turn: Turn, dispute: Dispute) -> list[Line]:
    """Who says what about which thing, and the record of it."""
    head: list[Line] = [
        say(
            f"dispute-card-{dispute.kind}",
            bold=True,
            name=dispute.name,
            unit=dispute.unit_name,
            staffno=dispute.staff_no,
        ),
        say("dispute-card-said", at=dispute.opened_at, words=dispute.words),
        BLANK,
    ]
    return [*head, *CARDS[dispute.kind](turn, dispute)]


def _points(turn: Turn, dispute: Dispute) -> list[Line]:
    entry = storage.points.by_id(turn.tx, dispute.subject_id)
    if entry is None:
        return []
    in_line = entries_in_line(turn, entry)
    found: list[Line] = [points.line_of(in_line, turn), _cause(turn, entry), _entered(turn, entry)]
    if storage.points.is_reversed(turn.tx, entry):
        found.append(say("dispute-entry-reversed"))
    found += [BLANK, say("dispute-day", bold=True, day=entry.entered_on), *_answered_that_day(turn, entry)]
    of_day = storage.points.of_day(turn.tx, entry.person_id, entry.entered_on)
    cap = turn.county.settings.points.practice_daily_cap
    practice = sum(each.counted for each in of_day if each.kind == "practice" and each.reverses_id is None)
    found.append(say("dispute-cap", counted=practice, cap=cap))
    others = points.grouped([each for each in of_day if each not in in_line])
    found += [points.line_of(group, turn) for group in others[:MOST_ENTRIES]]
    if len(others) > MOST_ENTRIES:
        found.append(say("dispute-more-entries", count=len(others) - MOST_ENTRIES))
    return found


def _cause(turn: Turn, entry: PointsEntry) -> Phrase:
    """What was done that these points are for."""
    what, name, _ = (*entry.cause.split(":"), "", "")[:3]
    if what == "correct":
        answered = storage.credits.answered_right(turn.tx, entry.person_id, int(name), entry.entered_at)
        if answered is not None:
            stem = short(turn.localize(answered.content["stem"]))
            return say("dispute-cause-correct", stem=stem, at=answered.answered_at)
    if what == "reading":
        at = storage.readings.completed_at(turn.tx, entry.person_id, name, entry.year)
        return say("dispute-cause-reading", at=at or entry.entered_at)
    if what == "quiz_pass":
        return _cause_quiz(turn, entry, name)
    if entry.cause.startswith(ON_PAPER):
        return say("dispute-cause-paper", reason=entry.reason)
    return say(f"dispute-cause-{what if what in CAUSES else 'other'}", reason=entry.reason)


def _cause_quiz(turn: Turn, entry: PointsEntry, name: str) -> Phrase:
    for share in storage.assignments.of_person(turn.tx, entry.person_id):
        if (share.kind, share.name, share.occurrence) == ("plan", name, str(entry.year)):
            for attempt in storage.attempts.of_enrollment(turn.tx, share.id):
                if attempt.passed:
                    right, total = attempt.score_right, attempt.score_total
                    at = attempt.finished_at or entry.entered_at
                    return say("dispute-cause-quiz-pass", right=right, total=total, at=at)
    return say("dispute-cause-other", reason=entry.reason)


def _entered(turn: Turn, entry: PointsEntry) -> Phrase:
    who = _actor(turn, entry.actor)
    if who is None:
        return say("dispute-entered", at=entry.entered_at, earned=entry.earned, counted=entry.counted)
    return say("dispute-entered-by", at=entry.entered_at, who=who, reason=entry.reason)


def _actor(turn: Turn, actor: str) -> str | None:
    """The person's name; None for the garden itself."""
    what, _, number = actor.partition(":")
    person = storage.people.by_id(turn.tx, int(number)) if what == "person" and number.isdigit() else None
    return person.name if person else None


def _answered_that_day(turn: Turn, entry: PointsEntry) -> list[Line]:
    start = turn.county.midnight(entry.entered_on)
    end = turn.county.midnight(entry.entered_on + timedelta(days=1))
    rows = storage.disputes.answered_between(turn.tx, entry.person_id, start, end)
    return [
        say(f"dispute-answered-{row['kind']}", responses=row["responses"], right=row["right_ones"])
        for row in rows
    ]


def _completion(turn: Turn, dispute: Dispute) -> list[Line]:
    share = storage.assignments.enrollment(turn.tx, dispute.subject_id)
    if share is None:
        return []
    item = study_today.item_of(turn.tx, share, turn.county, turn.now)
    opened = turn.county.local_day(share.opened_at)
    found: list[Line] = [
        bold(turn.localize(item.title)),
        standing(item),
        say("dispute-dates", opened=opened, due=item.due_on),
        *desk_standing.of_share(turn, share),
    ]
    if share.reading is not None:
        found.append(_reading(turn, share, share.reading))
    if share.quiz_json is not None:
        found += _quiz(turn, share)
    found += [
        say("dispute-leave", start=leave["from_on"], end=leave["until_on"], reason=str(leave["reason"]))
        for leave in storage.leaves.of_person(turn.tx, share.person_id)
        if leave["from_on"] <= item.due_on and leave["until_on"] >= opened
    ]
    changes = _changes(turn, share)
    return [*found, BLANK, say("dispute-changes", bold=True), *changes] if changes else found


def _reading(turn: Turn, share: Enrollment, slug: str) -> Line:
    if share.read_at is not None:
        return say("dispute-read", at=share.read_at)
    place = storage.readings.progress(turn.tx, share.person_id, slug)
    if place is None:
        return say("dispute-not-begun")
    return say("dispute-reading-at", percent=round(place["share_read"] * 100), at=place["updated_at"])


def _quiz(turn: Turn, share: Enrollment) -> list[Line]:
    attempts = storage.attempts.of_enrollment(turn.tx, share.id)
    pass_percent = int((share.quiz_json or {}).get("pass_percent", 0))
    title = say("dispute-quiz", count=len(attempts), percent=pass_percent)
    return [title, *(_attempt(attempt) for attempt in attempts[-MOST_ATTEMPTS:])]


def _attempt(attempt: Attempt) -> Line:
    if attempt.finished_at is None:
        return say("dispute-attempt-open", at=attempt.started_at)
    score = Score(attempt.score_right, attempt.score_total)
    key = "dispute-attempt-passed" if attempt.passed else "dispute-attempt-not"
    return say(key, at=attempt.finished_at, right=score.right, total=score.total, percent=score.percent)


def _changes(turn: Turn, share: Enrollment) -> list[Line]:
    """What the audit log says was entered about this share, the newest."""
    entries = [
        entry
        for entry in storage.audit_log.of_person(turn.tx, share.person_id)
        if (entry["after_json"] or {}).get("enrollment") == share.id
    ]
    return [
        say(
            "dispute-change",
            at=entry["entered_at"],
            what=action_words(entry["action"], turn.language),
            who=_actor(turn, entry["actor"]) or "",
            reason=reason_words(entry["reason"], turn.language),
        )
        for entry in entries[-MOST_CHANGES:]
    ]


CARDS: dict[Kind, Callable[[Turn, Dispute], list[Line]]] = {
    "question": question_card.lines,
    "points": _points,
    "completion": _completion,
}
