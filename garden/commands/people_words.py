"""What the commands about people say, in both languages."""

from __future__ import annotations

_WORDS: dict[str, tuple[str, str]] = {
    "reading": ("读取文件", "Reading the file"),
    "comparing": ("与现有名册比对", "Comparing with the roster"),
    "writing": ("写入文件", "Writing the file"),
    "making_codes": ("生成学习码", "Making codes"),
    "staff_no": ("工号", "staff_no"),
    "name": ("姓名", "name"),
    "unit": ("单位", "unit"),
    "change": ("变化", "change"),
    "new": ("新增", "new"),
    "more": ("另有 {count} 人，此处从略。", "And {count} more people."),
    "nothing": ("无", "none"),
    "summary": (
        "新增 {added} 人，更新 {changed} 人，不变 {unchanged} 人，未收 {refused} 行。",
        "{added} new, {changed} changed, {unchanged} unchanged, {refused} rows refused.",
    ),
    "ignored": ("未使用的列：{columns}。", "Columns not used: {columns}."),
    "dry_run": ("这是试运行，名册没有改动。", "This was a dry run; nothing was changed."),
    "nothing_imported": (
        "有内容没有通过，因此名册没有改动。请修改后再导入；"
        "也可以加上 --partial，先导入其余各行，并另存未通过的行。",
        "Nothing was imported because of the above. Please correct the file and import it again,"
        " or add --partial to import the other rows and save the refused ones.",
    ),
    "file_refused": ("名册没有改动。", "Nothing was imported."),
    "refused_saved": ("未收的行和原因已存入 {file}。", "The refused rows and the reasons are in {file}."),
    "exported": ("已导出 {count} 人到 {file}。", "{count} people were exported to {file}."),
    "invited": (
        "已为 {count} 人生成学习码，存入 {file}，有效期至 {day}。"
        "之前未使用的学习码已作废。请妥善保管此文件。",
        "Codes for {count} people are in {file}, good to the end of {day}."
        " Their earlier unused codes are void. Please keep this file safe.",
    ),
    "no_such_person": ("名册上没有工号 {staff_no}。", "There is nobody with staff number {staff_no}."),
    "granted": (
        "已授予{name}（{staff_no}）：{role}，{unit}{until}。",
        "{name} ({staff_no}) is now {role} of {unit}{until}.",
    ),
    "until": ("，至 {day} 止", " until {day}"),
    "revoked": (
        "已收回{name}（{staff_no}）：{role}，{unit}。",
        "{name} ({staff_no}) is no longer {role} of {unit}.",
    ),
}


def words(key: str, language: str, **args: object) -> str:
    chinese, english = _WORDS[key]
    return (chinese if language == "zh-Hans" else english).format(**args)
