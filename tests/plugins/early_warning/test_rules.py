"""Versions of rules: who proposes, who publishes, what a version would move, what it moves."""

import asyncio
import datetime as dt

import pytest

from core.warnings.passes import pass_loaded
from tests.access.devices import add_devices
from tests.core.warnings.reckoning import colour
from tests.fixtures.small_world import confirm

CLERK, CHIEF = "branch-special-equipment-clerk", "branch-special-equipment-chief"
LEADER, OTHER = "branch-deciding-leader", "branch-licensing-clerk"
VERSIONS = """query ($code: String) { warningRuleVersions(where: { code: { eq: $code } }) { nodes {
    id code number state validFrom validTo reason decision legalBasis version
    bands { colour limit unit } } } }"""
PREVIEW = """query ($input: ProposeWarningRuleInput!) { previewWarningRule(input: $input) {
    on watched moved colours { was becomes count } towns { town { name } count } } }"""
DEVICES = "{ equipmentList(first: 100) { nodes { colour nextInspectionOn useStatus } } }"
DAY = dt.timedelta(days=1)


@pytest.fixture
async def ground(bureau):
    """Devices of every colour, watched."""
    application = bureau.application
    async with application.store.system() as session:
        await confirm(session, bureau.world, bureau.clock.now())
        await add_devices(session, bureau.world, bureau.clock.now())
    await pass_loaded(application.assembly.watching, application.store)
    return bureau


async def versions(bureau, code="E1", username=LEADER):
    """The versions of a rule, the oldest first."""
    data = await bureau.as_user(username).ask(VERSIONS, code=code)
    return sorted(data["warningRuleVersions"]["nodes"], key=lambda each: each["number"])


async def propose(bureau, username=CLERK, code="E1", **more):
    base = next(v for v in await versions(bureau, code) if v["number"] == 1)
    given = {"id": base["id"], "reason": "试行", **more}
    return await bureau.as_user(username).run(
        "proposeWarningRule", "warningRuleVersion { id number state version }", **given
    )


async def act(bureau, username, name, proposal, **more):
    return await bureau.as_user(username).do(name, id=proposal["id"], **more)


def codes(payload):
    return [error["code"] for error in payload["userErrors"]]


async def stored(bureau):
    """Everything that a refused act must leave as it is."""
    return [
        await bureau.rows(f"select * from {table} order by id")
        for table in ("warning_rule_version", "warning_rule_band", "watch", "warning")
    ]


def bands_of(version):
    return {band["colour"]: band["limit"] for band in version["bands"]}


async def shown(bureau):
    """Every device as the branch sees it: (colour, date, state)."""
    data = await bureau.as_user(CLERK).ask(DEVICES)
    nodes = data["equipmentList"]["nodes"]
    return [
        (n["colour"], dt.date.fromisoformat(n["nextInspectionOn"]), n["useStatus"]) for n in nodes
    ]


async def test_a_published_version_recolours_records_and_warnings_at_once(ground):
    made = (await propose(ground, yellow=4))["warningRuleVersion"]
    assert made["state"] == "PROPOSED"
    before = await shown(ground)
    assert not codes(await act(ground, CHIEF, "publishWarningRule", made))
    first, second = await versions(ground)
    today = ground.clock.now().astimezone(dt.timezone(dt.timedelta(hours=8))).date()
    assert (first["validTo"], second["validFrom"], second["validTo"]) == (
        today.isoformat(),
        today.isoformat(),
        None,
    )
    assert bands_of(second) == {"URGENT": 1, "RED": 3, "YELLOW": 4}
    after = await shown(ground)
    assert before != after
    terms = (("URGENT", 1, "MONTHS"), ("RED", 3, "MONTHS"), ("YELLOW", 4, "MONTHS"))
    for name, due, status in after:
        assert name == (colour(due, today, terms) if status == "IN_USE" else None)
    watched = await ground.rows(
        "select w.colour, e.next_inspection_on as due from watch w"
        " join equipment e on e.id = w.subject_key where rule_code = 'E1' and until is null"
    )
    assert watched
    assert all(row["colour"] == colour(row["due"], today, terms) for row in watched)


async def test_a_later_first_day_waits_for_its_day(ground):
    before = await shown(ground)
    made = (await propose(ground, yellow=4, validFrom="2026-11-25"))["warningRuleVersion"]
    assert not codes(await act(ground, CHIEF, "publishWarningRule", made))
    assert await shown(ground) == before
    ground.clock.advance(days=2)
    assert {c for c, _, _ in await shown(ground)} != set()
    assert await shown(ground) != before


@pytest.mark.parametrize(
    ("username", "allowed"),
    [
        (CLERK, True),
        (CHIEF, True),
        (OTHER, False),
        ("branch-data-clerk", False),
        (LEADER, None),
        ("station-head-first", None),
        ("town-leader-a", None),
        ("enterprise-manager-a1", None),
        ("superior-supervisor", None),
        ("officer-security", None),
        ("", None),
    ],
)
async def test_the_section_proposes(ground, username, allowed):
    """None: the mutation is not even in the schema."""
    (base, *_) = await versions(ground)
    before = await stored(ground)
    caller = ground.as_user(username)
    given = {"id": base["id"], "reason": "试行", "yellow": 4}
    if allowed is None:
        text = "mutation($input: ProposeWarningRuleInput!) { proposeWarningRule(input: $input)"
        assert await caller.errors(text + " { userErrors { code } } }", input=given)
    else:
        payload = await caller.do("proposeWarningRule", **given)
        assert codes(payload) == ([] if allowed else ["OTHER_SECTION"])
    assert (await stored(ground) == before) is (not allowed)


async def test_rules_of_the_core_are_proposed_by_the_data_clerk(ground):
    refused = await propose(ground, CLERK, "W1", yellow=9)
    assert codes(refused) == ["OTHER_SECTION"]
    made = await propose(ground, "branch-data-clerk", "W1", yellow=9)
    assert not codes(made)
    assert codes(await act(ground, CHIEF, "publishWarningRule", made["warningRuleVersion"])) == [
        "OTHER_SECTION"
    ]
    assert not codes(await act(ground, LEADER, "publishWarningRule", made["warningRuleVersion"]))


async def test_a_second_person_publishes_or_refuses(ground):
    made = (await propose(ground, CHIEF, yellow=4))["warningRuleVersion"]
    before = await stored(ground)
    for name in ("publishWarningRule", "rejectWarningRule"):
        assert codes(await act(ground, CHIEF, name, made, reason="r")) == ["SAME_PERSON"]
        other = await act(ground, "branch-licensing-chief", name, made, reason="r")
        assert codes(other) == ["OTHER_SECTION"]
        stale = await act(ground, LEADER, name, made, reason="r", expectedVersion=7)
        assert codes(stale) == ["STALE_VERSION"]
    assert codes(await act(ground, LEADER, "rejectWarningRule", made)) == ["INVALID_INPUT"]
    assert await stored(ground) == before
    assert not codes(await act(ground, LEADER, "rejectWarningRule", made, reason="过宽"))
    _, refused = await versions(ground)
    assert (refused["state"], refused["decision"]) == ("REJECTED", "过宽")
    assert codes(await act(ground, LEADER, "publishWarningRule", made)) == ["RULE_DECIDED"]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"red": 9}, "bands"),
        ({"yellow": -1}, "bands"),
        ({"unit": "VALUE"}, "bands"),
        ({"without": ["URGENT", "RED", "YELLOW"]}, "bands"),
        ({"audiences": []}, "audiences"),
        ({"legalBasis": " "}, "legalBasis"),
        ({"quietDays": -1}, "quietDays"),
        ({"quietDays": 366}, "quietDays"),
        ({"validFrom": "2026-11-22"}, "validFrom"),
        ({"yellow": 4, "validTo": "2026-11-23"}, "validTo"),
        (
            {"escalation": [{"afterDays": 1, "roles": ["town.king"], "colours": ["RED"]}]},
            "escalation",
        ),
        ({"escalation": [{"afterDays": 1, "roles": [], "colours": ["RED"]}]}, "escalation"),
        (
            {"escalation": [{"afterDays": 1, "roles": ["town.leader"], "colours": ["GREEN"]}]},
            "escalation",
        ),
        (
            {"escalation": [{"afterDays": -1, "roles": ["town.leader"], "colours": ["RED"]}]},
            "escalation",
        ),
        ({"yellow": 4, "reason": " "}, "reason"),
    ],
)
async def test_a_proposal_that_makes_no_sense_is_refused(ground, given, field):
    before = await stored(ground)
    payload = await propose(ground, **given)
    assert [error["field"] for error in payload["userErrors"]] == [field]
    assert await stored(ground) == before


async def test_a_proposal_without_a_change_is_refused(ground):
    assert codes(await propose(ground, yellow=6)) == ["NOTHING_CHANGES"]


async def test_a_rule_that_is_retired_colours_nothing_more(ground):
    made = (await propose(ground, validTo="2026-11-25"))["warningRuleVersion"]
    assert not codes(await act(ground, LEADER, "publishWarningRule", made))
    assert {name for name, *_ in await shown(ground)} > {None, "RED"}
    ground.clock.advance(days=2)
    assert {name for name, *_ in await shown(ground)} == {None}


async def test_a_later_version_withdraws_those_that_were_to_begin_after_it(ground):
    late = (await propose(ground, yellow=9, validFrom="2027-01-01"))["warningRuleVersion"]
    assert not codes(await act(ground, CHIEF, "publishWarningRule", late))
    soon = (await propose(ground, yellow=5))["warningRuleVersion"]
    assert not codes(await act(ground, CHIEF, "publishWarningRule", soon))
    again = (await propose(ground, yellow=4))["warningRuleVersion"]
    assert not codes(await act(ground, CHIEF, "publishWarningRule", again))
    states = [(v["state"], v["validFrom"], v["validTo"]) for v in await versions(ground)]
    today = "2026-11-23"
    assert states == [
        ("PUBLISHED", "2014-01-01", today),
        ("REJECTED", "2027-01-01", None),
        ("PUBLISHED", today, today),
        ("PUBLISHED", today, None),
    ]


async def test_two_who_publish_at_once_leave_one_version_in_force(ground):
    made = [(await propose(ground, yellow=n))["warningRuleVersion"] for n in (4, 5)]
    both = [
        act(ground, who, "publishWarningRule", each)
        for who, each in zip((CHIEF, LEADER), made, strict=True)
    ]
    await asyncio.gather(*both)
    rows = await ground.rows(
        "select * from warning_rule_version where code = 'E1' and state = 'PUBLISHED'"
        " and valid_from <= $1 and (valid_to is null or valid_to > $1)",
        dt.date(2026, 11, 23),
    )
    assert len(rows) == 1


async def test_the_preview_tells_what_publishing_then_does(ground):
    made = (await propose(ground, yellow=4))["warningRuleVersion"]
    (base, *_) = await versions(ground)
    asked = await ground.as_user(CHIEF).ask(PREVIEW, input={"id": made["id"]})
    tried = await ground.as_user(CLERK).ask(PREVIEW, input={"id": base["id"], "yellow": 4})
    assert asked == tried
    told = asked["previewWarningRule"]
    before = await shown(ground)
    await act(ground, CHIEF, "publishWarningRule", made)
    after = await shown(ground)
    moved = [
        (a[0], b[0])
        for a, b in zip(sorted(before, key=_place), sorted(after, key=_place), strict=True)
        if a[0] != b[0]
    ]
    assert moved
    assert told["moved"] == len(moved) == sum(town["count"] for town in told["towns"])
    assert told["watched"] == sum(status == "IN_USE" for _, _, status in before)
    assert told["colours"] == [{"was": "YELLOW", "becomes": "GREEN", "count": len(moved)}]


def _place(device):
    return (device[1], device[2])


async def test_before_the_first_sweep_the_preview_asks_the_records(ground):
    (base, *_) = await versions(ground)
    asked = {"id": base["id"], "yellow": 4}
    swept = await ground.as_user(CLERK).ask(PREVIEW, input=asked)
    await ground.rows("delete from watch_sweep")
    assert await ground.as_user(CLERK).ask(PREVIEW, input=asked) == swept


async def test_who_reads_some_records_only_gets_no_preview(ground):
    (base, *_) = await versions(ground)
    for username in ("town-leader-a", "station-head-first", "enterprise-manager-a1"):
        (error,) = await ground.as_user(username).errors(PREVIEW, input={"id": base["id"]})
        assert error["extensions"]["code"] == "DENIED"
