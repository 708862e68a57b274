from __future__ import annotations

import asyncio
import logging
import os
import sys
from collections.abc import Iterator

import pytest
from fakes.painter import PAINTER

from bot.charts import drawer as drawers
from bot.charts.drawer import AGAIN_SECONDS, PROGRAM, Drawer
from bot.conversation.outgoing import Drawing

CHART = Drawing("各单位", ("已完成",), (("石桥镇", (3,)),), "石桥镇：已完成 3 人")
COUNTING = (
    "import os, sys; open(os.environ['HOME'] + '/runs', 'a').write('x');"
    " sys.stdout.buffer.write(b'\\x89PNG\\r\\n\\x1a\\n' + ' '.join(sorted(os.environ)).encode())"
)


@pytest.fixture
def opened() -> Iterator[list[Drawer]]:
    """Drawers to close."""
    made: list[Drawer] = []
    yield made
    for each in made:
        each.close()


def script(text: str) -> tuple[str, ...]:
    return (sys.executable, "-I", "-S", "-c", text)


async def test_a_chart_is_drawn_by_the_real_program(opened: list[Drawer]) -> None:
    drawer = Drawer(PROGRAM)
    opened.append(drawer)
    picture = await drawer.draw(CHART, "dark")
    assert picture and picture.startswith(drawers.SIGNATURE)


async def test_the_same_chart_is_drawn_once_and_without_secrets(
    opened: list[Drawer], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "1:secret")
    drawer = Drawer(script(COUNTING))
    opened.append(drawer)
    at_once = await asyncio.gather(*(drawer.draw(CHART, "light") for _ in range(3)))
    assert len(set(at_once)) == 1
    assert at_once[0] and b"TELEGRAM" not in at_once[0]
    await drawer.draw(CHART, "dark")
    assert drawer._folder
    assert len((drawer._folder / "runs").read_text()) == 2


async def test_only_the_newest_pictures_are_kept(
    opened: list[Drawer], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawers, "MOST_KEPT", 2)
    drawer = Drawer(PAINTER)
    opened.append(drawer)
    for number in range(4):
        title = str(number)
        assert await drawer.draw(Drawing(title, (), (), ""), "light")
        assert drawer._folder
        for path in drawer._folder.glob("*.png"):  # as if a second went by
            os.utime(path, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns - 10**9))
    assert drawer._folder and len(list(drawer._folder.glob("*.png"))) == 2


@pytest.mark.parametrize(
    "program",
    [("/nowhere/to/be/found",), script("raise SystemExit('no font')"), script("print('no picture')")],
)
async def test_what_cannot_be_drawn_is_none_and_said_once(
    opened: list[Drawer], caplog: pytest.LogCaptureFixture, program: tuple[str, ...]
) -> None:
    drawer = Drawer(program)
    opened.append(drawer)
    with caplog.at_level(logging.WARNING):
        assert [await drawer.draw(CHART, theme) for theme in ("light", "dark", "light")] == [None] * 3
    assert len(caplog.records) == 1


async def test_a_drawing_that_takes_too_long_is_ended(
    opened: list[Drawer], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawers, "PATIENCE", 0.2)
    drawer = Drawer(script("import time; time.sleep(60)"))
    opened.append(drawer)
    assert await drawer.draw(CHART, "light") is None


async def test_a_failed_chart_is_tried_again_after_a_while(opened: list[Drawer]) -> None:
    moment = [0.0]
    drawer = Drawer(script(COUNTING.replace("PNG", "GIF")), lambda: moment[0])
    opened.append(drawer)
    for moment[0] in (0.0, AGAIN_SECONDS - 1, AGAIN_SECONDS):
        assert await drawer.draw(CHART, "light") is None
    assert drawer._folder
    assert len((drawer._folder / "runs").read_text()) == 2
