"""A measured figure beside its goal, and a county to measure with."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

CADRES = 5_649
UNITS = 60
ROOT = Path(__file__).parents[1]
GARDEN = [sys.executable, "-m", "garden"]


@dataclass(frozen=True)
class Figure:
    """`values` of the repeats, all in `unit`; the goal is an upper bound."""

    name: str
    values: tuple[float, ...]
    unit: str
    goal: float


def write_county(folder: Path, port: int) -> None:
    """A configuration and a roster of 5,649 people in 60 units."""
    config = (ROOT / "config.yaml").read_text(encoding="utf-8")
    config = config.replace("content/readings", str(ROOT / "content/readings"))
    config = config.replace("quizzes: quizzes", f"quizzes: {ROOT / 'quizzes'}")
    config = config.replace("demo: true", "demo: false").replace("port: 8080", f"port: {port}")
    (folder / "config.yaml").write_text(config, encoding="utf-8")
    with (folder / "roster.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["staff_no", "name", "unit", "rank_category", "tags"])
        for number in range(CADRES):
            unit = f"County/Unit {number % UNITS:02}"
            rows.writerow([f"B{10_000 + number}", f"Cadre {number}", unit, "ordinary", ""])


def run_garden(folder: Path, *words: str) -> None:
    """One command to its end. CalledProcessError when it is refused."""
    environ = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    subprocess.run([*GARDEN, *words], cwd=folder, env=environ, check=True, stdout=subprocess.DEVNULL)
