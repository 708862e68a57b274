"""What a dispute is about, in one line: a question, a line of points, a share."""

from __future__ import annotations

import storage.assignments
import storage.credits
import storage.points
from bot.conversation import points
from bot.conversation.messages import Line, say
from bot.conversation.turn import Turn
from storage.disputes import Kind
from storage.points import PointsEntry
from study import today as study_today
from study.rules.rich_text import RichText

LONGEST_STEM = 60


def about(turn: Turn, kind: Kind, subject_id: int) -> Line:
    """The thing by the name a person knows it by."""
    return {"question": _question, "points": _points, "completion": _completion}[kind](turn, subject_id)


def short(text: str, longest: int = LONGEST_STEM) -> str:
    """A text cut to so many characters."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def entries_in_line(turn: Turn, entry: PointsEntry) -> list[PointsEntry]:
    """The entries that stand in one line with this one on the points page."""
    day = storage.points.of_day(turn.tx, entry.person_id, entry.entered_on)
    return [each for each in day if points.same(each) == points.same(entry)]


def _question(turn: Turn, response_id: int) -> Line:
    answered = storage.credits.answered(turn.tx, response_id)
    stem = turn.localize(answered.content["stem"]) if answered else ""
    return say("disputed-question", stem=short(stem))


def _points(turn: Turn, entry_id: int) -> Line:
    entry = storage.points.by_id(turn.tx, entry_id)
    return points.line_of(entries_in_line(turn, entry), turn) if entry else RichText("")


def _completion(turn: Turn, enrollment_id: int) -> Line:
    share = storage.assignments.enrollment(turn.tx, enrollment_id)
    if share is None:
        return RichText("")
    item = study_today.item_of(turn.tx, share, turn.county, turn.now)
    return say("disputed-completion", title=turn.localize(item.title))
