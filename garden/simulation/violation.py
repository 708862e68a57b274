"""A broken promise, as it is told."""

from __future__ import annotations

from storage.transaction import Row
from study.rules.frozen import frozen


@frozen
class Violation:
    """A broken promise: which, about whom (a staff number, or none), and what was seen."""

    promise: str
    staff_no: str
    detail: str

    def __str__(self) -> str:
        return (
            f"{self.promise}: {self.staff_no}: {self.detail}"
            if self.staff_no
            else f"{self.promise}: {self.detail}"
        )


def message_told(row: Row) -> str:
    return f"{row['kind']} {row['dedup_key']} is {row['state']}"
