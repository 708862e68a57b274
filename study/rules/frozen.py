"""Values that nobody changes: rows, messages, results."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[T]) -> type[T]:
    """A dataclass that is frozen for the type checker, and as quick to make as any other.

    Refusing changes at run time as well takes three times as long to make one, and an answer makes sixty.
    """
    return dataclass(slots=True, unsafe_hash=True)(cls)
