"""Pictures and recordings sent to the chat: made fit for a phone, put to the draft they were asked for."""

from __future__ import annotations

import base64
import hashlib
import io
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

import storage.drafts
from storage.drafts import Draft, WantedFile
from storage.transaction import Transaction
from study import draft_files, drafts
from study.rules.county import County
from study.upload_purpose import Facts, Planned, Purpose

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PICTURE_BYTES = 5_000_000
MOST_AUDIO_BYTES = 20_000_000
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 1280
QUALITY = 82

_PICTURES = ("JPEG", "PNG")
_AUDIO_BEGINS: tuple[tuple[int, bytes, str], ...] = (
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"\xff\xf3", "audio/mpeg"),
    (0, b"\xff\xf2", "audio/mpeg"),
    (0, b"OggS", "audio/ogg"),
    (4, b"ftyp", "audio/mp4"),
)
"""Where in a file, what stands there, and the media type it tells."""


def read_picture(name: str, content: bytes) -> Facts:
    """A JPEG or PNG of at most 5 MB, made anew: turned upright, at most 1280 pixels wide or high, nothing else kept."""
    if len(content) > MOST_PICTURE_BYTES:
        return _refused("picture_large")
    # Imported only where a picture is read.
    from PIL import Image, ImageOps

    try:
        with Image.open(io.BytesIO(content), formats=_PICTURES) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return _refused("picture_large")
            picture.draft("RGB", (2 * LONGEST_SIDE, 2 * LONGEST_SIDE))
            made, kind = _made(ImageOps.exif_transpose(picture), picture.format or "")
    except Exception:
        # A damaged or hostile file makes the decoder fail in any way there is.
        return _refused("not_picture")
    return _facts(name, kind, made)


def _made(picture: Image, was: str) -> tuple[bytes, str]:
    """PNG stays PNG where it is a drawing of few colours: letters in it stay sharp."""
    from PIL.Image import alpha_composite, new

    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    content = io.BytesIO()
    if was == "PNG" and picture.convert("RGB").getcolors(4096):
        picture.convert("RGBA" if "A" in picture.getbands() else "RGB").save(content, "PNG", optimize=True)
        return content.getvalue(), "image/png"
    if "A" in picture.getbands() or "transparency" in picture.info:
        whole = picture.convert("RGBA")
        white = new("RGBA", whole.size, "white")
        picture = alpha_composite(white, whole)
    picture.convert("RGB").save(content, "JPEG", quality=QUALITY, optimize=True)
    return content.getvalue(), "image/jpeg"


def read_audio(name: str, content: bytes) -> Facts:
    """An MP3, M4A or Ogg of at most 20 MB, as it is."""
    if len(content) > MOST_AUDIO_BYTES:
        return _refused("too_large")
    for at, mark, kind in _AUDIO_BEGINS:
        if content[at : at + len(mark)] == mark:
            return _facts(name, kind, content)
    return _refused("not_audio")


def _facts(name: str, kind: str, content: bytes) -> Facts:
    return {
        "file": name,
        "kind": kind,
        "size": len(content),
        "hash": hashlib.sha256(content).hexdigest()[:12],
        "content": base64.b64encode(content).decode(),
    }


def _refused(reason: str) -> Facts:
    return {"refused": {"reason": reason, "text": ""}}


def _plan(
    purpose: str, tx: Transaction, facts: Mapping[str, Any], actor: int, county: County, now: datetime
) -> Planned:
    want = draft_files.wanted(tx, actor, purpose, now)
    draft = drafts.visible(tx, actor, want.draft_id, county.local_day(now)) if want else None
    if want is None or draft is None or draft.state != "draft":
        return Planned({"of": None, "digest": facts["hash"]}, None)
    shown = {
        "of": draft.id,
        "of_title": draft.content["title"],
        "section": want.section,
        "words": want.words,
        "kilobytes": max(1, round(facts["size"] / 1024)),
        "digest": hashlib.sha256(f"{facts['hash']}{draft.id}{want.section}{want.words}".encode()).hexdigest()[
            :12
        ],
    }
    return Planned(shown, partial(_apply, tx, facts, draft, want, county, now))


def _apply(
    tx: Transaction,
    facts: Mapping[str, Any],
    draft: Draft,
    want: WantedFile,
    county: County,
    now: datetime,
) -> Facts:
    held = drafts.editable(tx, want.person_id, draft.id, county.local_day(now))
    content = base64.b64decode(facts["content"])
    attached = draft_files.attach(tx, held, facts["kind"], content, want, now) if held else "full"
    storage.drafts.want_no_file(tx, want.person_id)
    return {"draft": draft.id, "title": draft.content["title"], "full": attached == "full"}


PICTURE = Purpose(drafts.CHANGE, (".jpg", ".jpeg", ".png"), read_picture, partial(_plan, "picture"))
AUDIO = Purpose(drafts.CHANGE, (".mp3", ".m4a", ".ogg", ".oga"), read_audio, partial(_plan, "audio"))
