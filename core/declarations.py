"""What a plugin declares besides fields: plain data that the core's engines read.

The author's side is final here; the engines that read it grow behind it.
"""

import datetime as dt
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from core.policy.vocabulary import Action, Tier

LimitUnit = Literal["days", "months", "years"]
LONGEST_PAUSE_S: Final = 3_600


@dataclass(frozen=True, slots=True, kw_only=True)
class WarningBand:
    """One colour of a warning rule, nearest first.

    Of a date: due within `until` months or days from today, the last day included; a day before
    today is EXPIRED. Of a measure: its value is at least `until`, with the unit `"value"`.
    """

    colour: str
    until: int
    unit: str = "months"


ESCALATED_IN: Final = ("URGENT", "RED", "EXPIRED")


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalation:
    """Who is told when nobody has acted for `after_days` days since the colour was entered."""

    after_days: int
    roles: tuple[str, ...]
    colours: tuple[str, ...] = ESCALATED_IN


@dataclass(frozen=True, slots=True, kw_only=True)
class WarningRule:
    """A dated fact that turns critical: which record and date, which colours, for whom.

    This is version 1 of the rule. Later versions are proposed and published on the desk; a changed
    declaration arrives as a proposal. What does not change with a version: code, record, fields.
    """

    code: str
    record: type[Any]
    date_field: str
    """The data field of the last day, by its Python name; empty for a measure."""
    bands: tuple[WarningBand, ...]
    audiences: tuple[Tier, ...]
    chinese: str
    english: str
    legal_basis: str
    valid_from: dt.date
    valid_to: dt.date | None = None
    where: Mapping[str, Any] = field(default_factory=dict)
    """Which records, as the GraphQL filter of `record` takes it; empty: all."""
    since_field: str = ""
    """The data field of the day since which the date is so, for looking back; empty: unknown."""
    measure_field: str = ""
    """The data field of a number that turns critical, in place of a date."""
    escalation: tuple[Escalation, ...] = ()
    """First the officers' heads, then theirs; empty: the rule's audiences alone are told."""
    visit: bool = False
    """Whether a red warning puts a visit on the route of the station and the list of the town."""
    quiet_days: int = 7
    """Nobody is told again of a record in a colour before so many days have passed."""
    answered_by: tuple[str, ...] = ()
    """Procedures whose matter about the subject answers the warning: it is then acting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeEvent:
    """What a good warning comes before, such as a failed inspection: back-tests count them."""

    code: str
    """Of the kind, one for each subject: `failed_inspection`, `accident`."""
    subject: type[Any]
    """The record that rules watch."""
    record: type[Any]
    """The record that tells of the event."""
    subject_field: str
    """The data field of `record` that leads to the subject, by its Python name."""
    date_field: str
    """The data field of the day on which it happened."""
    chinese: str
    english: str
    where: Mapping[str, Any] = field(default_factory=dict)
    """Which of the records, as the GraphQL filter of `record` takes it; empty: all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """How long a step may take: `days` working or calendar days, from which event, by which law."""

    days: int
    working: bool
    legal_basis: str
    extendable_days: int = 0
    """What one extension adds, in the same unit; 0 where the law knows none."""
    excluded: tuple[str, ...] = ()
    """Kinds of time that do not count: `hearing`, `testing`, `expert_review`, ..."""
    unit: LimitUnit = "days"
    """Of `days`, where the law counts whole months or years; these are never working ones."""

    def __post_init__(self) -> None:
        if self.days < 0 or self.extendable_days < 0:
            raise ValueError("a limit is not negative")
        if self.working and self.unit != "days":
            raise ValueError("only days are counted as working days")


END: Final = "end"
"""In `leads_to`: here the matter may end early."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a procedure: who does what, how long it may take, where it leads.

    The first step is done by opening the matter. The first of `leads_to` is the usual next step, an
    earlier step there is a return, `END` ends the matter early; empty, the step is the last.
    """

    name: str
    chinese: str
    english: str
    tier: Tier
    action: Action
    """What the policy must allow on the record, in a scope that holds it."""
    limit: Limit | None = None
    """Counted from the day on which the matter arrives at the step."""
    leads_to: tuple[str, ...] = ()
    public: bool = False
    not_same_person_as: tuple[str, ...] = ()
    """Steps whose doer must be somebody else."""
    also: tuple[Tier, ...] = ()
    """Further tiers that may do the step."""
    signatures: int = 1
    """How many officers must sign before the step is done."""
    withdrawable: bool = False
    """Whether its opener may withdraw the matter while it waits here."""
    mutation: str = ""
    """The GraphQL mutation that does the step."""
    warning: str = ""
    """Code of the rule that watches a matter's last day here; empty: the core's own, by tier."""

    @property
    def tiers(self) -> tuple[Tier, ...]:
        """Everybody's tier who may do the step."""
        return (self.tier, *self.also)

    @property
    def nexts(self) -> tuple[str, ...]:
        """Where the step may lead; the last step leads to the end."""
        return self.leads_to or (END,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """A versioned procedure; a matter stays with the version it began under."""

    code: str
    version: int
    record: type[Any]
    chinese: str
    english: str
    steps: tuple[Step, ...]
    valid_from: dt.date
    legal_basis: str
    outcomes: Mapping[str, str] = field(default_factory=dict)
    """How a matter may end, by code: what pages call it, Chinese and English on two lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Searchable:
    """A record that the search across types looks into, through a text column of its model."""

    record: type[Any]
    text: Any
    """The mapped column that holds normalised search text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Traced:
    """A record that is traced (追溯) by the exact number on a paper, plate or label."""

    record: type[Any]
    title: str
    """What it is, Chinese and English."""
    numbers: tuple[str, ...]
    """Data fields, by their Python names; an index begins with the column of each."""
    label: str = ""
    """The data field that says what people call it."""
    enterprise: Any = None
    """The mapped column with the enterprise's id; None: the row's `enterprise_id`."""
    site: Any = None
    """Likewise its `site_id`."""
    through: Any = None
    """A foreign key of the row to the record whose `matter_id` it follows; None: its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A saved GraphiQL example. A test runs it as `role` and wants rows."""

    title: str
    description: str
    query: str
    role: str
    variables: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoContext:
    """What demonstration data is made from; equal contexts make equal data."""

    random: Any
    """A seeded random.Random of the plugin's own."""
    today: dt.date
    change_id: int
    tables: Mapping[str, Any]
    """Rows made so far by table name, as lists of dicts."""
    scale: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPart:
    """A plugin's demonstration data: rows by table, in the order of insertion."""

    make: Callable[[DemoContext], Iterator[tuple[str, dict[str, Any]]]]
    last: bool = False
    """Whether it tells of rows of any other plugin, and is made after all of theirs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seed:
    """Reference data that a subsystem needs, planted after migrations; again is harmless."""

    name: str
    plant: Callable[[Any], Awaitable[None]]
    """Gets a system session of the store."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Work that a transaction leaves behind: `enqueue(work, JOB, payload)` of core.jobs.queue.

    `run` gets a `core.jobs.context.JobContext` and the payload. It may be called again after a
    crash; what it writes by `context.session` happens once.
    """

    name: str
    """Begins with the plugin's name and a dot: `noise.recompute`; the core's with `core.`."""
    run: Callable[[Any, Any], Awaitable[None]]
    retries: int = 5
    """Attempts after the first; when all have failed, the job is a dead letter."""
    patience_s: int = 15
    """Seconds before the second attempt; twice as many before each further one."""
    lane: str = "default"
    """Jobs of another lane, such as `deliveries`, are not kept waiting by slow ones of this."""

    def pause_s(self, attempts: int) -> int:
        """Seconds until the next attempt after so many and one that failed; an hour at most."""
        pause: int = self.patience_s * 2**attempts
        return min(pause, LONGEST_PAUSE_S)


@dataclass(frozen=True, slots=True, kw_only=True)
class Periodic(Job):
    """Work of every day: `run` gets the context and the days not yet worked through, in order.

    The days end before today; after a stop there are several. The watermark moves with them.
    """
