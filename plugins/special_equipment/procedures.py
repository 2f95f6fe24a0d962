"""The procedure of declarations as data; its limits are what the bureau promises (domain: 3, 5)."""

import datetime as dt

from core.declarations import END, Limit, Procedure, Step
from core.policy.vocabulary import Action, Tier
from plugins.special_equipment.types import EquipmentDeclaration

PROMISE = "分局服务承诺"

DECLARATION = Procedure(
    code="equipment_declaration",
    version=1,
    record=EquipmentDeclaration,
    chinese="设备上报",
    english="Declaration of a device",
    valid_from=dt.date(2013, 1, 1),
    legal_basis="《特种设备安全法》第三十三条、第四十七条、第四十八条",
    outcomes={"CONFIRMED": "已确认，登记已变更\nConfirmed", "REFUSED": "不予确认\nRefused"},
    steps=(
        Step(
            name="filed",
            chinese="上报",
            english="Declared",
            tier=Tier.ENTERPRISE,
            also=(Tier.TOWN, Tier.STATION, Tier.BRANCH),
            action=Action.SUBMIT,
            leads_to=("verified",),
            withdrawable=True,
            mutation="resubmitDeclaration",
        ),
        Step(
            name="verified",
            chinese="镇街核实",
            english="Verified on site by the town",
            tier=Tier.TOWN,
            action=Action.VERIFY,
            limit=Limit(days=3, working=True, legal_basis=PROMISE),
            leads_to=("confirmed", "inspected", "filed"),
            not_same_person_as=("filed",),
            withdrawable=True,
            mutation="verifyDeclaration",
        ),
        Step(
            name="inspected",
            chinese="站所检查",
            english="Looked at by the station",
            tier=Tier.STATION,
            action=Action.REVIEW,
            limit=Limit(days=5, working=True, legal_basis=PROMISE),
            leads_to=("confirmed", "verified"),
            not_same_person_as=("filed", "verified"),
            withdrawable=True,
            mutation="inspectDeclaration",
        ),
        Step(
            name="confirmed",
            chinese="分局确认入库",
            english="Confirmed into the library by the branch",
            tier=Tier.BRANCH,
            action=Action.CONFIRM,
            limit=Limit(days=5, working=True, legal_basis=PROMISE),
            leads_to=(END, "verified", "filed"),
            not_same_person_as=("filed", "verified", "inspected"),
            withdrawable=True,
            mutation="confirmDeclaration",
        ),
    ),
)
