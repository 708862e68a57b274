"""The code in a unit's join link: many people open it, and it binds nobody by itself.

It is longer than a personal code, so the two are told apart by their length alone, typed or in a link.
"""

from __future__ import annotations

import hashlib
from random import Random

from study.rules.invite_code import ALPHABET, undecorated

LENGTH = 12
_PURPOSE = "learning-garden join link:"


def new_join_code(rng: Random) -> str:
    """Twelve characters of the alphabet of personal codes. `rng`: a SystemRandom outside tests."""
    return "".join(rng.choice(ALPHABET) for _ in range(LENGTH))


def grouped_join_code(code: str) -> str:
    """As people read it: ACDE-FGHJ-KMNP."""
    return "-".join(code[start : start + 4] for start in range(0, LENGTH, 4))


def normalise_join_code(text: str) -> str | None:
    """The code somebody typed, whatever its case, width, spaces and hyphens; None when it cannot be one."""
    code = undecorated(text)
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else None


def join_code_hash(code: str) -> str:
    """What is stored instead of the normalised code, as `invite_code.code_hash`."""
    return hashlib.sha256((_PURPOSE + code).encode()).hexdigest()
