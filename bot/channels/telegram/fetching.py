"""Bringing the bytes of a file somebody sent."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from telegram.error import TelegramError

from bot.channels.telegram.api import BotApi
from bot.channels.telegram.requests import TooLarge
from study.uploads import CannotFetch


def fetching(api: BotApi) -> Callable[[str], Awaitable[bytes]]:
    """From a file id to its bytes; what goes wrong on the way is CannotFetch."""

    async def fetch(file_id: str) -> bytes:
        try:
            return await api.download(file_id)
        except TooLarge:
            raise CannotFetch("too_large") from None
        except TelegramError:
            raise CannotFetch("not_fetched") from None

    return fetch
