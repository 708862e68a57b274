"""Text that a learning system keeps with marks on it, as the plain text it reads as."""

from __future__ import annotations

import re
from html.parser import HTMLParser

LONGEST = 20_000
"""Characters of one text with its marks; no stem or choice that a person reads has a tenth of it."""

_PICTURE = re.compile(
    r"@@PLUGINFILE@@|<(?:img|video|audio|source|object|embed|iframe|svg|canvas|math)\b", re.IGNORECASE
)
_TAG = re.compile(r"</?(?:p|br|b|i|u|em|strong|span|div|a|sub|sup|ul|ol|li|font|table|h[1-6])\b[^<>]*>", re.I)
_NEW_LINE = frozenset(
    ("p", "br", "div", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote")
)
_UNSEEN = frozenset(("script", "style", "head", "title"))
_BOLD_OR_CODE = re.compile(r"(\*\*|`)(?=\S)(.+?)(?<=\S)\1")


class _Reading(HTMLParser):
    """Collects what a reader sees."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.unseen = 0
        self.underlined: list[int] = []
        self.counted: list[int | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self.unseen += 1
        if tag in _NEW_LINE:
            self.parts.append("\n")
        if tag == "u":
            self.underlined.append(len(self.parts))
        elif tag in ("td", "th"):
            self.parts.append(" ")
        elif tag in ("ol", "ul"):
            self.counted.append(0 if tag == "ol" else None)
        elif tag == "li" and self.counted and self.counted[-1] is not None:
            self.counted[-1] += 1
            self.parts.append(f"{self.counted[-1]}. ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self.unseen = max(0, self.unseen - 1)
        if tag in _NEW_LINE and tag != "br":
            self.parts.append("\n")
        if tag in ("ol", "ul") and self.counted:
            self.counted.pop()
        if tag == "u" and self.underlined:
            start = self.underlined.pop()
            inside = "".join(self.parts[start:])
            if inside and not inside.strip(" \xa0\u3000"):  # an underlined gap is how a blank is drawn
                self.parts[start:] = ["____"]

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.parts.append(re.sub(r"[ \t\r\n\f]+", " ", data))


def has_picture(text: str) -> bool:
    """Whether the text shows a picture, a sound or a formula beside its words."""
    return bool(_PICTURE.search(text))


def looks_like_html(text: str) -> bool:
    """Whether it holds tags of the everyday kind."""
    return bool(_TAG.search(text))


def plain(html: str) -> str:
    """What a reader sees of it: paragraphs and breaks as new lines, entities as their characters."""
    reading = _Reading()
    reading.feed(html)
    reading.close()
    lines = (line.replace("\xa0", " ").strip() for line in "".join(reading.parts).split("\n"))
    return "\n".join(line for line in lines if line)


def without_marks(text: str, marks: str) -> str:
    """The text as it reads; `marks`: html, markdown, plain, or anything else for text that shows what it is."""
    if marks == "html" or (marks not in ("plain", "plain_text", "markdown") and looks_like_html(text)):
        return plain(text)
    if marks == "markdown":
        return _BOLD_OR_CODE.sub(r"\2", text)
    return text
