"""Devices of the demonstration: of every kind and colour, and declarations at every step.

Every key unit for special equipment has some; the first of a town show every colour. Rows carry
their ids. Equal contexts make equal rows.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, Final

from core.deadlines.limits import due
from core.deadlines.shipped import shipped_calendar
from core.declarations import DemoContext, DemoPart
from core.policy.vocabulary import Tier
from core.procedures.models import MatterState, StepAct
from core.register.colours import months_after
from core.register.models import KeyUnitKind
from core.register.search_text import search_text
from plugins.special_equipment import models as m
from plugins.special_equipment.demo_safety import morning, safety_rows
from plugins.special_equipment.numbers import equipment_code, use_number
from plugins.special_equipment.procedures import DECLARATION
from plugins.special_equipment.service_facts import pinned
from plugins.special_equipment.service_filing import TITLES

Row = dict[str, Any]
DEVICES: Final = (
    ("3110", "曳引驱动乘客电梯", "办公楼", 12),
    ("1100", "承压蒸汽锅炉", "锅炉房", 12),
    ("2170", "储气罐", "空压机房", 36),
    ("4170", "电动单梁起重机", "一号车间", 24),
    ("5110", "叉车", "仓库", 24),
    ("3120", "载货电梯", "仓库", 12),
    ("2150", "反应釜", "合成车间", 36),
)
"""(type, name, place, months between inspections)"""
MEDIA: Final = {"1100": "水蒸气", "2170": "压缩空气", "2150": "有机溶剂"}
SPREAD: Final = (-35, 12, 55, 130, 300, -8, 250, 340, 75, 210)
"""Days from today to the next inspection, of the first devices of a town."""
LATER: Final = (-3, 25, 80, 150, 200, 230, 260, 290, 320, 350)
"""Those of all others: as in life, mostly green."""
STOPPED: Final = 5
"""The place in the spread that is stopped instead of overdue."""
MAKERS: Final = ("杭州钱潮机械有限公司", "浙江江南起重设备有限公司", "宁波东海锅炉有限公司")
BODY: Final = "杭州萧山特种设备检测中心"
WAITING: Final = (
    ("verified", 1), ("verified", 6), ("confirmed", 1), ("confirmed", 2), ("confirmed", 9),
    ("inspected", 2), ("filed", 1), ("", 12), ("", 20), ("verified", 0), ("confirmed", 0),
)  # fmt: skip
"""(step at which a declaration waits, empty when it is done; days since it came there)"""
KINDS: Final = (m.DeclarationKind.STOP, m.DeclarationKind.CHANGE, m.DeclarationKind.SCRAP)


def make(context: DemoContext) -> Iterator[tuple[str, Row]]:
    """Rows of devices, their inspections, matters and declarations."""
    types = {row["code"]: row["id"] for row in context.tables["equipment_type"]}
    owners = {row["id"]: row for row in context.tables["enterprise"]}
    in_town: Counter[int] = Counter()
    made: list[Row] = []
    for owner in map(owners.__getitem__, _units(context)):
        for _ in range(context.random.randint(2, 5)):
            place = in_town[owner["town_id"]]
            in_town[owner["town_id"]] += 1
            made.append(_device(context, types, owner, len(made) + 1, place))
            yield "equipment", made[-1]
    for row in made:
        yield "equipment_inspection", _report(context, row)
    yield from _declarations(context, made)


def _units(context: DemoContext) -> list[int]:
    return [
        row["enterprise_id"]
        for row in context.tables["key_unit_designation"]
        if row["kind"] is KeyUnitKind.SPECIAL_EQUIPMENT and row["released_on"] is None
    ]


def _device(
    context: DemoContext, types: dict[str, int], owner: Row, serial: int, place: int
) -> Row:
    code, name, where, months = DEVICES[serial % len(DEVICES)]
    days = SPREAD[place] if place < len(SPREAD) else context.random.choice(LATER)
    next_on = context.today + dt.timedelta(days=days)
    accepted = months_after(next_on, -months * context.random.randint(1, 4))
    stopped = place == STOPPED
    number = use_number(code[0], code[1:3], serial, accepted.year)
    life = equipment_code(code, f"33{serial % 900 + 100:03}", accepted.year, serial)
    return {
        "id": serial,
        "enterprise_id": owner["id"],
        "town_id": owner["town_id"],
        "site_id": None,
        "type_id": types[code],
        "kind_id": types[f"{code[0]}000"],
        "name": name,
        "equipment_code": life,
        "registration_code": None,
        "use_registration_no": number,
        "registration_state": m.RegistrationState.REGISTERED,
        "internal_no": f"{where}-{serial % 9 + 1}",
        "factory_no": f"F{accepted.year}{serial:05}",
        "model": None,
        "maker": MAKERS[serial % len(MAKERS)],
        "maker_licence": f"TS{2210000 + serial % 9000}-{accepted.year + 4}",
        "made_on": months_after(accepted, -8),
        "installed_on": months_after(accepted, -1),
        "accepted_on": accepted,
        "first_use_on": accepted,
        "design_life_to": months_after(accepted, 12 * 15),
        "place": where,
        "place_kind": m.PlaceKind.FACTORY,
        "latitude": 30.05 + owner["town_id"] % 28 * 0.01 + serial % 7 * 0.0011,
        "longitude": 120.15 + owner["town_id"] % 7 * 0.03 + serial % 5 * 0.0013,
        "medium": MEDIA.get(code),
        "important": serial % 11 == 0,
        "safety_grade": 2 if code[0] == "2" else None,
        "use_status": m.UseStatus.STOPPED if stopped else m.UseStatus.IN_USE,
        "stopped_on": months_after(context.today, -3) if stopped else None,
        "stop_reason": "停产检修" if stopped else None,
        "ended_on": None,
        "last_inspection_on": months_after(next_on, -months),
        "next_inspection_on": next_on,
        "search_text": search_text(name, owner["name"], life, number),
        "change_id": context.change_id,
        "version": 1,
    }


def _report(context: DemoContext, device: Row) -> Row:
    return {
        "id": device["id"],
        "equipment_id": device["id"],
        "enterprise_id": device["enterprise_id"],
        "town_id": device["town_id"],
        "kind": m.InspectionKind.PERIODIC,
        "body": BODY,
        "report_no": f"XSTJ-{device['last_inspection_on'].year}-{device['id']:05}",
        "inspected_on": device["last_inspection_on"],
        "conclusion": m.Conclusion.PASSED,
        "safety_grade": device["safety_grade"],
        "next_on": device["next_inspection_on"],
        "problems": "",
        "recorded_by": None,
        "recorded_at": morning(context.today),
    }


@dataclass(frozen=True, slots=True)
class Doer:
    """Who does a step: an account at a post."""

    account: int
    organisation: int
    role: str
    tier: Tier


def _declarations(context: DemoContext, devices: list[Row]) -> Iterator[tuple[str, Row]]:
    """Some of units with an account, the others filed by their towns; three rounds of WAITING."""
    first = max((row["id"] for row in context.tables.get("matter", ())), default=0)
    in_use = [row for row in devices if row["use_status"] is m.UseStatus.IN_USE][::5]
    for number, device in enumerate(in_use[: 3 * len(WAITING)], 1):
        waits_at, days = WAITING[(number - 1) % len(WAITING)]
        kind = KINDS[number % len(KINDS)] if waits_at else m.DeclarationKind.CHANGE
        people = _people(context, device)
        came = context.today - dt.timedelta(days=days)
        row = _declaration(device, number, kind, came)
        row["organisation_ids"] = sorted({doer.organisation for doer in people.values()})
        matter = _matter(context, row, first + number, waits_at, came)
        matter |= {"opened_by": people["filed"].account, "opened_in": people["filed"].organisation}
        row["matter_id"] = matter["id"]
        if waits_at not in ("filed", "verified"):
            row["findings"] = "现场核对铭牌与上报一致"
        yield "matter", matter
        yield "equipment_declaration", row
        for event in _events(matter, people, waits_at, came):
            yield "step_event", event


def _declaration(device: Row, number: int, kind: m.DeclarationKind, came: dt.date) -> Row:
    filed = came - dt.timedelta(days=3)
    declared: dict[m.DeclarationKind, Row] = {
        m.DeclarationKind.STOP: {"stop_reason": "生产线改造"},
        m.DeclarationKind.SCRAP: {"use_status": "SCRAPPED"},
        m.DeclarationKind.CHANGE: {"internal_no": device["internal_no"]},
    }
    return {
        "id": number,
        "kind": kind,
        "equipment_id": device["id"],
        "enterprise_id": device["enterprise_id"],
        "town_id": device["town_id"],
        "name": device["name"],
        "effective_on": filed,
        "declared": declared[kind],
        "pinned": pinned(SimpleNamespace(**device)),
        "site_id": None,
        "new_town_id": None,
        "filed_on": filed,
        "report_by": filed + dt.timedelta(days=30),
        "findings": None,
        "station_findings": None,
        "version": 1,
    }


def _matter(context: DemoContext, row: Row, key: int, waits_at: str, came: dt.date) -> Row:
    steps = {step.name: step for step in DECLARATION.steps}
    step = steps[waits_at or "confirmed"]
    limit = step.limit if waits_at else None
    versions = context.tables["procedure_definition"]
    return {
        "id": key,
        "procedure_id": next(v["id"] for v in versions if v["code"] == DECLARATION.code),
        "resource": "special_equipment:EquipmentDeclaration",
        "subject_id": row["id"],
        "title": f"{TITLES[row['kind']]} {row['name']}",
        "state": MatterState.OPEN if waits_at else MatterState.DONE,
        "outcome": None if waits_at else "CONFIRMED",
        "step": step.name,
        "step_title": step.chinese,
        "opened_at": morning(row["filed_on"]),
        "arrived_on": came,
        "due_on": due(limit, came, shipped_calendar()).on if limit else None,
        "closed_at": None if waits_at else morning(came),
        "town_id": row["town_id"],
        "enterprise_id": row["enterprise_id"],
        "organisation_ids": row["organisation_ids"],
        "version": 2,
    }


def _people(context: DemoContext, device: Row) -> dict[str, Doer]:
    """Who does each step of a device's declaration; a town files where nobody else can."""
    posts = {row["id"]: row for row in context.tables["post"]}
    of_town = [
        posts[row["post_id"]]
        for row in context.tables["post_division"]
        if row["division_id"] == device["town_id"]
    ]
    of_unit = [p for p in posts.values() if p["enterprise_id"] == device["enterprise_id"]]
    town = _doer([p for p in of_town if p["role"] == "town.quality_officer"])
    section = [p for p in posts.values() if p["role"] == "branch.special_equipment_clerk"]
    return {
        "filed": _doer(of_unit) if of_unit else town,
        "verified": town,
        "inspected": _doer([p for p in of_town if p["role"] == "station.inspector"]),
        "confirmed": _doer(section),
    }


def _doer(posts: list[Row]) -> Doer:
    post = posts[0]
    tier = Tier[post["role"].partition(".")[0].upper()]
    return Doer(post["account_id"], post["organisation_id"], post["role"], tier)


def _events(matter: Row, people: dict[str, Doer], waits_at: str, came: dt.date) -> Iterator[Row]:
    """The way to where it waits: filed, verified, ...; back where it waits at `filed` again."""
    way = {
        "verified": (("filed", "verified"),),
        "inspected": (("filed", "verified"), ("verified", "inspected")),
        "filed": (("filed", "verified"), ("verified", "filed")),
        "confirmed": (("filed", "verified"), ("verified", "confirmed")),
        "": (("filed", "verified"), ("verified", "confirmed"), ("confirmed", "end")),
    }[waits_at]
    titles = {step.name: step.chinese for step in DECLARATION.steps}
    for place, (step, to) in enumerate(way):
        day = came - dt.timedelta(days=len(way) - 1 - place)
        back, doer = to == "filed", people[step]
        act = StepAct.RETURNED if back else StepAct.COMPLETED if place else StepAct.OPENED
        yield {
            "matter_id": matter["id"],
            "act": act,
            "step": step,
            "step_title": titles[step],
            "to_step": to,
            "to_title": titles.get(to),
            "at": morning(day),
            "account_id": doer.account,
            "organisation_id": doer.organisation,
            "role": doer.role,
            "tier": doer.tier,
            "arrived_on": day,
            "due_on": None,
            "on_time": True if place else None,
            "reason": "照片看不清铭牌，请补拍" if back else "",
            "town_id": matter["town_id"],
            "enterprise_id": matter["enterprise_id"],
            "organisation_ids": matter["organisation_ids"],
        }


PARTS = [DemoPart(make=make), DemoPart(make=safety_rows)]
