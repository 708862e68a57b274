"""The sections of a reading's Markdown: what they are called, how two versions differ, where pictures go."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from markdown_it import MarkdownIt

from study.readings import parsed
from study.rules.frozen import frozen

_BLOCKS = MarkdownIt("commonmark", {"html": False, "maxNesting": 40}).disable("inline")
_NO_LETTER = re.compile(r"[\W_]+")
_NOT_IN_ALT = str.maketrans({"[": "（", "]": "）", "\\": "", "\n": " ", "`": "'", "!": "！"})

CLEARLY = 0.4
"""Share of a question's pieces that a section has, from which it teaches that question."""


@frozen
class Section:
    """`id` as pages and passages know it, "" before the first heading; `words` without heading and marks."""

    id: str
    heading: str
    words: str


@frozen
class SectionDifference:
    """Headings of what the later text has more, has less, and says otherwise."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]


def sections(body: str) -> tuple[Section, ...]:
    """In the order of the text; one with the id "" where something stands before the first heading."""
    headings: dict[str, str] = {}
    words: dict[str, list[str]] = {}
    for block in parsed(body):
        if block.kind == "heading" and block.level == 2:
            headings[block.section] = block.text.text
            words.setdefault(block.section, [])
        else:
            headings.setdefault(block.section, "")
            words.setdefault(block.section, []).append(block.text.text)
    return tuple(Section(name, heading, "\n".join(words[name])) for name, heading in headings.items())


Outline = Sequence[Sequence[str]]
"""[id, heading, digest of the words] of each section, as JSON keeps it."""


def outline(body: str) -> list[list[str]]:
    """The outline of a body."""
    return [
        [each.id, each.heading, hashlib.sha256(each.words.encode()).hexdigest()[:12]]
        for each in sections(body)
    ]


def difference(before: Outline, after: Outline) -> SectionDifference:
    """By heading; what stands before the first heading counts as changed under the heading ""."""
    old = {heading: digest for _, heading, digest in before}
    new = {heading: digest for _, heading, digest in after}
    return SectionDifference(
        tuple(heading for heading in new if heading not in old),
        tuple(heading for heading in old if heading not in new),
        tuple(heading for heading, words in new.items() if heading in old and old[heading] != words),
    )


def alt_text(words: str) -> str:
    """Words that may stand for a picture in Markdown and read exactly so."""
    return " ".join(words.translate(_NOT_IN_ALT).split())


def with_pictures(body: str, pictures: Iterable[tuple[str, str, str]]) -> str:
    """The body with each (section, name, words) at the end of its section, or of the text if there is none such."""
    at_end_of: dict[str, list[str]] = {}
    known = [each.id for each in sections(body)]
    for section, name, words in pictures:
        place = section if section in known else (known[-1] if known else "")
        at_end_of.setdefault(place, []).append(f"![{words}]({name})")
    lines = body.split("\n")
    ends = _ends(body, known, len(lines))
    for section in reversed(known):
        if section in at_end_of:
            lines[ends[section] : ends[section]] = ["", "\n\n".join(at_end_of[section]), ""]
    return "\n".join(lines)


def _ends(body: str, known: Iterable[str], length: int) -> Mapping[str, int]:
    """The line after each section's last."""
    begins = [
        token.map[0]
        for token in _BLOCKS.parse(body)
        if token.type == "heading_open" and token.tag == "h2" and token.map
    ]
    named = [section for section in known if section]
    ends = dict(zip(named, [*begins[1:], length], strict=False))
    return {"": begins[0] if begins else length, **ends}


def teaches(body: str, question: str) -> str:
    """The id of the section that says most of what a question says; "" where none clearly does."""
    asked = _pieces(question)
    best, share = "", CLEARLY
    for section in sections(body):
        said = _pieces(f"{section.heading} {section.words}")
        common = len(asked & said) / len(asked) if asked else 0.0
        if section.id and common > share:
            best, share = section.id, common
    return best


def _pieces(text: str) -> set[str]:
    letters = _NO_LETTER.sub("", unicodedata.normalize("NFKC", text).casefold())
    return {letters[place : place + 2] for place in range(len(letters) - 1)}
