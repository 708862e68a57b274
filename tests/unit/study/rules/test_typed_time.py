"""Instants as people type them, in either language."""

from __future__ import annotations

import pytest
from fakes.county import ZONE, at

from study.rules.closing import closes_at, is_closing, until_end_of
from study.rules.typed_time import read_moment

NOW = at("2026-11-23 10:00")  # a Monday


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("周四 20:00", "2026-11-26 20:00"),
        ("星期四20：00", "2026-11-26 20:00"),
        ("thu 20:00", "2026-11-26 20:00"),
        ("Thursday 8:05 pm", "2026-11-26 20:05"),
        ("周一 09:00", "2026-11-30 09:00"),
        ("mon 10:30", "2026-11-23 10:30"),
        ("下周一 9:00", "2026-11-30 09:00"),
        ("下周四 9点半", "2026-12-03 09:30"),
        ("周日 12点", "2026-11-29 12:00"),
        ("11-26 20:00", "2026-11-26 20:00"),
        ("11月26日 晚上8点", "2026-11-26 20:00"),
        ("2026-11-26 20:00", "2026-11-26 20:00"),
        ("2027年1月4日 8:30", "2027-01-04 08:30"),
        ("1-4 8:30", "2027-01-04 08:30"),
        ("明天 8:30", "2026-11-24 08:30"),
        ("tomorrow 08:30", "2026-11-24 08:30"),
        ("今天下午3点15分", "2026-11-23 15:15"),
        ("中午12点", "2026-11-23 12:00"),
        ("20:00", "2026-11-23 20:00"),
        ("9:00", "2026-11-24 09:00"),
        ("11-20 20:00", "2026-11-20 20:00"),
        ("今天 8:00", "2026-11-23 08:00"),
        ("12:10 am", "2026-11-24 00:10"),
    ],
)
def test_what_is_typed_is_the_instant_meant(typed: str, meant: str) -> None:
    assert read_moment(typed, NOW, ZONE) == at(meant)


@pytest.mark.parametrize(
    "typed", ["", "周四", "25:00", "周八 20:00", "20:60", "11-31 20:00", "你好", "8", "x 8:00"]
)
def test_what_is_no_instant_is_none(typed: str) -> None:
    assert read_moment(typed, NOW, ZONE) is None


def test_a_push_closes_after_hours_or_at_the_end_of_a_day() -> None:
    assert closes_at(NOW, "48h", ZONE) == at("2026-11-25 10:00")
    assert closes_at(NOW, "0d", ZONE) == at("2026-11-24 00:00")
    assert closes_at(at("2026-11-23 23:59"), "3d", ZONE) == at("2026-11-27 00:00")
    assert until_end_of(at("2026-11-26 00:00").date(), NOW, ZONE) == "3d"
    assert until_end_of(at("2026-11-22 00:00").date(), NOW, ZONE) is None
    assert [is_closing(text) for text in ("24h", "7d", "0d", "0h", "h", "1000h", "3w", "")] == [True] * 3 + [
        False
    ] * 5
