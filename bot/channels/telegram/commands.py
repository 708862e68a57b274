"""The menu of commands in the chat: the same for everybody, longer for those with a role."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from telegram import BotCommand, BotCommandScopeChat

from bot.channels.telegram.api import BotApi
from bot.conversation.menus import EVERYBODY, for_roles

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
    added = for_roles(roles)
    scope = BotCommandScopeChat(int(address))
    if added:
        await api.bot.set_my_commands(_described((*added, *EVERYBODY), language, describe), scope=scope)
    else:
        await api.bot.delete_my_commands(scope=scope)


def _described(commands: Sequence[str], language: str, describe: Describe) -> list[BotCommand]:
    return [BotCommand(command, describe(f"command-{command}", language)) for command in commands]
