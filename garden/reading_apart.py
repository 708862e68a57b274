"""Reading a file somebody sent in a process of its own, which a hostile file may kill."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from study.upload_purpose import Facts

MOST_SECONDS = 30.0
ROOT = Path(__file__).parents[1]
_PASSED_ON = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT")
"""Of the environment; secrets stay here."""


async def read_apart(
    purposes: Sequence[str], name: str, content: bytes, seconds: float = MOST_SECONDS
) -> Facts | None:
    """What `study.reading_uploads` made of the file; None when it died of it, or took longer than `seconds`."""
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "study.reading_uploads",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        cwd=ROOT,
        env={key: os.environ[key] for key in _PASSED_ON if key in os.environ},
    )
    asked = json.dumps({"purposes": list(purposes), "name": name}).encode() + b"\n"
    try:
        async with asyncio.timeout(seconds):
            said, _ = await child.communicate(asked + content)
    except TimeoutError:
        return None
    finally:
        with suppress(ProcessLookupError):
            child.kill()
        await child.wait()
    if child.returncode != 0:
        return None
    read: Facts = await asyncio.to_thread(json.loads, said)
    return read
