"""Law as dated data: discretion, shares of a range, amounts, forms; and officers' cards."""

import datetime as dt
import enum

from sqlalchemy import ARRAY, ForeignKey, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.store.base import Base, Key
from core.store.dated import Dated
from core.store.scope import PUBLIC


class DiscretionGrade(enum.Enum):
    """裁量等级 (国市监法规〔2022〕2号): from sparing to heavy."""

    NONE = "NONE"
    REDUCED = "REDUCED"
    LIGHT = "LIGHT"
    ORDINARY = "ORDINARY"
    HEAVY = "HEAVY"


class FineBase(enum.Enum):
    """What the limits of a fine are: yuan, or per cent of the goods' value or illegal gains."""

    FIXED = "FIXED"
    GOODS_VALUE = "GOODS_VALUE"
    ILLEGAL_GAINS = "ILLEGAL_GAINS"


class DiscretionRule(Dated, Base):
    """裁量基准: an act, the articles, and between which limits it is fined."""

    __tablename__ = "discretion_rule"
    __scope__ = PUBLIC
    __table_args__ = (UniqueConstraint("code", "valid_from"),)

    id: Mapped[Key]
    code: Mapped[str]
    act: Mapped[str]
    violated_article: Mapped[str]
    penalty_article: Mapped[str]
    what: Mapped[str]
    base: Mapped[FineBase]
    minimum: Mapped[int]
    """Yuan, or per cent of the base."""
    maximum: Mapped[int]
    grade: Mapped[DiscretionGrade]
    """The grade without special circumstances."""
    endangers_life: Mapped[bool]
    """Whether it concerns life and health: five years instead of two (art. 36)."""

    @property
    def cited(self) -> str:
        """As a decision cites it."""
        return f"《{self.act}》{self.penalty_article}"


class GradeShare(Dated, Base):
    """Which part of the range between the limits belongs to a grade, in per cent."""

    __tablename__ = "grade_share"
    __scope__ = PUBLIC
    __table_args__ = (UniqueConstraint("grade", "valid_from"),)

    id: Mapped[Key]
    grade: Mapped[DiscretionGrade]
    lowest: Mapped[int]
    highest: Mapped[int]
    legal_basis: Mapped[str]


class AmountLimit(Dated, Base):
    """An amount of the law, in yuan: on the spot, hearing, discussion, short publication."""

    __tablename__ = "amount_limit"
    __scope__ = PUBLIC
    __table_args__ = (UniqueConstraint("code", "valid_from"),)

    id: Mapped[Key]
    code: Mapped[str]
    amount: Mapped[int]
    legal_basis: Mapped[str]


class DocumentForm(Dated, Base):
    """One of the forms of papers: its set and number, its name, the stage it belongs to."""

    __tablename__ = "document_form"
    __scope__ = PUBLIC
    __table_args__ = (UniqueConstraint("edition", "number"),)

    id: Mapped[Key]
    edition: Mapped[str]
    number: Mapped[int]
    name: Mapped[str]
    stage: Mapped[str]


class EnforcementCard(Dated, Base):
    """行政执法证: who may enforce, by which card, until when."""

    __tablename__ = "enforcement_card"
    __scope__ = {"assigned": "account_id", "participant": "organisation_ids"}

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    holder: Mapped[str]
    number: Mapped[str] = mapped_column(unique=True)
    version: Mapped[int] = mapped_column(default=1)
    organisation_ids: Mapped[list[int]] = mapped_column(ARRAY(Integer))
    confirmed_on: Mapped[dt.date | None]
    """When a chief has seen it; until then it counts for nothing."""
