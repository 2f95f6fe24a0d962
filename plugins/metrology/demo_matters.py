"""What waits in the demonstration: reports, applications and stops, at every step."""

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

from core.clock import BUSINESS_ZONE
from core.deadlines.limits import due
from core.deadlines.shipped import shipped_calendar
from core.declarations import DemoContext, Procedure
from core.policy.vocabulary import Tier
from core.procedures.models import MatterState, StepAct
from plugins.metrology import models as m
from plugins.metrology.procedures import APPLICATION, LATE_BODY, REPORT, STOP

Row = dict[str, Any]
MOST: Final = 24
DAYS: Final = (0, 1, 2, 4, 8, 12)
"""Days since something came to its step."""
REPORTER: Final = "town.quality_officer"
INSPECTOR: Final = "station.inspector"


def matters(context: DemoContext, instruments: list[Row]) -> Iterator[tuple[str, Row]]:
    """Some of each procedure, spread over its steps and its towns."""
    key = max((row["id"] for row in context.tables.get("matter", ())), default=0)
    in_use = [row for row in instruments if row["status"] is m.InstrumentStatus.IN_USE]
    stopped = [row for row in instruments if row["status"] is m.InstrumentStatus.STOPPED]
    waits = (
        (REPORT, "instrument_report", _report, in_use[3::7][:MOST], ("verified", "filed")),
        (
            APPLICATION,
            "verification_application",
            _application,
            in_use[5::7][:MOST],
            ("received", "on_site", "in_laboratory"),
        ),
        (STOP, "instrument_stop", _stop, stopped, ("repaired", "lifted")),
    )
    for procedure, table, make, rows, steps in waits:
        for number, row in enumerate(rows, 1):
            key += 1
            came = context.today - dt.timedelta(days=DAYS[number % len(DAYS)])
            step = steps[number % len(steps)]
            people = _people(context, row, first=REPORTER if procedure is not STOP else INSPECTOR)
            chain = sorted({post["organisation_id"] for post in people})
            made = {"id": number, "organisation_ids": chain, "matter_id": key, "version": 1}
            made |= {name: row[name] for name in ("enterprise_id", "town_id")}
            made |= make(row, came, step)
            where = (key, row["name"], step, came)
            yield "matter", _matter(context, procedure, made, where, people[0])
            yield table, made
            yield "step_event", _opened(procedure, made, step, came, people[0])
            if procedure is APPLICATION:
                yield "verification", _waiting(row, made, len(instruments))


def _report(row: Row, came: dt.date, step: str) -> Row:
    return {
        "kind": m.ReportKind.SCRAP if row["id"] % 2 else m.ReportKind.IDLE,
        "instrument_id": row["id"],
        "name": row["name"],
        "declared": {},
        "because": "设备更新",
        "filed_on": came,
        "findings": "现场核对属实" if step == "filed" else None,
    }


def _application(_row: Row, came: dt.date, step: str) -> Row:
    on_site = step != "in_laboratory"
    return {
        "body_id": 1,
        "place": m.VerificationPlace.ON_SITE if on_site else m.VerificationPlace.LABORATORY,
        "applied_on": came,
        "wanted_on": None,
        "received_on": None if step == "received" else came,
        "visit_on": came + dt.timedelta(days=9) if step == "on_site" else None,
    }


def _stop(row: Row, _came: dt.date, step: str) -> Row:
    return {
        "instrument_id": row["id"],
        "check_id": None,
        "because": "检定不合格",
        "second_officer": "样本二",
        "stopped_on": row["stopped_on"],
        "repair": "已更换传感器" if step == "lifted" else None,
        "lifted_on": None,
    }


def _waiting(row: Row, application: Row, known: int) -> Row:
    return {
        "id": known + application["id"],
        "instrument_id": row["id"],
        "enterprise_id": row["enterprise_id"],
        "town_id": row["town_id"],
        "application_id": application["id"],
        "body_id": 1,
        "mode": m.VerificationMode.PERIODIC,
        "opened_on": application["applied_on"],
        "result": None,
        "certificate_no": None,
        "verified_on": None,
        "valid_to": None,
        "findings": "",
        "exempted_yuan": 0,
        "recorded_at": None,
        "version": 1,
    }


def _matter(
    context: DemoContext,
    procedure: Procedure,
    made: Row,
    where: tuple[int, str, str, dt.date],
    opener: Row,
) -> Row:
    """The matter. `where`: its key, the instrument's name, the step and when it came there."""
    key, name, at, came = where
    step = next(step for step in procedure.steps if step.name == at)
    versions = context.tables["procedure_definition"]
    row = {
        "id": key,
        "procedure_id": next(v["id"] for v in versions if v["code"] == procedure.code),
        "resource": f"metrology:{procedure.record.__name__}",
        "subject_id": made["id"],
        "title": f"{procedure.chinese} {name}",
        "state": MatterState.OPEN,
        "outcome": None,
        "step": at,
        "step_title": step.chinese,
        "opened_at": _morning(came),
        "opened_by": opener["account_id"],
        "opened_in": opener["organisation_id"],
        "arrived_on": came,
        "due_on": due(step.limit, came, shipped_calendar()).on if step.limit else None,
        "closed_at": None,
        "town_id": made["town_id"],
        "enterprise_id": made["enterprise_id"],
        "organisation_ids": made["organisation_ids"],
        "version": 2,
    }
    return row | {"warning_rule": LATE_BODY} if step.warning else row


def _opened(procedure: Procedure, made: Row, at: str, came: dt.date, post: Row) -> Row:
    steps = {step.name: step for step in procedure.steps}
    first = procedure.steps[0]
    return {
        "matter_id": made["matter_id"],
        "act": StepAct.OPENED,
        "step": first.name,
        "step_title": first.chinese,
        "to_step": at,
        "to_title": steps[at].chinese,
        "at": _morning(came),
        "account_id": post["account_id"],
        "organisation_id": post["organisation_id"],
        "role": post["role"],
        "tier": Tier[post["role"].partition(".")[0].upper()],
        "arrived_on": came,
        "due_on": None,
        "on_time": None,
        "reason": "",
        "town_id": made["town_id"],
        "enterprise_id": made["enterprise_id"],
        "organisation_ids": made["organisation_ids"],
    }


def _people(context: DemoContext, row: Row, *, first: str) -> list[Row]:
    """Who has a part in it, from the one who opened it on."""
    posts = {post["id"]: post for post in context.tables["post"]}
    here = [
        posts[each["post_id"]]
        for each in context.tables["post_division"]
        if each["division_id"] == row["town_id"]
    ]
    found = [next(p for p in here if p["role"] == role) for role in (REPORTER, INSPECTOR)]
    return sorted(found, key=lambda post: post["role"] != first)


def _morning(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(9), BUSINESS_ZONE).astimezone(dt.UTC)
