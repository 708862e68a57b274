"""JSON as it comes over the wire. orjson refuses half characters and broken UTF-8; here they become marks."""

from __future__ import annotations

import json
from typing import Any

import orjson


def loads(raw: bytes) -> Any:
    """ValueError or RecursionError for what is no JSON."""
    try:
        return orjson.loads(raw)
    except ValueError:
        return orjson.loads(_with_marks(json.loads(raw.decode("utf-8", "replace"))))


def dumps(value: Any) -> bytes:
    try:
        return orjson.dumps(value)
    except TypeError:
        return _with_marks(value)


def _with_marks(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
