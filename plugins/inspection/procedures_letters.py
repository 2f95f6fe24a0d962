"""The ways of complaints and of reports as data, a version for each text of the measures."""

import datetime as dt
from typing import Any

from core.declarations import END, Limit, Procedure, Step
from core.policy.vocabulary import Action, Tier
from plugins.inspection.types_letters import Complaint, ViolationReport

COMPLAINT, REPORT = "complaint", "violation_report"
NOT_ACCEPTED, MERGED, SETTLED, ENDED = "NOT_ACCEPTED", "MERGED", "SETTLED", "ENDED"
FILED, NOT_FILED = "FILED", "NOT_FILED"
ORDER_20, ORDER_121 = (
    "《市场监督管理投诉举报处理暂行办法》",
    "《市场监督管理投诉举报处理办法》（总局令第121号）",
)
FROM_121 = dt.date(2026, 4, 15)


def _of_letters(days: int, basis: str, article: str, **more: Any) -> Limit:
    """Working days of the measures; articles are those of Order 20."""
    cited = f"{basis}{article}" if basis == ORDER_20 else basis
    return Limit(days=days, working=True, legal_basis=cited, **more)


def _complaint(version: int, since: dt.date, basis: str) -> Procedure:
    office: dict[str, Any] = {"tier": Tier.BRANCH, "also": (Tier.STATION,)}
    return Procedure(
        code=COMPLAINT,
        version=version,
        record=Complaint,
        chinese="投诉处理",
        english="A complaint, from its receipt to telling the parties",
        valid_from=since,
        legal_basis=basis,
        outcomes={
            NOT_ACCEPTED: "不予受理\nNot accepted",
            MERGED: "并入其他投诉\nMerged into another one",
            SETTLED: "调解达成协议\nAgreed in mediation",
            ENDED: "终止调解\nMediation ended without agreement",
        },
        steps=(
            Step(
                name="received",
                chinese="收到",
                english="Received",
                action=Action.CREATE,
                leads_to=("accepted",),
                mutation="recordLetter",
                **office,
            ),
            Step(
                name="accepted",
                chinese="受理决定",
                english="Accepted or not",
                action=Action.VERIFY,
                limit=_of_letters(7, basis, "第十四条"),
                leads_to=("mediated", END),
                mutation="acceptComplaint",
                warning="C1",
                **office,
            ),
            Step(
                name="mediated",
                chinese="调解",
                english="Mediated",
                action=Action.REVIEW,
                limit=_of_letters(45, basis, "第二十一条第五项", excluded=("testing",)),
                leads_to=("told", END),
                mutation="concludeMediation",
                warning="C2",
                **office,
            ),
            Step(
                name="told",
                chinese="告知双方并归档",
                english="Both parties told, archived",
                action=Action.UPDATE,
                limit=_of_letters(7, basis, "第二十一条第二款"),
                leads_to=(END,),
                mutation="tellParties",
                **office,
            ),
        ),
    )


def _report(version: int, since: dt.date, basis: str) -> Procedure:
    office: dict[str, Any] = {"tier": Tier.BRANCH, "also": (Tier.STATION,)}
    return Procedure(
        code=REPORT,
        version=version,
        record=ViolationReport,
        chinese="举报处理",
        english="A report of a violation, from its receipt to telling the reporter",
        valid_from=since,
        legal_basis=basis,
        outcomes={
            FILED: "移交立案\nHanded over to be filed as a case",
            NOT_FILED: "不予立案\nNot filed",
            MERGED: "并入其他举报\nMerged into another one",
        },
        steps=(
            Step(
                name="received",
                chinese="收到",
                english="Received",
                action=Action.CREATE,
                leads_to=("checked",),
                mutation="recordLetter",
                **office,
            ),
            Step(
                name="checked",
                chinese="线索核查",
                english="The clue checked",
                action=Action.VERIFY,
                limit=_of_letters(15, basis, "第二十三条", extendable_days=15),
                leads_to=("told", END),
                mutation="checkViolationReport",
                **office,
            ),
            Step(
                name="told",
                chinese="告知实名举报人",
                english="The reporter told",
                action=Action.UPDATE,
                limit=_of_letters(5, basis, "第三十一条第二款"),
                leads_to=(END,),
                mutation="tellReporter",
                **office,
            ),
        ),
    )


PROCEDURES = [
    _complaint(1, dt.date(2020, 1, 1), ORDER_20),
    _complaint(2, FROM_121, ORDER_121),
    _report(1, dt.date(2020, 1, 1), ORDER_20),
    _report(2, FROM_121, ORDER_121),
]
