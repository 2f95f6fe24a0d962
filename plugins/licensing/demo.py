"""Licences of the demonstration: every town gets red, yellow and green food licences, and more.

Rows carry their ids, from 1 on. Equal contexts make equal rows.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from core.deadlines.shipped import shipped_calendar
from core.declarations import DemoContext, DemoPart
from core.register.colours import months_after
from core.register.search_text import search_text
from plugins.licensing.models import LicenceOrigin, LicenceStatus, LicenceType
from plugins.licensing.numbers import ccc_number, qs_number, sc_number, xk_number
from plugins.licensing.service import first_duty, renew_by

Row = dict[str, Any]
SPREAD = ((2, 11), (4, 17), (20, 3), (0, 12), (1, 20), (5, 2), (34, 9), (0, -40), (2, 3), (47, 5))
"""(months, days) from today to the last day: red, yellow, green first, so in every town."""
SUSPENDED, PENDING = 8, 3
"""Places in the spread that are suspended, or being renewed."""
SPANS = (((-200, -1), 2), ((1, 25), 3), ((35, 88), 6), ((95, 178), 9), ((190, 1_700), 80))
"""((from, to) in days from today, weight) of the last days of all others."""
FOOD_CLASSES = ("101", "102", "103", "106", "114", "116", "124", "125")
GOODS = ("糕点", "茶叶及相关制品", "酱腌菜", "饮料", "调味品", "水产制品", "豆制品", "速冻食品")
OTHERS = (("XK", "电线电缆", "浙江省"), ("CCC", "低压电器", "认证机构"))


def make(context: DemoContext) -> Iterator[tuple[str, Row]]:
    """Rows of `licence` for the enterprises of the context."""
    serial = 0
    by_town: dict[int, list[Row]] = defaultdict(list)
    for enterprise in context.tables["enterprise"]:
        by_town[enterprise["town_id"]].append(enterprise)
    for enterprises in by_town.values():
        for place, enterprise in enumerate(enterprises):
            if place < len(SPREAD) or place % 2 == 0:
                serial += 1
                yield "licence", _food(context, enterprise, place, serial)
            if place % 3 == 0:
                serial += 1
                yield "licence", _other(context, enterprise, serial)


def _food(context: DemoContext, enterprise: Row, place: int, serial: int) -> Row:
    until = _last_day(context, place)
    kind = _granted(context, ("SC", "QS"), until)
    serial_in_class, n = divmod(serial, len(FOOD_CLASSES))
    if kind.code == "SC":
        number = sc_number(FOOD_CLASSES[n], "330109", serial_in_class + 1)
    else:
        number = qs_number("3301", f"{n + 1:02}01", serial_in_class + 1)
    row = _row(context, enterprise, kind, number, until) | {"id": serial, "covers": [GOODS[n]]}
    if place == SUSPENDED:
        row["status"] = LicenceStatus.SUSPENDED
    if place == PENDING:
        row["renewal_applied_on"] = months_after(context.today, -2)
        row["renewal_timely"] = row["renewal_applied_on"] <= row["renew_by"]
    return row


def _last_day(context: DemoContext, place: int) -> dt.date:
    """One of each colour for the first enterprises of a town; then as in life: mostly green."""
    if place < len(SPREAD):
        months, days = SPREAD[place]
        return months_after(context.today, months) + dt.timedelta(days=days)
    spans, weights = zip(*SPANS, strict=True)
    (first, last) = context.random.choices(spans, weights)[0]
    return context.today + dt.timedelta(days=context.random.randint(first, last))


def _other(context: DemoContext, enterprise: Row, serial: int) -> Row:
    code, goods, authority = OTHERS[serial % len(OTHERS)]
    until = context.today + dt.timedelta(days=context.random.randrange(-30, 1_700))
    kind = _granted(context, (code,), until)
    if code == "XK":
        number = xk_number("浙", "06", "001", serial)
    else:
        number = ccc_number(kind_year(kind, until), "01", "0301", serial)
    more = {"id": serial, "covers": [goods], "authority": authority}
    more["origin"] = LicenceOrigin.EXTERNAL
    return _row(context, enterprise, kind, number, until) | more


def kind_year(kind: LicenceType, until: dt.date) -> int:
    """The year in which a licence of a type that ends on a day was granted."""
    return _issued(kind, until).year


def _granted(context: DemoContext, codes: tuple[str, ...], until: dt.date) -> LicenceType:
    """The first type of the given codes that could be granted for a licence with that last day."""
    known = {name.key for name in LicenceType.__table__.columns}
    for code in codes:
        for row in context.tables["licence_type"]:
            kind = LicenceType(**{k: v for k, v in row.items() if k in known})
            if kind.code == code and kind.in_force(_issued(kind, until)):
                return kind
    raise LookupError(f"no licence type of {codes} for a licence that ends on {until}")


def _issued(kind: LicenceType, until: dt.date) -> dt.date:
    return months_after(until, -12 * kind.validity_years) + dt.timedelta(days=1)


def _row(
    context: DemoContext, enterprise: Row, kind: LicenceType, number: str, until: dt.date
) -> Row:
    issued = _issued(kind, until)
    return {
        "enterprise_id": enterprise["id"],
        "site_id": None,
        "town_id": enterprise["town_id"],
        "type_id": kind.id,
        "predecessor_id": None,
        "number": number,
        "authority": "杭州市质量技术监督局萧山分局",
        "issued_on": issued,
        "valid_from": issued,
        "valid_until": until,
        "renew_by": renew_by(kind, until, shipped_calendar()),
        "status": LicenceStatus.VALID,
        "origin": LicenceOrigin.LOCAL,
        "renewal_applied_on": None,
        "renewal_timely": None,
        "warning_rule": kind.warning_rule,
        "yearly_due_on": first_duty(kind, issued, context.today),
        "remarks": None,
        "search_text": search_text(number, enterprise["name"]),
        "change_id": context.change_id,
        "version": 1,
    }


PARTS = [DemoPart(make=make)]
