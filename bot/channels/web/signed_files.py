"""Pictures behind short-lived links: whoever has the link may look, for ten minutes."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from pathlib import Path

LIFETIME = timedelta(minutes=10)
SUFFIXES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".gif": "image/gif",
    ".svg": "image/svg+xml",
}

_STAMP_BYTES = 6
_MARK_BYTES = 16


class SignedFiles:
    """Image files below one folder. `key` is secret; links do not outlive it."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self._folder = folder.resolve()
        self._key = key

    def find(self, path: str) -> Path | None:
        """The image file at `path`; None when there is none, or it is outside of the folder."""
        file = (self._folder / path).resolve()
        known = file.suffix.lower() in SUFFIXES and file.is_relative_to(self._folder)
        return file if known and file.is_file() else None

    def kilobytes(self, path: str) -> int | None:
        """The size to show before loading, at least 1; None when there is no such image."""
        file = self.find(path)
        return max(1, round(file.stat().st_size / 1024)) if file else None

    def sign(self, path: str, now: datetime) -> str:
        """A token for a link to `path`, good for LIFETIME."""
        ends = int((now + LIFETIME).timestamp()).to_bytes(_STAMP_BYTES, "big")
        said = ends + path.encode()
        return base64.urlsafe_b64encode(self._mark(said) + said).decode().rstrip("=")

    def open(self, token: str, now: datetime) -> Path | None:
        """The file a token stands for; None when it is forged, over, or the file is gone."""
        try:
            signed = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        except ValueError:
            return None
        mark, said = signed[:_MARK_BYTES], signed[_MARK_BYTES:]
        if not hmac.compare_digest(mark, self._mark(said)):
            return None
        ends = datetime.fromtimestamp(int.from_bytes(said[:_STAMP_BYTES], "big"), UTC)
        return self.find(said[_STAMP_BYTES:].decode()) if now < ends else None

    def _mark(self, said: bytes) -> bytes:
        return hmac.digest(self._key, said, hashlib.sha256)[:_MARK_BYTES]
