"""`make mutations`: breaks one guard at a time in a copy of the program, and shows that the simulation sees it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

ROOT = Path(__file__).parents[1]
NOT_COPIED = shutil.ignore_patterns(".git", ".venv", ".*_cache", "__pycache__", "data")
SEEDS = range(1, 9)
COUNTY = ("--cadres", "200", "--weeks", "6", "--faults", "--json")
SECONDS = 300


@dataclass(frozen=True)
class Edit:
    """In `file`, `old`, which stands there once, becomes `new`."""

    file: str
    old: str
    new: str


@dataclass(frozen=True)
class Mutation:
    """A guard taken out, and the promise that must then be seen to break."""

    guard: str
    edits: tuple[Edit, ...]
    promise: str


ACKNOWLEDGE_FIRST = """    async def take(self, incoming: Incoming, also: Any = None) -> Taken:
        import asyncio

        asyncio.get_running_loop().create_task(self._take(incoming, also))
        return Taken(True, None)

    async def _take("""

ALWAYS_A_CARD = Edit(
    "bot/conversation/composing.py",
    '    if not any(item.enrollment.kind == "plan" for item in found.items):\n        return None\n',
    "",
)

NEXT = "\n\n\ndef forget_seen"
EXCUSED = "    storage.exceptions.excuse(tx, enrollment_id, reason, now)\n"
CANCELLED = "    reminders.cancel_if_nothing_left(tx, enrollment.person_id, now)\n"
CARD_TODAY = "    if storage.daily_cards.count(tx, person.id, day, day):\n        return False\n"
ENDED = ", next_remind_at = NULL, next_stage = NULL"

MUTATIONS = (
    Mutation(
        "unique cause",
        (
            Edit(
                "storage/migrations/0001_foundation.sql",
                "    UNIQUE (person_id, cause)",
                "    CHECK (year > 0)",
            ),
            Edit("storage/points.py", " ON CONFLICT (person_id, cause) DO NOTHING", ""),
        ),
        "nothing is counted twice",
    ),
    Mutation(
        "seen update",
        (Edit("storage/clockwork.py", f"    return changed > 0{NEXT}", f"    return True{NEXT}"),),
        "nothing is counted twice",
    ),
    Mutation(
        "acknowledged after the commit",
        (Edit("bot/reception.py", "    async def take(", ACKNOWLEDGE_FIRST),),
        "no acknowledged answer is missing",
    ),
    Mutation(
        "quiet hours",
        (
            Edit(
                "study/rules/quiet_time.py",
                "    local = at.astimezone(tz)\n    day = local.date()\n    if not calendar",
                "    return None\n    local = at.astimezone(tz)\n    day = local.date()\n    if not calendar",
            ),
        ),
        "nothing unasked in quiet hours",
    ),
    Mutation(
        "reminders end with completion",
        (
            Edit("storage/assignments.py", f"is_late = :is_late{ENDED}", "is_late = :is_late"),
            ALWAYS_A_CARD,
            Edit(
                "study/reminders.py",
                "def cancel_if_nothing_left(tx: Transaction, person_id: int, now: datetime) -> None:\n",
                "def cancel_if_nothing_left(tx: Transaction, person_id: int, now: datetime) -> None:\n    return\n\n\n"
                "def _was(tx: Transaction, person_id: int, now: datetime) -> None:\n",
            ),
        ),
        "nobody is reminded of what is done",
    ),
    Mutation(
        "what was in hand at a crash is taken up",
        (
            Edit(
                "study/outbox.py",
                "    for row in left:\n        _unsure(",
                "    for row in ():\n        _unsure(",
            ),
        ),
        "every message ends somewhere",
    ),
    Mutation(
        "the permitted rate",
        (
            Edit(
                "scheduler/rates.py",
                "        wait = max(self._total.wait(now)",
                "        wait = 0 * max(self._total.wait(now)",
            ),
        ),
        "the rate is never passed",
    ),
    Mutation(
        "one lane for a chat",
        (Edit("bot/lanes.py", "            await asyncio.wait([before])", "            pass"),),
        "replies keep their order",
    ),
    Mutation(
        "an excusal ends reminders",
        (
            Edit("storage/exceptions.py", f"excused_reason = :reason{ENDED}", "excused_reason = :reason"),
            ALWAYS_A_CARD,
            Edit("study/exceptions.py", EXCUSED + CANCELLED, EXCUSED),
        ),
        "nobody is reminded of what is done",
    ),
    Mutation(
        "the deadline of an answer",
        (
            Edit("study/attempts.py", "if asked.attempt.deadline_at and now", "if False and now"),
            Edit("study/attempts.py", "if attempt.deadline_at and now", "if False and now"),
            Edit("storage/attempts.py", "AND deadline_at <= :now", "AND deadline_at <= 0 * :now"),
        ),
        "no answer is taken after its deadline",
    ),
    Mutation(
        "lateness is marked",
        (Edit("study/assignments.py", "    late = now >= enrollment.due_at", "    late = False"),),
        "what is done late says so",
    ),
    Mutation(
        "a question that may not have arrived is sent once more",
        (Edit("study/outbox.py", "    if kind in SENT_ONCE_MORE and tries < 2:", "    if tries < 0:"),),
        "what somebody waits for is sent once more",
    ),
    Mutation(
        "a digest for who is back",
        (
            Edit(
                "bot/reception.py", "        outbox.welcome_back(tx, person.id, county, now)", "        pass"
            ),
        ),
        "who is back is told what they missed",
    ),
    Mutation(
        "one card a day",
        (
            Edit("study/reminders.py", CARD_TODAY, ""),
            Edit(
                "study/reminders.py",
                'f"card:{day.isoformat()}"',
                'f"card:{day.isoformat()}:{at.isoformat()}"',
            ),
        ),
        "one card a day",
    ),
    Mutation(
        "a reading is paid what it is worth",
        (
            Edit(
                "study/earnings.py",
                '"reading", slug, county.settings.points.reading, year',
                '"reading", slug, county.settings.points.reading * 2, year',
            ),
        ),
        "a deed is paid what it is worth",
    ),
    Mutation(
        "the cap of a day's practice",
        (
            Edit(
                "storage/points.py",
                "entered_on = :on AND kind = :kind AND reverses_id",
                "entered_on = :on AND :kind <> '' AND reverses_id",
            ),
        ),
        "practice counts up to the day's cap",
    ),
    Mutation(
        "several choices are right together",
        (
            Edit(
                "study/rules/question_types/multiple_choice.py",
                "return given == self.key(question)",
                "return set(given) <= set(self.key(question))",
            ),
        ),
        "what is right is graded right",
    ),
    Mutation(
        "the order in which choices are shown",
        (
            Edit(
                "study/rules/question.py",
                "sorted(self.order[shown] for shown in chosen))",
                "sorted(chosen))",
            ),
        ),
        "what is right is graded right",
    ),
    Mutation(
        "a pass mark",
        (
            Edit(
                "study/rules/score.py",
                "return score.total > 0 and 100 * score.right >= pass_percent * score.total",
                "return score.total > 0",
            ),
        ),
        "a quiz is passed by enough right answers",
    ),
    Mutation(
        "a share with a quiz is done with its quiz",
        (
            Edit(
                "study/assignments.py",
                "if enrollment.quiz_json is None or enrollment.passed_at is not None:",
                "if True:",
            ),
        ),
        "what is done is read and passed",
    ),
    Mutation(
        "a check question is asked until it is right",
        (Edit("study/attempts.py", 'if attempt.kind == "check" and not is_right:', "if False:"),),
        "what is read was answered right",
    ),
    Mutation(
        "more time after a leave",
        (
            Edit(
                "study/leave.py",
                "        exceptions.lengthen(tx, share, due_at, reason, actor, now)\n",
                "        pass\n",
            ),
        ),
        "what falls due in a leave is due after it",
    ),
    Mutation(
        "time for who joins late",
        (
            Edit(
                "study/rules/deadlines.py",
                "max(window.due_on, joined_on + DAYS_FOR_A_LATE_JOINER * _DAY)",
                "window.due_on",
            ),
        ),
        "who joins late has two weeks",
    ),
    Mutation(
        "reminders after the due date",
        (
            Edit(
                "study/rules/reminder_ladder.py",
                "for week in range(1, overdue_weekly + 1):",
                "for week in range(1, 1):",
            ),
        ),
        "every stage is told",
    ),
    Mutation(
        "reminders follow a due date that has moved",
        (
            Edit(
                "study/exceptions.py",
                "    lengthen(tx, enrollment, due_at, reason, actor, now)\n"
                "    reminders.reschedule(tx, enrollment.person_id, county, now)\n",
                "    lengthen(tx, enrollment, due_at, reason, actor, now)\n",
            ),
        ),
        "no stage comes before its day",
    ),
    Mutation(
        "three days between two reminders of supervisors",
        (Edit("study/nudges.py", "return last is not None and now - last < REST", "return False"),),
        "supervisors remind once in three days",
    ),
    Mutation(
        "the hour somebody chose",
        (
            Edit(
                "study/reminders.py",
                "found = _next(_window(enrollment, county), person.daily_hour, county",
                'found = _next(_window(enrollment, county), "08:30", county',
            ),
            Edit(
                "study/reminders.py",
                "    hour = time.fromisoformat(person.daily_hour)\n    at = _card_at",
                '    hour = time.fromisoformat("08:30")\n    at = _card_at',
            ),
        ),
        "a card comes at the hour somebody chose",
    ),
    Mutation(
        "slots missed while the program was down",
        (
            Edit(
                "scheduler/runner.py",
                "fresh = slots(job.when, max(since, now - LOOK_BACK), now,",
                "fresh = slots(job.when, max(since, now - timedelta(minutes=1)), now,",
            ),
        ),
        "every quiz of the timetable opens",
    ),
    Mutation(
        "what is tried again is not overtaken",
        (
            Edit(
                "bot/postman.py",
                "        if self._turned_back[lane] != turned_back:",
                "        if False:",
            ),
        ),
        "replies keep their order",
    ),
    Mutation(
        "a call that was refused was not sent",
        (
            Edit(
                "study/outbox.py",
                "            storage.outbox.postpone(\n"
                "                tx, row.id, row.tries, max(result.retry_at or now, now + pause), result.reason\n"
                "            )\n",
                '            storage.outbox.settle(tx, row.id, row.tries, "sent", now)\n',
            ),
        ),
        "what is entered as sent was received",
    ),
    Mutation(
        "a chat's own second",
        (
            Edit(
                "scheduler/rates.py",
                "        while (wait := limit.wait(self.clock())) > 0:\n            await self.sleep(wait)\n",
                "",
            ),
        ),
        "a chat is not hurried",
    ),
    Mutation(
        "an excusal in a summary",
        (Edit("storage/shares.py", " WHEN e.excused_at <= :now THEN 'excused'\"", '"'),),
        "a summary is the record",
    ),
    Mutation(
        "what is taken back waits no more",
        (
            Edit(
                "storage/push_figures.py",
                "WHERE kind = 'pushed' AND dedup_key = :dedup_key AND {waiting} LIMIT :limit)",
                "WHERE kind = 'gone' AND dedup_key = :dedup_key AND {waiting} LIMIT :limit)",
            ),
            Edit(
                "bot/conversation/desk/push_message.py",
                "if push.withdrawn_at is not None or not share.is_open or turn.now",
                "if turn.now",
            ),
        ),
        "what is taken back goes out no more",
    ),
    Mutation(
        "a push is for its audience",
        (
            Edit(
                "storage/audiences.py",
                '    if (within := audience.get("within")) is not None:',
                "    if False:",
            ),
        ),
        "a push reaches those alone it is for",
    ),
    Mutation(
        "one announcement a day",
        (
            Edit(
                "study/announcements.py",
                "    last_on = {person_id: county.local_day(at) for person_id, at in last.items()}",
                "    last_on = {}",
            ),
        ),
        "one announcement a day",
    ),
    Mutation(
        "a new verdict takes back what it had paid",
        (
            Edit(
                "study/regrade_effects.py",
                "    for entry in standing:\n",
                "    for entry in ():\n",
            ),
        ),
        "a new verdict is paid as it stands",
    ),
    Mutation(
        "a score follows a new verdict",
        (
            Edit(
                "study/regrade_effects.py", "        storage.verdicts.set_score(tx, scored, has_passed)\n", ""
            ),
        ),
        "a score is what its answers make it",
    ),
    Mutation(
        "what is open follows a transfer",
        (
            Edit(
                "storage/transfers.py",
                '    tx.many(\n        "UPDATE enrollment SET unit_id',
                '    () and tx.many(\n        "UPDATE enrollment SET unit_id',
            ),
        ),
        "what is open follows to the new unit",
    ),
    Mutation(
        "transfers of a later day",
        (
            Edit(
                "study/transfers.py",
                "    found = storage.transfers.due(tx, county.local_day(now), CHUNK)\n",
                "    found: list[Transfer] = []\n",
            ),
        ),
        "a transfer happens on its day",
    ),
    Mutation(
        "notices to who has left",
        (Edit("study/notices.py", " or person.has_left(county.local_day(now))", ""),),
        "nobody is written to who has left",
    ),
    Mutation(
        "what the plan takes back",
        (
            Edit(
                "study/plan_changes.py",
                "        if storage.plan_changes.withdraw_share(",
                "        if False and storage.plan_changes.withdraw_share(",
            ),
        ),
        "what the plan takes back is asked of nobody",
    ),
    Mutation(
        "a date is put off for a whole unit",
        (
            Edit(
                "study/plan_changes.py",
                "cursor = due_dates.move_chunk(tx, *asked, county, now, change.reason)",
                "cursor = None",
            ),
        ),
        "a date put off is put off for all",
    ),
    Mutation(
        "supervisors remind their own people",
        (
            Edit(
                "bot/conversation/desk/permitting.py",
                "person is None or not permitted(turn, action, person.unit_id)",
                "person is None",
            ),
            Edit("study/nudges.py", "person is None or not scope.covers(person.unit_path)", "person is None"),
        ),
        "supervisors remind their own people",
    ),
    Mutation(
        "an invitation is used once",
        (
            Edit("study/invites.py", "    if invite.used_at is not None:", "    if False:"),
            Edit(
                "storage/invites.py",
                "WHERE id = :id AND used_at IS NULL AND revoked_at IS NULL",
                "WHERE id = :id AND revoked_at IS NULL",
            ),
        ),
        "nobody is taken for another",
    ),
    Mutation(
        "a credited question pays nothing more",
        (
            Edit(
                "study/attempts.py",
                "    if storage.credits.is_credited(tx, attempt.person_id, slot.question_id, year):\n",
                "    if False:\n",
            ),
        ),
        "nothing is counted twice",
    ),
    Mutation(
        "nobody decides their own dispute",
        (Edit("study/disputes.py", "    if dispute.person_id == actor_id:\n", "    if False:\n"),),
        "who disputes is told what was decided",
    ),
    Mutation(
        "a push leaves in peace who is away",
        (
            Edit("study/send_times.py", "None if is_away else known[key]", "known[key]"),
            Edit(
                "bot/conversation/desk/push_message.py",
                "not (presence.is_away(turn.tx, turn.me, today) or turn.me.has_left(today))",
                "not turn.me.has_left(today)",
            ),
        ),
        "nobody is reminded who is away",
    ),
    Mutation(
        "a reminder by a supervisor is a card",
        (
            Edit(
                "study/nudges.py",
                "    while not reminders.queue_card(",
                "    while False and not reminders.queue_card(",
            ),
        ),
        "who is reminded by a supervisor gets a card",
    ),
    Mutation(
        "what nobody asked for leaves room for replies",
        (Edit("scheduler/rates.py", "self._bulk.wait(now) if bulk else 0.0", "0.0"),),
        "there is room for replies",
    ),
    Mutation(
        "paper that was a mistake is taken back",
        (
            Edit(
                "study/points.py",
                "    for entry in _entered(tx, earning):\n        if entry",
                "    for entry in ():\n        if entry",
            ),
        ),
        "the ledger is what was earned",
    ),
    Mutation(
        "a reading is read before its quiz completes it",
        (
            Edit(
                "study/assignments.py",
                "    if enrollment.reading is not None and enrollment.read_at is None:\n        return None\n",
                "",
            ),
        ),
        "what is done is read and passed",
    ),
    Mutation(
        "a quiz that is over is not begun",
        (
            Edit(
                "bot/conversation/quiz.py",
                '    if share.kind == "scheduled" and turn.now >= share.due_at:\n',
                "    if False:\n",
            ),
        ),
        "a quiz begins while it is asked of somebody",
    ),
    Mutation(
        "disputes are decided by who may",
        (
            Edit(
                "study/disputes.py",
                "    if not permissions.permit(tx, actor_id, DECIDED_WITH[dispute.kind], dispute.unit_id, today, now):",
                "    if False:",
            ),
        ),
        "nobody decides who may not",
    ),
    Mutation(
        "a role ends at its units",
        (
            Edit(
                "storage/grants.py",
                'a.ancestor_id = g.unit_id AND a.unit_id = :unit_id"\n        f" WHERE g.person_id',
                'a.unit_id = :unit_id"\n        f" WHERE g.person_id',
            ),
        ),
        "nobody decides who may not",
    ),
    Mutation(
        "supervisors supervise and do nothing else",
        (
            Edit(
                "study/permissions.py",
                '    "supervisor": _SUPERVISE,\n',
                '    "supervisor": _TEACH | _SUPERVISE | _RUN,\n',
            ),
        ),
        "nobody decides who may not",
    ),
    Mutation(
        "consent is another person's",
        (Edit("study/approvals.py", "    if _is_own(approval, actor_id):\n", "    if False:\n"),),
        "nobody consents to their own request",
    ),
)


def main() -> None:
    """All of them, or those whose guards' names hold one of the words that are given."""
    missed, words = 0, sys.argv[1:]
    for mutation in MUTATIONS:
        if words and not any(word in mutation.guard for word in words):
            continue
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / "garden"
            shutil.copytree(ROOT, copy, ignore=NOT_COPIED)
            for edit in mutation.edits:
                _make(edit, copy)
            seen = _seen(mutation, copy)
        missed += seen is None
        Console().print(f"{mutation.guard}: {seen or 'NOT SEEN'}", markup=False, highlight=False)
    raise SystemExit(1 if missed else 0)


def _make(edit: Edit, copy: Path) -> None:
    path = copy / edit.file
    text = path.read_text("utf-8")
    if text.count(edit.old) != 1:
        raise SystemExit(f"{edit.file}: {edit.old!r} stands there {text.count(edit.old)} times")
    path.write_text(text.replace(edit.old, edit.new), "utf-8")


def _seen(mutation: Mutation, copy: Path) -> str | None:
    """The seed that shows the promise broken, and how often; None when none of them does."""
    for seed in SEEDS:
        command = (sys.executable, "-m", "garden", "simulate", *COUNTY, "--seed", str(seed))
        run = subprocess.run(
            command, cwd=copy, env=os.environ, capture_output=True, text=True, timeout=SECONDS, check=False
        )
        if run.returncode not in (0, 1) or not run.stdout:
            raise SystemExit(f"{mutation.guard}: the run ended with {run.returncode}\n{run.stderr[-2_000:]}")
        promises = [each["promise"] for each in json.loads(run.stdout)["violations"]]
        if mutation.promise in promises:
            return f'seed {seed}: "{mutation.promise}" broken {promises.count(mutation.promise)} times'
        if promises:
            Console().print(
                f"{mutation.guard}: seed {seed} breaks {sorted(set(promises))}", markup=False, highlight=False
            )
    return None


if __name__ == "__main__":
    main()
