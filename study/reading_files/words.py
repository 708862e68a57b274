"""Why a file is not taken as a reading, or to go with one, in both languages."""

from __future__ import annotations

_SENTENCES: dict[str, tuple[str, str]] = {
    "not_readable": (
        "文件打不开，可能已损坏，或与它的扩展名不符。请另存一份再发。",
        "The file cannot be opened. It may be damaged, or not what its name says. Please save it anew.",
    ),
    "too_large": ("文件太大，请控制在 20 MB 以内。", "The file is too large; 20 MB is the most."),
    "too_long": (
        "文章太长，手机上读不完。请拆成几篇，每篇不超过 20 万字。",
        "The text is too long to be read on a phone. Please divide it; 200,000 characters is the most.",
    ),
    "too_deep": (
        "文件里一层套一层，套得太深，不能读取。请把内容复制到新文档再发。",
        "The file is nested too deeply to be read. Please copy the text into a new document and send that.",
    ),
    "wrong_encoding": (
        "文字编码认不出来，请另存为 UTF-8 编码再发。",
        "The encoding of the text cannot be told. Please save it as UTF-8 and send it again.",
    ),
    "no_text": ("文件里没有找到正文。", "There is no text in the file."),
    "scanned": (
        "这份 PDF 是扫描件，里面只有图片，没有文字。请发 Word 文件，或能选中文字的 PDF。",
        "This PDF is a scan: pictures, no text. Please send the Word file, or a PDF whose text can be selected.",
    ),
    "locked": (
        "这份 PDF 设了密码，请去掉密码再发。",
        "This PDF is locked with a password. Please remove it and send it again.",
    ),
    "picture_large": (
        "图片太大，请控制在 5 MB 以内，压缩后再发。",
        "The picture is too large; 5 MB is the most. Please make it smaller and send it again.",
    ),
    "not_picture": (
        "这张图片打不开。图片可以用 jpg 或 png。",
        "This picture cannot be opened. A picture can be a jpg or a png.",
    ),
    "not_audio": (
        "这份录音打不开。录音可以用 mp3、m4a 或 ogg。",
        "This recording cannot be opened. A recording can be an mp3, m4a or ogg.",
    ),
    "unknown_kind": (
        "文章可以用 .docx、.md、.txt 或文字版 PDF。",
        "A reading can be sent as .docx, .md, .txt or a PDF made of text.",
    ),
}


def sentence(reason: str, language: str) -> str | None:
    """The reason as a sentence; None for one that has no words here."""
    said = _SENTENCES.get(reason)
    return said and said[0 if language == "zh-Hans" else 1]
