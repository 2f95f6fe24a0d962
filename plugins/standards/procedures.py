"""The ways of own standards, their reviews and their checks, as data; two modes by dated law."""

import datetime as dt

from core.declarations import END, Limit, Procedure, Step
from core.policy.vocabulary import Action, Tier
from plugins.standards.types import EnterpriseStandard
from plugins.standards.types_checks import DeclarationCheck, StandardReview

FILING, DECLARATION = "standard_filing", "standard_declaration"
REVIEW, CHECK = "standard_review", "declaration_check"
CORRECTION_DAYS = 30
"""The term that an order to correct proposes."""
_FIVE_DAYS = Limit(days=5, working=True, legal_basis="企业产品标准备案办理规定")

_FILING = Procedure(
    code=FILING,
    version=1,
    record=EnterpriseStandard,
    chinese="企业标准备案",
    english="Filing of an own standard (until 2017)",
    valid_from=dt.date(1990, 4, 6),
    legal_basis="《标准化法实施条例》第十七条",
    outcomes={"FILED": "已备案\nFiled", "REFUSED": "不予备案\nRefused"},
    steps=(
        Step(
            name="drafted",
            chinese="起草",
            english="Drafted",
            tier=Tier.ENTERPRISE,
            action=Action.SUBMIT,
            leads_to=("submitted",),
            mutation="redraftEnterpriseStandard",
        ),
        Step(
            name="submitted",
            chinese="报送备案",
            english="Handed in for filing",
            tier=Tier.ENTERPRISE,
            action=Action.SUBMIT,
            leads_to=("accepted",),
            withdrawable=True,
            mutation="submitEnterpriseStandard",
        ),
        Step(
            name="accepted",
            chinese="受理",
            english="Accepted, or returned, within five working days",
            tier=Tier.BRANCH,
            action=Action.CONFIRM,
            limit=_FIVE_DAYS,
            leads_to=("filed", "submitted"),
            mutation="acceptEnterpriseStandard",
        ),
        Step(
            name="filed",
            chinese="备案",
            english="Filed with a number",
            tier=Tier.BRANCH,
            action=Action.DECIDE,
            leads_to=(END,),
            not_same_person_as=("accepted",),
            public=True,
            mutation="fileEnterpriseStandard",
        ),
    ),
)

_DECLARATION = Procedure(
    code=DECLARATION,
    version=1,
    record=EnterpriseStandard,
    chinese="企业标准自我声明公开",
    english="Self-declaration of an own standard",
    valid_from=dt.date(2018, 1, 1),
    legal_basis="《标准化法》第二十七条",
    outcomes={"DECLARED": "已声明公开\nDeclared"},
    steps=(
        Step(
            name="drafted",
            chinese="起草",
            english="Drafted",
            tier=Tier.ENTERPRISE,
            action=Action.SUBMIT,
            leads_to=("declared",),
            mutation="redraftEnterpriseStandard",
        ),
        Step(
            name="declared",
            chinese="声明公开",
            english="Declared by the enterprise, without approval",
            tier=Tier.ENTERPRISE,
            action=Action.SUBMIT,
            leads_to=(END,),
            withdrawable=True,
            public=True,
            mutation="declareEnterpriseStandard",
        ),
    ),
)

_REVIEW = Procedure(
    code=REVIEW,
    version=1,
    record=StandardReview,
    chinese="企业标准复审",
    english="Re-review of a filed standard",
    valid_from=dt.date(1990, 4, 6),
    legal_basis="《标准化法实施条例》第二十条",
    outcomes={"RENEWED": "复审备案\nRenewed", "REFUSED": "不予复审备案\nRefused"},
    steps=(
        Step(
            name="submitted",
            chinese="报送复审",
            english="Review handed in",
            tier=Tier.ENTERPRISE,
            action=Action.SUBMIT,
            leads_to=("decided",),
            withdrawable=True,
        ),
        Step(
            name="decided",
            chinese="复审备案",
            english="Renewed or refused",
            tier=Tier.BRANCH,
            action=Action.CONFIRM,
            limit=_FIVE_DAYS,
            leads_to=(END,),
            mutation="decideStandardReview",
        ),
    ),
)

_CHECK = Procedure(
    code=CHECK,
    version=1,
    record=DeclarationCheck,
    chinese="标准声明抽查",
    english="Spot check of a declaration",
    valid_from=dt.date(2018, 1, 1),
    legal_basis="《标准化法》第三十八条、第四十二条",
    outcomes={
        "CONFORMING": "符合\nConforming",
        "CORRECTED": "已改正\nCorrected",
        "PUBLISHED": "逾期未改，已公示\nNot corrected, published",
    },
    steps=(
        Step(
            name="drawn",
            chinese="抽取",
            english="Drawn at random",
            tier=Tier.BRANCH,
            action=Action.DECIDE,
            leads_to=("checked",),
            public=True,
        ),
        Step(
            name="checked",
            chinese="两人核查",
            english="Checked by two officers",
            tier=Tier.BRANCH,
            action=Action.VERIFY,
            signatures=2,
            leads_to=("ordered", END),
            public=True,
            mutation="checkDeclaration",
        ),
        Step(
            name="ordered",
            chinese="责令改正",
            english="Ordered to correct",
            tier=Tier.BRANCH,
            action=Action.DECIDE,
            limit=_FIVE_DAYS,
            leads_to=("corrected", "checked"),
            public=True,
            mutation="orderCorrection",
        ),
        Step(
            name="corrected",
            chinese="企业改正",
            english="Corrected by the enterprise",
            tier=Tier.ENTERPRISE,
            also=(Tier.BRANCH,),
            action=Action.SUBMIT,
            leads_to=("reviewed", END),
            public=True,
            mutation="correctDeclaration",
        ),
        Step(
            name="reviewed",
            chinese="复核",
            english="Corrections looked at",
            tier=Tier.BRANCH,
            action=Action.REVIEW,
            limit=_FIVE_DAYS,
            leads_to=(END, "corrected"),
            not_same_person_as=("ordered",),
            public=True,
            mutation="reviewCorrection",
        ),
    ),
)

PROCEDURES = [_FILING, _DECLARATION, _REVIEW, _CHECK]
