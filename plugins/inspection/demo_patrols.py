"""The visits of the demonstration that found hazards: one item failed, the others passed."""

import datetime as dt
from collections.abc import Iterator

from core.clock import BUSINESS_ZONE
from core.policy.vocabulary import Tier
from plugins.inspection import models as m
from plugins.inspection.demo_ground import Ground, Row

FAILED = 2
"""The number of the item that failed."""


def visit(ground: Ground, hazard: Row, by: int) -> Iterator[tuple[str, Row]]:
    """The patrol of a station that opened a hazard, with its answers."""
    code = "C11" if hazard["category"] is m.HazardCategory.SPECIAL_EQUIPMENT else "C01"
    tables = ground.context.tables
    versions = [row for row in tables["checklist"] if row["code"] == code]
    used = max(versions, key=lambda row: int(row["version"]))
    start = dt.datetime.combine(hazard["found_on"], dt.time(9), BUSINESS_ZONE)
    place = {name: hazard[name] for name in ("town_id", "enterprise_id")}
    place["organisation_ids"] = hazard["organisation_ids"][:1]
    key = ground.number("patrol")
    yield (
        "patrol",
        {
            **place,
            "id": key,
            "checklist_id": used["id"],
            "site_id": None,
            "place": hazard["place"],
            "started_at": start,
            "ended_at": start + dt.timedelta(minutes=50),
            "tier": Tier.STATION,
            "recorded_by": by,
            "second_officer": "同行检查人员",
            "refused_to_sign": False,
            "witness": None,
            "remarks": "",
        },
    )
    for item in (row for row in tables["checklist_item"] if row["checklist_id"] == used["id"]):
        failed = item["number"] == FAILED
        answer = {
            **place,
            "id": ground.number("patrol_answer"),
            "patrol_id": key,
            "item_id": item["id"],
            "result": m.PatrolResult.FAILED if failed else m.PatrolResult.PASSED,
            "note": hazard["what"] if failed else "",
            "hazard_id": hazard["id"] if failed else None,
        }
        yield "patrol_answer", answer
