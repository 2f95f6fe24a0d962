"""What the oracle holds to be true of warnings, beside tests/access/facts.py."""

import base64
import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Final

from tests.access.days import months_after

Row = Mapping[str, Any]
CONCERNED: Final = {
    "divisions": "town_id",
    "own": "enterprise_id",
    "participant": "organisation_ids",
}
SCOPES: Final[Mapping[str, Mapping[str, str]]] = {
    "EarlyWarning": CONCERNED,
    "LinkedVisit": CONCERNED,
    "WarningDigest": {"assigned": "account_id"},
    "WarningEvent": CONCERNED,
    "WarningNotice": {
        "divisions": "town_id",
        "own": "enterprise_id",
        "assigned": "account_id",
    },
    "WarningRuleBand": {},
    "WarningRuleVersion": {},
}
ABOUT: Final = dict.fromkeys(("EarlyWarning", "LinkedVisit", "WarningEvent"), "resource")
"""Types whose rows tell of records of others: by this column, and only to whoever may read both."""
TABLES: Final = {"EarlyWarning": "warning"}
COLUMNS: Final = {
    "EarlyWarning.notices": "warning_id",
    "EarlyWarning.rule": "rule_version_id",
    "EarlyWarning.story": "warning_id",
    "EarlyWarning.visits": "warning_id",
    "WarningDigest.notices": "digest_id",
    "WarningRuleBand.rule": "rule_version_id",
    "WarningRuleVersion.bands": "rule_version_id",
}
MUTATIONS: Final = {
    "acknowledgeWarning": ("EarlyWarning", "submit"),
    "actOnWarning": ("EarlyWarning", "update"),
    "escalateWarning": ("EarlyWarning", "assign"),
    "resumeWarning": ("EarlyWarning", "decide"),
    "suppressWarning": ("EarlyWarning", "decide"),
}
APART: Final = {
    "EarlyWarning.explain",
    "EarlyWarning.subject",
    "WarningRuleVersion.escalationLevels",
}


def subject_id(row: Row, _today: dt.date) -> str:
    """The global id of the record that a row tells of."""
    named = f"{row['resource'].partition(':')[2]}:{row['subject_key']}"
    return base64.b64encode(named.encode()).decode()


def next_step(row: Row, today: dt.date) -> str:
    """What is to be done next."""
    said = {
        "CLEARED": "已解除，无需办理\nIt was cleared; nothing is left to do.",
        "SUPPRESSED": "已暂停提醒，到期自动恢复\nSuppressed; it comes back by itself.",
        "ACTING": "事项办理中，办结后自动解除\nA matter deals with it; it clears by itself then.",
        "ACKNOWLEDGED": "请在期限前申请或办理，办结后自动解除\nApply or act before the day.",
    }
    if row["state"] in said:
        return said[row["state"]]
    if row["due_on"] is not None and row["due_on"] < today:
        return "已超过法定期限：请立即签收并停止使用、补办\nThe legal day has passed: act at once."
    return "请签收，并在期限前申请或办理\nAcknowledge it, then act before the day."


def warning_colour(row: Row, today: dt.date) -> str:
    """By the one band of the world's rule, red for three months; a cleared one keeps its last."""
    if row["cleared_on"] is not None or row["due_on"] is None:
        return row["colour"]
    if row["due_on"] < today:
        return "EXPIRED"
    return "RED" if row["due_on"] <= months_after(today, 3) else "GREEN"


COMPUTED: Final[Mapping[str, Callable[[Row, dt.date], Any]]] = {
    **dict.fromkeys(
        ("EarlyWarning.subjectId", "LinkedVisit.subjectId", "WarningNotice.subjectId"), subject_id
    ),
    "EarlyWarning.colour": warning_colour,
    "EarlyWarning.daysLeft": lambda row, today: row["due_on"] and (row["due_on"] - today).days,
    "EarlyWarning.nextStep": next_step,
}
