"""What a points entry is for, and how much of it counts.

A cause is unique for a person in the ledger, so whatever it names is paid once: a question once a year, in
whatever kind of attempt it was answered.
"""

from __future__ import annotations

ON_PAPER = "paper:"
"""How the cause of an entry from paper begins."""
AGAIN = "again:"
BY_REGRADE = "regrade:"
"""How the cause of an entry begins, reversing or not, that a regrade has made."""


def cause_correct(question_id: int, year: int) -> str:
    """A right response to this question in this year."""
    return f"correct:{question_id}:{year}"


def cause_reading(slug: str, year: int) -> str:
    """A required reading completed."""
    return f"reading:{slug}:{year}"


def cause_quiz_pass(name: str, year: int) -> str:
    """The quiz of this plan item passed."""
    return f"quiz_pass:{name}:{year}"


def cause_on_paper(cause: str, number: int) -> str:
    """The same deed entered from paper, for the `number`th time: what was taken back may be entered again."""
    return f"{ON_PAPER}{number}:{cause}"


def cause_again(cause: str, number: int) -> str:
    """The same deed done once more, for the `number`th time, after a regrade took back what it had paid."""
    return f"{AGAIN}{number}:{cause}"


def cause_regrade(response_id: int, revision: int, cause: str) -> str:
    """A deed paid, or taken back, because this response was graded anew; `revision` is the regrade's number."""
    return f"{BY_REGRADE}{response_id}:{revision}:{cause}"


def deed_of(cause: str) -> str:
    """The deed an entry is about, whatever way it was entered."""
    if cause.startswith((ON_PAPER, AGAIN)):
        return cause.split(":", 2)[2]
    return cause.split(":", 3)[3] if cause.startswith(BY_REGRADE) else cause


def cause_credit(response_id: int) -> str:
    """A wrong response to a question that was itself wrong."""
    return f"credit:{response_id}"


def cause_correction(dispute_id: int) -> str:
    """What was missing, found in this dispute."""
    return f"correction:{dispute_id}"


def cause_reversal(entry_id: int, revision: int) -> str:
    """The entry that takes back `entry_id`, for the reason numbered `revision`."""
    return f"reversal:{entry_id}:{revision}"


def counted(earned: int, kind: str, counted_today: int, cap: int) -> int:
    """How many of the earned points count: all of required study, of practice what the day's cap leaves.

    `counted_today`: practice points already counted on that local day. Earned 12 with a cap of 10 counts 10.
    """
    if kind != "practice":
        return earned
    return min(earned, max(0, cap - counted_today))
