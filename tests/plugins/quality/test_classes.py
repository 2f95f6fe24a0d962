"""Classes, the regime with its factors, overrides, clues: who proposes, who decides, what then."""

import datetime as dt

from plugins.quality.models import (
    EnterpriseGrade,
    FactorKind,
    Product,
    ProductRisk,
    RegimeRule,
    SupervisionFactor,
)
from plugins.quality.seeds import factors, regimes
from plugins.quality.service_axis import (
    Rules,
    axis_of,
    level_of,
    most_demanding,
    regime_of,
)
from plugins.quality.service_rates import ratio_of
from schema.ids import global_id
from tests.plugins.quality.ground import (
    CHIEF,
    CLERK,
    HEAD,
    LEADER,
    OTHER_STATION,
    STATION,
    TODAY,
    TOWN,
    UNIT,
)

PROFILE = """{ supervisionProfiles(first: 9) { nodes {
  grade isGraded level points regime ruledRegime monthsBetween factors overrideUntil
  lastVisitOn nextVisitOn enterprise { name } } } }"""
RULES = Rules([SupervisionFactor(**row) for row in factors()],
              [RegimeRule(**row) for row in regimes()])  # fmt: skip


def product(risk="II", concern=3, *, regional=False):
    return Product(
        name="样本", risk_level=ProductRisk(risk), public_concern=concern, is_regional=regional
    )


def test_the_product_axis_adds_risk_concern_and_region():
    assert axis_of(product("I", 1), RULES).points == 6
    assert axis_of(product("II", 5, regional=True), RULES).level is ProductRisk.I
    assert axis_of(product("II", 2), RULES).level is ProductRisk.II
    assert axis_of(product("III", 2), RULES).level is ProductRisk.III
    axis = axis_of(product("II", 4, regional=True), RULES)
    assert len(axis.lines) == 3
    assert all("+" in line and "\n" in line for line in axis.lines)


def test_the_most_demanding_product_counts_and_every_class_has_a_regime():
    axes = [axis_of(product("III", 1), RULES), axis_of(product("I", 5), RULES)]
    assert most_demanding(axes).level is ProductRisk.I
    assert most_demanding([]).level is ProductRisk.III
    assert level_of(0, RULES) is ProductRisk.III
    every = [(g, level) for g in EnterpriseGrade for level in ProductRisk]
    assert all(regime_of(grade, level, RULES) is not None for grade, level in every)
    assert {each.kind for each in RULES.factors} == set(FactorKind)


def test_a_town_that_fails_twice_as_often_is_at_two_hundred_per_cent():
    assert ratio_of(10, 4, 50, 10) == 200
    assert ratio_of(10, 0, 50, 10) == ratio_of(10, 3, 50, 0) == ratio_of(0, 0, 5, 1) == 0


async def propose(checks, who=STATION, grade="C", unit="a1"):
    done = await checks.run(
        who, "proposeEnterpriseClass", "enterpriseClass { id }",
        enterpriseId=checks.enterprise(unit), grade=grade, reasons="两次不合格",
    )  # fmt: skip
    return done["enterpriseClass"]["id"]


async def profile(checks, who=CLERK):
    nodes = (await checks.bureau.as_user(who).ask(PROFILE))["supervisionProfiles"]["nodes"]
    return next((each for each in nodes if "样本a1" in each["enterprise"]["name"]), None)


async def test_a_station_proposes_and_the_chief_decides(checks):
    given = {"enterpriseId": checks.enterprise(), "grade": "C", "reasons": "x"}
    for who in (TOWN, UNIT, OTHER_STATION, "branch-licensing-chief", ""):
        await checks.code(who, "proposeEnterpriseClass", **given)
    key = await propose(checks)
    assert await checks.code(CLERK, "proposeEnterpriseClass", **given) == "PROPOSAL_OPEN"
    before = await checks.bureau.rows("select * from enterprise_class")
    for who in (STATION, HEAD, CLERK, TOWN, UNIT):
        await checks.code(who, "decideEnterpriseClass", id=key)
    assert await checks.bureau.rows("select * from enterprise_class") == before
    assert await profile(checks) is None
    await checks.run(CHIEF, "decideEnterpriseClass", id=key)
    seen = await profile(checks, UNIT)
    assert (seen["grade"], seen["level"], seen["regime"]) == ("C", "I", "TIGHTENED")
    assert (seen["monthsBetween"], seen["nextVisitOn"]) == (2, "2027-01-23")
    said = "\n".join(seen["factors"])
    assert "风险等级" in said
    assert "两次不合格" in said
    own = await propose(checks, CHIEF, "A")
    assert await checks.code(CHIEF, "decideEnterpriseClass", id=own) == "SAME_PERSON"


async def test_the_class_before_ends_when_another_is_decided(checks):
    await checks.run(CHIEF, "decideEnterpriseClass", id=await propose(checks))
    checks.bureau.clock.advance(days=40)
    refused = await propose(checks, CLERK, "AA")
    assert await checks.code(CHIEF, "decideEnterpriseClass", id=refused, accept=False)
    await checks.run(
        CHIEF, "decideEnterpriseClass", id=refused, grade="B", reason="整改到位，但未满一年"
    )
    rows = await checks.bureau.rows(
        "select grade, valid_from, valid_to from enterprise_class order by id"
    )
    later = TODAY + dt.timedelta(days=40)
    assert [tuple(row) for row in rows] == [("C", TODAY, later), ("B", later, None)]
    ask = "query ($id: ID!) { enterprise(id: $id) { qualityClass } }"
    found = await checks.bureau.as_user(UNIT).ask(ask, id=checks.enterprise())
    assert found["enterprise"]["qualityClass"] == "B"


async def test_an_override_has_a_reason_a_last_day_and_a_second_signature(checks):
    given = {
        "enterpriseId": checks.enterprise(), "regime": "NORMAL", "monthsBetween": 6,
        "until": str(TODAY + dt.timedelta(days=90)), "reason": "停产检修三个月",
    }  # fmt: skip
    assert await checks.code(CLERK, "proposeRegimeOverride", **given) == "NO_PROFILE"
    await checks.run(CHIEF, "decideEnterpriseClass", id=await propose(checks))
    for more in ({"until": str(TODAY)}, {"until": "2028-01-01"}):
        assert await checks.code(CLERK, "proposeRegimeOverride", **given | more) == "OVERRIDE_TERM"
    assert await checks.code(CLERK, "proposeRegimeOverride", **given | {"reason": " "})
    done = await checks.run(CLERK, "proposeRegimeOverride", "regimeOverride { id }", **given)
    key = done["regimeOverride"]["id"]
    assert (await profile(checks))["regime"] == "TIGHTENED"  # one signature changes nothing
    for who in (CLERK, STATION, UNIT, TOWN):
        await checks.code(who, "signRegimeOverride", id=key)
    await checks.run(LEADER, "signRegimeOverride", id=key)
    seen = await profile(checks)
    assert (seen["regime"], seen["ruledRegime"], seen["monthsBetween"]) == (
        "NORMAL",
        "TIGHTENED",
        6,
    )
    checks.bureau.clock.advance(days=91)
    assert (await profile(checks))["regime"] == "TIGHTENED"  # it is over by itself


async def test_a_regraded_product_moves_everybody_who_makes_it(checks):
    await checks.run(CHIEF, "decideEnterpriseClass", id=await propose(checks, CLERK, "A"))
    assert (await profile(checks))["regime"] == "NORMAL"
    facts = {
        "id": checks.product(), "catalogueCode": "QP-001", "name": "电线电缆", "riskLevel": "III",
        "publicConcern": 1, "reason": "多年无不合格",
    }  # fmt: skip
    await checks.code(CLERK, "regradeProduct", **facts)
    assert await checks.code(CHIEF, "regradeProduct", **facts | {"publicConcern": 6})
    await checks.run(CHIEF, "regradeProduct", **facts)
    seen = await profile(checks)
    assert (seen["level"], seen["regime"], seen["monthsBetween"]) == ("III", "RESPONSIBILITY", 18)


async def test_a_product_of_a_firm_enters_the_register_once(checks):
    given = {"enterpriseId": checks.enterprise(), "productId": checks.product("QP-002")}
    for who in (STATION, TOWN, UNIT):
        await checks.code(who, "recordEnterpriseProduct", **given)
    done = await checks.run(CLERK, "recordEnterpriseProduct", "enterpriseProduct { id }", **given)
    assert await checks.code(CLERK, "recordEnterpriseProduct", **given) == "CONFLICT"
    key = done["enterpriseProduct"]["id"]
    await checks.run(CLERK, "endEnterpriseProduct", id=key, endedOn=str(TODAY))


async def test_a_town_reports_a_clue_and_reads_the_answer(checks):
    clue = {"what": "电缆无标识", "enterpriseId": checks.enterprise(), "photos": []}
    for who in (UNIT, "enterprise-clerk-a1", "town-leader-b", "branch-licensing-chief"):
        await checks.code(who, "reportQualityClue", **clue)
    done = await checks.run(TOWN, "reportQualityClue", "qualityClue { id }", **clue)
    key = done["qualityClue"]["id"]
    answer = {"id": key, "result": "UNFOUNDED", "answer": "标识在内层"}
    for who in (TOWN, STATION, UNIT):
        await checks.code(who, "assessQualityClue", **answer)
    assert await checks.code(CLERK, "assessQualityClue", **answer | {"result": "CHECKED"})
    await checks.run(CLERK, "assessQualityClue", **answer)
    ask = "query ($id: ID!) { qualityClue(id: $id) { answer matter { outcome } } }"
    seen = (await checks.bureau.as_user(TOWN).ask(ask, id=key))["qualityClue"]
    assert (seen["answer"], seen["matter"]["outcome"]) == ("标识在内层", "UNFOUNDED")
    assert await checks.bureau.as_user(UNIT).errors(ask, id=key)
    assert key == global_id("QualityClue", 1)
