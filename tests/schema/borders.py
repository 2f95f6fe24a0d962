"""Rows that sit on borders: nulls, quotes, emoji, long names, empty lists, days around today."""

import datetime as dt
import random
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from core.identity.models import Session, SessionKind
from core.register.divisions_data import DivisionKind
from core.register.models import (
    Division,
    Enterprise,
    EnterpriseCard,
    EnterpriseKind,
    EnterpriseStatus,
    KeyUnitDesignation,
    KeyUnitKind,
    Site,
)
from plugins.licensing import models as licensing
from tests.fixtures.small_world import World, confirm

NAMES = (
    "引号\"与'撇号\\反斜杠",
    "百分号%下划线_井号#",
    "𠮷野家🍜👩‍👩‍👧 café́",
    "tab\there\nnewline\r\x01\x1f\x7f",
    "",
    " 前后有空格 ",
    "长" * 400,
    "%",
    "_",
    "\\",
    "{}[],:null",
    "<script>alert(1)</script>",
    "NULL",
    "a" * 76 + "b",
)
"""Names that break whoever joins strings carelessly; base64 breaks lines after 76 characters."""

CROWD = 110
"""Enterprises of one town beside the others: more than the longest page."""


async def make_borders(session: AsyncSession, world: World, today: dt.date) -> None:
    """Add the rows to a small world."""
    draw = random.Random(7)  # noqa: S311
    await confirm(session, world, dt.datetime.combine(today, dt.time(9), dt.UTC))
    await _divisions(session, today)
    enterprises = await _enterprises(session, world)
    await _sites(session, world, enterprises, today)
    await _licences(session, world, enterprises, today, draw)
    await _sessions(session, world, today)


async def _save(session: AsyncSession, rows: list[Any]) -> None:
    session.add_all(rows)
    await session.flush()


async def _divisions(session: AsyncSession, today: dt.date) -> None:
    day = dt.timedelta(days=1)
    ends = (today - day, today, today + day, dt.date(1, 1, 1), dt.date(9999, 12, 31))
    made = [
        Division(
            code=f"33010{n}",
            name=NAMES[n],
            name_en=NAMES[n + 1],
            kind=list(DivisionKind)[n % len(DivisionKind)],
            parent_id=1,
            successor_id=1 if n % 2 else None,
            valid_from=dt.date(2001, 9, 30),
            valid_to=end,
        )
        for n, end in enumerate(ends)
    ]
    await _save(session, made)


async def _enterprises(session: AsyncSession, world: World) -> list[Enterprise]:
    towns = list(world.divisions.values())
    made = []
    for n in range(CROWD + len(NAMES)):
        name = NAMES[n - CROWD] if n >= CROWD else f"样本{n:03}"
        odd = n % 2 == 1
        made.append(
            Enterprise(
                town_id=towns[0] if n < CROWD else towns[n % 3],
                name=name,
                credit_code=None,
                industry_code=None if odd else f"{n % 7}",
                kind=list(EnterpriseKind)[n % 4],
                status=list(EnterpriseStatus)[n % 3],
                address=NAMES[n % len(NAMES)],
                legal_representative=None if odd else f"王{n}",
                phone="13800001234" if n % 3 else None,
                is_key_unit=n % 5 == 0,
                search_text=f"sample{n}",
                change_id=world.change_id,
            )
        )
    await _save(session, made)
    await _save(
        session, [EnterpriseCard(id=e.id, name=e.name, town_id=e.town_id) for e in made[::2]]
    )
    return made


async def _sites(
    session: AsyncSession, world: World, enterprises: list[Enterprise], today: dt.date
) -> None:
    """Two sites and designations for every third enterprise, the others have empty lists."""
    for n, enterprise in enumerate(enterprises[::3]):
        own = {"enterprise_id": enterprise.id, "town_id": enterprise.town_id}
        sites = [
            Site(**own, name=name, address="", change_id=world.change_id)
            for name in (NAMES[n % len(NAMES)], "同名")
        ]
        designation = KeyUnitDesignation(
            **own,
            kind=list(KeyUnitKind)[n % 2],
            reason=NAMES[n % len(NAMES)],
            designated_on=today - dt.timedelta(days=n % 3),
            released_on=today if n % 2 else None,
            release_reason=None,
        )
        await _save(session, [*sites, designation])


async def _licences(
    session: AsyncSession,
    world: World,
    enterprises: list[Enterprise],
    today: dt.date,
    draw: random.Random,
) -> None:
    kind = licensing.LicenceType(
        code="BORDER",
        name="边界",
        name_en="border",
        number_scheme="QS",
        authority_level=next(iter(licensing.AuthorityLevel)),
        validity_years=3,
        renewal_lead=30,
        renewal_lead_unit=next(iter(licensing.LeadUnit)),
        warning_rule="L1",
        legal_basis="样本",
        valid_from=dt.date(2011, 1, 1),
    )
    await _save(session, [kind])
    made = []
    for n, days in enumerate((-400, -1, 0, 1, 30, 31, 92, 93, 184, 185, 4000) * 4):
        enterprise = draw.choice(enterprises)
        made.append(
            licensing.Licence(
                enterprise_id=enterprise.id,
                town_id=enterprise.town_id,
                type_id=kind.id,
                number=f"QS{n:012}",
                covers=[[], ["肉制品", '"'], ["🍜"]][n % 3],
                authority="样本局",
                issued_on=today - dt.timedelta(days=500),
                valid_from=today - dt.timedelta(days=500),
                valid_until=today + dt.timedelta(days=days),
                status=list(licensing.LicenceStatus)[n % len(licensing.LicenceStatus)],
                renewal_applied_on=today if n % 4 == 0 else None,
                warning_rule="L1",
                search_text=f"qs{n}",
                change_id=world.change_id,
            )
        )
    await _save(session, made)


async def _sessions(session: AsyncSession, world: World, today: dt.date) -> None:
    """Instants with and without fractions: Python and PostgreSQL write them differently."""
    noon = dt.datetime.combine(today, dt.time(12), dt.UTC)
    account = next(iter(world.accounts.values()))
    made = [
        Session(
            account_id=account,
            token_hash=f"border-{n}",
            kind=SessionKind.COOKIE,
            created_at=noon + dt.timedelta(microseconds=fraction),
            last_seen_at=noon + dt.timedelta(microseconds=fraction),
            idle_minutes=15,
            expires_at=noon,
            ended_at=noon if n % 2 else None,
            ip=NAMES[n],
            user_agent="",
        )
        for n, fraction in enumerate((0, 1, 10, 120_000, 999_999))
    ]
    await _save(session, made)
