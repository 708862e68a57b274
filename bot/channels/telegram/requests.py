"""How calls to the Bot API travel: python-telegram-bot's request interface over one aiohttp session.

Only this module knows the token. Addresses are given without it ("bot/getMe", "file/documents/1.csv"), so
nothing above it, python-telegram-bot included, can log it, show it or put it into an error.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO
from typing import Any

import aiohttp
from telegram.error import NetworkError, TelegramError
from telegram.request import BaseRequest, RequestData

from bot.channels.telegram import json_text

CONNECTIONS = 32
"""More than there are messages being sent at once: polling, acknowledgements and downloads go beside them."""

CONNECT_SECONDS = 10.0
READ_SECONDS = 20.0
TRANSFER_SECONDS = 120.0
"""For a whole request and its answer, beyond what was allowed for waiting."""

DEFAULT_PAUSE = 5
"""Seconds to pause when a refusal for haste does not say for how long."""

_JSON = {"Content-Type": "application/json"}
_NEVER_LEFT = (
    aiohttp.ClientConnectorError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.ServerFingerprintMismatch,
    aiohttp.InvalidURL,
)


class NotSent(NetworkError):
    """The request certainly never left: nobody answered at the address, or no connection was free."""


class MaybeSent(NetworkError):
    """The request left and no answer came back: it may have been carried out."""


class TooFast(TelegramError):
    """Refused for haste, and not carried out. `seconds`: how long to pause."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"asked to pause for {seconds} seconds")
        self.seconds = seconds


class TooLarge(TelegramError):
    """A file is larger than may be downloaded."""


class AiohttpRequest(BaseRequest):
    """One session to one Bot API server for one bot. Raises errors of `telegram.error` only."""

    def __init__(self, base: str, token: str) -> None:
        self._base = base.rstrip("/")
        self._token = token
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        return READ_SECONDS

    async def initialize(self) -> None:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=CONNECTIONS), cookie_jar=aiohttp.DummyCookieJar()
            )

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Status and body. Of the timeouts only `read_timeout` may differ from one request to another."""
        read_seconds = READ_SECONDS if read_timeout is self.DEFAULT_NONE else float(read_timeout)
        status, body = await self._exchange(method, url, _content(request_data), read_seconds, None)
        if status == 429:
            raise TooFast(_pause(body))
        return status, body

    async def ask(self, url: str, params: Mapping[str, Any], read_seconds: float) -> Any:
        """The same as `post` with parameters that are JSON values, and with less on the way: the hot calls go here."""
        content = {"data": json_text.dumps(params), "headers": _JSON}
        status, body = await self._exchange("POST", url, content, read_seconds, None)
        if status != 200:
            return await _Answered(status, body).post(url)
        return self.parse_json_payload(body)["result"]

    async def download(self, url: str, limit: int) -> bytes:
        """The file at an address such as "file/documents/1.csv". TooLarge beyond `limit` bytes."""
        status, body = await self._exchange("GET", url, {}, READ_SECONDS, limit)
        if status != 200:
            raise NetworkError(f"the download was answered with {status}")
        return body

    async def _exchange(
        self, method: str, url: str, content: dict[str, Any], read_seconds: float, limit: int | None
    ) -> tuple[int, bytes]:
        if self._session is None:
            raise NotSent("the session is not open")
        timeout = _timeout(read_seconds)
        failure: TelegramError
        try:
            async with self._session.request(
                method, self._address(url), timeout=timeout, allow_redirects=False, **content
            ) as response:
                body = await _bounded(response, limit)
                return response.status, body if response.status == 200 else self._redacted(body)
        except _NEVER_LEFT as error:
            failure = NotSent(type(error).__name__)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            failure = MaybeSent(type(error).__name__)
        raise failure  # outside `except`: aiohttp's own errors name the address, and with it the token

    def _address(self, url: str) -> str:
        kind, _, rest = url.partition("/")
        prefix = "file/" if kind == "file" else ""
        return f"{self._base}/{prefix}bot{self._token}/{rest}"

    def _redacted(self, body: bytes) -> bytes:
        """An error page may repeat the address it was asked for."""
        return body.replace(self._token.encode(), b"***")

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The answer as an object; unlike the base class this never logs what it could not read."""
        try:
            answer = json_text.loads(payload)
        except (ValueError, RecursionError):
            answer = None
        if not isinstance(answer, dict):
            raise TelegramError("the answer is not a JSON object")
        answer.setdefault("result", None)
        return answer


class _Answered(AiohttpRequest):
    """An answer that has come already, so that python-telegram-bot says which error it is."""

    def __init__(self, status: int, body: bytes) -> None:
        super().__init__("", "")
        self._answer = status, body

    async def _exchange(
        self, method: str, url: str, content: dict[str, Any], read_seconds: float, limit: int | None
    ) -> tuple[int, bytes]:
        return self._answer


@lru_cache(maxsize=16)
def _timeout(read_seconds: float) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(
        total=TRANSFER_SECONDS + read_seconds, connect=CONNECT_SECONDS, sock_read=read_seconds
    )


def _content(request_data: RequestData | None) -> dict[str, Any]:
    """The arguments of an aiohttp request: a form when files go along, else JSON."""
    if request_data is None:
        return {}
    if not request_data.contains_files:
        return {
            "data": json_text.dumps(request_data.parameters),
            "headers": _JSON,
        }
    form = aiohttp.FormData(quote_fields=False)
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mime_type) in request_data.multipart_data.items():
        file = BytesIO(content) if isinstance(content, bytes) else content
        form.add_field(name, file, filename=filename, content_type=mime_type)
    return {"data": form}


async def _bounded(response: aiohttp.ClientResponse, limit: int | None) -> bytes:
    if limit is None:
        return await response.read()
    body = bytearray()
    async for chunk in response.content.iter_chunked(64 * 1024):
        body += chunk
        if len(body) > limit:
            raise TooLarge(f"more than {limit} bytes")
    return bytes(body)


def _pause(body: bytes) -> int:
    try:
        return max(1, int(json_text.loads(body)["parameters"]["retry_after"]))
    except (ValueError, RecursionError, KeyError, TypeError):
        return DEFAULT_PAUSE
