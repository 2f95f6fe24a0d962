"""Records that are traced by the number on their papers."""

from core.declarations import Traced
from plugins.enforcement import models as m
from plugins.enforcement import models_decision as d
from plugins.enforcement import models_papers as p
from plugins.enforcement.types import PenaltyCase
from plugins.enforcement.types_decision import PenaltyDecision, SpotPenalty
from plugins.enforcement.types_papers import CaseDocument

TRACES = [
    Traced(
        record=PenaltyCase,
        title="行政处罚案件\nCase",
        numbers=("number",),
        label="cause",
        enterprise=m.PenaltyCase.party_enterprise_id,
    ),
    Traced(
        record=PenaltyDecision,
        title="处罚决定\nDecision",
        numbers=("number",),
        through=d.PenaltyDecision.case_id,
    ),
    Traced(
        record=CaseDocument,
        title="案件文书\nPaper of a case",
        numbers=("number",),
        through=p.CaseDocument.case_id,
    ),
    Traced(
        record=SpotPenalty,
        title="当场处罚\nPenalty on the spot",
        numbers=("number",),
        enterprise=d.SpotPenalty.party_enterprise_id,
    ),
]
