"""What products name: declared without approval, flagged by a notice, replaced by the firm."""

import pytest

from tests.plugins.standards.acts import (
    CHIEF,
    CLERK,
    OWNER,
    STATION,
    USE,
    act,
    add,
    code_of,
    everything,
    notice,
    use,
)

USES = "{ standardUses(first: 20) { nodes { product standard { code } } } }"
COLOUR = "query($id: ID!) { standardUse(id: $id) { colour replaceBy open } }"


async def colour(bureau, row):
    return (await bureau.as_user(OWNER).ask(COLOUR, id=row["id"]))["standardUse"]["colour"]


async def test_a_notice_flags_and_the_colour_follows_the_days(standards):
    await add(standards, "GB/T 1234-2015")
    row = await use(standards, "gb/t1234-2015")
    assert (row["colour"], row["standard"]["status"]) == (None, "CURRENT")
    done = await notice(standards, "GB/T 1234-2015", "2027-02-01", "GB/T 1234-2026")
    assert (done["usesFlagged"], done["firmsTold"]) == (1, 1)
    assert done["successor"]["code"] == "GB/T 1234-2026"
    assert await colour(standards, row) == "YELLOW"  # from its publication on
    standards.clock.advance(days=39)  # 1 January, thirty days before the last one
    assert await colour(standards, row) == "RED"
    standards.clock.advance(days=31)  # 1 February
    assert await colour(standards, row) == "EXPIRED"
    new = await act(
        standards,
        OWNER,
        "replaceStandardUse",
        USE,
        standardUseId=row["id"],
        standard="GB/T1234-2026",
    )
    assert (new["colour"], new["product"]) == (None, "电缆")
    assert await colour(standards, row) is None


async def test_what_has_ended_is_refused_with_its_day_and_its_successor(standards):
    await add(standards, "GB/T 1234-2015")
    await notice(standards, "GB/T 1234-2015", "2025-07-01", "GB/T 1234-2025")
    before = await everything(standards)
    refused = await standards.as_user(OWNER).run(
        "declareStandardUse", USE, product="电缆", standard="GB/T 1234-2015"
    )
    assert code_of(refused) == "STANDARD_ENDED"
    assert "2025-07-01" in refused["userErrors"][0]["message"]
    assert "GB/T 1234-2025" in refused["userErrors"][0]["message"]
    assert refused["userErrors"][0]["explain"]["replacedBy"] == "GB/T 1234-2025"
    unknown = await standards.as_user(OWNER).run(
        "declareStandardUse", USE, product="电缆", standard="GB/T 9-2015"
    )
    assert code_of(unknown) == "STANDARD_UNKNOWN"
    assert await everything(standards) == before


async def test_a_notice_is_imported_once_by_the_clerk_alone(standards):
    await add(standards, "GB/T 1234-2015")
    given = {
        "replaced": "GB/T 1234-2015",
        "endsOn": "2027-02-01",
        "publishedOn": "2026-11-20",
        "source": "公告",
    }
    before = await everything(standards)
    for who in (OWNER, STATION, CHIEF, "town-leader-a", "superior-supervisor"):
        answer = (
            await standards.as_user(who).post(
                "mutation($input: ImportReplacementNoticeInput!) "
                "{ importReplacementNotice(input: $input) { userErrors { code } } }",
                input=given,
            )
        ).json()
        assert "errors" in answer, who  # it is not in their schema
    assert await everything(standards) == before
    await notice(standards, "GB/T 1234-2015", "2027-02-01")
    again = await standards.as_user(CLERK).run("importReplacementNotice", "", **given)
    assert code_of(again) == "NOTICE_KNOWN"


async def test_each_sees_what_it_answers_for(standards):
    await add(standards, "GB/T 1234-2015")
    await use(standards, "GB/T 1234-2015")
    await use(standards, "GB/T 1234-2015", "垫片", who="enterprise-clerk-c1")
    seen = {
        OWNER: 1,
        "enterprise-manager-a2": 0,
        STATION: 1,
        "station-head-second": 1,
        "town-leader-b": 0,
        CLERK: 2,
        "superior-supervisor": 2,
    }
    for who, many in seen.items():
        nodes = (await standards.as_user(who).ask(USES))["standardUses"]["nodes"]
        assert len(nodes) == many, who


@pytest.mark.parametrize("who", ["enterprise-safety-officer-a1", "enterprise-manager-a2", STATION])
async def test_nobody_replaces_for_another(standards, who):
    await add(standards, "GB/T 1234-2015")
    row = await use(standards, "GB/T 1234-2015")
    before = await everything(standards)
    answer = (
        await standards.as_user(who).post(
            "mutation($input: ReplaceStandardUseInput!) "
            "{ replaceStandardUse(input: $input) { userErrors { code } } }",
            input={"standardUseId": row["id"], "reason": "停产"},
        )
    ).json()
    assert "errors" in answer or answer["data"]["replaceStandardUse"]["userErrors"]
    assert await everything(standards) == before


async def test_the_boards_count_by_town(standards):
    await add(standards, "GB/T 1234-2015")
    await use(standards, "GB/T 1234-2015")
    await use(standards, "GB/T 1234-2015", "垫片")
    await notice(standards, "GB/T 1234-2015", "2026-12-01")
    data = await standards.as_user(CLERK).ask(
        "{ standardsBoard { town { nameEn } firms ownStandards products exposed drafting }"
        "  standardExposure { town { nameEn } colour count } }"
    )
    assert data["standardsBoard"] == [
        {
            "town": {"nameEn": "a"},
            "firms": 1,
            "ownStandards": 0,
            "products": 2,
            "exposed": 2,
            "drafting": 0,
        }
    ]
    assert data["standardExposure"] == [{"town": {"nameEn": "a"}, "colour": "RED", "count": 2}]
