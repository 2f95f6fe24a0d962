"""The ways of applications and contested numbers; their clocks are the dated rows of `data/`."""

import datetime as dt
from typing import Any

from core.declarations import END, Limit, Procedure, Step
from core.policy.vocabulary import Action, Tier
from plugins.licensing.seeds import application_limits
from plugins.licensing.types import Licence
from plugins.licensing.types_applications import Application, LicenceClaim

RENEWAL = Procedure(
    code="licence_renewal",
    version=1,
    record=Licence,
    chinese="许可延续",
    english="Renewal of a licence",
    valid_from=dt.date(2004, 7, 1),
    legal_basis="《行政许可法》第五十条",
    steps=(
        Step(
            name="filed",
            chinese="申请",
            english="Applied for",
            tier=Tier.ENTERPRISE,
            action=Action.SUBMIT,
            leads_to=("accepted",),
            public=True,
        ),
        Step(
            name="accepted",
            chinese="受理",
            english="Found complete and accepted",
            tier=Tier.BRANCH,
            action=Action.CONFIRM,
            limit=Limit(days=5, working=True, legal_basis="《行政许可法》第三十二条"),
            leads_to=("decided", "filed"),
            public=True,
        ),
        Step(
            name="decided",
            chinese="决定",
            english="Granted or refused",
            tier=Tier.BRANCH,
            action=Action.DECIDE,
            limit=Limit(
                days=20,
                working=True,
                legal_basis="《行政许可法》第四十二条",
                extendable_days=10,
                excluded=("hearing", "testing", "expert_review"),
            ),
            leads_to=("issued",),
            public=True,
            not_same_person_as=("accepted",),
        ),
        Step(
            name="issued",
            chinese="送达",
            english="Licence or refusal handed over",
            tier=Tier.BRANCH,
            action=Action.CONFIRM,
            limit=Limit(days=10, working=True, legal_basis="《行政许可法》第四十四条"),
            public=True,
        ),
    ),
)

CONFLICT = "licence_conflict"
GRANTED, REFUSED, NOT_ACCEPTED = "GRANTED", "REFUSED", "NOT_ACCEPTED"


def application_code(type_code: str) -> str:
    """The procedure for applications of a licence type with limits of its own, or of all others."""
    own = {row["type_code"] for row in application_limits()}
    return f"application_{type_code.lower()}" if type_code in own and type_code else "application"


def _steps(law: dict[str, Any], decision: Limit) -> tuple[Step, ...]:
    """The four steps of every application, each with its clock."""
    basis = law["legal_basis"]
    return (
        Step(
            name="filed",
            chinese="申请",
            english="Applied for",
            tier=Tier.ENTERPRISE,
            also=(Tier.BRANCH,),
            action=Action.SUBMIT,
            leads_to=("accepted",),
            public=True,
            withdrawable=True,
            mutation="resubmitApplication",
        ),
        Step(
            name="accepted",
            chinese="受理审查",
            english="Looked through: complete or not",
            tier=Tier.BRANCH,
            action=Action.CONFIRM,
            limit=Limit(days=law["complete_days"], working=True, legal_basis=basis),
            leads_to=("decided", "filed", END),
            public=True,
            withdrawable=True,
            mutation="acceptApplication",
        ),
        Step(
            name="decided",
            chinese="审查决定",
            english="Reviewed and decided",
            tier=Tier.BRANCH,
            action=Action.DECIDE,
            limit=decision,
            leads_to=("issued",),
            public=True,
            not_same_person_as=("accepted",),
            mutation="decideApplication",
        ),
        Step(
            name="issued",
            chinese="颁发送达",
            english="Licence or refusal handed over",
            tier=Tier.BRANCH,
            action=Action.CONFIRM,
            limit=Limit(days=law["issue_days"], working=True, legal_basis=basis),
            leads_to=(END,),
            public=True,
            mutation="issueApplication",
        ),
    )


def _application(law: dict[str, Any]) -> Procedure:
    """One version of the way of applications, with the clocks of its row of law."""
    decision = Limit(
        days=law["decision_days"],
        working=law["working"],
        legal_basis=law["legal_basis"],
        extendable_days=law["extendable_days"],
        excluded=tuple(law["excluded"]),
    )
    return Procedure(
        code=application_code(law["type_code"]),
        version=law["version"],
        record=Application,
        chinese="许可申请",
        english="An application for a licence",
        valid_from=law["valid_from"],
        legal_basis=law["legal_basis"],
        outcomes={
            GRANTED: "准予\nGranted",
            REFUSED: "不予许可\nRefused",
            NOT_ACCEPTED: "不予受理\nNot accepted",
        },
        steps=_steps(law, decision),
    )


_CONFLICT = Procedure(
    code=CONFLICT,
    version=1,
    record=LicenceClaim,
    chinese="证号冲突",
    english="One number, two firms",
    valid_from=dt.date(2013, 1, 1),
    legal_basis="分局数据管理规定",
    outcomes={"KEPT": "维持原持证人\nThe holder keeps it", "MOVED": "更正持证人\nReassigned"},
    steps=(
        Step(
            name="noted",
            chinese="发现冲突",
            english="Noted by an import",
            tier=Tier.BRANCH,
            action=Action.DECIDE,
            leads_to=("settled",),
        ),
        Step(
            name="settled",
            chinese="核实处理",
            english="Settled by the data clerk",
            tier=Tier.BRANCH,
            action=Action.DECIDE,
            limit=Limit(days=5, working=True, legal_basis="分局数据管理规定"),
            leads_to=(END,),
            mutation="settleLicenceClaim",
        ),
    ),
)
PROCEDURES = [RENEWAL, *(_application(row) for row in application_limits()), _CONFLICT]
