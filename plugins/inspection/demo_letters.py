"""Letters of the demonstration: complaints and reports at every step, some late, all invented."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from core.procedures.models import StepAct
from plugins.inspection import models_letters as m
from plugins.inspection.demo_ground import Ground, Row
from plugins.inspection.demo_walks import Done, Walk
from plugins.inspection.models import HazardCategory
from plugins.inspection.procedures_letters import (
    ENDED,
    FILED,
    FROM_121,
    NOT_ACCEPTED,
    NOT_FILED,
    PROCEDURES,
    SETTLED,
)
from plugins.inspection.service_complaints import MANY, window

COMPLAINTS = (
    (SETTLED, 80),
    ("accepted", 3),
    ("mediated", 30),
    (SETTLED, 60),
    ("accepted", 15),
    (ENDED, 150),
    ("told", 45),
    (NOT_ACCEPTED, 35),
    ("mediated", 95),
    (SETTLED, 70),
)
"""(where it stands, days since it was received), by turns; the older ones that wait are late."""
REPORTS = (("checked", 6), (FILED, 50), ("told", 20), ("checked", 40), (NOT_FILED, 75))
PRODUCTS = (
    (HazardCategory.PRODUCT, "电线电缆", "标称线径与实测不符", "退货退款"),
    (HazardCategory.FOOD, "糕点", "包装内有异物", "退一赔三"),
    (HazardCategory.PRODUCT, "羽绒服", "含绒量与标签不符", "退货"),
    (HazardCategory.METROLOGY, "电子秤", "称量短少", "补足差价"),
    (HazardCategory.SPECIAL_EQUIPMENT, "电梯", "维护保养收费争议", "退还费用"),
)
WHEN = {"accepted": 4, "mediated": 24, "told": 29, "checked": 12}
"""Days after the receipt on which a step was done."""
ORDER = ("accepted", "mediated", "told")


def letters(ground: Ground, units: Sequence[Row]) -> Iterator[tuple[str, Row]]:
    """Two letters at the first unit of every town, five more at the first of all."""
    proven: Counter[int] = Counter()
    latest: dict[int, dt.date] = {}
    told = list(units) * 2 + [units[0]] * 5
    for number, unit in enumerate(told):
        is_listed = number >= len(units) * 2
        way = (SETTLED, 60 + number % 7) if is_listed else COMPLAINTS[number % len(COMPLAINTS)]
        found = list(_letter(ground, unit, number, way))
        for table, row in found:
            if table == "complaint" and row["proven_on"] is not None:
                latest[unit["id"]] = max(latest.get(unit["id"], row["proven_on"]), row["proven_on"])
                proven[unit["id"]] += row["proven_on"] >= window(ground.context.today)
        yield from found
    towns = {unit["id"]: unit["town_id"] for unit in units}
    for enterprise, last in latest.items():
        yield (
            "complaint_record",
            {
                "id": ground.number("complaint_record"),
                "enterprise_id": enterprise,
                "town_id": towns[enterprise],
                "proven": proven[enterprise],
                "last_proven_on": last,
                "listed_on": last if proven[enterprise] >= MANY else None,
            },
        )


def _letter(
    ground: Ground, unit: Row, number: int, way: tuple[str, int]
) -> Iterator[tuple[str, Row]]:
    received = ground.context.today - dt.timedelta(days=way[1])
    category, product, about, wanted = PRODUCTS[number % len(PRODUCTS)]
    key = ground.number("letter")
    yield (
        "letter",
        {
            "id": key,
            "number": f"来信〔{received.year}〕{ground.serial('letter', received.year)}号",
            "channel": list(m.LetterChannel)[number % len(m.LetterChannel)],
            "source_no": f"YB{received:%Y%m%d}{key:05}",
            "received_on": received,
            "town_id": unit["town_id"],
            "organisation_ids": [],
            "respondent_id": unit["id"],
            "respondent_name": unit["name"],
            "is_real_name": True,
            "name": f"来信人{number + 1}",
            "phone": f"1380000{number:04}",
            "address": None,
            "identity_card": None,
            "content": f"反映{product}{about}。",
            "proof_demanded_on": None,
            "proof_shown_on": None,
        },
    )
    shared = {
        "letter_id": key,
        "town_id": unit["town_id"],
        "received_on": received,
        "respondent_id": unit["id"],
        "category": category,
        "product": product,
        "summary": about,
    }
    yield from _complaint(ground, shared, way[0], wanted)
    if number % 3 == 0:
        report, age = REPORTS[number // 3 % len(REPORTS)]
        on = ground.context.today - dt.timedelta(days=age)
        yield from _report(ground, shared | {"received_on": on}, report)


def _complaint(ground: Ground, shared: Row, way: str, wanted: str) -> Iterator[tuple[str, Row]]:
    key, received = ground.number("complaint"), shared["received_on"]
    clerk = ground.people["branch.inspection_clerk", 0]
    done = [Done("received", "accepted", clerk, received, StepAct.OPENED)]
    if way == NOT_ACCEPTED:
        done.append(Done("accepted", None, clerk, _after(received, "accepted")))
    else:
        last = way if way in ORDER else None
        for step in ORDER:
            if step == last:
                break
            to = None if step == "told" else ORDER[ORDER.index(step) + 1]
            done.append(Done(step, to, clerk, _after(received, step)))
    is_accepted = len(done) > 1 and way != NOT_ACCEPTED
    steps = {each.step: each.on for each in done}
    result = _result(way, steps)
    enterprise = shared["respondent_id"] if is_accepted else None
    number = f"投诉〔{received.year}〕{ground.serial('complaint', received.year)}号"
    walk = Walk(
        ground=ground,
        procedure=_in_force("complaint", received),
        resource="inspection:Complaint",
        subject=key,
        title=number,
        town_id=shared["town_id"],
        done=done,
        outcome=way,
        enterprise_id=enterprise,
    )
    rows = list(walk.rows())
    yield from rows[:1]
    yield (
        "complaint",
        {
            **shared,
            "id": key,
            "number": number,
            "matter_id": rows[0][1]["id"],
            "enterprise_id": enterprise,
            "organisation_ids": walk.organisations,
            "wanted": wanted,
            "accepted_on": steps.get("accepted") if is_accepted else None,
            "refusal_id": ground.letter_rule("DEALT_WITH") if way == NOT_ACCEPTED else None,
            "result": result,
            "outcome_note": None if result is None else "双方意见已记录",
            "proven_on": steps.get("mediated") if way == SETTLED else None,
            "told_on": steps.get("told"),
            "closed_on": done[-1].on if walk.is_over else None,
        },
    )
    yield from rows[1:]


def _report(ground: Ground, shared: Row, way: str) -> Iterator[tuple[str, Row]]:
    key, received = ground.number("violation_report"), shared["received_on"]
    clerk = ground.people["branch.inspection_clerk", 0]
    done = [Done("received", "checked", clerk, received, StepAct.OPENED)]
    if way != "checked":
        done.append(Done("checked", "told", clerk, _after(received, "checked")))
    if way in (FILED, NOT_FILED):
        done.append(Done("told", None, clerk, _after(received, "checked") + dt.timedelta(days=3)))
    decided = done[1].on if len(done) > 1 else None
    number = f"举报〔{received.year}〕{ground.serial('violation_report', received.year)}号"
    walk = Walk(
        ground=ground,
        procedure=_in_force("violation_report", received),
        resource="inspection:ViolationReport",
        subject=key,
        title=number,
        town_id=shared["town_id"],
        done=done,
        outcome=way,
    )
    rows = list(walk.rows())
    yield from rows[:1]
    yield (
        "violation_report",
        {
            **shared,
            "id": key,
            "number": number,
            "complaint_id": None,
            "matter_id": rows[0][1]["id"],
            "enterprise_id": None,
            "organisation_ids": walk.organisations,
            "is_real_name": True,
            "finding": "" if decided is None else "已核查，情况记录在案",
            "decided_on": decided,
            "filed": None if decided is None else way != NOT_FILED,
            "told_on": done[-1].on if walk.is_over else None,
            "closed_on": done[-1].on if walk.is_over else None,
        },
    )
    yield from rows[1:]


def _result(way: str, steps: dict[str, dt.date]) -> m.MediationResult | None:
    if "mediated" not in steps:
        return None
    return m.MediationResult.ENDED if way == ENDED else m.MediationResult.SETTLED


def _after(received: dt.date, step: str) -> dt.date:
    return received + dt.timedelta(days=WHEN[step])


def _in_force(code: str, on: dt.date) -> Any:
    version = 2 if on >= FROM_121 else 1
    return next(p for p in PROCEDURES if (p.code, p.version) == (code, version))
