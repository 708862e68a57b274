"""The demo's county: plainly fictional, its people called after what grows in fields and gardens."""

from __future__ import annotations

from datetime import date
from typing import Literal

from study.rules.frozen import frozen

Habit = Literal["keen", "usual", "late", "absent", "unbound"]

COUNTY = "禾苗县"
UNITS = ("县委办公室", "财政局", "教育局", "农业农村局", "石桥镇", "竹坪乡", "梨花镇")
_SURNAMES = "田林麦谷苗叶花果桑柳柏松竹梅兰菊荷葛"
_PLANTS = (
    "小麦",
    "青稞",
    "稻香",
    "玉米",
    "油茶",
    "芝麻",
    "豌豆",
    "莲藕",
    "荞麦",
    "高粱",
    "花椒",
    "枇杷",
    "石榴",
    "山药",
    "茭白",
    "芦苇",
    "蚕豆",
    "金银",
    "向日",
    "百合",
)


@frozen
class DemoPerson:
    """`unit` is a path from the county down, so are those of `supervises`.

    `habit` decides how the eight weeks of history go.
    """

    staff_no: str
    name: str
    unit: str
    rank_category: str
    roles: tuple[str, ...]
    supervises: tuple[str, ...]
    tags: tuple[str, ...]
    habit: Habit
    daily_hour: str
    joined_on: date


_HABITS: tuple[Habit, ...] = (
    "keen",
    "usual",
    "usual",
    "late",
    "usual",
    "keen",
    "late",
    "absent",
    "usual",
    "unbound",
)
_HOURS = ("08:30", "12:30", "19:30")
SIZE = 60
DISTRICT_SUPERVISOR = 1


def demo_people(joined_on: date, newcomer_joined_on: date) -> tuple[DemoPerson, ...]:
    """Sixty people: an admin, a head of the county, a supervisor for each unit, an instructor of them all, cadres."""
    return tuple(_person(number, joined_on, newcomer_joined_on) for number in range(SIZE))


def _person(number: int, joined_on: date, newcomer_joined_on: date) -> DemoPerson:
    unit = number % len(UNITS)
    rank = "leader" if number < len(UNITS) else ("professional", "ordinary", "middle", "ordinary")[number % 4]
    village = UNITS[unit][-1] in "镇乡" and number % 2 == 0 and number >= len(UNITS)
    return DemoPerson(
        staff_no=f"H{1001 + number}",
        name=_SURNAMES[number % len(_SURNAMES)]
        + _PLANTS[(number * 7 + number // len(_SURNAMES)) % len(_PLANTS)],
        unit=f"{COUNTY}/{UNITS[unit]}",
        rank_category="village" if village else rank,
        roles=_roles(number),
        supervises=_supervises(number),
        tags=("village",) if village else (),
        habit="keen" if number < len(UNITS) else _HABITS[number % len(_HABITS)],
        daily_hour=_HOURS[0] if number < len(UNITS) else _HOURS[number % len(_HOURS)],
        joined_on=newcomer_joined_on if number == SIZE - 1 else joined_on,
    )


def _roles(number: int) -> tuple[str, ...]:
    if number == 0:
        return ("supervisor", "admin")
    if number < len(UNITS):
        return ("supervisor",)
    return (f"instructor@{COUNTY}",) if number == len(UNITS) else ()


def _supervises(number: int) -> tuple[str, ...]:
    """The office the whole county; the second a district of four units; other heads their own."""
    if number == 0:
        return (COUNTY,)
    if number == DISTRICT_SUPERVISOR:
        return tuple(f"{COUNTY}/{unit}" for unit in (UNITS[1], *UNITS[4:]))
    return (f"{COUNTY}/{UNITS[number]}",) if number < len(UNITS) else ()
