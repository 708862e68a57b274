"""Which choices a learning system holds for right, told from the share of the mark each of them earns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from study.question_files.found import QuestionTypeName
from study.rules.frozen import frozen

_WHOLE = 99.99
_ROUNDED = 4.0
"""Percent: six times 16 make 96, and were meant to be all."""


@frozen
class Right:
    """`places` of the right choices, from 0."""

    type: QuestionTypeName
    places: tuple[int, ...]


def right_choices(
    weights: Sequence[float], *, one_only: bool
) -> Right | Literal["no_right_answer", "several_fully_right", "weights_unclear"]:
    """`weights`: percent by choice; `one_only`: whether the file lets people pick one choice only.

    Part of the mark for a choice that is nearly right is no right choice here: the garden has only right or wrong.
    """
    whole = tuple(place for place, weight in enumerate(weights) if weight >= _WHOLE)
    part = tuple(place for place, weight in enumerate(weights) if 0 < weight < _WHOLE)
    if len(whole) > 1:
        return "several_fully_right"
    if whole:
        return Right("single_choice" if one_only or part else "multiple_choice", whole)
    if not part or one_only:
        return "no_right_answer"
    if abs(sum(weights[place] for place in part) - 100) > _ROUNDED:
        return "weights_unclear"
    return Right("multiple_choice", part)
