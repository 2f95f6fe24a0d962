"""What the oracle holds to be true of data exchange, beside tests/access/facts.py."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Final

Row = Mapping[str, Any]
NOBODY: Final = {"nobody": "id"}
SCOPES: Final[Mapping[str, Mapping[str, str]]] = dict.fromkeys(
    (
        "CodeMap",
        "ExchangeBatch",
        "ExchangeConflict",
        "ExchangeFeed",
        "ExchangePartner",
        "FeedContract",
        "FieldProvenance",
        "MasterLink",
        "SourceRank",
        "StagedRecord",
    ),
    NOBODY,
)
"""Of no town and no enterprise: whoever reads one, reads all."""
MUTATIONS: Final = {
    "confirmBatch": ("ExchangeBatch", "confirm"),
    "decideConflict": ("ExchangeConflict", "decide"),
    "mapCode": ("CodeMap", "update"),
    "pickEnterprise": ("StagedRecord", "update"),
    "receiveBatch": ("ExchangeBatch", "create"),
    "releaseConflict": ("ExchangeConflict", "decide"),
    "repairRecord": ("StagedRecord", "update"),
    "setRecordAside": ("StagedRecord", "update"),
    "takeConflict": ("ExchangeConflict", "decide"),
}
COLUMNS: Final = {
    "ExchangeBatch.records": "batch_id",
    "ExchangeFeed.codes": "feed_id",
    "ExchangeFeed.contracts": "feed_id",
    "ExchangePartner.feeds": "partner_id",
    "StagedRecord.conflicts": "staged_id",
}
COUNTS: Final = {"ExchangeFeed.batchCount": ("ExchangeBatch", "feed_id")}
OPEN: Final = {
    "RECEIVED", "NEW", "NEWER", "WITHDRAWAL", "CONFLICT", "AMBIGUOUS", "HELD", "DEAD",
}  # fmt: skip
COMPUTED: Final[Mapping[str, Callable[[Row, dt.date], Any]]] = {
    "ExchangeBatch.needsWork": lambda row, _today: row["state"] in {"MATCHED", "PARTLY_APPLIED"},
    "ExchangePartner.signs": lambda row, _today: row["secret"] is not None,
    "StagedRecord.open": lambda row, _today: row["state"] in OPEN,
}
