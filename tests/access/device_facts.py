"""What the oracle holds to be true of special equipment, beside tests/access/facts.py."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Final

from tests.access import safety_facts as safety
from tests.access.days import months_after

Row = Mapping[str, Any]
PUBLIC: Final[Mapping[str, str]] = {}
SCOPES: Final[Mapping[str, Mapping[str, str]]] = {
    **safety.SCOPES,
    "Equipment": {"divisions": "town_id", "own": "enterprise_id"},
    "EquipmentDeclaration": {
        "divisions": "town_id",
        "own": "enterprise_id",
        "participant": "organisation_ids",
    },
    "EquipmentInspection": {"divisions": "town_id", "own": "enterprise_id"},
    "EquipmentType": PUBLIC,
    "InspectionCycle": PUBLIC,
}

MUTATIONS: Final = {
    **safety.MUTATIONS,
    "confirmDeclaration": ("EquipmentDeclaration", "confirm"),
    "declareChange": ("EquipmentDeclaration", "submit"),
    "declareNewEquipment": ("EquipmentDeclaration", "submit"),
    "declareRelocation": ("EquipmentDeclaration", "submit"),
    "declareRestart": ("EquipmentDeclaration", "submit"),
    "declareScrap": ("EquipmentDeclaration", "submit"),
    "declareStop": ("EquipmentDeclaration", "submit"),
    "inspectDeclaration": ("EquipmentDeclaration", "review"),
    "recordEquipmentInspection": ("EquipmentInspection", "create"),
    "refuseDeclaration": ("EquipmentDeclaration", "confirm"),
    "resubmitDeclaration": ("EquipmentDeclaration", "submit"),
    "verifyDeclaration": ("EquipmentDeclaration", "verify"),
}


def device_colour(row: Row, today: dt.date) -> str | None:
    """How near a device's inspection is; None unless it is in use."""
    if row["use_status"] != "IN_USE":
        return None
    if row["next_inspection_on"] < today:
        return "EXPIRED"
    bands = (("URGENT", 1), ("RED", 3), ("YELLOW", 6))
    due = row["next_inspection_on"]
    return next((name for name, n in bands if due <= months_after(today, n)), "GREEN")


def _next_inspection(rows: list[Row], _today: dt.date) -> Any:
    days = [row["next_inspection_on"] for row in rows if row["use_status"] == "IN_USE"]
    return min(days, default=None)


COMPUTED: Final[Mapping[str, Callable[[Row, dt.date], Any]]] = {
    **safety.COMPUTED,
    "Equipment.colour": device_colour,
    "Equipment.idleYearOn": lambda row, _today: (
        row["stopped_on"] and months_after(row["stopped_on"], 12)
    ),
    "Equipment.registerBy": lambda row, _today: (
        row["first_use_on"] and row["first_use_on"] + dt.timedelta(days=30)
    ),
    "Equipment.overdue": lambda row, today: (
        row["use_status"] == "IN_USE" and row["next_inspection_on"] < today
    ),
    "EquipmentDeclaration.filedLate": lambda row, _today: row["filed_on"] > row["report_by"],
}

AGGREGATES: Final = {
    "Enterprise.nextInspection": ("Equipment", "enterprise_id", _next_inspection),
}
