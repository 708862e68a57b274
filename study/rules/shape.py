"""Values that are written by hand in files: frozen, and closed to names they do not know."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def shape(cls: type[T]) -> type[T]:
    """A frozen dataclass that pydantic, reading it from a file, lets have no other fields."""
    made = dataclass(frozen=True)(cls)
    made.__pydantic_config__ = {"extra": "forbid"}  # type: ignore[attr-defined]
    return made
