"""The procedure of declarations as data; its limits are what the bureau promises (domain: 3, 5)."""

import datetime as dt

from core.declarations import END, Limit, Procedure, Step
from core.policy.vocabulary import Action, Tier
from plugins.special_equipment.types import EquipmentDeclaration
from plugins.special_equipment.types_safety import SafetyInstruction

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

OFFICERS = (Tier.STATION,)
INSTRUCTION = Procedure(
    code="safety_instruction",
    version=1,
    record=SafetyInstruction,
    chinese="特种设备安全监察指令",
    english="A safety supervision instruction",
    valid_from=dt.date(2014, 1, 1),
    legal_basis="《特种设备安全法》第六十二条",
    outcomes={"CLOSED": "已整改，销案\nClosed", "TO_CASE": "逾期未改，移送\nHanded over"},
    steps=(
        Step(
            name="drafted",
            chinese="拟制",
            english="Drafted",
            tier=Tier.BRANCH,
            also=OFFICERS,
            action=Action.CREATE,
            leads_to=("issued",),
            withdrawable=True,
            mutation="draftInstruction",
        ),
        Step(
            name="issued",
            chinese="两人签发",
            english="Issued by two officers",
            tier=Tier.BRANCH,
            also=OFFICERS,
            action=Action.UPDATE,
            signatures=2,
            limit=Limit(days=2, working=True, legal_basis=PROMISE),
            leads_to=("served",),
            withdrawable=True,
            mutation="issueInstruction",
        ),
        Step(
            name="served",
            chinese="送达",
            english="Served",
            tier=Tier.BRANCH,
            also=OFFICERS,
            action=Action.VERIFY,
            limit=Limit(days=2, working=True, legal_basis=PROMISE),
            leads_to=("rectified",),
            mutation="serveInstruction",
        ),
        Step(
            name="rectified",
            chinese="整改并报告",
            english="Put right and reported",
            tier=Tier.ENTERPRISE,
            also=(Tier.BRANCH,),
            action=Action.SUBMIT,
            leads_to=("reinspected", END),
            mutation="reportInstruction",
        ),
        Step(
            name="reinspected",
            chinese="复查",
            english="Looked at again",
            tier=Tier.BRANCH,
            also=OFFICERS,
            action=Action.REVIEW,
            limit=Limit(
                days=10,
                working=True,
                legal_basis="《特种设备安全监督检查办法》第二十九条第二款",
            ),
            leads_to=(END, "rectified"),
            not_same_person_as=("rectified",),
            mutation="reinspectInstruction",
        ),
    ),
)
