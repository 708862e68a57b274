"""The result within an attempt; never called points."""

from __future__ import annotations

from study.rules.frozen import frozen


@frozen
class Score:
    """`right` responses out of `total` questions. ValueError unless 0 <= right <= total."""

    right: int
    total: int

    def __post_init__(self) -> None:
        if not 0 <= self.right <= self.total:
            raise ValueError(f"{self.right} right of {self.total} is not a score")

    @property
    def percent(self) -> int:
        """For display, rounded half up; 0 where nothing was asked. Passing is never decided by it."""
        return (200 * self.right + self.total) // (2 * self.total) if self.total else 0


def passed(score: Score, pass_percent: int) -> bool:
    """Exactly: 6 of 10 passes at 60 (percent), 5 of 9 does not. Nothing asked is not passed."""
    return score.total > 0 and 100 * score.right >= pass_percent * score.total
