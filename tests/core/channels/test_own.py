"""My notifications: my own, checked, with quiet time that holds back everything but the inbox."""

import datetime as dt
import json
import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.channels.quiet import QuietTime
from core.clock import BUSINESS_ZONE
from core.identity.models import Account
from tests.core.channels.conftest import EVERYTHING, LEADER

NIGHT = {"quietFrom": "22:00", "quietTo": "07:00"}
MINE = "{ myChannelSettings { language choices quietFrom quietTo urgent mail } }"
times = st.times().map(lambda t: t.replace(second=0, microsecond=0))
days = st.dates(dt.date(2026, 1, 1), dt.date(2027, 1, 1))


@given(times, times, days, st.times())
def test_quiet_time_against_walking_through_the_minutes(begins, ends, day, time):
    now = dt.datetime.combine(day, time, BUSINESS_ZONE)
    found = QuietTime(begins, ends).end_after(now)

    def quiet(time):
        return begins <= time < ends if begins < ends else time >= begins or time < ends

    if begins == ends:
        return
    if not quiet(now.time()):
        assert found is None
        return
    assert found is not None
    assert found > now
    assert found.astimezone(BUSINESS_ZONE).time() == ends
    assert found - now <= dt.timedelta(days=1)


async def test_quiet_time_holds_the_mail_and_not_the_inbox(bureau, out, smtp):
    await out.wish(**NIGHT)
    bureau.clock.advance(hours=13)  # eleven at night
    await out.tell()
    assert LEADER in await out.office.told()
    assert await out.states() == ["HELD"]
    await out.later(hours=7)
    assert smtp.mails == [], "six in the morning"
    await out.later(hours=1)
    assert len(smtp.mails) == 1
    assert await out.states() == ["SENT"]


async def test_what_is_urgent_comes_all_the_same(bureau, out, smtp):
    await out.wish(**NIGHT, urgent=["test"])
    bureau.clock.advance(hours=13)
    await out.tell()
    assert len(smtp.mails) == 1


async def test_a_second_attempt_does_not_wake_anybody_either(bureau, out, smtp):
    await out.wish(**NIGHT)
    smtp.replies["MAIL"] = "421 later"
    bureau.clock.advance(hours=11, minutes=59, seconds=50)
    await out.tell()
    assert await out.states() == ["FAILED"]
    smtp.replies.clear()
    await out.later(seconds=30)
    assert await out.states() == ["HELD"]
    await out.later(hours=9)
    assert len(smtp.mails) == 1


async def test_a_message_that_grew_goes_out_with_all_of_it_once(bureau, out, smtp):
    """A digest: what is still held gets the content of the moment at which it goes out."""
    await out.wish(**NIGHT)
    bureau.clock.advance(hours=13)
    await out.tell()
    await bureau.rows("update message set title = '四十台电梯', body = '其中一台'")
    await out.later(hours=8)
    await out.tell()
    (mail,) = smtp.mails
    assert mail["Subject"] == "【质监】四十台电梯"


async def test_settings_are_replaced_as_a_whole(bureau, out):
    me = bureau.as_user(LEADER)
    assert (await me.ask(MINE))["myChannelSettings"] is None
    await out.wish(**NIGHT, urgent=["warning", "warning"])
    await out.wish(choices=["mail:matter", "mail:matter"], mail="x@y.example")
    assert (await me.ask(MINE))["myChannelSettings"] == {
        "language": "ZH",
        "choices": ["mail:matter"],
        "quietFrom": None,
        "quietTo": None,
        "urgent": [],
        "mail": "x@y.example",
    }
    assert (await bureau.as_user("town-leader-b").ask(MINE))["myChannelSettings"] is None


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"mail": "nobody"}, "mail", "INVALID_INPUT"),
        ({"mail": "a@b.example\nBcc: c@d.example"}, "mail", "INVALID_INPUT"),
        ({"mail": None}, "choices", "NO_ADDRESS"),
        ({"choices": ["sms:*"]}, "choices", "NO_ADDRESS"),
        ({"choices": ["pigeon:*"]}, "choices", "INVALID_INPUT"),
        ({"choices": ["webhook:*"]}, "choices", "INVALID_INPUT"),
        ({"choices": ["mail"]}, "choices", "INVALID_INPUT"),
        ({"choices": ["mail:Ä"]}, "choices", "INVALID_INPUT"),
        ({"quietFrom": "22:00"}, "quietTo", "INVALID_INPUT"),
        ({"quietFrom": "22:00", "quietTo": "22:00"}, "quietTo", "INVALID_INPUT"),
        ({"quietFrom": "25:00", "quietTo": "07:00"}, "quietFrom", "INVALID_INPUT"),
        ({"urgent": [f"k{n}" for n in range(51)]}, "urgent", "INVALID_INPUT"),
    ],
)
async def test_what_cannot_be_is_refused_and_nothing_changes(bureau, out, change, field, code):
    done = await bureau.as_user(LEADER).do("setChannelSettings", **(EVERYTHING | change))
    assert [(e["field"], e["code"]) for e in done["userErrors"]] == [(field, code)]
    assert await bureau.count("channel_settings") == 0


async def test_the_public_has_no_settings(bureau):
    (fault,) = await bureau.as_tier("public").errors(MINE)
    assert "myChannelSettings" in fault["message"]


async def test_a_text_message_is_a_line_for_the_gateway(bureau, out):
    """Nobody else on the machine may read it."""
    async with bureau.application.store.system() as session:
        account = await session.get_one(Account, bureau.world.accounts[LEADER])
        account.phone = "13900000001"
    await out.wish(choices=["sms:*", "dingtalk:*"], mail=None)
    await out.tell()
    outbox = bureau.application.settings.var_path / "outbox"
    (line,) = (outbox / "sms.jsonl").read_text("utf-8").splitlines()
    told = json.loads(line)
    rows = {row["channel"]: row for row in await out.rows()}
    assert told["id"] == rows["sms"]["wire_id"]
    assert told["to"] == "13900000001"
    assert told["text"].startswith("【质监】企业登记事项变更 https://zhijian.example/desk/")
    assert told["text"].endswith("（您是新街镇街分管领导；该企业在新街）")
    assert stat.S_IMODE((outbox / "sms.jsonl").stat().st_mode) == 0o600
    assert (outbox / "dingtalk.jsonl").exists()
    assert await out.states() == ["SENT", "SENT"]
    choices = await bureau.as_user(LEADER).ask("{ channelChoices { value title } }")
    offered = [each["value"] for each in choices["channelChoices"]]
    assert {"mail:*", "sms:*", "dingtalk:warning"} <= set(offered)
    assert not any(each.startswith("webhook") for each in offered)
