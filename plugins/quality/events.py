"""What others learn of spot checks, in the transaction in which it becomes so."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleFailed:
    """A failing result is final: nobody objected in time, the re-test upheld it, or worse.

    Published once: when the branch notes that it is final, or, where the enterprise accepted it,
    with the branch's order; and once more with `rechecked` when it is announced after a recheck
    that failed: then the law wants a case (产品质量法 art. 17). It is always an act of the branch.
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
