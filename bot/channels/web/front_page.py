"""The page and its files: put together and compressed once, at start."""

from __future__ import annotations

import gzip
import hashlib
import html
import json
from collections.abc import Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

from aiohttp import web
from fluent.runtime import FluentResource

from bot import locales
from bot.locales import LANGUAGES, Words
from study.rules.frozen import frozen

HERE = Path(__file__).parent / "page"
SCRIPTS = (
    "keeping.js",
    "drawing.js",
    "reading.js",
    "bubbles.js",
    "showing.js",
    "transcript.js",
    "sending.js",
    "attaching.js",
    "stream.js",
    "demo.js",
    "chat.js",
)
"""Joined in this order into one script."""

SECURITY = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
        " worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}
ASK_AGAIN = {"Cache-Control": "no-cache"}

_GAPS = {
    "page": "{page}",
    "pages": "{pages}",
    "kb": "{kb}",
    "day": "{day}",
    "time": "{time}",
    "percent": "{percent}",
}
"""What the script puts into the page's words itself."""


@frozen
class Served:
    """One file as it is sent, plain and compressed."""

    content_type: str
    plain: bytes
    zipped: bytes
    etag: str
    headers: Mapping[str, str]

    def response(self, request: web.Request) -> web.Response:
        """The file, or 304 to somebody who has it."""
        headers = {**SECURITY, **self.headers, "ETag": self.etag, "Vary": "Accept-Encoding"}
        if self.etag in request.headers.get("If-None-Match", ""):
            return web.Response(status=304, headers=headers)
        zips = "gzip" in request.headers.get("Accept-Encoding", "")
        if zips:
            headers["Content-Encoding"] = "gzip"
        return web.Response(
            body=self.zipped if zips else self.plain,
            content_type=self.content_type,
            charset="utf-8",
            headers=headers,
        )


class FrontPage:
    """`names` is the garden's name by language; `is_demo` brings the chooser and the bar."""

    def __init__(self, names: Mapping[str, str], zone: ZoneInfo, words: Words, is_demo: bool) -> None:
        script = "".join((HERE / name).read_text(encoding="utf-8") for name in SCRIPTS)
        style = (HERE / "chat.css").read_text(encoding="utf-8")
        worker = (HERE / "worker.js").read_text(encoding="utf-8")
        template = (HERE / "index.html").read_text(encoding="utf-8")
        known = {
            "names": names,
            "zone": zone.key,
            "demo": is_demo,
            "words": {language: page_words(words, language) for language in LANGUAGES},
        }
        facts = _as_script_text(known)
        version = hashlib.sha256((script + style + worker + template + facts).encode()).hexdigest()[:12]
        filled = {"version": version, "facts": facts}
        self.files = {
            "/page/chat.js": _served("text/javascript", f'"use strict";(() => {{\n{script}}})();', FOR_EVER),
            "/page/chat.css": _served("text/css", style, FOR_EVER),
            "/page/mark.svg": _served(
                "image/svg+xml", (HERE / "mark.svg").read_text(encoding="utf-8"), FOR_EVER
            ),
            "/worker.js": _served("text/javascript", _filled(worker, {"version": version}), ASK_AGAIN),
        }
        self.pages = {
            language: _served(
                "text/html",
                _filled(
                    template, {**filled, "language": language, "name": html.escape(_named(names, language))}
                ),
                {**ASK_AGAIN, "Content-Language": language},
            )
            for language in LANGUAGES
        }


def page_words(words: Words, language: str) -> dict[str, str]:
    """The page's own words: key without `page-` -> words, with `{gaps}` for the script to fill."""
    text = (locales.HERE / language / "page.ftl").read_text(encoding="utf-8")
    keys = [entry.id.name for entry in FluentResource(text).body if hasattr(entry, "id")]
    return {key.removeprefix("page-"): words.say(language, key, _GAPS) for key in keys}


def _named(names: Mapping[str, str], language: str) -> str:
    return names.get(language) or next(iter(names.values()))


def _as_script_text(facts: object) -> str:
    """JSON that cannot end the element it stands in."""
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _filled(template: str, gaps: Mapping[str, str]) -> str:
    for name, value in gaps.items():
        template = template.replace(f"%{name}%", value)
    return template


def _served(content_type: str, text: str, headers: Mapping[str, str]) -> Served:
    plain = text.encode()
    etag = f'"{hashlib.sha256(plain).hexdigest()[:16]}"'
    return Served(content_type, plain, gzip.compress(plain, 9, mtime=0), etag, headers)
