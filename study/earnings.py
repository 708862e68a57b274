"""What is to be entered into the ledger: for what, how much, and for which year."""

from __future__ import annotations

from storage.assignments import Enrollment
from study.rules.county import County
from study.rules.frozen import frozen
from study.rules.points_rules import cause_quiz_pass, cause_reading


@frozen
class Earning:
    """Points for one cause. `kind`: reading, quiz_pass, scheduled, practice, credit, correction or regrade; `subject`:
    the reading, quiz or topic; `points` before any cap."""

    person_id: int
    cause: str
    kind: str
    subject: str
    points: int
    year: int


def of_reading(person_id: int, slug: str, year: int, county: County) -> Earning:
    """A reading of the plan that is done."""
    return Earning(
        person_id, cause_reading(slug, year), "reading", slug, county.settings.points.reading, year
    )


def of_passing(share: Enrollment, county: County) -> Earning:
    """The quiz of a share of the plan that is passed."""
    year = int(share.occurrence)
    cause = cause_quiz_pass(share.name, year)
    return Earning(share.person_id, cause, "quiz_pass", share.name, county.settings.points.quiz_pass, year)


def of_share(share: Enrollment, county: County) -> list[Earning]:
    """Every step of a share of the plan."""
    steps = []
    if share.reading is not None:
        steps.append(of_reading(share.person_id, share.reading, int(share.occurrence), county))
    if share.quiz_json is not None:
        steps.append(of_passing(share, county))
    return steps
