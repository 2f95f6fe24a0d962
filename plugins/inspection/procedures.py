"""The way of a hazard as data, and the pure rules about whose turn it is and what is left."""

import datetime as dt
from collections.abc import Iterable

from core.declarations import END, Limit, Procedure, Step
from core.policy.vocabulary import Action, Tier
from plugins.inspection.types import Hazard

CODE = "hazard"
DISMISSED, CLOSED = "DISMISSED", "CLOSED"
OFFICIAL = frozenset({Tier.STATION, Tier.BRANCH})
"""Tiers whose acts are those of the authority: two officers (Order 57/2022 art. 19)."""
REINSPECTION_DAYS = 10
_FIVE_DAYS = Limit(days=5, working=True, legal_basis="分局隐患办理规定")

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


def items_left(items: int, passed: Iterable[Iterable[int]]) -> list[int]:
    """The numbers of the order's items that no re-inspection has passed yet."""
    done = {number for each in passed for number in each}
    return [number for number in range(1, items + 1) if number not in done]
