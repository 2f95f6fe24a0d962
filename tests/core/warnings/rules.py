"""Rules of the bureau's plugins, and publishing others in their place."""

import datetime as dt
from typing import Any

from sqlalchemy import func, select, update

from core.register.colours import WarningColour
from core.store.beyond import beyond_scope
from core.warnings.events import RuleChanged
from core.warnings.models import BandUnit, RuleState, WarningRuleBand, WarningRuleVersion
from core.warnings.planting import declared_rules
from tests.core.warnings.reckoning import Bands
from tests.fixtures.bureau import Bureau


def declared_bands(bureau: Bureau) -> dict[str, Bands]:
    """The bands of each rule as the core or its plugin declares them."""
    return {
        each.rule.code: tuple((b.colour, b.until, b.unit.upper()) for b in each.rule.bands)
        for each in declared_rules(bureau.application.plugins)
    }


async def publish(ground: Any, code: str, first: dt.date, bands: Bands) -> None:
    """Another version from a day on, in a unit of work that tells of it."""
    old, band = WarningRuleVersion, WarningRuleBand
    resource = ground.watching.rules[code].resource
    async with ground.bureau.application.store.writing(ground.access) as work:
        async with beyond_scope(work) as session:
            connection = await session.connection()
            late = await session.scalars(
                select(old.id).where(old.code == code, old.valid_from >= first)
            )
            withdrawn = list(late)
            await connection.execute(
                update(old).where(old.id.in_(withdrawn)).values(state=RuleState.REJECTED)
            )
            await connection.execute(
                update(band).where(band.rule_version_id.in_(withdrawn)).values(published=False)
            )
            for each in (old, band):
                ends = update(each).where(each.code == code, each.valid_from < first)
                running = (each.valid_to.is_(None)) | (each.valid_to > first)
                await connection.execute(ends.where(running).values(valid_to=first))
            await store(session, code, resource, first, bands)
        await work.publish(RuleChanged(code))


async def store(session: Any, code: str, resource: str, first: dt.date, bands: Bands) -> None:
    """A published version with its bands."""
    number = await session.scalar(
        select(func.coalesce(func.max(WarningRuleVersion.number), 0)).where(
            WarningRuleVersion.code == code
        )
    )
    version = WarningRuleVersion(
        code=code,
        number=number + 1,
        state=RuleState.PUBLISHED,
        resource=resource,
        owner="tests",
        chinese="试验",
        english="Test",
        legal_basis="试验",
        audiences=[],
        escalation=[],
        valid_from=first,
        reason="",
        proposed_at=dt.datetime.combine(first, dt.time(), dt.UTC),
    )
    session.add(version)
    await session.flush()
    for colour, limit, unit in bands:
        session.add(
            WarningRuleBand(
                rule_version_id=version.id,
                code=code,
                colour=WarningColour[colour],
                limit=limit,
                unit=BandUnit[unit],
                published=True,
                valid_from=first,
            )
        )
        await session.flush()
