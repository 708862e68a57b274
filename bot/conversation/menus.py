"""Which commands a person is offered: the same for everybody, more for those with a role."""

from __future__ import annotations

from collections.abc import Collection

EVERYBODY = (
    "today",
    "readings",
    "quiz",
    "practice",
    "points",
    "mistakes",
    "me",
    "settings",
    "language",
    "help",
)

FOR_ROLE: dict[str, tuple[str, ...]] = {
    "instructor": ("push", "results", "banks", "drafts", "queue"),
    "supervisor": ("summary", "nudge", "queue", "report"),
    "admin": (
        "summary",
        "nudge",
        "queue",
        "roster",
        "plan",
        "announce",
        "push",
        "results",
        "banks",
        "drafts",
        "report",
        "audit",
    ),
}


def for_roles(roles: Collection[str]) -> tuple[str, ...]:
    """What these roles add, the most often used first."""
    added = [command for role in reversed(FOR_ROLE) if role in roles for command in FOR_ROLE[role]]
    return tuple(dict.fromkeys(added))
