"""What others learn of spot checks, in the transaction in which it becomes so."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleFailed:
    """A failing result is final: nobody objected in time, the re-test upheld it, or worse.

    Published once when it becomes final, and once more with `rechecked` when the check after the
    term of the correction order failed as well: then the law wants a case (产品质量法 art. 17).
    It may be the enterprise whose acceptance makes it final: a subscriber that writes what only the
    branch may write leaves a job behind.
    """

    resource: str
    """What the policy calls the record: `quality:SpotCheckTask`."""
    key: int
    on: dt.date
    town_id: int
    enterprise_id: int
    """Whose stock or shop was sampled."""
    sample_number: str
    report_number: str
    product: str
    nominal_maker: str
    """The maker that the label names, as printed."""
    failed_items: tuple[str, ...]
    rechecked: bool = False
