"""Patrols: all or nothing, by the version of the day, two officers, each failure its hazard."""

import datetime as dt

import pytest

from core.identity.models import Post, PostDivision
from core.register.divisions_data import DivisionKind
from core.register.models import (
    ChangeKind,
    ChangeSet,
    Division,
    Enterprise,
    EnterpriseKind,
    EnterpriseStatus,
)
from schema.ids import global_id
from tests.fixtures.small_world import LONG_AGO
from tests.plugins.inspection.loop import CLERK, STATION, TOWN, UNIT

STARTED = "2026-11-23T01:00:00+00:00"
PATROL = """patrol { id tier secondOfficer witness checklist { code version }
  answers(first: 20) { result note item { number } hazard { id grade what source } } }"""
LISTS = (
    "{ checklists(first: 20) { nodes { id code version validTo items { id number creates } } } }"
)


async def checklist(loop, code, version):
    found = (await loop.bureau.as_user(TOWN).ask(LISTS))["checklists"]["nodes"]
    return next(each for each in found if (each["code"], each["version"]) == (code, version))


async def visit(loop, code="C11", version=2, failing=(), **more):
    """The input of a patrol in which the items of some numbers fail."""
    used = await checklist(loop, code, version)
    answers = [
        {"itemId": item["id"], "result": "PASSED", "note": ""}
        if item["number"] not in failing
        else {"itemId": item["id"], "result": "FAILED", "note": f"第{item['number']}项不合格"}
        for item in used["items"]
    ]
    given = {
        "checklistId": used["id"],
        "enterpriseId": global_id("Enterprise", loop.bureau.world.enterprises["a1"]),
        "startedAt": STARTED,
        "endedAt": "2026-11-23T01:40:00+00:00",
        "answers": answers,
        "secondOfficer": "李明",
    }
    return given | more


async def record(loop, who, given):
    return await loop.bureau.as_user(who).run("recordPatrol", PATROL, **given)


async def refused(loop, who, given):
    """The code of a refusal that has left nothing behind."""
    before = await loop.traces()
    done = await record(loop, who, given)
    assert await loop.traces() == before
    assert done["userErrors"], "it was recorded"
    return done["userErrors"][0]["code"]


async def test_each_failing_item_opens_its_hazard(loop):
    photo = await loop.photo(STATION)
    given = await visit(loop, failing=(2, 5))
    given["answers"][1]["photos"] = [photo]
    done = await record(loop, STATION, given)
    assert done["userErrors"] == []
    answers = {each["item"]["number"]: each for each in done["patrol"]["answers"]}
    assert [n for n, each in answers.items() if each["hazard"]] == [2, 5]
    assert (answers[2]["hazard"]["grade"], answers[5]["hazard"]["grade"]) == ("SERIOUS", "GENERAL")
    assert answers[2]["hazard"]["source"] == "PATROL"
    loop.id = answers[2]["hazard"]["id"]
    state = await loop.state()
    assert (state["matter"]["step"], state["stopAtOnce"]) == ("checked", True)
    assert state["attachments"] == [{"id": photo}]
    assert await loop.bureau.count("hazard") == 2


async def test_an_item_that_creates_nothing_opens_nothing(loop):
    photo = await loop.photo(TOWN)
    given = await visit(loop, "TOWN", 1, failing=(4,), secondOfficer=None)
    given["answers"][3]["photos"] = [photo]
    done = await record(loop, TOWN, given)
    assert done["userErrors"] == []
    assert await loop.bureau.count("hazard") == 0
    (bound,) = await loop.bureau.rows("select subject_type from attachment")
    assert bound["subject_type"] == "PatrolAnswer"


async def test_all_or_nothing(loop):
    given = await visit(loop, failing=(1, 2))
    given["answers"][1]["note"] = " "  # the first hazard is open by then
    assert await refused(loop, STATION, given) == "INVALID_INPUT"
    given = await visit(loop, failing=(1, 2))
    given["answers"][1]["photos"] = [await loop.photo(TOWN)]  # somebody else's upload
    assert await refused(loop, STATION, given) == "NOT_FOUND"


async def test_the_same_submission_happens_once(loop):
    given = await visit(loop, failing=(2,), clientMutationId="visit-1")
    first, second = await record(loop, STATION, given), await record(loop, STATION, given)
    assert first["patrol"]["id"] == second["patrol"]["id"]
    assert (await loop.bureau.count("patrol"), await loop.bureau.count("hazard")) == (1, 1)


async def test_the_version_of_the_day_is_used_and_pinned(loop):
    assert await refused(loop, STATION, await visit(loop, version=1)) == "CHECKLIST_NOT_IN_FORCE"
    # of an old visit, entered late
    old = {"startedAt": "2022-06-30T15:59:00+00:00", "endedAt": "2022-06-30T16:30:00+00:00"}
    done = await record(loop, STATION, await visit(loop, version=1, **old))
    assert done["patrol"]["checklist"] == {"code": "C11", "version": 1}
    # one minute later it is the first of July in Hangzhou
    new = {**old, "startedAt": "2022-06-30T16:00:00+00:00"}
    wrong = await refused(loop, STATION, await visit(loop, version=1, **new))
    assert wrong == "CHECKLIST_NOT_IN_FORCE"


async def test_every_item_gets_one_answer(loop):
    given = await visit(loop)
    short = {**given, "answers": given["answers"][:-1]}
    assert await refused(loop, STATION, short) == "ANSWERS_INCOMPLETE"
    twice = {**given, "answers": [*given["answers"], given["answers"][0]]}
    assert await refused(loop, STATION, twice) == "ANSWERS_INCOMPLETE"
    foreign = (await visit(loop, "C01", 1))["answers"]
    strange = {**given, "answers": [*given["answers"], foreign[0]]}
    assert await refused(loop, STATION, strange) == "ANSWERS_INCOMPLETE"


async def test_officials_come_in_twos_and_a_refusal_has_a_witness(loop):
    alone = await visit(loop, secondOfficer=" ")
    assert await refused(loop, STATION, alone) == "SECOND_OFFICER"
    assert await refused(loop, CLERK, alone) == "SECOND_OFFICER"
    unseen = await visit(loop, refusedToSign=True)
    assert await refused(loop, STATION, unseen) == "INVALID_INPUT"
    done = await record(loop, STATION, {**unseen, "witness": "王见证"})
    assert (done["patrol"]["witness"], done["patrol"]["secondOfficer"]) == ("王见证", "李明")
    shown = await loop.bureau.as_user(TOWN).ask("{ patrols { nodes { witness } } }")
    assert shown["patrols"]["nodes"] == [{"witness": "王**"}]


async def test_times_that_cannot_be_are_refused(loop):
    tomorrow = (dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC)).isoformat()
    assert await refused(loop, STATION, await visit(loop, endedAt=tomorrow)) == "INVALID_INPUT"
    assert await refused(loop, STATION, await visit(loop, startedAt=tomorrow)) == "INVALID_INPUT"


@pytest.mark.parametrize("who", [UNIT, "superior-supervisor", "officer-audit", ""])
async def test_others_record_no_patrols(loop, who):
    given = await visit(loop)
    before = await loop.traces()
    await loop.bureau.as_user(who).post(
        "mutation($i: RecordPatrolInput!) { recordPatrol(input: $i) { userErrors { code } } }",
        i=given,
    )
    assert await loop.traces() == before


async def test_foreign_and_merged_towns_are_refused(loop):
    world = loop.bureau.world
    async with loop.bureau.application.store.system() as session:
        merged = await merged_town(session, world.divisions["a"])
        place = {"enterpriseId": None, "place": "村口"}
        gone = {**place, "townId": global_id("Division", merged.id)}
    foreign = {**place, "townId": global_id("Division", world.divisions["c"])}
    assert await refused(loop, STATION, await visit(loop, **foreign)) == "DENIED"
    assert await refused(loop, CLERK, await visit(loop, **gone)) == "INVALID_INPUT"
    nowhere = await visit(loop, enterpriseId=None, place="村口")
    assert await refused(loop, STATION, nowhere) == "INVALID_INPUT"  # two towns: which?
    elsewhere = global_id("Enterprise", world.enterprises["c1"])
    assert await refused(loop, STATION, await visit(loop, enterpriseId=elsewhere)) == "NOT_FOUND"
    done = await record(loop, TOWN, await visit(loop, "TOWN", 1, **place))
    assert done["userErrors"] == []  # an officer of one town need not say which


async def test_a_unit_of_a_merged_town_is_visited_where_it_lies_today(loop):
    world = loop.bureau.world
    async with loop.bureau.application.store.system() as session:
        merged = await merged_town(session, world.divisions["a"])
        change = ChangeSet(
            kind=ChangeKind.REFERENCE,
            source="tests",
            confirmed_at=loop.bureau.clock.now(),
            reason="merged",
        )
        session.add(change)
        await session.flush()
        unit = Enterprise(
            town_id=merged.id,
            name="杭州萧山旧浦样本食品有限公司",
            kind=EnterpriseKind.ENTERPRISE,
            status=EnterpriseStatus.OPEN,
            address="旧浦路1号",
            is_key_unit=False,
            search_text="",
            change_id=change.id,
        )
        session.add(unit)
        await session.flush()
        visited = {"enterpriseId": global_id("Enterprise", unit.id)}
    # whoever holds the town of today: the branch reads the unit, and the station reads the visit
    done = await record(loop, CLERK, await visit(loop, **visited))
    assert done["userErrors"] == []
    (row,) = await loop.bureau.rows("select town_id from patrol")
    assert row["town_id"] == world.divisions["a"]
    seen = await loop.bureau.as_user(STATION).ask("{ patrols { totalCount } }")
    assert seen["patrols"]["totalCount"] == 1


async def merged_town(session, successor):
    town = Division(
        code="330109203",
        name="旧浦镇",
        name_en="d",
        kind=DivisionKind.TOWN,
        valid_from=dt.date(2011, 1, 1),
        valid_to=dt.date(2014, 5, 1),
        successor_id=successor,
    )
    session.add(town)
    await session.flush()
    return town


async def second_post(bureau, username, organisation, division):
    """Another post of an account in its role, at another place."""
    world = bureau.world
    async with bureau.application.store.system() as session:
        post = Post(
            account_id=world.accounts[username],
            role=world.roles[username],
            organisation_id=world.organisations[organisation],
            valid_from=LONG_AGO,
        )
        session.add(post)
        await session.flush()
        place = {"division_id": world.divisions[division], "valid_from": LONG_AGO}
        session.add(PostDivision(post_id=post.id, **place))


async def test_who_serves_two_stations_acts_for_the_one_of_the_place(loop):
    await second_post(loop.bureau, STATION, "second", "c")
    for enterprise, station in (("a1", "first"), ("c1", "second")):
        unit = global_id("Enterprise", loop.bureau.world.enterprises[enterprise])
        done = await record(loop, STATION, await visit(loop, enterpriseId=unit))
        assert done["userErrors"] == []
        rows = await loop.bureau.rows("select organisation_ids from patrol order by id desc")
        assert rows[0]["organisation_ids"] == [loop.bureau.world.organisations[station]]
