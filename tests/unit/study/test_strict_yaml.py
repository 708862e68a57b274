"""YAML as people write it: every value a text, every fault in plain words and with its line."""

from __future__ import annotations

import pytest

from study.rules.settings import Settings
from study.strict_yaml import Faulty, read_shape, read_tree, spelt


def faults(text: str) -> list[str]:
    with pytest.raises(Faulty) as caught:
        read_shape(text, Settings, "c.yaml")
    return [str(fault) for fault in caught.value.faults]


def test_every_value_is_a_text_and_has_a_line() -> None:
    tree, lines = read_tree('a: 8:30\nb: NO\nc: 03-01\nd: 1e3\ne: [~, "", null]\nf: "null"\n', "c.yaml")
    assert tree == {"a": "8:30", "b": "NO", "c": "03-01", "d": "1e3", "e": [None, "", None], "f": "null"}
    assert (lines["b",], lines["e", 2]) == (2, 5)


def test_an_empty_file_holds_nothing() -> None:
    assert read_tree("# only a comment\n", "c.yaml")[0] == {}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a: b: c", "c.yaml:1: this is not YAML: a colon is out of place"),
        ("a:\n\t- b", "c.yaml:2: this is not YAML: lines are indented with spaces"),
        ("a: @b", "c.yaml:1: this is not YAML: a text begins with a sign that has a meaning"),
        ("a: *", "c.yaml:1: this is not YAML: a text begins with a sign that has a meaning"),
        ("a: - b", "c.yaml:1: this is not YAML: a list begins on the line below its name"),
        ("a: 'b", "c.yaml:1: this is not YAML: a quotation mark is never closed"),
        ("a: [b", "c.yaml:1: this is not YAML: a bracket is not closed"),
        ("a:\n  - b\n - c", "c.yaml:3: this is not YAML: this line is indented otherwise"),
        ("a: 1\n---\na: 2", "c.yaml:2: this is not YAML: only one document"),
        ("- a\nb: c", "c.yaml:2: this is not YAML: this line is indented otherwise"),
        ("a: 一\nb: \x07\nc: 2", "c.yaml:2: this is not YAML: there is an invisible character"),
        ("一: 1\n\tb: 2", "c.yaml:2: this is not YAML: lines are indented with spaces"),
        ("a: 1\nb: \x07", "c.yaml:2: this is not YAML: there is an invisible character"),
        ("? [a]\n: b", "c.yaml:1: a key must be a plain word"),
        ("a: 1\nb: {c: 1, c: 2}", "c.yaml:2: 'c' is here twice"),
        ("a: &x [1]\nb: [*x, *x]", "c.yaml:1: anchors and aliases"),
        ("a: !!binary b", "c.yaml:1: tags"),
        ("[" * 21 + "]" * 21, "c.yaml:1: this is nested too deeply"),
    ],
)
def test_what_cannot_be_read_is_said_in_plain_words(text: str, says: str) -> None:
    with pytest.raises(Faulty) as caught:
        read_tree(text, "c.yaml")
    assert str(caught.value).startswith(says)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("channels: {web: {prot: 80}}", "channels.web.prot is not known here; did you mean 'port'?"),
        ("points:\n  raeding: 5", "points.raeding is not known here; did you mean 'reading'?"),
        ("zzz: 1", "zzz is not known here"),
        ("channels: {web: {port: 0}}", "channels.web.port: 0 is less than 1"),
        ("channels: {web: {port: 70000}}", "channels.web.port: 70000 is more than 65535"),
        ("rates: {bulk_per_second: -1}", "rates.bulk_per_second: -1 is less than 0"),
        ("rates: {bulk_per_second: fast}", "rates.bulk_per_second: 'fast' is not a number"),
        ("points: {reading: 1.5}", "points.reading: '1.5' is not a whole number"),
        ("channels: {web: {demo: maybe}}", "channels.web.demo: 'maybe' is not true or false"),
        ("plan: all", "plan must be a list"),
        ("rates: 3", "rates must have keys and values of its own"),
        ("timezone: [a]", "timezone must be a text"),
    ],
)
def test_what_does_not_fit_is_said_in_plain_words(text: str, says: str) -> None:
    (told,) = faults(text)
    assert told.endswith(f": {says}")


def test_all_faults_come_at_once_in_the_order_of_the_file() -> None:
    told = faults("zzz: 1\nrates: 3\nlanguage: fr\n")
    assert [line.split(":")[1] for line in told] == ["1", "2", "3"]


def test_a_place_is_spelt_as_people_write_it() -> None:
    assert (spelt(("plan", 0, "due")), spelt(())) == ("plan[0].due", "the file")
