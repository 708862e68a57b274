"""Tables in files of every kind that is sent: old workbooks, open documents, csv in any encoding."""

from __future__ import annotations

import io
import zipfile

import pytest
from fakes.old_xls import old_xls, ole

from study.spreadsheets import MOST_UNPACKED, TextSheet, Unreadable, read_sheets

_ODS = """<?xml version="1.0" encoding="UTF-8"?><office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
<table:table table:name="判断题">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"""


def ods(rows: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("META-INF/manifest.xml", "<manifest/>")
        packed.writestr("content.xml", _ODS.format(rows=rows))
    return made.getvalue()


def row(*cells: str, said: str = "") -> str:
    return f"<table:table-row{said}>{''.join(cells)}</table:table-row>"


def text(words: str, said: str = "") -> str:
    return f'<table:table-cell office:value-type="string"{said}><text:p>{words}</text:p></table:table-cell>'


def empty(count: int) -> str:
    return f'<table:table-cell table:number-columns-repeated="{count}"/>'


def test_an_old_workbook_is_read_sheet_by_sheet() -> None:
    book = old_xls({"单选题": [["题干", "答案"], ["一加一？", "A"]], "空": []})
    assert read_sheets("题库.XLS", book) == (
        TextSheet("单选题", (("题干", "答案"), ("一加一？", "A"))),
        TextSheet("空", ()),
    )


@pytest.mark.parametrize("far", [(65_535, 255), (65_535, 100)])
def test_an_old_workbook_with_a_cell_far_away_is_refused(far: tuple[int, int]) -> None:
    assert read_sheets("a.xls", old_xls({"a": [["x"]]}, far)) == Unreadable("too_many_rows")


def test_an_old_workbook_whose_sheets_are_all_one_vast_sheet_is_refused() -> None:
    one = old_xls({f"{number}": [["x"]] for number in range(60)}, (60_000, 20))
    assert read_sheets("a.xls", one) == Unreadable("too_many_rows")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a workbook",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 600,
        ole("WordDocument", b"x"),
        ole("Workbook", b"\x00"),
        ole("Workbook", b"\x09\x08\x10\x00" + b"\0" * 16 + b"\x85\x00\x02\x00\x00\x00"),
        old_xls({"a": [["x"] * 50] * 50})[:2000],
    ],
)
def test_what_is_no_old_workbook_is_refused_or_empty(content: bytes) -> None:
    assert read_sheets("a.xls", content) in (Unreadable("not_a_table"), ())


def test_an_open_document_is_read() -> None:
    rows = row(text("题干"), text("答案")) + row(
        text("地球是圆的"),
        '<table:table-cell office:value-type="float" office:value="1"><text:p>1</text:p></table:table-cell>',
        empty(16_000),
    )
    far = row(empty(16_384), said=' table:number-rows-repeated="1048000"')
    assert read_sheets("a.ods", ods(rows + far)) == (
        TextSheet("判断题", (("题干", "答案"), ("地球是圆的", "1"))),
    )


@pytest.mark.parametrize(
    "rows",
    [
        row(text("x", ' table:number-columns-repeated="100000000"')),
        row(text("x"), said=' table:number-rows-repeated="100000000"'),
        row(empty(100_000_000), text("x")),
        row(empty(100_000_000), empty(1)),
        row(empty(16_384), said=' table:number-rows-repeated="1000000"')
        + row(text("x"))
        + row(empty(1), text("x")),
        row(text("x", " table:number-columns-repeated='&#49;00000000'")),
        row(text("<text:s text:c='2000000000'/>")),
        row(
            text("x" * 10_000, ' table:number-columns-repeated="1000"'),
            said=' table:number-rows-repeated="1000"',
        ),
    ],
)
def test_an_open_document_that_repeats_without_end_is_refused(rows: str) -> None:
    assert read_sheets("a.ods", ods(rows)) == Unreadable("too_many_rows")


def test_an_open_document_larger_inside_than_it_may_be_is_refused() -> None:
    made = ods(row(text("x")))
    size = len(_ODS.format(rows=row(text("x"))).encode())
    bomb = made.replace(size.to_bytes(4, "little"), (MOST_UNPACKED + 1).to_bytes(4, "little"))
    assert read_sheets("a.ods", bomb) == Unreadable("too_large")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_csv_is_read_in_the_encodings_of_the_county(encoding: str) -> None:
    [sheet] = read_sheets("a.csv", "题干,答案\r\n镕字怎么读？,“róng”\r\n".encode(encoding))  # type: ignore[misc]
    assert sheet.rows == (("题干", "答案"), ("镕字怎么读？", "“róng”"))


def test_csv_of_a_western_office_is_read() -> None:
    [sheet] = read_sheets("a.csv", "question,answer\r\nWhat is “café”?,déjà vu\r\n".encode("cp1252"))  # type: ignore[misc]
    assert sheet.rows[1] == ("What is “café”?", "déjà vu")


def test_tsv_has_one_delimiter() -> None:
    assert read_sheets("a.tsv", "题干\t答案\n甲,乙；丙\tA\n".encode()) == (
        TextSheet("", (("题干", "答案"), ("甲,乙；丙", "A"))),
    )
