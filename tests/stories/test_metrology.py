"""The stories of metrology, each played by its people over GraphQL."""

import datetime as dt

import pytest

from plugins.metrology.models import Purpose
from tests.plugins.metrology import ground as g


@pytest.fixture
async def shop(bureau):
    return await g.planted(bureau)


async def test_1_the_station_head_books_one_visit_for_eight_nozzles(shop):
    """A petrol station's head gets "8 nozzles due 12 Dec" and books one visit for all."""
    due = dt.date(2026, 12, 12)
    nozzles = [{"code": "15", "name": "燃油加油机", "valid_to": due} for _ in range(8)]
    keys = await g.put(shop, *nozzles)
    await g.put(shop, {"code": "15", "valid_to": due}, unit="b1")
    data = await shop.as_user(g.OWNER).ask(
        """{ instruments(where: { colour: { eq: RED } }) { totalCount nodes { id validTo } } }"""
    )
    assert data["instruments"]["totalCount"] == 8, "one's own alone"
    assert {n["validTo"] for n in data["instruments"]["nodes"]} == {"2026-12-12"}
    done = await g.apply(shop, keys, wantedOn="2026-12-01")
    assert done["userErrors"] == []
    row = done["verificationApplication"]
    assert len(row["verifications"]) == 8
    assert g.code_of(await g.apply(shop, keys[:1])) == "APPLIED_ALREADY"
    taken = await shop.as_user(g.CLERK).run(
        "receiveApplication",
        g.APPLICATION,
        applicationId=row["id"],
        place="ON_SITE",
        visitOn="2026-12-01",
    )
    row = taken["verificationApplication"]
    assert (row["visitOn"], row["matter"]["step"]) == ("2026-12-01", "on_site")
    assert row["matter"]["dueOn"] == "2026-12-07", "ten working days"
    for key in keys:
        assert (await g.record(shop, key))["userErrors"] == []
    data = await shop.as_user(g.OWNER).ask(
        """{ verificationApplications { nodes { matter { state outcome } } }
             instruments { nodes { colour validTo } } }"""
    )
    (application,) = data["verificationApplications"]["nodes"]
    assert application["matter"] == {"state": "DONE", "outcome": "VERIFIED"}
    assert {n["colour"] for n in data["instruments"]["nodes"]} == {"GREEN"}


async def test_2_a_station_scans_160_stall_scales_and_seals_three(shop):
    """Guali market: the station scans 160 stall scales in one morning, 3 sealed."""
    market = await g.put_market(shop, "a2")
    await g.put(shop, *({} for _ in range(160)), unit="a2", market=market)
    rows = await shop.rows("select number from instrument where market_id = $1", market)
    numbers = [row["number"] for row in rows]
    given = {
        "marketId": g.global_id("Market", market),
        "scanned": [*numbers, "JL-陌生"],
        "sealed": numbers[:3],
        "notes": "示值超差，有作弊装置",
    }
    fields = (
        "marketCheck { id valid overdue sealed unknown market { scaleCount verifiedScaleCount } }"
    )
    before = await g.everything(shop)
    station = shop.as_user(g.STATION)
    alone = await station.run("recordMarketCheck", fields, **given)
    assert g.code_of(alone) == "SECOND_OFFICER"
    assert await g.everything(shop) == before, "a refusal changes nothing"
    done = await station.run("recordMarketCheck", fields, secondOfficer="李四", **given)
    assert done["userErrors"] == []
    check = done["marketCheck"]
    assert (check["valid"], check["overdue"], check["sealed"]) == (157, 0, 3)
    assert check["unknown"] == ["JL-陌生"]
    assert check["market"] == {"scaleCount": 160, "verifiedScaleCount": 157}
    stops = await shop.as_user("enterprise-manager-a2").ask(
        "{ instrumentStops { totalCount nodes { because matter { step } instrument { status } } } }"
    )
    assert stops["instrumentStops"]["totalCount"] == 3
    assert {n["matter"]["step"] for n in stops["instrumentStops"]["nodes"]} == {"repaired"}
    assert {n["instrument"]["status"] for n in stops["instrumentStops"]["nodes"]} == {"STOPPED"}
    denied = await shop.as_user(g.TOWN).post(
        """mutation { recordMarketCheck(input: { marketId: "x", scanned: [] }) {
             userErrors { code } } }"""
    )
    assert "recordMarketCheck" in denied.text, "a town has no such field"


async def test_3_an_institute_sends_400_certificates_and_11_wait_for_a_human(shop):
    """400 certificates arrive; 11 mismatched serials wait for a person, and are settled."""
    serials = [f"X{n:04}" for n in range(389)]
    await g.put(shop, *({"serial": each} for each in serials))
    lines = [
        f"{serial},JD-{n},2026-11-20,合格"
        for n, serial in enumerate([*serials, *(f"Y{n}" for n in range(11))])
    ]
    clerk = shop.as_user(g.CLERK)
    fields = "certificateBatch { id received recorded repeated unmatched }"
    given = {
        "bodyId": shop.world.body,
        "csv": "\n".join(["出厂编号,证书编号,检定日期,结论", *lines]),
    }
    done = await clerk.run("recordCertificates", fields, **given)
    assert done["userErrors"] == []
    numbers = {k: v for k, v in done["certificateBatch"].items() if k != "id"}
    assert numbers == {"received": 400, "recorded": 389, "repeated": 0, "unmatched": 11}
    again = await clerk.run("recordCertificates", fields, **given)
    assert again["certificateBatch"]["repeated"] == 400, "the same file twice moves nothing"
    waiting = await clerk.ask(
        """{ unmatchedCertificates(where: { settledOn: { isNull: true } }) {
             totalCount nodes { id version serial because } } }"""
    )
    assert waiting["unmatchedCertificates"]["totalCount"] == 11
    first, second, *_ = waiting["unmatchedCertificates"]["nodes"]
    assert first["because"] == "NO_SUCH_SERIAL"
    (key,) = await g.put(shop, {"serial": "Z1"})
    settled = "unmatchedCertificate { settledOn instrument { serial certificateNo validTo } }"
    matched = await clerk.run(
        "matchCertificate", settled, certificateId=first["id"], instrumentId=key
    )
    found = matched["unmatchedCertificate"]["instrument"]
    assert found == {"serial": "Z1", "certificateNo": "JD-389", "validTo": "2027-11-19"}
    mute = await clerk.run("discardCertificate", settled, certificateId=second["id"])
    assert g.code_of(mute) == "INVALID_INPUT", "why?"
    gone = await clerk.run(
        "discardCertificate", settled, certificateId=second["id"], reason="外区器具"
    )
    assert gone["unmatchedCertificate"]["settledOn"] == str(g.TODAY)
    twice = await clerk.run("discardCertificate", settled, certificateId=second["id"], reason="x")
    assert g.code_of(twice) == "SETTLED_ALREADY"


async def test_4_the_section_lists_hospitals_with_overdue_blood_pressure_meters(shop):
    """The branch lists hospitals with overdue blood-pressure meters."""
    medical = {"code": "26", "name": "血压计", "purpose": Purpose.MEDICAL}
    past, later = g.TODAY - dt.timedelta(days=1), g.TODAY + dt.timedelta(days=90)
    await g.put(shop, medical | {"valid_to": past}, medical | {"valid_to": later})
    await g.put(shop, medical | {"valid_to": later}, {"valid_to": past}, unit="b1")
    await g.put(shop, medical | {"valid_to": past}, unit="c1")
    data = await shop.as_user(g.CHIEF).ask(
        """{ instruments(where: { category: { code: { eq: "26" } }, purpose: { eq: MEDICAL },
                                  overdue: { eq: true } }) {
             totalCount nodes { name validTo enterprise { name overdueInstrumentCount } } } }"""
    )
    assert data["instruments"]["totalCount"] == 2
    units = {n["enterprise"]["name"][6:8] for n in data["instruments"]["nodes"]}
    assert units == {"a1", "c1"}
    assert {n["enterprise"]["overdueInstrumentCount"] for n in data["instruments"]["nodes"]} == {1}
    station = await shop.as_user(g.STATION).ask(
        "{ instruments(where: { overdue: { eq: true } }) { totalCount } }"
    )
    assert station["instruments"]["totalCount"] == 2, "of its own towns alone"


async def test_5_the_public_scans_the_qr_of_a_scale(shop):
    """Anybody scans the scale's code: certificate and last day, and nothing of persons."""
    (key,) = await g.put(shop, {"certificate_no": "JD-77"})
    number = (await g.one(shop, key, "number"))["number"]
    public = shop.as_user("")
    data = await public.ask(
        f'{{ lookUp(number: "{number}") {{ kind colour facts {{ title value }} }} }}'
    )
    (found,) = data["lookUp"]
    facts = {fact["title"].split("\n")[0]: fact["value"] for fact in found["facts"]}
    assert facts["检定证书编号"] == "JD-77"
    assert facts["检定有效期止"] == str(g.TODAY + dt.timedelta(days=300))
    assert found["colour"] == "GREEN"
    assert not {"电话", "法定代表人"} & facts.keys()
    assert (await public.ask('{ lookUp(number: "JL999999") { kind } }'))["lookUp"] == []
    assert "instruments" in (await public.errors("{ instruments { totalCount } }"))[0]["message"]
