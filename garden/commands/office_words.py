"""What the commands about the running of a garden say, in both languages."""

from __future__ import annotations

_WORDS: dict[str, tuple[str, str]] = {
    "migrated": ("数据库已更新：{names}。", "The database was brought up to date: {names}."),
    "up_to_date": ("数据库已是最新。", "The database is up to date."),
    "backed_up": ("备份已存入 {file}。", "The backup is in {file}."),
    "restored": (
        "已从 {file} 恢复。待发消息已暂停，核对后请运行 garden outbox release。",
        "Restored from {file}. The outbox is held; when you have looked, run garden outbox release.",
    ),
    "kept": ("原来的数据库保存在 {file}。", "The database that was replaced is kept as {file}."),
    "audit_clean": (
        "已核对 {people} 人、{responses} 次作答、{entries} 条积分，全部一致。",
        "Recounted: people {people}, responses {responses}, points entries {entries}. All agree.",
    ),
    "audit_found": ("有 {count} 处不一致。", "Not in agreement: {count}."),
    "outbox_held": ("待发消息已暂停。", "The outbox is held."),
    "outbox_free": ("待发消息照常发送。", "The outbox is not held."),
    "outbox_released": ("待发消息恢复发送。", "The outbox is released."),
    "no_dead_letters": ("没有无法处理的消息。", "There are no dead letters."),
    "dead_letter": ("{id} {channel} {at} {failure}", "{id} {channel} {at} {failure}"),
    "retried": ("已重新处理 {count} 条。", "Handled again: {count}."),
    "retry_failed": ("{id}：仍然无法处理（{failure}）。", "{id}: still cannot be handled ({failure})."),
    "check_ok": (
        "配置和内容没有问题：{readings} 篇阅读，{banks} 个题库，{questions} 道题。",
        "Configuration and content are sound. Readings: {readings}, banks: {banks}, questions: {questions}.",
    ),
    "check_found": ("有 {count} 处需要改正。", "To be corrected: {count}."),
    "no_such_item": ("{staff_no} 没有待完成的“{name}”。", "{staff_no} has no open item called {name}."),
    "not_later": ("{day} 不晚于原来的期限。", "{day} is no later than the due date now."),
    "leave_backwards": ("结束日期早于开始日期。", "The leave ends before it begins."),
    "leave_recorded": (
        "已登记{name}的请假：{start} 至 {end}。",
        "Leave of {name} from {start} to {end} is recorded.",
    ),
    "excused": ("{name}的“{item}”已免学。", "{name} is excused from {item}."),
    "extended": ("{name}的“{item}”延期到 {day}。", "{item} of {name} is now due {day}."),
    "report_written": ("周报已存入 {file}。", "The report is in {file}."),
    "no_such_week": ("{week} 不是一周的写法，例：2026-W48。", "{week} is not a week; write 2026-W48."),
    "building_demo": ("正在准备演示县", "Preparing the demo county"),
    "open_here": ("请在浏览器打开 {address}", "Open {address} in a browser"),
}


def words(key: str, language: str, **args: object) -> str:
    """The sentence in Chinese for zh-Hans, else in English."""
    return _WORDS[key][0 if language == "zh-Hans" else 1].format(**args)
