"""Who is told of what: once per colour and person, one message a day, nobody else."""

from tests.plugins.early_warning.ground import (
    CHIEF,
    CLERK,
    INSPECTOR,
    LEADER,
    OFFICER,
    OWNER,
    number,
)

MESSAGES = """{ unreadCount messages(first: 20) { nodes {
  id kind title titleEn body bodyEn why whyEn subject unread
} } }"""


async def messages(bureau, who):
    found = await bureau.as_user(who).ask(MESSAGES)
    return found["messages"]["nodes"]


async def test_forty_red_lifts_make_one_digest(bureau, ground):
    ids = await ground.raised(*["a1"] * 40)
    assert await ground.people() == sorted(
        {
            CLERK,
            CHIEF,
            *(f"station-{role}-first" for role in ("head", "inspector")),
            *(
                f"town-{role}-{place}"
                for role in ("leader", "quality-officer", "safety-officer")
                for place in ("a", "ac")
            ),
            *(f"enterprise-{role}-a1" for role in ("manager", "safety-officer", "clerk")),
        }
    )
    for who in (OWNER, INSPECTOR, OFFICER, CLERK):
        (message,) = await messages(bureau, who)
        assert message["title"] == "动态预警：红 40（11月23日）"
        assert message["kind"] == "warning.digest"
        assert message["unread"]
        assert "40" in message["body"]
        assert "40" in message["bodyEn"]
    assert {(await ground.one(each))["state"] for each in ids} == {"NOTIFIED"}


async def test_each_audience_gets_its_form_and_its_reason(bureau, ground):
    await ground.raised("a1", "b1")
    (owner,) = await messages(bureau, OWNER)
    assert "《特种设备安全法》第四十条" in owner["body"]
    assert "2026年12月1日" in owner["body"]
    assert "请先签收" in owner["body"]
    assert owner["why"].endswith("预警的是本单位的事项")
    (inspector,) = await messages(bureau, INSPECTOR)
    assert "新街 1" in inspector["body"]
    assert "新街十 1" in inspector["body"]
    assert "您是" in inspector["why"]
    (officer,) = await messages(bureau, OFFICER)
    assert "新街十" not in officer["body"]
    assert officer["title"] == "动态预警：红 1（11月23日）"


async def test_later_news_of_the_day_is_added_and_unread_again(bureau, ground):
    await ground.raised("a1")
    (first,) = await messages(bureau, OWNER)
    await bureau.as_user(OWNER).do("readMessage", id=first["id"])
    (read,) = await messages(bureau, OWNER)
    assert not read["unread"]
    await ground.raised("a1", colour="YELLOW")
    (later,) = await messages(bureau, OWNER)
    assert (later["id"], later["unread"]) == (first["id"], True)
    assert later["title"] == "动态预警：红 1、黄 1（11月23日）"
    bureau.clock.advance(days=1)
    await ground.raised("a1")
    assert len(await messages(bureau, OWNER)) == 2


async def test_once_for_each_colour_and_person(bureau, ground):
    (warning,) = await ground.raised("a1", colour="YELLOW")
    before = await ground.told()
    await ground.coloured(number(warning), colour="YELLOW")
    assert await ground.told() == before
    await ground.coloured(number(warning), colour="RED")
    assert len(await ground.told()) == 2 * len(before)
    (message,) = await messages(bureau, OWNER)
    assert message["title"] == "动态预警：红 1、黄 1（11月23日）"


async def test_nobody_is_told_again_within_the_quiet_time(bureau, ground):
    (warning,) = await ground.raised("a1", subject_key=77)
    before = await ground.told()
    await ground.cleared(number(warning))
    await ground.next_day(2)
    await ground.raised("a1", subject_key=77)
    assert await ground.told() == before
    await ground.next_day(6)
    again = await ground.raised("a1", subject_key=78)
    assert len(await ground.told()) == 2 * len(before)
    assert (await ground.one(again[0]))["state"] == "NOTIFIED"


async def test_who_may_not_read_the_record_is_not_told(bureau, ground):
    """At the moment of delivery: a post that has ended, and a record of a type nobody may read."""
    await bureau.rows(
        "update post set valid_to = $1 from account a where a.id = account_id and a.username = $2",
        ground.today,
        LEADER,
    )
    await ground.raised("a1")
    assert LEADER not in await ground.people()
    told = len(await ground.told())
    await ground.raised("a1", resource="nowhere:Record")
    assert len(await ground.told()) == told
    assert await bureau.rows("select 1 from warning where state = 'RAISED'")


async def test_a_digest_is_read_by_its_person_alone(bureau, ground):
    await ground.raised("a1")
    (message,) = await messages(bureau, OWNER)
    ask = """query ($id: ID!) { warningDigest(id: $id) {
      on message { title } notices { colour warning { state subjectId enterprise { name } } }
    } }"""
    mine = (await bureau.as_user(OWNER).ask(ask, id=message["subject"]))["warningDigest"]
    assert mine["notices"][0]["warning"]["state"] == "NOTIFIED"
    assert mine["message"]["title"] == message["title"]
    for other in ("enterprise-clerk-a1", INSPECTOR, CHIEF):
        assert (await bureau.as_user(other).ask(ask, id=message["subject"]))[
            "warningDigest"
        ] is None


async def test_each_rule_has_its_own_quiet_time(bureau, ground):
    await bureau.rows("update warning_rule_version set quiet_days = 2 where code = 'T1'")
    (warning,) = await ground.raised("a1", subject_key=77)
    before = await ground.told()
    await ground.cleared(number(warning))
    await ground.next_day(1)
    (again,) = await ground.raised("a1", subject_key=77)
    assert await ground.told() == before, "within the two days"
    await ground.cleared(number(again))
    await ground.next_day(1)
    await ground.raised("a1", subject_key=77)
    assert len(await ground.told()) == 2 * len(before)


async def test_without_a_quiet_time_everything_is_told(bureau, ground):
    await bureau.rows("update warning_rule_version set quiet_days = 0 where code = 'T1'")
    (warning,) = await ground.raised("a1", subject_key=77)
    before = await ground.told()
    await ground.cleared(number(warning))
    bureau.clock.advance(minutes=1)
    await ground.raised("a1", subject_key=77)
    assert len(await ground.told()) == 2 * len(before)


async def test_to_look_at_the_digest_is_to_open_all_its_warnings(bureau, ground):
    await ground.raised("a1", "a1")
    (message,) = await messages(bureau, OWNER)
    token = bureau.as_user(OWNER).token
    path = f"/desk/early_warning/warning-digest/{message['subject']}"
    opened = "select count(opened_at) as n, count(*) as all from warning_notice where username = $1"
    (before,) = await bureau.rows(opened, OWNER)
    answer = await bureau.http.get(path, headers={"authorization": f"Bearer {token}"})
    assert answer.status_code == 200
    (after,) = await bureau.rows(opened, OWNER)
    assert (before["n"], after["n"]) == (0, after["all"])
    (others,) = await bureau.rows(
        "select count(opened_at) as n from warning_notice where username <> $1", OWNER
    )
    assert others["n"] == 0
