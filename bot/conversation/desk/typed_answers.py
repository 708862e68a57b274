"""Typed answers nobody foresaw, one card at a time: accepted for all, once, or not; the next one follows.

`answers[:<place>]` shows the one at this place, from 0. `answer:<decision>:<review>:<place>` decides, `answer:why:…`
asks for a comment first; the state of the dialog "answer-comment" is `review` and `place`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import storage.question_edits
from bot.conversation import dialog
from bot.conversation.desk.audience_choice import page_of
from bot.conversation.desk.permitting import gone, holds, number_of, refused
from bot.conversation.disputed import short
from bot.conversation.messages import Button, Line, Message, Phrase, Reply, say
from bot.conversation.turn import Turn
from storage.answer_reviews import AnswerReview
from storage.question_edits import QuestionState
from study import answer_reviews, question_edits, regrade
from study.answer_reviews import Decision
from study.passages import passage
from study.rules.rich_text import RichText

DIALOG = "answer-comment"
LONGEST_SOURCE = 160
BLANK = RichText("")
DECISIONS: dict[str, Decision] = {"accepted": "accepted", "once": "once", "refused": "refused"}


def waiting(turn: Turn) -> int:
    """How many wordings this person may decide."""
    return answer_reviews.waiting(turn.tx, turn.me.id, turn.county, turn.now)


def show(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`answers[:<place>]`."""
    if not holds(turn, regrade.ACTION):
        return refused()
    dialog.end(turn)
    replaces = bool(parts) and bool(turn.incoming.message_ref)
    return [Reply(_at(turn, parts[0] if parts else "", (), replaces))]


def _at(turn: Turn, place: str, before: tuple[Line, ...], replaces: bool) -> Message:
    """The one at this place, or the last, or that there is none; under what has just been done."""
    count = waiting(turn)
    here, total = page_of(place, count, 1)
    found = answer_reviews.listed(turn.tx, turn.me.id, turn.county, turn.now, 1, here)
    state = storage.question_edits.state(turn.tx, found[0].question_id) if found else None
    if not found or state is None:
        return Message((*before, say("answers-none")), replaces=replaces)
    review = found[0]
    lines = (
        *before,
        *((BLANK,) if before else ()),
        say("answers-title", bold=True, number=here + 1, count=total),
    )
    return Message(
        (*lines, *_card(turn, review, state)), rows=_rows(turn, review, state, here), replaces=replaces
    )


def _card(turn: Turn, review: AnswerReview, state: QuestionState) -> list[Line]:
    content = state.version.content
    lines: list[Line] = [
        RichText(turn.localize(content["stem"])),
        say("answers-accepted", forms=" / ".join(content["answer"])),
        say("answers-words", bold=True, words=short(review.words)),
        say("answers-people", people=review.people),
    ]
    source = passage(turn.tx, content.get("reading"), turn.language, turn.county)
    if source is not None:
        text = short(source.text, LONGEST_SOURCE)
        lines += [BLANK, say("dispute-question-source", title=source.title, text=text)]
    return lines


def _rows(
    turn: Turn, review: AnswerReview, state: QuestionState, place: int
) -> tuple[tuple[Button, ...], ...]:
    today = turn.county.local_day(turn.now)

    def button(what: str) -> Button:
        return Button(say(f"answers-do-{what}"), f"answer:{what}:{review.id}:{place}")

    rows: list[tuple[Button, ...]] = []
    if question_edits.may_edit(turn.tx, turn.me.id, review.bank, today):
        rows.append((button("accepted"),))
    rows += [(button("once"),), (button("refused"), button("why"))]
    last = [Button(say("answers-skip"), f"answers:{place + 1}")]
    source = passage(turn.tx, state.version.content.get("reading"), turn.language, turn.county)
    if source is not None:
        last.insert(0, Button(say("qn-source"), f"read:{source.slug}:{source.section}"))
    return (*rows, tuple(last))


def act(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`answer:<decision>:<review>:<place>`."""
    what, number, place = (*parts, "", "", "")[:3]
    if not holds(turn, regrade.ACTION):
        return refused()
    dialog.end(turn)
    if what == "why":
        return _ask_comment(turn, number_of(number), place)
    return _decide(turn, number_of(number), place, DECISIONS[what], "") if what in DECISIONS else gone()


def _ask_comment(turn: Turn, review_id: int, place: str) -> list[Reply]:
    review = answer_reviews.one(turn.tx, review_id, turn.me.id, turn.county, turn.now)
    if review is None:
        return gone()
    dialog.begin(turn, DIALOG, review=review.id, place=place)
    lines = (
        say("answers-words", bold=True, words=short(review.words)),
        say("answers-ask-comment", people=review.people),
    )
    cancel = Button(say("desk-cancel"), f"answers:{number_of(place)}")
    return [Reply(Message(lines, rows=((cancel,),), replaces=True))]


def typed(turn: Turn, state: Mapping[str, Any], text: str) -> list[Reply]:
    """The comment: it goes to whoever wrote the words."""
    dialog.end(turn)
    if not holds(turn, regrade.ACTION):
        return refused()
    return _decide(turn, state["review"], state["place"], "refused", " ".join(text.split()))


def _decide(turn: Turn, review_id: int, place: str, decision: Decision, comment: str) -> list[Reply]:
    outcome = answer_reviews.decide(
        turn.tx, review_id, decision, comment, turn.me.id, turn.language, turn.county, turn.now
    )
    if isinstance(outcome, answer_reviews.Refusal):
        if outcome.reason == "unfit":
            return [Reply(Message((RichText(outcome.text),)))]
        return refused() if outcome.reason == "not_allowed" else gone()
    replaces = bool(turn.incoming.message_ref)
    return [Reply(_at(turn, place, (_done(outcome, decision, comment),), replaces))]


def _done(review: AnswerReview, decision: Decision, comment: str) -> Phrase:
    what = "commented" if comment else decision
    return say(f"answers-done-{what}", words=short(review.words), people=review.people)
