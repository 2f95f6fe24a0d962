"""Products, classes, plans, checks and clues of the demonstration; every town gets its share.

Equal contexts make equal rows; names are invented, and so is everything that failed.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence

from core.declarations import DemoContext, DemoPart
from core.policy.vocabulary import Tier
from core.procedures.models import StepAct
from core.sampling.models import TestVerdict
from plugins.quality import models as m
from plugins.quality import models_samples as s
from plugins.quality import procedures as p
from plugins.quality.demo_checks import WAYS, Check
from plugins.quality.demo_ground import Ground, Row, Way
from plugins.quality.demo_papers import PaperedCheck
from plugins.quality.demo_plans import plans
from plugins.quality.seeds import factors, products, regimes
from plugins.quality.service_axis import Rules, axis_of, most_demanding, next_visit, regime_of
from plugins.quality.service_rates import ratio_of

GRADES = tuple(m.EnterpriseGrade)
RULES = Rules([m.SupervisionFactor(**row) for row in factors()],
              [m.RegimeRule(**row) for row in regimes()])  # fmt: skip
MOST = 160
"""Enterprises with products, at the usual scale."""


def make(context: DemoContext) -> Iterator[tuple[str, Row]]:
    """Makers of each town, their classes and checks, three plans, and clues."""
    ground = Ground(context)
    catalogue = _catalogue(context)
    units = _units(ground)
    checks = _checks(ground, units, catalogue)
    yield from plans(ground, units, catalogue)
    for number, unit in enumerate(units):
        mine = [check for check in checks if check.unit is unit]
        yield from _firm(ground, unit, number, (catalogue, mine))
    for check in checks:
        yield from check.rows()
    yield from _rates(ground, checks)
    yield from _clues(ground, units)
    for series, last in ground.last.items():
        yield "number_series", {"series": series, "last": last}


def _catalogue(context: DemoContext) -> list[Row]:
    """The planted products with their keys, and values as Python has them."""
    keys = {row["catalogue_code"]: row["id"] for row in context.tables["product"]}
    return [row | {"id": keys[row["catalogue_code"]]} for row in products()]


def _units(ground: Ground) -> list[Row]:
    """Those with an account, and the first ones of each town."""
    managed = {place for role, place in ground.people if role == "enterprise.manager"}
    most = round(MOST * ground.context.scale) // 28 + 1
    seen: Counter[int] = Counter()
    found = []
    for unit in ground.context.tables["enterprise"]:
        seen[unit["town_id"]] += 1
        if unit["id"] in managed or seen[unit["town_id"]] <= most:
            found.append(unit)
    return found


def _checks(ground: Ground, units: Sequence[Row], catalogue: Sequence[Row]) -> list[Check]:
    """One check for each unit by turns; whoever has an account gets one at every other step."""
    managed = {place for role, place in ground.people if role == "enterprise.manager"}
    made: list[Check] = []
    for number, unit in enumerate(units):
        ways = WAYS[::2] if unit["id"] in managed else (WAYS[number % len(WAYS)],)
        for turn, (way, age) in enumerate(ways):
            product = catalogue[(number + turn) % len(catalogue)]
            day = ground.context.today - dt.timedelta(days=age)
            made.append(PaperedCheck(ground, unit, product, way, day))
    return made


def _firm(
    ground: Ground, unit: Row, number: int, known: tuple[Sequence[Row], Sequence[Check]]
) -> Iterator[tuple[str, Row]]:
    """What a unit makes, its class, its profile, and now and then a proposal."""
    catalogue, checks = known
    place = {"town_id": unit["town_id"], "enterprise_id": unit["id"]}
    mine = {check.product["id"]: check for check in checks}
    for product in catalogue:
        if product["id"] in mine:
            yield "enterprise_product", _making(ground, place, mine[product["id"]])
    grade = GRADES[(number * 7) % 4] if number % 5 else None
    since = ground.context.today - dt.timedelta(days=40 + number % 300)
    if grade is not None:
        yield (
            "enterprise_class",
            {
                **place,
                "organisation_ids": [],
                "id": ground.number("enterprise_class"),
                "grade": grade,
                "reasons": "上年度抽查、检查和投诉情况综合评定",
                "proposed_on": since - dt.timedelta(days=6),
                "valid_from": since,
            },
        )
    made = [m.Product(**{k: v for k, v in row.items() if k != "id"}) for row in catalogue
            if row["id"] in mine]  # fmt: skip
    yield "supervision_profile", _profile(ground, place, grade, made, since)
    if number % 23 == 1:
        yield from _proposal(ground, unit, "enterprise_class")
    if number % 29 == 2:
        yield from _proposal(ground, unit, "regime_override")


def _making(ground: Ground, place: Row, check: Check) -> Row:
    tested = check.on("tested") if check.verdict else None
    failed = check.verdict is TestVerdict.FAILED
    sampled = check.place["enterprise_id"] is not None
    return {
        **place,
        "id": ground.number("enterprise_product"),
        "product_id": check.product["id"],
        "brand": "",
        "model": "",
        "annual_output": f"{100 + check.task} 批",
        "declared_standard": check.product["executive_standard"],
        "change_id": ground.context.change_id,
        "last_sampled_on": check.on("sampled") if sampled else None,
        "last_passed_on": (check.assigned_on - dt.timedelta(days=400)) if failed else tested,
        "last_failed_on": tested if failed else None,
        "recent_failures": 2 if check.way == p.CASE else int(failed),
    }


def _profile(
    ground: Ground,
    place: Row,
    grade: m.EnterpriseGrade | None,
    made: Sequence[m.Product],
    since: dt.date,
) -> Row:
    axis = most_demanding(axis_of(each, RULES) for each in made)
    counted = grade or m.EnterpriseGrade.B
    rule = regime_of(counted, axis.level, RULES)
    if rule is None:
        raise LookupError("every class has a rule at every level")
    said = "未评定，按B类" if grade is None else f"{counted.value}"
    return {
        **place,
        "id": ground.number("supervision_profile"),
        "grade": counted,
        "is_graded": grade is not None,
        "level": axis.level,
        "points": axis.points,
        "factors": [
            *axis.lines,
            f"产品等级 {axis.level.value}（{axis.points} 分）\nlevel {axis.level.value}",
            f"企业类别 {said}\nclass {counted.value}",
        ],
        "regime": rule.regime,
        "months_between": rule.months_between,
        "legal_basis": rule.legal_basis,
        "last_visit_on": since,
        "next_visit_on": next_visit(since, rule.months_between),
    }


def _proposal(ground: Ground, unit: Row, table: str) -> Iterator[tuple[str, Row]]:
    """A class or an override that waits for its decision."""
    today = ground.context.today
    day = today - dt.timedelta(days=4)
    is_class = table == "enterprise_class"
    procedure, step = (p.CLASSES, "decided") if is_class else (p.OVERRIDES, "signed")
    place = {"town_id": unit["town_id"], "enterprise_id": unit["id"], "organisation_ids": []}
    way = Way(ground, procedure, place, day)
    who = ground.who("station.head" if is_class else "branch.quality_clerk", unit)
    way.act("proposed", step, who, day, StepAct.OPENED)
    way.due_on = today + dt.timedelta(days=3)
    key = ground.number(table)
    record = "EnterpriseClass" if is_class else "RegimeOverride"
    title = ("企业类别评定：" if is_class else "监管方式调整：") + unit["name"]
    yield "matter", way.row(record, key, title, step, None)
    said: Row = (
        {"grade": m.EnterpriseGrade.C, "reasons": "一年内两次抽查不合格", "proposed_on": day}
        if is_class
        else {
            "regime": m.Regime.TIGHTENED,
            "months_between": 2,
            "why": "投诉集中",
            "until": today + dt.timedelta(days=180),
        }
    )
    yield table, {**place, "id": key, "matter_id": way.matter, **said}
    for act in way.acts:
        yield "step_event", act


def _rates(ground: Ground, checks: Sequence[Check]) -> Iterator[tuple[str, Row]]:
    """What rule A1 watches, counted from the checks."""
    tested = [c for c in checks if c.verdict is not None]
    each = Counter((c.product["id"], c.unit["town_id"]) for c in tested)
    bad = [c for c in tested if c.verdict is TestVerdict.FAILED]
    failed = Counter((c.product["id"], c.unit["town_id"]) for c in bad)
    all_each, all_failed = (Counter(c.product["id"] for c in some) for some in (tested, bad))
    for (product, town), count in sorted(each.items()):
        failures = failed[product, town]
        yield (
            "area_failure_rate",
            {
                "id": ground.number("area_failure_rate"),
                "product_id": product,
                "town_id": town,
                "tested": count,
                "failed": failures,
                "ratio": ratio_of(count, failures, all_each[product], all_failed[product]),
                "counted_on": ground.context.today,
            },
        )


def _clues(ground: Ground, units: Sequence[Row]) -> Iterator[tuple[str, Row]]:
    """Clues of towns: some wait, some were answered."""
    for number, unit in enumerate(units[::9]):
        if ("town.quality_officer", unit["town_id"]) not in ground.people:
            continue
        day = ground.context.today - dt.timedelta(days=2 + 3 * (number % 4))
        answered = number % 2 == 1
        place = {"town_id": unit["town_id"], "enterprise_id": None, "organisation_ids": []}
        way = Way(ground, p.CLUES, place, day)
        town = ground.people["town.quality_officer", unit["town_id"]]
        way.act("reported", "assessed", town, day, StepAct.OPENED)
        way.due_on = day + dt.timedelta(days=7)
        if answered:
            clerk = ground.people["branch.quality_clerk", 0]
            way.act("assessed", None, clerk, day + dt.timedelta(days=1), StepAct.COMPLETED)
        key = ground.number("quality_clue")
        outcome = p.UNFOUNDED if answered else None
        yield "matter", way.row("QualityClue", key, "质量线索：产品无标识", "assessed", outcome)
        yield (
            "quality_clue",
            {
                **place,
                "id": key,
                "matter_id": way.matter,
                "what": "门市所售产品无厂名厂址",
                "unit_id": unit["id"],
                "place": "",
                "reported_on": day,
                "reported_by": Tier.TOWN,
                "result": s.ClueResult.UNFOUNDED if answered else None,
                "answer": "标识在内层包装，核对无误" if answered else "",
            },
        )
        for act in way.acts:
            yield "step_event", act


PARTS = [DemoPart(make=make)]
