"""How an answer stands once its question was corrected: by which key, and for whom it is better or worse.

What somebody answered is kept in the letters of the version they saw; a choice that stands elsewhere now is found
by its text, and one whose text was mended by its place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from study.rules.question import LETTERS, Given, Question
from study.rules.question_types import QUESTION_TYPES
from study.rules.question_types.wording import normalised

Mode = Literal["keep_higher", "strict", "accept_both", "void", "full_credit"]
Verdict = Literal["right", "wrong", "void"]
"""`void`: the question counts for nobody."""

MODES: tuple[Mode, ...] = ("keep_higher", "strict", "accept_both", "full_credit", "void")
"""In the order they are offered."""

_ALIKE = {
    "single_choice": "choice",
    "multiple_choice": "choice",
    "fill_in": "words",
    "short_answer": "words",
    "true_false": "truth",
}
Content = Mapping[str, Any]
"""A question version as it is stored."""


def verdict_of(is_right: object, is_void: object) -> Verdict:
    """From the two columns of a response."""
    return "void" if is_void else "right" if is_right else "wrong"


def is_right(content: Content, given: Given) -> bool:
    """By the key of this version, `given` being in its own letters."""
    question = Question.from_stored(content, "zh-Hans", "en")
    return QUESTION_TYPES[question.type].grade(question, given)


def translated(given: Given, old: Content, new: Content) -> Given | None:
    """What was answered to `old`, in the letters of `new`; None where the two cannot be compared."""
    if _ALIKE[old["type"]] != _ALIKE[new["type"]]:
        return None
    if _ALIKE[old["type"]] != "choice":
        return given
    places = _places(old.get("choices") or (), new.get("choices") or ())
    named = (LETTERS.index(letter) for letter in given if letter in LETTERS)
    return tuple(LETTERS[place] for place in sorted(places[index] for index in named if index in places))


def _places(old: Sequence[Any], new: Sequence[Any]) -> dict[int, int]:
    """Where each choice stands now: the same text in its place, the same text elsewhere, else its place."""
    found: dict[int, int] = {}

    def free(place: int) -> bool:
        return place < len(new) and place not in found.values()

    for index, text in enumerate(old):
        if free(index) and _texts(text) & _texts(new[index]):
            found[index] = index
    for index, text in enumerate(old):
        if index not in found:
            same = [place for place in range(len(new)) if free(place) and _texts(text) & _texts(new[place])]
            if same:
                found[index] = same[0]
    for index in range(len(old)):
        if index not in found and free(index):
            found[index] = index
    return found


def _texts(choice: Any) -> set[str]:
    return {choice} if isinstance(choice, str) else set(choice.values())


def same_key(old: Content, new: Content) -> bool:
    """Whether whoever was right by one of them is right by the other."""
    if _ALIKE[old["type"]] == "words" == _ALIKE[new["type"]]:
        return {normalised(text) for text in old["answer"]} == {normalised(text) for text in new["answer"]}
    if old["type"] != new["type"] or len(old.get("choices") or ()) != len(new.get("choices") or ()):
        return False
    moved = translated(tuple(old["answer"]), old, new)
    return moved is not None and set(moved) == set(new["answer"])


def regraded(mode: Mode, now: Verdict, first: Verdict, given: Given, own: Content, new: Content) -> Verdict:
    """The verdict on a response to the version `own` once the key is that of `new`.

    `now` is how it stands, `first` how it was graded when it was given. The same mode again changes nothing.
    """
    if mode == "void":
        return "void"
    if mode == "full_credit":
        return "right"
    moved = translated(given, own, new)
    if moved is None:
        return now
    by_new = is_right(new, moved)
    if mode == "strict":
        return "right" if by_new else "wrong"
    if mode == "accept_both":
        return "right" if by_new or is_right(own, given) else "wrong"
    return "right" if by_new or "right" in (now, first) else now
