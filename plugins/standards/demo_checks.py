"""The demonstration's round of checks: a draw to make again, and where each stands."""

import datetime as dt
from collections.abc import Iterator

from sqlalchemy.dialects.postgresql import Range

from core.clock import BUSINESS_ZONE
from core.draws.drawing import Ball, drawn, pool_text, result_hash, sha256_of
from core.procedures.models import MatterState
from plugins.standards import models_checks as mc
from plugins.standards.demo_ground import STEPS, Ground, Row
from plugins.standards.procedures import CHECK, CORRECTION_DAYS
from plugins.standards.service_checks import DRAW_KIND

SEED = "demonstration"
PERCENT = 5
LEAST = 6
"""So few at least are drawn, that there is one at each step."""
WAYS = ("checked", "ordered", "corrected", "reviewed", "CONFORMING", "PUBLISHED")


def checks(ground: Ground, declared: list[Row]) -> Iterator[tuple[str, Row]]:
    """A draw among the declarations, its round, and a check of each winner."""
    if not declared or not {"branch.standards_clerk", "branch.standards_chief"} <= set(
        ground.staff
    ):
        return
    count = min(len(declared), max(LEAST, -(-len(declared) * PERCENT // 100)))
    balls = [Ball(str(row["id"])) for row in declared]
    keys = drawn(SEED, balls, count)
    day = ground.context.today - dt.timedelta(days=40)
    draw = ground.number("draw")
    yield "draw", _draw(ground, draw, balls, keys, day)
    yield (
        "check_round",
        {
            "id": 1,
            "title": "标准声明“双随机”抽查（示例）",
            "percent": PERCENT,
            "draw_id": draw,
            "frozen_on": day,
            "drawn_on": day,
            "published_on": day + dt.timedelta(days=30),
            "version": 1,
        },
    )
    known = {str(row["id"]): row for row in declared}
    for number, key in enumerate(keys):
        yield from _check(ground, known[key], WAYS[number % len(WAYS)], day)


def _draw(ground: Ground, key: int, balls: list[Ball], keys: list[str], day: dt.date) -> Row:
    text = pool_text(balls)
    at = dt.datetime.combine(day, dt.time(10), BUSINESS_ZONE)
    clerk, chief = (ground.staff[f"branch.standards_{each}"] for each in ("clerk", "chief"))
    return {
        "id": key,
        "kind": DRAW_KIND,
        "title": "标准声明“双随机”抽查（示例）",
        "pool": text,
        "labels": {},
        "pool_size": len(balls),
        "pool_sha256": sha256_of(text),
        "count": len(keys),
        "seed_source": "示例",
        "frozen_at": at,
        "frozen_by": clerk["account_id"],
        "frozen_as": clerk["role"],
        "seed": SEED,
        "keys": keys,
        "result_sha256": result_hash(sha256_of(text), SEED, keys),
        "drawn_at": at,
        "drawn_by": chief["account_id"],
        "drawn_as": chief["role"],
        "witnesses": None,
        "published_during": Range(day + dt.timedelta(days=30), None),
        "version": 1,
    }


def _check(ground: Ground, own: Row, way: str, day: dt.date) -> Iterator[tuple[str, Row]]:
    firm = {"id": own["enterprise_id"], "town_id": own["town_id"]}
    key, matter = ground.number("declaration_check"), ground.number("matter")
    ended = way.isupper()
    row = ground.matter(matter, CHECK, "DeclarationCheck", key, firm)
    step = STEPS[CHECK, "corrected" if ended else way]
    term = ground.context.today + dt.timedelta(days=CORRECTION_DAYS - 20)
    row |= {
        "step": step.name,
        "step_title": step.chinese,
        "title": f"标准声明抽查：{own['number']}",
    }
    if ended:
        row |= {"state": MatterState.DONE, "outcome": way, "closed_at": row["opened_at"]}
    elif way == "corrected":
        row |= {"due_on": term, "by_term": True}
    yield "matter", row
    yield (
        "declaration_check",
        {
            "id": key,
            "round_id": 1,
            "enterprise_standard_id": own["id"],
            "drawn_on": day,
            "checked_on": None if way == "checked" else day + dt.timedelta(days=10),
            "findings": "" if way in ("checked", "CONFORMING") else "标签所标标准与声明不一致",
            "correct_by": term if way in ("corrected", "reviewed", "PUBLISHED") else None,
            "correction": "已更换标签" if way == "reviewed" else "",
            "ended_on": ground.context.today if ended else None,
            "matter_id": matter,
            "version": 1,
            **ground.place(firm),
        },
    )
    if way == "checked":
        return
    for point in ground.context.tables["check_point"]:
        faulty = point["number"] == 8 and way != "CONFORMING"
        yield (
            "check_answer",
            {
                "id": ground.number("check_answer"),
                "check_id": key,
                "point_id": point["id"],
                "verdict": mc.CheckVerdict.FAULTY if faulty else mc.CheckVerdict.CONFORMING,
                "note": "标签仍标旧编号" if faulty else "",
                **ground.place(firm),
            },
        )
