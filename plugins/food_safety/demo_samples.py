"""Samples of the demonstration: one that passed, and failed ones with disposal and recall."""

import datetime as dt
import decimal
from collections.abc import Iterator
from typing import Final

from core.clock import BUSINESS_ZONE
from core.register.colours import months_after
from core.sampling.models import PlaceKind, TestVerdict
from plugins.food_safety.demo_ground import Deed, Ground, Row, Told
from plugins.food_safety.models_samples import RecallClass
from plugins.food_safety.procedures import DISPOSAL, FAILED, PASSED, RECALL, SAMPLE
from plugins.food_safety.service_samples import KIND, sample_number

CLERK, CHIEF = "branch.food_safety_clerk", "branch.food_safety_chief"
INSPECTOR, HEAD, MANAGER = "station.inspector", "station.head", "enterprise.manager"
TEN, FOUR = decimal.Decimal(10), decimal.Decimal(4)
CLEAN, ACID = ("菌落总数", "≤10000", "120", "PASSED"), ("苯甲酸", "≤0.5", "1.2", "FAILED")
GOODS: Final = ("萝卜干", "梅干菜", "豆腐干", "糕点")


def passed_sample(ground: Ground, unit: Row, producer: Row) -> Iterator[tuple[str, Row]]:
    """A sample that is over."""
    deeds = (*_taken(40), Deed("tested", None, CLERK, 20))
    told, sample = _sample(ground, unit, producer, deeds, PASSED, TestVerdict.PASSED)
    yield from told.rows()
    yield "food_sample", sample
    yield from told.after()
    yield "food_test_item", _item(ground, told, sample["id"], CLEAN)


def failed_sample(
    ground: Ground, unit: Row, producer: Row, place: int
) -> Iterator[tuple[str, Row]]:
    """A sample that failed: within the time for a re-test, or final; with what follows."""
    ago = (4, 30, 70)[place % 3]
    final = ago > 20
    deeds: tuple[Deed, ...] = (
        *_taken(ago + 40),
        Deed("tested", "told", CLERK, ago + 3),
        Deed("told", "objected", CHIEF, ago),
    )
    if final:
        deeds = (*deeds, Deed("objected", None, CLERK, ago - 15))
    verdict = TestVerdict.FAILED
    told, sample = _sample(ground, unit, producer, deeds, FAILED if final else None, verdict)
    sample["told_on"] = ground.context.today - dt.timedelta(days=ago)
    yield from told.rows()
    yield "food_sample", sample
    yield from told.after()
    yield "food_test_item", _item(ground, told, sample["id"], ACID)
    yield from _disposal(ground, unit, sample, ago)


def _taken(ago: int) -> tuple[Deed, ...]:
    return (
        Deed("drawn", "sealed", INSPECTOR, ago),
        Deed("sealed", "sent", HEAD, ago),
        Deed("sent", "tested", INSPECTOR, ago - 2),
    )


def _sample(
    ground: Ground,
    unit: Row,
    producer: Row,
    deeds: tuple[Deed, ...],
    outcome: str | None,
    verdict: TestVerdict,
) -> tuple[Told, Row]:
    key = ground.number("food_sample")
    food = GOODS[key % len(GOODS)]
    told = Told(
        ground,
        unit,
        SAMPLE,
        ("food_safety:FoodSample", key),
        f"食品抽样：{food}",
        deeds,
        outcome=outcome,
    )
    taken, tested = told.day(deeds[0]), told.day(deeds[3])
    row = {
        **told.on,
        "id": key,
        "producer_id": producer["id"],
        "category_id": producer["category_id"],
        "inspection_id": None,
        "number": sample_number(taken.year, ground.serial(KIND, taken.year)),
        "place_kind": PlaceKind.STOCK,
        "sampled_unit": unit["name"],
        "sampled_address": unit["address"],
        "nominal_maker": unit["name"],
        "product_name": food,
        "batch": f"{taken - dt.timedelta(days=9):%Y%m%d}",
        "produced_on": taken - dt.timedelta(days=9),
        "base_quantity": TEN * 10,
        "check_quantity": FOUR,
        "reserve_quantity": FOUR,
        "quantity_unit": "袋",
        "paid": TEN,
        "taken_at": _at(taken),
        "sealed_at": _at(taken),
        "first_officer_id": ground.who(INSPECTOR, unit).account,
        "second_officer_id": ground.who(HEAD, unit).account,
        "laboratory": "区食品检验检测中心",
        "sent_on": taken + dt.timedelta(days=2),
        "report_no": f"SP{taken.year}-{key:04}",
        "verdict": verdict,
        "tested_on": tested,
        "told_on": None,
        "final_verdict": verdict if outcome else None,
        "final_on": told.day(deeds[-1]) if outcome else None,
        "reserve_until": months_after(tested, 6 if verdict is TestVerdict.FAILED else 3),
    }
    return told, row


def _item(ground: Ground, told: Told, sample: int, report: tuple[str, str, str, str]) -> Row:
    item, limit, measured, verdict = report
    return {
        **told.place,
        "id": ground.number("food_test_item"),
        "sample_id": sample,
        "number": 1,
        "item": item,
        "standard_limit": limit,
        "measured": measured,
        "verdict": TestVerdict[verdict],
    }


def _disposal(ground: Ground, unit: Row, sample: Row, ago: int) -> Iterator[tuple[str, Row]]:
    """As far as so many days allow, and a recall."""
    today = ground.context.today
    opened = today - dt.timedelta(days=ago)
    deeds = (
        Deed("opened", "stopped", CHIEF, ago),
        Deed("stopped", "traced", MANAGER, ago - 1),
        Deed("traced", "recalled", MANAGER, ago - 3),
        Deed("recalled", "caused", MANAGER, ago - 12),
    )[: 2 if ago < 20 else 4]
    key = ground.number("disposal")
    until = opened + dt.timedelta(days=90)
    told = Told(
        ground,
        unit,
        DISPOSAL,
        ("food_safety:Disposal", key),
        f"核查处置：{sample['product_name']}",
        deeds,
        due_on=until,
    )
    own = {"producer_id": sample["producer_id"], "quantity_unit": "袋"}
    yield from told.rows()
    yield (
        "disposal",
        {
            **told.on,
            **own,
            "id": key,
            "sample_id": sample["id"],
            "opened_on": opened,
            "due_on": until,
            "stopped_on": opened + dt.timedelta(days=1),
            "sealed": TEN * 4,
            "made": TEN * 50 if len(deeds) > 2 else None,
            "sold": TEN * 30 if len(deeds) > 2 else None,
            "sold_to": "本地经销商两家" if len(deeds) > 2 else "",
        },
    )
    yield from told.after()
    yield from _recall(ground, unit, {**own, "disposal_id": key}, sample, ago)


def _recall(
    ground: Ground, unit: Row, own: Row, sample: Row, ago: int
) -> Iterator[tuple[str, Row]]:
    today = ground.context.today
    known = _at(today - dt.timedelta(days=ago))
    deeds = (
        Deed("opened", "started", CHIEF, ago),
        Deed("started", "planned", MANAGER, ago - 1),
        Deed("planned", "reported", MANAGER, ago - 2),
        Deed("reported", "assessed", MANAGER, ago - 20),
    )[: 3 if ago < 20 else 4]
    key = ground.number("food_recall")
    until = today - dt.timedelta(days=ago - 29)
    told = Told(
        ground,
        unit,
        RECALL,
        ("food_safety:FoodRecall", key),
        f"食品召回：{sample['product_name']}",
        deeds,
        due_on=until,
    )
    reported = len(deeds) == 4
    yield from told.rows()
    yield (
        "food_recall",
        {
            **told.on,
            **own,
            "id": key,
            "recall_class": RecallClass.TWO,
            "food": sample["product_name"],
            "batches": [sample["batch"]],
            "why": f"抽样检验不合格：{sample['number']}",
            "ordered": True,
            "known_at": known,
            "start_by": known + dt.timedelta(hours=48),
            "started_at": known + dt.timedelta(hours=24),
            "finish_by": until,
            "plan": "通知经销商下架并退回",
            "made": TEN * 50 if reported else None,
            "sold": TEN * 30 if reported else None,
            "recalled": TEN * 21 if reported else None,
            "handling": "退回产品已销毁" if reported else "",
            "reported_on": told.day(deeds[-1]) if reported else None,
        },
    )
    yield from told.after()


def _at(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(10), BUSINESS_ZONE).astimezone(dt.UTC)
