"""What an export is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from study.rules.frozen import frozen
from study.rules.question import Question


@frozen
class NamedQuestion:
    """A question in one language, with the name the file calls it by and its difficulty from 1 to 5.

    `content`: all of it in all its languages, as a question version is stored.
    """

    name: str
    question: Question
    difficulty: int
    content: Mapping[str, Any] = field(default_factory=dict)
