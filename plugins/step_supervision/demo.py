"""The demonstration: what ended is told step by step; cases of supervision at every step."""

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

from core.clock import BUSINESS_ZONE
from core.declarations import DemoContext, DemoPart
from core.papers.numbering import series_of
from core.policy.vocabulary import Tier
from core.procedures.models import MatterState, StepAct
from plugins.step_supervision.procedures import SUPERVISION
from plugins.step_supervision.service import PROCEDURE, SERIES

Row = dict[str, Any]
CASES: Final = ("answered", "answered", "judged", "judged", "", "")
"""Where a case waits; empty: it is closed."""
DAY: Final = dt.timedelta(days=1)
STEPS: Final = {step.name: step for step in SUPERVISION.steps}


def make(context: DemoContext) -> Iterator[tuple[str, Row]]:
    """The ends of matters as steps, some late; a few pauses; cases."""
    matters = [row for row in context.tables.get("matter", ()) if row["organisation_ids"]]
    told = {row["matter_id"] for row in context.tables.get("step_event", ())}
    ended = [row for row in matters if row["state"] is MatterState.DONE and row["id"] in told]
    for number, matter in enumerate(ended):
        yield "step_event", _ended(matter, number)
    waiting = [row for row in matters if row["state"] is MatterState.OPEN]
    for number, matter in enumerate(waiting[:6]):
        yield "step_pause", _pause(context, matter, number)
    cases = list(_cases(context, waiting))
    yield from cases
    serials = {row["year"]: row["serial"] for table, row in cases if table == "supervision_case"}
    for year, last in serials.items():
        yield "number_series", {"series": series_of(PROCEDURE, SERIES, year), "last": last}


def _ended(matter: Row, number: int) -> Row:
    closed = matter["closed_at"]
    on = closed.astimezone(BUSINESS_ZONE).date()
    due_on = on + (number % 7 - 1) * DAY
    return {
        **_whose(matter),
        "matter_id": matter["id"],
        "act": StepAct.COMPLETED,
        "step": matter["step"],
        "step_title": matter["step_title"],
        "to_step": "end",
        "to_title": None,
        "at": closed,
        "account_id": None,
        "organisation_id": matter["organisation_ids"][0],
        "role": "branch.data_clerk",
        "tier": Tier.BRANCH,
        "arrived_on": min(matter["arrived_on"], on),
        "due_on": due_on,
        "on_time": on <= due_on,
        "reason": "",
    }


def _pause(context: DemoContext, matter: Row, number: int) -> Row:
    begins = context.today - (5 + number) * DAY
    return {
        **_whose(matter),
        "matter_id": matter["id"],
        "step": matter["step"],
        "step_title": matter["step_title"],
        "kind": ("testing", "hearing", "supplement")[number % 3],
        "reason": "等待检验报告" if number % 3 == 0 else "等待材料",
        "organisation_id": matter["organisation_ids"][0],
        "paused_on": begins,
        "resumed_on": begins + 2 * DAY,
    }


def _cases(context: DemoContext, waiting: list[Row]) -> Iterator[tuple[str, Row]]:
    late = [row for row in waiting if row["due_on"] and row["due_on"] < context.today]
    supervisor = next(p for p in context.tables["post"] if p["role"] == "superior.supervisor")
    leaders = [p for p in context.tables["post"] if p["role"] == "town.leader"]
    towns = {
        row["division_id"]: next(p for p in leaders if p["id"] == row["post_id"])
        for row in context.tables["post_division"]
        if any(p["id"] == row["post_id"] for p in leaders)
    }
    first = max((row["id"] for row in context.tables.get("matter", ())), default=0)
    about = [row for row in late if row["town_id"] in towns] or late
    for number, (at, matter) in enumerate(zip(CASES, about, strict=False), 1):
        unit = towns.get(matter["town_id"], supervisor)["organisation_id"]
        yield from _case(context, (matter, unit, supervisor), at, (number, first + number))


def _case(
    context: DemoContext, whose: tuple[Row, int, Row], at: str, ids: tuple[int, int]
) -> Iterator[tuple[str, Row]]:
    about, unit, supervisor = whose
    number, own = ids
    came = context.today - (number % 4 + 1) * DAY
    issued = came - 6 * DAY
    code = f"督〔{issued.year}〕{number}号"
    followed = {"town_id": about["town_id"], "enterprise_id": None, "organisation_ids": [unit]}
    versions = context.tables["procedure_definition"]
    matter = {
        **followed,
        **_progress(at, came, number),
        "id": own,
        "procedure_id": next(v["id"] for v in versions if v["code"] == SUPERVISION.code),
        "resource": "step_supervision:SupervisionCase",
        "subject_id": number,
        "title": f"督办件 {code}",
        "opened_at": _morning(issued),
        "opened_by": supervisor["account_id"],
        "opened_in": supervisor["organisation_id"],
        "version": 2,
    }
    yield "matter", matter
    asked = {"id": number, "matter_id": own, "number": code, "year": issued.year, "serial": number}
    asked |= {"about_id": about["id"], "about_step": about["step_title"], "unit_id": unit}
    asked |= {"issued_on": issued, "question": "该事项已逾期，请说明原因并限期办结。", "version": 1}
    yield "supervision_case", {**followed, **asked, **_answered(at, came, number)}
    yield "step_event", {**followed, **_issued(matter, supervisor, issued)}


def _progress(at: str, came: dt.date, number: int) -> Row:
    step = STEPS[at or "judged"]
    return {
        "state": MatterState.OPEN if at else MatterState.DONE,
        "outcome": None if at else "ACCEPTED",
        "step": step.name,
        "step_title": step.chinese,
        "arrived_on": came,
        "due_on": came + (number % 3) * 2 * DAY if at else None,
        "closed_at": None if at else _morning(came),
    }


def _answered(at: str, came: dt.date, number: int) -> Row:
    returned = number % 2 == 0
    answered = at != "answered" or returned
    return {
        "answer": "企业停产，未能核实；已约定本周办结。" if answered else None,
        "answered_on": came if answered else None,
        "verdict": "未说明具体时间，退回。" if returned else (None if at else "同意。"),
        "times_returned": int(returned),
        "closed_on": None if at else came,
    }


def _issued(matter: Row, supervisor: Row, issued: dt.date) -> Row:
    return {
        "matter_id": matter["id"],
        "act": StepAct.OPENED,
        "step": "issued",
        "step_title": STEPS["issued"].chinese,
        "to_step": "answered",
        "to_title": STEPS["answered"].chinese,
        "at": matter["opened_at"],
        "account_id": supervisor["account_id"],
        "organisation_id": supervisor["organisation_id"],
        "role": supervisor["role"],
        "tier": Tier.SUPERIOR,
        "arrived_on": issued,
        "due_on": None,
        "on_time": None,
        "reason": "",
    }


def _whose(matter: Row) -> Row:
    return {key: matter[key] for key in ("town_id", "enterprise_id", "organisation_ids")}


def _morning(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(9), BUSINESS_ZONE).astimezone(dt.UTC)


PARTS = [DemoPart(make=make)]
