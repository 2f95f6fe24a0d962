"""What the oracle holds to be true of quality supervision, beside tests/access/facts.py."""

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
SCOPES: Final[Mapping[str, Mapping[str, str]]] = {
    **dict.fromkeys(("Product", "QualityTerm", "RegimeRule", "SupervisionFactor"), PUBLIC),
    **dict.fromkeys(
        (
            "CorrectionOrder",
            "CorrectionReport",
            "EnterpriseClass",
            "Objection",
            "QualityClue",
            "Recheck",
            "RegimeOverride",
            "Sample",
            "SpotCheckPlan",
            "SpotCheckTask",
            "TestItem",
            "TestReport",
            "UpperLevelCheck",
        ),
        FOLLOWED,
    ),
    **dict.fromkeys(("EnterpriseProduct", "SupervisionProfile"), PLACED),
    **{key: {"divisions": "town_id"} for key in ("AreaFailureRate", "SpotCheckCandidate")},
    "PublishedResult": PLACED | {"published": "shown_during"},
}

TASK: Final = "SpotCheckTask"
MUTATIONS: Final = {
    "acceptResult": (TASK, "submit"),
    "addProduct": ("Product", "decide"),
    "assessQualityClue": ("QualityClue", "confirm"),
    "assignSpotCheck": (TASK, "create"),
    "closeSpotCheckPlan": ("SpotCheckPlan", "confirm"),
    "decideEnterpriseClass": ("EnterpriseClass", "confirm"),
    "draftSpotCheckPlan": ("SpotCheckPlan", "create"),
    "drawSpotCheckPlan": ("SpotCheckPlan", "update"),
    "endEnterpriseProduct": ("EnterpriseProduct", "confirm"),
    "notifyResult": (TASK, "update"),
    "objectToResult": (TASK, "submit"),
    "orderProductCorrection": (TASK, "update"),
    "proposeEnterpriseClass": ("EnterpriseClass", "create"),
    "proposeRegimeOverride": ("RegimeOverride", "create"),
    "publishResult": (TASK, "publish"),
    "publishSpotCheckPlan": ("SpotCheckPlan", "confirm"),
    "recheckProduct": (TASK, "review"),
    "recheckUnreported": (TASK, "submit"),
    "recordAnnouncement": (TASK, "confirm"),
    "recordEnterpriseProduct": ("EnterpriseProduct", "confirm"),
    "recordTestReport": (TASK, "update"),
    "recordUpperLevelChecks": ("UpperLevelCheck", "create"),
    "regradeProduct": ("Product", "decide"),
    "reportCorrection": (TASK, "submit"),
    "reportNoSample": (TASK, "verify"),
    "reportQualityClue": ("QualityClue", "create"),
    "retractCorrectionDraft": (TASK, "update"),
    "retractSampling": (TASK, "verify"),
    "sealSample": (TASK, "verify"),
    "sendSample": (TASK, "verify"),
    "signCorrectionOrder": (TASK, "update"),
    "signRegimeOverride": ("RegimeOverride", "confirm"),
    "takeSample": (TASK, "verify"),
}

OPERATIONS: Final = {
    "classBoard": ("SupervisionProfile", "read"),
    "failureByClass": (TASK, "read"),
    "failureByItem": ("TestItem", "read"),
    "spotCheckRates": (TASK, "read"),
}

COLUMNS: Final = {
    "Enterprise.qualityClues": "unit_id",
    "SpotCheckPlan.candidates": "plan_id",
    "SpotCheckPlan.tasks": "plan_id",
    "SupervisionProfile.ruledRegime": "regime",
    "TestReport.items": "report_id",
    **{
        f"{TASK}.{name}": "task_id"
        for name in ("corrections", "objections", "orders", "rechecks", "reports", "samples")
    },
}

COUNTS: Final = {"SpotCheckPlan.taskCount": (TASK, "plan_id")}
APART: Final = {
    f"{name}.attachments"
    for name in ("CorrectionReport", "Objection", "QualityClue", "Recheck", "Sample", "TestReport")
}


def overridden(row: Row, today: dt.date) -> bool:
    """Whether an override counts on the day."""
    return row["override_until"] is not None and row["override_until"] >= today


def colour(row: Row, today: dt.date) -> str:
    """How near the next visit is."""
    left = (row["next_visit_on"] - today).days
    if left < 0:
        return "EXPIRED"
    return next((name for name, n in (("RED", 7), ("YELLOW", 30)) if left <= n), "GREEN")


COMPUTED: Final[Mapping[str, Callable[[Row, dt.date], Any]]] = {
    "SupervisionProfile.colour": colour,
    "SupervisionProfile.monthsBetween": lambda row, today: (
        row["override_months"] if overridden(row, today) else row["months_between"]
    ),
    "SupervisionProfile.regime": lambda row, today: (
        row["override_regime"] if overridden(row, today) else row["regime"]
    ),
}


def _in_force(rows: list[Row], _today: dt.date) -> str | None:
    grades = [r["grade"] for r in rows if r["valid_from"] is not None and r["valid_to"] is None]
    return max(grades, default=None)


AGGREGATES: Final = {
    "Enterprise.qualityClass": ("EnterpriseClass", "enterprise_id", _in_force),
    "SpotCheckPlan.removedCount": (
        "SpotCheckCandidate",
        "plan_id",
        lambda rows, _today: sum(row["removed"] is not None for row in rows),
    ),
}
