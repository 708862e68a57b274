"""Files as they are sent: told by what they hold, whatever their names say."""

from __future__ import annotations

import io
import zipfile

import pytest
from fakes.old_xls import old_xls, ole

from study.question_files import importers
from study.question_files.found import QuestionFile, UnreadableQuestions
from study.question_files.importers import IMPORTERS, read_questions, read_text
from study.question_files.words import sentence
from study.spreadsheets import MOST_BYTES, Sheet, write_book, write_csv

ROWS = (("题干", "选项A", "选项B", "答案"), ("哪一个对？", "甲", "乙", "B"))
CSV = write_csv(ROWS)
XLSX = write_book([Sheet("题目", ROWS)])
XLS = old_xls({"题目": ROWS})
NUMBERED = "1. 哪一个对？\nA. 甲\nB. 乙\n答案：B\n"
AIKEN = "哪一个对？\nA. 甲\nB. 乙\nANSWER: B\n"
GIFT = "::q1::哪一个对？{~甲 =乙}\n"
YAML = "questions:\n  - {type: single_choice, stem: 哪一个对？, choices: [甲, 乙], answer: B}\n"
XML = """<?xml version="1.0" encoding="UTF-8"?><quiz><question type="multichoice"><name><text>q</text></name>
<questiontext format="html"><text>哪一个对？</text></questiontext><single>true</single>
<answer fraction="0"><text>甲</text></answer><answer fraction="100"><text>乙</text></answer></question></quiz>"""
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def zipped(**parts: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in parts.items():
            packed.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    return made.getvalue()


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def table(*rows: tuple[str, ...]) -> str:
    cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def docx(*parts: str) -> bytes:
    return zipped(word__document_xml=f"<w:document {_W}><w:body>{''.join(parts)}</w:body></w:document>")


DOCX = docx(*map(paragraph, NUMBERED.splitlines()))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("题库.xlsx", XLSX),
        ("题库.XLSX", XLSX),
        ("题库.csv", XLSX),
        ("题库.xls", XLSX),
        ("题库", XLSX),
        ("题库.xls", XLS),
        ("题库.xlsx", XLS),
        ("题库.csv", CSV),
        ("题库.txt", CSV),
        ("题库.xls", CSV),
        ("题库.xlsx", "\t".join(ROWS[0]).encode() + b"\n" + "\t".join(ROWS[1]).encode()),
        ("题库.tsv", "\t".join(ROWS[0]).encode() + b"\n" + "\t".join(ROWS[1]).encode()),
        ("题库.csv", CSV.decode("utf-8-sig").encode("utf-16")),
        ("题库.csv", CSV.decode("utf-8-sig").encode("gb18030")),
        ("题库.docx", DOCX),
        ("题库.docx", docx(paragraph("题库"), table(*ROWS))),
        ("题库.doc", DOCX),
        ("题库.txt", NUMBERED.encode()),
        ("题库.txt", NUMBERED.replace("\n", "\r\n").encode("gb18030")),
        ("题库.txt", NUMBERED.encode("utf-16")),
        ("题库.md", NUMBERED.encode()),
        ("../../题库.txt", NUMBERED.encode()),
        ("题库.docx", NUMBERED.encode()),
        ("题库.txt", AIKEN.encode()),
        ("题库.txt", GIFT.encode()),
        ("题库.gift", GIFT.encode()),
        ("题库.gift.txt", GIFT.encode()),
        ("题库.xml", XML.encode()),
        ("题库.txt", XML.encode()),
        ("题库.yaml", YAML.encode()),
        ("题库.YML", YAML.encode("utf-8-sig")),
    ],
)
def test_the_same_question_is_read_from_every_kind_of_file(name: str, content: bytes) -> None:
    file = read_questions(name, content)
    [question] = file.questions
    assert (question.stem, question.choices, question.answer) == ("哪一个对？", ("甲", "乙"), ("B",))
    assert (file.refused, file.skipped) == ((), ())


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.pdf", b"%PDF-1.7", "unknown_format"),
        ("a.docx", b"%PDF-1.7", "unknown_format"),
        ("a.txt", b"\x89PNG\r\n\x1a\n", "unknown_format"),
        ("a.json", b"{}", "unknown_format"),
        ("a.xlsx", zipped(readme="x"), "unknown_format"),
        ("a.docx", zipped(a_xml="x"), "unknown_format"),
        ("a.xlsx", XLSX[:-40], "not_readable"),
        ("a.docx", DOCX[: len(DOCX) // 2], "not_readable"),
        ("a.docx", zipped(word__document_xml="<w:document"), "not_readable"),
        ("a.xlsx", b"\xff\xfe\x00", "not_readable"),
        ("a.doc", ole("WordDocument", b"x"), "old_word"),
        ("a.xlsx", ole("EncryptedPackage", b"x"), "locked"),
        ("a.xls", ole("Other", b"x"), "unknown_format"),
        ("a.xls", b"<html><table><tr><td>x</td></tr></table>", "web_page"),
        ("a.txt", b"\x81\x00\x00", "wrong_encoding"),
        ("a.csv", "姓名,单位\n甲,乙\n".encode(), "no_header"),
        ("a.xlsx", write_book([Sheet("a", (("甲", "乙"),))]), "no_header"),
        ("a.txt", b" " * (MOST_BYTES + 1), "too_large"),
        ("a.xls", old_xls({"a": ROWS}, (65_535, 255)), "table_too_large"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(
    name: str, content: bytes, reason: str
) -> None:
    with pytest.raises(UnreadableQuestions) as refused:
        read_questions(name, content)
    assert refused.value.reason == reason
    for language in ("zh-Hans", "en"):
        assert sentence(reason, language)


def test_questions_in_word_tables_and_around_them_are_both_read() -> None:
    rows = (("题干", "答案"), ("太阳很大。", "√"))
    file = read_questions(
        "a.docx", docx(table(("注意", "事项")), *map(paragraph, NUMBERED.splitlines()), table(*rows))
    )
    assert [question.type for question in file.questions] == ["true_false", "single_choice"]
    assert file.refused == ()


def test_too_many_questions_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importers, "MOST_QUESTIONS", 2)
    assert len(read_questions("a.txt", (NUMBERED * 2).encode()).questions) == 2
    with pytest.raises(UnreadableQuestions) as refused:
        read_questions("a.txt", (NUMBERED * 3).encode())
    assert refused.value.reason == "too_many_questions"


@pytest.mark.parametrize("text", [NUMBERED, AIKEN, GIFT, "题干\t选项A\t选项B\t答案\n哪一个对？\t甲\t乙\tB"])
def test_pasted_text_is_told_by_its_marks(text: str) -> None:
    assert [question.answer for question in read_text(text).questions] == [("B",)]


def test_numbered_english_questions_are_no_aiken() -> None:
    [question] = read_text("1. Which one?\nA. This\nB. That\nAnswer: B\n").questions
    assert (question.stem, question.answer) == ("Which one?", ("B",))


def test_an_empty_text_holds_nothing() -> None:
    assert read_text("") == QuestionFile()


def test_every_importer_is_reached_by_its_ending() -> None:
    assert set(IMPORTERS) == {
        "xlsx",
        "xls",
        "ods",
        "csv",
        "tsv",
        "docx",
        "txt",
        "md",
        "gift",
        "xml",
        "yaml",
        "yml",
    }
