"""What the garden says in each language: Fluent files, and dates and numbers by Babel."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date
from fluent.runtime import FluentBundle, FluentResource

LANGUAGES = ("zh-Hans", "en")
HERE = Path(__file__).parent
_BABEL = {"zh-Hans": "zh_Hans_CN", "en": "en"}
_SAID_AS_THEY_ARE = (str, int)
_DAY = {"zh-Hans": "M月d日 EEE", "en": "EEE d MMM"}


def language_of(hint: str | None) -> str:
    """The garden's language for a channel's hint: any kind of Chinese is zh-Hans, everything else en."""
    return "zh-Hans" if (hint or "zh").lower().startswith("zh") else "en"


class Words:
    """All phrases in all languages. `zone` is the county's: instants are said in its local time."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone

    def say(self, language: str, key: str, args: Mapping[str, Any] | None = None) -> str:
        """The phrase `key` in `language`. KeyError when there is none; ValueError when an argument is missing."""
        if not args:
            return _formatted(language, key, ())
        told = [
            item if type(item[1]) in _SAID_AS_THEY_ARE else (item[0], self._told(language, item[1]))
            for item in args.items()
        ]
        return _formatted(language, key, tuple(told))

    def _told(self, language: str, value: Any) -> Any:
        if isinstance(value, datetime):
            local = value.astimezone(self._zone)
            return f"{self._told(language, local.date())} {local:%H:%M}"
        if isinstance(value, date):
            return _day(language, value)
        if isinstance(value, time):
            return f"{value:%H:%M}"
        return value


@lru_cache(maxsize=4_096)
def _formatted(language: str, key: str, args: tuple[tuple[str, Any], ...]) -> str:
    """Most phrases are said again with the same few arguments: buttons, "question 3 of 5"."""
    bundle = _bundle(language)
    pattern = bundle.get_message(key).value
    if pattern is None:
        raise KeyError(key)
    text, errors = bundle.format_pattern(pattern, dict(args))
    if errors:
        raise ValueError(f"{language}/{key}: {errors[0]}")
    return str(text)


@lru_cache(maxsize=1_024)
def _day(language: str, day: date) -> str:
    return format_date(day, _DAY[language], locale=Locale.parse(_BABEL[language]))


@cache
def _bundle(language: str) -> FluentBundle:
    bundle = FluentBundle([language], use_isolating=False)
    for path in sorted((HERE / language).glob("*.ftl")):
        bundle.add_resource(FluentResource(path.read_text(encoding="utf-8")))
    return bundle
