"""The menu of commands in the chat: the same for everybody, longer for those with a role."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from telegram import BotCommand, BotCommandScopeChat

from bot.channels.telegram.api import BotApi

EVERYBODY = (
    "today",
    "readings",
    "quiz",
    "practice",
    "points",
    "mistakes",
    "me",
    "settings",
    "language",
    "help",
)

FOR_ROLE: dict[str, tuple[str, ...]] = {
    "instructor": ("queue",),
    "supervisor": ("summary", "nudge", "queue"),
    "admin": ("summary", "nudge", "queue", "plan", "announce", "roster", "audit"),
}

Describe = Callable[[str, str], str]
"""(key such as "command-today", language) -> what the command is for, at most 256 characters."""


async def publish_commands(api: BotApi, describe: Describe) -> None:
    """The menu everybody sees: in Chinese where the person's Telegram is, else in English."""
    await api.bot.set_my_commands(_described(EVERYBODY, "en", describe))
    await api.bot.set_my_commands(_described(EVERYBODY, "zh-Hans", describe), language_code="zh")


async def publish_commands_for(
    api: BotApi, address: str, roles: Collection[str], language: str, describe: Describe
) -> None:
    """The menu of one chat; without a role that adds to it, everybody's again."""
    mine = [command for role, commands in FOR_ROLE.items() if role in roles for command in commands]
    added = list(dict.fromkeys(mine))
    scope = BotCommandScopeChat(int(address))
    if added:
        await api.bot.set_my_commands(_described((*added, *EVERYBODY), language, describe), scope=scope)
    else:
        await api.bot.delete_my_commands(scope=scope)


def _described(commands: Sequence[str], language: str, describe: Describe) -> list[BotCommand]:
    return [BotCommand(command, describe(f"command-{command}", language)) for command in commands]
