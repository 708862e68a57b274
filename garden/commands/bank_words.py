"""What the commands about question banks say, in both languages."""

from __future__ import annotations

_WORDS: dict[str, tuple[str, str]] = {
    "reading": ("读取文件", "Reading the file"),
    "comparing": ("与现有题库比对", "Comparing with the banks"),
    "no_such_bank": (
        "没有题库 {bank}。用 garden bank list 看有哪些题库。",
        "There is no bank {bank}; garden bank list shows which there are.",
    ),
    "no_unit": (
        "还没有单位，请先导入名册。",
        "There is no unit yet; please import the roster first.",
    ),
    "unreadable": ("文件打不开。", "The file cannot be read."),
    "format": (
        "{file}：请用 {endings} 结尾，导出的格式由它决定。",
        "{file} must end with {endings}: that tells the format.",
    ),
    "read": (
        "读到 {read} 题，没有收下 {refused} 题，题型不支持 {skipped} 题。",
        "{read} read, {refused} refused, {skipped} of a type that is not supported.",
    ),
    "difference": (
        "新增 {new}，修改 {changed}，不变 {same}；题库里另有 {absent} 题不在文件里，保留不动。",
        "{new} new, {changed} changed, {same} unchanged; {absent} more in the bank are not in the file and stay.",
    ),
    "alike": ("可能重复：{where} 与{other}：{stem}", "Possibly the same: {where} and {other}: {stem}"),
    "in_file": ("同一文件的{where}", "{where} of the same file"),
    "in_bank": ("题库 {bank} 的一题", "one of the bank {bank}"),
    "saved": ("已存入题库 {bank}。", "Saved in the bank {bank}."),
    "not_saved": (
        "有题目没有收下，因此什么都没有保存。请改好文件再导入；也可以加上 --partial，先保存其余各题。",
        "Nothing was saved because of the above. Please correct the file, or add --partial to save the others.",
    ),
    "dry_run": ("这是试运行，什么都没有保存。", "This was a dry run; nothing was saved."),
    "exported": ("已写入 {file}：{count} 题。", "{file} holds {count} questions."),
    "slug": ("短名", "short name"),
    "title": ("名称", "title"),
    "questions": ("题数", "questions"),
    "unit": ("单位", "unit"),
}


def words(key: str, language: str, **named: object) -> str:
    """The sentence in the garden's language."""
    chinese, english = _WORDS[key]
    return (chinese if language == "zh-Hans" else english).format(**named)
