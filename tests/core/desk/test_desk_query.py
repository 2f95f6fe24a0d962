"""`desk`: the same first page for clients that draw their own."""

import json

import pytest

from schema.execution import Ask
from tests.core.desk.stock import enter_licences
from tests.fixtures.bureau import TIERS, Bureau
from tests.fixtures.small_world import token_of

DESK = """{ desk {
  cards { title path number counts { colour count } }
  queues { slug title waiting overdue path }
  reports { title path mutation }
} }"""


async def test_a_desk_is_counted_within_the_caller_s_scope(
    bureau: Bureau, licences: dict[str, str]
) -> None:
    reds = {}
    for username in ("branch-licensing-clerk", "town-leader-a", "town-leader-c"):
        desk = (await bureau.as_user(username).ask(DESK))["desk"]
        (card,) = [each for each in desk["cards"] if each["path"] == "/desk/licensing/licences"]
        reds[username] = {each["colour"]: each["count"] for each in card["counts"]}["RED"]
    assert reds == {"branch-licensing-clerk": 1, "town-leader-a": 1, "town-leader-c": 0}


@pytest.mark.parametrize("tier", TIERS)
async def test_every_tier_may_ask_for_its_desk(bureau: Bureau, tier: str) -> None:
    desk = (await bureau.as_tier(tier).ask(DESK))["desk"]
    mutations = {each["mutation"] for each in desk["reports"]}
    assert ("createAccount" in mutations) == (tier == "system")
    assert ("addPolicyRule" in mutations) == (tier == "security")


async def test_more_rows_are_no_more_statements(bureau: Bureau) -> None:
    application = bureau.application
    access = await application.access(token_of("branch-licensing-chief"))
    sent: list[int] = []

    async def watched(ask: Ask) -> object:
        answer = await original(ask)
        sent.append(answer.sql_count)
        return answer

    original = application.executor.answer
    application.executor.answer = watched  # type: ignore[method-assign,assignment]
    await application.answer(Ask(access=access, text=DESK))
    empty, sent[:] = sum(sent), []
    await enter_licences(bureau)
    sent.clear()
    answer = await application.answer(Ask(access=access, text=DESK))
    desk = json.loads(answer.body)["data"]["desk"]
    assert empty == sum(sent) <= len(desk["cards"]) + 2 * len(desk["queues"])
    assert max(sent) <= 2
