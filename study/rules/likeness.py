"""Texts that say nearly the same: pairs whose two-character pieces are mostly shared.

The measure is Jaccard's: pieces in common over pieces of either. Two texts are compared when they share several of
their rarest pieces; how many of the rarest to look at follows from the asked share (Wang, Li and Feng, Can We Beat
the Prefix Filtering?, SIGMOD 2012), so that no pair is missed. One thing bounds the work: a piece that very many
texts have is passed over, so that in a heap of questions cut to one pattern only those the same word for word are
sure to be found.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain
from math import ceil

from study.rules.frozen import frozen

ALIKE = 0.8
"""Share of common pieces from which two questions are possibly the same."""

COMMON_RARE = 10
"""Rare pieces two texts share before they are compared."""

MOST_HOLDERS = 60
"""Texts that share a piece before it is passed over."""

_NO_LETTER = re.compile(r"[\W_]+")


@frozen
class Like:
    """`index`: of the new text; `other`: of what it is most like, a known text or an earlier new one;
    `share`: pieces in common, from the asked share up to 1."""

    index: int
    other: int
    is_known: bool
    share: float


def likes(new: Sequence[str], known: Sequence[str], at_least: float = ALIKE) -> list[Like]:
    """For each new text that is like another one: the one it is most like."""
    plain = [_plain(text) for text in (*known, *new)]
    pieces = [_pieces(text) for text in plain]
    often = Counter(chain.from_iterable(pieces))
    rarity = {
        piece: place for place, piece in enumerate(sorted(often, key=lambda piece: (often[piece], piece)))
    }
    holders: defaultdict[str, list[int]] = defaultdict(list)
    first_with: dict[str, int] = {}
    found: list[Like] = []
    for number, own in enumerate(pieces):
        if not own:
            continue
        rarest = sorted(own, key=rarity.__getitem__)[: len(own) - ceil(at_least * len(own)) + COMMON_RARE]
        if number >= len(known):
            same = first_with.get(plain[number])
            alike = _alike(own, rarest, pieces, holders, at_least) if same is None else iter([(1.0, -same)])
            best = max(alike, default=None)
            if best is not None:
                other = -best[1]
                is_known = other < len(known)
                place = other if is_known else other - len(known)
                found.append(Like(number - len(known), place, is_known, best[0]))
        first_with.setdefault(plain[number], number)
        for piece in rarest:
            if len(holders[piece]) < MOST_HOLDERS:
                holders[piece].append(number)
    return found


def _alike(
    own: frozenset[str],
    rarest: Sequence[str],
    pieces: Sequence[frozenset[str]],
    holders: defaultdict[str, list[int]],
    at_least: float,
) -> Iterator[tuple[float, int]]:
    """(share, minus the number) of the earlier texts that are alike: the greatest is the best, the first of equals."""
    shared = Counter(chain.from_iterable(holders[piece] for piece in rarest if piece in holders))
    fewest, most = ceil(at_least * len(own)), len(own) / at_least
    least = min(COMMON_RARE, fewest)
    for other in [other for other, common in shared.items() if common >= least]:
        theirs = pieces[other]
        if fewest <= len(theirs) <= most:
            common = len(own & theirs)
            share = common / (len(own) + len(theirs) - common)
            if share >= at_least:
                yield share, -other


def _plain(text: str) -> str:
    return _NO_LETTER.sub("", unicodedata.normalize("NFKC", text).casefold())


def _pieces(plain: str) -> frozenset[str]:
    return frozenset(plain[at : at + 2] for at in range(max(1, len(plain) - 1))) if plain else frozenset()
