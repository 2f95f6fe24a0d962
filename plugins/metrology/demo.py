"""Instruments of the demonstration: of every colour and state, markets, standards, certificates.

Rows carry their ids. Equal contexts make equal rows; names are invented.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

from core.clock import BUSINESS_ZONE
from core.declarations import DemoContext, DemoPart
from core.register.colours import months_after
from core.register.search_text import search_text
from plugins.metrology import models as m
from plugins.metrology.demo_matters import matters
from plugins.metrology.models_checks import MismatchReason, ScaleVerdict

Row = dict[str, Any]
LONG_AGO: Final = dt.date(2014, 1, 1)
BODIES: Final[tuple[tuple[str, str, list[str]], ...]] = (
    ("萧山区计量检定测试所", "（浙萧）法计〔2014〕001号", []),
    ("钱江衡器检定站", "（浙萧）法计〔2016〕007号", ["10", "8", "9"]),
)
KINDS: Final = (
    ("10.1", "电子计价秤", "TRADE", 12, "ACS-30"),
    ("10.2", "汽车衡", "TRADE", 12, "SCS-80"),
    ("15", "燃油加油机", "TRADE", 6, "CS32"),
    ("25", "压力表", "SAFETY", 6, "Y-100"),
    ("26", "血压计", "MEDICAL", 6, "XJ11D"),
    ("46", "可燃气体报警器", "SAFETY", 12, "JT-9"),
    ("9", "电子天平", "TRADE", 12, "FA2004"),
)
"""(category, name, purpose, months, model)"""
SPREAD: Final = (-20, 12, 25, 45, 58, 120, -4, 200, 300, 90, 150, 260)
"""Days from today to the last day, of the instruments of a town, over and over."""
FAILED: Final = 17
"""Every so many-th one, and so on."""
IDLE: Final = 23
SCRAPPED: Final = 41
STALLS: Final = 16


def make(context: DemoContext) -> Iterator[tuple[str, Row]]:
    """Rows of everything, and of what waits at each step."""
    for number, (name, authorisation, codes) in enumerate(BODIES, 1):
        yield "authorised_body", _body(number, name, authorisation, codes)
    instruments: list[Row] = []
    owners = [row for row in context.tables["enterprise"] if row["is_key_unit"]][:150]
    for owner in owners:
        for _ in range(context.random.randint(1, 3)):
            kind = KINDS[len(instruments) % len(KINDS)]
            instruments.append(_instrument(context, owner, len(instruments) + 1, kind))
    for market in _markets(context, owners):
        yield "market", market
        for _ in range(STALLS):
            row = _instrument(context, market, len(instruments) + 1, KINDS[0])
            row |= {"market_id": market["id"], "enterprise_id": market["enterprise_id"]}
            instruments.append(row | {"place": f"{len(instruments) % STALLS + 1}号摊位"})
    for row in instruments:
        yield "instrument", row
    yield from matters(context, instruments)
    for row in instruments:
        yield "verification", _verification(context, row)
    yield from _visits(context, instruments)
    yield from _papers(context, owners)


def _body(number: int, name: str, authorisation: str, codes: list[str]) -> Row:
    return {
        "id": number,
        "name": name,
        "authorisation_no": authorisation,
        "scope_codes": codes,
        "phone": "",
        "valid_from": LONG_AGO,
        "valid_to": None,
        "version": 1,
    }


def _markets(context: DemoContext, owners: list[Row]) -> Iterator[Row]:
    """One in each of some towns, run by one of its units."""
    seen: set[int] = set()
    towns = {row["id"]: row["name"] for row in context.tables["division"]}
    for owner in owners:
        if owner["town_id"] in seen or len(seen) > 7:
            continue
        seen.add(owner["town_id"])
        yield {
            "id": len(seen),
            "enterprise_id": owner["id"],
            "town_id": owner["town_id"],
            "name": f"{towns[owner['town_id']]}样本农贸市场",
            "address": "集市路1号",
            "stalls": STALLS + 4,
            "unified_scales": len(seen) % 2 == 0,
            "fair_scales": 1,
            "change_id": context.change_id,
            "version": 1,
        }


def _instrument(context: DemoContext, owner: Row, serial: int, kind: tuple[Any, ...]) -> Row:
    code, name, purpose, months, model = kind
    categories = {row["code"]: row["id"] for row in context.tables["instrument_category"]}
    valid_to = context.today + dt.timedelta(days=SPREAD[serial % len(SPREAD)])
    verified = months_after(valid_to + dt.timedelta(days=1), -months)
    failed = serial % FAILED == 0
    status = m.InstrumentStatus.IN_USE
    if failed and serial % 2 == 0:
        status = m.InstrumentStatus.STOPPED
    elif serial % IDLE == 0:
        status = m.InstrumentStatus.IDLE
    elif serial % SCRAPPED == 0:
        status = m.InstrumentStatus.SCRAPPED
    week_ago = context.today - dt.timedelta(days=7)
    last = week_ago - dt.timedelta(days=1) if failed else valid_to
    number = f"JL{context.today.year - 1}{serial:06}"
    plate = f"{model}{serial:05}"
    return {
        "id": serial,
        "enterprise_id": owner.get("enterprise_id", owner["id"]),
        "town_id": owner["town_id"],
        "number": number,
        "category_id": categories[code],
        "market_id": None,
        "name": name,
        "model": model,
        "maker": "浙江江南衡器样本厂",
        "serial": plate,
        "measuring_range": None,
        "accuracy": None,
        "place": "厂区",
        "purpose": m.Purpose[purpose],
        "status": status,
        "installed_on": months_after(verified, -24),
        "last_verified_on": verified,
        "certificate_no": f"XSJL-{verified.year}-{serial:05}",
        "body_id": 1,
        "valid_to": last,
        "rotate_by": None,
        "due_on": last,
        "failed_on": week_ago if failed else None,
        "stopped_on": week_ago if status is m.InstrumentStatus.STOPPED else None,
        "idle_on": week_ago if status is m.InstrumentStatus.IDLE else None,
        "search_text": search_text(name, owner["name"], number, plate),
        "change_id": context.change_id,
        "version": 1,
    }


def _verification(context: DemoContext, row: Row) -> Row:
    failed = row["failed_on"] is not None
    outcome = m.VerificationOutcome.FAILED if failed else m.VerificationOutcome.PASSED
    day = row["failed_on"] or row["last_verified_on"]
    return {
        "id": row["id"],
        "instrument_id": row["id"],
        "enterprise_id": row["enterprise_id"],
        "town_id": row["town_id"],
        "application_id": None,
        "body_id": 1,
        "mode": m.VerificationMode.PERIODIC,
        "opened_on": day,
        "result": outcome,
        "certificate_no": f"T{row['certificate_no']}" if failed else row["certificate_no"],
        "verified_on": day,
        "valid_to": None if failed else row["valid_to"],
        "findings": "示值误差超差" if failed else "",
        "exempted_yuan": 40 if row["market_id"] else 0,
        "recorded_at": morning(context.today),
        "version": 1,
    }


def _visits(context: DemoContext, instruments: list[Row]) -> Iterator[tuple[str, Row]]:
    """One visit to each market, a week ago."""
    first = next(p for p in context.tables["post"] if p["role"] == "station.inspector")
    by_market: dict[int, list[Row]] = {}
    for row in instruments:
        if row["market_id"] is not None:
            by_market.setdefault(row["market_id"], []).append(row)
    for key, scales in by_market.items():
        place = {name: scales[0][name] for name in ("enterprise_id", "town_id")}
        verdicts = [_verdict(context, row) for row in scales]
        yield (
            "market_check",
            place
            | {
                "id": key,
                "market_id": key,
                "checked_on": context.today - dt.timedelta(days=7),
                "checked_by": first["account_id"],
                "second_officer": None,
                "valid": verdicts.count(ScaleVerdict.VALID),
                "overdue": verdicts.count(ScaleVerdict.OVERDUE),
                "sealed": 0,
                "unknown": [],
                "notes": "市场秤例行检查",
            },
        )
        for row, verdict in zip(scales, verdicts, strict=True):
            found = {"check_id": key, "instrument_id": row["id"], "verdict": verdict}
            yield "scale_check", place | found


def _verdict(context: DemoContext, row: Row) -> ScaleVerdict:
    holds = row["valid_to"] >= context.today - dt.timedelta(days=7)
    in_use = row["status"] is m.InstrumentStatus.IN_USE
    return ScaleVerdict.VALID if holds and in_use else ScaleVerdict.OVERDUE


def _papers(context: DemoContext, owners: list[Row]) -> Iterator[tuple[str, Row]]:
    """A delivery of certificates with some that fit nothing, standards, and checked packages."""
    day = context.today - dt.timedelta(days=3)
    counts = {"received": 60, "recorded": 56, "repeated": 0, "unmatched": 4}
    yield "certificate_batch", {"id": 1, "body_id": 1, "received_on": day, "version": 1, **counts}
    for number in range(1, 5):
        yield (
            "unmatched_certificate",
            {
                "id": number,
                "batch_id": 1,
                "body_id": 1,
                "serial": f"ACS-30{90000 + number}",
                "user_name": owners[number]["name"],
                "certificate_no": f"XSJL-X-{number}",
                "result": m.VerificationOutcome.PASSED,
                "verified_on": day,
                "valid_to": months_after(day, 12) - dt.timedelta(days=1),
                "because": MismatchReason.NO_SUCH_SERIAL,
                "why": "没有此出厂编号的在册器具",
                "instrument_id": None,
                "settled_on": None,
                "version": 1,
            },
        )
    for number, owner in enumerate(owners[:12], 1):
        place = {"id": number, "enterprise_id": owner["id"], "town_id": owner["town_id"]}
        yield "measurement_standard", place | _standard(context, number)
        yield "packaged_goods_check", place | _goods(context, number)


def _standard(context: DemoContext, number: int) -> Row:
    until = context.today + dt.timedelta(days=SPREAD[number % len(SPREAD)] * 4)
    return {
        "name": "F2等级砝码标准装置",
        "certificate_no": f"〔2022〕萧量标企证字第{number:03}号",
        "measuring_range": "1mg-500g",
        "accuracy": "F2等级",
        "highest": number % 3 == 0,
        "examined_on": months_after(until, -48),
        "valid_to": until,
        "change_id": context.change_id,
        "version": 1,
    }


def _goods(context: DemoContext, number: int) -> Row:
    nominal, good = 500, number % 4 != 0
    actual = [nominal + context.random.randint(1, 5) if good else 470 for _ in range(10)]
    plans = {row["batch_from"]: row["id"] for row in context.tables["sample_plan"]}
    rules = {row["up_to"]: row["id"] for row in context.tables["net_content_tolerance"]}
    account = next(
        p["account_id"] for p in context.tables["post"] if p["role"] == "branch.metrology_clerk"
    )
    return {
        "product": "样本白砂糖",
        "nominal": nominal,
        "batch": 40,
        "actual": [str(each) for each in actual],
        "mean": sum(actual) / len(actual),
        "short": 0 if good else len(actual),
        "far_short": 0,
        "conforming": good,
        "tolerance_id": rules[nominal],
        "plan_id": plans[11],
        "checked_on": context.today - dt.timedelta(days=number),
        "checked_by": account,
    }


def morning(day: dt.date) -> dt.datetime:
    """Nine o'clock in Hangzhou."""
    return dt.datetime.combine(day, dt.time(9), BUSINESS_ZONE).astimezone(dt.UTC)


PARTS = [DemoPart(make=make)]
