"""Licence types as dated law, licences, their history, and what is true of them on a day."""

import datetime as dt
import enum
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Date,
    DateTime,
    Enum,
    ForeignKey,
    Identity,
    Index,
    UniqueConstraint,
    and_,
    case,
    cast,
    func,
    literal,
    literal_column,
    or_,
)
from sqlalchemy.orm import Mapped, mapped_column

from core.register.colours import WarningColour
from core.register.models import Registered
from core.store.base import Base, Key
from core.store.scope import PUBLIC, TODAY
from core.warnings.bands import rule_colour


class LeadUnit(enum.Enum):
    """How the law counts the time before expiry by which renewal must be applied for."""

    DAYS = "DAYS"
    WORKING_DAYS = "WORKING_DAYS"
    MONTHS = "MONTHS"


class AuthorityLevel(enum.Enum):
    """Who grants licences of a type."""

    NATIONAL = "NATIONAL"
    PROVINCE = "PROVINCE"
    CITY = "CITY"
    COUNTY = "COUNTY"
    CERTIFICATION_BODY = "CERTIFICATION_BODY"


class LicenceStatus(enum.Enum):
    """What was last decided. The last four are four legal acts: 撤销, 撤回, 吊销, 注销."""

    VALID = "VALID"
    SUSPENDED = "SUSPENDED"
    ANNULLED = "ANNULLED"
    WITHDRAWN = "WITHDRAWN"
    REVOKED = "REVOKED"
    CANCELLED = "CANCELLED"


ENDED: Final = tuple(s for s in LicenceStatus if s.name not in {"VALID", "SUSPENDED"})


class LicenceState(enum.Enum):
    """What a licence is on the business date: the status, the dates and a pending renewal."""

    VALID = "VALID"
    SUSPENDED = "SUSPENDED"
    EXPIRED = "EXPIRED"
    RENEWAL_PENDING = "RENEWAL_PENDING"
    DEEMED_RENEWED = "DEEMED_RENEWED"
    ANNULLED = "ANNULLED"
    WITHDRAWN = "WITHDRAWN"
    REVOKED = "REVOKED"
    CANCELLED = "CANCELLED"


class LicenceOrigin(enum.Enum):
    """LOCAL licences are decided here; EXTERNAL ones come from others and are read-only."""

    LOCAL = "LOCAL"
    EXTERNAL = "EXTERNAL"


class LicenceAct(enum.Enum):
    """What can happen to a licence."""

    REGISTERED = "REGISTERED"
    SUSPENDED = "SUSPENDED"
    RESTORED = "RESTORED"
    ANNULLED = "ANNULLED"
    WITHDRAWN = "WITHDRAWN"
    REVOKED = "REVOKED"
    CANCELLED = "CANCELLED"
    RENEWAL_FILED = "RENEWAL_FILED"
    CHANGED = "CHANGED"
    REISSUED = "REISSUED"
    REASSIGNED = "REASSIGNED"
    RENEWED = "RENEWED"
    RENEWAL_REFUSED = "RENEWAL_REFUSED"


class YearlyDuty(enum.Enum):
    """What has to be done for a licence every year, and by whom."""

    REPORT = "REPORT"
    FOLLOW_UP = "FOLLOW_UP"


class LicenceType(Base):
    """A kind of licence as the law has it between two days; `valid_to` is the first day without."""

    __tablename__ = "licence_type"
    __scope__ = PUBLIC
    __table_args__ = (UniqueConstraint("code", "valid_from"),)

    id: Mapped[Key]
    code: Mapped[str]
    name: Mapped[str]
    name_en: Mapped[str]
    number_scheme: Mapped[str]
    """A key of `numbers.NUMBER_SCHEMES`."""
    authority_level: Mapped[AuthorityLevel]
    validity_years: Mapped[int]
    renewal_lead: Mapped[int]
    renewal_lead_unit: Mapped[LeadUnit]
    warning_rule: Mapped[str]
    """Code of the rule that gives its licences their colours."""
    yearly_duty: Mapped[YearlyDuty | None]
    """What its licences need every year; None: nothing."""
    legal_basis: Mapped[str]
    valid_from: Mapped[dt.date]
    valid_to: Mapped[dt.date | None]

    def in_force(self, day: dt.date) -> bool:
        """Whether licences of this type could be granted on the day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


class Licence(Registered):
    """One licence; renewal and change keep its number."""

    __tablename__ = "licence"
    # renew_by follows from the last day, the law and the calendar, which may be published later
    __unconfirmed__ = (
        "remarks",
        "renewal_applied_on",
        "renewal_timely",
        "renew_by",
        "yearly_due_on",
    )
    __scope__ = {"divisions": "town_id", "own": "enterprise_id"}
    __table_args__ = (
        UniqueConstraint("type_id", "number"),
        Index("ix_licence_town_id_valid_until_id", "town_id", "valid_until", "id"),
        Index("ix_licence_valid_until_id", "valid_until", "id"),
        Index("ix_licence_enterprise_id_valid_until_id", "enterprise_id", "valid_until", "id"),
        Index(
            "ix_licence_search_text",
            "search_text",
            postgresql_using="gin",
            postgresql_ops={"search_text": "gin_trgm_ops"},
        ),
    )

    id: Mapped[Key]
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"))
    site_id: Mapped[int | None] = mapped_column(ForeignKey("site.id"), index=True)
    town_id: Mapped[int] = mapped_column(ForeignKey("division.id"))
    type_id: Mapped[int] = mapped_column(ForeignKey("licence_type.id"))
    predecessor_id: Mapped[int | None] = mapped_column(ForeignKey("licence.id"), index=True)
    """The licence that this one replaced under another number, such as QS by SC."""
    number: Mapped[str] = mapped_column(index=True)
    covers: Mapped[list[str]]
    """Products or classes that it allows."""
    authority: Mapped[str]
    issued_on: Mapped[dt.date]
    valid_from: Mapped[dt.date]
    valid_until: Mapped[dt.date]
    """The last day on which it is valid."""
    renew_by: Mapped[dt.date | None]
    """The last day for applying for renewal; None where another authority's record has none."""
    status: Mapped[LicenceStatus] = mapped_column(default=LicenceStatus.VALID)
    origin: Mapped[LicenceOrigin] = mapped_column(default=LicenceOrigin.LOCAL)
    renewal_applied_on: Mapped[dt.date | None]
    """When the application was filed that is not decided yet."""
    renewal_timely: Mapped[bool | None]
    """Whether it was filed in time; None where `renew_by` is unknown, and then taken as timely."""
    warning_rule: Mapped[str]
    """Of its type; here again so that a colour needs no second table."""
    yearly_due_on: Mapped[dt.date | None] = mapped_column(index=True)
    """By when the next yearly report, or follow-up, is due; None where nothing is."""
    remarks: Mapped[str | None]
    search_text: Mapped[str]


class LicenceEvent(Base):
    """One act on a licence: append-only, so that history cannot be rewritten."""

    __tablename__ = "licence_event"
    __scope__ = {"divisions": "town_id", "own": "enterprise_id"}
    __append_only__ = True
    __table_args__ = (Index("ix_licence_event_happened_on_id", "happened_on", "id"),)

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    licence_id: Mapped[int] = mapped_column(ForeignKey("licence.id"), index=True)
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"))
    town_id: Mapped[int] = mapped_column(ForeignKey("division.id"))
    act: Mapped[LicenceAct]
    happened_on: Mapped[dt.date]
    legal_basis: Mapped[str]
    reason: Mapped[str]
    timely: Mapped[bool | None]
    """Of an application for renewal: whether it was filed in time."""
    decided_by: Mapped[int | None]
    """The account; None where the record came from elsewhere."""
    decided_as: Mapped[list[str]]
    """The roles that allowed the act."""
    recorded_at: Mapped[dt.datetime]


WARNING_RULES: Final = ("L1", "L2", "L3")
"""Codes of the rules that licences stand under: `data/licence_types.csv` says which."""
PENDING: Final = and_(Licence.renewal_applied_on.is_not(None), Licence.renewal_timely.is_not(False))
"""A timely application is being decided (行政许可法 art. 50)."""
IN_FORCE: Final = or_(
    Licence.status == LicenceStatus.VALID, Licence.status == LicenceStatus.SUSPENDED
)
"""None of the four acts that end a licence has happened; it may have expired all the same."""
_NEXT_QUARTER: Final = func.date_trunc(
    literal_column("'quarter'"), cast(TODAY, DateTime)
) + func.make_interval(0, 3)
ENDS_NEXT_QUARTER: Final = and_(
    IN_FORCE,
    Licence.valid_until >= cast(_NEXT_QUARTER, Date),
    Licence.valid_until < cast(_NEXT_QUARTER + func.make_interval(0, 3), Date),
)
"""On the business date: its last day lies in the quarter that comes next."""
NEXT_EXPIRY_DAY: Final = case((and_(IN_FORCE, Licence.valid_until >= TODAY), Licence.valid_until))

_STATE = Enum(LicenceState, native_enum=False, length=40)


def state_of() -> ColumnElement[LicenceState]:
    """The state on the business date, as SQL over a licence's row."""
    expired = Licence.valid_until < TODAY

    def named(state: LicenceState) -> ColumnElement[Any]:
        return literal(state, _STATE)

    return case(
        *((Licence.status == ended, named(LicenceState[ended.name])) for ended in ENDED),
        (and_(expired, ~PENDING), named(LicenceState.EXPIRED)),
        (Licence.status == LicenceStatus.SUSPENDED, named(LicenceState.SUSPENDED)),
        (expired, named(LicenceState.DEEMED_RENEWED)),
        (PENDING, named(LicenceState.RENEWAL_PENDING)),
        else_=named(LicenceState.VALID),
    )


def licence_colour() -> ColumnElement[WarningColour]:
    """The colour on the business date, as SQL; null once one of the four acts has ended it."""
    codes = {code: Licence.warning_rule == code for code in WARNING_RULES}
    return case((IN_FORCE, rule_colour(Licence.valid_until, codes, pending=PENDING)))
