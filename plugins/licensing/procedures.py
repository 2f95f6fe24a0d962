"""The procedure of renewal as data; limits of authorities are working days (行政许可法 art. 82)."""

import datetime as dt

from core.declarations import Limit, Procedure, Step
from core.policy.vocabulary import Action, Tier
from plugins.licensing.types import Licence

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
