"""Exactly those whom it concerns are told: by post, place, policy, and only while they hold it."""

import dataclasses

import pytest

from core.inbox import addressing, notices
from core.inbox.notices import Audience, Notice
from core.policy.vocabulary import Tier
from tests.fixtures.policy import edit_policy

TOWN_A = {
    f"{role}-{towns}"
    for role in ("town-leader", "town-quality-officer", "town-safety-officer")
    for towns in ("a", "ac")
}


async def test_a_towns_officers_and_not_those_of_the_town_with_the_longer_name(post_office):
    """Towns a and b share a prefix in name and code; c is held together with a."""
    assert await post_office.deliver(post_office.notice(post_office.in_town("a"))) == TOWN_A


async def test_the_other_towns_officers_are_told_of_theirs(post_office):
    told = await post_office.deliver(post_office.notice(post_office.in_town("b"), about="b1"))
    assert told == {username[:-2] + "-b" for username in TOWN_A if username.endswith("-a")}


async def test_a_seeded_defect_is_caught(post_office, monkeypatch):
    """Addressing that ignores the division tells too many, unless the policy holds them back."""
    ignoring = dataclasses.replace(post_office.in_town("a"), divisions=())
    assert await post_office.deliver(post_office.notice(ignoring)) == TOWN_A
    monkeypatch.setattr(addressing, "may_read", lambda *_: True)
    again = post_office.notice(ignoring, event="enterprise:2")
    assert await post_office.deliver(again) > TOWN_A


async def test_the_places_count_even_where_the_policy_would_let_more_be_told(
    post_office, monkeypatch
):
    monkeypatch.setattr(addressing, "may_read", lambda *_: True)
    told = await post_office.deliver(post_office.notice(post_office.in_town("a")))
    assert told == TOWN_A
    monkeypatch.setattr(notices.Audience, "_means", lambda *_: True)
    again = post_office.notice(post_office.in_town("a"), event="enterprise:2")
    assert await post_office.deliver(again) > TOWN_A


async def test_a_station_is_told_of_its_towns(post_office):
    audience = post_office.in_town("b", tiers=(Tier.STATION,))
    told = await post_office.deliver(post_office.notice(audience, about="b1"))
    assert told == {"station-head-first", "station-inspector-first"}


async def test_an_enterprise_and_one_section_of_the_branch(bureau, post_office):
    own = Audience(tiers=(Tier.ENTERPRISE,), enterprises=(bureau.world.enterprises["a1"],))
    section = Audience(roles=("branch.licensing_chief",))
    told = await post_office.deliver(post_office.notice(own, section))
    assert told == {
        "enterprise-manager-a1",
        "enterprise-safety-officer-a1",
        "enterprise-clerk-a1",
        "branch-licensing-chief",
    }


async def test_an_organisation(bureau, post_office):
    station = Audience(
        roles=("station.head",), organisations=(bureau.world.organisations["second"],)
    )
    told = await post_office.deliver(post_office.notice(station, about="c1"))
    assert told == {"station-head-second"}


async def test_accounts_by_name_are_told_only_of_what_they_may_read(bureau, post_office):
    names = ("town-leader-a", "town-leader-b", "enterprise-clerk-a1", "officer-system")
    named = Audience(accounts=tuple(bureau.world.accounts[name] for name in names))
    told = await post_office.deliver(post_office.notice(named))
    assert told == {"town-leader-a", "enterprise-clerk-a1"}


async def test_whoever_did_it_knows_already(bureau, post_office):
    without = (bureau.world.accounts["town-leader-a"],)
    told = await post_office.deliver(post_office.notice(post_office.in_town("a"), without=without))
    assert told == TOWN_A - {"town-leader-a"}


LEADER = "(select id from account where username = 'town-leader-a')"
POSTS = f"(select id from post where account_id = {LEADER})"


@pytest.mark.parametrize(
    "change",
    [
        f"update account set disabled_at = created_at where id = {LEADER}",
        f"update post set valid_to = '2026-11-23' where account_id = {LEADER}",
        f"update post set valid_from = '2026-11-24' where account_id = {LEADER}",
        f"update post_division set valid_to = '2026-11-23' where post_id in {POSTS}",
    ],
)
async def test_who_no_longer_holds_the_post_is_not_told(bureau, post_office, change):
    """What counts is the moment of delivery, not that of telling."""
    await post_office.tell(post_office.notice(post_office.in_town("a")))
    await bureau.rows(change)
    assert await post_office.deliver() == TOWN_A - {"town-leader-a"}


async def test_who_may_no_longer_read_the_subject_is_not_told(bureau, post_office):
    await post_office.tell(post_office.notice(post_office.in_town("a")))
    await edit_policy(bureau, ["town.leader,core:Enterprise,read,all,deny"])
    told = await post_office.deliver()
    assert told == {name for name in TOWN_A if not name.startswith("town-leader")}


async def test_nobody_is_told_of_what_is_gone(bureau, post_office):
    notice = dataclasses.replace(post_office.notice(post_office.in_town("a")), key=9_999)
    assert await post_office.deliver(notice) == set()
    assert await bureau.rows("select 1 from queued_job") == []


async def test_why_one_got_it(bureau, post_office):
    await post_office.deliver(post_office.notice(post_office.in_town("a", "c")))
    rows = await bureau.rows(
        "select username, why, why_en from message join account on account.id = account_id"
    )
    why = {row["username"]: (row["why"], row["why_en"]) for row in rows}
    assert why["town-safety-officer-a"] == (
        "您是新街镇街安全员；该企业在新街",
        "You are Town safety officer (a); the enterprise lies in Xinjie",
    )
    assert why["town-safety-officer-ac"][0].startswith("您是新街、临浦小镇镇街安全员；")


def test_an_audience_of_everybody_is_refused():
    with pytest.raises(ValueError, match="names roles"):
        Audience(divisions=(1,))


def test_a_notice_survives_the_queue():
    notice = Notice(
        event="e",
        kind="k",
        resource="core:Enterprise",
        key=1,
        title="题",
        title_en="t",
        because="因",
        because_en="b",
        audiences=(Audience(roles=("town.leader",), tiers=(Tier.TOWN,), divisions=(1, 2)),),
        without=(3,),
    )
    assert Notice.of(notice.as_payload()) == notice
