"""A question in one language, and the same question as one person is shown it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from string import ascii_uppercase
from typing import Any, Self

from study.rules.frozen import frozen

LETTERS = ascii_uppercase

Given = tuple[str, ...]
"""What a person answered: the author's choice letters in the author's order (`("A", "C")`),
`("true",)` or `("false",)`, or the typed text."""


def localize(text: str | Mapping[str, str], language: str, fallback_language: str) -> str:
    """The text in `language`, else in `fallback_language`, else in the first language it has, else ""."""
    if isinstance(text, str):
        return text
    for wanted in (language, fallback_language):
        if text.get(wanted):
            return text[wanted]
    return next(iter(text.values()), "")


@frozen
class Question:
    """`answer`: letters "A".. for choices, "true" or "false", or the accepted strings.

    `shuffle`: None leaves it to `draw.choice_order`. `reading`: "slug#section" that teaches the answer.
    """

    id: str
    type: str
    stem: str
    choices: tuple[str, ...]
    answer: tuple[str, ...]
    shuffle: bool | None = None
    explanation: str = ""
    reading: str | None = None

    @classmethod
    def from_stored(cls, content: Mapping[str, Any], language: str, fallback_language: str) -> Self:
        """Reads the JSON content of a question version; `id` is "" where the content carries none."""
        return cls(
            id=content.get("id", ""),
            type=content["type"],
            stem=localize(content["stem"], language, fallback_language),
            choices=tuple(
                localize(choice, language, fallback_language) for choice in content.get("choices") or ()
            ),
            answer=tuple(content["answer"]),
            shuffle=content.get("shuffle"),
            explanation=localize(content.get("explanation") or "", language, fallback_language),
            reading=content.get("reading"),
        )


@frozen
class ShownQuestion:
    """`order[shown index]` is the original index of a choice; `()` for a question without choices.

    Raises ValueError when `order` is not a permutation of the question's choices.
    """

    question: Question
    order: tuple[int, ...]

    def __post_init__(self) -> None:
        if sorted(self.order) != list(range(len(self.question.choices))):
            raise ValueError(f"the order {self.order} does not fit {len(self.question.choices)} choices")

    @property
    def choices(self) -> tuple[str, ...]:
        """The texts of the choices as shown, A first."""
        return tuple(self.question.choices[original] for original in self.order)

    def given(self, shown_indexes: Iterable[int]) -> Given:
        """What somebody answers who chose these places (0: the A they see). IndexError: no such place."""
        chosen = set(shown_indexes)
        if not chosen <= set(range(len(self.order))):
            raise IndexError(f"no such choice among {len(self.order)}: {sorted(chosen)}")
        return tuple(LETTERS[original] for original in sorted(self.order[shown] for shown in chosen))

    def shown_letters(self, given: Given) -> tuple[str, ...]:
        """The letters this person sees for the author's letters in `given`, in alphabetical order."""
        return tuple(
            LETTERS[shown] for shown, original in enumerate(self.order) if LETTERS[original] in given
        )
