"""What the oracle holds to be true of people, logs, instructions and accidents at devices."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Final

Row = Mapping[str, Any]
PUBLIC: Final[Mapping[str, str]] = {}
PLACED: Final[Mapping[str, str]] = {"divisions": "town_id", "own": "enterprise_id"}
SCOPES: Final[Mapping[str, Mapping[str, str]]] = {
    **dict.fromkeys(("AccidentClass", "OperatorProject", "RiskItem"), PUBLIC),
    **dict.fromkeys(
        (
            "Accident",
            "MaintenanceContract",
            "Operator",
            "OperatorCertificate",
            "OperatorNeed",
            "SafetyAppointment",
            "SafetyDuty",
            "SafetyFinding",
            "SafetyLog",
            "SafetyPart",
        ),
        PLACED,
    ),
    "SafetyInstruction": {**PLACED, "participant": "organisation_ids"},
}

MUTATIONS: Final = {
    "addOperator": ("Operator", "submit"),
    "appointSafetyPerson": ("SafetyAppointment", "submit"),
    "draftInstruction": ("SafetyInstruction", "create"),
    "endSafetyAppointment": ("SafetyAppointment", "submit"),
    "handOverInstruction": ("SafetyInstruction", "decide"),
    "issueInstruction": ("SafetyInstruction", "update"),
    "mendFinding": ("SafetyFinding", "submit"),
    "recordAccident": ("Accident", "create"),
    "recordMaintenanceContract": ("MaintenanceContract", "submit"),
    "recordOperatorCertificate": ("OperatorCertificate", "submit"),
    "recordSafetyPart": ("SafetyPart", "submit"),
    "reinspectInstruction": ("SafetyInstruction", "review"),
    "releaseOperator": ("Operator", "submit"),
    "removeSafetyPart": ("SafetyPart", "submit"),
    "reportInstruction": ("SafetyInstruction", "submit"),
    "serveInstruction": ("SafetyInstruction", "verify"),
    "writeSafetyLog": ("SafetyLog", "submit"),
}

OPERATIONS: Final = {
    "equipmentNear": ("Equipment", "read"),
    "equipmentRates": ("Equipment", "read"),
    "instructionCounts": ("SafetyInstruction", "read"),
    "monthlyReturn": ("Equipment", "read"),
    "operatorCoverage": ("OperatorNeed", "read"),
}

PERSONAL: Final = {"Operator.idNumber", "Operator.name", "SafetyAppointment.name"}

COLUMNS: Final = {
    "Accident.accidentClass": "class_id",
    "Equipment.contracts": "equipment_id",
    "Equipment.instructions": "equipment_id",
    "Equipment.parts": "equipment_id",
    "Operator.certificates": "operator_id",
    "SafetyLog.findings": "log_id",
}

APART: Final = {"SafetyInstruction.attachments", "SafetyLog.attachments"}


def _colour(column: str, red: int, yellow: int) -> Callable[[Row, dt.date], str]:
    """How near a day is, by two bands of days."""

    def colour(row: Row, today: dt.date) -> str:
        left = (row[column] - today).days
        if left < 0:
            return "EXPIRED"
        return next((name for name, n in (("RED", red), ("YELLOW", yellow)) if left <= n), "GREEN")

    return colour


COMPUTED: Final[Mapping[str, Callable[[Row, dt.date], Any]]] = {
    "MaintenanceContract.colour": _colour("ends_on", 0, 30),
    "OperatorCertificate.colour": _colour("valid_to", 30, 90),
    "OperatorNeed.covered": lambda row, today: row["devices"] > 0 and row["covered_until"] >= today,
    "SafetyPart.colour": _colour("next_check_on", 0, 30),
}
