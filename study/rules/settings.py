"""The shape of config.yaml: frozen values, checked where they come in (`garden.configuration`)."""

from __future__ import annotations

from dataclasses import field
from datetime import time, timedelta
from typing import Annotated, Literal

from annotated_types import Ge, Interval, MinLen

from study.rules.deadlines import MonthDay
from study.rules.quiet_time import QuietWindow
from study.rules.shape import shape

Count = Annotated[int, Ge(0)]
OneOrMore = Annotated[int, Ge(1)]
Pace = Annotated[float, Ge(0)]
RankCategory = Literal["leader", "middle", "ordinary", "professional", "village"]


@shape
class Content:
    """Folders, absolute once read."""

    readings: str = "content/readings"
    quizzes: str = "quizzes"


@shape
class WebChannel:
    """`public_url`: the address people open, when a proxy stands in front. `demo`: the fictional county."""

    host: str = "127.0.0.1"
    port: Annotated[int, Interval(ge=1, le=65535)] = 8080
    public_url: str | None = None
    demo: bool = False


@shape
class TelegramChannel:
    """In use when the environment has TELEGRAM_BOT_TOKEN."""

    mode: Literal["polling", "webhook"] = "polling"
    webhook_url: str | None = None
    webhook_path: str = "/telegram"


@shape
class Channels:
    web: WebChannel | None = None
    telegram: TelegramChannel = TelegramChannel()


@shape
class AudienceSpec:
    """Everyone, or the union of what is named (units with all below), minus `except_people` (staff numbers)."""

    everyone: bool = False
    units: tuple[str, ...] = ()
    rank_categories: tuple[RankCategory, ...] = ()
    tags: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    except_people: tuple[str, ...] = ()


EVERYONE = AudienceSpec(everyone=True)


@shape
class PlanQuiz:
    """`pass_percent` of the drawn questions right passes."""

    bank: str
    draw: OneOrMore
    pass_percent: int


@shape
class PlanItem:
    """One required reading a year, with or without its quiz."""

    name: str
    reading: str
    opens: MonthDay
    due: MonthDay
    audience: AudienceSpec = EVERYONE
    quiz: PlanQuiz | None = None


@shape
class ScheduledQuiz:
    """A quiz that opens at every slot of `when` and closes by itself."""

    name: str
    when: str
    banks: Annotated[tuple[str, ...], MinLen(1)]
    draw: OneOrMore
    closes_after: timedelta
    audience: AudienceSpec = EVERYONE
    title: dict[str, str] = field(default_factory=dict)


@shape
class PointsSettings:
    """Points each; `practice_daily_cap` is what practice may count a local day."""

    reading: Count = 5
    quiz_pass: Count = 10
    scheduled_correct: Count = 1
    practice_correct: Count = 1
    practice_daily_cap: Count = 10


@shape
class ReminderSettings:
    before_due: tuple[timedelta, ...] = (timedelta(days=7), timedelta(days=2), timedelta(days=0))
    overdue_weekly: Count = 4
    supervisor_before_due: timedelta = timedelta(days=2)


@shape
class SummarySettings:
    when: str = "mon 08:30"


@shape
class MonthlyCardSettings:
    """`target`: the share, in percent, of what has fallen due that the county means to have done."""

    when: str = "monthly 1 08:30"
    target: Annotated[int, Interval(ge=1, le=100)] = 95


@shape
class Rates:
    """New messages a second on Telegram; 0 for none, on loopback."""

    bulk_per_second: Pace = 25
    total_per_second: Pace = 28


@shape
class Settings:
    """One garden's configuration. `database`: `sqlite:path` or `postgresql://…`."""

    name: dict[str, str] = field(default_factory=lambda: {"zh-Hans": "学习园地", "en": "Learning Garden"})
    language: Literal["zh-Hans", "en"] = "zh-Hans"
    timezone: str = "Asia/Shanghai"
    database: str = "sqlite:data/garden.db"
    content: Content = Content()
    channels: Channels = Channels()
    quiet_hours: tuple[QuietWindow, ...] = (
        QuietWindow(time(21, 0), time(7, 30)),
        QuietWindow(time(12, 0), time(14, 0)),
    )
    daily_card: time = time(8, 30)
    plan: tuple[PlanItem, ...] = ()
    quiz_schedule: tuple[ScheduledQuiz, ...] = ()
    points: PointsSettings = PointsSettings()
    reminders: ReminderSettings = ReminderSettings()
    weekly_summary: SummarySettings = SummarySettings()
    monthly_card: MonthlyCardSettings = MonthlyCardSettings()
    rates: Rates = Rates()
