"""What the oracle holds to be true of enforcement, beside tests/access/facts.py."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Final

Row = Mapping[str, Any]
PUBLIC: Final[Mapping[str, str]] = {}
FOLLOWED: Final[Mapping[str, str]] = {
    "divisions": "town_id",
    "own": "enterprise_id",
    "participant": "organisation_ids",
}
LAW = ("AmountLimit", "DiscretionRule", "DocumentForm", "GradeShare")
PARTS = (
    "CaseDocument",
    "CaseOfficer",
    "CasePause",
    "CaseReview",
    "CoerciveMeasure",
    "CollectiveDiscussion",
    "CustodyEvent",
    "Defence",
    "Evidence",
    "Hearing",
    "Instalment",
    "InvestigationReport",
    "Payment",
    "PenaltyDecision",
    "PenaltyNotice",
    "Service",
)
SCOPES: Final[Mapping[str, Mapping[str, str]]] = {
    **dict.fromkeys(LAW, PUBLIC),
    **dict.fromkeys(PARTS, FOLLOWED),
    **dict.fromkeys(("Clue", "FilingProposal", "PenaltyCase", "SpotPenalty"), FOLLOWED),
    "EnforcementCard": {"assigned": "account_id", "participant": "organisation_ids"},
    "Publication": {**FOLLOWED, "published": "shown"},
}
_CASE: Final = {
    "update": (
        "answerDefence archiveCase askCourt concludeInvestigation demandPayment issueCaseDocument "
        "issuePenaltyNotice "
        "recordEvidence serveDecision serveNotice signInvestigation submitForDecision takeMeasure"
    ),
    "confirm": "arrangeHearing changeCaseOfficers closeCase resumeCaseClock stopCaseClock",
    "decide": "annulDecision approveInstalments decideCase discussCase extendCase",
    "review": "reportHearing reviewCase",
    "submit": "fileDefence reportPayment requestHearing waiveAnswer",
    "verify": "endEnforcement recordPayment",
    "publish": "publishDecision withdrawPublication",
}
MUTATIONS: Final[Mapping[str, tuple[str, str]]] = {
    name: ("PenaltyCase", action) for action, names in _CASE.items() for name in names.split()
} | {
    "handOverClue": ("Clue", "create"),
    "proposeFiling": ("Clue", "update"),
    "decideFiling": ("Clue", "decide"),
    "extendFiling": ("Clue", "decide"),
    "registerEnforcementCard": ("EnforcementCard", "create"),
    "confirmEnforcementCard": ("EnforcementCard", "confirm"),
    "handOverEvidence": ("Evidence", "update"),
    "approveMeasure": ("CoerciveMeasure", "decide"),
    "extendMeasure": ("CoerciveMeasure", "decide"),
    "liftMeasure": ("CoerciveMeasure", "update"),
    "confirmPayment": ("Payment", "verify"),
    "penaliseOnTheSpot": ("SpotPenalty", "create"),
    "signSpotPenalty": ("SpotPenalty", "update"),
    "collectSpotFine": ("SpotPenalty", "verify"),
}
OPERATIONS: Final = {
    "caseBalance": ("PenaltyDecision", "read"),
    "caseBoard": ("PenaltyCase", "read"),
    "causeReports": ("PenaltyCase", "read"),
    "discretionBounds": ("DiscretionRule", "read"),
    "discretionUses": ("PenaltyDecision", "read"),
    "doublePublicity": ("Publication", "read"),
}
PERSONAL: Final = {
    "PenaltyCase.partyPerson",
    "PenaltyCase.partyIdentity",
    "Service.receiver",
    "Service.witness",
}
_OF_A_CASE: Final = (
    "decisions",
    "defences",
    "discussions",
    "documents",
    "evidence",
    "hearings",
    "instalments",
    "measures",
    "notices",
    "officers",
    "pauses",
    "payments",
    "publications",
    "reports",
    "reviews",
    "services",
)
COLUMNS: Final = {
    **{f"{each}.party": "party_enterprise_id" for each in ("Clue", "PenaltyCase", "SpotPenalty")},
    "Clue.cases": "clue_id",
    "Clue.proposals": "clue_id",
    "Enterprise.penaltyCases": "party_enterprise_id",
    "Evidence.custody": "evidence_id",
    **{f"PenaltyCase.{name}": "case_id" for name in _OF_A_CASE},
}
COUNTS: Final = {"Enterprise.penaltyCaseCount": ("PenaltyCase", "party_enterprise_id")}
APART: Final = {f"{each}.attachments" for each in ("Clue", "Defence", "Evidence", "Payment")}


def _colour(day: dt.date | None, today: dt.date, bands: tuple[int, int, int]) -> str | None:
    if day is None:
        return None
    left = (day - today).days
    names = zip(("URGENT", "RED", "YELLOW"), bands, strict=True)
    return "EXPIRED" if left < 0 else next((n for n, days in names if left <= days), "GREEN")


COMPUTED: Final[Mapping[str, Callable[[Row, dt.date], Any]]] = {
    "PenaltyCase.colour": lambda row, today: _colour(row["decide_by"], today, (2, 5, 30)),
    "PenaltyCase.isOpen": lambda row, _today: row["closed_on"] is None,
    "CoerciveMeasure.colour": lambda row, today: _colour(row["until"], today, (1, 3, 10)),
    "CoerciveMeasure.lapsed": lambda row, today: row["lifted_on"] is None and row["until"] < today,
}
