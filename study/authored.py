"""The content folders read and checked: every fault named with file and line, no unit hiding another."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from pathlib import Path
from typing import Any, TypeVar

from study.markdown import MOST_CHARACTERS, blocks_of
from study.rules.content import BankSheet, BankUnit, ReadingSheet, ReadingUnit
from study.rules.frozen import frozen
from study.strict_yaml import MOST_BYTES, Fault, Faulty, Lines, read_tree, shaped

LANGUAGES = ("zh-Hans", "en")
_TEXTS = ("title", "summary", "source_notes", "stem", "explanation", "alt", "file")

Unit = TypeVar("Unit", ReadingUnit, BankUnit)


@frozen
class AuthoredContent:
    """What the folders hold, by slug. `broken`: units that are there but could not be read."""

    readings: Mapping[str, ReadingUnit] = field(default_factory=dict)
    banks: Mapping[str, BankUnit] = field(default_factory=dict)
    broken: frozenset[str] = frozenset()
    faults: tuple[Fault, ...] = ()
    lines: Mapping[str, Lines] = field(default_factory=dict)


def read_content(readings: Path, quizzes: Path) -> AuthoredContent:
    """All readings and banks below these folders; a folder that is not there holds nothing."""
    faults: list[Fault] = []
    broken: set[str] = set()
    lines: dict[str, Lines] = {}

    def read_all(places: Iterator[Path], read: Callable[[Path], tuple[Unit, Lines]]) -> dict[str, Unit]:
        found: dict[str, Unit] = {}
        for place in places:
            try:
                unit, lines_of = read(place)
                found[unit.slug] = unit
                lines[str(place)] = lines_of
            except Faulty as error:
                broken.add(place.name.removesuffix(".yaml"))
                faults.extend(error.faults)
        return found

    found_readings = read_all(_folders(readings), read_reading)
    found_banks = read_all(_files(quizzes), read_bank)
    return AuthoredContent(found_readings, found_banks, frozenset(broken), tuple(faults), lines)


def _folders(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from sorted(
            path for path in folder.iterdir() if path.is_dir() and not path.name.startswith(".")
        )


def _files(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from sorted(path for path in folder.glob("*.yaml") if not path.name.startswith("."))


def read_reading(folder: Path) -> tuple[ReadingUnit, Lines]:
    """A reading's folder. Raises Faulty."""
    sheet_file = folder / "reading.yaml"
    tree, lines = read_tree(_text(sheet_file, folder.parent, MOST_BYTES), str(sheet_file))
    sheet = shaped(_localized(tree), lines, ReadingSheet, str(sheet_file))
    bodies: dict[str, str] = {}
    shorts: dict[str, str] = {}
    for language in LANGUAGES:
        for suffix, into in ((".md", bodies), (".short.md", shorts)):
            file = folder / f"{language}{suffix}"
            if file.is_file():
                into[language] = _body(file, folder)
    if not bodies:
        raise Faulty(
            (
                Fault(
                    str(folder),
                    0,
                    f"there is no text: write {' or '.join(f'{lang}.md' for lang in LANGUAGES)}",
                ),
            )
        )
    whole = {"sheet": tree, "bodies": bodies, "shorts": shorts}
    return ReadingUnit(folder.name, sheet, bodies, shorts, _hash(whole)), lines


def read_bank(file: Path) -> tuple[BankUnit, Lines]:
    """A bank's file. Raises Faulty."""
    tree, lines = read_tree(_text(file, file.parent, MOST_BYTES), str(file))
    return BankUnit(file.stem, shaped(_localized(tree), lines, BankSheet, str(file))), lines


def _text(file: Path, folder: Path, limit: int) -> str:
    """A file's text. Raises Faulty when it is missing, elsewhere, too large or not UTF-8."""
    try:
        if not file.resolve().is_relative_to(folder.resolve()):
            raise Faulty((Fault(str(file), 0, "this is a link to somewhere else; put the file itself here"),))
        if file.stat().st_size > limit:
            raise Faulty((Fault(str(file), 0, f"the file is larger than {limit:,} bytes"),))
        return file.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = file.read_bytes()[: error.start].count(b"\n") + 1
        raise Faulty((Fault(str(file), line, "this is not UTF-8; save the file as UTF-8"),)) from error
    except OSError as error:
        raise Faulty((Fault(str(file), 0, f"cannot be read: {error.strerror}"),)) from error


def _body(file: Path, folder: Path) -> str:
    text = _text(file, folder.parent, MOST_CHARACTERS * 4)
    try:
        if not blocks_of(text):
            raise ValueError("the text is empty")
    except ValueError as error:
        raise Faulty((Fault(str(file), 0, str(error)),)) from error
    return text


def _localized(tree: Any) -> Any:
    """A text given once is the same in all languages; an answer given once is a list of one."""
    if isinstance(tree, list):
        return [_localized(item) for item in tree]
    if not isinstance(tree, dict):
        return tree
    found = {key: _localized(value) for key, value in tree.items()}
    for key in _TEXTS:
        if isinstance(found.get(key), str):
            found[key] = dict.fromkeys(LANGUAGES, found[key])
    if isinstance(found.get("choices"), list):
        found["choices"] = [
            dict.fromkeys(LANGUAGES, c) if isinstance(c, str) else c for c in found["choices"]
        ]
    if isinstance(found.get("answer"), str):
        found["answer"] = [found["answer"]]
    return found


def _hash(whole: object) -> str:
    return hashlib.sha256(json.dumps(whole, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
