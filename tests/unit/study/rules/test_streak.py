import pytest

from study.rules.streak import Week, streak

KINDS = {
    "s": {"studied": True, "anything_open": True, "paused": False},
    "-": {"studied": False, "anything_open": True, "paused": False},
    "o": {"studied": False, "anything_open": False, "paused": False},
    "O": {"studied": True, "anything_open": False, "paused": False},
    "p": {"studied": False, "anything_open": True, "paused": True},
    "P": {"studied": True, "anything_open": True, "paused": True},
}


@pytest.mark.parametrize(
    ("weeks", "expected"),
    [
        ("", 0),
        ("s", 1),
        ("-", 0),
        ("sss", 3),
        ("ss-", 2),
        ("ss--", 0),
        ("s-ss", 2),
        ("sspps", 3),
        ("ssoos", 3),
        ("ssp-", 2),
        ("ss-p", 0),
        ("ssPOs", 3),
        ("ppoo", 0),
    ],
)
def test_weeks_of_study_in_a_row(weeks, expected):
    row = [Week(f"2026-W{number:02}", **KINDS[kind]) for number, kind in enumerate(weeks, 1)]
    assert streak(row) == expected
