"""Acts on a warning: who may, from which state to which, and that a refusal changes nothing."""

import datetime as dt

from schema.ids import global_id
from tests.access.days import months_after
from tests.plugins.early_warning.ground import (
    CHIEF,
    CLERK,
    INSPECTOR,
    LEADER,
    OFFICER,
    OWNER,
    number,
)

STORY = """query ($id: ID!) { earlyWarning(id: $id) {
  story(first: 50) { nodes { act colour note } }
  notices(first: 50) { totalCount nodes { username toldAt openedAt colour level why } }
} }"""


async def story(ground, warning, who=CHIEF):
    found = await ground.bureau.as_user(who).ask(STORY, id=warning)
    return [each["act"] for each in found["earlyWarning"]["story"]["nodes"]]


async def test_the_enterprise_gives_its_receipt_once(bureau, ground):
    (warning,) = await ground.raised("a1")
    assert await ground.act(OWNER, "acknowledgeWarning", warning) is None
    assert (await ground.one(warning))["state"] == "ACKNOWLEDGED"
    assert await story(ground, warning) == ["RAISED", "TOLD", "ACKNOWLEDGED"]
    assert await ground.act(OWNER, "acknowledgeWarning", warning) == "WARNING_ANSWERED"
    assert await story(ground, warning) == ["RAISED", "TOLD", "ACKNOWLEDGED"]


async def test_nobody_acts_where_a_warning_is_no_concern_of_theirs(bureau, ground):
    (warning,) = await ground.raised("a1")
    before = await ground.one(warning)
    for who in ("enterprise-manager-a2", "town-leader-b", "station-inspector-second"):
        assert await ground.act(who, "acknowledgeWarning", warning) == "NOT_FOUND"
        assert (await bureau.as_user(who).ask("{ earlyWarnings { totalCount } }"))["earlyWarnings"][
            "totalCount"
        ] == 0
    assert await ground.one(warning) == before
    for who in (OWNER, OFFICER, INSPECTOR, CLERK):
        schema = '{ __type(name: "Mutation") { fields { name } } }'
        found = (await bureau.as_user(who).ask(schema))["__type"]["fields"]
        assert "suppressWarning" not in {field["name"] for field in found}


async def test_a_suppression_needs_a_reason_and_an_end_within_a_year(bureau, ground):
    (warning,) = await ground.raised("a1")
    before = await ground.one(warning)
    asked = {"reason": "法院未判决", "until": "2026-12-31"}
    for wrong, code in (
        ({"reason": " "}, "INVALID_INPUT"),
        ({"until": "2026-11-23"}, "SUPPRESSION_END"),
        ({"until": "2028-01-01"}, "SUPPRESSION_END"),
    ):
        assert await ground.act(CHIEF, "suppressWarning", warning, **asked | wrong) == code
    assert await ground.one(warning) == before
    assert await ground.act(CHIEF, "suppressWarning", warning, **asked) is None
    assert (await ground.one(warning))["suppressedUntil"] == "2026-12-31"
    assert await ground.act(OWNER, "acknowledgeWarning", warning) == "WARNING_SUPPRESSED"


async def test_a_suppression_ends_by_itself(bureau, ground):
    (warning,) = await ground.raised("a1", run=False)
    await ground.act(CHIEF, "suppressWarning", warning, reason="停产", until="2026-11-25")
    await ground.jobs()
    assert await ground.told() == []
    await ground.next_day(2)
    assert (await ground.one(warning))["state"] == "SUPPRESSED"
    await ground.next_day()
    assert (await ground.one(warning))["state"] == "NOTIFIED"
    assert OWNER in await ground.people()


async def test_a_worse_colour_ends_receipts_and_suppressions(bureau, ground):
    known, slept = await ground.raised("a1", "a1", colour="YELLOW")
    await ground.act(OWNER, "acknowledgeWarning", known)
    await ground.act(CHIEF, "suppressWarning", slept, reason="停产", until="2027-01-31")
    await ground.coloured(number(known), number(slept), colour="RED")
    for warning in (known, slept):
        assert (await ground.one(warning))["state"] == "NOTIFIED"
    assert (await ground.one(slept))["suppressedUntil"] is None
    assert (await story(ground, slept))[-3:] == ["COLOUR_CHANGED", "RESUMED", "TOLD"]


async def test_a_better_colour_leaves_them(bureau, ground):
    (known,) = await ground.raised("a1")
    await ground.act(OWNER, "acknowledgeWarning", known)
    await ground.coloured(number(known), colour="YELLOW", worse=False)
    assert (await ground.one(known))["state"] == "ACKNOWLEDGED"


async def test_what_was_cleared_is_over(bureau, ground):
    (warning,) = await ground.raised("a1")
    await ground.cleared(number(warning))
    before = await ground.one(warning)
    given = {"reason": "r"}
    for name, more in (
        ("acknowledgeWarning", {}),
        ("suppressWarning", {"until": "2026-12-01"}),
        ("resumeWarning", {}),
        ("escalateWarning", {}),
    ):
        assert await ground.act(CHIEF, name, warning, **given, **more) == "WARNING_CLEARED"
    assert await ground.one(warning) == before


async def test_escalation_by_hand_goes_level_by_level_and_tells_it(bureau, ground):
    (warning,) = await ground.raised("a1")
    assert await ground.act(INSPECTOR, "escalateWarning", warning) is None
    await ground.jobs()
    first = {name for name, _, level in await ground.told() if level == 1}
    assert first == {CHIEF, "station-head-first", LEADER, "town-leader-ac"}
    assert await ground.act(OFFICER, "escalateWarning", warning) is None
    await ground.jobs()
    second = {name for name, _, level in await ground.told() if level == 2}
    assert second == {"branch-legal-reviewer", "branch-deciding-leader"}
    assert await ground.act(OFFICER, "escalateWarning", warning) == "HIGHEST_LEVEL"
    assert (await ground.one(warning))["level"] == 2


async def test_time_escalates_what_nobody_answers_once_for_each_level(bureau, ground):
    silent, known, yellow = [
        *await ground.raised("a1", "a1"),
        *await ground.raised("a1", colour="YELLOW"),
    ]
    await ground.act(OWNER, "acknowledgeWarning", known)
    await ground.next_day(9)
    assert (await ground.one(silent))["level"] == 0
    await ground.next_day()
    assert (await ground.one(silent))["state"] == "ESCALATED"
    assert (await ground.one(known))["state"] == "ACKNOWLEDGED"
    assert (await ground.one(yellow))["level"] == 0
    await ground.next_day(5)
    assert (await ground.one(silent))["level"] == 1
    await ground.next_day(5)
    assert (await ground.one(silent))["level"] == 2
    await ground.next_day(30)
    assert (await ground.one(silent))["level"] == 2
    (told,) = await bureau.rows(
        "select count(*) as n from message where body like '%已上报第 1 级%'"
    )
    assert told["n"] == 4


async def test_a_stale_version_is_a_conflict(bureau, ground):
    (warning,) = await ground.raised("a1")
    found = await ground.act(OWNER, "acknowledgeWarning", warning, expectedVersion=1)
    assert found == "STALE_VERSION"


async def test_the_proof_says_who_was_told_and_who_opened_it(bureau, ground):
    """Story 3: the auditor proves that it was opened on a day."""
    (warning,) = await ground.raised("a1")
    bureau.clock.advance(days=2)
    message = (await bureau.as_user(OWNER).ask("{ messages { nodes { id } } }"))["messages"]
    await bureau.as_user(OWNER).do("readMessage", id=message["nodes"][0]["id"])
    ask = """query ($id: ID!) { warningNotices(first: 50, where: { warning: { id: { eq: $id } } }) {
      nodes { username toldAt openedAt colour why warning { ruleCode } }
    } }"""
    found = (await bureau.as_user("superior-supervisor").ask(ask, id=warning))["warningNotices"]
    by_name = {each["username"]: each for each in found["nodes"]}
    assert by_name[OWNER]["openedAt"].startswith("2026-11-25")
    assert by_name[OWNER]["toldAt"].startswith("2026-11-23")
    assert by_name[LEADER]["openedAt"] is None
    mine = (await bureau.as_user(OWNER).ask(ask, id=warning))["warningNotices"]["nodes"]
    assert [each["username"] for each in mine] == [OWNER]


async def test_the_reason_is_told_in_a_sentence(bureau, ground):
    (warning,) = await ground.raised("a1")
    ask = "query ($id: ID!) { earlyWarning(id: $id) { explain nextStep daysLeft subject { id } } }"
    found = (await bureau.as_user(OWNER).ask(ask, id=warning))["earlyWarning"]
    due = ground.today + dt.timedelta(days=8)
    assert due < months_after(ground.today, 1)
    chinese, english = found["explain"].split("\n")
    assert f"期限为 {due.isoformat()}，还有 8 天" in chinese
    assert "规则 T1 第 1 版规定1 个月以内到期的为“红”，依据《特种设备安全法》第四十条" in chinese
    assert "calls what is due within 1 months RED" in english
    assert found["daysLeft"] == 8
    assert found["subject"] is None
    unit = global_id("Enterprise", bureau.world.enterprises["a1"])
    its = "query ($id: ID!) { enterprise(id: $id) { warnings { nodes { id } } } }"
    shown = (await bureau.as_user(OWNER).ask(its, id=unit))["enterprise"]["warnings"]["nodes"]
    assert [each["id"] for each in shown] == [warning]
