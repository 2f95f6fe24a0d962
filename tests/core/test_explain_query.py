"""`zhijian explain-query`: the statement, its plan and its cost, for one account's rights."""

import pytest

from core.commands.explain_query import Wanted, explain_query, variables_of
from core.errors import InvalidInput

TEXT = "query ($n: Int!) { enterprises(first: $n) { nodes { name } } }"


async def told(bureau, wanted):
    said = []
    await explain_query(bureau.application, wanted, said.append)
    return said


@pytest.mark.parametrize("analyze", [False, True])
async def test_a_query_is_explained_under_the_rights_of_its_account(bureau, analyze):
    wanted = Wanted(TEXT, "town-leader-a", {"n": 5}, analyze)
    cost, sql, *plan = await told(bureau, wanted)
    assert cost.endswith(": 6")
    assert sql.startswith("SELECT concat(")
    assert "town_id = ANY" in sql
    assert any("enterprise" in line for line in plan)
    assert any("actual time" in line for line in plan) is analyze


async def test_what_resolvers_answer_is_said_to_be(bureau):
    lines = await told(bureau, Wanted("{ me { name } }", "town-leader-a"))
    assert "Query.me" in lines[-1]


@pytest.mark.parametrize(
    ("wanted", "error"),
    [
        (Wanted("{ enterprises { totalCount } }"), InvalidInput),
        (Wanted("{ me { name } }", "nobody"), InvalidInput),
    ],
)
async def test_what_cannot_be_explained_is_refused(bureau, wanted, error):
    with pytest.raises(error):
        await told(bureau, wanted)


@pytest.mark.parametrize("text", ["", "[]", "{"])
def test_variables_are_a_json_object(text):
    with pytest.raises(InvalidInput):
        variables_of(text)
