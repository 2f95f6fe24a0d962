"""Standards of the demonstration: an invented catalogue, what firms declare, and a round of checks.

The catalogue's numbers begin with 99 and belong to no published standard. Equal contexts, equal
rows.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from core.declarations import DemoContext, DemoPart
from core.register.search_text import search_text
from plugins.standards import models as m
from plugins.standards import models_checks as mc
from plugins.standards.demo_checks import checks
from plugins.standards.demo_ground import Ground, Row
from plugins.standards.numbers import parts_of
from plugins.standards.procedures import DECLARATION
from plugins.standards.service_uses import last_day

CATALOGUE = (
    ("GB/T 99101-2015", "糕点通用要求（示例）", -400, "GB/T 99101-2025"),
    ("GB/T 99102-2016", "茶叶包装（示例）", 20, "GB/T 99102-2026"),
    ("GB/T 99103-2017", "电线电缆护套（示例）", 160, "GB/T 99103-2026"),
    ("GB/T 99104-2019", "低压连接件（示例）", None, None),
    ("GB 99105-2020", "食品接触用具安全（示例）", None, None),
    ("QB/T 99106-2018", "塑料容器（示例）", None, None),
    ("DB33/T 99107-2021", "竹制品（示例）", None, None),
    ("T/ZZB 99108-2022", "伞具（示例）", None, None),
)
"""(number, title, days from today to the end, what takes its place)."""
PRODUCTS = ("糕点", "茶叶", "电缆", "连接件", "餐具", "塑料桶", "竹席", "雨伞")
STEPS = ("declared", "declared", "declared", "draft", "declared", "filed")


def make(context: DemoContext) -> Iterator[tuple[str, Row]]:
    """The catalogue; for every firm with an account, and some of each town, what it declares."""
    ground = Ground(context)
    standards = dict(_catalogue(context))
    for row in standards.values():
        yield "standard", row
    yield from _indicators(standards)
    yield from _notices(context, standards)
    declared: list[Row] = []
    for place, firm in enumerate(_firms(ground)):
        yield from _uses(ground, firm, place, standards)
        for table, row in _own(ground, firm, place, standards):
            if table == "enterprise_standard" and row["mode"] is m.FilingMode.DECLARED:
                declared += [row] if row["published_on"] else []
            yield table, row
        yield from _members(ground, firm, place)
    yield from checks(ground, declared)


def _catalogue(context: DemoContext) -> Iterator[tuple[str, Row]]:
    """By number: those that end, and first what takes their place."""
    keys: dict[str, int] = {}
    for code, title, days, successor in CATALOGUE:
        ends = None if days is None else context.today + dt.timedelta(days=days)
        if successor is not None and ends is not None:
            keys[successor] = len(keys) + 1
            yield successor, _standard(keys[successor], successor, title, ends)
        keys[code] = len(keys) + 1
        row = _standard(keys[code], code, title, dt.date(parts_of(code, "code").year, 7, 1))
        row |= {"withdrawn_on": ends, "replaced_by_id": keys.get(successor or "")}
        yield code, row


def _standard(key: int, code: str, title: str, effective_on: dt.date) -> Row:
    parts = parts_of(code, "code")
    return {
        "id": key,
        "code": parts.code,
        "prefix": parts.prefix,
        "number": parts.number,
        "part": None,
        "year": parts.year,
        "title": title,
        "title_en": None,
        "kind": parts.kind,
        "issued_on": effective_on - dt.timedelta(days=180),
        "effective_on": effective_on,
        "withdrawn_on": None,
        "replaced_by_id": None,
        "ics": None,
        "ccs": None,
        "search_text": search_text(parts.code, title),
        "version": 1,
    }


def _indicators(standards: dict[str, Row]) -> Iterator[tuple[str, Row]]:
    for key, row in enumerate(standards.values(), 1):
        wanted = {"name": "抗拉强度", "unit": "MPa", "sense": m.IndicatorSense.AT_LEAST}
        yield (
            "standard_indicator",
            {"id": key, "standard_id": row["id"], "value": 10.0 + key, **wanted},
        )


def _notices(context: DemoContext, standards: dict[str, Row]) -> Iterator[tuple[str, Row]]:
    for key, row in enumerate((r for r in standards.values() if r["withdrawn_on"]), 1):
        day = min(context.today, row["withdrawn_on"]) - dt.timedelta(days=60)
        yield (
            "replacement_notice",
            {
                "id": key,
                "replaced_id": row["id"],
                "successor_id": row["replaced_by_id"],
                "published_on": day,
                "ends_on": row["withdrawn_on"],
                "source": f"示例公告第 {key} 号",
                "uses_flagged": 0,
                "firms_told": 0,
                "imported_on": day,
            },
        )


def _firms(ground: Ground) -> Iterator[Row]:
    """Whoever has an account, and every third firm."""
    for number, firm in enumerate(ground.context.tables["enterprise"]):
        if firm["id"] in ground.managers or number % 3 == 0:
            yield firm


def _uses(ground: Ground, firm: Row, place: int, standards: dict[str, Row]) -> Iterator[Any]:
    for n in (place, place + 3):
        code = CATALOGUE[n % len(CATALOGUE)][0]
        yield "standard_use", _use(ground, firm, PRODUCTS[n % len(PRODUCTS)], standards[code])


def _use(ground: Ground, firm: Row, product: str, standard: Row) -> Row:
    ends, today = standard["withdrawn_on"], ground.context.today
    return {
        "id": ground.number("standard_use"),
        "enterprise_id": firm["id"],
        "town_id": firm["town_id"],
        "product": product,
        "role": m.UseRole.EXECUTED,
        "standard_id": standard["id"],
        "enterprise_standard_id": None,
        "declared_on": today - dt.timedelta(days=700),
        "ended_on": None,
        "flagged_on": min(today, ends) - dt.timedelta(days=60) if ends else None,
        "replace_by": last_day(ends) if ends else None,
        "successor_id": None,
        "search_text": search_text(product, standard["code"]),
        "version": 1,
    }


def _own(ground: Ground, firm: Row, place: int, standards: dict[str, Row]) -> Iterator[Any]:
    """An own standard that is declared, a draft, or a filing of old that has run out."""
    step, today = STEPS[place % len(STEPS)], ground.context.today
    filed = step == "filed"
    year = 2016 if filed else today.year - 1
    published = dt.date(2016, 5, 3) if filed else today - dt.timedelta(days=30 + place % 300)
    key = ground.number("enterprise_standard")
    matter = None
    if step == "draft":
        matter = ground.number("matter")
        yield "matter", ground.matter(matter, DECLARATION, "EnterpriseStandard", key, firm)
    product = PRODUCTS[place % len(PRODUCTS)]
    yield (
        "enterprise_standard",
        {
            "id": key,
            "number": f"Q/XSD {key:03}-{year}",
            "number_key": f"Q/XSD{key:03}-{year}",
            "unusual_number": False,
            "title": f"{product}技术要求",
            "product": product,
            "mode": m.FilingMode.FILED if filed else m.FilingMode.DECLARED,
            "rule_id": ground.rule(published),
            "issued_on": published - dt.timedelta(days=20),
            "published_on": None if step == "draft" else published,
            "filing_no": f"Q/3301XSB{key:04}-{year}" if filed else None,
            "valid_until": dt.date(2019, 5, 2) if filed else None,
            "struck_off_on": None,
            "abolished_on": None,
            "matter_id": matter,
            "version": 1,
            **ground.place(firm),
        },
    )
    yield (
        "declared_indicator",
        {
            "id": ground.number("declared_indicator"),
            "enterprise_standard_id": key,
            "name": "抗拉强度",
            "unit": "MPa",
            "sense": m.IndicatorSense.AT_LEAST,
            "value": 12.0 + place % 9,
            "method": "GB/T 99104-2019 第5章",
            "compared_id": standards["GB/T 99104-2019"]["id"],
            "below": False,
            "statement": "",
            **ground.place(firm),
        },
    )


def _members(ground: Ground, firm: Row, place: int) -> Iterator[Any]:
    today, of = ground.context.today, {"enterprise_id": firm["id"], "town_id": firm["town_id"]}
    if place % 4 == 0:
        key = ground.number("barcode_member")
        yield (
            "barcode_member",
            {
                **of,
                "id": key,
                "maker_code": f"6999{key:05}",
                "member_since": today - dt.timedelta(days=400),
                "valid_until": today + dt.timedelta(days=place % 300),
                "version": 1,
            },
        )
    if place % 5 == 0:
        kinds = list(mc.PilotKind)
        yield (
            "pilot",
            {
                **of,
                "id": ground.number("pilot"),
                "kind": kinds[place // 5 % len(kinds)],
                "title": "示例标准化项目",
                "began_on": today - dt.timedelta(days=200),
                "ended_on": None,
                "outcome": "",
                "version": 1,
            },
        )


PARTS = [DemoPart(make=make)]
