"""Answers that still stand over HTTP: validators, 304, what is never kept, what still counts."""

import pytest
from sqlalchemy import event

from core.gateway.http import has_already
from core.look_up.service import COST
from tests.fixtures.bureau import KEPT_MB, open_bureau
from tests.fixtures.policy import PROPOSER

CARDS = "{ enterpriseCards(first: 5) { nodes { name } } }"
PHONES = "{ enterprises(first: 5) { nodes { phone } } }"
INSPECTOR, TOWN, LEADER = "station-inspector-first", "town-quality-officer-a", "town-leader-a"


@pytest.fixture
async def bureau(databases, template):
    async with open_bureau(databases, template, kept_mb=KEPT_MB) as opened:
        yield opened


async def get(caller, query, tag=None, **headers):
    headers |= {"authorization": f"Bearer {caller.token}"} if caller.token else {}
    headers |= {"if-none-match": tag} if tag else {}
    return await caller.http.get("/graphql", params={"query": query}, headers=headers)


def counted(bureau, name, **labels):
    labels = {"worker": "0", **labels}
    return bureau.application.metrics.registry.get_sample_value(name, labels) or 0


def statements(bureau):
    return bureau.application.store.reads.statements


async def test_an_answer_that_still_stands_is_not_sent_again(bureau):
    caller = bureau.as_user(TOWN)
    first = await get(caller, CARDS)
    assert first.status_code == 200
    tag, before = first.headers["etag"], statements(bureau)
    assert first.headers["cache-control"] == "private, no-cache"
    assert first.headers["vary"] == "Accept, Authorization, Cookie"
    again = await get(caller, CARDS, tag)
    assert (again.status_code, again.content) == (304, b"")
    kept = ("etag", "cache-control", "vary", "x-policy-version", "x-content-type-options")
    assert {n: again.headers[n] for n in kept} == {n: first.headers[n] for n in kept}
    other = await get(caller, CARDS, '"another"')
    assert (other.status_code, other.content) == (200, first.content)
    assert statements(bureau) == before, "neither took a statement"


async def test_a_write_ends_it_at_once_and_an_equal_answer_is_recognised(bureau):
    caller = bureau.as_user(TOWN)
    first = await get(caller, CARDS)
    tag = first.headers["etag"]
    await _rename(bureau, "name || '!'")
    changed = await get(caller, CARDS, tag)
    assert changed.status_code == 200
    assert changed.headers["etag"] != tag
    assert changed.content != first.content
    await _rename(bureau, "rtrim(name, '!')")
    assert (await get(caller, CARDS, tag)).status_code == 304, "the first answer again"


async def _rename(bureau, how):
    store = bureau.application.store
    async with store.system() as session:
        connection = await session.connection()
        await connection.exec_driver_sql(f"update enterprise_card set name = {how}")


async def test_over_post_the_answer_is_kept_but_the_client_keeps_nothing(bureau):
    caller = bureau.as_user(TOWN)
    headers = {"authorization": f"Bearer {caller.token}"}
    first = await caller.post(CARDS)
    before = statements(bureau)
    tag = (await get(caller, CARDS)).headers["etag"]
    headers["if-none-match"] = tag
    again = await caller.http.post("/graphql", json={"query": CARDS}, headers=headers)
    assert (again.status_code, again.content) == (200, first.content)
    assert "etag" not in again.headers
    assert again.headers["cache-control"] == "no-store"
    assert statements(bureau) == before


async def test_equal_rights_share_an_answer_and_others_do_not(bureau):
    first = await get(bureau.as_user(f"{TOWN[:-1]}c"), CARDS)
    before = statements(bureau)
    assert (await get(bureau.as_user(TOWN), CARDS)).content != b""
    assert statements(bureau) == before + 1, "another town is another scope"
    assert (await get(bureau.as_user(LEADER), CARDS)).status_code == 200
    assert statements(bureau) == before + 2, "another permission set is another answer"
    shown = {"authorization": f"Bearer {bureau.as_user(TOWN).token}"}
    tag = first.headers["etag"]
    stolen = await bureau.http.get(
        "/graphql", params={"query": CARDS}, headers={**shown, "if-none-match": tag}
    )
    own = await get(bureau.as_user(TOWN), CARDS)
    assert (stolen.status_code == 304) is (own.content == first.content)


async def test_the_public_looks_again_without_sql(bureau):
    anybody = bureau.as_user("")
    text = "{ enterpriseCards { nodes { name } } divisions { nodes { name } } }"
    tag = (await get(anybody, text)).headers["etag"]
    before = statements(bureau)
    assert (await get(anybody, text, tag)).status_code == 304
    assert (await anybody.ask(text))["divisions"]["nodes"]
    assert statements(bureau) == before


async def test_a_number_is_looked_up_once_until_something_is_written(bureau):
    anybody = bureau.as_user("")
    text = '{ lookUp(number: "ZJ-2026-0001") { kind number } }'
    spent, sent = [], []
    bureau.application.rates.spend = lambda _subject, points: spent.append(points)
    engine = bureau.application.store._system_engine.sync_engine
    event.listen(engine, "before_cursor_execute", lambda *given: sent.append(given[2]))
    found = [await anybody.ask(text)]
    first = len(sent)
    found.append(await anybody.ask(text))
    assert len(sent) == first > 0, "the second one took no statement"
    (kept,) = bureau.application.answers._kept.values()
    assert {"licence", "equipment"} <= kept.tables
    bureau.application.tables.changed(["equipment"])
    found.append(await anybody.ask(text))
    assert len(sent) == 2 * first
    assert found == [found[0]] * 3
    assert sum(spent) >= 3 * COST


async def test_personal_data_in_clear_leaves_its_entry_each_time_and_no_validator(bureau):
    caller, ledger = bureau.as_user(INSPECTOR), bureau.count("ledger_entry")
    before = await ledger
    for number in (1, 2):
        answer = await get(caller, PHONES)
        assert answer.json()["data"]["enterprises"]["nodes"][0]["phone"]
        assert "etag" not in answer.headers
        assert answer.headers["cache-control"] == "no-store"
        assert await bureau.count("ledger_entry") == before + number
    assert counted(bureau, "zhijian_kept_answers_total", result="bypass") == 2


async def test_what_python_answers_and_previews_are_never_kept(bureau):
    answer = await get(bureau.as_user(TOWN), "{ me { username } }")
    assert "etag" not in answer.headers
    officer = bureau.as_user(PROPOSER)
    for _ in range(2):
        seen_as = await get(officer, CARDS, **{"zhijian-see-as": "role=superior.supervisor"})
        assert "etag" not in seen_as.headers
    assert len(bureau.application.answers) == 0


async def test_an_answer_that_stands_costs_its_budget_and_has_its_line(bureau, caplog):
    caller = bureau.as_user(TOWN)
    spent = []
    bureau.application.executor.spend = lambda _access, _ip, points: spent.append(points)
    tag = (await get(caller, CARDS)).headers["etag"]
    await get(caller, CARDS, tag)
    await caller.post(CARDS)
    assert spent[0] > 0
    assert spent == [spent[0]] * 3
    results = {r: counted(bureau, "zhijian_kept_answers_total", result=r) for r in ("hit", "miss")}
    assert results == {"hit": 2, "miss": 1}
    assert counted(bureau, "zhijian_not_modified_total") == 1
    assert counted(bureau, "zhijian_requests_total", outcome="ok") == 3
    assert counted(bureau, "zhijian_reads_total", path="kept") == 2
    assert counted(bureau, "zhijian_sql_statements_total") == 1


async def test_a_spent_budget_refuses_what_stands_like_everything_else(bureau):
    caller = bureau.as_user(TOWN)
    tag = (await get(caller, CARDS)).headers["etag"]
    account = (await bureau.application.access(caller.token)).actor.account_id
    rates = bureau.application.rates
    (spent,) = (sum(n for _, n in steps) for steps in rates._spent.values())
    rates.spend(f"account:{account}", rates.budget - spent)
    refused = await get(caller, CARDS, tag)
    assert refused.status_code == 429
    assert refused.json()["errors"][0]["extensions"]["code"] == "RATE_LIMITED"


async def test_a_session_that_has_ended_gets_nothing_with_an_old_validator(bureau):
    caller = bureau.as_user(TOWN)
    tag = (await get(caller, CARDS)).headers["etag"]
    account = bureau.world.accounts[TOWN]
    async with bureau.application.store.system() as session:
        connection = await session.connection()
        ended = f"update session set ended_at = now() where account_id = {account}"
        await connection.exec_driver_sql(ended)
    bureau.application.actors._known.clear()
    answer = await get(caller, CARDS, tag)
    assert (answer.status_code, "etag" in answer.headers) == (401, False)


@pytest.mark.parametrize(
    ("named", "has"),
    [
        (None, False),
        ('"a"', True),
        ('W/"a"', True),
        ('"b", W/"a"', True),
        ("*", True),
        ('"b"', False),
        ("a", False),
        ('W/"aa"', False),
        ("", False),
    ],
)
def test_validators_are_compared_weakly(named, has):
    assert has_already(named, 'W/"a"') is has
