"""The shape of authored content: a reading, a bank, a question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Literal

from study.rules.frozen import frozen
from study.rules.shape import shape

Texts = Mapping[str, str]
"""Language to text."""


@shape
class QuestionUnit:
    """`answer`: letters for choices, "true" or "false", or the accepted strings. `reading`: "slug#section"."""

    id: str
    type: Literal["single_choice", "multiple_choice", "true_false", "fill_in", "short_answer"]
    stem: Texts
    answer: tuple[str, ...]
    explanation: Texts
    choices: tuple[Texts, ...] = ()
    reading: str | None = None
    difficulty: int = 3
    shuffle: bool | None = None


@shape
class ImageUnit:
    """A picture of a reading: a file per language, and the words that say the same."""

    file: Texts
    alt: Texts


@shape
class ReadingSheet:
    """What reading.yaml says."""

    title: Texts
    topic: str
    summary: Texts
    check: tuple[QuestionUnit, ...]
    source_notes: Texts = field(default_factory=dict)
    minutes: int | None = None
    images: Mapping[str, ImageUnit] = field(default_factory=dict)


@frozen
class ReadingUnit:
    """A reading: its sheet and its bodies, Markdown by language; `hash` over all of it."""

    slug: str
    sheet: ReadingSheet
    bodies: Texts
    short_bodies: Texts
    hash: str


@shape
class BankSheet:
    """What a bank's file says."""

    title: Texts
    topic: str
    questions: tuple[QuestionUnit, ...]


@frozen
class BankUnit:
    slug: str
    sheet: BankSheet
