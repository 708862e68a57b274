"""What a person of the demo answers: the key is looked up in the record, then right or wrong by habit."""

from __future__ import annotations

import storage.identities
import storage.prompts
from bot.conversation import question
from storage.transaction import Transaction
from study import attempts
from study.rules.question import LETTERS
from study.rules.question_types import QUESTION_TYPES


def right_answer(tx: Transaction, channel: str, address: str) -> tuple[str, list[int]] | None:
    """(what to type, or the places to choose) for the question this person was asked last."""
    identity = storage.identities.find(tx, channel, address)
    asked = storage.prompts.asked_last(tx, identity.person_id) if identity and identity.person_id else None
    if asked is None:
        return None
    shown = attempts.shown(asked, "zh-Hans", "en")
    key = QUESTION_TYPES[shown.question.type].key(shown.question)
    if question.awaits_words(asked):
        return key[0], []
    if shown.question.type == "true_false":
        return "", [0 if key == ("true",) else 1]
    return "", [LETTERS.index(letter) for letter in shown.shown_letters(key)]
