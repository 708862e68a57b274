"""What the documents name exists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from garden.command_line import app

ROOT = Path(__file__).parents[2]
DOCUMENTS = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
]
_PATH = re.compile(r"`((?:bot|docs|garden|scheduler|storage|study|tests|content|quizzes)/[\w./-]*)`")
_FUNCTION = re.compile(r"`([\w/]+\.py)`,\s+`(\w+)`")
_LINK = re.compile(r"\]\((?!https?:)([^)#]+)")


def _commands() -> set[str]:
    group = typer.main.get_command(app)
    found = set()
    for name, command in group.commands.items():  # type: ignore[attr-defined]
        found.add(name)
        found |= {f"{name} {sub}" for sub in getattr(command, "commands", {})}
    return found


def _named_commands(text: str) -> Iterator[str]:
    for line in re.findall(r"`garden ([^`]+)`|^\s*(?:garden|sudo garden) (.+)$", text, re.MULTILINE):
        yield (line[0] or line[1]).strip()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_files_named_in_a_document_exist(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    named = set(_PATH.findall(text)) | {
        str((document.parent / link).resolve().relative_to(ROOT)) for link in _LINK.findall(text)
    }
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_functions_named_in_a_document_exist(document: Path) -> None:
    for path, function in _FUNCTION.findall(document.read_text(encoding="utf-8")):
        source = (ROOT / path).read_text(encoding="utf-8")
        assert re.search(rf"\bdef {function}\b|\bclass {function}\b", source), f"{path} has no {function}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_commands_named_in_a_document_exist(document: Path) -> None:
    known = _commands()
    for named in _named_commands(document.read_text(encoding="utf-8")):
        words = [
            word for word in named.split() if re.fullmatch(r"[a-z-]+", word) and not word.startswith("-")
        ]
        assert words and (words[0] in known), f"garden {named}"
        if any(command.startswith(f"{words[0]} ") for command in known):
            assert " ".join(words[:2]) in known, f"garden {named}"
