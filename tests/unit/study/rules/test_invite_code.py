from random import Random

import pytest

from study.rules.invite_code import ALPHABET, LENGTH, code_hash, grouped, new_code, normalise_code


def test_the_alphabet_has_nothing_to_mistake():
    assert not set(ALPHABET) & set("0O1IL5S2Z8B")
    assert len(set(ALPHABET)) == len(ALPHABET) == 25


def test_codes_come_back_from_the_form_people_read():
    rng = Random(1)
    codes = {new_code(rng) for _ in range(500)}
    assert len(codes) == 500
    for code in codes:
        assert len(code) == LENGTH
        assert normalise_code(grouped(code)) == code


@pytest.mark.parametrize(
    "typed",
    [
        "ACDEF-GHJKM",
        "acdef ghjkm",
        " ＡＣＤＥＦ－ＧＨＪＫＭ ",
        "acdef—ghjkm",
        "a c d e f g h j k m",
        "ACDEFGHJKM\n",
    ],
)
def test_a_code_is_read_however_it_is_typed(typed):
    assert normalise_code(typed) == "ACDEFGHJKM"


@pytest.mark.parametrize(
    "typed", ["", "ACDEF-GHJK", "ACDEF-GHJKMN", "ACDEF-GHJK0", "ACDEF-GHJKL", "你好", "-" * 10]
)
def test_what_cannot_be_a_code_is_none(typed):
    assert normalise_code(typed) is None


def test_the_hash_is_stable_and_not_the_code():
    assert code_hash("ACDEFGHJKM") == code_hash("ACDEFGHJKM")
    assert code_hash("ACDEFGHJKM") != code_hash("ACDEFGHJKN")
    assert code_hash("ACDEFGHJKM") == "71480650eb77059734a06f9f65fb622e8e6ecaf862f9a954a4d5e872e601f579"
