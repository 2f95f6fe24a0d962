"""What the oracle holds to be true of the tables, stated by hand and apart from the system's code.

Names follow rules: type `KeyUnitDesignation` is table `key_unit_designation`, field `creditCode` is
column `credit_code`, edge `town` is column `town_id`. Only what departs from them stands here. A
new type without a line in SCOPES fails the comparison, so nothing escapes it silently.
"""

import calendar
import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Final

Row = Mapping[str, Any]

PUBLIC: Final[Mapping[str, str]] = {}
OFFICERS: Final[Mapping[str, str]] = {"nobody": "id"}
SCOPES: Final[Mapping[str, Mapping[str, str]]] = {
    "Account": {"assigned": "id", "own": "enterprise_id"},
    "ApiToken": {"assigned": "account_id"},
    "Attachment": {
        "divisions": "town_id",
        "own": "enterprise_id",
        "participant": "organisation_ids",
        "assigned": "account_id",
    },
    "Division": PUBLIC,
    "Enterprise": {"divisions": "town_id", "own": "id"},
    "EnterpriseCard": PUBLIC,
    "KeyUnitDesignation": {"divisions": "town_id", "own": "enterprise_id"},
    "LedgerEntry": {"assigned": "account_id"},
    "Licence": {"divisions": "town_id", "own": "enterprise_id"},
    "LicenceEvent": {"divisions": "town_id", "own": "enterprise_id"},
    "LicenceType": PUBLIC,
    "Organisation": PUBLIC,
    "PolicyProposal": OFFICERS,
    "PolicyRule": OFFICERS,
    "PolicyVersion": OFFICERS,
    "Post": {"assigned": "account_id", "own": "enterprise_id"},
    "PostDivision": {"divisions": "division_id"},
    "Session": {"assigned": "account_id"},
    "Site": {"divisions": "town_id", "own": "enterprise_id"},
}
"""Type -> kind of scope -> the column that it looks at. PUBLIC: every row for every reader;
OFFICERS: rows that belong to nobody, so that only the scope `all` reads them."""

PLUGINS: Final = {"Licence": "licensing", "LicenceEvent": "licensing", "LicenceType": "licensing"}
"""Types that are not the core's."""

PERSONAL: Final = {
    "Account.phone",
    "Attachment.latitude",
    "Attachment.longitude",
    "Enterprise.legalRepresentative",
    "Enterprise.phone",
}

COLUMNS: Final = {
    "EnterpriseCard.enterprise": "id",
    "Division.predecessors": "successor_id",
    "Division.enterprises": "town_id",
    "PolicyVersion.number": "id",
    "PolicyVersion.added": "added_in",
    "PolicyVersion.removed": "removed_in",
    "PolicyRule.added": "added_in",
    "PolicyRule.removed": "removed_in",
}
"""Of values and to-one edges a column of the type's table; of to-many edges one of the target's."""

COUNTS: Final = {
    "Division.enterpriseCount": ("Enterprise", "town_id"),
    "Enterprise.licenceCount": ("Licence", "enterprise_id"),
}
"""Field -> (what is counted, by which of its columns)."""

OPERATIONS: Final = {
    "me": None,
    "node": None,
    "roles": None,
    "explain": None,
    "attachment": ("Attachment", "read"),
    "plugins": ("Query.plugins", "read"),
    "policyDomain": ("PolicyRule", "read"),
    "licenceBoard": ("Licence", "read"),
}
"""Root fields that no record explains: what they need, or None for what everybody may call."""

SEARCHED: Final = {"Enterprise": "search_text", "Licence": "search_text"}

MUTATIONS: Final[Mapping[str, tuple[str, str] | None]] = {
    "acceptPolicyProposal": ("PolicyProposal", "decide"),
    "addPolicyRule": ("PolicyRule", "create"),
    "annulLicence": ("Licence", "decide"),
    "assignPost": ("Post", "assign"),
    "attachDivision": ("PostDivision", "assign"),
    "cancelLicence": ("Licence", "decide"),
    "changeOwnPassword": ("Account", "submit"),
    "confirmTotp": ("Account", "submit"),
    "createAccount": ("Account", "create"),
    "createApiToken": ("ApiToken", "create"),
    "decideRenewal": ("Licence", "decide"),
    "designateKeyUnit": ("KeyUnitDesignation", "decide"),
    "detachDivision": ("PostDivision", "withdraw"),
    "disableAccount": ("Account", "withdraw"),
    "dismissPolicyProposal": ("PolicyProposal", "decide"),
    "endAllSessions": ("Session", "withdraw"),
    "endPost": ("Post", "withdraw"),
    "endSession": ("Session", "withdraw"),
    "enrolTotp": ("Account", "submit"),
    "fileRenewal": ("Licence", "submit"),
    "handOverAccount": ("Post", "assign"),
    "registerEnterprise": ("Enterprise", "create"),
    "registerLicence": ("Licence", "confirm"),
    "releaseKeyUnit": ("KeyUnitDesignation", "decide"),
    "remarkLicence": ("Licence", "update"),
    "removePolicyRule": ("PolicyRule", "update"),
    "removeTotp": ("Account", "verify"),
    "resetPassword": ("Account", "update"),
    "restoreLicence": ("Licence", "decide"),
    "revokeApiToken": ("ApiToken", "withdraw"),
    "revokeLicence": ("Licence", "decide"),
    "rollBackPolicy": ("PolicyVersion", "create"),
    "signIn": None,
    "signOut": ("Session", "withdraw"),
    "suspendLicence": ("Licence", "decide"),
    "verifyLedger": ("LedgerEntry", "verify"),
    "withdrawLicence": ("Licence", "decide"),
}

ENDED: Final = ("ANNULLED", "WITHDRAWN", "REVOKED", "CANCELLED")


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day some months later, clipped to the month's end."""
    years, month = divmod(day.month - 1 + months, 12)
    last = calendar.monthrange(day.year + years, month + 1)[1]
    return dt.date(day.year + years, month + 1, min(day.day, last))


def _pending(row: Row) -> bool:
    return row["renewal_applied_on"] is not None and row["renewal_timely"] is not False


def licence_state(row: Row, today: dt.date) -> str:
    """What a licence is on the day: acts, then the last day, then what is pending."""
    if row["status"] in ENDED:
        return str(row["status"])
    over = row["valid_until"] < today
    if over and not _pending(row):
        return "EXPIRED"
    if row["status"] == "SUSPENDED":
        return "SUSPENDED"
    if _pending(row):
        return "DEEMED_RENEWED" if over else "RENEWAL_PENDING"
    return "VALID"


def licence_colour(row: Row, today: dt.date) -> str | None:
    """The colour on the day; None once an act has ended the licence."""
    if row["status"] in ENDED:
        return None
    if _pending(row):
        return "RENEWAL_PENDING"
    if row["valid_until"] < today:
        return "EXPIRED"
    for colour in ("urgent", "red", "yellow"):
        if row["valid_until"] <= months_after(today, row[f"{colour}_months"]):
            return colour.upper()
    return "GREEN"


COMPUTED: Final[Mapping[str, Callable[[Row, dt.date], Any]]] = {
    "Licence.state": licence_state,
    "Licence.colour": licence_colour,
    "Attachment.url": lambda row, _today: f"/files/{row['name']}",
    "Attachment.previewUrl": lambda row, _today: (
        row["preview_sha256"] and f"/files/{row['name']}?preview"
    ),
    "PolicyRule.inForce": lambda row, _today: row["removed_in"] is None,
}


def _next_expiry(rows: list[Row], today: dt.date) -> Any:
    days = [r["valid_until"] for r in rows if r["status"] not in ENDED]
    return min((day for day in days if day >= today), default=None)


AGGREGATES: Final[Mapping[str, tuple[str, str, Callable[[list[Row], dt.date], Any]]]] = {
    "Enterprise.nextLicenceExpiry": ("Licence", "enterprise_id", _next_expiry),
}
"""Field -> (over what, by which of its columns, how)."""
