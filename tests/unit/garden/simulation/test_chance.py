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


def test_several_shares_of_one_occasion_are_independent() -> None:
    drawn = [Chance(3).shares(5, "call", number) for number in range(2_000)]
    assert drawn[7] == Chance(3).shares(5, "call", 7)
    both = sum(shares[0] < 0.5 and shares[4] < 0.5 for shares in drawn) / len(drawn)
    assert 0.22 < both < 0.28


def test_an_office_enters_something_about_a_person_once_a_year_or_so() -> None:
    entered = [len(one.entered) for one in cast(1_000, 364, Chance(5))]
    assert 1.3 < sum(entered) / len(entered) < 1.6
    assert max(entered) < 9


def test_a_smaller_county_has_the_same_people() -> None:
    by_number = {one.staff_no: one for one in cast(400, 42, Chance(5))}
    for one in cast(300, 42, Chance(5))[10:]:
        assert (one.habit, one.entered) == (by_number[one.staff_no].habit, by_number[one.staff_no].entered)


def test_kinds_of_faults_are_left_out_one_at_a_time() -> None:
    assert NONE.named() == ()
    assert "crash" in USUAL.named()
    assert set(USUAL.named()) - set(USUAL.without("crash").named()) == {"crash"}
