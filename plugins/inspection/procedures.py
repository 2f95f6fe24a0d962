"""The ways of hazards and of inspection tasks as data, and pure rules about what is left."""

import datetime as dt
from collections.abc import Iterable

from core.declarations import END, Limit, Procedure, Step
from core.policy.vocabulary import Action, Tier
from plugins.inspection import procedures_letters
from plugins.inspection.types import Hazard
from plugins.inspection.types_plans import InspectionTask

CODE = "hazard"
DISMISSED, CLOSED = "DISMISSED", "CLOSED"
OFFICIAL = frozenset({Tier.STATION, Tier.BRANCH})
"""Tiers whose acts are those of the authority: two officers (Order 57/2022 art. 19)."""
REINSPECTION_DAYS = 10
TASK, DONE = "inspection_task", "DONE"
_FIVE_DAYS = Limit(days=5, working=True, legal_basis="分局隐患办理规定")
_OF_TASKS = Limit(days=5, working=True, legal_basis="分局检查任务规定")

HAZARD = Procedure(
    code=CODE,
    version=1,
    record=Hazard,
    chinese="隐患治理",
    english="A hazard, from its report to its closing",
    valid_from=dt.date(2013, 1, 1),
    legal_basis="《特种设备安全监督检查办法》第二十三条、第二十九条",
    outcomes={DISMISSED: "不属实\nUnfounded", CLOSED: "已整改，销号\nPut right and closed"},
    steps=(
        Step(
            name="reported",
            chinese="上报",
            english="Reported",
            tier=Tier.TOWN,
            also=(Tier.ENTERPRISE, Tier.STATION, Tier.BRANCH),
            action=Action.CREATE,
            leads_to=("checked",),
            withdrawable=True,
            mutation="resubmitHazard",
        ),
        Step(
            name="checked",
            chinese="站所核查",
            english="Checked on site",
            tier=Tier.STATION,
            also=(Tier.BRANCH,),
            action=Action.VERIFY,
            limit=_FIVE_DAYS,
            leads_to=("taken_in", "reported", END),
            mutation="checkHazard",
        ),
        Step(
            name="taken_in",
            chinese="纳入监管库",
            english="Taken into the supervision library",
            tier=Tier.BRANCH,
            action=Action.CONFIRM,
            limit=_FIVE_DAYS,
            leads_to=("ordered", "checked", END),
            mutation="takeInHazard",
        ),
        Step(
            name="ordered",
            chinese="责令整改",
            english="Ordered to be put right",
            tier=Tier.BRANCH,
            also=(Tier.STATION,),
            action=Action.UPDATE,
            signatures=2,
            leads_to=("rectified", "taken_in"),
            mutation="orderRectification",
        ),
        Step(
            name="rectified",
            chinese="企业整改",
            english="Put right by the enterprise",
            tier=Tier.ENTERPRISE,
            action=Action.SUBMIT,
            leads_to=("reinspected",),
            mutation="reportRectification",
            warning="H1",
        ),
        Step(
            name="reinspected",
            chinese="复查",
            english="Inspected once more",
            tier=Tier.STATION,
            also=(Tier.BRANCH,),
            action=Action.REVIEW,
            limit=Limit(
                days=REINSPECTION_DAYS,
                working=True,
                legal_basis="《特种设备安全监督检查办法》第二十九条第二款",
            ),
            leads_to=(END, "rectified"),
            not_same_person_as=("checked",),
            mutation="reinspectHazard",
            warning="H2",
        ),
    ),
)

INSPECTION_TASK = Procedure(
    code=TASK,
    version=1,
    record=InspectionTask,
    chinese="检查任务",
    english="An inspection, from the plan to its follow-up",
    valid_from=dt.date(2013, 1, 1),
    legal_basis="《特种设备安全监督检查办法》第十九条；国务院“双随机、一公开”监管要求",
    outcomes={DONE: "办结\nDone"},
    steps=(
        Step(
            name="planned",
            chinese="列入计划",
            english="Planned",
            tier=Tier.BRANCH,
            action=Action.CREATE,
            leads_to=("to_assign",),
        ),
        Step(
            name="to_assign",
            chinese="待分派",
            english="To assign",
            tier=Tier.BRANCH,
            action=Action.ASSIGN,
            limit=_OF_TASKS,
            leads_to=("issued",),
            mutation="assignTask",
        ),
        Step(
            name="issued",
            chinese="已下发，待签收",
            english="Issued",
            tier=Tier.STATION,
            also=(Tier.BRANCH,),
            action=Action.VERIFY,
            limit=Limit(days=3, working=True, legal_basis="分局检查任务规定"),
            leads_to=("awaiting_feedback", "to_assign"),
            mutation="acceptTask",
        ),
        Step(
            name="awaiting_feedback",
            chinese="待反馈结果",
            english="Awaiting its result",
            tier=Tier.STATION,
            also=(Tier.BRANCH,),
            action=Action.SUBMIT,
            signatures=2,
            leads_to=("handling",),
            mutation="recordTaskResult",
        ),
        Step(
            name="handling",
            chinese="处置",
            english="What follows is decided",
            tier=Tier.BRANCH,
            action=Action.CONFIRM,
            limit=_OF_TASKS,
            leads_to=("tracking", "awaiting_feedback", END),
            not_same_person_as=("awaiting_feedback",),
            mutation="handleTask",
        ),
        Step(
            name="tracking",
            chinese="跟踪",
            english="Followed up",
            tier=Tier.STATION,
            also=(Tier.BRANCH,),
            action=Action.REVIEW,
            limit=Limit(days=20, working=True, legal_basis="分局检查任务规定"),
            leads_to=(END,),
            mutation="closeTask",
        ),
    ),
)
PROCEDURES = [
    HAZARD,
    *procedures_letters.PROCEDURES,
    INSPECTION_TASK,
]


def items_left(items: int, passed: Iterable[Iterable[int]]) -> list[int]:
    """The numbers of the order's items that no re-inspection has passed yet."""
    done = {number for each in passed for number in each}
    return [number for number in range(1, items + 1) if number not in done]
