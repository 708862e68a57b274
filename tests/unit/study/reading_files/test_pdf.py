"""PDFs made by hand: text put together over pages, scans and damaged files refused."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from study.markdown import blocks_of
from study.reading_files.found import UnreadableReading
from study.reading_files.readers import read_reading


def a_pdf(pages: Sequence[Sequence[str]]) -> bytes:
    """A PDF with these lines on its pages; Chinese by a map from character codes to Unicode."""
    characters = sorted({character for page in pages for line in page for character in line})
    codes = {character: number + 1 for number, character in enumerate(characters)}
    mapped = "".join(f"<{code:04X}> <{ord(character):04X}>\n" for character, code in codes.items())
    unicode_map = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        f"{len(codes)} beginbfchar\n{mapped}endbfchar endcmap end end"
    )
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{' '.join(f'{6 + 2 * n} 0 R' for n in range(len(pages)))}] >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H"
        " /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity)"
        " /Supplement 0 >> /DW 1000 >>",
        f"<< /Length {len(unicode_map)} >>\nstream\n{unicode_map}\nendstream",
    ]
    for number, page in enumerate(pages):
        lines = "".join(
            f"1 0 0 1 50 {780 - 16 * row} Tm <{''.join(f'{codes[c]:04X}' for c in line)}> Tj\n"
            for row, line in enumerate(page)
        )
        stream = f"BT /F1 10 Tf\n{lines}ET"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {7 + 2 * number} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    made, places = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(made))
        made += f"{number} 0 obj\n{each}\nendobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer << /Size {len(objects) + 1} /Root 1 0 R >>"
    return made + f"{end}\nstartxref\n{len(made)}\n%%EOF".encode()


FULL = "值班人员应当坚守岗位保持通讯畅通不得擅自离岗脱岗或者委托他人代"
OTHER = "险情发生后当班人员应当立即核实时间地点和人员情况随后报告带班领"
PAGES = [
    ["某县应急管理局文件", "防汛值班须知", "一、接报", FULL, "班。", FULL, "- 1 -"],
    ["某县应急管理局文件", "班。", "二、处置", OTHER, "- 2 -"],
    ["某县应急管理局文件", "班的，按规定处理。", "- 3 -"],
]


def test_pages_are_put_together_again() -> None:
    found = read_reading("须知.pdf", a_pdf(PAGES))
    assert (found.title, found.language) == ("防汛值班须知", "zh-Hans")
    assert [block.text.text for block in blocks_of(found.body)] == [
        "一、接报",
        f"{FULL}班。",
        f"{FULL}班。",
        "二、处置",
        f"{OTHER}班的，按规定处理。",
    ]


def test_hyphens_at_line_ends_are_taken_back() -> None:
    lines = [
        "Flood duty",
        "The officer answers the telephone and re-",
        "ports every call to the head of the shift",
    ]
    found = read_reading("duty.pdf", a_pdf([lines]))
    assert (found.title, found.language) == ("Flood duty", "en")
    assert "and reports every call" in found.body


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (a_pdf([[], []]), "scanned"),
        (a_pdf([["1"], ["2"]]), "scanned"),
        (b"%PDF-1.7 and nothing more", "not_readable"),
        (b"", "not_readable"),
        (a_pdf([["字"] * 30] * 501), "too_long"),
    ],
)
def test_what_holds_no_text_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableReading) as refused:
        read_reading("x.pdf", content)
    assert refused.value.reason == reason
