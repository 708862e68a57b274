"""The one-time code that binds a chat to a person: read aloud, copied from a slip, typed on a phone."""

from __future__ import annotations

import hashlib
import re
from random import Random

from study.rules.question_types.wording import same_width

ALPHABET = "ACDEFGHJKMNPQRTUVWXY34679"
LENGTH = 10
_PURPOSE = "learning-garden invite code:"
_DECORATION = re.compile(r"[\s\-‐‑‒–—―−_]")


def new_code(rng: Random) -> str:
    """Ten characters of an alphabet without 0 O 1 I L 5 S 2 Z 8 B. `rng`: a SystemRandom outside tests."""
    return "".join(rng.choice(ALPHABET) for _ in range(LENGTH))


def grouped(code: str) -> str:
    """As people read it: ACDEF-GHJKM."""
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"


def normalise_code(text: str) -> str | None:
    """The code somebody typed, whatever its case, width, spaces and hyphens; None when it cannot be one."""
    code = undecorated(text)
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else None


def undecorated(text: str) -> str:
    """Capitals of one width, without spaces and hyphens."""
    return _DECORATION.sub("", same_width(text)).upper()


def code_hash(code: str) -> str:
    """What is stored instead of the normalised code: SHA-256 with a fixed prefix, as 64 hex digits.

    25**10 = 9.5e13 codes are 46.4 bits. With 10,000 unused codes about one guess in 9.5e9 hits, so with
    tries limited per chat guessing is hopeless. A stolen database could be searched within hours on strong
    hardware: against that a code works once, expires, and opens no more than the thief already holds.
    """
    return hashlib.sha256((_PURPOSE + code).encode()).hexdigest()
