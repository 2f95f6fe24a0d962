"""Inspections of years before, as the former office wrote them down: history, no matters."""

import datetime as dt
from collections.abc import Iterator, Sequence

from plugins.inspection.demo_ground import Ground, Row
from plugins.inspection.models_past import Corrected

FORMER = "原区质量技术监督局"
AGES = (1_460, 1_825)
"""Days ago."""


def past(ground: Ground, units: Sequence[Row]) -> Iterator[tuple[str, Row]]:
    """Two of each unit; the older one found something, which was put right within ten days."""
    for number, unit in enumerate(units):
        place = {"enterprise_id": unit["id"], "town_id": unit["town_id"]}
        for age in AGES:
            key, day = (
                ground.number("past_inspection"),
                ground.context.today - dt.timedelta(days=age),
            )
            found = age == AGES[-1]
            yield (
                "past_inspection",
                {
                    **place,
                    "id": key,
                    "authority": FORMER,
                    "number": f"{day:%Y}-{number + 1:04}",
                    "inspected_on": day,
                    "kind": "日常检查",
                    "in_compliance": not found,
                },
            )
            if found:
                yield "past_finding", _finding(ground.number("past_finding"), key, place, day)


def _finding(key: int, inspection: int, place: Row, day: dt.date) -> Row:
    return {
        **place,
        "id": key,
        "inspection_id": inspection,
        "code": "3.2",
        "grade": "一般",
        "what": "安全使用标志未置于显著位置",
        "place": "一号车间",
        "corrected": Corrected.YES,
        "days_to_correct": 10,
        "corrected_on": day + dt.timedelta(days=8),
    }
