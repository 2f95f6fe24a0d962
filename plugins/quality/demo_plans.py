"""Plans of the demonstration: a draft, one with a frozen pool, and one that was drawn."""

import datetime as dt
from collections.abc import Iterator, Sequence

from core.clock import BUSINESS_ZONE
from core.draws.drawing import Ball, drawn, pool_hash, pool_text, result_hash
from core.procedures.models import StepAct
from plugins.quality import models as m
from plugins.quality import procedures as p
from plugins.quality.demo_checks import LAB
from plugins.quality.demo_ground import Ground, Row, Way
from plugins.quality.service_plans import KIND

SEED = "5 8 1"


def plans(
    ground: Ground, units: Sequence[Row], catalogue: Sequence[Row]
) -> Iterator[tuple[str, Row]]:
    """A draft, a plan with a frozen pool, and one that was drawn."""
    today = ground.context.today
    district = next(
        row["id"]
        for row in ground.context.tables["division"]
        if str(getattr(row["kind"], "value", row["kind"])) in ("district", "DISTRICT")
        and row["valid_to"] is None
    )
    for number, (step, age) in enumerate((("closed", 30), ("drawn", 6), ("published", 2))):
        product = catalogue[number]
        opened = today - dt.timedelta(days=age)
        place = {"town_id": district, "enterprise_id": None, "organisation_ids": []}
        way = Way(ground, p.PLANS, place, opened)
        clerk, chief = (ground.people[f"branch.quality_{r}", 0] for r in ("clerk", "chief"))
        way.act("drafted", "published", clerk, opened, StepAct.OPENED)
        key = ground.number("spot_check_plan")
        serial = ""
        if step != "published":
            serial = f"萧质监抽〔{opened.year}〕{ground.serial('spot_check_plan', opened.year)}号"
        pool = [Ball(f"{n:04}", 3 if n % 9 == 0 else 1) for n in range(1, len(units) + 1)]
        draw = None
        if step != "published":
            way.act("published", "drawn", chief, opened + dt.timedelta(days=1), StepAct.COMPLETED)
            draw = _draw(ground, (f"{serial} {product['name']}", opened, step), pool, units)
        if step == "closed":
            way.act("drawn", "closed", clerk, opened + dt.timedelta(days=3), StepAct.COMPLETED)
        yield (
            "matter",
            way.row("SpotCheckPlan", key, f"监督抽查计划：{product['name']}", step, None),
        )
        if draw is not None:
            yield "draw", draw
        yield (
            "spot_check_plan",
            {
                **place,
                "id": key,
                "matter_id": way.matter,
                "number": None if draw is None else serial,
                "name": f"{product['name']}监督抽查",
                "level": m.CheckLevel.COUNTY,
                "year": opened.year,
                "product_id": product["id"],
                "batches": 20,
                "laboratory": LAB,
                "cost": 20 * 800,
                "seed_source": "福彩3D开奖号码",
                "sample_by": today + dt.timedelta(days=30),
                "draw_id": None if draw is None else draw["id"],
            },
        )
        for act in way.acts:
            yield "step_event", act
        if draw is not None:
            yield from _candidates(ground, key, draw, (pool, units))


def _draw(
    ground: Ground, told: tuple[str, dt.date, str], pool: Sequence[Ball], units: Sequence[Row]
) -> Row:
    title, day, step = told
    clerk, chief = (ground.people[f"branch.quality_{r}", 0] for r in ("clerk", "chief"))
    known = ground.context.tables.get("draw", ())
    ground.next.setdefault("draw", max((row["id"] for row in known), default=0))
    at = dt.datetime.combine(day, dt.time(10), BUSINESS_ZONE)
    left = [ball for n, ball in enumerate(pool) if n % 11]
    row: Row = {
        "id": ground.number("draw"),
        "kind": KIND,
        "title": title,
        "pool": pool_text(left),
        "labels": {ball.key: units[int(ball.key) - 1]["name"] for ball in left},
        "pool_size": len(left),
        "pool_sha256": pool_hash(left),
        "count": 20,
        "seed_source": "福彩3D开奖号码",
        "frozen_at": at + dt.timedelta(days=1),
        "frozen_by": chief.account,
        "frozen_as": chief.role,
    }
    if step == "closed":
        won = drawn(SEED, left, 20)
        row |= {
            "seed": SEED,
            "keys": won,
            "result_sha256": result_hash(pool_hash(left), SEED, won),
            "drawn_at": at + dt.timedelta(days=3),
            "drawn_by": clerk.account,
            "drawn_as": clerk.role,
        }
    return row


def _candidates(
    ground: Ground, plan: int, draw: Row, known: tuple[Sequence[Ball], Sequence[Row]]
) -> Iterator[tuple[str, Row]]:
    pool, units = known
    places: dict[str, int] = {key: place for place, key in enumerate(draw.get("keys") or (), 1)}
    for number, ball in enumerate(pool):
        removed = None if number % 11 else list(m.Removal)[number % 2]
        yield (
            "spot_check_candidate",
            {
                "id": ground.number("spot_check_candidate"),
                "plan_id": plan,
                "unit_id": units[number]["id"],
                "town_id": units[number]["town_id"],
                "ball": ball.key,
                "weight": ball.weight,
                "removed": removed,
                "removed_because": "上级抽查名单（样本）" if removed else "",
                "drawn_as": places.get(ball.key),
            },
        )
