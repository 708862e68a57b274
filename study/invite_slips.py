"""Invites on paper: a table for those who print themselves, or slips with QR codes, unit by unit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from html import escape
from itertools import groupby
from urllib.parse import quote

import segno

from study.invites import Invitation
from study.rules.frozen import frozen
from study.rules.invite_code import grouped
from study.spreadsheets import write_csv

SLIPS_PER_PAGE = 8

_WORDS = {
    "zh-Hans": {
        "title": "{garden}学习码",
        "hello": "{name}，您好",
        "telegram": "Telegram 扫码",
        "web": "浏览器扫码",
        "scan": "请扫码进入{garden}，核对姓名和单位后确认。也可以在对话里输入学习码：",
        "type": "请打开{garden}，输入下面的学习码，核对姓名和单位后确认：",
        "once": "仅供您本人使用一次，有效期至 {day}。",
        "day": "{0.year}年{0.month}月{0.day}日",
    },
    "en": {
        "title": "Invites to {garden}",
        "hello": "Hello {name}",
        "telegram": "Telegram",
        "web": "Browser",
        "scan": "Scan to open {garden}, then confirm your name and unit. Or type this code in the chat:",
        "type": "Open {garden}, type this code and confirm your name and unit:",
        "once": "For you alone, to be used once, until {day}.",
        "day": "{0:%Y-%m-%d}",
    },
}

_STYLE = """
@page { size: A4; margin: 10mm }
* { box-sizing: border-box }
body { margin: 0; font: 10pt/1.45 "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif;
  color: #1d1d1f }
section { break-after: page; width: 190mm; margin: 0 auto }
section:last-child { break-after: auto }
h1 { height: 9mm; margin: 0; font-size: 11pt; font-weight: 600; color: #3d6b4a }
.slips { display: grid; grid-template-columns: 1fr 1fr; grid-auto-rows: 66mm }
article { display: flex; gap: 4mm; padding: 4mm 5mm; border: .2mm dashed #b5b5b5; overflow: hidden;
  break-inside: avoid }
.words { flex: 1; min-width: 0; overflow-wrap: anywhere }
h2 { margin: 0; font-size: 13pt }
p { margin: 1mm 0 }
.unit, .once { font-size: 8.5pt; color: #5c5c61 }
.code { font: 600 16pt/1.3 ui-monospace, "Cascadia Mono", Menlo, Consolas, monospace; letter-spacing: .04em;
  white-space: nowrap }
figure { margin: 0 0 1mm; width: 23mm; text-align: center; font-size: 7.5pt; color: #5c5c61 }
svg { display: block; width: 23mm; height: 23mm }
@media screen {
  body { background: #eee }
  section { background: #fff; padding: 10mm; margin: 10mm auto; width: 210mm }
}
"""


@frozen
class Links:
    """Where a code can be scanned to: the bot's name on Telegram, the public address of the web chat."""

    telegram_name: str | None = None
    web_address: str | None = None

    def telegram(self, code: str) -> str:
        return f"https://t.me/{self.telegram_name}?start={quote(code)}" if self.telegram_name else ""

    def web(self, code: str) -> str:
        return f"{self.web_address.rstrip('/')}/?code={quote(code)}" if self.web_address else ""


def slips_csv(invitations: Iterable[Invitation], links: Links) -> bytes:
    rows = [["staff_no", "name", "unit", "code", "telegram_link", "web_link"]]
    for each in invitations:
        code = grouped(each.code)
        rows.append(
            [each.staff_no, each.name, each.unit, code, links.telegram(each.code), links.web(each.code)]
        )
    return write_csv(rows)


def slips_html(
    invitations: Sequence[Invitation], links: Links, language: str, garden: str, expires_on: date
) -> bytes:
    """A page to print on A4: each unit begins a sheet, eight slips on each; everything is inline."""
    words = _WORDS[language]
    garden = escape(garden)
    once = words["once"].format(day=words["day"].format(expires_on))
    title = words["title"].format(garden=garden)
    sheets = []
    for unit, people in groupby(invitations, key=lambda each: each.unit):
        slips = [_slip(each, links, words, garden, once) for each in people]
        for first in range(0, len(slips), SLIPS_PER_PAGE):
            sheet = "".join(slips[first : first + SLIPS_PER_PAGE])
            sheets.append(f'<section><h1>{escape(unit)}</h1><div class="slips">{sheet}</div></section>')
    head = f'<meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style>'
    body = "\n".join(sheets)
    page = f'<!doctype html>\n<html lang="{language}"><head>{head}</head>\n<body>\n{body}\n</body></html>\n'
    return page.encode()


def _slip(each: Invitation, links: Links, words: dict[str, str], garden: str, once: str) -> str:
    codes = [(words["telegram"], links.telegram(each.code)), (words["web"], links.web(each.code))]
    figures = "".join(_figure(label, link) for label, link in codes if link)
    how = words["scan" if figures else "type"].format(garden=garden)
    hello = words["hello"].format(name=escape(each.name))
    pictures = f"<div>{figures}</div>" if figures else ""
    return (
        f'<article><div class="words"><h2>{hello}</h2><p class="unit">{escape(each.unit)}</p><p>{how}</p>'
        f'<p class="code">{grouped(each.code)}</p><p class="once">{once}</p></div>{pictures}</article>'
    )


def _figure(label: str, link: str) -> str:
    drawing = segno.make(link, error="m").svg_inline(omitsize=True, border=1)
    return f"<figure>{drawing}{label}</figure>"
