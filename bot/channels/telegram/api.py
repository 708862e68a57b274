"""The Bot API: hot calls raw, the rest through python-telegram-bot, all over one session."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self

from telegram import Bot, InputFile
from telegram.request import RequestData

# The one name of python-telegram-bot used here that is not its public interface: with it a raw call that uploads
# gets the public `post`, and so the mapping of answers to errors, without decoding what is not needed.
from telegram.request._requestparameter import RequestParameter

from bot.channels.telegram.requests import AiohttpRequest, TooLarge

DEFAULT_BASE = "https://api.telegram.org"
DOWNLOAD_LIMIT = 20 * 1024 * 1024
ALLOWED_UPDATES = ("message", "callback_query", "my_chat_member")

_NOT_THE_TOKEN = "0:kept-by-the-request"  # noqa: S105

# At DEBUG it logs the parameters of its calls, and those are people's texts.
logging.getLogger("telegram").setLevel(logging.INFO)


class BotApi:
    """Calls as one bot. An asynchronous context manager: the session is open inside.

    Calls raise errors of `telegram.error`; of these `requests.NotSent` means the request never left,
    `requests.TooFast` that it was refused for haste, `requests.MaybeSent` that nobody knows.
    """

    def __init__(self, token: str, base: str = DEFAULT_BASE) -> None:
        self._request = AiohttpRequest(base, token)
        self.bot = Bot(
            _NOT_THE_TOKEN,
            base_url=lambda _: "bot",
            base_file_url=lambda _: "file",
            request=self._request,
            get_updates_request=self._request,
        )

    async def __aenter__(self) -> Self:
        await self._request.initialize()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._request.shutdown()

    async def call(self, method: str, params: Mapping[str, Any], read_seconds: float | None = None) -> Any:
        """The `result` of a method, as JSON values. A parameter of type `InputFile` is uploaded."""
        timeout = self._request.read_timeout if read_seconds is None else read_seconds
        if not any(isinstance(value, InputFile) for value in params.values()):
            return await self._request.ask(f"bot/{method}", params, timeout)
        content = RequestData([_parameter(name, value) for name, value in params.items()])
        return await self._request.post(f"bot/{method}", content, read_timeout=timeout)

    async def download(self, file_id: str) -> bytes:
        """A file somebody sent. TooLarge beyond 20 MB."""
        file = await self.bot.get_file(file_id)
        if file.file_size is not None and file.file_size > DOWNLOAD_LIMIT:
            raise TooLarge(f"{file.file_size} bytes")
        return await self._request.download(str(file.file_path), DOWNLOAD_LIMIT)


def _parameter(name: str, value: Any) -> RequestParameter:
    if isinstance(value, InputFile):
        return RequestParameter(name, None, [value])
    return RequestParameter(name, value, None)
