"""What the small world lacks for access: mergers, dated posts, licences in every state, keys.

Added to a copy of the small world, so that other tests keep theirs as it is.
"""

import datetime as dt
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.audit.models import LedgerEntry
from core.audit.models import Outcome as LedgerOutcome
from core.identity.models import Account, Organisation
from core.inbox.models import Message
from core.jobs.queue import enqueue
from core.policy.vocabulary import Tier
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
from core.register.numbers import credit_code
from core.register.search_text import search_text
from plugins.inspection.models_letters import Letter
from plugins.inspection.models_plans import OfficerCard
from plugins.licensing.models import (
    Licence,
    LicenceAct,
    LicenceEvent,
    LicenceOrigin,
    LicenceStatus,
    LicenceType,
)
from plugins.licensing.seeds import licence_types
from tests.access.applications import add_applications
from tests.access.deliveries import add_deliveries
from tests.access.devices import add_devices
from tests.access.enforcement import add_cases, name_parties
from tests.access.exchange import add_exchange
from tests.access.food_safety import add_food
from tests.access.hazards import add_hazards
from tests.access.letters import add_letters
from tests.access.matters import add_matters
from tests.access.metrology import add_instruments, remember_officers
from tests.access.people import DAY, LONG_AGO, TODAY, add_people
from tests.access.quality import add_quality
from tests.access.safety import name_people
from tests.access.standards import add_standards
from tests.access.warnings import add_warnings
from tests.access.watches import add_watches
from tests.fixtures.small_world import World, confirm

STATES = (
    ("green", LicenceStatus.VALID, 700, None),
    ("yellow", LicenceStatus.VALID, 150, None),
    ("red", LicenceStatus.VALID, 60, None),
    ("urgent", LicenceStatus.VALID, 20, None),
    ("last-day", LicenceStatus.VALID, 0, None),
    ("expired", LicenceStatus.VALID, -1, None),
    ("pending", LicenceStatus.VALID, 45, True),
    ("late", LicenceStatus.VALID, 46, False),
    ("deemed", LicenceStatus.VALID, -5, True),
    ("suspended", LicenceStatus.SUSPENDED, 400, None),
    ("annulled", LicenceStatus.ANNULLED, 401, None),
    ("withdrawn", LicenceStatus.WITHDRAWN, 402, None),
    ("revoked", LicenceStatus.REVOKED, 403, None),
    ("cancelled", LicenceStatus.CANCELLED, 404, None),
)
"""(label, status, days from today to the last valid day, whether a renewal was filed in time)"""


@dataclass
class Secrets:
    """Clear texts of personal data: (table, row, column) -> text."""

    clear: dict[tuple[str, int, str], str] = field(default_factory=dict)


async def enrich(session: AsyncSession, world: World, now: dt.datetime) -> None:
    """Add everything, in a system session."""
    await confirm(session, world, now)
    await _merged_town(session, world)
    await _licences(session, world, now)
    await _crossings(session, world)
    await add_applications(session, world, now)
    await add_matters(session, world, now)
    await add_hazards(session, world, now)
    await add_letters(session, world, now)
    await add_cases(session, world)
    await add_devices(session, world, now)
    await add_instruments(session, world, now)
    await add_food(session, world, now)
    await add_standards(session, world, now)
    await add_exchange(session, world, now)
    await add_quality(session, world, now)
    await add_warnings(session, world, now)
    await add_watches(session, world)
    await add_people(session, world, now)
    await _deeds(session, world, now)
    await _told(session, world, now)


async def personal_texts(session: AsyncSession, world: World) -> Secrets:
    """Tell every phone and name of the world apart, and remember the clear text.

    Belongs into the session that enriched the world, whose change set it uses.
    """
    found = Secrets()
    for number, row in enumerate((await session.scalars(select(Enterprise.id))).all()):
        phone, name = f"1380000{number:04}", f"王小{'甲乙丙丁戊己庚辛壬癸'[number]}"
        enterprise = await session.get_one(Enterprise, row)
        enterprise.phone, enterprise.legal_representative = phone, name
        enterprise.change_id = world.change_id
        found.clear["enterprise", row, "phone"] = phone
        found.clear["enterprise", row, "legal_representative"] = name
    for number, row in enumerate((await session.scalars(select(Account.id))).all()):
        account = await session.get_one(Account, row)
        account.phone = found.clear["account", row, "phone"] = f"1390000{number:04}"
    await remember_officers(session, found.clear)
    await name_people(session, found.clear)
    await name_parties(session, found.clear)
    for number, card in enumerate((await session.scalars(select(OfficerCard))).all()):
        card.name = found.clear["officer_card", card.id, "name"] = f"执法{number}"
    for number, letter in enumerate((await session.scalars(select(Letter))).all()):
        letter.name = found.clear["letter", letter.id, "name"] = f"来信人{number}"
        letter.phone = found.clear["letter", letter.id, "phone"] = f"1370000{number:04}"
    await session.flush()
    return found


async def _save(session: AsyncSession, *rows):
    session.add_all(rows)
    await session.flush()
    return rows[0]


async def _merged_town(session: AsyncSession, world: World) -> None:
    """Town d was merged into c: who holds c answers for its records."""
    merged = Division(
        code="330109203",
        name="旧浦镇",
        name_en="d",
        kind=DivisionKind.TOWN,
        valid_from=LONG_AGO,
        valid_to=dt.date(2014, 5, 1),
        successor_id=world.divisions["c"],
    )
    world.divisions["d"] = (await _save(session, merged)).id
    code = credit_code("91330109", "MA0XW900")
    title = "杭州萧山样本d1食品有限公司"
    firm = Enterprise(
        town_id=merged.id,
        name=title,
        credit_code=code,
        kind=EnterpriseKind.ENTERPRISE,
        status=EnterpriseStatus.SUSPENDED,
        address="旧浦路1号",
        is_key_unit=False,
        search_text=search_text(title, code),
        change_id=world.change_id,
    )
    world.enterprises["d1"] = (await _save(session, firm)).id
    body = Organisation(
        code="T-d1", tier=Tier.ENTERPRISE, name="d1", enterprise_id=firm.id, valid_from=LONG_AGO
    )
    await _save(session, body, EnterpriseCard(id=firm.id, name=title, town_id=merged.id))
    world.organisations["d1"] = body.id


async def _licences(session: AsyncSession, world: World, now: dt.datetime) -> None:
    kinds = [LicenceType(**row) for row in licence_types()]
    await _save(session, *kinds)
    for name, key in world.enterprises.items():
        town = (await session.get_one(Enterprise, key)).town_id
        wanted = STATES if name.endswith("1") else STATES[:3]
        for number, (label, status, days, timely) in enumerate(wanted):
            licence = _licence(world, kinds[number % len(kinds)], key, town, f"{name}-{label}")
            licence.status, licence.valid_until = status, TODAY + days * DAY
            if timely is not None:
                licence.renewal_applied_on, licence.renewal_timely = TODAY - 40 * DAY, timely
            await _save(session, licence)
            await _save(session, _event(licence, now))


def _licence(world, kind, enterprise, town, number):
    return Licence(
        enterprise_id=enterprise,
        town_id=town,
        type_id=kind.id,
        number=f"{kind.code}-{number}",
        covers=["糕点"],
        authority="萧山分局",
        issued_on=LONG_AGO,
        valid_from=LONG_AGO,
        valid_until=TODAY,
        status=LicenceStatus.VALID,
        origin=LicenceOrigin.EXTERNAL if number.endswith("green") else LicenceOrigin.LOCAL,
        warning_rule=kind.warning_rule,
        remarks=f"备注 {number}",
        search_text=search_text(f"{kind.code}-{number}"),
        change_id=world.change_id,
    )


def _event(licence, now):
    return LicenceEvent(
        licence_id=licence.id,
        enterprise_id=licence.enterprise_id,
        town_id=licence.town_id,
        act=LicenceAct.REGISTERED,
        happened_on=LONG_AGO,
        legal_basis="《食品安全法》第三十五条",
        reason="样本",
        decided_as=["branch.licensing_clerk"],
        recorded_at=now,
    )


async def _crossings(session: AsyncSession, world: World) -> None:
    """An enterprise of town a with a site, a licence and a designation that lie in town c.

    That licence is the first of its licences to expire: an aggregate must not tell town a.
    """
    firm, town = world.enterprises["a2"], world.divisions["c"]
    placed = {"enterprise_id": firm, "town_id": town}
    site = Site(**placed, name="二号厂区", address="临浦路9号", change_id=world.change_id)
    await _save(session, site)
    kind = (await session.scalars(select(LicenceType).order_by(LicenceType.id))).first()
    licence = _licence(world, kind, firm, town, "a2-in-c")
    licence.site_id = site.id
    await _save(session, licence)
    follower = _licence(world, kind, firm, world.divisions["a"], "a2-after-c")
    follower.predecessor_id, follower.valid_until = licence.id, TODAY + 900 * DAY
    designation = KeyUnitDesignation(
        **placed,
        kind=KeyUnitKind.SPECIAL_EQUIPMENT,
        reason="跨镇",
        designated_on=LONG_AGO,
    )
    await _save(session, follower, designation)


async def _told(session: AsyncSession, world: World, now: dt.datetime) -> None:
    """Messages to neighbours, and jobs that wait."""
    for number, username in enumerate(("town-leader-a", "town-leader-b", "enterprise-clerk-a1")):
        session.add(
            Message(
                account_id=world.accounts[username],
                event=f"told:{number}",
                kind="test",
                title=f"告知{number}",
                title_en=f"told {number}",
                body="",
                body_en="",
                why="试验",
                why_en="test",
                subject_type="Enterprise",
                subject_key=world.enterprises["a1"],
                created_at=now,
                read_at=now if number else None,
            )
        )
        await enqueue(session, "tests.nothing", {}, at=now + dt.timedelta(days=number))
    await session.flush()
    await add_deliveries(session, world, now)


async def _deeds(session: AsyncSession, world: World, now: dt.datetime) -> None:
    doers = ("branch-licensing-clerk", "town-leader-a", "enterprise-clerk-b1", "officer-security")
    for doer in (*doers, None):
        deed = LedgerEntry(
            at=now,
            request_id=f"deed-of-{doer}",
            account_id=world.accounts[doer] if doer else None,
            username=doer or "",
            roles=[],
            tier="",
            ip="192.0.2.8",
            operation="remarkLicence",
            action="update",
            resource="licensing:Licence",
            outcome=LedgerOutcome.ACCEPTED,
            code="",
            reason=f"deed of {doer}",
            changes=[],
            policy_version=1,
            trace="",
        )
        await _save(session, deed)
