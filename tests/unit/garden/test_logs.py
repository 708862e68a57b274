"""What the log says, and what it never says."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from datetime import timedelta
from random import Random

import pytest
from fakes.chat import Chat
from fakes.county import (
    PLAN_QUIZ,
    a_person,
    at,
    open_and_enrol,
    plan_item,
    small_county,
    take_in_small_content,
)

from bot.conversation.incoming import Chose, SentFile
from garden.logs import OneLine, log_to_stderr
from storage.inline import InlineDatabase
from study import invites

NOW = at("2026-11-10 10:00")
COUNTY = small_county(plan=(plan_item(quiz=PLAN_QUIZ),))
NAME, WROTE, TOKEN = "金丝雀", "只对您说的话", "123456:CANARY-of-a-test"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """Everything logged at any level, as the program would write it."""
    kept = io.StringIO()
    handler = logging.StreamHandler(kept)
    handler.setFormatter(OneLine())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield kept
    root.removeHandler(handler)
    root.setLevel(level)


def test_a_record_is_one_line_with_its_facts(written: io.StringIO) -> None:
    logging.getLogger("scheduler.runner").info("job done", extra={"job": "open plan", "count": 3})
    at_, line = written.getvalue().split(" ", 1)
    assert at_.endswith("Z") and at_[10] == "T"
    assert line == 'INFO scheduler.runner job done job="open plan" count=3\n'


def test_a_failure_is_its_kind_and_place_and_never_its_text(written: io.StringIO) -> None:
    try:
        raise ValueError(f"{NAME}\n{TOKEN}")
    except ValueError:
        logging.getLogger("bot").exception("it failed")
    (line,) = written.getvalue().splitlines()
    assert "error=ValueError at=test_logs.py:" in line
    assert NAME not in line and TOKEN not in line


@pytest.mark.parametrize("fact", [f"{NAME}\nsecond line", "line\u2028break", "a\rb", "tab\tbed"])
def test_a_fact_cannot_begin_a_line_of_its_own(written: io.StringIO, fact: str) -> None:
    logging.getLogger("bot").warning("said", extra={"fault": fact})
    assert len(written.getvalue().splitlines()) == 1


def test_a_whole_conversation_leaves_no_name_no_text_and_no_code(
    inline: InlineDatabase, written: io.StringIO
) -> None:
    inline.write_now(take_in_small_content)
    inline.write_now(a_person, name=NAME, channel=None)
    inline.write_now(open_and_enrol, COUNTY, NOW)
    (invitation,) = inline.write_now(invites.make_invites, None, NOW, timedelta(days=30), Random(3))
    chat = Chat(inline, COUNTY, NOW)
    chat.says(WROTE)
    assert NAME in chat.commands("start", invitation.code)
    for start in ("join:", "first:lang:", "first:hour:"):
        chat.taps(start)
    chat.commands("quiz")
    chat.taps("quiz:")
    chat.says(WROTE)
    chat.says("A")
    chat.does(Chose(f"a:{WROTE}"))
    chat.does(SentFile(f"{WROTE}.docx", 10))
    for command in ("me", "points", "today", "summary", "settings", "help"):
        chat.commands(command)
    logged = written.getvalue()
    assert [word for word in (NAME, WROTE, invitation.code, "先报告") if word in logged] == []


def test_the_error_stream_is_the_only_place(monkeypatch: pytest.MonkeyPatch) -> None:
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", [])
    for name in (None, "apscheduler", "aiohttp", "asyncio"):
        monkeypatch.setattr(logging.getLogger(name), "level", logging.getLogger(name).level)
    log_to_stderr()
    log_to_stderr()
    (handler,) = root.handlers
    assert isinstance(handler.formatter, OneLine)
    assert logging.getLogger("aiohttp").level == logging.WARNING
