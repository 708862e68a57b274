"""Authored Markdown to blocks: CommonMark, with emphasis that works beside Chinese punctuation."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Scanned
from markdown_it.token import Token

from study.rules.pages import Block
from study.rules.rich_text import RichText, Span, SpanKind

MOST_CHARACTERS = 200_000
DEEPEST = 20
_HEADING_ID = re.compile(r"\s*\{#(?P<id>[a-z0-9][a-z0-9-]*)\}\s*$")
_SAFE_LINK = re.compile(r"(https://|mailto:)", re.IGNORECASE)
_OPENS: dict[str, SpanKind] = {"strong_open": "bold", "em_open": "italic", "link_open": "link"}


class _BesideChinese(StateInline):
    """`**重点：**全面` is emphasis: next to a Chinese character, punctuation flanks like a space does."""

    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:
        scanned = super().scanDelims(start, canSplitWord)
        if not canSplitWord:  # `_` is part of names such as 名单_村_终稿
            return scanned
        end = start + scanned.length
        before = self.src[start - 1] if start > 0 else " "
        after = self.src[end] if end < self.posMax else " "
        if not (_is_wide(before) or _is_wide(after)):
            return scanned
        can_open = scanned.can_open or not after.isspace()
        can_close = scanned.can_close or not before.isspace()
        return Scanned(can_open, can_close, scanned.length)


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character or " ") in "WF"


class _Inline:
    """Runs markdown-it's inline rules with the state above."""

    def __init__(self, markdown: MarkdownIt) -> None:
        self._ruler = markdown.inline
        self._markdown = markdown

    def parse(self, source: str) -> list[Token]:
        tokens: list[Token] = []
        state = _BesideChinese(source, self._markdown, {}, tokens)
        self._ruler.tokenize(state)
        for rule in self._ruler.ruler2.getRules(""):
            rule(state)
        return state.tokens


_MARKDOWN = MarkdownIt("commonmark", {"html": False, "maxNesting": 40})
_MARKDOWN.core.ruler.disable(["inline"])
_INLINE = _Inline(_MARKDOWN)


def blocks_of(source: str) -> tuple[Block, ...]:
    """The blocks of a text. ValueError when it is larger than 200,000 characters or nested too deeply."""
    if len(source) > MOST_CHARACTERS:
        raise ValueError(f"the text is longer than {MOST_CHARACTERS:,} characters")
    tokens = _MARKDOWN.parse(source)
    if any(token.level > DEEPEST for token in tokens):
        raise ValueError("lists or quotations are nested too deeply")
    return tuple(_Walk(tokens).blocks())


class _Walk:
    """One pass over the block tokens, knowing the section, the lists and the quotations it is inside."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._section = ""
        self._sections = 0
        self._lists: list[int | None] = []
        self._quotes = 0
        self._item_begins = False

    def blocks(self) -> Iterator[Block]:
        for index, token in enumerate(self._tokens):
            if token.type in ("fence", "code_block"):
                yield Block("paragraph", _marked(token.content.rstrip("\n"), "code"), 0, self._section)
            elif token.type == "inline":
                yield from self._inline(token, self._tokens[index - 1])
            else:
                self._enter_or_leave(token)

    def _enter_or_leave(self, token: Token) -> None:
        if token.type in ("bullet_list_open", "ordered_list_open"):
            ordered = token.type == "ordered_list_open"
            self._lists.append(int(token.attrGet("start") or 1) if ordered else None)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            self._lists.pop()
        elif token.type == "list_item_open":
            self._item_begins = True
        elif token.type == "blockquote_open":
            self._quotes += 1
        elif token.type == "blockquote_close":
            self._quotes -= 1

    def _inline(self, token: Token, opening: Token) -> Iterator[Block]:
        children = _INLINE.parse(token.content)
        if opening.type == "heading_open":
            yield self._heading(children, int(opening.tag[1:]))
            return
        images = [child for child in children if child.type == "image"]
        text = _rich(children)
        if self._lists and not (images and not text.text.strip()):
            yield Block("item", self._marker() + text, len(self._lists), self._section)
        elif text.text.strip():
            yield Block("quote" if self._quotes else "paragraph", text, 0, self._section)
        for image in images:
            yield Block("image", RichText(image.content), 0, self._section, str(image.attrGet("src") or ""))

    def _heading(self, children: Sequence[Token], level: int) -> Block:
        text = _rich(children)
        named = _HEADING_ID.search(text.text)
        if named:
            text = text.cut(0, named.start())
        if level == 2:
            self._sections += 1
            self._section = named["id"] if named else f"s{self._sections}"
        return Block("heading", text, level, self._section)

    def _marker(self) -> RichText:
        indent = "  " * (len(self._lists) - 1)
        if not self._item_begins:
            return RichText(indent + "  ")
        self._item_begins = False
        number = self._lists[-1]
        if number is None:
            return RichText(f"{indent}• ")
        self._lists[-1] = number + 1
        return RichText(f"{indent}{number}. ")


def _marked(text: str, kind: SpanKind) -> RichText:
    return RichText(text, (Span(kind, 0, len(text)),) if text else ())


def _rich(children: Sequence[Token]) -> RichText:
    """Text and marks of inline tokens. Links elsewhere than https and mailto are plain text."""
    text = ""
    spans: list[Span] = []
    opened: list[tuple[SpanKind, int, str]] = []
    for index, token in enumerate(children):
        if token.type in _OPENS:
            opened.append((_OPENS[token.type], len(text), str(token.attrGet("href") or "")))
        elif token.type.endswith("_close") and opened:
            kind, start, url = opened.pop()
            if len(text) > start and (kind != "link" or _SAFE_LINK.match(url)):
                spans.append(Span(kind, start, len(text) - start, url if kind == "link" else ""))
        elif token.type == "code_inline":
            spans.append(Span("code", len(text), len(token.content)))
            text += token.content
        elif token.type in ("softbreak", "hardbreak"):
            following = children[index + 1].content if index + 1 < len(children) else ""
            text += "\n" if token.type == "hardbreak" else _space(text[-1:], following[:1])
        elif token.type != "image":
            text += token.content
    return RichText(text, tuple(sorted(spans, key=lambda span: (span.start, -span.length))))


def _space(before: str, after: str) -> str:
    """What a line end inside a paragraph stands for: nothing in Chinese, quotation marks too; else a space."""
    return "" if _is_wide(before) or (before in "“”‘’…—" and _is_wide(after)) else " "
