"""Word files, from those of a county office to hostile ones."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.shared import Inches
from PIL import Image

from study.markdown import blocks_of
from study.reading_files.found import FoundReading, UnreadableReading
from study.reading_files.readers import read_reading


def saved(document: object) -> bytes:
    content = io.BytesIO()
    document.save(content)  # type: ignore[attr-defined]
    return content.getvalue()


def read(document: object) -> FoundReading:
    return read_reading("值班.docx", saved(document))


def shown(body: str) -> list[tuple[str, int, str]]:
    return [(block.kind, block.level, block.text.text) for block in blocks_of(body)]


def test_headings_lists_tables_and_emphasis() -> None:
    document = Document()
    document.add_heading("防汛值班须知", 0)
    document.add_heading("接报", 1)
    paragraph = document.add_paragraph("先问清")
    paragraph.add_run("时间、地点").bold = True
    paragraph.add_run("，再报告。")
    document.add_heading("处置", 1)
    document.add_paragraph("通知村组", style="List Bullet")
    document.add_paragraph("转移群众", style="List Bullet")
    table = document.add_table(rows=2, cols=2)
    for place, text in enumerate(("岗位", "职责", "值班员", "接听电话")):
        table.cell(place // 2, place % 2).text = text
    found = read(document)
    assert (found.title, found.language, found.left_out) == ("防汛值班须知", "zh-Hans", 0)
    assert shown(found.body) == [
        ("heading", 2, "接报"),
        ("paragraph", 0, "先问清时间、地点，再报告。"),
        ("heading", 2, "处置"),
        ("item", 1, "• 通知村组"),
        ("item", 1, "• 转移群众"),
        ("item", 1, "• 岗位 · 职责"),
        ("item", 1, "• 值班员 · 接听电话"),
    ]
    assert "先问清**时间、地点**，再报告。" in found.body


def test_without_headings_numbers_or_bold_lines_tell_the_sections() -> None:
    document = Document()
    for text in ("关于值班的通知", "一、要求", "按时到岗。", "二、纪律", "不得脱岗。"):
        document.add_paragraph(text)
    found = read(document)
    assert found.title == "关于值班的通知"
    assert [each[:2] for each in shown(found.body)] == [("heading", 2), ("paragraph", 0)] * 2
    document = Document()
    document.add_paragraph("关于值班的通知")
    for text in ("总体要求", "工作纪律"):
        document.add_paragraph().add_run(text).bold = True
        document.add_paragraph("按时到岗，不得脱岗。")
    assert [each[:2] for each in shown(read(document).body)] == [("heading", 2), ("paragraph", 0)] * 2


def test_pictures_are_left_out_and_counted(tmp_path: Path) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    document = Document()
    document.add_paragraph("题目")
    document.add_picture(io.BytesIO(picture.getvalue()), width=Inches(1))
    document.add_paragraph("正文在这里。")
    found = read(document)
    assert (found.left_out, found.body) == (1, "正文在这里。")


def test_what_looks_like_markdown_reads_as_it_was_typed() -> None:
    document = Document()
    document.add_paragraph("题目")
    odd = ["# 井号", "* 星号 *", "1) 数字", "<b>&amp;[甲](https://x.cn)", "![图](x.png)"]
    for text in odd:
        document.add_paragraph(text)
    assert [text for _, _, text in shown(read(document).body)] == odd


def packed(**parts: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(Document()))) as known, zipfile.ZipFile(content, "w") as made:
        for name in known.namelist():
            part = parts.get(name.rpartition("/")[2].partition(".")[0])
            made.writestr(name, part if part is not None else known.read(name))
    return content.getvalue()


BOMB = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "xx"><!ENTITY y "&x;&x;">]><a>&y;</a>'
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
DEEP = f"<w:document {W}><w:body>{'<w:p>' * 200}{'</w:p>' * 200}</w:body></w:document>"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"PK\x03\x04 not a zip", "not_readable"),
        (b"", "not_readable"),
        (packed(document=BOMB), "not_readable"),
        (packed(styles=BOMB), "not_readable"),
        (packed(document="<w:document>"), "not_readable"),
        (packed(document=DEEP), "too_deep"),
        (packed(), "no_text"),
    ],
)
def test_damaged_and_hostile_files_are_refused(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableReading) as refused:
        read_reading("x.docx", content)
    assert refused.value.reason == reason


def test_what_would_unpack_to_too_much_is_refused_before_it_is_unpacked() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", "<a/>")
        made.writestr("word/styles.xml", " " * 31_000_000)
    assert len(content.getvalue()) < 100_000
    with pytest.raises(UnreadableReading) as refused:
        read_reading("x.docx", content.getvalue())
    assert refused.value.reason == "too_large"
