"""A sheet to draw on: boxes, lines and plain text, measured in CSS pixels from the top left."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Sequence
from importlib.metadata import distribution
from typing import Any, Literal

import numpy as np
from matplotlib import patheffects
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, get_font
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Affine2D
from PIL import Image

FONT = ("zhplot", "zhplot/fonts/NotoSansSC-Regular.ttf")
"""The distribution and its file. Its package is never imported: that would set up a screen."""

UNKNOWN = "□"
CUT = "…"
COLOURS = 64
MIDDLE = 0.365
"""From the middle of a capital letter or a digit down to its foot, as a share of the size."""

Side = Literal["left", "center", "right"]


class Canvas:
    """One picture. `scale`: its pixels for one of CSS."""

    def __init__(self, width: int, height: int, scale: int, paper: str) -> None:
        # A point is a 72nd of an inch, so at this resolution it is a CSS pixel.
        self._figure = Figure(figsize=(width / 72, height / 72), dpi=72 * scale, facecolor=paper)
        self._agg = FigureCanvasAgg(self._figure)
        self._scale = scale
        self._place = Affine2D().scale(scale, -scale).translate(0, height * scale)
        self._paper = paper
        self._file = str(distribution(FONT[0]).locate_file(FONT[1]))
        self._known = frozenset(get_font(self._file).get_charmap())

    def box(self, left: float, top: float, width: float, height: float, colour: str) -> None:
        """A filled rectangle without an edge."""
        self._add(Rectangle((left, top), width, height, facecolor=colour, edgecolor="none", linewidth=0))

    def line(
        self, points: Sequence[tuple[float, float]], colour: str, width: float, *, dashed: bool = False
    ) -> None:
        """A line through the points."""
        across, down = zip(*points, strict=True)
        style: Any = (0, (4, 3)) if dashed else "solid"
        self._add(Line2D(across, down, color=colour, linewidth=width, linestyle=style))

    def dot(self, across: float, down: float, colour: str, size: float) -> None:
        """A round mark."""
        self._add(Line2D([across], [down], color=colour, marker="o", markersize=size, linestyle=""))

    def text(
        self,
        across: float,
        middle: float,
        words: str,
        size: float,
        colour: str,
        side: Side = "left",
        *,
        over_lines: bool = False,
    ) -> None:
        """One line of text around the height `middle`; what the font does not have becomes a box."""
        drawn = Text(
            across,
            middle + MIDDLE * size,
            self.printable(words),
            color=colour,
            fontproperties=self._font(size),
            horizontalalignment=side,
            verticalalignment="baseline",
            parse_math=False,
        )
        if over_lines:
            drawn.set_path_effects([patheffects.withStroke(linewidth=4, foreground=self._paper)])
        self._add(drawn)

    def width(self, words: str, size: float) -> float:
        """How wide the line of text comes out."""
        renderer = self._agg.get_renderer()
        wide, _, _ = renderer.get_text_width_height_descent(self.printable(words), self._font(size), False)
        return float(wide) / self._scale

    def cut(self, words: str, size: float, room: float) -> str:
        """The words, or as many of them as fit and a mark that there were more."""
        words = self.printable(words)
        if self.width(words, size) <= room:
            return words
        fewest, most = 0, len(words)
        while fewest < most:
            tried = (fewest + most + 1) // 2
            if self.width(words[:tried].rstrip() + CUT, size) <= room:
                fewest = tried
            else:
                most = tried - 1
        return words[:fewest].rstrip() + CUT

    def printable(self, words: str) -> str:
        """One line of characters that the font has."""
        return "".join(map(self._printed, " ".join(words.split())))

    def png(self) -> bytes:
        """The finished picture. Few colours: a quarter of the bytes, and nobody sees it."""
        self._agg.draw()
        made = io.BytesIO()
        full = Image.fromarray(np.asarray(self._agg.buffer_rgba())).convert("RGB")
        full.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
            made, "png", optimize=True
        )
        return made.getvalue()

    def _printed(self, character: str) -> str:
        if ord(character) in self._known:
            return character
        return "" if unicodedata.category(character) in ("Cc", "Cf", "Mn") else UNKNOWN

    def _font(self, size: float) -> FontProperties:
        return FontProperties(fname=self._file, size=size)

    def _add(self, artist: Any) -> None:
        artist.set_transform(self._place)
        self._figure.add_artist(artist)
