"""The desks of standardization: every page and queue shows what is there, to whom it concerns."""

from tests.core.desk.pages import Clerk
from tests.plugins.standards.acts import (
    CLERK,
    OWNER,
    STATION,
    act,
    add,
    check,
    code_of,
    declared,
    draft,
    drawn_round,
    firm,
    notice,
    points,
    use,
)

LISTS = ("standards", "uses", "own-standards", "board", "rounds", "checks", "notices", "members")


async def test_every_page_opens_with_something_on_it(standards):
    await add(standards, "GB/T 1234-2015")
    row = await use(standards, "GB/T 1234-2015")
    await notice(standards, "GB/T 1234-2015", "2026-12-01", "GB/T 1234-2026")
    await declared(standards)
    own = await draft(standards)
    drawn = await drawn_round(standards)
    (checked,) = drawn["checks"]
    faulty = [(await points(standards))[8]]
    await check(standards, CLERK, "checkDeclaration", checked["id"], faulty=faulty, findings="旧号")
    clerk = Clerk(standards, CLERK)
    for slug in LISTS:
        await clerk.get(f"/desk/standards/{slug}")
    pages = {"use": row, "own-standard": own, "round": drawn, "check": checked}
    for slug, record in pages.items():
        await clerk.get(f"/desk/standards/{slug}/{record['id']}")
    assert clerk.says("旧号")
    owner = Clerk(standards, OWNER)
    typed = {
        "number": "Q/XSLB 990-2026",
        "title": "端子",
        "product": "端子",
        "issuedOn": "2026-11-01",
        "indicatorLines": "拉力 ≥ 5 N；附录A",
    }
    form = (await owner.get("/desk/standards/draft-own")).inputs
    await owner.post("/desk/standards/draft-own", {k: v[0] for k, v in form.items()} | typed)
    count = "select count(*) as n from declared_indicator where name = '拉力'"
    assert (await standards.rows(count))[0]["n"] == 1
    await owner.get("/desk/standards/to-declare")
    assert owner.says("电缆护套料")
    await owner.get(f"/desk/standards/use/{row['id']}")
    assert owner.says("GB/T 1234-2026")
    station = Clerk(standards, STATION)
    await station.get("/desk/standards/uses?product=电缆")
    assert station.says("GB/T 1234-2015")


async def test_pilots_and_members_are_the_clerks_to_record(standards):
    given = {"enterpriseId": firm(standards, "a1"), "kind": "NATIONAL_DRAFTING"}
    pilot = await act(
        standards,
        CLERK,
        "recordPilot",
        "pilot { id endedOn }",
        title="电缆国家标准",
        beganOn="2026-01-05",
        **given,
    )
    board = "{ standardsBoard { drafting } }"
    assert (await standards.as_user(CLERK).ask(board))["standardsBoard"] == [{"drafting": 1}]
    done = await act(
        standards,
        CLERK,
        "endPilot",
        "pilot { endedOn outcome }",
        pilotId=pilot["id"],
        outcome="已发布",
    )
    assert done == {"endedOn": "2026-11-23", "outcome": "已发布"}
    member = {"makerCode": "69012345", "memberSince": "2026-01-05", "validUntil": "2028-01-04"}
    fields = "barcodeMember { makerCode validUntil }"
    one = firm(standards, "a1")
    await act(standards, CLERK, "recordBarcodeMember", fields, enterpriseId=one, **member)
    again = member | {"validUntil": "2030-01-04"}
    renewed = await act(standards, CLERK, "recordBarcodeMember", fields, enterpriseId=one, **again)
    assert renewed["validUntil"] == "2030-01-04"
    taken = await standards.as_user(CLERK).run(
        "recordBarcodeMember", fields, enterpriseId=firm(standards, "c1"), **member
    )
    assert code_of(taken) == "MAKER_CODE_TAKEN"
