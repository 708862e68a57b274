"""A Word file sent to a whole garden becomes a reading; hostile ones end in a sentence, in a process of their own."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable

import pytest
from docx import Document
from PIL import Image

from garden.reading_apart import read_apart
from study.upload_purpose import Facts


def a_word_file() -> bytes:
    document = Document()
    document.add_heading("防汛值班须知", 0)
    document.add_heading("接报", 1)
    document.add_paragraph("先问清时间和地点。")
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


async def read(purpose: str, name: str, content: bytes) -> Facts:
    found = await read_apart((purpose,), name, content)
    assert found is not None
    return found


def refused(found: Facts) -> str:
    return str(found["refused"]["reason"])


async def test_a_word_file_is_read_in_the_process() -> None:
    found = await read("reading", "须知.docx", a_word_file())
    assert (found["title"], found["purpose"], found["minutes"]) == ("防汛值班须知", "reading", 1)
    assert [heading for _, heading, _ in found["sections"]] == ["接报"]


async def test_a_picture_is_made_anew_in_the_process() -> None:
    content = io.BytesIO()
    Image.effect_noise((4000, 3000), 50).convert("RGB").save(content, "JPEG", quality=40)
    found = await read("picture", "photo.jpg", content.getvalue())
    assert found["kind"] == "image/jpeg" and found["size"] < 1_000_000


def a_zip_bomb() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", "<a/>")
        for number in range(8):
            made.writestr(f"word/media/{number}.bin", b"\0" * 30_000_000)
    return content.getvalue()


def a_pdf_bomb() -> bytes:
    """A page whose content is packed a thousand times over."""
    packed = zlib.compress(b"(x) Tj " * 30_000_000, 9)
    return (
        b"%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/Contents 4 0 R/MediaBox[0 0 9 9]>>endobj\n4 0 obj<</Filter/FlateDecode"
        b"/Length %d>>stream\n%s\nendstream endobj\ntrailer<</Root 1 0 R>>" % (len(packed), packed)
    )


@pytest.mark.parametrize(
    ("name", "make", "reasons"),
    [
        ("bomb.docx", a_zip_bomb, {"too_large"}),
        ("bomb.pdf", a_pdf_bomb, {"not_readable", "scanned"}),
    ],
)
async def test_bombs_end_in_a_sentence(name: str, make: Callable[[], bytes], reasons: set[str]) -> None:
    found = await read_apart(("reading",), name, make())
    assert found is None or refused(found) in reasons
