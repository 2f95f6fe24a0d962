"""See as over HTTP: for whom, masked, written down, and nothing but reading."""

import pytest

from core.errors import ZhijianError
from core.see_as import _entered
from schema.execution import Ask
from tests.access.oracle import gid
from tests.access.test_previews import OFFICER, standing_of
from tests.fixtures.bureau import Caller as Client
from tests.fixtures.small_world import token_of
from tests.schema.shared.people import everything


class Looking(Client):
    """An officer at a client, who sends the header."""

    def __init__(self, bureau, username, standing):
        super().__init__(bureau.http, token_of(username) if username else None)
        self.header = standing if isinstance(standing, str) else standing.header()

    async def post(self, query, **variables):
        headers = {"zhijian-see-as": self.header}
        if self.token:
            headers["authorization"] = f"Bearer {self.token}"
        body = {"query": query, "variables": variables}
        return await self.http.post(self.path, json=body, headers=headers)


TOWN = ("town.leader", "town-a", ("a",))
PHONES = "{ enterprises(first: 50) { nodes { phone legalRepresentative } } }"


async def test_every_use_is_in_the_ledger_with_role_and_divisions(bureau):
    looking = Looking(bureau, OFFICER, standing_of(bureau.world, *TOWN))
    before = await everything(bureau)
    await looking.ask("query Board { enterprises(first: 5) { totalCount } }")
    (entry,) = await bureau.rows("select * from ledger_entry where operation = 'seeAs'")
    assert (entry["username"], entry["outcome"]) == (OFFICER, "READ_PROTECTED")
    assert entry["reason"].startswith("town.leader；town-a；新街｜sha256:"), (
        "no text that was typed"
    )
    assert entry["account_id"] == bureau.world.accounts[OFFICER]
    after = await everything(bureau)
    assert {n for n in after if after[n] != before.get(n)} <= {"ledger_entry"}


async def test_personal_data_is_never_clear_even_where_the_role_sees_it(bureau):
    station = ("station.head", "first", ("a", "b"))
    own = await bureau.as_user("station-head-first").ask(PHONES)
    assert "13800001234" in str(own)
    shown = await Looking(bureau, OFFICER, standing_of(bureau.world, *station)).ask(PHONES)
    assert {row["phone"] for row in shown["enterprises"]["nodes"]} == {"138****1234"}
    oracle = '{ enterprises(where: { phone: { eq: "13800001234" } }) { totalCount } }'
    errors = await Looking(bureau, OFFICER, standing_of(bureau.world, *station)).errors(oracle)
    assert "phone" in errors[0]["message"], "nor can it be guessed by a filter"


@pytest.mark.parametrize(
    ("username", "code"),
    [
        ("officer-system", "DENIED"),
        ("branch-deciding-leader", "DENIED"),
        ("town-leader-a", "DENIED"),
        ("", "UNAUTHENTICATED"),
    ],
)
async def test_nobody_else_may_look(bureau, username, code):
    looking = Looking(bureau, username, standing_of(bureau.world, *TOWN))
    (error,) = await looking.errors("{ enterprises(first: 5) { totalCount } }")
    assert error["extensions"]["code"] == code
    entries = await bureau.rows("select outcome from ledger_entry where operation = 'seeAs'")
    assert [entry["outcome"] for entry in entries] == ["REFUSED"] * bool(username)


@pytest.mark.parametrize(
    "header",
    [
        '{"role": "officer.audit"}',
        '{"role": "officer.system"}',
        '{"role": "nobody"}',
        '{"role": "enterprise.manager"}',
        '{"role": "public", "divisions": ["RGl2aXNpb246MQ=="]}',
        '{"role": "town.leader", "divisions": ["RGl2aXNpb246OTk5OQ=="]}',
        '{"role": "town.leader", "account": "QWNjb3VudDox"}',
        '{"role": ["town.leader"]}',
        "[]",
        "town.leader",
        "",
        '{"role": "town.leader"' + " " * 5_000 + "}",
    ],
)
async def test_a_header_that_names_no_post_is_refused(bureau, header):
    (error,) = await Looking(bureau, OFFICER, header).errors("{ me { name } }")
    assert error["extensions"]["code"] in ("BAD_PREVIEW", "BAD_ID")


async def test_nothing_is_done_and_nothing_followed_in_a_preview(bureau):
    looking = Looking(bureau, OFFICER, standing_of(bureau.world, *TOWN))
    before = await everything(bureau)
    for text in (
        "mutation { signOut(input: {}) { userErrors { code } } }",
        'mutation { reportHazard(input: {description: "x"}) { userErrors { code } } }',
        "subscription { recordChanged { type } }",
    ):
        (error,) = (await looking.errors(text))[:1]
        known = ("PREVIEW_ONLY_READS", "INVALID_DOCUMENT", "BAD_VARIABLES")
        assert error["extensions"]["code"] in known
    after = await everything(bureau)
    assert {n for n in after if after[n] != before.get(n)} <= {"ledger_entry"}
    stream = {"accept": "text/event-stream", "zhijian-see-as": looking.header}
    stream["authorization"] = f"Bearer {looking.token}"
    body = {"query": "subscription { recordChanged { type } }"}
    answer = await bureau.http.post("/graphql", json=body, headers=stream)
    assert "PREVIEW_ONLY_READS" in answer.text


async def test_the_store_itself_opens_no_transaction_to_write(bureau):
    application = bureau.application
    access = await application.access(token_of(OFFICER))
    header = standing_of(bureau.world, *TOWN).header()
    seen = await _entered(application, Ask(access=access, text="{ me { name } }"), header)
    with pytest.raises(ZhijianError) as caught:
        async with application.store.writing(seen):
            pass
    assert caught.value.stable_code == "PREVIEW_ONLY_READS"


async def test_see_as_checks_a_choice_and_gives_the_header(bureau):
    world = bureau.world
    text = "query ($i: SeeAsInput!) { seeAs(input: $i) { header value title } }"
    chosen = {
        "role": "town.leader",
        "organisationId": gid("Organisation", world.organisations["town-a"]),
        "divisionIds": [gid("Division", world.divisions["a"])],
    }
    given = (await bureau.as_user(OFFICER).ask(text, i=chosen))["seeAs"]
    assert given["header"].lower() == "zhijian-see-as"
    assert given["title"].startswith("镇街分管领导")
    data = await Looking(bureau, OFFICER, given["value"]).ask("{ me { roles { name } } }")
    assert data["me"]["roles"] == [{"name": "town.leader"}]
    (error,) = await bureau.as_user(OFFICER).errors(text, i=chosen | {"role": "officer.audit"})
    assert error["extensions"]["code"] == "BAD_PREVIEW"
