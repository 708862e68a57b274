"""The same seed and name always come out alike, and one occasion does not change another."""

from __future__ import annotations

from garden.simulation.chance import Chance
from garden.simulation.county import cast
from garden.simulation.faults import NONE, USUAL


def test_the_same_occasion_comes_out_alike_and_others_do_not() -> None:
    assert Chance(1).share("a", 2) == Chance(1).share("a", 2)
    assert len({Chance(seed).share(key) for seed in range(20) for key in "abc"}) == 60
    assert 0.45 < sum(Chance(3).happens(0.5, number) for number in range(2_000)) / 2_000 < 0.55
    assert not any(Chance(3).happens(0.0, number) for number in range(100))


def test_a_smaller_county_has_the_same_people() -> None:
    by_number = {one.staff_no: one.habit for one in cast(400, 42, Chance(5))}
    assert all(by_number[one.staff_no] == one.habit for one in cast(300, 42, Chance(5))[10:])


def test_kinds_of_faults_are_left_out_one_at_a_time() -> None:
    assert NONE.named() == ()
    assert "crash" in USUAL.named()
    assert set(USUAL.named()) - set(USUAL.without("crash").named()) == {"crash"}
