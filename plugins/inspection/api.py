"""What plugins that require this one may import; everything else is private."""

from plugins.inspection.events import ViolationFound, ViolationSource
from plugins.inspection.models import Checklist as ChecklistRow
from plugins.inspection.models import ChecklistItem as ChecklistItemRow
from plugins.inspection.models import HazardCategory, HazardGrade
from plugins.inspection.models import LegalBasis as LegalBasisRow
from plugins.inspection.resolvers_inputs import PatrolAnswerInput
from plugins.inspection.service_found import Failure, failures_of, open_hazards_of
from plugins.inspection.service_patrols import Answers, Visit, record_patrol
from plugins.inspection.service_places import Place
from plugins.inspection.types import Hazard, Patrol
from plugins.inspection.types_law import ChecklistItem, LegalBasis

__all__ = [
    "Answers",
    "ChecklistItem",
    "ChecklistItemRow",
    "ChecklistRow",
    "Failure",
    "Hazard",
    "HazardCategory",
    "HazardGrade",
    "LegalBasis",
    "LegalBasisRow",
    "Patrol",
    "PatrolAnswerInput",
    "Place",
    "ViolationFound",
    "ViolationSource",
    "Visit",
    "failures_of",
    "open_hazards_of",
    "record_patrol",
]
