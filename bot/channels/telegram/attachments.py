"""The files that go with a bubble: pictures of the folder or the database, charts drawn, documents made."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

from telegram import InputFile

from bot.channels.telegram.bubbles import Files
from bot.charts.drawer import Drawer
from bot.conversation.messages import Document, Picture
from bot.conversation.outgoing import Drawing, Outgoing
from bot.documents import FetchStored, MakeDocument
from storage.stored_files import is_stored

PHOTO_LIMIT = 10 * 1024 * 1024
THEME = "light"
"""Telegram does not say which one the reader has."""

_log = logging.getLogger(__name__)


class Attachments:
    """`pictures` is the folder that the paths of pictures start from."""

    def __init__(
        self, pictures: Path, drawer: Drawer, make_document: MakeDocument, fetch_stored: FetchStored
    ) -> None:
        self._pictures = pictures.resolve()
        self._drawer = drawer
        self._make_document = make_document
        self._fetch_stored = fetch_stored

    async def fetch(self, outgoing: Outgoing, address: str) -> Files:
        """Everything that goes with the bubble to this address."""
        alt, photo, document = "", None, None
        words: tuple[str, ...] = ()
        if shown := outgoing.picture or outgoing.drawing:
            alt, photo = shown.alt, await self._photo(shown)
            words = () if photo or alt in outgoing.text.text else (alt,)
        if outgoing.document:
            document = await self._document(outgoing.document, address)
        if isinstance(document, str):
            return Files(photo, alt, None, (*words, document))
        return Files(photo, alt, document, words)

    async def _photo(self, shown: Picture | Drawing) -> InputFile | None:
        if isinstance(shown, Picture) and is_stored(shown.path):
            stored = await self._fetch_stored(shown.path)
            return (
                InputFile(stored[1], filename=f"picture.{stored[0].rpartition('/')[2]}") if stored else None
            )
        if isinstance(shown, Picture):
            return await asyncio.to_thread(self._from_folder, shown.path)
        drawn = await self._drawer.draw(shown, THEME)
        return InputFile(drawn, filename="chart.png") if drawn else None

    async def _document(self, document: Document, address: str) -> InputFile | str:
        made = await self._make_document(document, address)
        return made if isinstance(made, str) else InputFile(made, filename=document.name)

    def _from_folder(self, path: str) -> InputFile | None:
        """The file; None when it is missing, outside of the folder or too large."""
        file = (self._pictures / path).resolve()
        try:
            if not file.is_relative_to(self._pictures) or file.stat().st_size > PHOTO_LIMIT:
                raise OSError("outside of the folder, or larger than 10 MB")
            return InputFile(file.read_bytes(), filename=file.name)
        except OSError as error:
            _log.warning("the picture %s is sent as words: %s", path, error)
            return None
