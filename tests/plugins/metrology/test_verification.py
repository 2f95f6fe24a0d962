"""The body's clock, results, stops, and the warnings that follow from them."""

import datetime as dt

import pytest

from tests.plugins.metrology import ground as g


async def received(shop, keys, place):
    row = (await g.apply(shop, keys, place=place))["verificationApplication"]
    taken = await shop.as_user(g.CLERK).run(
        "receiveApplication", g.APPLICATION, applicationId=row["id"], place=place
    )
    assert taken["userErrors"] == []
    return taken["verificationApplication"]


@pytest.mark.parametrize(
    ("place", "due"), [("ON_SITE", "2026-10-15"), ("LABORATORY", "2026-10-12")]
)
async def test_the_bodys_clock_runs_across_golden_week(bureau, place, due):
    """From Mid-Autumn on: 28 to 30 September, 8 to 10 October with a Saturday, and on."""
    shop = await g.planted(bureau)
    shop.clock.advance(days=-59)
    (key,) = await g.put(shop, {})
    row = await received(shop, [key], place)
    assert row["receivedOn"] == "2026-09-25"
    assert row["matter"]["dueOn"] == due


async def test_a_late_body_is_warned_of(shop):
    (key,) = await g.put(shop, {})
    await received(shop, [key], "LABORATORY")
    data = await shop.as_user(g.CHIEF).ask(
        '{ matters(where: { step: { eq: "in_laboratory" } }) { nodes { dueOn colour } } }'
    )
    assert data["matters"]["nodes"] == [{"dueOn": "2026-12-02", "colour": "GREEN"}]
    rules = await shop.rows("select warning_rule from matter where step = 'in_laboratory'")
    assert [row["warning_rule"] for row in rules] == ["M4"]


async def warnings(shop, who=g.CLERK):
    """The rules and colours of what is raised and not cleared."""
    data = await shop.as_user(who).ask("{ earlyWarnings { nodes { ruleCode colour clearedOn } } }")
    found = data["earlyWarnings"]["nodes"]
    return {(w["ruleCode"], w["colour"]) for w in found if not w["clearedOn"]}


async def test_failed_stopped_repaired_verified_and_lifted(shop):
    (key,) = await g.put(shop, {})
    assert (await g.record(shop, key, "FAILED", findings="示值超差"))["userErrors"] == []
    now = await g.one(shop, key, "status overdue failedOn")
    assert now == {"status": "IN_USE", "overdue": True, "failedOn": str(g.TODAY)}
    raised = {("M1", "EXPIRED"), ("M2", "RED")}
    assert await warnings(shop) == raised == await warnings(shop, g.OWNER)
    assert g.code_of(await g.stop(shop, key, secondOfficer=None)) == "SECOND_OFFICER"
    stopped = await g.stop(shop, key)
    assert stopped["userErrors"] == []
    row = stopped["instrumentStop"]
    assert row["instrument"]["status"] == "STOPPED"
    assert await warnings(shop) & raised == set(), "what is stopped is not in use"
    assert g.code_of(await g.stop(shop, key)) == "INSTRUMENT_STATE"
    station, owner = shop.as_user(g.STATION), shop.as_user(g.OWNER)
    early = await station.run("liftStop", g.STOP, stopId=row["id"])
    assert g.code_of(early) == "NOT_REVERIFIED"
    mended = await owner.run("reportRepair", g.STOP, stopId=row["id"], repair="换传感器")
    assert mended["instrumentStop"]["matter"]["step"] == "lifted"
    assert g.code_of(await station.run("liftStop", g.STOP, stopId=row["id"])) == "NOT_REVERIFIED"
    again = await g.record(shop, key)
    assert again["verification"]["mode"] == "AFTER_REPAIR"
    lifted = await station.run("liftStop", g.STOP, stopId=row["id"])
    assert lifted["instrumentStop"]["matter"]["outcome"] == "LIFTED"
    now = await g.one(shop, key, "status overdue stoppedOn failedOn")
    assert now == {"status": "IN_USE", "overdue": False, "stoppedOn": None, "failedOn": None}


async def test_what_a_certificate_may_not_say(shop):
    (key,) = await g.put(shop, {})
    before = await g.everything(shop)
    wrong = {
        "VALID_TOO_LONG": {"validTo": "2028-01-01"},
        "INVALID_INPUT": {"verifiedOn": "2026-12-01"},
    }
    for code, given in wrong.items():
        assert g.code_of(await g.record(shop, key, **given)) == code
    assert await g.everything(shop) == before
    assert (await g.record(shop, key, certificateNo="A-1"))["userErrors"] == []
    assert g.code_of(await g.record(shop, key, certificateNo="A-1")) == "CERTIFICATE_TAKEN"
    old = await g.record(shop, key, "FAILED", verifiedOn="2020-01-01")
    assert old["userErrors"] == []
    now = await g.one(shop, key, "certificateNo failedOn")
    assert now == {"certificateNo": "A-1", "failedOn": None}, "an older one is history"


async def test_a_body_verifies_what_it_is_authorised_for(shop):
    listed = await shop.as_user(g.CHIEF).run(
        "authoriseBody",
        "authorisedBody { id }",
        name="钱江衡器站",
        authorisationNo="2号",
        scopeCodes=["10"],
        validFrom="2020-01-01",
    )
    assert listed["userErrors"] == []
    body = listed["authorisedBody"]["id"]
    scale, pump = await g.put(shop, {}, {"code": "15"})
    assert g.code_of(await g.record(shop, pump, bodyId=body)) == "BODY_NOT_AUTHORISED"
    assert (await g.record(shop, scale, bodyId=body))["userErrors"] == []
    clerk = await shop.as_user(g.CLERK).post(
        'mutation { authoriseBody(input: { name: "x", authorisationNo: "1",'
        ' validFrom: "2026-01-01" }) { userErrors { code } } }'
    )
    assert "errors" in clerk.json(), "the chief lists bodies"


async def test_reports_count_what_holds_passes_and_is_overdue(shop):
    past = g.TODAY - dt.timedelta(days=1)
    one, _, _ = await g.put(shop, {}, {}, {"valid_to": past})
    await g.put(shop, {"valid_to": past}, unit="c1")
    await g.record(shop, one, "FAILED", exemptedYuan=40)
    data = await shop.as_user(g.CHIEF).ask(
        """{ verificationRates { town { name } inUse verified overdue }
             passRates(by: TOWN, first: "2026-01-01", last: "2026-12-31") {
               name verified passed exemptedYuan }
             instrumentBoard { colour count } }"""
    )
    rates = {r["town"]["name"]: r for r in data["verificationRates"]}
    assert {k: rates["新街"][k] for k in ("inUse", "verified", "overdue")} == {
        "inUse": 3,
        "verified": 1,
        "overdue": 2,
    }
    (passed,) = data["passRates"]
    assert passed == {"name": "新街", "verified": 1, "passed": 0, "exemptedYuan": 40}
    counts = {cell["colour"]: 0 for cell in data["instrumentBoard"]}
    for cell in data["instrumentBoard"]:
        counts[cell["colour"]] += cell["count"]
    assert counts == {"EXPIRED": 3, "GREEN": 1}


async def test_packages_are_weighed_by_the_plan(shop):
    station = shop.as_user(g.STATION)
    given = {"enterpriseId": g.enterprise(shop), "product": "白砂糖", "nominal": 500, "batch": 40}
    fields = "packagedGoodsCheck { mean short conforming tolerance { perMille } }"
    few = await station.run("checkPackagedGoods", fields, actual=[500.0] * 9, **given)
    assert g.code_of(few) == "SAMPLE_SIZE"
    done = await station.run("checkPackagedGoods", fields, actual=[484.0] * 10, **given)
    found = done["packagedGoodsCheck"]
    assert found == {
        "mean": 484.0,
        "short": 10,
        "conforming": False,
        "tolerance": {"perMille": 30},
    }
