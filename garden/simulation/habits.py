"""What kinds of people there are in a county, and how often they do what is not asked of them."""

from __future__ import annotations

from dataclasses import dataclass

HOUR = 3_600.0
DAY = 24 * HOUR


@dataclass(frozen=True, slots=True)
class Habit:
    """Likelihoods: `reads` a card's item, `quizzes` at a timetable's quiz, answers `right`; `hours` till then."""

    reads: float
    quizzes: float
    right: float
    hours: tuple[float, float]


HABITS: dict[str, Habit] = {
    "keen": Habit(0.9, 0.05, 0.97, (0.05, 3)),
    "usual": Habit(0.7, 0.012, 0.92, (0.5, 30)),
    "late": Habit(0.45, 0.03, 0.8, (20, 120)),
    "absent": Habit(0.0, 0.0, 0.5, (1, 1)),
}
SHARES = (("keen", 0.15), ("usual", 0.62), ("late", 0.17), ("absent", 0.06))
"""How many of all people have each."""

NUDGES, NUDGE_HOURS = 0.7, (0.05, 14.0)
"""How often supervisors remind people, and when: by the evening, quiet hours or not."""

RUBBISH = ("？？哈哈", "ABCDE", "谢谢", "/nothing", "1 2 3 4 5 6 7", "<b>&")
TAPS_TWICE = 0.03
TYPES_RUBBISH = 0.01
TYPES_LETTERS, TYPES_SEVERAL_LETTERS = 0.15, 0.85
PUTS_AWAY, AWAY_HOURS = 0.02, (0.5, 60.0)
"""How often somebody puts the phone away in the middle of something, and for how long."""

GOES_ON_TO_THE_QUIZ, GOES_ON = 0.9, 0.2
"""How often somebody looks in the same sitting at what else there is: after a reading, which has a quiz, and else."""

DOES_MORE, DRILLS = 0.06, 0.25
"""How often somebody who is done practises or taps the quiz of before again; and then goes on with a topic, their
mistakes or the passage they did not know."""
