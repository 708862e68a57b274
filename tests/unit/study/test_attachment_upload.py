"""Pictures are made anew, small and upright; recordings are known by how they begin."""

from __future__ import annotations

import base64
import io
import struct
import zlib
from typing import Any

import pytest
from PIL import Image

from study.attachment_upload import LONGEST_SIDE, read_audio, read_picture


def encoded(picture: Image.Image, kind: str, **options: Any) -> bytes:
    content = io.BytesIO()
    picture.save(content, kind, **options)
    return content.getvalue()


def made_of(content: bytes, name: str = "x.jpg") -> tuple[str, Image.Image]:
    read = read_picture(name, content)
    assert "refused" not in read, read
    return read["kind"], Image.open(io.BytesIO(base64.b64decode(read["content"])))


def refused(read: dict[str, Any]) -> str:
    return str(read["refused"]["reason"])


def test_a_photo_is_made_small_and_loses_what_else_is_in_it() -> None:
    exif = Image.Exif()
    exif[0x010E] = "where it was taken"
    exif[0x0112] = 6
    photo = Image.effect_noise((3000, 1500), 60).convert("RGB")
    kind, made = made_of(encoded(photo, "JPEG", exif=exif))
    assert kind == "image/jpeg"
    assert made.size == (LONGEST_SIDE // 2, LONGEST_SIDE)  # turned upright
    assert not made.getexif()


def test_a_drawing_stays_sharp_and_what_is_transparent_becomes_white() -> None:
    assert made_of(encoded(Image.new("RGB", (300, 200), "white"), "PNG"))[0] == "image/png"
    noise = [Image.effect_noise((400, 400), 90) for _ in range(3)]
    clear = Image.merge("RGBA", (*noise, Image.new("L", (400, 400), 0)))
    kind, made = made_of(encoded(clear, "PNG"))
    assert (kind, made.getpixel((0, 0))) == ("image/jpeg", (255, 255, 255))


def a_bomb() -> bytes:
    """A PNG of a few kilobytes that says it is 60,000 pixels wide and high."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    data = zlib.compress(b"\0" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not_picture"),
        (b"<svg/>", "not_picture"),
        (encoded(Image.new("RGB", (9, 9)), "GIF"), "not_picture"),
        (encoded(Image.new("RGB", (900, 900)), "JPEG")[:300], "not_picture"),
        (b"\xff\xd8" + b"\0" * 5_000_000, "picture_large"),
        (a_bomb(), "not_picture"),
    ],
)
def test_what_is_no_picture_is_refused(content: bytes, reason: str) -> None:
    assert refused(read_picture("x.png", content)) == reason


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"ID3\x04rest", "audio/mpeg"),
        (b"\xff\xfb\x90rest", "audio/mpeg"),
        (b"OggS\0rest", "audio/ogg"),
        (b"\0\0\0\x20ftypM4A ", "audio/mp4"),
    ],
)
def test_recordings_are_kept_as_they_are(content: bytes, kind: str) -> None:
    read = read_audio("x", content)
    assert (read["kind"], base64.b64decode(read["content"])) == (kind, content)


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "not_audio"), (b"MZ", "not_audio"), (b"ID3" + b"\0" * 20_000_000, "too_large")],
)
def test_what_is_no_recording_is_refused(content: bytes, reason: str) -> None:
    assert refused(read_audio("x.mp3", content)) == reason
