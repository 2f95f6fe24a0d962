"""Libraries, officers, plans with their draws, tasks and campaigns of the demonstration."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy.dialects.postgresql import Range

from core.draws.drawing import Ball, drawn, pool_text, result_hash, sha256_of
from core.draws.service import Pool
from plugins.inspection import models_plans as m
from plugins.inspection.demo_ground import Ground, Row
from plugins.inspection.demo_tasks import CHIEF, CLERK, ITEMS, task
from plugins.inspection.demo_walks import moment
from plugins.inspection.models import HazardCategory

ROLES = ("station.inspector", "station.head", "branch.enforcement_officer")
PERCENT = 5
TITLE = "特种设备使用单位双随机抽查"
SEED, SOURCE = "03 07 11 19 25 30 08", "当日福利彩票双色球开奖号码"
BUSY = 14
"""Open tasks of the busiest officer."""
WAYS = ("done", "tracking", "handling", "awaiting_feedback", "issued")


@dataclass
class Stock:
    """What was made so far, for what comes after."""

    units: list[Row] = field(default_factory=list)
    """Units of the library that is drawn from, each with its number."""
    cards: list[Row] = field(default_factory=list)


def plans(ground: Ground) -> Iterator[tuple[str, Row]]:
    """Everything about plans, in the order of the tables."""
    stock, today = Stock(), ground.context.today
    yield from _library(ground, stock)
    yield from _officers(ground, stock)
    yield from _upper(ground, stock)
    campaign = ground.number("campaign")
    yield from _campaign(ground, campaign)
    drawn_on = today - dt.timedelta(days=30)
    first = _draws(ground, stock, drawn_on, is_drawn=True)
    second = _draws(ground, stock, today, is_drawn=False)
    yield from ((table, row) for pair in (first, second) for table, row in pair)
    random = _plan(ground, TITLE, m.PlanKind.DOUBLE_RANDOM, drawn_on)
    random |= {
        "objects_draw_id": first[0][1]["id"],
        "officers_draw_id": first[1][1]["id"],
        "library_id": ground.library("C11"),
        "published_during": Range(drawn_on, None),
    }
    waiting = _plan(ground, "年末特种设备双随机抽查", m.PlanKind.DOUBLE_RANDOM, today)
    waiting |= {
        "objects_draw_id": second[0][1]["id"],
        "officers_draw_id": second[1][1]["id"],
        "library_id": ground.library("C11"),
    }
    special = _plan(ground, "液氨使用单位专项检查", m.PlanKind.CAMPAIGN, drawn_on)
    special["campaign_id"] = campaign
    for plan in (random, waiting, special):
        yield "inspection_plan", plan
    order = {unit["number"]: unit for unit in stock.units}
    for place, number in enumerate(first[0][1]["keys"]):
        way = WAYS[place % len(WAYS)]
        yield from task(ground, random, order[number], stock.cards[place % 4 : place % 4 + 2], way)
    for unit in stock.units[:BUSY]:
        yield from task(ground, special, unit, stock.cards[-2:], "issued")


def _library(ground: Ground, stock: Stock) -> Iterator[tuple[str, Row]]:
    """Key units, each in the library of its kind."""
    towns = {row["id"]: row["town_id"] for row in ground.context.tables["enterprise"]}
    counts: dict[str, int] = {}
    for row in ground.context.tables["key_unit_designation"]:
        if row["released_on"] is not None:
            continue
        code = "B01" if row["kind"].name == "FOOD" else "C11"
        counts[code] = counts.get(code, 0) + 1
        made = {
            "id": ground.number("library_object"),
            "library_id": ground.library(code),
            "enterprise_id": row["enterprise_id"],
            "town_id": towns[row["enterprise_id"]],
            "number": f"{code}-{counts[code]:04}",
            "weight": 1 + counts[code] % 3 // 2,
            "left_on": None,
        }
        if code == "C11":
            stock.units.append(made)
        yield "library_object", made


def _officers(ground: Ground, stock: Stock) -> Iterator[tuple[str, Row]]:
    """Everybody who may inspect; one card ends soon, one officer is on leave."""
    names = {row["id"]: row["name"] for row in ground.context.tables["account"]}
    people = {p.account: p for (role, _), p in ground.people.items() if role in ROLES}
    for number, (account, person) in enumerate(sorted(people.items())):
        is_ending, is_away = number == 1, number == 2
        card = {
            "id": ground.number("officer_card"),
            "account_id": account,
            "organisation_id": person.organisation,
            "name": names[account],
            "card_no": f"330109{number + 1:04}",
            "valid_to": ground.context.today + dt.timedelta(days=20 if is_ending else 500),
            "qualifications": ["特种设备安全监察"] if number % 2 else ["食品安全检查"],
            "status": m.OfficerStatus.ON_LEAVE if is_away else m.OfficerStatus.ACTIVE,
        }
        if not is_ending and not is_away:
            stock.cards.append(card)
        yield "officer_card", card


def _upper(ground: Ground, stock: Stock) -> Iterator[tuple[str, Row]]:
    for number, unit in enumerate(stock.units[::12]):
        yield (
            "upper_inspection",
            {
                "id": ground.number("upper_inspection"),
                "enterprise_id": unit["enterprise_id"],
                "town_id": unit["town_id"],
                "level": list(m.UpperLevel)[number % 3],
                "inspected_on": ground.context.today - dt.timedelta(days=20 + 15 * number),
                "what": "特种设备安全监督检查",
            },
        )


def _campaign(ground: Ground, key: int) -> Iterator[tuple[str, Row]]:
    today = ground.context.today
    starts = today - dt.timedelta(days=60)
    yield (
        "campaign",
        {
            "id": key,
            "title": "液氨使用单位专项整治",
            "aim": "对液氨使用单位的压力容器、压力管道逐户检查",
            "legal_basis": "《特种设备安全法》第五十七条；分局专项整治方案",
            "category": HazardCategory.SPECIAL_EQUIPMENT,
            "starts_on": starts,
            "ends_on": today + dt.timedelta(days=39),
        },
    )
    towns = sorted({row["town_id"] for row in ground.context.tables["enterprise"]})
    for number, town in enumerate(towns):
        target, done = 10, number % 10
        yield (
            "campaign_target",
            {
                "id": ground.number("campaign_target"),
                "campaign_id": key,
                "town_id": town,
                "target": target,
                "done": done,
                "behind": max(0, 60 - 100 * done // target),
            },
        )


def _draws(ground: Ground, stock: Stock, on: dt.date, *, is_drawn: bool) -> list[tuple[str, Row]]:
    """The two draws of a plan: units and officers, by the same announced seed."""
    names = {row["id"]: row["name"] for row in ground.context.tables["enterprise"]}
    units = Pool(
        kind="inspection.objects",
        title=f"{TITLE}：检查对象",
        balls=[Ball(unit["number"], unit["weight"]) for unit in stock.units],
        count=-(-len(stock.units) * PERCENT // 100),
        labels={unit["number"]: names[unit["enterprise_id"]] for unit in stock.units},
    )
    officers = Pool(
        kind="inspection.officers",
        title=f"{TITLE}：检查人员",
        balls=[Ball(card["card_no"]) for card in stock.cards],
        count=len(stock.cards),
    )
    return [_draw(ground, pool, on, is_drawn=is_drawn) for pool in (units, officers)]


def _draw(ground: Ground, pool: Pool, on: dt.date, *, is_drawn: bool) -> tuple[str, Row]:
    """Drawn as anybody draws."""
    text = pool_text(pool.balls)
    keys = drawn(SEED, pool.balls, pool.count) if is_drawn else None
    clerk, chief = ground.people[CLERK], ground.people[CHIEF]
    return "draw", {
        "id": ground.number("draw"),
        "kind": pool.kind,
        "title": pool.title,
        "pool": text,
        "labels": dict(pool.labels),
        "pool_size": len(pool.balls),
        "pool_sha256": sha256_of(text),
        "count": pool.count,
        "seed_source": SOURCE,
        "frozen_at": moment(on - dt.timedelta(days=1)),
        "frozen_by": clerk.account,
        "frozen_as": clerk.role,
        "seed": SEED if is_drawn else None,
        "keys": keys,
        "result_sha256": result_hash(sha256_of(text), SEED, keys) if keys else None,
        "drawn_at": moment(on) if is_drawn else None,
        "drawn_by": chief.account if is_drawn else None,
        "drawn_as": chief.role if is_drawn else None,
        "witnesses": "见证人甲" if is_drawn else None,
        "published_during": Range(on, None) if is_drawn else None,
    }


def _plan(ground: Ground, title: str, kind: m.PlanKind, on: dt.date) -> Row:
    serial = ground.serial("inspection_plan", on.year)
    return {
        "id": ground.number("inspection_plan"),
        "number": f"检查计划〔{on.year}〕{serial}号",
        "title": title,
        "kind": kind,
        "items": ITEMS,
        "library_id": None,
        "checklist_id": None,
        "campaign_id": None,
        "starts_on": on,
        "ends_on": on + dt.timedelta(days=60),
        "objects_draw_id": None,
        "officers_draw_id": None,
        "published_during": None,
    }
