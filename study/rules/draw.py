"""Which questions a person gets this time, and in which order the choices stand."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from random import Random

from study.rules.frozen import frozen
from study.rules.question import Question
from study.rules.question_types.wording import same_width


@frozen
class Candidate:
    """`topic`: what the draw is balanced over. `seen`: times this person was asked, lastly `last_asked`."""

    question_id: int
    topic: str
    seen: int
    last_asked: datetime | None = None


def draw(questions: Sequence[Candidate], count: int, rng: Random) -> list[int]:
    """Up to `count` question ids: those seen least first, among these evenly over topics, then longest ago.

    Equals fall at random. The same candidates, in whatever order, and the same seed give the same draw.
    """
    shuffled = sorted(questions, key=lambda candidate: candidate.question_id)
    rng.shuffle(shuffled)
    waiting = sorted(shuffled, key=lambda candidate: (candidate.seen, _asked_at(candidate)))
    ahead_in_topic: Counter[str] = Counter()
    ranked: list[tuple[int, int, int]] = []
    for place, candidate in enumerate(waiting):
        ranked.append((candidate.seen, ahead_in_topic[candidate.topic], place))
        ahead_in_topic[candidate.topic] += 1
    return [waiting[place].question_id for _, _, place in sorted(ranked)[:count]]


def _asked_at(candidate: Candidate) -> float:
    return candidate.last_asked.timestamp() if candidate.last_asked else float("-inf")


def choice_order(question: Question, rng: Random) -> tuple[int, ...]:
    """The original index at each shown place: shuffled, unless the author or the choices' words forbid it."""
    order = list(range(len(question.choices)))
    keep = order_matters(question.choices) if question.shuffle is None else not question.shuffle
    if not keep:
        rng.shuffle(order)
    return tuple(order)


_REFERS_TO_THE_REST = re.compile(
    r"((?<!\w)以上|上述|上面|前述)的?"
    r"(都|均|皆|全|各项|所有|几|选项|答案|说法|做法|情[况形]|无|没|[两二三四五六][个项者种点条都均皆全])"
    r"|前[两二三四五][个项者种]|[其他它]选项"
    r"|^([全都均皆]|[两二三四五六][个项者种]|它们)?(全部?|都|均|皆)不?(正确|错误|对|错|是|可以?|非|选|需?要)$"
    r"|\b(all|none|any|both|neither|either|some) of (the )?(these|them|those|options|others)\b"
    r"|\b(the|all|none) (above|preceding|foregoing|other options)\b|^(all|none|both|neither)$"
)
_REFERS_TO_A_LETTER = re.compile(
    r"\b[A-Ka-k]\s*[、,/&+和与及或]\s*[A-Ka-k]\b|\b[A-K]\s+(and|or|nor)\s+[A-K]\b"
    r"|(选项|\b[Cc]hoices?|\b[Oo]ptions?)\s*[A-K]\b|\b[A-K]+\s*(项|选项|[都均皆全]|[两三四][个项者])",
    re.ASCII,
)
_NUMBER = re.compile(
    r"[0-9]+([.,:/-][0-9]+)*|[〇零一二两三四五六七八九十百千万半]+"
    r"|\b(half|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|sixty|ninety)\b"
)
_WORD = re.compile(r"[a-z]+|[㐀-鿿]{1,2}")


@lru_cache(maxsize=4_096)
def order_matters(choices: tuple[str, ...]) -> bool:
    """Whether a choice speaks of other choices (以上都对, A和B), or all are numbers, amounts or dates."""
    as_written = [unicodedata.normalize("NFKC", choice) for choice in choices]
    folded = [same_width(choice).rstrip("。.!?;") for choice in choices]
    if any(map(_REFERS_TO_THE_REST.search, folded)) or any(map(_REFERS_TO_A_LETTER.search, as_written)):
        return True
    return bool(folded) and all(map(_NUMBER.search, folded)) and _say_little_else(folded)


def _say_little_else(choices: Sequence[str]) -> bool:
    besides = [_NUMBER.sub("#", choice) for choice in choices]
    return len(set(besides)) == 1 or all(len(_WORD.findall(words)) <= 3 for words in besides)
