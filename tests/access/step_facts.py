"""What the oracle holds to be true of pauses and supervision, beside tests/access/facts.py."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Final

Row = Mapping[str, Any]
FOLLOWED: Final[Mapping[str, str]] = {
    "divisions": "town_id",
    "own": "enterprise_id",
    "participant": "organisation_ids",
}
SCOPES: Final[Mapping[str, Mapping[str, str]]] = {
    **dict.fromkeys(("StepPause", "SupervisionCase"), FOLLOWED),
    "StepQuestion": {"divisions": "town_id", "participant": "organisation_ids"},
}
LOG: Final[Mapping[str, Mapping[str, str]]] = {"StepAnchor": {}, "StepLogLine": {}}
"""Of the core: everybody reads every row."""
MUTATIONS: Final = {
    "acceptSupervision": ("SupervisionCase", "review"),
    "answerStepQuestion": ("StepQuestion", "submit"),
    "answerSupervision": ("SupervisionCase", "submit"),
    "askAboutStep": ("StepQuestion", "create"),
    "issueProgressToken": ("Matter", "update"),
    "issueSupervision": ("SupervisionCase", "create"),
    "returnSupervision": ("SupervisionCase", "review"),
}
OPERATIONS: Final = {
    "publicStepPerformance": ("StepLogLine", "read"),
    "stepPerformance": ("StepEvent", "read"),
    "whereIsMyReport": ("Query.whereIsMyReport", "read"),
}
COLUMNS: Final = {
    "Matter.pauses": "matter_id",
    "Matter.supervisionCases": "about_id",
}
APART: Final = {"SupervisionCase.attachments"}


def _on(row: Row) -> dt.date:
    """The business date: eight hours ahead of UTC, all year."""
    at: dt.datetime = row["at"]
    return (at.astimezone(dt.UTC) + dt.timedelta(hours=8)).date()


COMPUTED: Final[Mapping[str, Callable[[Row, dt.date], Any]]] = {
    "StepEvent.daysLate": lambda row, _today: (
        (_on(row) - row["due_on"]).days if row["on_time"] is False else 0
    ),
    "StepLogLine.actTitle": lambda row, _today: row["act"] and "办理",
    "StepLogLine.pauseTitle": lambda row, _today: row["pause"] and "听证",
    "StepAnchor.sequence": lambda row, _today: row["sequence"],
    "StepLogLine.line": lambda row, _today: f"{row['chain_hash']} {row['line']}",
    "StepLogLine.number": lambda row, _today: row["id"],
    "StepEvent.happenedOn": lambda row, _today: _on(row).isoformat(),
}
