"""The code of a unit's link and a personal code are never taken for each other."""

from __future__ import annotations

from random import Random

import pytest

from study.rules.invite_code import code_hash, new_code, normalise_code
from study.rules.join_code import grouped_join_code, join_code_hash, new_join_code, normalise_join_code


def test_the_two_kinds_of_codes_are_told_apart_by_themselves() -> None:
    rng = Random(1)
    for _ in range(200):
        link, personal = new_join_code(rng), new_code(rng)
        assert normalise_join_code(grouped_join_code(link)) == link
        assert normalise_code(link) is None and normalise_join_code(personal) is None


@pytest.mark.parametrize("typed", ["acde-fghj-kmnp", " ＡＣＤＥ ＦＧＨＪ ＫＭＮＰ "])
def test_a_join_code_is_read_however_it_is_typed(typed: str) -> None:
    assert normalise_join_code(typed) == "ACDEFGHJKMNP"


@pytest.mark.parametrize("typed", ["", "ACDE-FGHJ-KMN", "ACDE-FGHJ-KMN0", "H1001 张三"])
def test_what_cannot_be_a_join_code_is_none(typed: str) -> None:
    assert normalise_join_code(typed) is None


def test_hashes_of_the_two_kinds_never_meet() -> None:
    assert join_code_hash("ACDEFGHJKMNP") != code_hash("ACDEFGHJKMNP")
