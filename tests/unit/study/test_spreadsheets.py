"""Books that are sent to people: text stays text, numbers stay numbers, and every program opens them."""

from __future__ import annotations

import io
import re
from zipfile import ZipFile

from python_calamine import load_workbook

from study.spreadsheets import LONGEST_CELL, Sheet, TextSheet, read_sheets, write_book


def part(book: bytes, name: str) -> str:
    with ZipFile(io.BytesIO(book)) as packed:
        return packed.read(name).decode()


def names_of(*wanted: str) -> list[str]:
    book = write_book([Sheet(name, (("x",),)) for name in wanted])
    return [str(name) for name in load_workbook(io.BytesIO(book)).sheet_names]


def test_no_text_becomes_a_formula_or_a_link() -> None:
    texts = ("=1+1", "+1", "@SUM(A1)", "https://example.com", "<b>&", "喆镕㛃䶮𬭚")
    book = write_book([Sheet("名单", (("姓名",), *((text,) for text in texts)))])
    assert read_sheets("名单.xlsx", book) == (TextSheet("名单", (("姓名",), *((text,) for text in texts))),)
    page = part(book, "xl/worksheets/sheet1.xml")
    assert "<f>" not in page
    assert "hyperlink" not in page.lower()


def test_numbers_stay_numbers_and_nothing_stays_empty() -> None:
    book = write_book([Sheet("", (("n", "share", "none", "no"), (3, 0.5, None, 10**18)))])
    assert load_workbook(io.BytesIO(book)).get_sheet_by_index(0).to_python() == [
        ["n", "share", "none", "no"],
        [3.0, 0.5, "", str(10**18)],
    ]


def test_what_no_file_can_hold_is_left_out() -> None:
    book = write_book([Sheet("", (("a\x00b\x1b\ud800c\uffff", "_x0041_", "长" * (LONGEST_CELL + 1)),))])
    [sheet] = load_workbook(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    assert [sheet[0], sheet[1], len(sheet[2])] == ["abc", "_x0041_", LONGEST_CELL]


def test_every_sheet_has_a_name_of_its_own_that_programs_accept() -> None:
    assert names_of("a/b:[c]", "", "名单", "名单", "'X'", "x", "长" * 40, "长" * 40) == [
        "a b c",
        "Sheet2",
        "名单",
        "名单 (2)",
        "X",
        "x (2)",
        "长" * 31,
        "长" * 27 + " (2)",
    ]


def test_the_header_is_bold_and_stays_and_columns_fit() -> None:
    book = write_book([Sheet("", (("单位", "n"), ("农业农村局", 1), ("长" * 50, 2)))])
    page = part(book, "xl/worksheets/sheet1.xml")
    assert 'ySplit="1"' in page
    assert '<c r="A1" s="1"' in page
    assert '<c r="A2" t="s"' in page
    widths = [float(width) for width in re.findall(r'<col [^>]*?width="([\d.]+)"', page)]
    assert [round(width) for width in widths] == [41, 4]


def test_a_book_without_rows_opens() -> None:
    assert read_sheets("x.xlsx", write_book([])) == (TextSheet("Sheet1", ()),)
