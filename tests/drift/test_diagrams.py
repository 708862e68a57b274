"""The diagrams beside the readings are those that their script draws."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from content.diagrams.__main__ import READINGS, diagrams

DRAWN = dict(diagrams())
FAINT = 3.0
"""The mean difference of a pixel, of 255, that another build of the drawing library may make."""


def test_every_reading_has_its_diagram_and_nothing_else_lies_there() -> None:
    assert set(DRAWN) == set(READINGS.glob("*/*.png"))
    assert {path.parent for path in DRAWN} == {path.parent for path in READINGS.glob("*/reading.yaml")}


@pytest.mark.parametrize("path", DRAWN, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_diagram_is_what_its_entry_says(path: Path) -> None:
    kept, drawn = (Image.open(source).convert("L") for source in (path, io.BytesIO(DRAWN[path])))
    assert kept.size == drawn.size
    assert ImageStat.Stat(ImageChops.difference(kept, drawn)).mean[0] < FAINT
