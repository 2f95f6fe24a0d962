"""Tasks of the demonstration, each as far as it has come."""

import datetime as dt
from collections.abc import Iterator, Sequence

from sqlalchemy.dialects.postgresql import Range

from core.procedures.models import StepAct
from plugins.inspection import models_plans as m
from plugins.inspection.demo_ground import Ground, Row
from plugins.inspection.demo_walks import Done, Walk
from plugins.inspection.procedures import DONE, INSPECTION_TASK

CLERK, CHIEF = ("branch.inspection_clerk", 0), ("branch.inspection_chief", 0)
ITEMS = ["使用登记", "定期检验", "作业人员持证"]
WHEN = {"to_assign": 0, "issued": 2, "awaiting_feedback": 9, "handling": 12, "tracking": 20}
"""Days after the plan's first one on which a step was done."""


def task(
    ground: Ground, plan: Row, unit: Row, cards: Sequence[Row], way: str
) -> Iterator[tuple[str, Row]]:
    """One task and how far it has come."""
    key, on = ground.number("inspection_task"), plan["starts_on"]
    serial = ground.serial("inspection_task", on.year)
    number = f"检查任务〔{on.year}〕{serial}号"
    done = _done(ground, unit, way, on)
    has_result = way in ("handling", "tracking", "done")
    walk = Walk(
        ground=ground,
        procedure=INSPECTION_TASK,
        resource="inspection:InspectionTask",
        subject=key,
        title=number,
        town_id=unit["town_id"],
        done=done,
        outcome=DONE,
        enterprise_id=unit["enterprise_id"] if has_result else None,
        term=plan["ends_on"] if way == "awaiting_feedback" else None,
    )
    rows = list(walk.rows())
    if way == "issued":
        rows[0][1]["holder_id"] = cards[0]["account_id"]
    yield from rows[:1]
    problems = ["电梯检验标志未张贴"] if way == "tracking" else []
    yield (
        "inspection_task",
        {
            "id": key,
            "number": number,
            "plan_id": plan["id"],
            "inspected_id": unit["enterprise_id"],
            "town_id": unit["town_id"],
            "enterprise_id": unit["enterprise_id"] if has_result else None,
            "organisation_ids": walk.organisations,
            "matter_id": rows[0][1]["id"],
            "items": ITEMS,
            "due_on": plan["ends_on"],
            "officer_id": cards[0]["id"],
            "second_officer_id": cards[1]["id"],
            "upper_inspected_on": None,
            "upper_within": 0,
            "visited_on": done[3].on if has_result else None,
            "findings": "现场检查情况已记录" if has_result else "",
            "problems": problems,
            "latitude": None,
            "longitude": None,
            "witness": None,
            "disposal": _disposal(way),
            "follow_up": "",
            "closed_on": done[-1].on if walk.is_over else None,
            "published_during": Range(done[-1].on, None) if walk.is_over else None,
        },
    )
    yield from rows[1:]


def _disposal(way: str) -> m.TaskDisposal | None:
    known = {"tracking": m.TaskDisposal.RECTIFICATION, "done": m.TaskDisposal.NONE_NEEDED}
    return known.get(way)


def _done(ground: Ground, unit: Row, way: str, on: dt.date) -> list[Done]:
    """The steps up to where it stands; what needs nothing more ends when it is handled."""
    clerk, chief = ground.people[CLERK], ground.people[CHIEF]
    station = ground.people["station.inspector", unit["town_id"]]
    head = ground.people["station.head", unit["town_id"]]

    def day(step: str) -> dt.date:
        return on + dt.timedelta(days=WHEN[step])

    steps = [
        Done("planned", "to_assign", clerk, on, StepAct.OPENED),
        Done("to_assign", "issued", chief, day("to_assign")),
        Done("issued", "awaiting_feedback", station, day("issued")),
        Done("awaiting_feedback", "handling", station, day("awaiting_feedback"), StepAct.SIGNED),
        Done("awaiting_feedback", "handling", head, day("awaiting_feedback")),
        Done("handling", None if way == "done" else "tracking", chief, day("handling")),
    ]
    ends = {"issued": 2, "awaiting_feedback": 3, "handling": 5}
    return steps[: ends.get(way, len(steps))]
