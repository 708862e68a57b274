"""The simplest good quiz bot with python-telegram-bot and aiosqlite: one durable transaction for each answer."""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path

import aiosqlite
from quiz import NEXT_QUESTION, SCHEMA, record
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, CallbackQueryHandler, ContextTypes

TOKEN = "1234567:benchmark-token"  # noqa: S105
TIMEOUT = 60.0


class QuizBot:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = asyncio.Lock()

    async def open(self, application: Application) -> None:
        self._db = await aiosqlite.connect(self._path)
        await self._db.executescript(SCHEMA)

    async def close(self, application: Application) -> None:
        await self._db.close()

    async def answer(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        query = update.callback_query
        _, question, choice = query.data.split(":")
        async with self._lock:
            points = await record(self._db, query.from_user.id, int(question), int(choice))
        await query.answer("✓" if points else "✗")
        rows = [[InlineKeyboardButton(text, callback_data=data)] for text, data in NEXT_QUESTION.buttons]
        await query.edit_message_text(NEXT_QUESTION.text, reply_markup=InlineKeyboardMarkup(rows))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--api", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--database", type=Path, required=True)
    args = parser.parse_args()
    bot = QuizBot(args.database)
    application = (
        Application.builder()
        .token(TOKEN)
        .base_url(f"{args.api}/bot")
        .concurrent_updates(True)
        .pool_timeout(TIMEOUT)
        .connect_timeout(TIMEOUT)
        .read_timeout(TIMEOUT)
        .write_timeout(TIMEOUT)
        .post_init(bot.open)
        .post_shutdown(bot.close)
        .build()
    )
    application.add_handler(CallbackQueryHandler(bot.answer))
    application.run_webhook(
        "127.0.0.1", args.port, url_path="telegram", webhook_url="https://bot.example/telegram"
    )


main()
