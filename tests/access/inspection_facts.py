"""What the oracle holds to be true of inspection, and of draws, beside facts.py."""

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
PLACED: Final[Mapping[str, str]] = {"divisions": "town_id", "own": "enterprise_id"}
OF_TOWNS: Final[Mapping[str, str]] = {"divisions": "town_id"}
PUBLISHED: Final[Mapping[str, str]] = {"published": "published_during"}
SCOPES: Final[Mapping[str, Mapping[str, str]]] = {
    **dict.fromkeys(
        ("Campaign", "Checklist", "ChecklistItem", "LegalBasis", "LetterRule", "ObjectLibrary"),
        PUBLIC,
    ),
    **dict.fromkeys(
        (
            "Complaint",
            "Hazard",
            "Patrol",
            "PatrolAnswer",
            "RectificationOrder",
            "RectificationReport",
            "Reinspection",
            "ViolationReport",
        ),
        FOLLOWED,
    ),
    **dict.fromkeys(
        ("CampaignTarget", "ComplaintRecord", "LibraryObject", "UpperInspection"), OF_TOWNS
    ),
    **dict.fromkeys(("PastFinding", "PastInspection"), PLACED),
    "InspectionPlan": PUBLISHED,
    "InspectionTask": {**FOLLOWED, **PUBLISHED},
    "Letter": {"divisions": "town_id", "participant": "organisation_ids"},
    "OfficerCard": {"assigned": "account_id"},
}
DRAWS: Final = {"Draw": PUBLISHED}
"""The core's own."""

MUTATIONS: Final = {
    "recordLetter": ("Letter", "create"),
    "demandIdentityProof": ("Letter", "update"),
    "noteIdentityProof": ("Letter", "update"),
    "addComplaint": ("Complaint", "create"),
    "acceptComplaint": ("Complaint", "verify"),
    "refuseComplaint": ("Complaint", "verify"),
    "mergeComplaint": ("Complaint", "verify"),
    "concludeMediation": ("Complaint", "review"),
    "reportClue": ("Complaint", "review"),
    "tellParties": ("Complaint", "update"),
    "addViolationReport": ("ViolationReport", "create"),
    "checkViolationReport": ("ViolationReport", "verify"),
    "mergeViolationReport": ("ViolationReport", "verify"),
    "tellReporter": ("ViolationReport", "update"),
    "putIntoLibrary": ("ObjectLibrary", "update"),
    "takeOutOfLibrary": ("ObjectLibrary", "update"),
    "fillLibrary": ("ObjectLibrary", "update"),
    "addOfficer": ("OfficerCard", "create"),
    "changeOfficer": ("OfficerCard", "update"),
    "noteUpperInspection": ("UpperInspection", "create"),
    "startCampaign": ("Campaign", "create"),
    "makePlan": ("InspectionPlan", "create"),
    "nameUnits": ("InspectionPlan", "update"),
    "freezePlan": ("InspectionPlan", "update"),
    "drawPlan": ("InspectionPlan", "confirm"),
    "publishPlan": ("InspectionPlan", "publish"),
    "planTask": ("InspectionTask", "create"),
    "assignTask": ("InspectionTask", "assign"),
    "reassignTask": ("InspectionTask", "assign"),
    "acceptTask": ("InspectionTask", "verify"),
    "recordTaskResult": ("InspectionTask", "submit"),
    "signTaskResult": ("InspectionTask", "submit"),
    "handleTask": ("InspectionTask", "confirm"),
    "closeTask": ("InspectionTask", "review"),
}
OPERATIONS: Final = {
    "hazardBoard": ("Hazard", "read"),
    "rectificationRates": ("RectificationOrder", "read"),
    "complaintStatistics": ("Complaint", "read"),
    "letterTimeliness": ("Complaint", "read"),
}
PERSONAL: Final = {
    "Patrol.secondOfficer",
    "Patrol.witness",
    "Complaint.outcomeNote",
    "Draw.witnesses",
    "InspectionTask.witness",
    "Letter.address",
    "Letter.content",
    "Letter.identityCard",
    "Letter.name",
    "Letter.phone",
    "OfficerCard.name",
}
COLUMNS: Final = {
    "Checklist.items": "checklist_id",
    "Hazard.orders": "hazard_id",
    "PatrolAnswer.item": "item_id",
    "Campaign.targets": "campaign_id",
    "InspectionPlan.tasks": "plan_id",
    "Letter.complaints": "letter_id",
    "Letter.violationReports": "letter_id",
    "OfficerCard.tasks": "officer_id",
    "PastInspection.findings": "inspection_id",
}
COUNTS: Final = {
    "InspectionPlan.taskCount": ("InspectionTask", "plan_id"),
    "ObjectLibrary.objectCount": ("LibraryObject", "library_id"),
}
APART: Final = {
    "Draw.verified",
    "Draw.winners",
    *(
        f"{name}.attachments"
        for name in (
            "Hazard",
            "InspectionTask",
            "Letter",
            "PatrolAnswer",
            "RectificationReport",
            "Reinspection",
        )
    ),
}


def _published(row: Row, _today: dt.date) -> dt.date | None:
    return row["published_during"] and row["published_during"].lower


COMPUTED: Final[Mapping[str, Callable[[Row, dt.date], Any]]] = {
    "CampaignTarget.share": lambda row, _today: row["done"] / row["target"],
    "Hazard.proposedTerm": lambda row, today: (
        today + dt.timedelta(days=7 if row["grade"] == "SERIOUS" else 15)
    ),
    "RectificationOrder.term": lambda row, _today: row["extended_to"] or row["due_on"],
    "Draw.publishedOn": _published,
    "InspectionPlan.publishedOn": _published,
}


def _open(rows: list[Row], _today: dt.date) -> int:
    return sum(row["closed_on"] is None for row in rows)


AGGREGATES: Final = {
    "Enterprise.openHazardCount": ("Hazard", "enterprise_id", _open),
    "Campaign.totalDone": (
        "CampaignTarget",
        "campaign_id",
        lambda rows, _today: sum(row["done"] for row in rows),
    ),
    "Campaign.totalTarget": (
        "CampaignTarget",
        "campaign_id",
        lambda rows, _today: sum(row["target"] for row in rows),
    ),
    "InspectionPlan.openTaskCount": ("InspectionTask", "plan_id", _open),
    "OfficerCard.openTaskCount": ("InspectionTask", "officer_id", _open),
}
