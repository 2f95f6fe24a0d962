"""Instruments for the small world: of every unit and state, with what belongs to them."""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.register.models import Enterprise
from plugins.metrology import models as m
from plugins.metrology import models_checks as checks
from plugins.metrology.models_law import (
    AuthorisedBody,
    InstrumentCategory,
    NetContentTolerance,
    SamplePlan,
)
from plugins.metrology.seeds import plant_law
from tests.access.people import DAY, TODAY
from tests.fixtures.small_world import LONG_AGO, World

STATES = (
    ("green", m.InstrumentStatus.IN_USE, 300),
    ("yellow", m.InstrumentStatus.IN_USE, 60),
    ("red", m.InstrumentStatus.IN_USE, 30),
    ("overdue", m.InstrumentStatus.IN_USE, -1),
    ("stopped", m.InstrumentStatus.STOPPED, -1),
    ("idle", m.InstrumentStatus.IDLE, 10),
)
FOLLOWED = {"a1": ("second",), "c2": ("town-b", "a2")}
"""Enterprise -> organisations elsewhere on the chain of its matters."""


async def add_instruments(session: AsyncSession, world: World, now: dt.datetime) -> None:
    """For each enterprise a market, instruments, and one of whatever can be about them."""
    await plant_law(session)
    category = (await session.scalars(select(InstrumentCategory.id).limit(1))).one()
    tolerance = (await session.scalars(select(NetContentTolerance.id).limit(1))).one()
    plan = (await session.scalars(select(SamplePlan.id).limit(1))).one()
    body = AuthorisedBody(
        name="样本所", authorisation_no="1", scope_codes=["10"], phone="", valid_from=LONG_AGO
    )
    session.add(body)
    await session.flush()
    account = world.accounts["station-inspector-first"]
    for name, key in sorted(world.enterprises.items()):
        town = (await session.get_one(Enterprise, key)).town_id
        chain = [world.organisations[each] for each in FOLLOWED.get(name, ())]
        place = {"town_id": town, "enterprise_id": key}
        market = checks.Market(
            **place,
            name=f"{name}市场",
            address="样本",
            stalls=3,
            unified_scales=name.endswith("1"),
            fair_scales=1,
            change_id=world.change_id,
        )
        session.add(market)
        await session.flush()
        rows = [
            _instrument(world, place, (name, *state), (category, market.id)) for state in STATES
        ]
        session.add_all(rows)
        await session.flush()
        session.add_all(_parts(place, chain, rows[0], body.id, now))
        await _checked(session, place, rows, market.id, account)
        session.add(_goods(place, tolerance, plan, account))
        session.add(_standard(world, place, name))
    await _certificates(session, body.id)


def _instrument(world, place, state, law):
    name, label, status, days = state
    last = TODAY + days * DAY
    return m.Instrument(
        **place,
        number=f"JL-{name}-{label}",
        category_id=law[0],
        market_id=law[1],
        name=label,
        serial=f"S-{name}-{label}",
        place="样本",
        purpose=m.Purpose.TRADE,
        status=status,
        installed_on=LONG_AGO,
        last_verified_on=None if label == "overdue" else TODAY - DAY,
        valid_to=last,
        due_on=last,
        search_text=f"{name}{label}",
        change_id=world.change_id,
    )


def _parts(place, chain, instrument, body, now):
    of = {**place, "organisation_ids": chain, "instrument_id": instrument.id}
    yield m.InstrumentReport(
        **of, kind=m.ReportKind.IDLE, name="样本", declared={}, because="", filed_on=TODAY
    )
    yield m.InstrumentStop(**of, because="不合格", second_officer="李四", stopped_on=TODAY)
    yield m.VerificationApplication(
        **place,
        organisation_ids=chain,
        body_id=body,
        place=m.VerificationPlace.ON_SITE,
        applied_on=TODAY,
    )
    yield m.Verification(
        **place,
        instrument_id=instrument.id,
        body_id=body,
        mode=m.VerificationMode.PERIODIC,
        opened_on=TODAY,
        result=m.VerificationOutcome.PASSED,
        certificate_no=f"C-{instrument.number}",
        verified_on=TODAY - DAY,
        findings="",
        exempted_yuan=40,
        recorded_at=now,
    )


async def _checked(session, place, rows, market, account):
    visit = checks.MarketCheck(
        **place,
        market_id=market,
        checked_on=TODAY,
        checked_by=account,
        second_officer="李四",
        valid=1,
        overdue=0,
        sealed=0,
        unknown=["X"],
        notes="",
    )
    session.add(visit)
    await session.flush()
    session.add(
        checks.ScaleCheck(
            **place,
            check_id=visit.id,
            instrument_id=rows[0].id,
            verdict=checks.ScaleVerdict.VALID,
        )
    )
    await session.flush()


def _goods(place, tolerance, plan, account):
    return checks.PackagedGoodsCheck(
        **place,
        product="样本",
        nominal=500,
        batch=10,
        actual=["500"],
        mean=500.25,
        short=0,
        far_short=0,
        conforming=True,
        tolerance_id=tolerance,
        plan_id=plan,
        checked_on=TODAY,
        checked_by=account,
    )


def _standard(world, place, name):
    return checks.MeasurementStandard(
        **place,
        name="砝码",
        certificate_no=f"标-{name}",
        measuring_range="",
        accuracy="",
        highest=name.endswith("1"),
        examined_on=LONG_AGO,
        valid_to=TODAY,
        change_id=world.change_id,
    )


async def _certificates(session, body):
    batch = checks.CertificateBatch(
        body_id=body, received_on=TODAY, received=1, recorded=0, repeated=0, unmatched=1
    )
    session.add(batch)
    await session.flush()
    session.add(
        checks.UnmatchedCertificate(
            batch_id=batch.id,
            body_id=body,
            serial="?",
            user_name="",
            certificate_no="U-1",
            result=m.VerificationOutcome.PASSED,
            verified_on=TODAY,
            because=checks.MismatchReason.NO_SUCH_SERIAL,
            why="",
        )
    )
    await session.flush()


async def remember_officers(session: AsyncSession, clear: dict[tuple[str, int, str], str]) -> None:
    """The clear texts of the second officers, by table, row and column."""
    for table, model in (
        ("market_check", checks.MarketCheck),
        ("instrument_stop", m.InstrumentStop),
    ):
        for row in (await session.scalars(select(model.id))).all():
            clear[table, row, "second_officer"] = "李四"
