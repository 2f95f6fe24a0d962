"""What makers of the demonstration have written down by themselves on the last days."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from core.clock import BUSINESS_ZONE
from core.safety_logs.models import ItemState, LogPeriod
from plugins.food_safety.demo_ground import Ground

Row = dict[str, Any]
DAYS = 6
UNSOUND_DAY = 3
"""So many days ago something was found."""


def logs(ground: Ground, unit: Row, producer: Row) -> Iterator[tuple[str, Row]]:
    """Daily logs of the last days; on one of them an item was not sound, and is not mended yet."""
    items = [r for r in ground.context.tables["food_log_item"] if r["period"] is LogPeriod.DAILY]
    place = {"enterprise_id": unit["id"], "town_id": unit["town_id"]}
    for ago in range(DAYS, 0, -1):
        day, key = ground.context.today - dt.timedelta(days=ago), ground.number("food_log")
        found = ago == UNSOUND_DAY
        yield (
            "food_log",
            {
                **place,
                "id": key,
                "producer_id": producer["id"],
                "period": LogPeriod.DAILY,
                "first_on": day,
                "last_on": day,
                "summary": "车间消毒记录不全" if found else "正常",
                "written_at": dt.datetime.combine(day, dt.time(18), BUSINESS_ZONE),
                "written_by": ground.who("enterprise.manager", unit).account,
                "checked": len(items),
                "unsound": int(found),
            },
        )
        if found:
            yield (
                "food_log_finding",
                {
                    **place,
                    "id": ground.number("food_log_finding"),
                    "log_id": key,
                    "item_id": items[-1]["id"],
                    "state": ItemState.YELLOW,
                    "what": f"{items[-1]['text']}：车间消毒记录不全",
                    "found_on": day,
                },
            )
