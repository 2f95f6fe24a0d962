"""Stand-ins and extra duties: two officers, dated, ended by the calendar alone, told everywhere."""

import datetime as dt

import pytest

from tests.access.oracle import gid
from tests.schema.shared.people import everything

TODAY = dt.date(2026, 11, 23)
DAY = dt.timedelta(days=1)
ENTERPRISES = "{ enterprises(first: 50) { nodes { town { name } } } }"
ME = "{ me { roles { name standsInFor until } } }"
WHO, WHOSE = "town-leader-c", "town-leader-a"


async def post_of(bureau, username):
    (row,) = await bureau.rows(
        "select id from post where account_id = $1", bureau.world.accounts[username]
    )
    return gid("Post", row["id"])


async def appoint(bureau, who=WHO, whose=WHOSE, days=3, first=TODAY, by="officer-system", **more):
    given = {
        "accountId": gid("Account", bureau.world.accounts[who]),
        "postId": await post_of(bureau, whose),
        "validFrom": first.isoformat(),
        "validTo": (first + days * DAY).isoformat(),
        "reason": "年休假",
    }
    return await bureau.as_user(by).run(
        "appointStandIn", "temporaryDuty { id confirmed }", **given | more
    )


async def grant(bureau, role, whose=WHOSE, days=3, **more):
    given = {
        "postId": await post_of(bureau, whose),
        "role": role,
        "validFrom": TODAY.isoformat(),
        "validTo": (TODAY + days * DAY).isoformat(),
        "reason": "人手不足",
    }
    return await bureau.as_user("officer-system").run(
        "grantDuty", "temporaryDuty { id }", **given | more
    )


async def confirm(bureau, payload, by="officer-security"):
    assert payload["userErrors"] == []
    return await bureau.as_user(by).do("confirmTemporaryDuty", id=payload["temporaryDuty"]["id"])


async def towns_seen(bureau, username=WHO):
    nodes = (await bureau.as_user(username).ask(ENTERPRISES))["enterprises"]["nodes"]
    return {node["town"]["name"] for node in nodes}


def code(payload):
    return payload["userErrors"][0]["code"]


async def test_nothing_counts_before_the_second_officer_has_confirmed(bureau):
    made = await appoint(bureau)
    assert await towns_seen(bureau) == {"临浦小镇"}
    assert (await confirm(bureau, made))["userErrors"] == []
    assert await towns_seen(bureau) == {"临浦小镇", "新街"}


async def test_it_ends_by_the_calendar_on_the_first_request_after_its_last_day(bureau):
    await confirm(bureau, await appoint(bureau, days=3))
    bureau.clock.advance(days=2, hours=13)  # the last day, an hour before midnight
    assert await towns_seen(bureau) == {"临浦小镇", "新街"}
    bureau.clock.advance(hours=1)
    assert await towns_seen(bureau) == {"临浦小镇"}


async def test_it_begins_by_the_calendar_too(bureau):
    await confirm(bureau, await appoint(bureau, first=TODAY + DAY))
    assert await towns_seen(bureau) == {"临浦小镇"}
    bureau.clock.advance(days=1)
    assert await towns_seen(bureau) == {"临浦小镇", "新街"}


async def test_it_is_ended_early_at_once_and_by_either_officer(bureau):
    made = await appoint(bureau, days=30)
    await confirm(bureau, made)
    ended = {"id": made["temporaryDuty"]["id"], "day": TODAY.isoformat(), "reason": "提前返岗"}
    assert (await bureau.as_user("officer-system").do("endTemporaryDuty", **ended))[
        "userErrors"
    ] == []
    assert await towns_seen(bureau) == {"临浦小镇"}
    again = await bureau.as_user("officer-security").do("endTemporaryDuty", **ended)
    assert code(again) == "POST_ENDED"


async def test_it_ends_with_the_post(bureau):
    await confirm(bureau, await appoint(bureau))
    ending = {"id": await post_of(bureau, WHOSE), "day": TODAY.isoformat(), "reason": "调离"}
    await bureau.as_user("officer-security").do("endPost", **ending)
    assert await towns_seen(bureau) == {"临浦小镇"}


async def test_the_origin_is_told_to_the_viewer_and_in_the_ledger(bureau):
    await confirm(bureau, await appoint(bureau))
    until = (TODAY + 3 * DAY).isoformat()
    assert (await bureau.as_user(WHO).ask(ME))["me"]["roles"] == [
        {"name": "town.leader", "standsInFor": None, "until": None},
        {"name": "town.leader", "standsInFor": WHOSE, "until": until},
    ]
    await bureau.as_user(WHO).do("signOut")
    (entry,) = await bureau.rows("select roles from ledger_entry where operation = 'signOut'")
    assert entry["roles"] == ["town.leader", f"town.leader 代{WHOSE}"]


async def test_an_extra_duty_lies_on_the_place_of_the_post(bureau):
    made = await grant(bureau, "town.safety_officer")
    await confirm(bureau, made)
    roles = (await bureau.as_user(WHOSE).ask(ME))["me"]["roles"]
    assert [role["name"] for role in roles] == ["town.leader", "town.safety_officer"]
    bureau.clock.advance(days=3)
    roles = (await bureau.as_user(WHOSE).ask(ME))["me"]["roles"]
    assert [role["name"] for role in roles] == ["town.leader"]


@pytest.mark.parametrize(
    ("who", "whose", "more", "expected"),
    [
        (WHOSE, WHOSE, {}, "OWN_POST"),
        ("officer-audit", "officer-security", {}, "INCOMPATIBLE_POSTS"),
        ("branch-data-clerk", "officer-audit", {}, "INCOMPATIBLE_POSTS"),
        ("officer-system", "officer-system", {}, "OWN_POST"),
        ("enterprise-clerk-b1", "enterprise-manager-a1", {}, "OTHER_ENTERPRISE"),
        (WHO, "enterprise-manager-a1", {}, "OTHER_ENTERPRISE"),
        (WHO, WHOSE, {"days": 91}, "TOO_LONG"),
        (WHO, WHOSE, {"first": TODAY - DAY}, "PAST_DAY"),
        (WHO, WHOSE, {"reason": " "}, "INVALID_INPUT"),
        (WHO, WHOSE, {"by": "officer-security"}, "DENIED"),
        (WHO, WHOSE, {"by": "branch-deciding-leader"}, "DENIED"),
    ],
)
async def test_what_does_not_fit_is_refused_and_nothing_is_stored(
    bureau, who, whose, more, expected
):
    if expected == "DENIED":
        text = "mutation { appointStandIn(input: {}) { clientMutationId } }"
        assert "appointStandIn" in str(await bureau.as_user(more["by"]).errors(text))
    else:
        before = await everything(bureau)
        assert code(await appoint(bureau, who, whose, **more)) == expected
        assert await everything(bureau) == before
    assert await bureau.count("temporary_duty") == 0


async def test_officers_cannot_be_combined_through_a_stand_in(bureau):
    """Neither by a second stand-in nor by a post that is given while the first one lasts."""
    account = await bureau.as_user("officer-system").run(
        "createAccount",
        "account { id }",
        username="deputy",
        name="副手",
        organisationId=gid("Organisation", bureau.world.organisations["officer"]),
    )
    deputy = account["account"]["id"]
    first = await appoint(bureau, whose="officer-audit", accountId=deputy)
    assert (await confirm(bureau, first))["userErrors"] == []
    second = await appoint(bureau, whose="officer-security", accountId=deputy)
    assert code(second) == "INCOMPATIBLE_POSTS"
    given = {
        "accountId": deputy,
        "role": "officer.security",
        "organisationId": gid("Organisation", bureau.world.organisations["officer"]),
        "validFrom": TODAY.isoformat(),
    }
    post = await bureau.as_user("officer-security").do("assignPost", **given)
    assert code(post) == "INCOMPATIBLE_POSTS"


async def test_nobody_confirms_twice_or_what_concerns_the_own_account(bureau):
    made = await appoint(bureau, "branch-data-clerk", "branch-licensing-clerk")
    await confirm(bureau, made)
    assert code(await confirm(bureau, made)) == "DECIDED"
    assert code(await appoint(bureau, "branch-data-clerk", "branch-licensing-clerk")) == (
        "STANDS_IN_ALREADY"
    )
    declined = await appoint(bureau)
    ending = {"id": declined["temporaryDuty"]["id"], "day": TODAY.isoformat(), "reason": "不同意"}
    await bureau.as_user("officer-security").do("endTemporaryDuty", **ending)
    assert code(await confirm(bureau, declined)) == "DECIDED"


async def test_only_one_of_the_officers_may_do_each_half(bureau):
    made = await appoint(bureau)
    given = f'input: {{id: "{made["temporaryDuty"]["id"]}"}}'
    text = f"mutation {{ confirmTemporaryDuty({given}) {{ userErrors {{ code }} }} }}"
    for other in ("officer-system", "officer-audit", WHO, WHOSE):
        assert "confirmTemporaryDuty" in str(await bureau.as_user(other).errors(text))
    assert await towns_seen(bureau) == {"临浦小镇"}


async def test_explain_says_for_whom_somebody_acts(bureau):
    await confirm(bureau, await appoint(bureau))
    text = "query ($i: ExplainInput!) { explain(input: $i) { decision scope } }"
    asked = {"resource": "core:Enterprise"}
    own = (await bureau.as_user(WHO).ask(text, i=asked))["explain"]
    told = asked | {"accountId": gid("Account", bureau.world.accounts[WHO])}
    of_them = (await bureau.as_user("officer-security").ask(text, i=told))["explain"]
    for said in (own, of_them):
        assert f"代{WHOSE}，" in said["scope"]
        assert f"standing in for {WHOSE}, " in said["scope"]
