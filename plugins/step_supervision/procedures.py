"""The procedure of supervision: issued, answered by the unit, accepted or returned."""

import datetime as dt

from core.declarations import END, Limit, Procedure, Step
from core.policy.vocabulary import Action, Tier
from plugins.step_supervision.types import SupervisionCase

ANSWER_LIMIT = Limit(days=5, working=True, legal_basis="督办通知（未另定期限的）")
LATE_ANSWER = "D1"

SUPERVISION = Procedure(
    code="supervision_case",
    version=1,
    record=SupervisionCase,
    chinese="督办",
    english="Supervised handling",
    valid_from=dt.date(2014, 1, 1),
    legal_basis="《行政许可法》第六十条、《行政处罚法》第七十五条",
    outcomes={"ACCEPTED": "答复已认可\nAnswer accepted"},
    steps=(
        Step(
            name="issued",
            chinese="发出督办",
            english="Issued by the superior body",
            tier=Tier.SUPERIOR,
            action=Action.CREATE,
            leads_to=("answered",),
            mutation="issueSupervision",
        ),
        Step(
            name="answered",
            chinese="单位答复",
            english="Answered by the unit",
            tier=Tier.BRANCH,
            also=(Tier.STATION, Tier.TOWN),
            action=Action.SUBMIT,
            limit=ANSWER_LIMIT,
            leads_to=("judged",),
            mutation="answerSupervision",
            warning=LATE_ANSWER,
        ),
        Step(
            name="judged",
            chinese="认可或退回",
            english="Accepted or returned",
            tier=Tier.SUPERIOR,
            action=Action.REVIEW,
            limit=Limit(days=5, working=True, legal_basis="督办通知"),
            leads_to=(END, "answered"),
            not_same_person_as=("answered",),
            mutation="acceptSupervision",
            warning=LATE_ANSWER,
        ),
    ),
)

PROCEDURES = [SUPERVISION]
