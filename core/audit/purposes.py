"""Why somebody may look at personal data in clear: a dated list, kept as data."""

import datetime as dt
from typing import Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from core.store.base import Base, Key
from core.store.dated import Dated
from core.store.scope import PUBLIC


class RevealPurpose(Dated, Base):
    """One reason that is accepted for revealing a value."""

    __tablename__ = "reveal_purpose"
    __scope__ = PUBLIC

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(unique=True)
    chinese: Mapped[str]
    english: Mapped[str]
    legal_basis: Mapped[str]


PIPL: Final = "《个人信息保护法》第十三条"
SINCE: Final = dt.date(2021, 11, 1)
"""The day on which that law came into force."""
SHIPPED: Final = (
    ("contact", "联系本人办理其事项", "To reach the person about the own matter"),
    ("inspection", "现场检查与复查", "An inspection on site, or a re-inspection"),
    ("case", "案件调查与送达", "Investigating a case, or serving a document"),
    ("emergency", "事故与突发事件处置", "An accident or an emergency"),
    ("account", "账号安全与身份核实", "Security of an account, or checking who somebody is"),
    ("correction", "核对并更正登记信息", "Checking and correcting what is registered"),
)


async def plant_purposes(session: AsyncSession) -> None:
    """Add the shipped purposes that the database does not know; what is there stays as it is."""
    known = set(await session.scalars(select(RevealPurpose.code)))
    session.add_all(
        RevealPurpose(
            code=code, chinese=chinese, english=english, legal_basis=PIPL, valid_from=SINCE
        )
        for code, chinese, english in SHIPPED
        if code not in known
    )
    await session.flush()
