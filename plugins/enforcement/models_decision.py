"""The decision and what follows from it: service, money, publication; and penalties on the spot."""

import datetime as dt
import enum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.dialects.postgresql import DATERANGE, Range
from sqlalchemy.orm import Mapped, mapped_column

from core.procedures.models import OnChain
from core.store.base import Base, Key
from core.store.personal import Personal, Sealed
from plugins.enforcement.models import AgainstParty, CasePart
from plugins.enforcement.models_papers import NoPenaltyGround, Sums


class ServiceWay(enum.Enum):
    """The seven ways to serve a paper."""

    DIRECT = "DIRECT"
    LEFT = "LEFT"
    ELECTRONIC = "ELECTRONIC"
    POST = "POST"
    ENTRUSTED = "ENTRUSTED"
    TRANSFERRED = "TRANSFERRED"
    ANNOUNCEMENT = "ANNOUNCEMENT"


class ServedPaper(enum.Enum):
    """Which paper was served."""

    NOTICE = "NOTICE"
    HEARING_NOTICE = "HEARING_NOTICE"
    DECISION = "DECISION"
    DEMAND = "DEMAND"


class PenaltyDecision(Sums, CasePart, Base):
    """行政处罚决定 or 不予行政处罚决定; its sums never change, it may be annulled."""

    __tablename__ = "penalty_decision"
    __table_args__ = (Index("ix_penalty_decision_decided_on_id", "decided_on", "id"),)

    id: Mapped[Key]
    number: Mapped[str] = mapped_column(unique=True)
    rule_id: Mapped[int | None] = mapped_column(ForeignKey("discretion_rule.id"), index=True)
    ground: Mapped[NoPenaltyGround | None]
    decided_on: Mapped[dt.date]
    decided_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    served_on: Mapped[dt.date | None]
    pay_by: Mapped[dt.date | None] = mapped_column(index=True)
    """15 days after service, or as instalments put it off."""
    court_by: Mapped[dt.date | None]
    """Until when the court can be asked to enforce."""
    demanded_on: Mapped[dt.date | None]
    court_on: Mapped[dt.date | None]
    publish_by: Mapped[dt.date | None] = mapped_column(index=True)
    """20 working days after the decision; None for what is not published."""
    published_on: Mapped[dt.date | None]
    annulled_on: Mapped[dt.date | None]
    annulled_by: Mapped[str]
    withdraw_by: Mapped[dt.date | None] = mapped_column(index=True)
    version: Mapped[int] = mapped_column(default=1)


class Service(CasePart, Base):
    """送达回证: a paper came to the party."""

    __tablename__ = "service"

    id: Mapped[Key]
    paper: Mapped[ServedPaper]
    way: Mapped[ServiceWay]
    served_on: Mapped[dt.date]
    served_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    receiver: Mapped[Sealed | None] = mapped_column(Personal("name"))
    witness: Mapped[Sealed | None] = mapped_column(Personal("name"))
    consent_on: Mapped[dt.date | None]
    """When the party agreed in writing to electronic service."""


class Payment(CasePart, Base):
    """Money that came to the bank; it counts once somebody of no other step has confirmed it."""

    __tablename__ = "payment"

    id: Mapped[Key]
    paid_on: Mapped[dt.date]
    amount: Mapped[int]
    reference: Mapped[str]
    confirmed_on: Mapped[dt.date | None]
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    version: Mapped[int] = mapped_column(default=1)


class Instalment(CasePart, Base):
    """A part of a fine and its last day, as approved (art. 66)."""

    __tablename__ = "instalment"

    id: Mapped[Key]
    due_on: Mapped[dt.date] = mapped_column(index=True)
    amount: Mapped[int]


class Publication(CasePart, Base):
    """What the public may read of a decision, while it may."""

    __tablename__ = "publication"
    __scope__ = {  # as `Base` declares it
        "divisions": "town_id",
        "own": "enterprise_id",
        "participant": "organisation_ids",
        "published": "shown",
    }

    id: Mapped[Key]
    decision_id: Mapped[int] = mapped_column(ForeignKey("penalty_decision.id"), unique=True)
    number: Mapped[str] = mapped_column(index=True)
    party_name: Mapped[str]
    party_code: Mapped[str]
    violation: Mapped[str]
    basis: Mapped[str]
    kinds: Mapped[str]
    content: Mapped[str]
    fine: Mapped[int]
    confiscation: Mapped[int]
    authority: Mapped[str]
    decided_on: Mapped[dt.date]
    published_on: Mapped[dt.date] = mapped_column(index=True)
    shown: Mapped[Range[dt.date]] = mapped_column(DATERANGE)
    """The days on which the public reads it; the last one is not in it."""
    ends_on: Mapped[dt.date]
    """The first day without it."""
    withdrawn_on: Mapped[dt.date | None]
    withdrawal: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)


class SpotPenalty(AgainstParty, OnChain, Base):
    """当场行政处罚: by two officers, a warning or a small fine (arts. 51, 52)."""

    __tablename__ = "spot_penalty"
    __table_args__ = (Index("ix_spot_penalty_made_on_id", "made_on", "id"),)

    id: Mapped[Key]
    number: Mapped[str | None] = mapped_column(unique=True)
    made_on: Mapped[dt.date]
    made_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    signed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    facts: Mapped[str]
    heard: Mapped[str]
    """What the party said when it was told (art. 44)."""
    rule_id: Mapped[int] = mapped_column(ForeignKey("discretion_rule.id"))
    warning: Mapped[bool]
    fine: Mapped[int]
    pay_by: Mapped[dt.date | None]
    paid_on: Mapped[dt.date | None]
