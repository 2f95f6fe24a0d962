"""People, instructions that are not followed, accidents and their classes, and what is counted."""

import datetime as dt

import pytest

from plugins.special_equipment.models_safety import AccidentClass
from plugins.special_equipment.seeds import dated_rows, plant_safety_law
from plugins.special_equipment.service_accidents import class_of
from tests.plugins.special_equipment import plant as p

CLASSES = [AccidentClass(**row) for row in dated_rows(AccidentClass, "accident_classes")]
DAY = dt.date(2026, 11, 23)
INSTRUCTION = "safetyInstruction { id matter { state outcome step } toCaseOn }"


@pytest.fixture
async def yard(plant):
    async with plant.application.store.system() as session:
        for _ in range(2):
            await plant_safety_law(session)
    return plant


@pytest.mark.parametrize(
    ("deaths", "injuries", "loss", "code"),
    [
        (30, 0, 0, "ESPECIALLY_SERIOUS"),
        (29, 99, 99_999_999, "SERIOUS"),
        (0, 10, 0, "LARGER"),
        (0, 0, 10_000, "ORDINARY"),
        (0, 0, 9_999, None),
    ],
)
def test_the_gravest_reason_makes_the_class(deaths, injuries, loss, code):
    found = class_of(CLASSES, deaths, injuries, loss, DAY)
    assert (found and found.code) == code


async def warnings(yard):
    """The rules and colours of what is raised and not cleared."""
    data = await yard.as_user(p.CHIEF).ask(
        "{ earlyWarnings { nodes { ruleCode colour clearedOn } } }"
    )
    found = data["earlyWarnings"]["nodes"]
    return {(w["ruleCode"], w["colour"]) for w in found if not w["clearedOn"]}


async def served(yard, days=1):
    clerk, chief = yard.as_user(p.CLERK), yard.as_user(p.CHIEF)
    made = await clerk.run(
        "draftInstruction",
        INSTRUCTION,
        enterpriseId=p.enterprise(yard, "a1"),
        problem="无证操作叉车",
        violated="《特种设备安全法》第十四条",
        measures="停止作业，持证上岗",
        days=days,
    )
    assert made["userErrors"] == [], made
    given = {"instructionId": made["safetyInstruction"]["id"]}
    for who, name in ((clerk, "issue"), (chief, "issue"), (clerk, "serve")):
        done = await who.run(f"{name}Instruction", INSTRUCTION, **given)
        assert done["userErrors"] == [], done
    return given


async def test_an_ignored_instruction_is_handed_over_only_when_its_term_is_over(yard):
    given = await served(yard)
    chief = yard.as_user(p.CHIEF)
    early = await chief.run("handOverInstruction", INSTRUCTION, reason="拒不整改", **given)
    assert p.code_of(early) == "NOT_OVERDUE"
    yard.clock.advance(days=2)
    clerk = await yard.as_user(p.CLERK).post(
        "mutation($i: HandOverInstructionInput!) { handOverInstruction(input: $i)"
        " { userErrors { code } } }",
        i=given,
    )
    assert "errors" in clerk.json(), "the chief decides"
    done = await chief.run("handOverInstruction", INSTRUCTION, reason="拒不整改", **given)
    found = done["safetyInstruction"]
    assert (found["matter"]["outcome"], found["toCaseOn"]) == ("TO_CASE", "2026-11-25")
    counts = await chief.ask(
        '{ instructionCounts(first: "2026-11-01", last: "2026-11-30") { issued toCase overdue } }'
    )
    assert counts["instructionCounts"] == [{"issued": 1, "toCase": 1, "overdue": 0}]


async def test_a_refusal_to_sign_is_shown_and_a_failed_reinspection_goes_back(yard):
    given = await served(yard, days=10)
    owner, chief = yard.as_user(p.OWNER), yard.as_user(p.CHIEF)
    await owner.run("reportInstruction", INSTRUCTION, text="已整改", **given)
    back = await chief.run(
        "reinspectInstruction",
        INSTRUCTION,
        passed=False,
        notes="仍无证",
        reason="仍无证",
        **given,
    )
    assert back["safetyInstruction"]["matter"]["step"] == "rectified"
    for who in (p.TOWN, p.OWNER):
        answer = await yard.as_user(who).post(
            "mutation($i: ReinspectInstructionInput!) { reinspectInstruction(input: $i)"
            " { userErrors { code } } }",
            i=given | {"passed": True, "notes": "x"},
        )
        assert "errors" in answer.json(), who


async def test_operators_are_needed_covered_and_counted(yard):
    await p.a_device(
        yard,
        typeCode="5110",
        name="叉车",
        equipmentCode=p.equipment_code("5110", "10123", 2020, 77),
    )
    owner = yard.as_user(p.OWNER)
    needs = "{ operatorNeeds { nodes { covered devices project { code } } } }"
    (need,) = (await owner.ask(needs))["operatorNeeds"]["nodes"]
    assert ("E4", "EXPIRED") in await warnings(yard)
    assert need == {"covered": False, "devices": 1, "project": {"code": "N1"}}
    made = await owner.run(
        "addOperator", "operator { id name }", enterpriseId=p.enterprise(yard, "a1"), name="王师傅"
    )
    assert made["operator"]["name"] == "王师傅"
    given = await owner.run(
        "recordOperatorCertificate",
        "operatorCertificate { colour }",
        operatorId=made["operator"]["id"],
        projectCode="N1",
        certificateNo="T33010",
        issuedOn="2023-01-01",
        validTo="2026-12-20",
    )
    assert given["operatorCertificate"]["colour"] == "RED", "within thirty days"
    assert (await owner.ask(needs))["operatorNeeds"]["nodes"][0]["covered"] is True
    assert await warnings(yard) >= {("E3", "RED")}
    assert "E4" not in {code for code, _ in await warnings(yard)}
    coverage = await yard.as_user(p.CHIEF).ask("{ operatorCoverage { units covered rate } }")
    assert coverage["operatorCoverage"] == [{"units": 1, "covered": 1, "rate": 1.0}]
    town = await yard.as_user(p.TOWN).ask("{ operators { nodes { name } } }")
    assert town["operators"]["nodes"][0]["name"] != "王师傅", "masked for towns"
    left = await owner.run(
        "releaseOperator", "operator { leftOn }", operatorId=made["operator"]["id"]
    )
    assert left["userErrors"] == []
    assert (await owner.ask(needs))["operatorNeeds"]["nodes"][0]["covered"] is False


async def test_accidents_rates_and_the_monthly_return(yard):
    await p.a_device(yard, firstUseOn="2026-11-02")
    chief = yard.as_user(p.CHIEF)
    made = await chief.run(
        "recordAccident",
        "accident { accidentClass { code } }",
        enterpriseId=p.enterprise(yard, "a1"),
        occurredOn="2026-11-20",
        injuries=1,
        summary="叉车伤人",
    )
    assert made["accident"]["accidentClass"]["code"] == "ORDINARY"
    data = await chief.ask(
        """{ equipmentRates { inUse registered overdue inspectionRate }
             monthlyReturn(month: "2026-11-15") { kind { code } inUse added overdue } }"""
    )
    assert data["equipmentRates"] == [
        {"inUse": 1, "registered": 0, "overdue": 1, "inspectionRate": 0.0}
    ]
    (lifts,) = data["monthlyReturn"]
    assert lifts == {"kind": {"code": "3000"}, "inUse": 1, "added": 1, "overdue": 1}


async def test_a_contract_is_followed_by_the_next_and_moves_with_its_device(yard):
    key = await p.a_device(yard)
    owner = yard.as_user(p.OWNER)
    for begins, ends in (("2025-01-01", "2025-12-31"), ("2026-01-01", "2026-12-10")):
        done = await owner.run(
            "recordMaintenanceContract",
            "maintenanceContract { colour }",
            equipmentId=key,
            contractor="钱江电梯维保",
            beginsOn=begins,
            endsOn=ends,
        )
        assert done["userErrors"] == []
    data = await owner.ask(
        "{ maintenanceContracts(where: { endedOn: { isNull: true } }) { nodes { endsOn colour } } }"
    )
    assert data["maintenanceContracts"]["nodes"] == [{"endsOn": "2026-12-10", "colour": "YELLOW"}]
    gauge = {"kind": "GAUGE", "number": "YL-1", "checkedOn": "2026-05-24"}
    done = await owner.run(
        "recordSafetyPart",
        "safetyPart { colour }",
        equipmentId=key,
        nextCheckOn="2026-11-24",
        **gauge,
    )
    assert done["safetyPart"]["colour"] == "YELLOW"
    appointed = await owner.run(
        "appointSafetyPerson",
        "safetyAppointment { id }",
        enterpriseId=p.enterprise(yard, "a1"),
        role="OFFICER",
        name="李安",
    )
    assert appointed["userErrors"] == []
    assert await warnings(yard) >= {("E8", "YELLOW"), ("E9", "YELLOW")}
