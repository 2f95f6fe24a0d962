"""What the oracle holds to be true of standards, beside tests/access/facts.py."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Final

from tests.access.days import months_after

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
        (
            "CheckPoint",
            "CheckRound",
            "ReplacementNotice",
            "Standard",
            "StandardIndicator",
            "StandardRule",
        ),
        PUBLIC,
    ),
    **dict.fromkeys(
        (
            "CheckAnswer",
            "DeclarationCheck",
            "DeclaredIndicator",
            "EnterpriseStandard",
            "StandardReview",
        ),
        FOLLOWED,
    ),
    **dict.fromkeys(("BarcodeMember", "Pilot", "StandardUse"), PLACED),
}

MUTATIONS: Final = {
    "abolishEnterpriseStandard": ("EnterpriseStandard", "submit"),
    "acceptEnterpriseStandard": ("EnterpriseStandard", "confirm"),
    "addStandard": ("Standard", "create"),
    "checkDeclaration": ("DeclarationCheck", "verify"),
    "correctDeclaration": ("DeclarationCheck", "submit"),
    "decideStandardReview": ("StandardReview", "confirm"),
    "declareEnterpriseStandard": ("EnterpriseStandard", "submit"),
    "declareStandardUse": ("StandardUse", "submit"),
    "draftEnterpriseStandard": ("EnterpriseStandard", "submit"),
    "drawCheckRound": ("CheckRound", "decide"),
    "endPilot": ("Pilot", "update"),
    "fileEnterpriseStandard": ("EnterpriseStandard", "decide"),
    "freezeCheckRound": ("CheckRound", "create"),
    "importReplacementNotice": ("ReplacementNotice", "import"),
    "orderCorrection": ("DeclarationCheck", "decide"),
    "publishCheckRound": ("CheckRound", "publish"),
    "publishUncorrected": ("DeclarationCheck", "publish"),
    "recordBarcodeMember": ("BarcodeMember", "create"),
    "recordPilot": ("Pilot", "create"),
    "redraftEnterpriseStandard": ("EnterpriseStandard", "submit"),
    "replaceStandardUse": ("StandardUse", "submit"),
    "reviewCorrection": ("DeclarationCheck", "review"),
    "signDeclarationCheck": ("DeclarationCheck", "verify"),
    "strikeOffEnterpriseStandard": ("EnterpriseStandard", "decide"),
    "submitEnterpriseStandard": ("EnterpriseStandard", "submit"),
    "submitStandardReview": ("StandardReview", "submit"),
}

OPERATIONS: Final = {
    "standardExposure": ("StandardUse", "read"),
    "standardsBoard": ("EnterpriseStandard", "read"),
}

COLUMNS: Final = {
    "CheckRound.checks": "round_id",
    "DeclarationCheck.answers": "check_id",
    "EnterpriseStandard.basis": "enterprise_standard_id",
    "EnterpriseStandard.checks": "enterprise_standard_id",
    "EnterpriseStandard.indicators": "enterprise_standard_id",
    "EnterpriseStandard.reviews": "enterprise_standard_id",
    "Enterprise.ownStandards": "enterprise_id",
    "Standard.indicators": "standard_id",
    "Standard.replaces": "replaced_by_id",
    "Standard.uses": "standard_id",
}

COUNTS: Final = {"Standard.useCount": ("StandardUse", "standard_id")}


def counts(row: Row) -> bool:
    """Published, and nobody has ended it."""
    return row["published_on"] is not None and not (row["struck_off_on"] or row["abolished_on"])


def is_open(row: Row) -> bool:
    """Declared, and named still."""
    return row["declared_on"] is not None and row["ended_on"] is None


def own_state(row: Row, today: dt.date) -> str:
    """What an own standard is on the day."""
    if row["struck_off_on"] is not None:
        return "STRUCK_OFF"
    if row["abolished_on"] is not None:
        return "ABOLISHED"
    if row["published_on"] is None:
        return "PENDING"
    over = row["valid_until"] is not None and row["valid_until"] < today
    return "EXPIRED" if over else "IN_FORCE"


def own_colour(row: Row, today: dt.date) -> str | None:
    """How near the end of a filing is."""
    until = row["valid_until"]
    if not counts(row) or until is None:
        return None
    if until < today:
        return "EXPIRED"
    bands = (("RED", 3), ("YELLOW", 6))
    return next((name for name, n in bands if until <= months_after(today, n)), "GREEN")


def use_colour(row: Row, today: dt.date) -> str | None:
    """How near the end of a product's standard is."""
    if not is_open(row) or row["replace_by"] is None:
        return None
    left = (row["replace_by"] - today).days
    if left < 0:
        return "EXPIRED"
    return next((name for name, n in (("RED", 30), ("YELLOW", 3650)) if left <= n), "GREEN")


def status(row: Row, today: dt.date) -> str:
    """What a published standard is on the day."""
    if row["withdrawn_on"] is not None and row["withdrawn_on"] <= today:
        return "WITHDRAWN" if row["replaced_by_id"] is None else "REPLACED"
    return "UPCOMING" if row["effective_on"] > today else "CURRENT"


COMPUTED: Final[Mapping[str, Callable[[Row, dt.date], Any]]] = {
    "EnterpriseStandard.colour": own_colour,
    "EnterpriseStandard.inForce": lambda row, _today: counts(row),
    "EnterpriseStandard.state": own_state,
    "Standard.status": status,
    "StandardUse.colour": use_colour,
    "StandardUse.open": lambda row, _today: is_open(row),
}

AGGREGATES: Final = {
    "Enterprise.flaggedUseCount": (
        "StandardUse",
        "enterprise_id",
        lambda rows, _today: sum(is_open(row) and row["replace_by"] is not None for row in rows),
    ),
}
