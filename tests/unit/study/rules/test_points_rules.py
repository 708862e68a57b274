import pytest

from study.rules.points_rules import (
    cause_correct,
    cause_quiz_pass,
    cause_reading,
    cause_reversal,
    counted,
)


@pytest.mark.parametrize(
    ("cause", "expected"),
    [
        (cause_correct(7, 2026), "correct:7:2026"),
        (cause_reading("emergency-handling", 2026), "reading:emergency-handling:2026"),
        (cause_quiz_pass("emergency-handling", 2026), "quiz_pass:emergency-handling:2026"),
        (cause_reversal(41, 2), "reversal:41:2"),
    ],
)
def test_a_cause_names_what_is_paid_once(cause, expected):
    assert cause == expected


@pytest.mark.parametrize(
    ("earned", "kind", "counted_today", "expected"),
    [
        (12, "practice", 0, 10),
        (1, "practice", 9, 1),
        (1, "practice", 10, 0),
        (1, "practice", 11, 0),
        (12, "required", 0, 12),
        (1, "scheduled", 10, 1),
    ],
)
def test_only_practice_is_capped(earned, kind, counted_today, expected):
    assert counted(earned, kind, counted_today, cap=10) == expected


def test_a_day_of_practice_counts_up_to_the_cap_and_no_further():
    day = 0
    for _ in range(12):
        day += counted(1, "practice", day, cap=10)
    assert day == 10
