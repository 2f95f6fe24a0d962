"""Law as dated rows: the catalogue, intervals, net content, and who may verify."""

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.store.base import Base, Key
from core.store.dated import Dated
from core.store.scope import PUBLIC


class InstrumentCategory(Dated, Base):
    """An entry of the catalogue of instruments under mandatory verification."""

    __tablename__ = "instrument_category"
    __scope__ = PUBLIC
    __table_args__ = (UniqueConstraint("code", "valid_from"),)

    id: Mapped[Key]
    code: Mapped[str]
    """The number in the catalogue of 1987; a part of it after a dot."""
    name: Mapped[str]
    name_en: Mapped[str]
    legal_basis: Mapped[str]


class VerificationRule(Dated, Base):
    """For how long a verification holds, by the category or the one that it is a part of."""

    __tablename__ = "verification_rule"
    __scope__ = PUBLIC
    __table_args__ = (UniqueConstraint("category_prefix", "valid_from"),)

    id: Mapped[Key]
    category_prefix: Mapped[str]
    """The code of a category; empty: whatever no other row is for."""
    months: Mapped[int]
    """Between verifications; 0 where only the first one is mandatory."""
    rotation_months: Mapped[int]
    """After so many months it is replaced; 0: never because of its age."""
    regulation: Mapped[str]
    """The verification regulation (JJG) or notice that says so."""
    legal_basis: Mapped[str]
    compared: Mapped[bool]
    """Whether somebody has compared the row with its source."""


class NetContentTolerance(Dated, Base):
    """允许短缺量: how much a package may hold less than it says, by its nominal quantity."""

    __tablename__ = "net_content_tolerance"
    __scope__ = PUBLIC
    __table_args__ = (UniqueConstraint("over", "valid_from"),)

    id: Mapped[Key]
    over: Mapped[int]
    up_to: Mapped[int]
    """Of grams or millilitres; above `over`, `up_to` included."""
    per_mille: Mapped[int]
    amount: Mapped[int]
    """In tenths of a gram or millilitre; counts where `per_mille` is 0."""
    legal_basis: Mapped[str]
    compared: Mapped[bool]


class SamplePlan(Dated, Base):
    """抽样方案: how many packages of a batch are weighed, and how many may be short."""

    __tablename__ = "sample_plan"
    __scope__ = PUBLIC
    __table_args__ = (UniqueConstraint("batch_from", "valid_from"),)

    id: Mapped[Key]
    batch_from: Mapped[int]
    sample_size: Mapped[int]
    factor: Mapped[int]
    """Thousandths of the standard deviation by which the mean is corrected."""
    may_be_short: Mapped[int]
    """Packages that may be short by more than the tolerance; by twice of it none may."""
    legal_basis: Mapped[str]
    compared: Mapped[bool]


class AuthorisedBody(Dated, Base):
    """法定计量检定机构: a body that may verify, and what (条例 arts. 15-17)."""

    __tablename__ = "authorised_body"
    __scope__ = PUBLIC

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(unique=True)
    authorisation_no: Mapped[str]
    scope_codes: Mapped[list[str]]
    """Beginnings of the codes of categories; empty: everything."""
    phone: Mapped[str]
    """Of the office."""
    version: Mapped[int] = mapped_column(default=1)
