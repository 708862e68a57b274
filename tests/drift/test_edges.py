"""Time, chance and SQL come in only where they may."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("bot", "garden", "scheduler", "storage", "study")


def sources(*rooms: str) -> dict[str, str]:
    files = (path for room in rooms for path in (ROOT / room).rglob("*.py"))
    return {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in files}


def naming(pattern: str, *rooms: str) -> set[str]:
    return {name for name, text in sources(*rooms).items() if re.search(pattern, text)}


def test_the_time_is_asked_at_one_edge() -> None:
    assert naming(r"datetime\.now\(|utcnow\(|date\.today\(|time\.time\(", *ROOMS) == {"garden/clock.py"}


def test_chance_is_passed_in() -> None:
    assert naming(r"\brandom\.(random|choice|shuffle|randint|seed)\(", *ROOMS) == set()


def test_sql_is_written_in_storage_only() -> None:
    statement = r'"\s*(SELECT|INSERT INTO|UPDATE \w+ SET|DELETE FROM) '
    assert naming(statement, "bot", "garden", "scheduler", "study") == set()


def test_nothing_is_printed() -> None:
    assert naming(r"(?<![\w.])print\(", *ROOMS) == set()
