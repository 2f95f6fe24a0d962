"""The register of divisions, enterprises and sites: who is supervised, and where."""

import datetime as dt
import enum
from typing import ClassVar

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from core.register.divisions_data import DivisionKind
from core.store.base import Base, Key
from core.store.grants import BY_DATABASE
from core.store.personal import Personal, Sealed
from core.store.scope import PUBLIC


class ChangeKind(enum.Enum):
    """How a confirmed change set came about."""

    DECLARATION = "DECLARATION"
    PATROL = "PATROL"
    IMPORT = "IMPORT"
    EXCHANGE = "EXCHANGE"
    REFERENCE = "REFERENCE"
    DECISION = "DECISION"


class ChangeSet(Base):
    """A confirmed set of changes to the register; every register row names the one it is from."""

    __tablename__ = "change_set"
    __scope__ = PUBLIC
    __append_only__ = True

    id: Mapped[Key]
    kind: Mapped[ChangeKind]
    source: Mapped[str]
    confirmed_by: Mapped[int | None]
    confirmed_at: Mapped[dt.datetime]
    reason: Mapped[str]
    transaction_id: Mapped[int] = mapped_column(
        BigInteger,
        server_default=text("(pg_current_xact_id()::text)::bigint"),
        info=BY_DATABASE,
    )
    """The transaction that confirmed it: the wall (core/register/wall.py) lets no other use it."""


class Registered(Base):
    """A row of the register: it carries its change set, and a version for conflicts.

    Whatever its table holds is a fact of the register, written with a confirmed change set. Columns
    that are none, such as remarks and pending applications, a model lists in `__unconfirmed__`.
    """

    __abstract__ = True
    __unconfirmed__: ClassVar[tuple[str, ...]] = ()

    @declared_attr
    def change_id(cls) -> Mapped[int]:  # noqa: N805
        """The confirmed change set that made the row what it is."""
        return mapped_column(ForeignKey("change_set.id"))

    version: Mapped[int] = mapped_column(default=1)

    @classmethod
    def unconfirmed(cls) -> tuple[str, ...]:
        """The columns that change without a change set."""
        return (*cls.__unconfirmed__, "version")


class Division(Base):
    """A town, street or district, dated: towns merge and move, and never change in place."""

    __tablename__ = "division"
    __scope__ = PUBLIC
    __table_args__ = (UniqueConstraint("code", "valid_from"),)

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(String(12), index=True)
    name: Mapped[str] = mapped_column(index=True)
    name_en: Mapped[str]
    kind: Mapped[DivisionKind]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("division.id"))
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("division.id"), index=True)
    valid_from: Mapped[dt.date]
    valid_to: Mapped[dt.date | None]
    """The first day on which it no longer exists."""


class EnterpriseKind(enum.Enum):
    """What kind of party an enterprise is."""

    ENTERPRISE = "ENTERPRISE"
    SOLE_TRADER = "SOLE_TRADER"
    COOPERATIVE = "COOPERATIVE"
    INSTITUTION = "INSTITUTION"


class EnterpriseStatus(enum.Enum):
    """Whether it is in business."""

    OPEN = "OPEN"
    SUSPENDED = "SUSPENDED"
    CLOSED = "CLOSED"


class Enterprise(Registered):
    """A supervised unit: one enterprise, one file."""

    __tablename__ = "enterprise"
    __scope__ = {"divisions": "town_id", "own": "id"}
    __table_args__ = (
        Index(
            "ix_enterprise_search_text",
            "search_text",
            postgresql_using="gin",
            postgresql_ops={"search_text": "gin_trgm_ops"},
        ),
        Index("ix_enterprise_town_name", "town_id", "name", "id"),
    )

    id: Mapped[Key]
    town_id: Mapped[int] = mapped_column(ForeignKey("division.id"))
    name: Mapped[str] = mapped_column(index=True)
    credit_code: Mapped[str | None] = mapped_column(unique=True)
    organisation_code: Mapped[str | None]
    registration_no: Mapped[str | None]
    kind: Mapped[EnterpriseKind]
    status: Mapped[EnterpriseStatus]
    industry_code: Mapped[str | None]
    address: Mapped[str]
    legal_representative: Mapped[Sealed | None] = mapped_column(Personal("name"))
    phone: Mapped[Sealed | None] = mapped_column(Personal("phone"))
    is_key_unit: Mapped[bool] = mapped_column(default=False, index=True)
    search_text: Mapped[str]


class EnterpriseCard(Base):
    """The label of an enterprise: a name and a town, visible more widely than the record."""

    __tablename__ = "enterprise_card"
    __scope__ = PUBLIC
    __table_args__ = (Index("ix_enterprise_card_name_id", "name", "id"),)

    id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"), primary_key=True)
    name: Mapped[str]
    town_id: Mapped[int] = mapped_column(ForeignKey("division.id"))


class Site(Registered):
    """A place of production or use; licences and equipment hang on sites."""

    __tablename__ = "site"
    __scope__ = {"divisions": "town_id", "own": "enterprise_id"}
    __table_args__ = (
        Index("ix_site_name_id", "name", "id"),
        Index("ix_site_town_id_name_id", "town_id", "name", "id"),
    )

    id: Mapped[Key]
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"), index=True)
    town_id: Mapped[int] = mapped_column(ForeignKey("division.id"))
    name: Mapped[str]
    address: Mapped[str]


class KeyUnitKind(enum.Enum):
    """Why a unit is watched closely."""

    SPECIAL_EQUIPMENT = "SPECIAL_EQUIPMENT"
    FOOD = "FOOD"


class KeyUnitDesignation(Base):
    """The branch's decision that a unit is a key supervised unit, until it is released."""

    __tablename__ = "key_unit_designation"
    __scope__ = {"divisions": "town_id", "own": "enterprise_id"}
    __table_args__ = (
        Index(
            "uq_key_unit_designation_open",
            "enterprise_id",
            "kind",
            unique=True,
            postgresql_where=text("released_on is null"),
        ),
    )

    id: Mapped[Key]
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"), index=True)
    town_id: Mapped[int] = mapped_column(ForeignKey("division.id"), index=True)
    kind: Mapped[KeyUnitKind]
    reason: Mapped[str]
    designated_on: Mapped[dt.date]
    released_on: Mapped[dt.date | None]
    release_reason: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)
