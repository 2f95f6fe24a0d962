"""Looking is noted; forms that make no sense say why; lists of objects and one value in clear."""

from collections.abc import Callable

from core.identity.models import Account
from schema.ids import global_id
from tests.core.desk.pages import Clerk, Parsed
from tests.core.inbox.conftest import PostOffice
from tests.fixtures.bureau import Bureau
from tests.fixtures.jobs import run_jobs
from tests.fixtures.policy import PROPOSER, SIGNER, propose
from tests.plugins.early_warning.ground import CHIEF

At = Callable[[str], Clerk]
LEADER = "town-leader-a"
RULE = """{ warningRuleVersions(where: { code: { eq: "E1" } }) { nodes {
  id number audiences quietDays escalation } } }"""
READ = "select read_at from message m join account a on a.id = account_id where username = $1"
SOUND = "town.leader,core:Enterprise.name,read,all,deny"
UNSOUND = "public,core:Account.phone,read,all,allow"


async def _message(bureau: Bureau) -> str:
    office = PostOffice(bureau)
    await office.tell(office.notice(office.in_town("a", roles=("town.leader",))))
    await run_jobs(bureau)
    data = await bureau.as_user(LEADER).ask("{ messages { nodes { id unread } } }")
    (node,) = data["messages"]["nodes"]
    assert node["unread"]
    return str(node["id"])


async def test_to_look_at_a_message_is_to_open_it_once(clerk: At, bureau: Bureau) -> None:
    key, own = await _message(bureau), clerk(LEADER)
    await own.get("/desk/core/messages")
    (unread,) = await bureau.rows(READ, LEADER)
    assert unread["read_at"] is None, "a list is no look"
    await own.get(f"/desk/core/message/{key}")
    (first,) = await bureau.rows(READ, LEADER)
    assert first["read_at"] == bureau.clock.now()
    bureau.clock.advance(minutes=5)
    await own.get(f"/desk/core/message/{key}")
    assert await bureau.rows(READ, LEADER) == [first]
    assert len(await bureau.rows("select 1 from message where read_at is not null")) == 1
    kept = await bureau.rows("select username from ledger_entry where operation = 'readMessage'")
    assert [row["username"] for row in kept] == [LEADER]


async def test_nobody_else_opens_it(clerk: At, bureau: Bureau) -> None:
    key = await _message(bureau)
    await clerk("town-leader-b").get(f"/desk/core/message/{key}", 404)
    assert not await bureau.rows("select 1 from message where read_at is not null")


async def test_a_draft_with_faults_says_why_it_cannot_be_signed(clerk: At, bureau: Bureau) -> None:
    unsound = await propose(bureau.as_user(PROPOSER), [UNSOUND])
    signer = clerk(SIGNER)
    page = await signer.get(f"/desk/core/draft/{unsound}")
    assert f"/desk/core/sign-draft/{unsound}" not in page.links
    assert signer.says("检查不合格，不能签署")
    await signer.get(f"/desk/core/sign-draft/{unsound}")
    assert signer.says("检查不合格，不能签署")
    sound = await propose(
        bureau.as_user(PROPOSER), ["town.leader,core:Enterprise.name,read,all,deny"]
    )
    page = await signer.get(f"/desk/core/draft/{sound}")
    assert f"/desk/core/sign-draft/{sound}" in page.links
    assert not signer.says("检查不合格，不能签署")


async def test_a_rule_is_proposed_with_audiences_and_escalation(clerk: At, bureau: Bureau) -> None:
    chief = clerk(CHIEF)
    (first,) = (await bureau.as_user(CHIEF).ask(RULE))["warningRuleVersions"]["nodes"]
    path = f"/desk/early_warning/propose-rule/{first['id']}"
    form = await chief.get(path)
    assert f"/desk/early_warning/backtest-version/{first['id']}" in form.links
    assert set(form.inputs["audiences"]) == set(first["audiences"])
    assert form.inputs["escalation.0.afterDays"] == ["3"]
    assert set(form.inputs["escalation.0.roles"]) == set(first["escalation"][0]["roles"])

    same = form.inputs | {"reason": ["试行"]}
    await chief.post(path, same, 422)
    assert chief.says("没有变动"), "the form as it was is no change, whatever its order"

    typed = same | {"audiences": ["TOWN", "ENTERPRISE"], "quietDays": ["3"]}
    typed["escalation.1.afterDays"], typed["escalation.1.roles"] = ["9"], ["station.head"]
    for name in ("afterDays", "roles", "colours"):
        typed.pop(f"escalation.2.{name}", None)
    await chief.post(path, typed)
    made = (await bureau.as_user(CHIEF).ask(RULE))["warningRuleVersions"]["nodes"]
    last = max(made, key=lambda each: each["number"])
    assert sorted(last["audiences"]) == ["ENTERPRISE", "TOWN"]
    assert last["quietDays"] == 3
    assert [each["after_days"] for each in last["escalation"]] == [3, 9]
    assert last["escalation"][1]["roles"] == ["station.head"]
    page = await chief.get(f"/desk/early_warning/rule/{last['id']}")
    assert "逐级上报" in page.texts
    await chief.get(f"/desk/early_warning/backtest-version/{last['id']}")
    assert chief.says("检验不合格")


async def test_a_level_that_is_half_typed_is_asked_for(clerk: At, bureau: Bureau) -> None:
    chief = clerk(CHIEF)
    (first,) = (await bureau.as_user(CHIEF).ask(RULE))["warningRuleVersions"]["nodes"]
    path = f"/desk/early_warning/propose-rule/{first['id']}"
    typed = (await chief.get(path)).inputs | {"reason": ["试行"]}
    typed["escalation.0.roles"] = []
    before = await bureau.count("warning_rule_version")
    await chief.post(path, typed, 422)
    assert chief.says("请填写此项")
    assert await bureau.count("warning_rule_version") == before


def _purpose(page: Parsed, bureau_rows: list[dict[str, int]]) -> dict[str, list[str]]:
    key = global_id("RevealPurpose", bureau_rows[0]["id"])
    return page.inputs | {"purposeId": [key], "reason": ["核实账号归属"]}


async def test_a_telephone_number_is_shown_in_clear_from_its_page(
    clerk: At, bureau: Bureau
) -> None:
    account = global_id("Account", bureau.world.accounts[LEADER])
    async with bureau.application.store.system() as session:
        (await session.get_one(Account, bureau.world.accounts[LEADER])).phone = "13900001111"
    officer = clerk("officer-security")
    page = await officer.get(f"/desk/core/account/{account}")
    path = f"/desk/core/reveal-account-phone/{account}"
    assert path in page.links
    rows = await bureau.rows("select id from reveal_purpose order by id")
    form = await officer.get(path)
    await officer.post(path, form.inputs, 422)
    assert not officer.says("13900001111")
    await officer.post(path, _purpose(form, rows), 200)
    assert officer.says("13900001111")
    kept = await bureau.rows("select outcome from ledger_entry where operation = 'reveal'")
    assert [row["outcome"] for row in kept][-1] == "READ_PROTECTED"
    assert path not in (await clerk("officer-system").get(f"/desk/core/account/{account}")).links
