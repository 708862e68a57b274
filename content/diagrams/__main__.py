"""`make diagrams`: draws every reading's diagram, in each language, beside its text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from content.diagrams.layouts import LAYOUTS

HERE = Path(__file__).parent
READINGS = HERE.parent / "readings"
LANGUAGES = ("zh-Hans", "en")


def diagrams() -> Iterator[tuple[Path, bytes]]:
    """Where each picture belongs, and its bytes."""
    for slug, entry in yaml.safe_load((HERE / "diagrams.yaml").read_text("utf-8")).items():
        for language in LANGUAGES:
            labels = _in_language(entry, language)
            yield READINGS / slug / f"diagram.{language}.png", LAYOUTS[labels["kind"]](labels).png()


def _in_language(entry: Any, language: str) -> Any:
    """The same entry with one text in the place of each pair of them."""
    if isinstance(entry, list):
        return [_in_language(item, language) for item in entry]
    if not isinstance(entry, dict):
        return entry
    if set(entry) == set(LANGUAGES):
        return entry[language]
    return {key: _in_language(item, language) for key, item in entry.items()}


def main() -> None:
    """Writes them all."""
    for path, picture in diagrams():
        path.write_bytes(picture)


if __name__ == "__main__":
    main()
