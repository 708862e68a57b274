"""Files made to do harm are refused with a sentence, in no time and without asking for memory."""

from __future__ import annotations

import io
import zipfile

import pytest
from fakes.old_xls import old_xls

from study.question_files.found import UnreadableQuestions
from study.question_files.importers import read_questions
from study.question_files.words import sentence
from study.spreadsheets import MOST_UNPACKED, Sheet, write_book

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_BILLION = (
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)


def packed(parts: dict[str, bytes | str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def promising(content: bytes, size: int, promised: int) -> bytes:
    """The same zip, its directory telling another unpacked size."""
    return content.replace(size.to_bytes(4, "little"), promised.to_bytes(4, "little"))


def with_part(book: bytes, name: str, content: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        parts = {each: archive.read(each) for each in archive.namelist()}
    return packed(parts | {name: content.encode()})


def reason(name: str, content: bytes) -> str:
    with pytest.raises(UnreadableQuestions) as refused:
        read_questions(name, content)
    assert sentence(refused.value.reason, "zh-Hans") != sentence(refused.value.reason, "en")
    return refused.value.reason


BOOK = write_book([Sheet("a", (("题干", "A", "B", "答案"), ("哪一个对？", "甲", "乙", "A")))])
SIZE = 123_457


@pytest.mark.parametrize("inside", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "word/document.xml"])
def test_a_zip_bomb_is_refused_by_what_it_promises(inside: str) -> None:
    bomb = promising(
        packed({"xl/a.xml" if inside[0] == "x" else "a": "x", inside: b" " * SIZE}), SIZE, MOST_UNPACKED + 1
    )
    assert reason("a.xlsx", bomb) == "too_large"


def test_a_zip_that_promises_less_than_it_holds_is_refused() -> None:
    for inside in ("xl/workbook.xml", "word/document.xml"):
        liar = promising(packed({inside: b" " * SIZE}), SIZE, 100)
        assert reason("a.docx", liar) == "not_readable"


def test_a_zip_in_a_zip_and_names_that_lead_elsewhere_are_never_unpacked() -> None:
    inner = packed({"word/document.xml": "<a/>"})
    assert (
        reason("a.docx", packed({"inner.docx": inner, "../../etc/passwd": "x", "/etc/x": "x"}))
        == "unknown_format"
    )
    assert reason("a.docx", packed({"../word/document.xml": "<a/>"})) == "unknown_format"
    assert len(read_questions("../../../etc/passwd.xlsx", BOOK).questions) == 1


def test_entities_within_entities_are_refused() -> None:
    assert reason("a.xml", f"{_BILLION}<quiz><question>&c;</question></quiz>".encode()) in (
        "not_readable",
        "too_deep",
    )
    word = f"{_BILLION}<w:document {_W}><w:p><w:r><w:t>&c;</w:t></w:r></w:p></w:document>"
    assert reason("a.docx", packed({"word/document.xml": word})) == "not_readable"
    [refused] = read_questions("a.yaml", b"a: &a [x, x]\nb: &b [*a, *a]\nquestions: [*b, *b]\n").refused
    assert (refused.reason, refused.place.number) == ("yaml_syntax", 1)


def test_deep_nesting_is_refused() -> None:
    assert reason("a.yaml", b"[" * 5000 + b"]" * 5000) == "too_deep"
    assert reason("a.xml", b"<quiz>" + b"<a>" * 50_000) in ("too_deep", "not_readable")
    deep = (
        f"<w:document {_W}>"
        + "<w:tbl><w:tr><w:tc>" * 20_000
        + "</w:tc></w:tr></w:tbl>" * 20_000
        + "</w:document>"
    )
    assert reason("a.docx", packed({"word/document.xml": deep})) == "too_deep"


def test_cells_far_away_are_refused_before_memory_is_asked_for() -> None:
    sheet = (
        '<worksheet><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    )
    assert reason("a.xlsx", with_part(BOOK, "xl/worksheets/sheet1.xml", sheet)) == "table_too_large"
    assert reason("a.xls", old_xls({"a": [["题干"]]}, (65_535, 255))) == "table_too_large"


def test_one_long_text_in_very_many_cells_is_refused() -> None:
    strings = f"<sst><si><t>{'长' * 30_000}</t></si></sst>"
    rows = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, 20_001))
    sheet = f"<worksheet><sheetData>{rows}</sheetData></worksheet>"
    book = with_part(with_part(BOOK, "xl/sharedStrings.xml", strings), "xl/worksheets/sheet1.xml", sheet)
    assert reason("a.xlsx", book) == "too_large"


def test_very_many_columns_are_passed_over() -> None:
    wide = ["题干", "A", "B", "答案", *["x"] * 200_000]
    text = ",".join(wide) + "\n" + ",".join(["哪一个对？", "甲", "乙", "A", *["y"] * 200_000]) + "\n"
    [question] = read_questions("a.csv", text.encode()).questions
    assert question.choices == ("甲", "乙")
    assert reason("a.csv", ("x," * 2_000_000).encode()) == "no_header"


def test_formulas_without_a_saved_value_are_empty_and_texts_stay_texts() -> None:
    rows = (
        ("题干", "A", "B", "答案"),
        ('=HYPERLINK("http://example.com","点我")是什么？', "@SUM(A1)", "<b>&", "A"),
    )
    [question] = read_questions("a.xlsx", write_book([Sheet("a", rows)])).questions
    assert (question.stem, question.choices) == (rows[1][0], ("@SUM(A1)", "<b>&"))
    formula = (
        '<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>题干</t></is></c>'
        '<c r="B1" t="inlineStr"><is><t>答案</t></is></c></row><row r="2">'
        '<c r="A2" t="inlineStr"><is><t>太阳很大。</t></is></c><c r="B2"><f>1+1</f></c></row></sheetData></worksheet>'
    )
    [refused] = read_questions("a.xlsx", with_part(BOOK, "xl/worksheets/sheet1.xml", formula)).refused
    assert (refused.reason, refused.column) == ("no_answer", "答案")


@pytest.mark.parametrize(
    "content", [b"\xff" * 2000, b"\x00" * 2000, bytes(range(256)) * 20, b"\xef\xbb\xbf\xff\xff"]
)
@pytest.mark.parametrize("ending", ["txt", "csv", "gift", "xml", "yaml", "xlsx", "xls", "docx"])
def test_bytes_that_are_no_text_are_refused(ending: str, content: bytes) -> None:
    assert reason(f"a.{ending}", content) in ("wrong_encoding", "not_readable")


def test_a_quotation_mark_that_never_ends_is_no_table() -> None:
    assert reason("a.csv", '题干,答案\n"'.encode() + b"x" * 200_000) == "not_readable"


def test_marks_without_end_take_no_time() -> None:
    for text in ("(" * 100_000, "A." * 50_000, "_" * 100_000, "1." * 50_000, "{" * 100_000, "【" * 50_000):
        read_questions("a.txt", text.encode())
        rows = (
            ("题干", "A", "B", "答案"),
            (text[:32_000], "甲", "乙", "A"),
            ("哪一个对？", text[:32_000], "乙", "A"),
        )
        read_questions("a.xlsx", write_book([Sheet("a", rows)]))
