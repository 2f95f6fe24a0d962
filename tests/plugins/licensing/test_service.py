"""What happens to licences: who may do it, from where to where, and what remains as a trace."""

import datetime as dt

import pytest

from core.errors import Conflict, Denied, InvalidInput, NotFound
from core.policy.vocabulary import Action
from plugins.licensing import service
from plugins.licensing.events import (
    LicenceEnded,
    LicenceRegistered,
    LicenceRestored,
    LicenceSuspended,
)
from plugins.licensing.models import Licence, LicenceAct, LicenceEvent, LicenceStatus
from plugins.licensing.numbers import ccc_number, qs_number, xk_number
from tests.fixtures.small_world import confirm
from tests.plugins.licensing.shop import (
    CHIEF,
    CLERK,
    NUMBER,
    asked,
    decide,
    events,
    file,
    register,
)

ENDINGS = {
    "annul": (service.ANNUL, LicenceStatus.ANNULLED, "《行政许可法》第六十九条"),
    "withdraw": (service.WITHDRAW, LicenceStatus.WITHDRAWN, "《行政许可法》第八条第二款"),
    "revoke": (service.REVOKE, LicenceStatus.REVOKED, "《食品安全法》第一百二十四条"),
    "cancel": (service.CANCEL, LicenceStatus.CANCELLED, "《行政许可法》第七十条"),
}


async def test_a_licence_is_registered_with_change_set_history_and_news(shop):
    heard = shop.listen(LicenceRegistered)
    made = await register(shop, number=f"{NUMBER[:2]} {NUMBER[2:8]}-{NUMBER[8:]}".lower())
    assert (made.number, made.valid_until, made.version) == (NUMBER, dt.date(2027, 1, 9), 1)
    # 30 working days before, of which six in a year that is not published
    assert made.renew_by == dt.date(2026, 11, 30)
    (event,) = await events(shop, made)
    assert (event["act"], event["decided_as"], event["decided_by"]) == ("REGISTERED", [CLERK], 7)
    (change,) = await shop.rows("select * from change_set where id = $1", made.change_id)
    assert (change["source"], change["reason"]) == ("licensing", "核发")
    a1 = (shop.world.enterprises["a1"], shop.world.divisions["a"])
    assert [(e.licence_id, e.enterprise_id, e.town_id) for e in heard] == [(made.id, *a1)]


@pytest.mark.parametrize(
    ("code", "number", "until"),
    [
        ("QS", qs_number("3301", "1401", 973), dt.date(2016, 2, 29)),
        ("XK", xk_number("浙", "06", "001", 397), dt.date(2018, 2, 28)),
        ("CCC", ccc_number(2013, "01", "0301", 1), dt.date(2018, 2, 28)),
    ],
)
async def test_each_kind_has_its_validity_and_its_renewal_day(shop, code, number, until):
    made = await register(shop, code=code, number=number, issued_on=dt.date(2013, 3, 1))
    assert made.valid_until == until
    ahead = dt.date(2017, 11, 30) if code == "CCC" else dt.date(until.year - 1, 8, until.day)
    assert made.renew_by == ahead


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"number": NUMBER[:-1] + str((int(NUMBER[-1]) + 1) % 10)}, "number"),
        ({"number": "QS330114010973"}, "number"),
        ({"code": "QS", "number": "QS330114010973"}, "issuedOn"),
        ({"issued_on": dt.date(2015, 9, 30)}, "issuedOn"),
        ({"issued_on": dt.date(2026, 11, 24)}, "issuedOn"),
        ({"valid_until": dt.date(2022, 1, 9)}, "validUntil"),
        ({"authority": " "}, "authority"),
        ({"enterprise_id": 999_999}, "enterpriseId"),
        ({"type_id": 999_999}, "typeId"),
        ({"site_id": 999_999}, "siteId"),
    ],
)
async def test_what_is_wrong_is_refused_at_its_field(shop, more, field):
    changes = await shop.rows("select count(*) from change_set")
    with pytest.raises((InvalidInput, NotFound)) as refused:
        await register(shop, **more)
    assert refused.value.field == field
    assert not await shop.rows("select 1 from licence")
    assert await shop.rows("select count(*) from change_set") == changes


async def test_a_site_belongs_to_the_holder(shop):
    sites = await shop.rows("select id, enterprise_id from site")
    by_holder = {row["enterprise_id"]: row["id"] for row in sites}
    theirs, own = (by_holder[shop.world.enterprises[name]] for name in ("b1", "a1"))
    with pytest.raises(NotFound) as refused:
        await register(shop, site_id=theirs)
    assert refused.value.field == "siteId"
    assert (await register(shop, site_id=own)).site_id == own


@pytest.mark.parametrize("ending", ENDINGS)
async def test_four_acts_end_a_licence_each_by_its_law(shop, ending):
    transition, status, basis = ENDINGS[ending]
    heard = shop.listen(LicenceEnded)
    licence = await register(shop)
    more = {"legal_basis": basis} if ending == "revoke" else {}
    ended = await decide(shop, transition, licence, on=dt.date(2026, 11, 20), **more)
    assert (ended.status, ended.version) == (status, 2)
    event = (await events(shop, licence))[-1]
    assert (event["act"], event["legal_basis"]) == (status.name, basis)
    assert (event["happened_on"], event["decided_as"]) == (dt.date(2026, 11, 20), [CHIEF])
    assert event["reason"] == "检查发现问题"
    assert [e.act.name for e in heard] == [status.name]
    for other, _, law in ENDINGS.values():
        if other is service.CANCEL and ending != "cancel":
            continue
        with pytest.raises(Conflict) as refused:
            await decide(shop, other, licence, legal_basis=law)
        assert refused.value.stable_code == "LICENCE_STATE"


@pytest.mark.parametrize("ending", ["annul", "withdraw", "revoke"])
async def test_what_has_ended_is_cancelled_as_a_formality(shop, ending):
    licence = await register(shop)
    await decide(shop, ENDINGS[ending][0], licence, legal_basis="法")
    cancelled = await decide(shop, service.CANCEL, licence)
    assert cancelled.status is LicenceStatus.CANCELLED
    acts = [event["act"] for event in await events(shop, licence)]
    assert acts == ["REGISTERED", ENDINGS[ending][1].name, "CANCELLED"]


async def test_a_suspension_is_lifted(shop):
    heard = shop.listen(LicenceSuspended, LicenceRestored)
    licence = await register(shop)
    with pytest.raises(Conflict):
        await decide(shop, service.RESTORE, licence, legal_basis="法")
    await decide(shop, service.SUSPEND, licence, legal_basis="法")
    with pytest.raises(Conflict):
        await decide(shop, service.SUSPEND, licence, legal_basis="法")
    restored = await decide(shop, service.RESTORE, licence, legal_basis="法")
    assert restored.status is LicenceStatus.VALID
    assert [e.act for e in heard] == [LicenceAct.SUSPENDED, LicenceAct.RESTORED]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"reason": " "}, "reason"),
        ({}, "legalBasis"),
        ({"legal_basis": "法", "on": dt.date(2026, 11, 24)}, "decidedOn"),
    ],
)
async def test_a_decision_states_reason_law_and_a_day_that_has_come(shop, more, field):
    licence = await register(shop)
    with pytest.raises(InvalidInput) as refused:
        await decide(shop, service.SUSPEND, licence, **more)
    assert refused.value.field == field
    assert len(await events(shop, licence)) == 1


async def test_a_stale_version_changes_nothing(shop):
    licence = await register(shop)
    with pytest.raises(Conflict) as refused:
        await decide(shop, service.ANNUL, licence, expected_version=9)
    assert refused.value.stable_code == "STALE_VERSION"


@pytest.mark.parametrize(
    ("role", "towns", "enterprise"),
    [
        (CLERK, (), None),
        ("branch.food_safety_chief", (), None),
        ("station.head", ("a", "b"), None),
        ("town.leader", ("a",), None),
        ("enterprise.manager", (), "a1"),
        ("superior.supervisor", (), None),
        ("officer.security", (), None),
    ],
)
async def test_nobody_but_the_chief_decides(shop, role, towns, enterprise):
    licence = await register(shop)
    with pytest.raises(Denied):
        async with shop.work(role, *towns, enterprise=enterprise) as work:
            await service.decide(work, service.ANNUL, asked(licence))
    assert len(await events(shop, licence)) == 1


async def external(shop, licence):
    async with shop.store.system() as session:
        row = await session.get_one(Licence, licence.id)
        await confirm(session, shop.world, shop.clock.now())
        row.origin, row.change_id = "EXTERNAL", shop.world.change_id


async def test_another_authoritys_licence_takes_remarks_only(shop):
    licence = await register(shop)
    await external(shop, licence)
    for transition in (service.SUSPEND, service.ANNUL, service.CANCEL):
        with pytest.raises(Denied) as refused:
            await decide(shop, transition, licence, legal_basis="法")
        assert refused.value.stable_code == "EXTERNAL_RECORD"
    with pytest.raises(Denied) as refused:
        await file(shop, licence)
    assert refused.value.stable_code == "EXTERNAL_RECORD"
    async with shop.work(CLERK) as work:
        noted = await service.remark(work, asked(licence, expected_version=1), " 已电话告知 ")
    assert (noted.remarks, noted.version) == ("已电话告知", 2)


async def test_an_event_lies_within_the_reach_of_its_act(shop):
    licence = await register(shop)
    row = LicenceEvent(
        licence_id=licence.id,
        enterprise_id=shop.world.enterprises["b1"],
        town_id=shop.world.divisions["b"],
        act=LicenceAct.RENEWAL_FILED,
        happened_on=shop.today,
        legal_basis="",
        reason="",
        decided_as=[],
        recorded_at=shop.clock.now(),
    )
    with pytest.raises(Denied):
        async with shop.work("enterprise.manager", enterprise="a1") as work:
            await work.entail(row, Licence, Action.SUBMIT)


async def test_history_is_never_rewritten(shop):
    licence = await register(shop)
    for sql in ("update licence_event set reason = 'x'", "delete from licence_event"):
        with pytest.raises(Exception, match="permission denied"):
            await shop.rows(sql)
    assert len(await events(shop, licence)) == 1
