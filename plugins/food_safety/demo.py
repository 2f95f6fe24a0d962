"""Makers of food of the demonstration, in every town and of every grade, with what became of them.

Names are invented, and so is whatever was found. Equal contexts make equal rows.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from core.declarations import DemoContext, DemoPart
from core.register.colours import months_after
from plugins.food_safety import models as m
from plugins.food_safety.demo_ground import Deed, Ground, Row, Told
from plugins.food_safety.demo_logs import logs
from plugins.food_safety.demo_samples import failed_sample, passed_sample
from plugins.food_safety.procedures import CLOSED, FIXED, GRADE, INSPECTION
from plugins.food_safety.service_visits import spread

MOST_IN_TOWN: Final = 12
LEVELS: Final = (m.RiskLevel.B, m.RiskLevel.A, m.RiskLevel.C, m.RiskLevel.D, m.RiskLevel.B)
EVERY: Final = {m.RiskLevel.A: 12, m.RiskLevel.B: 6, m.RiskLevel.C: 4, m.RiskLevel.D: 3}
VISITS: Final = {m.RiskLevel.A: 1, m.RiskLevel.B: 2, m.RiskLevel.C: 3, m.RiskLevel.D: 4}
LEFT: Final = (120, 20, 50, -12, 5, 80, 140, 40)
"""Days until the next inspection is due, by turns: some of each colour."""
CLERK, CHIEF = "branch.food_safety_clerk", "branch.food_safety_chief"
INSPECTOR, HEAD, MANAGER = "station.inspector", "station.head", "enterprise.manager"


def make(context: DemoContext) -> Iterator[tuple[str, Row]]:
    """A file for the food licences of each town, and the stories of its first makers."""
    ground = Ground(context)
    units = {row["id"]: row for row in context.tables["enterprise"]}
    made: dict[int, int] = defaultdict(int)
    seen: set[int] = set()
    for licence in context.tables["licence"]:
        unit = units[licence["enterprise_id"]]
        is_food = licence["number"].startswith(("SC", "QS")) and unit["id"] not in seen
        if not is_food or (made[unit["town_id"]] >= MOST_IN_TOWN and not ground.has_account(unit)):
            continue
        seen.add(unit["id"])
        place = made[unit["town_id"]]
        made[unit["town_id"]] += 1
        yield from _file(ground, unit, licence, place)
    for series, last in ground.series.items():
        yield "number_series", {"series": series, "last": last}


def _file(ground: Ground, unit: Row, licence: Row, place: int) -> Iterator[tuple[str, Row]]:
    context = ground.context
    level = LEVELS[(place + unit["town_id"]) % len(LEVELS)]
    category = _category(context, licence["number"])
    due = context.today + dt.timedelta(days=LEFT[place % len(LEFT)])
    last = months_after(due, -EVERY[level])
    producer: Row = {
        "id": ground.number("food_producer"),
        "enterprise_id": unit["id"],
        "town_id": unit["town_id"],
        "site_id": None,
        "kind": m.FoodProducerKind.ENTERPRISE,
        "scale": list(m.FoodScale)[place % 3],
        "category_id": category["id"],
        "classes": [category["code"]],
        "licence_id": licence["id"],
        "number": licence["number"],
        "grade": level,
        "grade_year": context.today.year,
        "next_inspection_by": due,
        "last_inspected_on": last,
        "last_full_on": last,
        "last_result": list(m.FoodResult)[place % 2],
        "held_until": None,
        "change_id": context.change_id,
    }
    yield "food_producer", producer
    yield from _visits(ground, producer)
    told = {"producer_id": producer["id"]}
    if place < 3 or ground.has_account(unit):
        yield from _grading(ground, unit, producer, place)
        yield from _inspection(ground, unit, told, place)
    if ground.has_account(unit):
        yield from failed_sample(ground, unit, producer, place)
        yield from logs(ground, unit, producer)
    elif place == 1:
        yield from passed_sample(ground, unit, producer)


def _category(context: DemoContext, number: str) -> Row:
    """The class of food that a number of today names; of old numbers any of today."""
    code = number[2:5] if number.startswith("SC") else "116"
    rows = context.tables["food_category"]
    return next(r for r in rows if r["code"] == code and r["scheme"] is m.FoodScheme.SC)


def _visits(ground: Ground, producer: Row) -> Iterator[tuple[str, Row]]:
    """The plan of this year and the next; what lies before the last inspection is done."""
    for year in (ground.context.today.year, ground.context.today.year + 1):
        first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
        for number, day in enumerate(spread(first, last, VISITS[producer["grade"]]), 1):
            done = day <= producer["last_inspected_on"]
            yield (
                "food_visit",
                {
                    "id": ground.number("food_visit"),
                    "producer_id": producer["id"],
                    "town_id": producer["town_id"],
                    "year": year,
                    "number": number,
                    "grade": producer["grade"],
                    "due_on": day,
                    "assigned_on": day - dt.timedelta(days=20) if done else None,
                    "done_on": day - dt.timedelta(days=9) if done else None,
                    "dropped_on": None,
                },
            )


def _grading(ground: Ground, unit: Row, producer: Row, place: int) -> Iterator[tuple[str, Row]]:
    """The grading of the next year, at one of its steps."""
    deeds: tuple[Deed, ...] = (
        Deed("proposed", "checked", CLERK, 12),
        Deed("checked", "fixed", INSPECTOR, 8),
        Deed("fixed", "told", CHIEF, 4),
        Deed("told", None, MANAGER if ground.has_account(unit) else CLERK, 1),
    )[: 1 + place % 4]
    ended = len(deeds) == 4
    key, year = ground.number("risk_grade"), ground.context.today.year + 1
    told = Told(
        ground,
        unit,
        GRADE,
        ("food_safety:RiskGrade", key),
        f"风险定级：{unit['name']}（{year}年度）",
        deeds,
        outcome=FIXED if ended else None,
    )
    yield from told.rows()
    yield (
        "risk_grade",
        {
            **told.on,
            "id": key,
            "producer_id": producer["id"],
            "year": year,
            "static_points": 25,
            "dynamic_points": 10 * (place % 4),
            "findings": ["静态风险：25分", f"一年内监督检查：{10 * (place % 4)}分"],
            "previous": producer["grade"],
            "grade": m.RiskLevel.B if place % 4 < 3 else m.RiskLevel.C,
            "raised_for": None,
            "fixed_on": ground.context.today - dt.timedelta(days=4) if len(deeds) > 2 else None,
        },
    )
    yield from told.after()


def _inspection(ground: Ground, unit: Row, own: Row, place: int) -> Iterator[tuple[str, Row]]:
    """An inspection, from assigned to closed by turns."""
    deeds: tuple[Deed, ...] = (
        Deed("assigned", "done", HEAD, 26),
        Deed("done", "published", INSPECTOR, 20, signed=True),
        Deed("done", "published", HEAD, 20),
        Deed("published", "followed" if place % 2 else None, CLERK, 6),
    )
    deeds = deeds[: (4, 1, 3, 2)[place % 4]]
    known, published = len(deeds) > 2, len(deeds) == 4
    closed = published and place % 2 == 0
    key = ground.number("food_inspection")
    told = Told(
        ground,
        unit,
        INSPECTION,
        ("food_safety:FoodInspection", key),
        f"监督检查：{unit['name']}",
        deeds,
        outcome=CLOSED if closed else None,
        is_secret=not known,
    )
    day = ground.context.today - dt.timedelta(days=20)
    seen = day if len(deeds) > 1 else None
    failed = len(deeds) > 1 and not closed
    yield from told.rows()
    yield (
        "food_inspection",
        {
            **told.on,
            **own,
            "id": key,
            "visit_id": None,
            "kind": m.FoodInspectionKind.DAILY,
            "checklist_code": "FP",
            "patrol_id": None,
            "inspected_on": seen,
            "result": _result(seen, failed),
            "proposal": _proposal(seen, failed),
            "failed_items": ["8.1 标签、说明书是否符合要求"] if failed else [],
            "general_failed": int(failed),
            "told_on": day if known else None,
            "published_on": day + dt.timedelta(days=14) if published else None,
            "closed_on": day + dt.timedelta(days=14) if closed else None,
        },
    )
    yield from told.after()


def _result(seen: dt.date | None, failed: bool) -> m.FoodResult | None:  # noqa: FBT001  of these rows alone
    if seen is None:
        return None
    return m.FoodResult.BASICALLY if failed else m.FoodResult.CONFORMING


def _proposal(seen: dt.date | None, failed: bool) -> m.FoodProposal | None:  # noqa: FBT001  of these rows alone
    if seen is None:
        return None
    return m.FoodProposal.ORDER if failed else m.FoodProposal.NONE


PARTS = [DemoPart(make=make)]
