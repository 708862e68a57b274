"""Both languages say the same things, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from fluent.syntax import FluentParser, ast

from bot.channels.web.front_page import page_words
from bot.conversation.menus import FOR_ROLE
from bot.locales import HERE, LANGUAGES, Words

ROOT = Path(__file__).parents[2]
SOURCES = [path for room in ("bot", "garden") for path in (ROOT / room).rglob("*.py")]


def messages(language: str) -> dict[str, frozenset[str]]:
    """Key to the names of its arguments."""
    found: dict[str, frozenset[str]] = {}
    for path in sorted((HERE / language).glob("*.ftl")):
        resource = FluentParser().parse(path.read_text(encoding="utf-8"))
        for entry in resource.body:
            assert not isinstance(entry, ast.Junk), f"{path}: {entry.content}"
            if isinstance(entry, ast.Message):
                assert entry.id.name not in found, f"{path}: {entry.id.name} is here twice"
                text = path.read_text(encoding="utf-8")[entry.span.start : entry.span.end]  # type: ignore[union-attr]
                found[entry.id.name] = frozenset(re.findall(r"\$(\w+)", text))
    return found


MESSAGES = {language: messages(language) for language in LANGUAGES}


def test_both_languages_have_the_same_keys() -> None:
    chinese, english = (set(MESSAGES[language]) for language in LANGUAGES)
    assert chinese ^ english == set()


@pytest.mark.parametrize("key", sorted(MESSAGES["en"]))
def test_both_languages_take_arguments_both_know(key: str) -> None:
    """A language may leave an argument out; it may not want one the other has never heard of."""
    union = set().union(*(MESSAGES[language][key] for language in LANGUAGES))
    source = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)
    unknown = {name for name in union if not re.search(rf'\b{name}\s*=|"{name}"', source)}
    assert unknown == set()


def test_every_phrase_named_in_the_code_exists_and_every_phrase_is_named() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)
    literal = set(re.findall(r'(?:say|Phrase)\(\s*"([a-z0-9-]+)"', source))
    families = {family.split("{")[0] for family in re.findall(r'f"([a-z0-9-]+-\{[^"]*)"', source)}
    keys = set(MESSAGES["en"])
    assert literal - keys == set()
    named = literal | set(re.findall(r'"([a-z0-9]+(?:-[a-z0-9]+)+)"', source))
    orphans = {key for key in keys - named if not key.startswith(tuple(families))}
    assert {key for key in orphans if not key.startswith("page-") and key not in page_keys()} == set()


def page_keys() -> set[str]:
    """The page's own words are handed to it all together."""
    text = (HERE / "en" / "page.ftl").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z0-9-]+) =", text, re.MULTILINE))


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_is_shouted_at(language: str) -> None:
    for path in (HERE / language).glob("*.ftl"):
        assert not re.search(r"[!！🔥🎉]", path.read_text(encoding="utf-8")), path.name


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phrase_can_be_said(language: str) -> None:
    words = Words(ZoneInfo("Asia/Shanghai"))
    for key, names in MESSAGES[language].items():
        assert words.say(language, key, dict.fromkeys(names, 1))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_has_a_word_for_every_command_of_a_role(language: str) -> None:
    words = page_words(Words(ZoneInfo("Asia/Shanghai")), language)
    offered = {command for commands in FOR_ROLE.values() for command in commands}
    assert sorted(command for command in offered if f"quick-{command}" not in words) == []
