"""An instrument from its report to its end; whoever must not act changes nothing."""

import datetime as dt

from tests.plugins.metrology import ground as g


async def test_reported_verified_filed_and_overdue_until_verified(shop):
    row = await g.carried(shop, await g.report(shop))
    assert row["matter"] == {"state": "DONE", "step": "filed", "outcome": "FILED", "dueOn": None}
    instrument = row["instrument"]
    assert instrument["number"] == "JL2026000001"
    assert (instrument["colour"], instrument["overdue"]) == ("EXPIRED", True), "never verified"
    assert (await g.record(shop, instrument["id"]))["userErrors"] == []
    now = await g.one(shop, instrument["id"], "colour overdue validTo certificateNo")
    assert (now["colour"], now["overdue"], now["validTo"]) == ("GREEN", False, "2027-11-22")


async def test_who_must_not_act_changes_nothing(shop):
    row = (await g.report(shop))["instrumentReport"]
    before = await g.everything(shop)
    for who in (g.OWNER, g.TOWN, g.CLERK):
        answer = await shop.as_user(who).post(
            "mutation($i: VerifyInstrumentReportInput!) { verifyInstrumentReport(input: $i)"
            " { userErrors { code } } }",
            i={"reportId": row["id"], "findings": "x"},
        )
        assert "errors" in answer.json(), who
    strange = await g.verify(shop, row, "station-inspector-second", photos=[])
    assert g.code_of(strange) == "NOT_FOUND", "another station"
    assert g.code_of(await g.file(shop, row)) == "WRONG_STEP"
    assert g.code_of(await g.verify(shop, row, photos=[])) == "INVALID_INPUT", "no photo"
    assert await g.everything(shop) == before


async def test_reporter_verifier_and_filer_are_three(shop):
    row = (await g.report(shop, g.STATION))["instrumentReport"]
    assert g.code_of(await g.verify(shop, row)) == "SAME_PERSON"
    row = (await g.verify(shop, row, g.HEAD))["instrumentReport"]
    assert row["matter"]["step"] == "filed"
    mine = (await g.report(shop, g.CLERK))["instrumentReport"]
    mine = (await g.verify(shop, mine))["instrumentReport"]
    assert g.code_of(await g.file(shop, mine)) == "SAME_PERSON"
    assert (await g.file(shop, mine, g.CHIEF))["userErrors"] == []


async def test_a_returned_report_is_corrected_and_two_of_a_serial_are_refused(shop):
    await g.put(shop, {"serial": "TWIN"})
    assert g.code_of(await g.report(shop, serial="TWIN")) == "INSTRUMENT_KNOWN"
    row = (await g.report(shop, serial="WRONG"))["instrumentReport"]
    back = await g.verify(shop, row, returned=True, reason="铭牌不符", photos=[])
    row = back["instrumentReport"]
    assert row["matter"]["step"] == "reported"
    again = await shop.as_user(g.OWNER).run(
        "resubmitInstrumentReport", g.REPORT, reportId=row["id"], serial="RIGHT"
    )
    filed = await g.carried(shop, again)
    assert (await g.one(shop, filed["instrument"]["id"], "serial"))["serial"] == "RIGHT"


async def test_idle_needs_a_seal_photo_and_stops_the_clock(shop):
    late = g.TODAY + dt.timedelta(days=5)
    (key,) = await g.put(shop, {"valid_to": late})
    owner = shop.as_user(g.OWNER)
    bare = await owner.run("reportIdle", g.REPORT, instrumentId=key)
    assert g.code_of(bare) == "SEAL_PHOTO_MISSING"
    photos = [await g.photo(shop, g.OWNER)]
    idle = await owner.run("reportIdle", g.REPORT, instrumentId=key, photos=photos)
    again = await owner.run("reportScrapped", g.REPORT, instrumentId=key, reason="旧", photos=[])
    assert g.code_of(again) == "REPORTED_ALREADY"
    await g.carried(shop, idle)
    shop.clock.advance(days=10)
    now = await g.one(shop, key, "status colour overdue")
    assert now == {"status": "IDLE", "colour": None, "overdue": False}
    resumed = await owner.run("reportResume", g.REPORT, instrumentId=key)
    assert g.code_of(resumed) == "VERIFY_FIRST"
    assert (await g.record(shop, key))["userErrors"] == []
    await g.carried(shop, await owner.run("reportResume", g.REPORT, instrumentId=key))
    assert (await g.one(shop, key, "status"))["status"] == "IN_USE"
