"""The same bot in aiogram: its own webhook handler and dispatcher, aiosqlite, one transaction for each answer.

aiogram acknowledges an update before it has done anything with it, as it comes; `--last` has it acknowledge after.
"""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path

import aiosqlite
from aiogram import Bot, Dispatcher, F
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup
from aiogram.webhook.aiohttp_server import SimpleRequestHandler, setup_application
from aiohttp import web
from quiz import NEXT_QUESTION, SCHEMA, record

TOKEN = "1234567:benchmark-token"  # noqa: S105


class QuizBot:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = asyncio.Lock()

    async def open(self, bot: Bot) -> None:
        self._db = await aiosqlite.connect(self._path)
        await self._db.executescript(SCHEMA)
        await bot.set_webhook("https://bot.example/telegram")

    async def close(self) -> None:
        await self._db.close()

    async def answer(self, query: CallbackQuery) -> None:
        _, question, choice = query.data.split(":")
        async with self._lock:
            points = await record(self._db, query.from_user.id, int(question), int(choice))
        await query.answer("✓" if points else "✗")
        rows = [[InlineKeyboardButton(text=text, callback_data=data)] for text, data in NEXT_QUESTION.buttons]
        await query.message.edit_text(
            NEXT_QUESTION.text, reply_markup=InlineKeyboardMarkup(inline_keyboard=rows)
        )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--api", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--database", type=Path, required=True)
    parser.add_argument("--last", action="store_true")
    args = parser.parse_args()
    quiz = QuizBot(args.database)
    bot = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(args.api)))
    dispatcher = Dispatcher()
    dispatcher.startup.register(quiz.open)
    dispatcher.shutdown.register(quiz.close)
    dispatcher.callback_query.register(quiz.answer, F.data.startswith("a:"))
    app = web.Application()
    SimpleRequestHandler(dispatcher, bot, handle_in_background=not args.last).register(app, path="/telegram")
    setup_application(app, dispatcher, bot=bot)
    web.run_app(app, host="127.0.0.1", port=args.port, print=None)


main()
