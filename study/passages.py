"""The passage of a reading a question rests on."""

from __future__ import annotations

import storage.content
from storage.transaction import Transaction
from study.readings import parsed
from study.rules.county import County
from study.rules.frozen import frozen
from study.rules.question import localize


@frozen
class Passage:
    """`text` is one section without its marks, or the whole reading where none is named."""

    slug: str
    section: str
    title: str
    text: str


def passage(tx: Transaction, source: str | None, language: str, county: County) -> Passage | None:
    """What `slug#section` names, as it reads now; None where there is no such reading or section."""
    slug, _, section = (source or "").partition("#")
    version = storage.content.current_reading(tx, slug) if slug else None
    if version is None:
        return None
    fallback = county.settings.language
    blocks = parsed(localize(version.content["bodies"], language, fallback))
    texts = [
        block.text.text
        for block in blocks
        if (not section or block.section == section) and block.kind not in ("heading", "image")
    ]
    if not texts:
        return None
    return Passage(slug, section, localize(version.content["title"], language, fallback), "\n".join(texts))
