"""What kinds of people there are in a county, and how often they do what is not asked of them."""

from __future__ import annotations

from study.rules.frozen import frozen

HOUR = 3_600.0
DAY = 24 * HOUR


@frozen
class Habit:
    """Likelihoods: `reads` a card's item, `quizzes` at a timetable's quiz, answers `right`; `hours` till then.

    `more`: practises, takes a quiz before its reading, or taps the one of before again, where nothing is left to do.
    `drills`: then goes on with a topic, the mistakes or the passage that was not known.
    """

    reads: float
    quizzes: float
    right: float
    hours: tuple[float, float]
    more: float = 0.02
    drills: float = 0.2


HABITS: dict[str, Habit] = {
    "devoted": Habit(0.95, 0.8, 0.85, (0.05, 6), 0.4, 0.7),
    "keen": Habit(0.9, 0.04, 0.97, (0.05, 3)),
    "usual": Habit(0.7, 0.012, 0.92, (0.5, 30)),
    "late": Habit(0.45, 0.03, 0.8, (20, 120)),
    "absent": Habit(0.0, 0.0, 0.5, (1, 1)),
}
SHARES = (("devoted", 0.012), ("keen", 0.148), ("usual", 0.6), ("late", 0.17), ("absent", 0.07))
"""How many of all people have each."""

NUDGES, NUDGE_HOURS = 0.7, (0.05, 130.0)
"""How often supervisors remind people, and when: by the end of the week, in quiet hours and on rest days too."""

RUBBISH = ("？？哈哈", "ABCDE", "谢谢", "/nothing", "1 2 3 4 5 6 7", "<b>&")
TAPS_TWICE = 0.03
TAPS_ANOTHERS = 0.01
"""How often somebody finds a way to tap what stands on another's screen."""

ON_THE_FIRST_PAGES = 60
"""People of the roster whom somebody names, or who try something, without any right to it."""

PAUSES = 0.005
DISPUTES = 0.03
"""How often somebody says that the question they have just answered is wrong."""

LOOKS_AGAIN, LOOKS_AGAIN_HOURS = 0.9, (1.0, 30.0)
"""How often somebody taps their last card again of whom an office has entered something, or who has left."""

TYPES_RUBBISH = 0.01
TYPES_LETTERS, TYPES_SEVERAL_LETTERS = 0.15, 0.85
PUTS_AWAY, AWAY_HOURS = 0.02, (0.5, 60.0)
"""How often somebody puts the phone away in the middle of something, and for how long."""

GOES_ON_TO_THE_QUIZ, GOES_ON = 0.9, 0.1
"""How often somebody looks in the same sitting at what else there is: after a reading, which has a quiz, and else."""
