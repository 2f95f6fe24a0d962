"""`policyMatrix` shows the decision table, whole, narrowed, and against another version."""

import random

import pytest

from core.policy.compiler import changed, compile_table, decision, digest_of
from core.policy.models import PolicyRule, PolicyVersion
from core.policy.rules import Rule
from core.policy.stored import rules_in_force
from schema.tiers.readers import readers

TEXT = """query ($i: PolicyMatrixInput!) { policyMatrix(input: $i) {
  version comparedTo totalCount endCursor roles { name }
  lines { resource action cells { role effect scopes former { effect scopes } } }
} }"""
SECURITY = "officer-security"


async def shown(bureau, **given):
    return (await bureau.as_user(SECURITY).ask(TEXT, i=given))["policyMatrix"]


async def pages(bureau, **given):
    """All lines, page by page."""
    lines, after = [], None
    while True:
        page = await shown(bureau, first=100, **given | ({"after": after} if after else {}))
        lines += page["lines"]
        if (after := page["endCursor"]) is None:
            assert len(lines) == page["totalCount"]
            return lines


def cells_of(lines):
    return {
        (cell["role"], line["resource"], line["action"]): (cell["effect"], tuple(cell["scopes"]))
        for line in lines
        for cell in line["cells"]
    }


async def test_it_says_what_the_table_decides(reading_bureau):
    table = reading_bureau.application.live.current
    found = cells_of(await pages(reading_bureau))
    assert found == {key: decision(cell) for key, cell in table.cells.items()}


@pytest.mark.parametrize(
    ("given", "holds"),
    [
        ({"role": "town.leader"}, lambda key, _: key[0] == "town.leader"),
        ({"tier": "STATION"}, lambda key, _: key[0].startswith("station.")),
        ({"plugin": "licensing"}, lambda key, _: key[1].startswith("licensing:")),
        ({"action": "reveal"}, lambda key, _: key[2] == "reveal"),
        ({"resource": "core:Enterprise."}, lambda key, _: key[1].startswith("core:Enterprise.")),
    ],
)
async def test_it_is_narrowed(reading_bureau, given, holds):
    table = reading_bureau.application.live.current
    found = cells_of(await pages(reading_bureau, **given))
    assert found
    assert found == {k: decision(c) for k, c in table.cells.items() if holds(k, c)}


async def test_against_another_version_it_says_what_differs(bureau):
    application = bureau.application
    before = application.live.current
    rule = ["branch.data_clerk", "licensing:Licence", "decide", "all", "allow"]
    await put_in_force(bureau, rule)
    now = application.live.current
    lines = await pages(bureau, compareTo=before.version)
    assert set(cells_of(lines)) == set(changed(before, now)) == {(rule[0], rule[1], rule[2])}
    (cell,) = lines[0]["cells"]
    assert cell["effect"] == "allow"
    assert cell["former"] == {"effect": "deny", "scopes": []}
    backwards = await pages(bureau, version=before.version, compareTo=now.version)
    (cell,) = backwards[0]["cells"]
    assert (cell["effect"], cell["former"]) == ("deny", {"effect": "allow", "scopes": ["all"]})


async def put_in_force(bureau, words):
    """Store a version with one more rule, past the signatures, which do not matter here."""
    application, rule = bureau.application, Rule(*words)
    async with application.store.system() as session:
        held = await rules_in_force(session)
        version = application.live.version + 1
        session.add(
            PolicyVersion(
                id=version,
                created_at=bureau.clock.now(),
                reason="test",
                digest=digest_of([*held, rule]),
            )
        )
        await session.flush()
        session.add(PolicyRule.of(rule, version))
    application.live.swap(compile_table([*held, rule], application.assembly.domain, version))


async def test_a_version_that_never_was_is_refused(reading_bureau):
    (error,) = await reading_bureau.as_user(SECURITY).errors(TEXT, i={"version": 99})
    assert error["extensions"]["code"] == "INVALID_INPUT"
    (error,) = await reading_bureau.as_user(SECURITY).errors(TEXT, i={"compareTo": 0})
    assert error["extensions"]["code"] == "NOT_FOUND"


@pytest.mark.parametrize("username", ["branch-deciding-leader", "town-leader-a", ""])
async def test_it_is_for_officers(reading_bureau, username):
    text = "{ policyMatrix(input: {}) { version } }"
    assert "Cannot query" in str(await reading_bureau.as_user(username).errors(text))


# ------------------------------------------------------------------ descriptions

FIELDS = '{ __type(name: "%s") { fields { name description } } }'


async def described(bureau, username, type_):
    fields = (await bureau.as_user(username).ask(FIELDS % type_))["__type"]["fields"]
    return {field["name"]: field["description"] for field in fields}


async def test_officers_read_in_each_description_who_reads_the_field(reading_bureau):
    told = await described(reading_bureau, SECURITY, "Account")
    assert "脱敏 masked: 审计管理员 officer.audit、安全管理员 officer.security" in told["phone"]
    assert "可读 May read：分局 BRANCH" in told["username"]
    told = await described(reading_bureau, SECURITY, "Mutation")
    assert told["assignPost"].endswith("可办理 May do：安全管理员 officer.security")


async def test_nobody_else_does(reading_bureau):
    for username in ("", "town-leader-a", "branch-deciding-leader"):
        types = "{ __schema { types { fields { description } inputFields { description } } } }"
        answer = await reading_bureau.as_user(username).post(types)
        assert "May read" not in answer.text
        assert "May do" not in answer.text


async def test_what_is_said_is_true(reading_bureau):
    """Of random roles and fields: named in the line, if and only if the role's schema has it."""
    application = reading_bureau.application
    draw = random.Random(7)  # noqa: S311
    line = readers(application.views.shape, application.live.current)
    people = [name for name in reading_bureau.world.accounts if "officer" not in name]
    for username in draw.sample(sorted(people), 6):
        role = reading_bureau.world.roles[username]
        tier = application.live.current.roles[role].tier.value
        own = await described(reading_bureau, username, "Enterprise")
        for field in application.views.shape.types["Enterprise"].fields:
            words = set(line("Enterprise", field).replace("、", " ").replace("；", " ").split())
            assert bool({role, tier} & words) == (field in own), (username, field)
