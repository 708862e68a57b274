"""The drawing program as it is run, and what is known of a picture before it is drawn."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bot.charts.layout import INSIDE, layout, picture_size
from bot.charts.stored import from_json, to_json
from bot.conversation.outgoing import Drawing

RARE = ("喆镕祎昇㛃䶮𬭚", "<b>&$x^2$", "很长的单位名称退役军人事务局服务中心", "\ud800\u200b\n\U0010fffd", "")
CHART = Drawing(
    title="各单位完成情况",
    legend=("已完成", "期限内", "已过期"),
    bars=tuple((name, (30 - number, number, 1)) for number, name in enumerate(RARE)),
    alt="同样的话",
    trend_title="按时完成率",
    trend=tuple((f"W{number}", 70 + 3.5 * (number - 41)) for number in range(41, 49)),
    target=95,
)


@pytest.fixture(scope="module")
def fonts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fonts")


def drawn(drawing: Drawing, theme: str, fonts: Path) -> Image.Image:
    """What the program makes of it; a warning would end it."""
    told = json.dumps({"theme": theme, **to_json(drawing)}).encode()
    program = [sys.executable, "-W", "error", "-m", "bot.charts.drawing"]
    ended = subprocess.run(
        program, input=told, capture_output=True, check=False, env={"MPLCONFIGDIR": str(fonts)}
    )
    assert ended.returncode == 0, ended.stderr.decode()
    assert ended.stdout.startswith(b"\x89PNG\r\n\x1a\n")
    assert len(ended.stdout) < 60_000
    return Image.open(io.BytesIO(ended.stdout))


def corner(picture: Image.Image) -> Any:
    return picture.convert("RGB").getpixel((0, 0))


def test_rare_names_are_drawn_without_a_warning_on_the_colour_of_the_bubble(fonts: Path) -> None:
    light, dark = (drawn(CHART, theme, fonts) for theme in ("light", "dark"))
    assert light.size == dark.size == picture_size(CHART)
    assert (corner(light), corner(dark)) == ((255, 255, 255), (0x24, 0x29, 0x26))
    assert len(light.convert("RGB").getcolors(1 << 16) or []) > 8


def test_bars_alone_and_a_trend_alone_are_pictures_too(fonts: Path) -> None:
    bars = replace(CHART, bars=(("县", (0, 0, 0)),), trend=(), target=None)
    trend = replace(CHART, bars=(), trend=(("W1", 0.0), ("W2", 100.0)), target=None)
    for drawing in (bars, trend):
        picture = drawn(drawing, "light", fonts)
        assert picture.size == picture_size(drawing)
        assert picture_size(drawing)[1] < picture_size(CHART)[1]


def test_every_bar_makes_the_picture_higher_and_never_wider() -> None:
    more = replace(CHART, bars=CHART.bars * 4)
    assert picture_size(more)[0] == picture_size(CHART)[0] == 720
    assert picture_size(more)[1] - picture_size(CHART)[1] == 15 * 56


def test_a_long_title_takes_two_lines_and_a_long_legend_two_rows() -> None:
    long = replace(
        CHART, title="长" * 60, legend=("Done in time", "Not begun yet", "Overdue by a week", "Excused")
    )
    assert (layout(CHART).title_lines, len(layout(CHART).legend)) == (1, 1)
    assert (layout(long).title_lines, layout(long).legend) == (2, ((0, 1), (2, 3)))
    assert INSIDE < 360


def test_a_stored_drawing_is_read_back_as_it_was() -> None:
    assert from_json(json.loads(json.dumps(to_json(CHART)))) == CHART
