"""Moving links forward: which record of a partner is which of ours."""

from collections.abc import Sequence
from typing import Any, Final

from plugins.data_exchange.models_staging import MasterLink

L: Final[Any] = MasterLink.__table__

LINKED: Final[Sequence[str]] = (
    "feed_id", "natural_key", "target_id", "revision", "hash", "theirs", "ours", "gone",
    "batch_id", "synced_at",
)  # fmt: skip


def upsert_links(made: Any) -> Any:
    """A link is moved forward, never back."""
    taken = {name: made.excluded[name] for name in LINKED[2:]}
    return made.on_conflict_do_update(
        index_elements=["feed_id", "natural_key"],
        set_=taken,
        where=L.c.revision <= made.excluded.revision,
    )
