"""What was said is remembered for weeks, and not for ever."""

from __future__ import annotations

from garden.simulation.lately import DAYS, Lately


def test_what_was_said_is_forgotten_some_weeks_after_it_was_said_last() -> None:
    memory: Lately[str, int] = Lately()
    memory.say("once", 1)
    memory.say("again", 1)
    for _ in range(DAYS):
        memory.day_ends()
    assert (memory.of("once", 0), memory.of("again", 0)) == (1, 1)
    memory.say("again", 2)
    for _ in range(DAYS):
        memory.day_ends()
    assert (memory.of("once", 0), memory.of("again", 0)) == (0, 2)
