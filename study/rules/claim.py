"""Who somebody says they are: a staff number and a name in one message, however they are set down."""

from __future__ import annotations

import re
import unicodedata

from study.rules.frozen import frozen
from study.rules.question_types.wording import same_width

LONGEST = 120
"""Characters of a message in which a claim is looked for."""

_LABELS = re.compile(
    r"(?:工号|员工号|编号|姓名|\bstaff\s*(?:number\b|no\b\.?)|\bname\b)\s*(?:是|is\b)?\s*[:=]?", re.IGNORECASE
)
_BETWEEN = re.compile(r"[\s,、;:|+。]+")
_JOINED = re.compile(
    r"(?P<first>[0-9A-Za-z._/-]+)(?P<second>[^\x00-\x7f].*)|(?P<name>[^\x00-\x7f].*?)(?P<number>[0-9A-Za-z._/-]+)"
)
_NEEDLESS = re.compile(r"[\s,、;:|+。]")
_DOTS = str.maketrans(dict.fromkeys("•・‧.", "·"))


@frozen
class Claim:
    """`name` is a key to be compared with `name_key` of a name on the roster."""

    staff_no: str
    name: str


def name_key(name: str) -> str:
    """One form for a name: width, case, spaces and the kind of middle dot do not tell people apart."""
    return _NEEDLESS.sub("", same_width(name)).translate(_DOTS)


def read_claim(text: str) -> tuple[Claim, ...]:
    """What a message may claim, number first or name first; nothing when it does not hold both."""
    if len(text) > LONGEST:
        return ()
    words = [word for word in _BETWEEN.split(_LABELS.sub(" ", unicodedata.normalize("NFKC", text))) if word]
    if len(words) == 1 and (joined := _JOINED.fullmatch(words[0])):
        words = [part for part in joined.groups() if part]
    if len(words) < 2:
        return ()
    number_first = Claim(words[0], name_key("".join(words[1:])))
    name_first = Claim(words[-1], name_key("".join(words[:-1])))
    return tuple(claim for claim in (number_first, name_first) if claim.name)
