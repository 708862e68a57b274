import pytest

from study.rules.score import Score, passed


@pytest.mark.parametrize(
    ("right", "total", "pass_percent", "expected"),
    [
        (6, 10, 60, True),
        (5, 10, 60, False),
        (3, 5, 60, True),
        (5, 9, 56, False),
        (29, 50, 58, True),
        (0, 10, 0, True),
        (10, 10, 100, True),
        (9, 10, 100, False),
        (0, 0, 0, False),
    ],
)
def test_passing_is_exact(right, total, pass_percent, expected):
    assert passed(Score(right, total), pass_percent) is expected


@pytest.mark.parametrize(
    ("right", "total", "percent"), [(2, 3, 67), (1, 3, 33), (1, 8, 13), (1, 200, 1), (5, 5, 100), (0, 0, 0)]
)
def test_the_percentage_is_rounded_half_up(right, total, percent):
    assert Score(right, total).percent == percent


@pytest.mark.parametrize(("right", "total"), [(-1, 5), (6, 5), (1, 0)])
def test_an_impossible_score_is_refused(right, total):
    with pytest.raises(ValueError, match="not a score"):
        Score(right, total)
