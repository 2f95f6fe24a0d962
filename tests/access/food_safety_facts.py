"""What the oracle holds to be true of food safety, beside tests/access/facts.py."""

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
    **dict.fromkeys(
        ("FoodCategory", "FoodGradeBand", "FoodLogItem", "FoodRiskFactor", "FoodTerm"), PUBLIC
    ),
    **dict.fromkeys(("FoodLog", "FoodLogFinding", "FoodProducer", "FoodUpperInspection"), PLACED),
    "FoodVisit": {"divisions": "town_id"},
    **dict.fromkeys(
        ("Disposal", "FoodInspection", "FoodRecall", "FoodSample", "FoodTestItem", "RiskGrade"),
        FOLLOWED,
    ),
}
MUTATIONS: Final = {
    "acknowledgeRiskGrade": ("RiskGrade", "submit"),
    "amendFoodProducer": ("FoodProducer", "update"),
    "assessFoodRecall": ("FoodRecall", "review"),
    "assignFoodInspection": ("FoodInspection", "create"),
    "checkRiskGrade": ("RiskGrade", "verify"),
    "closeDisposal": ("Disposal", "review"),
    "closeFoodInspection": ("FoodInspection", "review"),
    "concludeFoodSample": ("FoodSample", "review"),
    "fixRiskGrade": ("RiskGrade", "decide"),
    "handOverFoodInspection": ("FoodInspection", "decide"),
    "mendFoodFinding": ("FoodLogFinding", "submit"),
    "openFoodRecall": ("FoodRecall", "create"),
    "planFoodRecall": ("FoodRecall", "submit"),
    "proposeRiskGrade": ("RiskGrade", "create"),
    "publishFoodInspection": ("FoodInspection", "publish"),
    "raiseRiskGrade": ("RiskGrade", "create"),
    "recordFoodInspection": ("FoodInspection", "verify"),
    "recordFoodRetest": ("FoodSample", "review"),
    "recordFoodTest": ("FoodSample", "review"),
    "recordUpperFoodInspection": ("FoodUpperInspection", "create"),
    "registerFoodProducer": ("FoodProducer", "create"),
    "reportCause": ("Disposal", "submit"),
    "reportFoodRecall": ("FoodRecall", "submit"),
    "reportRecalled": ("Disposal", "submit"),
    "reportStopAndSeal": ("Disposal", "submit"),
    "reportTrace": ("Disposal", "submit"),
    "requestFoodRetest": ("FoodSample", "submit"),
    "sealFoodSample": ("FoodSample", "verify"),
    "sendFoodSample": ("FoodSample", "update"),
    "signFoodInspection": ("FoodInspection", "verify"),
    "startFoodRecall": ("FoodRecall", "submit"),
    "takeFoodSample": ("FoodSample", "create"),
    "tellFoodSample": ("FoodSample", "confirm"),
    "writeFoodLog": ("FoodLog", "submit"),
}
OPERATIONS: Final = {
    "foodPlanProgress": ("FoodVisit", "read"),
    "foodProducerBoard": ("FoodProducer", "read"),
    "foodResultRates": ("FoodInspection", "read"),
    "foodSampleRates": ("FoodSample", "read"),
}
COLUMNS: Final = {
    **{
        f"FoodProducer.{name}": "producer_id"
        for name in (
            "grades",
            "inspections",
            "logs",
            "recalls",
            "samples",
            "upperInspections",
            "visits",
        )
    },
    "FoodLog.findings": "log_id",
    "FoodSample.disposals": "sample_id",
    "FoodSample.items": "sample_id",
}
APART: Final = {
    "Disposal.attachments",
    "FoodLog.attachments",
    "FoodRecall.attachments",
    "FoodSample.attachments",
}
WITHIN: Final = {"F1": (7, 30, 60), "F2": (7, 30, 60), "F3": (2, 5, 10)}


def _colour(column: str, rule: str) -> Callable[[Row, dt.date], str | None]:
    def near(row: Row, today: dt.date) -> str | None:
        if row[column] is None:
            return None
        left = (row[column] - today).days
        if left < 0:
            return "EXPIRED"
        names = zip(("URGENT", "RED", "YELLOW"), WITHIN[rule], strict=True)
        return next((name for name, days in names if left <= days), "GREEN")

    return near


COMPUTED: Final[Mapping[str, Callable[[Row, dt.date], Any]]] = {
    "Disposal.colour": _colour("due_on", "F2"),
    "FoodProducer.colour": _colour("next_inspection_by", "F1"),
    "FoodRecall.colour": _colour("finish_by", "F3"),
    "FoodRecall.startedLate": lambda row, _today: (
        None if row["started_at"] is None else row["started_at"] > row["start_by"]
    ),
    "RiskGrade.total": lambda row, _today: row["static_points"] + row["dynamic_points"],
}
AGGREGATES: Final = {
    "FoodProducer.failedSampleCount": (
        "FoodSample",
        "producer_id",
        lambda rows, _today: sum(row["final_verdict"] == "FAILED" for row in rows),
    ),
}
