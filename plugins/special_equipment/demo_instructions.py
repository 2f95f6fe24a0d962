"""Instructions of the demonstration: at every step, some overdue, some closed."""

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

from core.clock import BUSINESS_ZONE
from core.deadlines.limits import due
from core.deadlines.shipped import shipped_calendar
from core.declarations import DemoContext
from core.policy.vocabulary import Tier
from core.procedures.models import MatterState, StepAct
from plugins.special_equipment.procedures import INSTRUCTION

Row = dict[str, Any]
STEPS: Final = ("issued", "served", "rectified", "reinspected", "")
"""Where an instruction waits; empty: it is closed."""


def instructions(context: DemoContext, devices: list[Row]) -> Iterator[tuple[str, Row]]:
    """At every step, some overdue, some closed."""
    first = max((row["id"] for row in context.tables.get("matter", ())), default=0)
    clerk = next(p for p in context.tables["post"] if p["role"] == "branch.special_equipment_clerk")
    for number, device in enumerate(devices, 1):
        at = STEPS[number % len(STEPS)]
        came = context.today - dt.timedelta(days=number % 9)
        served = at in ("rectified", "reinspected", "")
        row = _instruction(device, number, came, served=served, is_open=bool(at))
        row |= {"matter_id": first + number, "organisation_ids": [clerk["organisation_id"]]}
        matter = _matter(context, row, clerk, (at, came))
        yield "matter", matter
        yield "safety_instruction", row
        yield "step_event", _drafted(matter, clerk)


def _instruction(device: Row, number: int, came: dt.date, *, served: bool, is_open: bool) -> Row:
    issued = came - dt.timedelta(days=20) if served else None
    due_on = came - dt.timedelta(days=2) + dt.timedelta(days=10 * (number % 3))
    reported = None if is_open and number % len(STEPS) != STEPS.index("reinspected") else came
    return {
        "id": number,
        "unit_id": device["enterprise_id"],
        "enterprise_id": device["enterprise_id"] if served else None,
        "town_id": device["town_id"],
        "equipment_id": device["id"],
        "inspection_id": None,
        "drafted_on": came - dt.timedelta(days=21),
        "problem": f"{device['name']}安全保护装置失效",
        "violated": "《特种设备安全法》第三十九条",
        "measures": "停止使用，修复并自检合格",
        "days": 15,
        "series": "XS" if served else None,
        "year": came.year if served else None,
        "serial": number if served else None,
        "number": f"（萧）特监令〔{came.year}〕{number}号" if served else None,
        "issued_on": issued,
        "served_on": issued,
        "due_on": due_on if served else None,
        "refused_to_sign": False,
        "report": "已修复" if reported and served else None,
        "reported_on": reported if served else None,
        "notes": None if is_open else "复查合格",
        "closed_on": None if is_open else came,
        "to_case_on": None,
        "version": 1,
    }


def _matter(context: DemoContext, row: Row, clerk: Row, where: tuple[str, dt.date]) -> Row:
    at, came = where
    steps = {step.name: step for step in INSTRUCTION.steps}
    step = steps[at or "reinspected"]
    last = due(step.limit, came, shipped_calendar()).on if step.limit else row["due_on"]
    versions = context.tables["procedure_definition"]
    return {
        "id": row["matter_id"],
        "procedure_id": next(v["id"] for v in versions if v["code"] == INSTRUCTION.code),
        "resource": "special_equipment:SafetyInstruction",
        "subject_id": row["id"],
        "title": f"安全监察指令 {row['problem']}"[:40],
        "state": MatterState.OPEN if at else MatterState.DONE,
        "outcome": None if at else "CLOSED",
        "step": step.name,
        "step_title": step.chinese,
        "opened_at": _morning(row["drafted_on"]),
        "opened_by": clerk["account_id"],
        "opened_in": clerk["organisation_id"],
        "arrived_on": came,
        "due_on": last if at else None,
        "by_term": at == "rectified",
        "closed_at": None if at else _morning(came),
        "town_id": row["town_id"],
        "enterprise_id": row["enterprise_id"],
        "organisation_ids": row["organisation_ids"],
        "version": 2,
    }


def _drafted(matter: Row, clerk: Row) -> Row:
    return {
        "matter_id": matter["id"],
        "act": StepAct.OPENED,
        "step": "drafted",
        "step_title": "拟制",
        "to_step": "issued",
        "to_title": "两人签发",
        "at": matter["opened_at"],
        "account_id": clerk["account_id"],
        "organisation_id": clerk["organisation_id"],
        "role": clerk["role"],
        "tier": Tier.BRANCH,
        "arrived_on": matter["arrived_on"],
        "due_on": None,
        "on_time": None,
        "reason": "",
        "town_id": matter["town_id"],
        "enterprise_id": matter["enterprise_id"],
        "organisation_ids": matter["organisation_ids"],
    }


def _morning(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(9), BUSINESS_ZONE).astimezone(dt.UTC)
