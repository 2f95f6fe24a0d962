"""What the oracle holds to be true of metrology, beside tests/access/facts.py."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Final

Row = Mapping[str, Any]
PUBLIC: Final[Mapping[str, str]] = {}
SECTION: Final[Mapping[str, str]] = {"nobody": "id"}
FOLLOWED: Final[Mapping[str, str]] = {
    "divisions": "town_id",
    "own": "enterprise_id",
    "participant": "organisation_ids",
}
PLACED: Final[Mapping[str, str]] = {"divisions": "town_id", "own": "enterprise_id"}
SCOPES: Final[Mapping[str, Mapping[str, str]]] = {
    **dict.fromkeys(
        (
            "AuthorisedBody",
            "InstrumentCategory",
            "NetContentTolerance",
            "SamplePlan",
            "VerificationRule",
        ),
        PUBLIC,
    ),
    **dict.fromkeys(("InstrumentReport", "InstrumentStop", "VerificationApplication"), FOLLOWED),
    **dict.fromkeys(
        (
            "Instrument",
            "Market",
            "MarketCheck",
            "MeasurementStandard",
            "PackagedGoodsCheck",
            "ScaleCheck",
            "Verification",
        ),
        PLACED,
    ),
    **dict.fromkeys(("CertificateBatch", "UnmatchedCertificate"), SECTION),
}

MUTATIONS: Final = {
    "applyForVerification": ("VerificationApplication", "submit"),
    "authoriseBody": ("AuthorisedBody", "decide"),
    "checkPackagedGoods": ("PackagedGoodsCheck", "create"),
    "discardCertificate": ("UnmatchedCertificate", "update"),
    "fileInstrumentReport": ("InstrumentReport", "confirm"),
    "liftStop": ("InstrumentStop", "review"),
    "matchCertificate": ("UnmatchedCertificate", "update"),
    "receiveApplication": ("VerificationApplication", "verify"),
    "recordCertificates": ("CertificateBatch", "create"),
    "recordMarketCheck": ("MarketCheck", "create"),
    "recordMeasurementStandard": ("MeasurementStandard", "confirm"),
    "recordVerification": ("Verification", "create"),
    "refuseInstrumentReport": ("InstrumentReport", "confirm"),
    "registerMarket": ("Market", "confirm"),
    "reportIdle": ("InstrumentReport", "submit"),
    "reportInstrument": ("InstrumentReport", "submit"),
    "reportRepair": ("InstrumentStop", "submit"),
    "reportResume": ("InstrumentReport", "submit"),
    "reportScrapped": ("InstrumentReport", "submit"),
    "resubmitInstrumentReport": ("InstrumentReport", "submit"),
    "stopInstrument": ("InstrumentStop", "create"),
    "verifyInstrumentReport": ("InstrumentReport", "verify"),
}

OPERATIONS: Final = {
    "instrumentBoard": ("Instrument", "read"),
    "passRates": ("Verification", "read"),
    "verificationRates": ("Instrument", "read"),
}

PERSONAL: Final = {"InstrumentStop.secondOfficer", "MarketCheck.secondOfficer"}

COLUMNS: Final = {
    "CertificateBatch.certificates": "batch_id",
    "Instrument.stops": "instrument_id",
    "Instrument.verifications": "instrument_id",
    "Market.checks": "market_id",
    "MarketCheck.scales": "check_id",
    "ScaleCheck.check": "check_id",
    "VerificationApplication.verifications": "application_id",
}

COUNTS: Final = {
    "Enterprise.instrumentCount": ("Instrument", "enterprise_id"),
    "Market.scaleCount": ("Instrument", "market_id"),
}

APART: Final = {
    "InstrumentReport.attachments",
    "InstrumentStop.attachments",
    "MarketCheck.attachments",
    "VerificationApplication.attachments",
}


def overdue(row: Row, today: dt.date) -> bool:
    """In use past its last day."""
    return row["status"] == "IN_USE" and row["valid_to"] is not None and row["valid_to"] < today


def verified(row: Row, today: dt.date) -> bool:
    """In use, and its certificate holds."""
    holds = row["valid_to"] is None or row["valid_to"] >= today
    return row["status"] == "IN_USE" and row["last_verified_on"] is not None and holds


def colour(row: Row, today: dt.date) -> str | None:
    """How near the last day of an instrument is; None unless it is in use."""
    if row["status"] != "IN_USE" or row["valid_to"] is None:
        return None
    left = (row["valid_to"] - today).days
    if left < 0:
        return "EXPIRED"
    return next((name for name, n in (("RED", 30), ("YELLOW", 60)) if left <= n), "GREEN")


COMPUTED: Final[Mapping[str, Callable[[Row, dt.date], Any]]] = {
    "Instrument.colour": colour,
    "Instrument.overdue": overdue,
    "Verification.objectionUntil": lambda row, _today: (
        row["verified_on"] and row["verified_on"] + dt.timedelta(days=15)
    ),
}

AGGREGATES: Final = {
    "Enterprise.overdueInstrumentCount": (
        "Instrument",
        "enterprise_id",
        lambda rows, today: sum(overdue(row, today) for row in rows),
    ),
    "Market.verifiedScaleCount": (
        "Instrument",
        "market_id",
        lambda rows, today: sum(verified(row, today) for row in rows),
    ),
}
