"""Text with marks on it, as authored: what every channel puts into its own form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from study.rules.frozen import frozen

SpanKind = Literal["bold", "italic", "code", "link"]


@frozen
class Span:
    """A mark from `start` over `length`, both in Unicode code points; `url` for links."""

    kind: SpanKind
    start: int
    length: int
    url: str = ""


@frozen
class RichText:
    text: str
    spans: tuple[Span, ...] = ()

    def __add__(self, other: RichText) -> RichText:
        moved = (Span(s.kind, s.start + len(self.text), s.length, s.url) for s in other.spans)
        return RichText(self.text + other.text, (*self.spans, *moved))

    def cut(self, start: int, stop: int) -> RichText:
        """The part from `start` up to `stop`, its marks cut to fit."""
        kept = []
        for span in self.spans:
            begin, end = max(span.start, start), min(span.start + span.length, stop)
            if begin < end:
                kept.append(Span(span.kind, begin - start, end - begin, span.url))
        return RichText(self.text[start:stop], tuple(kept))

    def strip(self) -> RichText:
        """Without white space at either end."""
        if self.text == self.text.strip():
            return self
        start = len(self.text) - len(self.text.lstrip())
        return self.cut(start, max(start, len(self.text.rstrip())))

    def to_json(self) -> str | dict[str, Any]:
        """A plain string where nothing is marked, else `{"text", "spans": [[kind, start, length, url]]}`."""
        if not self.spans:
            return self.text
        return {"text": self.text, "spans": [[s.kind, s.start, s.length, s.url] for s in self.spans]}

    @classmethod
    def from_json(cls, stored: str | Mapping[str, Any]) -> RichText:
        if isinstance(stored, str):
            return cls(stored)
        return cls(stored["text"], tuple(Span(*span) for span in stored["spans"]))


def join(parts: Iterable[RichText], separator: str) -> RichText:
    """The parts one after another with `separator` between them."""
    text, spans = "", []
    for number, part in enumerate(parts):
        text += separator if number else ""
        spans += [Span(s.kind, s.start + len(text), s.length, s.url) for s in part.spans]
        text += part.text
    return RichText(text, tuple(spans))
