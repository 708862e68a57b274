"""The words of the year's report, in both languages."""

from __future__ import annotations

WORDS: dict[str, dict[str, str]] = {
    "file": {"zh-Hans": "年度学习报表", "en": "Year of study"},
    "overview": {"zh-Hans": "概览", "en": "Overview"},
    "by_person": {"zh-Hans": "按人", "en": "By person"},
    "by_rank": {"zh-Hans": "按职级", "en": "By rank category"},
    "by_tag": {"zh-Hans": "按标签", "en": "By tag"},
    "by_item": {"zh-Hans": "按项目", "en": "By item"},
    "notes": {"zh-Hans": "说明", "en": "Notes"},
    "unit": {"zh-Hans": "单位", "en": "Unit"},
    "people": {"zh-Hans": "人数", "en": "People"},
    "assigned": {"zh-Hans": "应完成", "en": "Assigned"},
    "on_time": {"zh-Hans": "按时完成", "en": "Done on time"},
    "late": {"zh-Hans": "补学完成", "en": "Done late"},
    "on_paper": {"zh-Hans": "其中纸面", "en": "Of these on paper"},
    "excused": {"zh-Hans": "免学", "en": "Excused"},
    "open": {"zh-Hans": "未完成", "en": "Not done"},
    "points": {"zh-Hans": "积分", "en": "Points"},
    "staff_no": {"zh-Hans": "工号", "en": "Staff no."},
    "name": {"zh-Hans": "姓名", "en": "Name"},
    "rank": {"zh-Hans": "职级类别", "en": "Rank category"},
    "tags": {"zh-Hans": "标签", "en": "Tags"},
    "tag": {"zh-Hans": "标签", "en": "Tag"},
    "required": {"zh-Hans": "必学积分", "en": "Points, required"},
    "voluntary": {"zh-Hans": "自愿积分", "en": "Points, voluntary"},
    "corrections": {"zh-Hans": "更正", "en": "Corrections"},
    "note": {"zh-Hans": "备注", "en": "Note"},
    "item": {"zh-Hans": "学习项目", "en": "Item"},
    "opens": {"zh-Hans": "开放", "en": "Opens"},
    "due": {"zh-Hans": "到期", "en": "Due"},
    "whole": {"zh-Hans": "合计", "en": "All"},
    "moved": {"zh-Hans": "{day} 由{unit}调入", "en": "from {unit} on {day}"},
    "joined": {"zh-Hans": "{day} 加入", "en": "joined {day}"},
    "left": {"zh-Hans": "{day} 离任", "en": "left {day}"},
}

NOTES: dict[str, tuple[str, ...]] = {
    "zh-Hans": (
        "单位：{unit}",
        "年度：{year}",
        "截至：{as_of}",
        "应完成：这一年学习计划里布置给本人的项目，免学的不计在内。",
        "按时完成、补学完成：以本人的到期日为准，延期和请假顺延的已计算在内。",
        "概览和按项目：成绩留在完成时所在的单位；按人、按职级、按标签：按现在所在的单位列人，成绩是本人全年的。",
        "积分：按计入的分数；更正包括冲销、补分和异议处理的分数，三项之和就是本人全年积分。",
        "本表由记录直接统计，与截至时刻的记录一致。",
    ),
    "en": (
        "Unit: {unit}",
        "Year: {year}",
        "As of: {as_of}",
        "Assigned: the items of the year's plan given to a person; what they are excused from is not counted.",
        "On time, late: by the person's own due date, with extensions and leave.",
        "Overview and by item: a result stays with the unit it was made in. By person, rank category and tag: people"
        " stand under their present unit, with their own results of the whole year.",
        "Points: as they count. Corrections are reversals, credits and decided disputes; the three add up to the"
        " person's points of the year.",
        "Counted from the record itself, and equal to it at that moment.",
    ),
}
