"""The same import by GraphQL: upload, examine, confirm, store, each by whoever may."""

import pytest

from tests.core.imports.samples import CLERK
from tests.fixtures.jobs import run_jobs
from tests.fixtures.small_world import token_of

MAPPING = """
into = "enterprises"
source = "upload"
key = ["name"]
[columns]
name = "name"
town = "town"
address = "address"
"""
ROWS = "name,town,address\r\n杭州萧山甲厂,新街,一号\r\n杭州萧山乙厂,没有的镇,二号\r\n"
RUN = "importRun { id state stated stored refused version }"


async def upload(bureau, user, content, name):
    """What `POST /files` answers."""
    answer = await bureau.http.post(
        "/files",
        files={"file": (name, content, "text/csv")},
        headers={"authorization": f"Bearer {token_of(user)}"},
    )
    return answer.json()


async def started(bureau, mapping=MAPPING):
    answer = await upload(bureau, CLERK, ROWS.encode("gbk"), "units.csv")
    key = answer["id"]
    clerk = bureau.as_user(CLERK)
    return await clerk.run("startImport", RUN, plugin="register", mapping=mapping, fileId=key)


async def looked_at(bureau, key):
    asked = "query ($id: ID!) { importRun(id: $id) { state stated stored refused version } }"
    return (await bureau.as_user(CLERK).ask(asked, id=key))["importRun"]


async def test_it_is_examined_then_confirmed_then_stored(bureau):
    before = await bureau.count("enterprise")
    run = (await started(bureau))["importRun"]
    assert run["state"] == "EXAMINING"
    await run_jobs(bureau)
    found = await looked_at(bureau, run["id"])
    assert (found["state"], found["stored"], found["refused"]) == ("EXAMINED", 1, 1)
    assert "GBK" in found["stated"]
    assert await bureau.count("enterprise") == before
    answer = await bureau.as_user(CLERK).run("confirmImport", RUN, id=run["id"])
    assert answer["userErrors"] == []
    await run_jobs(bureau)
    found = await looked_at(bureau, run["id"])
    assert (found["state"], found["stored"], found["refused"]) == ("DONE", 1, 1)
    assert await bureau.rows("select 1 from enterprise where name = '杭州萧山甲厂'")
    data = await bureau.as_user(CLERK).ask("{ importRefusals { nodes { line field chinese } } }")
    (refused,) = data["importRefusals"]["nodes"]
    assert (refused["line"], refused["field"]) == (3, "town")
    again = await bureau.as_user(CLERK).do("confirmImport", id=run["id"])
    assert [each["code"] for each in again["userErrors"]] == ["IMPORT_STATE"]


async def test_a_mapping_that_does_not_fit_ends_refused(bureau):
    run = (await started(bureau, mapping=MAPPING.replace('"town"', '"no such column"')))[
        "importRun"
    ]
    await run_jobs(bureau)
    assert (await looked_at(bureau, run["id"]))["state"] == "REFUSED"
    data = await bureau.as_user(CLERK).ask("{ importRefusals { nodes { line code } } }")
    assert data["importRefusals"]["nodes"] == [{"line": 0, "code": "MAPPING_MISFIT"}]


@pytest.mark.parametrize("user", ["town-leader-ac", "branch-licensing-chief", "officer-system"])
async def test_others_can_neither_send_a_table_nor_begin(bureau, user):
    answer = await upload(bureau, user, ROWS.encode(), "units.csv")
    assert answer["userErrors"]
    run = (await started(bureau))["importRun"]
    await run_jobs(bureau)
    before = await bureau.count("enterprise")
    errors = await bureau.as_user(user).errors(
        "mutation ($input: ConfirmImportInput!) { confirmImport(input: $input) "
        "{ userErrors { code } } }",
        input={"id": run["id"]},
    )
    assert errors
    await run_jobs(bureau)
    assert await bureau.count("enterprise") == before
