"""The ways of spot checks, plans, classes, overrides and clues as data."""

import datetime as dt
from typing import Any, Final

from core.declarations import END, Limit, Procedure, Step
from core.policy.vocabulary import Action, Tier
from plugins.quality.types import EnterpriseClass, RegimeOverride
from plugins.quality.types_checks import QualityClue, SpotCheckPlan, SpotCheckTask

SPOT_CHECK, PLAN, CLASS, OVERRIDE, CLUE = (
    "spot_check",
    "spot_check_plan",
    "enterprise_class",
    "regime_override",
    "quality_clue",
)
PASSED, OVERTURNED, CORRECTED, CASE, NO_SAMPLE = (
    "PASSED",
    "OVERTURNED",
    "CORRECTED",
    "CASE",
    "NO_SAMPLE",
)
DECIDED, REFUSED, CLOSED = "DECIDED", "REFUSED", "CLOSED"
FOUNDED, UNFOUNDED, REFERRED = "CHECKED", "UNFOUNDED", "REFERRED"
_OWN_RULES: Final = "分局监督抽查工作规定"
_SINCE: Final = dt.date(2013, 1, 1)
_FIELD: Final = (Tier.BRANCH,)


def _working(days: int) -> Limit:
    """A promise of the bureau's own, in working days."""
    return Limit(days=days, working=True, legal_basis=_OWN_RULES)


def _step(name: str, chinese: str, english: str, tier: Tier, **more: Any) -> Step:
    return Step(name=name, chinese=chinese, english=english, tier=tier, **more)


CHECK = Procedure(
    code=SPOT_CHECK,
    version=1,
    record=SpotCheckTask,
    chinese="产品质量监督抽查",
    english="A spot check, from its task to its end",
    valid_from=_SINCE,
    legal_basis="《产品质量法》第十五条、第十七条",
    outcomes={
        PASSED: "合格\nConforming",
        OVERTURNED: "复检合格，原结论撤销\nOverturned by the re-test",
        CORRECTED: "整改合格，销号\nCorrected and closed",
        CASE: "公告后移送立案\nAnnounced and handed to enforcement",
        NO_SAMPLE: "无样可抽\nNothing to sample",
    },
    steps=(
        _step("assigned", "下达任务", "Assigned", Tier.BRANCH, action=Action.CREATE,
              leads_to=("sampled",)),
        _step("sampled", "抽样封样", "Sampled and sealed", Tier.STATION, also=_FIELD,
              action=Action.VERIFY, signatures=2, leads_to=("sent", END),
              mutation="takeSample"),
        _step("sent", "送检", "Sent to the laboratory", Tier.STATION, also=_FIELD,
              action=Action.VERIFY, limit=_working(5), leads_to=("tested",),
              mutation="sendSample"),
        _step("tested", "检验", "Tested", Tier.BRANCH, action=Action.UPDATE,
              leads_to=("notified", END), not_same_person_as=("sampled",),
              mutation="recordTestReport"),
        _step("notified", "结果告知", "Notified", Tier.BRANCH, action=Action.UPDATE,
              limit=_working(5), leads_to=("objected",), mutation="notifyResult"),
        _step("objected", "异议期", "Open to objection", Tier.ENTERPRISE, also=_FIELD,
              action=Action.SUBMIT,
              limit=Limit(days=15, working=False, legal_basis="《产品质量法》第十五条第四款"),
              leads_to=("ordered", "retested"), mutation="objectToResult", warning="Q1"),
        _step("retested", "复检", "Tested again", Tier.BRANCH, action=Action.UPDATE,
              leads_to=("ordered", END), not_same_person_as=("sampled",),
              mutation="recordTestReport"),
        _step("ordered", "责令改正", "Ordered to be corrected", Tier.BRANCH,
              action=Action.UPDATE, limit=_working(5), signatures=2,
              leads_to=("corrected",), mutation="orderProductCorrection"),
        _step("corrected", "企业整改", "Corrected by the enterprise", Tier.ENTERPRISE,
              also=_FIELD, action=Action.SUBMIT, leads_to=("rechecked",),
              mutation="reportCorrection", warning="Q2"),
        _step("rechecked", "复查", "Checked again", Tier.STATION, also=_FIELD,
              action=Action.REVIEW, leads_to=(END, "announced"), mutation="recheckProduct"),
        _step("announced", "公告", "Announced by the province", Tier.BRANCH,
              action=Action.CONFIRM, leads_to=(END,), mutation="recordAnnouncement"),
    ),
)  # fmt: skip

PLANS = Procedure(
    code=PLAN,
    version=1,
    record=SpotCheckPlan,
    chinese="监督抽查计划",
    english="A plan of spot checks",
    valid_from=_SINCE,
    legal_basis="《产品质量法》第十五条；《浙江省产品质量监督条例》第十六条",
    outcomes={CLOSED: "已完成\nClosed"},
    steps=(
        _step("drafted", "拟订", "Drafted", Tier.BRANCH, action=Action.CREATE,
              leads_to=("published",), withdrawable=True),
        _step("published", "发布", "Published", Tier.BRANCH, action=Action.CONFIRM,
              leads_to=("drawn", "drafted"), not_same_person_as=("drafted",),
              mutation="publishSpotCheckPlan"),
        _step("drawn", "抽取", "Drawn by lot", Tier.BRANCH, action=Action.UPDATE,
              leads_to=("closed",), not_same_person_as=("published",),
              mutation="drawSpotCheckPlan"),
        _step("closed", "实施", "Carried out", Tier.BRANCH, action=Action.CONFIRM,
              leads_to=(END,), mutation="closeSpotCheckPlan"),
    ),
)  # fmt: skip

CLASSES = Procedure(
    code=CLASS,
    version=1,
    record=EnterpriseClass,
    chinese="企业质量类别评定",
    english="The class of an enterprise",
    valid_from=_SINCE,
    legal_basis="国家质检总局公告2012年第74号",
    outcomes={DECIDED: "已评定\nDecided", REFUSED: "不予采纳\nRefused"},
    steps=(
        _step("proposed", "提出", "Proposed", Tier.STATION, also=_FIELD, action=Action.CREATE,
              leads_to=("decided",), withdrawable=True),
        _step("decided", "评定", "Decided", Tier.BRANCH, action=Action.CONFIRM,
              limit=_working(10), leads_to=(END,), not_same_person_as=("proposed",),
              mutation="decideEnterpriseClass"),
    ),
)  # fmt: skip

OVERRIDES = Procedure(
    code=OVERRIDE,
    version=1,
    record=RegimeOverride,
    chinese="监管方式调整",
    english="Another regime than the rules give",
    valid_from=_SINCE,
    legal_basis="国家质检总局公告2012年第74号",
    outcomes={DECIDED: "已调整\nIn force", REFUSED: "不予采纳\nRefused"},
    steps=(
        _step("proposed", "提出", "Proposed", Tier.BRANCH, action=Action.CREATE,
              leads_to=("signed",), withdrawable=True),
        _step("signed", "会签", "Signed second", Tier.BRANCH, action=Action.CONFIRM,
              limit=_working(5), leads_to=(END,), not_same_person_as=("proposed",),
              mutation="signRegimeOverride"),
    ),
)  # fmt: skip

CLUES = Procedure(
    code=CLUE,
    version=1,
    record=QualityClue,
    chinese="产品质量线索",
    english="A clue about a product",
    valid_from=_SINCE,
    legal_basis="《浙江省产品质量监督条例》第三条、第五条",
    outcomes={
        FOUNDED: "已安排抽查\nA spot check was assigned",
        UNFOUNDED: "不属实\nUnfounded",
        REFERRED: "转有关部门\nReferred",
    },
    steps=(
        _step("reported", "上报", "Reported", Tier.TOWN, also=(Tier.STATION, Tier.BRANCH),
              action=Action.CREATE, leads_to=("assessed",), withdrawable=True),
        _step("assessed", "研判", "Assessed", Tier.BRANCH, action=Action.CONFIRM,
              limit=_working(5), leads_to=(END,), mutation="assessQualityClue"),
    ),
)  # fmt: skip

PROCEDURES = [CHECK, PLANS, CLASSES, OVERRIDES, CLUES]
