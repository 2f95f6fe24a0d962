"""What the oracle holds to be true of applications and what belongs to licences."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Final

from tests.access.licence_facts import ENDED

Row = Mapping[str, Any]
PUBLIC: Final[Mapping[str, str]] = {}
FOLLOWED: Final[Mapping[str, str]] = {
    "divisions": "town_id",
    "own": "enterprise_id",
    "participant": "organisation_ids",
}
SCOPES: Final[Mapping[str, Mapping[str, str]]] = {
    "Application": FOLLOWED,
    "ApplicationLimit": PUBLIC,
    "LicenceClaim": FOLLOWED,
    "SiteReview": FOLLOWED,
    "YearlyReport": {"divisions": "town_id", "own": "enterprise_id"},
}
MUTATIONS: Final = {
    "acceptApplication": ("Application", "confirm"),
    "askForHearing": ("Application", "submit"),
    "decideApplication": ("Application", "decide"),
    "fileApplication": ("Application", "submit"),
    "holdHearing": ("Application", "confirm"),
    "importLicence": ("Licence", "import"),
    "issueApplication": ("Application", "confirm"),
    "recordSiteReview": ("Application", "verify"),
    "reportYearly": ("Licence", "submit"),
    "resubmitApplication": ("Application", "submit"),
    "settleLicenceClaim": ("LicenceClaim", "decide"),
    "tellOfHearing": ("Application", "confirm"),
}
OPERATIONS: Final = {
    "licenceExpiries": ("Licence", "read"),
    "licenceIslands": ("Licence", "read"),
    "licenceStates": ("Licence", "read"),
    "renewalRates": ("LicenceEvent", "read"),
}
COLUMNS: Final = {
    "Application.siteReviews": "application_id",
    "Licence.applications": "licence_id",
    "Licence.claims": "licence_id",
    "Licence.yearlyReports": "licence_id",
}
PERSONAL: Final = {"SiteReview.reviewers"}
APART: Final = {"Application.attachments"}


def next_quarter(row: Row, today: dt.date) -> bool:
    """In force, with its last day in the quarter that comes next."""
    if row["status"] in ENDED:
        return False
    first = (today.year * 12 + today.month - 1) // 3 * 3 + 3
    until: dt.date = row["valid_until"]
    return first <= until.year * 12 + until.month - 1 < first + 3


COMPUTED: Final[Mapping[str, Callable[[Row, dt.date], Any]]] = {
    "Licence.endsNextQuarter": next_quarter,
    "Licence.held": lambda row, _today: int(row["status"] not in ENDED),
    "Licence.suspension": lambda row, _today: int(row["status"] == "SUSPENDED"),
}
