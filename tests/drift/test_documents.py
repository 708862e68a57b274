"""What the documents name exists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import typer

from garden.command_line import app
from garden.configuration import load_settings

ROOT = Path(__file__).parents[2]
DOCUMENTS = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
]
OPERATIONS = ROOT / "docs" / "operations.md"

_PATH = re.compile(r"`((?:bot|docs|garden|scheduler|storage|study|tests|content|quizzes)/[\w./-]*)`")
_NAME_IN_FILE = re.compile(r"`([\w/]+\.py)`,\s+`(\w+)`")
_DOTTED = re.compile(r"`((?:bot|garden|scheduler|storage|study)(?:\.\w+)+)`")
_LINK = re.compile(r"\]\((?!https?:)([^)#]+)")
_COMMAND = re.compile(r"`garden\s+([^`]+)`|(?:^\s*|bin/)garden ([a-z][^`\n]*)$", re.MULTILINE)
_MAKE = re.compile(r"\bmake (run|check|bench|clean|test[\w-]*)\b")
_SAID = re.compile(r"^\| `([^`]+)` \|", re.MULTILINE)

each_document = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)


def text_of(document: Path) -> str:
    return document.read_text(encoding="utf-8")


def defines(path: str, name: str) -> bool:
    found = rf"^\s*(?:async )?def {name}\b|^\s*class {name}\b|^{name}\b.*="
    return re.search(found, text_of(ROOT / path), re.MULTILINE) is not None


def commands() -> dict[str, click.Command]:
    """Every command by its words: `roster import`."""
    group = typer.main.get_command(app)
    found: dict[str, click.Command] = {}
    for name, command in group.commands.items():  # type: ignore[attr-defined]
        inner = getattr(command, "commands", None)
        found |= {f"{name} {sub}": each for sub, each in inner.items()} if inner else {name: command}
    return found


def named_commands(text: str) -> Iterator[str]:
    for in_a_sentence, in_a_block in _COMMAND.findall(text):
        yield " ".join((in_a_sentence or in_a_block).split())


@each_document
def test_files_named_in_a_document_exist(document: Path) -> None:
    text = text_of(document)
    named = set(_PATH.findall(text)) | {
        str((document.parent / link).resolve().relative_to(ROOT)) for link in _LINK.findall(text)
    }
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []


@each_document
def test_names_a_document_places_in_a_file_are_there(document: Path) -> None:
    named = _NAME_IN_FILE.findall(text_of(document))
    assert [f"{path}, {name}" for path, name in named if not defines(path, name)] == []


@each_document
def test_modules_and_functions_named_with_dots_exist(document: Path) -> None:
    for dotted in _DOTTED.findall(text_of(document)):
        path = dotted.replace(".", "/")
        if not (ROOT / path).exists() and not (ROOT / f"{path}.py").exists():
            module, _, name = path.rpartition("/")
            assert defines(f"{module}.py", name), dotted


@each_document
def test_commands_and_options_named_in_a_document_exist(document: Path) -> None:
    known = commands()
    for named in named_commands(text_of(document)):
        words = named.split()
        command = known.get(" ".join(words[:2])) or known.get(words[0])
        assert command is not None, f"garden {named}"
        options = {option for parameter in command.params for option in parameter.opts}
        assert {word for word in words if word.startswith("--")} <= options, f"garden {named}"


@each_document
def test_make_targets_named_in_a_document_exist(document: Path) -> None:
    makefile = text_of(ROOT / "Makefile")
    named = set(_MAKE.findall(text_of(document)))
    assert {target for target in named if not re.search(rf"^{target}:", makefile, re.MULTILINE)} == set()


def test_every_command_is_in_the_overview() -> None:
    assert set(commands()) - set(named_commands(text_of(ROOT / "README.md"))) == set()


def test_the_program_says_the_sentences_to_look_up() -> None:
    rooms = ("bot", "garden", "scheduler", "storage", "study")
    sources = [text_of(path) for room in rooms for path in (ROOT / room).rglob("*.py")]
    table = text_of(OPERATIONS).split("## When something is wrong")[1]
    sentences = _SAID.findall(table)
    assert len(sentences) > 10
    assert [said for said in sentences if not any(said in source for source in sources)] == []


def test_the_configuration_for_going_live_can_be_read(tmp_path: Path) -> None:
    block = re.search(r"```yaml\n(.+?)```", text_of(OPERATIONS), re.DOTALL)
    assert block is not None
    file = tmp_path / "config.yaml"
    file.write_text(block[1], encoding="utf-8")
    web = load_settings(file, {}).channels.web
    assert web is not None
    assert not web.demo


def test_every_environment_variable_is_explained() -> None:
    read = re.compile(r'environ(?:\.get\(|\[)"([A-Z_]+)"|environ\.get\("([A-Z_]+)"|envvar="([A-Z_]+)"')
    wanted = {
        name
        for path in (ROOT / "garden").rglob("*.py")
        for names in read.findall(text_of(path))
        for name in names
        if name
    }
    explained = set(re.findall(r"^\| `([A-Z_]+)` \|", text_of(OPERATIONS), re.MULTILINE))
    assert wanted == explained
