"""Questions corrected in the chat: each change is a new version, and what was answered before stays as it was graded.

A text is changed in the language of whoever changes it; where all languages read the same, in all of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Literal

import storage.answer_reviews
import storage.audit_log
import storage.banks
import storage.content
import storage.question_edits
from storage.question_edits import QuestionState
from storage.transaction import Transaction
from study import audiences, banks
from study.content import hash_of
from study.permissions import actor_name
from study.question_files.words import sentence
from study.regrade import ACTION
from study.rules.county import County
from study.rules.frozen import frozen
from study.rules.question import LETTERS, Question, localize
from study.rules.question_types import QUESTION_TYPES
from study.rules.question_types.wording import normalised
from study.rules.regrading import same_key

WORDS = ("fill_in", "short_answer")
LONGEST = {"stem": 500, "explanation": 500, "choice": 120, "answer": 60}
"""Characters of what somebody types."""

Content = Mapping[str, Any]


@frozen
class Refusal:
    """Why nothing was changed: "unfit" with the sentence that says what is wrong; "gone": changed meanwhile."""

    reason: Literal["not_allowed", "gone", "same", "unfit", "too_long"]
    text: str = ""


@frozen
class Saved:
    """`rekeyed`: another answer is right now, and what was answered before may be graded anew."""

    version_id: int
    rekeyed: bool


def may_see(tx: Transaction, actor_id: int, bank: str, today: date) -> bool:
    """Whether somebody who decides about questions reaches this bank."""
    return banks.usable_bank(tx, actor_id, ACTION, bank, today) is not None


def may_edit(tx: Transaction, actor_id: int, bank: str, today: date) -> bool:
    """Whether its questions are this person's to change; those of readings belong to the whole county."""
    return banks.may_change(tx, actor_id, bank, today)


def fields(content: Content) -> tuple[str, ...]:
    """What may be typed anew: `stem`, each choice by its letter, `explanation`."""
    return ("stem", *LETTERS[: len(content.get("choices") or ())], "explanation")


def text_of(content: Content, field: str) -> str | Mapping[str, str]:
    """One of the texts as it is stored. KeyError for a field the question does not have."""
    if field in ("stem", "explanation"):
        return content.get(field) or ""
    if field not in fields(content):
        raise KeyError(field)
    found: str | Mapping[str, str] = content["choices"][LETTERS.index(field)]
    return found


def languages_changed(text: str | Mapping[str, str], language: str, fallback: str) -> tuple[str, ...]:
    """In which of its languages a text is changed by somebody who reads `language`; none where it has only one."""
    if isinstance(text, str) or not text:
        return ()
    if len(set(text.values())) == 1:
        return tuple(text)
    return (next((wanted for wanted in (language, fallback) if text.get(wanted)), next(iter(text))),)


def with_text(content: Content, field: str, new: str, language: str, fallback: str) -> dict[str, Any]:
    """The question with one text in other words."""
    old = text_of(content, field)
    changed: str | dict[str, str]
    if isinstance(old, str):
        changed = {language: new} if not old and isinstance(content["stem"], Mapping) else new
    else:
        places = languages_changed(old, language, fallback) or (language,)
        changed = {**old, **dict.fromkeys(places, new)}
    if field in ("stem", "explanation"):
        return {**content, field: changed}
    choices = list(content["choices"])
    choices[LETTERS.index(field)] = changed
    return {**content, "choices": choices}


def with_answer(content: Content, answer: Sequence[str]) -> dict[str, Any]:
    """The question with another key: letters in their order, `true` or `false`, or all that is accepted."""
    letters = content["type"] in ("single_choice", "multiple_choice")
    return {**content, "answer": sorted(answer) if letters else list(answer)}


def fault(content: Content, language: str) -> str:
    """What is wrong with a question, as a sentence; "" when nothing is."""
    texts = [content["stem"], *(content.get("choices") or ())]
    spoken = {each for text in texts if isinstance(text, Mapping) for each in text} or {language}
    for each in sorted(spoken, key=lambda name: name != language):
        if not localize(content["stem"], each, language).strip():
            return sentence("no_stem", language)
        question = Question.from_stored(content, each, language)
        for said in QUESTION_TYPES[question.type].check(question):
            return sentence("unfit", language, said)
    return ""


def check(state: QuestionState, content: Content, language: str) -> Refusal | None:
    """Why a question cannot become this; None when it can."""
    if content == state.version.content:
        return Refusal("same")
    said = fault(content, language)
    return Refusal("unfit", said) if said else None


def save(
    tx: Transaction,
    question_id: int,
    version_id: int,
    content: Content,
    actor_id: int,
    language: str,
    county: County,
    now: datetime,
    settles: bool = True,
) -> Saved | Refusal:
    """Make this the question, if it still reads as in `version_id`.

    `settles`: words that are accepted now need no decision any more.
    """
    state = storage.question_edits.hold(tx, question_id)
    if state is None or state.version.id != version_id:
        return Refusal("gone")
    if not may_edit(tx, actor_id, state.version.bank, county.local_day(now)):
        return Refusal("not_allowed")
    refusal = check(state, content, language)
    if refusal is not None:
        return refusal
    kept = storage.content.keep_version(tx, question_id, hash_of(content), content, now)
    if settles and content["type"] in WORDS:
        accepted = [normalised(text) for text in content["answer"]]
        storage.answer_reviews.settle_accepted(tx, question_id, accepted, actor_id, now)
    old = state.version.content
    _record(tx, "question_edit", state, old, content, actor_id, county, now)
    return Saved(kept, not same_key(old, content))


def take_out(
    tx: Transaction, question_id: int, is_out: bool, actor_id: int, county: County, now: datetime
) -> bool | Refusal:
    """Ask a question no more, or again; what was answered stays. Whether that changed anything."""
    state = storage.question_edits.hold(tx, question_id)
    if state is None:
        return Refusal("gone")
    if not may_edit(tx, actor_id, state.version.bank, county.local_day(now)):
        return Refusal("not_allowed")
    if not storage.question_edits.take_out(tx, question_id, is_out):
        return False
    action = "question_out" if is_out else "question_back"
    content = state.version.content
    _record(tx, action, state, content, content, actor_id, county, now)
    return True


def _record(
    tx: Transaction,
    action: str,
    state: QuestionState,
    old: Content,
    new: Content,
    actor_id: int,
    county: County,
    now: datetime,
) -> None:
    language = county.settings.language
    bank = storage.banks.by_slug(tx, state.version.bank)
    unit_id = bank.unit_id if bank and bank.unit_id is not None else audiences.roots(tx)[0]
    before, after = _recorded(old, language), _recorded(new, language)
    told = [name for name in before if name == "stem" or old.get(name) != new.get(name)]
    storage.audit_log.record(
        tx,
        now=now,
        actor=actor_name(actor_id),
        action=action,
        unit_id=unit_id,
        before={name: before[name] for name in told},
        after={name: after[name] for name in told}
        | {"question": state.version.question_id, "bank": state.version.bank},
    )


def _recorded(content: Content, language: str) -> dict[str, Any]:
    """The words as the audit log has them; every version is kept whole elsewhere."""
    return {
        "stem": localize(content["stem"], language, language),
        "choices": [localize(choice, language, language) for choice in content.get("choices") or ()],
        "answer": list(content["answer"]),
        "explanation": localize(content.get("explanation") or "", language, language),
    }
