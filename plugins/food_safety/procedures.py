"""The ways of grades, inspections, samples, disposals and recalls, as data with their limits."""

import datetime as dt
from typing import Any

from core.declarations import END, Limit, Procedure, Step
from core.policy.vocabulary import Action, Tier
from plugins.food_safety.types import FoodInspection, RiskGrade
from plugins.food_safety.types_samples import Disposal, FoodRecall, FoodSample

GRADE, INSPECTION = "food_risk_grade", "food_inspection"
SAMPLE, DISPOSAL, RECALL = "food_sample", "food_disposal", "food_recall"
FIXED, CLOSED, CASE = "FIXED", "CLOSED", "CASE"
PASSED, FAILED, OVERTURNED, EFFECTIVE = "PASSED", "FAILED", "OVERTURNED", "EFFECTIVE"
STATION, BRANCH, UNIT = Tier.STATION, Tier.BRANCH, Tier.ENTERPRISE
SAMPLING = "《食品安全抽样检验管理办法》"
BEGAN = dt.date(2013, 1, 1)
LAW = "《食品安全法》"
ORDER_49 = "《食品生产经营监督检查管理办法》"


def _step(
    name: str, words: str, tiers: tuple[Tier, ...], action: Action, leads: Any = (), **more: Any
) -> Step:
    chinese, english = words.split("|")
    first, *also = tiers
    return Step(
        name=name,
        chinese=chinese,
        english=english,
        tier=first,
        also=tuple(also),
        action=action,
        leads_to=leads,
        **more,
    )


def _days(days: int, legal_basis: str) -> Limit:
    return Limit(days=days, working=True, legal_basis=legal_basis)


PROCEDURES = [
    Procedure(
        code=GRADE,
        version=1,
        record=RiskGrade,
        chinese="食品生产风险分级",
        english="Grading the risk of a maker of food",
        valid_from=BEGAN,
        legal_basis=f"{LAW}第一百零九条、{ORDER_49}第二十一条",
        outcomes={FIXED: "已定级并告知\nFixed and told"},
        steps=(
            _step("proposed", "系统建议|Proposed", (BRANCH,), Action.CREATE, ("checked", "fixed")),
            _step(
                "checked", "站所核对|Checked by the station", (STATION, BRANCH), Action.VERIFY,
                ("fixed",), limit=_days(10, "分局风险分级规定"), mutation="checkRiskGrade",
            ),
            _step(
                "fixed", "分局定级|Fixed by the branch", (BRANCH,), Action.DECIDE,
                ("told", "checked"), limit=_days(10, "分局风险分级规定"),
                not_same_person_as=("proposed", "checked"), mutation="fixRiskGrade",
            ),
            _step(
                "told", "告知企业|Told to the enterprise", (UNIT, BRANCH), Action.SUBMIT,
                mutation="acknowledgeRiskGrade",
            ),
        ),
    ),
    Procedure(
        code=INSPECTION,
        version=1,
        record=FoodInspection,
        chinese="食品生产监督检查",
        english="An inspection of a maker of food",
        valid_from=BEGAN,
        legal_basis=f"{ORDER_49}第二十三条、第三十一条至第三十九条",
        outcomes={CLOSED: "已办结\nClosed", CASE: "移送调查处理\nHanded over for a case"},
        steps=(
            _step("assigned", "指派|Assigned", (BRANCH, STATION), Action.CREATE, ("done",)),
            _step(
                "done", "现场检查|Inspected on site", (STATION, BRANCH), Action.VERIFY,
                ("published",), signatures=2, withdrawable=True, mutation="recordFoodInspection",
            ),
            _step(
                "published", "公示结果|Result published", (BRANCH,), Action.PUBLISH,
                ("followed", END), limit=_days(20, f"{ORDER_49}第三十九条"), public=True,
                mutation="publishFoodInspection",
            ),
            _step(
                "followed", "跟踪整改|Followed until put right", (STATION, BRANCH), Action.REVIEW,
                (END,), mutation="closeFoodInspection",
            ),
        ),
    ),
    Procedure(
        code=SAMPLE,
        version=1,
        record=FoodSample,
        chinese="食品抽样检验",
        english="A sample of food and its tests",
        valid_from=BEGAN,
        legal_basis=f"{LAW}第八十七条、第八十八条",
        outcomes={
            PASSED: "合格\nPassed",
            FAILED: "不合格\nFailed",
            OVERTURNED: "复检合格\nThe re-test passed",
        },
        steps=(
            _step("drawn", "抽样|Taken", (STATION, BRANCH), Action.CREATE, ("sealed",)),
            _step(
                "sealed", "会签封样|Sealed by the second officer", (STATION, BRANCH), Action.VERIFY,
                ("sent",), not_same_person_as=("drawn",), mutation="sealFoodSample",
            ),
            _step(
                "sent", "送检|Sent to the laboratory", (STATION, BRANCH), Action.UPDATE,
                ("tested",), limit=_days(5, SAMPLING), mutation="sendFoodSample",
            ),
            _step(
                "tested", "检验|Tested", (BRANCH,), Action.REVIEW, ("told", END),
                limit=_days(20, SAMPLING), not_same_person_as=("drawn", "sealed"),
                mutation="recordFoodTest",
            ),
            _step(
                "told", "告知企业|Told to the maker", (BRANCH,), Action.CONFIRM, ("objected",),
                limit=_days(5, f"{SAMPLING}（条文待核对）"), mutation="tellFoodSample",
            ),
            _step(
                "objected", "复检申请期|Time for asking for a re-test", (UNIT, BRANCH),
                Action.SUBMIT, ("retested", END), limit=_days(7, f"{LAW}第八十八条"),
                mutation="requestFoodRetest",
            ),
            _step(
                "retested", "复检|Tested again", (BRANCH,), Action.REVIEW, (END,),
                not_same_person_as=("drawn", "sealed"), mutation="recordFoodRetest",
            ),
        ),
    ),
    Procedure(
        code=DISPOSAL,
        version=1,
        record=Disposal,
        chinese="不合格食品核查处置",
        english="Disposal of failed food",
        valid_from=BEGAN,
        legal_basis=f"{LAW}第六十三条、{SAMPLING}",
        outcomes={CLOSED: "处置完成\nDone"},
        steps=(
            _step("opened", "启动|Opened", (BRANCH,), Action.REVIEW, ("stopped",)),
            _step(
                "stopped", "停产封存|Stopped and sealed", (UNIT, STATION), Action.SUBMIT,
                ("traced",), mutation="reportStopAndSeal", withdrawable=True,
            ),
            _step(
                "traced", "追查流向|Traced", (UNIT,), Action.SUBMIT, ("recalled",),
                withdrawable=True, mutation="reportTrace",
            ),
            _step(
                "recalled", "召回处理|Recalled", (UNIT,), Action.SUBMIT, ("caused",),
                withdrawable=True, mutation="reportRecalled",
            ),
            _step(
                "caused", "原因和整改|Cause and correction", (UNIT,), Action.SUBMIT, ("closed",),
                withdrawable=True, mutation="reportCause",
            ),
            _step(
                "closed", "验收|Checked and closed", (BRANCH,), Action.REVIEW, (END, "caused"),
                not_same_person_as=("opened",), mutation="closeDisposal",
            ),
        ),
    ),
    Procedure(
        code=RECALL,
        version=1,
        record=FoodRecall,
        chinese="食品召回",
        english="A recall of food",
        valid_from=BEGAN,
        legal_basis=f"{LAW}第六十三条、《食品召回管理办法》",
        outcomes={EFFECTIVE: "召回有效\nEffective"},
        steps=(
            _step("opened", "提出|Opened", (UNIT, BRANCH), Action.CREATE, ("started", "planned")),
            _step(
                "started", "启动召回|Begun", (UNIT,), Action.SUBMIT, ("planned",),
                withdrawable=True, mutation="startFoodRecall",
            ),
            _step(
                "planned", "提交召回计划|Plan filed", (UNIT,), Action.SUBMIT, ("reported",),
                mutation="planFoodRecall",
            ),
            _step(
                "reported", "实施并报告|Carried out and reported", (UNIT,), Action.SUBMIT,
                ("assessed",), mutation="reportFoodRecall",
            ),
            _step(
                "assessed", "评估|Assessed", (BRANCH,), Action.REVIEW, (END, "reported"),
                not_same_person_as=("opened",), mutation="assessFoodRecall",
            ),
        ),
    ),
]  # fmt: skip
