"""Short answers nobody foresaw: accepted for all, accepted this once, or not, by somebody who decides about questions.

Whoever wrote the words is told in every case where there is something to say; a refusal without a comment says
nothing, and the garden's feedback at the time stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

import storage.answer_reviews
import storage.audit_log
import storage.outbox
import storage.people
import storage.question_edits
from storage.answer_reviews import AnswerReview
from storage.transaction import Transaction
from study import audiences, desk_notice, notices, question_edits, regrade
from study.permissions import actor_name
from study.rules.county import County
from study.rules.frozen import frozen
from study.rules.question import localize
from study.rules.question_types.wording import normalised

Decision = Literal["accepted", "once", "refused"]
TOLD = "answer_refused"
UNTOLD = 500
"""Answers looked at in one write."""


@frozen
class Refusal:
    """Why nothing was decided; "unfit": the question would not be one any more, with the sentence that says why."""

    reason: Literal["gone", "not_allowed", "unfit"]
    text: str = ""


def waiting(tx: Transaction, actor_id: int, county: County, now: datetime) -> int:
    """How many wordings wait for this person."""
    units = regrade.reach(tx, actor_id, county.local_day(now))
    return 0 if units is None else storage.answer_reviews.count_waiting(tx, units, actor_id)


def listed(
    tx: Transaction, actor_id: int, county: County, now: datetime, limit: int, offset: int
) -> list[AnswerReview]:
    """Those, a page of them."""
    units = regrade.reach(tx, actor_id, county.local_day(now))
    if units is None:
        return []
    return storage.answer_reviews.waiting(tx, units, actor_id, limit, offset)


def one(tx: Transaction, review_id: int, actor_id: int, county: County, now: datetime) -> AnswerReview | None:
    """A wording this person may decide and nobody has."""
    units = regrade.reach(tx, actor_id, county.local_day(now))
    return None if units is None else storage.answer_reviews.by_id(tx, review_id, units, actor_id)


def decide(
    tx: Transaction,
    review_id: int,
    decision: Decision,
    comment: str,
    actor_id: int,
    language: str,
    county: County,
    now: datetime,
) -> AnswerReview | Refusal:
    """Decide for all within reach who wrote it; they are graded anew by the tick where it is accepted."""
    units = regrade.reach(tx, actor_id, county.local_day(now))
    if units is None:
        return Refusal("not_allowed")
    review = storage.answer_reviews.by_id(tx, review_id, units, actor_id)
    if review is None:
        return Refusal("gone")
    if decision == "accepted":
        refusal = _add_to_key(tx, review, actor_id, language, county, now)
        if refusal is not None:
            return refusal
    people = storage.answer_reviews.settle(tx, review.id, units, decision, comment, actor_id, now)
    _record(tx, review, decision, comment, actor_id, units, county, now)
    if decision == "refused":
        _tell(tx, review, people, comment, county, now)
    else:
        mode: Literal["keep_higher", "full_credit"] = (
            "keep_higher" if decision == "accepted" else "full_credit"
        )
        regrade.ask(tx, review.question_id, mode, comment, actor_id, county, now, review.wording)
    return review


def _add_to_key(
    tx: Transaction, review: AnswerReview, actor_id: int, language: str, county: County, now: datetime
) -> Refusal | None:
    """The words, as first typed, among the accepted ones from now on."""
    state = storage.question_edits.hold(tx, review.question_id)
    if state is None:
        return Refusal("gone")
    accepted = state.version.content["answer"]
    if review.wording in {normalised(text) for text in accepted}:
        return None
    content = question_edits.with_answer(state.version.content, (*accepted, " ".join(review.words.split())))
    saved = question_edits.save(
        tx,
        review.question_id,
        state.version.id,
        content,
        actor_id,
        language,
        county,
        now,
        settles=False,
    )
    if isinstance(saved, question_edits.Saved):
        return None
    return Refusal("not_allowed" if saved.reason == "not_allowed" else "unfit", saved.text)


def _record(
    tx: Transaction,
    review: AnswerReview,
    decision: Decision,
    comment: str,
    actor_id: int,
    units: Sequence[int],
    county: County,
    now: datetime,
) -> None:
    state = storage.question_edits.state(tx, review.question_id)
    language = county.settings.language
    stem = localize(state.version.content["stem"], language, language) if state else ""
    storage.audit_log.record(
        tx,
        now=now,
        actor=actor_name(actor_id),
        action=f"answer_{decision}",
        unit_id=(tuple(units) or tuple(audiences.roots(tx)))[0],
        after={"question": review.question_id, "stem": stem, "answer": review.words, "people": review.people},
        reason=comment,
    )


def _tell(
    tx: Transaction, review: AnswerReview, people: Sequence[int], comment: str, county: County, now: datetime
) -> None:
    """Whoever wrote it reads the comment, once; without one there is nothing to say."""
    message = {"review": review.id, "comment": comment}
    for person_id in people if comment else ():
        notices.queue(tx, person_id, TOLD, f"answer:{review.id}", message, county, now)


def tell_reviewers(tx: Transaction, county: County, now: datetime) -> int:
    """Tell those who decide, once a day at most, of words that wait and nobody was told of; how many were told."""
    told = 0
    while units := storage.answer_reviews.take_untold(tx, now, UNTOLD):
        told += sum(desk_notice.tell(tx, regrade.ACTION, unit_id, county, now) for unit_id in units)
    return told
