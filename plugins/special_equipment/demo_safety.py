"""People, upkeep, logs, instructions and accidents of the demonstration; names are invented."""

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

from core.clock import BUSINESS_ZONE
from core.declarations import DemoContext
from core.register.colours import months_after
from core.safety_logs.models import ItemState, LogPeriod
from core.safety_logs.rules import missing_from
from plugins.special_equipment import models as m
from plugins.special_equipment.demo_instructions import instructions
from plugins.special_equipment.models_people import PartKind, SafetyRole

Row = dict[str, Any]
SPREAD: Final = (-12, 8, 25, 60, 120, 300, 500)
"""Days from today to the end of a certificate, contract or check."""
PROJECTS: Final = {"1": "G1", "4": "Q2", "5": "N1"}
"""First character of a type's code -> the project that it asks for."""
LOGS: Final = 5
CONTRACTOR: Final = "杭州钱潮电梯维保有限公司"


def safety_rows(context: DemoContext) -> Iterator[tuple[str, Row]]:
    """Everything about the devices beside the devices, which another part has made."""
    devices: list[Row] = context.tables["equipment"]
    by_unit: dict[int, list[Row]] = {}
    for row in devices:
        by_unit.setdefault(row["enterprise_id"], []).append(row)
    for number, (unit, owned) in enumerate(by_unit.items(), 1):
        place = {"enterprise_id": unit, "town_id": owned[0]["town_id"]}
        yield from _people(context, place, owned, number)
        yield from _logs(context, place, number)
    for number, row in enumerate(devices, 1):
        yield from _upkeep(context, row, number)
    yield from instructions(context, devices[:: max(len(devices) // 40, 1)])
    yield from _accidents(context, devices)


def _day(context: DemoContext, number: int) -> dt.date:
    return context.today + dt.timedelta(days=SPREAD[number % len(SPREAD)])


def _people(
    context: DemoContext, place: Row, owned: list[Row], number: int
) -> Iterator[tuple[str, Row]]:
    yield (
        "operator",
        place
        | {
            "id": number,
            "name": f"样本操作员{number}",
            "id_number": None,
            "left_on": None,
            "version": 1,
        },
    )
    projects = {row["code"]: row["id"] for row in context.tables["operator_project"]}
    codes = {row["id"]: row["code"] for row in context.tables["equipment_type"]}
    asked: dict[str, int] = {}
    for row in owned:
        code = PROJECTS.get(codes[row["type_id"]][0])
        if code and row["use_status"] is m.UseStatus.IN_USE:
            asked[code] = asked.get(code, 0) + 1
    until = _day(context, number)
    for code, count in asked.items():
        yield (
            "operator_certificate",
            place
            | {
                "operator_id": number,
                "project_id": projects[code],
                "certificate_no": f"T3301{number:05}",
                "issued_on": months_after(until, -48),
                "valid_to": until,
                "ended_on": None,
                "version": 1,
            },
        )
        need = {"project_id": projects[code], "devices": count, "covered_until": until}
        yield "operator_need", place | need | {"version": 1}
    for role in SafetyRole:
        yield (
            "safety_appointment",
            place
            | {
                "role": role,
                "name": f"样本{'总监' if role is SafetyRole.DIRECTOR else '安全员'}{number}",
                "appointed_on": dt.date(2023, 5, 5),
                "ended_on": None,
                "version": 1,
            },
        )


def _logs(context: DemoContext, place: Row, number: int) -> Iterator[tuple[str, Row]]:
    """Some days of logs up to yesterday; every seventh unit has fallen behind."""
    behind = 5 if number % 7 == 0 else 1
    last = context.today - dt.timedelta(days=behind)
    account = context.tables["account"][0]["id"]
    for back in range(LOGS):
        key = (number - 1) * LOGS + back + 1
        day = last - dt.timedelta(days=back)
        unsound = int(back == 0 and number % 5 == 0)
        yield (
            "safety_log",
            place
            | {
                "id": key,
                "period": LogPeriod.DAILY,
                "first_on": day,
                "last_on": day,
                "summary": "报警装置无人应答" if unsound else "",
                "written_at": morning(day),
                "written_by": account,
                "checked": 5,
                "unsound": unsound,
            },
        )
        if unsound:
            yield (
                "safety_finding",
                place
                | {
                    "log_id": key,
                    "item_id": context.tables["risk_item"][2]["id"],
                    "state": ItemState.RED,
                    "what": "安全保护装置齐全有效：报警装置无人应答",
                    "found_on": day,
                    "mended_on": None,
                    "measures": "",
                    "version": 1,
                },
            )
    yield (
        "safety_duty",
        place
        | {
            "since": dt.date(2023, 5, 5),
            "last_daily_on": last,
            "last_weekly_on": None,
            "last_monthly_on": None,
            "missing_on": missing_from(dt.date(2023, 5, 5), last),
            "ended_on": None,
            "version": 1,
        },
    )


def _upkeep(context: DemoContext, device: Row, number: int) -> Iterator[tuple[str, Row]]:
    place = {name: device[name] for name in ("enterprise_id", "town_id")}
    of = place | {"equipment_id": device["id"], "version": 1}
    until = _day(context, number)
    if "电梯" in device["name"]:
        yield (
            "maintenance_contract",
            of
            | {
                "contractor": CONTRACTOR,
                "licence_no": f"TS3333{number:03}-{until.year + 2}",
                "rescue_phone": "",
                "begins_on": months_after(until, -12),
                "ends_on": until,
                "ended_on": None,
            },
        )
    if device["medium"]:
        kind = PartKind.VALVE if number % 2 else PartKind.GAUGE
        yield (
            "safety_part",
            of
            | {
                "kind": kind,
                "number": f"{'AF' if number % 2 else 'YL'}-{number:05}",
                "report_no": "",
                "last_checked_on": months_after(until, -12 if number % 2 else -6),
                "next_check_on": until,
                "removed_on": None,
            },
        )


def _accidents(context: DemoContext, devices: list[Row]) -> Iterator[tuple[str, Row]]:
    """One each of the last years, of the lowest class: invented."""
    lowest = next(c for c in context.tables["accident_class"] if c["code"] == "ORDINARY")
    for number, device in enumerate(devices[3:9:2], 1):
        yield (
            "accident",
            {
                "id": number,
                "enterprise_id": device["enterprise_id"],
                "town_id": device["town_id"],
                "equipment_id": device["id"],
                "class_id": lowest["id"],
                "occurred_on": months_after(context.today, -7 * number),
                "deaths": 0,
                "injuries": 1,
                "loss_yuan": 30_000 * number,
                "summary": "演练样本：作业时人员受伤",
                "recorded_at": morning(context.today),
            },
        )


def morning(day: dt.date) -> dt.datetime:
    """Nine o'clock in Hangzhou."""
    return dt.datetime.combine(day, dt.time(9), BUSINESS_ZONE).astimezone(dt.UTC)
