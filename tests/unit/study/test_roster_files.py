"""Reading rosters as they come, and what is refused in them."""

from __future__ import annotations

import io
import struct
import zipfile
from datetime import date

import pytest
import xlsxwriter

from study import roster_words
from study.roster_columns import COLUMNS, Unfit, column_of, read_cell
from study.roster_files import RosterFile, read_roster, refused_rows, write_table
from study.spreadsheets import MOST_BYTES, MOST_UNPACKED, guarded, unguarded


def workbook(**sheets: list[list[object]]) -> bytes:
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"strings_to_formulas": False})
    day = book.add_format({"num_format": "yyyy/m/d"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name.strip("_"))
        if name.startswith("_"):
            sheet.hide()
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, date):
                    sheet.write_datetime(row, column, cell, day)
                else:
                    sheet.write(row, column, cell)
    book.close()
    return made.getvalue()


def names(file: RosterFile) -> list[str]:
    return [row.stated["name"] for row in file.rows]


def reasons(file: RosterFile) -> list[tuple[str, str]]:
    return [(refused.column, refused.reason) for refused in file.refused]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_is_read_whatever_its_encoding_and_delimiter(encoding: str, delimiter: str) -> None:
    text = '工号,姓名,单位,标签\r\n1001,林青,县/甲,"骨干、妇女"\r\n'.replace(",", delimiter)
    file = read_roster("名册.csv", text.encode(encoding))
    [row] = file.rows
    assert (row.staff_no, row.stated["name"], row.stated["unit"]) == ("1001", "林青", "县/甲")
    assert row.stated["tags"] == ("妇女", "骨干")


@pytest.mark.parametrize(
    "header",
    ["姓名", "姓名（必填）", "*姓名", "姓名*", " 姓名 \n（与档案一致）", "name", "Name (required)", "NAME"],
)
def test_headers_are_known_with_their_marks(header: str) -> None:
    assert column_of(header) == "name"


def test_a_real_workbook_with_its_oddities() -> None:
    file = read_roster(
        "名册.xlsx",
        workbook(
            说明=[["请按第二张表填写", "姓名"]],
            名册=[
                ["青禾县干部名册（填写前请看说明）"],
                ["序号", "工号", "姓名（必填）", "*单位", "职级类别", "加入日期", "离开日期", "电话", "备注"],
                [1, 1001.0, "林 青", "县／甲", "专业技术", date(2024, 3, 1), 45352, 13800000000.0, "x"],
                [2, "", "", "", "", "", "", "", ""],
                [3, "0012", "石磊", " 县 / 甲 / ", "LEADER", "2024年3月1日", "2024-03-02 00:00:00", "", ""],
            ],
            _旧名册=[["姓名", "单位"], ["旧人", "县"]],
        ),
    )
    assert (file.refused, file.ignored) == ((), ("序号", "备注"))
    first, second = file.rows
    assert (first.row, first.staff_no, first.stated["name"], first.stated["unit"]) == (
        3,
        "1001",
        "林青",
        "县/甲",
    )
    assert (first.stated["rank_category"], first.stated["phone"]) == ("professional", "13800000000")
    assert (first.stated["joined_on"], first.stated["left_on"]) == (date(2024, 3, 1), date(2024, 3, 1))
    assert (second.row, second.staff_no, second.stated["unit"]) == (5, "0012", "县/甲")
    assert (second.stated["rank_category"], second.stated["left_on"]) == ("leader", date(2024, 3, 2))


def test_several_sheets_with_a_header_are_all_read_and_named() -> None:
    rows: list[list[object]] = [["姓名", "单位"], ["林青", "县"], ["", "县"]]
    file = read_roster("r.xlsx", workbook(甲=rows, 乙=rows))
    assert names(file) == ["林青", "林青"]
    assert [refused.place("zh-Hans") for refused in file.refused] == [
        "r.xlsx[甲]:3:姓名",
        "r.xlsx[乙]:3:姓名",
    ]


@pytest.mark.parametrize(
    "text",
    ["2024/3/1", "2024-03-01", "2024.3.1", "2024年3月1日", "20240301", "45352", "45352.0", "２０２４-３-１"],
)
def test_dates_are_read_in_every_usual_form(text: str) -> None:
    assert read_cell("joined_on", text) == date(2024, 3, 1)


@pytest.mark.parametrize(
    ("column", "text", "value"),
    [
        ("rank_category", "村干部", "village"),
        ("rank_category", "Professional", "professional"),
        ("language", "英文", "en"),
        ("language", "zh", "zh-Hans"),
        ("roles", "督学；instructor", (("supervisor", ""), ("instructor", ""))),
        ("roles", "学员", ()),
        ("roles", "督学@县/甲", (("supervisor", "县/甲"),)),
        ("supervises", "县/甲，县/乙", ("县/甲", "县/乙")),
        ("tags", "b,a；a\nc", ("a", "b", "c")),
        ("staff_no", "１００１.0", "1001"),
        ("name", "\u200b林\u3000青\ufeff", "林青"),
        ("name", "Anna  Lin", "Anna Lin"),
    ],
)
def test_values_are_read_in_either_language(column: str, text: str, value: object) -> None:
    assert read_cell(column, text) == value


@pytest.mark.parametrize(
    ("column", "text", "reason"),
    [
        ("staff_no", "11010519491231002X", "identity_number"),
        ("staff_no", "110105194912310021", "identity_number"),
        ("phone", "110105194912310021", "identity_number"),
        ("staff_no", "9" * 41, "too_long"),
        ("staff_no", "10 01", "staff_no_form"),
        ("name", "  ", "missing"),
        ("name", "x" * 61, "too_long"),
        ("name", "林\x07青", "control_character"),
        ("name", "林\n青", "control_character"),
        ("unit", " / ", "missing"),
        ("unit", "科技、文化局", "unit_form"),
        ("unit", "/".join("abcdefghi"), "unit_form"),
        ("rank_category", "局长", "unknown_rank_category"),
        ("roles", "校长", "unknown_roles"),
        ("language", "法文", "unknown_language"),
        ("joined_on", "2024-02-30", "date_form"),
        ("joined_on", "去年", "date_form"),
        ("tags", "、".join(map(str, range(31))), "too_many_tags"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_words_in_both_languages(
    column: str, text: str, reason: str
) -> None:
    unfit = read_cell(column, text)
    assert isinstance(unfit, Unfit) and unfit.reason == reason
    for language in ("zh-Hans", "en"):
        assert roster_words.sentence(reason, language, unfit.text)


def test_every_fault_of_a_row_is_named_and_the_good_rows_stay() -> None:
    file = read_roster("r.csv", "姓名,单位,职级类别\n,县,局长\n林青,县,领导\n".encode())
    assert reasons(file) == [("name", "missing"), ("rank_category", "unknown_rank_category")]
    assert names(file) == ["林青"]
    assert file.refused[0].place("en") == "r.csv:2:name"


def test_a_unit_to_supervise_needs_a_role() -> None:
    file = read_roster("r.csv", "姓名,单位,角色,管理单位\n林青,县,,县\n".encode())
    assert reasons(file) == [("supervises", "supervises_without_role")]


def test_refused_rows_come_back_as_they_were_with_reasons() -> None:
    file = read_roster("r.csv", "姓名,单位,职级类别\n=1+1,,局长\n".encode())
    header, row = refused_rows(file.refused, "zh-Hans")
    assert header == [*COLUMNS.values(), "原因"]
    assert (row[1], row[3]) == ("=1+1", "局长")
    assert row[-1].startswith("单位: 这一格不能为空。 职级类别: 没有“局长”")
    again = read_roster("r.refused.csv", write_table("r.refused.csv", [header, row]))
    assert reasons(again) == reasons(file)


@pytest.mark.parametrize("text", ["=1+1", "+86", "-1", "@x", "＝1", "'=1", "''=1", "'quoted", "plain", ""])
def test_guarded_fields_never_start_a_formula_and_come_back_exactly(text: str) -> None:
    assert guarded(text)[:1] not in ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("r.csv", b"", "no_header"),
        ("r.csv", "姓名,部门\n林青,县\n".encode(), "no_header"),
        ("r.csv", b"\x89PNG\r\n\x1a\n\xff\xff", "not_a_table"),
        ("r.csv", b"," * (MOST_BYTES + 1), "too_large"),
        ("r.csv", "姓名,单位\n".encode() + b"\n" * 200_001, "too_many_rows"),
        ("r.xlsx", b"not a zip", "not_a_table"),
        ("r.xlsx", workbook(甲=[["a"]])[:-40], "not_a_table"),
        ("r.pdf", b"%PDF", "unknown_kind"),
    ],
)
def test_a_file_that_is_no_roster_is_refused_as_a_whole(name: str, content: bytes, reason: str) -> None:
    [refused] = read_roster(name, content).refused
    assert (refused.row, refused.reason) == (0, reason)
    assert refused.place("en") == name


def test_a_cell_far_away_is_refused_before_memory_is_asked_for() -> None:
    rows: list[list[object]] = [["姓名", "单位"], ["林青", "县"]]
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made)
    sheet = book.add_worksheet()
    for row, cells in enumerate(rows):
        sheet.write_row(row, 0, cells)
    sheet.write(999, 16_383, "x")
    book.close()
    assert reasons(read_roster("r.xlsx", made.getvalue())) == [("", "too_many_rows")]


def test_a_style_far_away_does_no_harm() -> None:
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["姓名", "单位"])
    sheet.write_row(1, 0, ["林青", "县"])
    sheet.write_blank(999, 16_383, None, book.add_format({"bold": True}))
    book.close()
    assert names(read_roster("r.xlsx", made.getvalue())) == ["林青"]


def packed(parts: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def test_a_zip_bomb_is_refused_by_what_it_promises() -> None:
    size = 12_345
    small = packed({"xl/workbook.xml": b" " * size})
    bomb = small.replace(struct.pack("<I", size), struct.pack("<I", MOST_UNPACKED + 1))
    assert reasons(read_roster("r.xlsx", bomb)) == [("", "too_large")]


def test_a_zip_that_promises_less_than_it_holds_is_refused() -> None:
    size = 300_000
    bomb = packed({"xl/workbook.xml": b" " * size})
    liar = bomb.replace(struct.pack("<I", size), struct.pack("<I", 100))
    assert reasons(read_roster("r.xlsx", liar)) == [("", "not_a_table")]
