"""Webhooks: signed, minimal, in order, tried again under one id, and only for whom they concern."""

import asyncio
import base64
import datetime as dt
import hashlib
import hmac
import json

import pytest

from core.channels.webhook import Webhook
from core.outgoing import Parcel, PermanentFailure, TemporaryFailure
from tests.fixtures.policy import edit_policy
from tests.fixtures.receivers import HttpReceiver, answer, listening

BUSY = answer(503)
_NOW = dt.datetime(2026, 11, 23, 2, tzinfo=dt.UTC)


async def test_an_endpoint_is_told_what_happened_and_no_more(bureau, out, http):
    _, secret = await out.endpoint(http.url)
    await out.tell()
    ((headers, body),) = http.requests
    told = json.loads(body)
    assert told["type"] == "test.happened"
    assert told["data"] == {
        "event": "enterprise:1",
        "subject": base64.b64encode(
            f"Enterprise:{bureau.world.enterprises['a1']}".encode()
        ).decode(),
        "subjectType": "Enterprise",
        "title": "企业登记事项变更",
        "titleEn": "The entry of an enterprise was changed",
        "url": f"https://zhijian.example/desk/core/record/{told['data']['subject']}",
        "why": "接收系统属于town-a（镇街分管领导）；该企业在新街",
        "whyEn": (
            "The receiving system belongs to town-a (Town leader in charge); "
            "the enterprise lies in Xinjie"
        ),
    }
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = base64.b64decode(secret.removeprefix("whsec_"))
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"
    assert int(headers["webhook-timestamp"]) == int(bureau.clock.now().timestamp())
    assert await out.states() == ["SENT"]
    assert await out.attempts() == [("SENT", 204, "")]


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"place": "town-b"}, "another town"),
        ({"place": "first", "role": "station.head"}, "not addressed"),
        ({"place": "a1", "role": "enterprise.manager"}, "not addressed"),
        ({"kinds": ["matter"]}, "another kind"),
        ({"kinds": ["tes"]}, "a kind that only begins alike"),
    ],
)
async def test_nobody_else_is_told(out, http, given, reason):
    await out.endpoint(http.url, **given)
    await out.tell()
    assert http.requests == [], reason
    assert await out.states() == []


async def test_the_posts_of_the_moment_decide(bureau, out, http):
    await out.endpoint(http.url)
    leaders = "(select id from account where username like 'town-leader-a%')"
    await bureau.rows(f"update post set valid_to = '2026-11-23' where account_id in {leaders}")
    await out.tell()
    assert await out.states() == [], "nobody holds the post"


async def test_who_may_no_longer_read_the_subject_gets_nothing(bureau, out, http):
    """The policy changes between two attempts: nothing leaves the system any more."""
    await out.endpoint(http.url)
    http.answers = lambda _: BUSY
    await out.tell()
    await edit_policy(bureau, ["town.leader,core:Enterprise,read,all,deny"])
    await out.later(minutes=1)
    assert len(http.requests) == 1
    assert await out.states() == ["DEAD"]
    assert [outcome for outcome, *_ in await out.attempts()] == ["FAILED", "WITHHELD"]


async def test_it_is_tried_again_under_one_id_with_growing_pauses(bureau, out, http):
    await out.endpoint(http.url)
    http.answers = lambda number: BUSY if number < 4 else answer(200)
    await out.tell()
    pauses = []
    while await out.states() == ["FAILED"]:
        (row,) = await out.rows()
        pauses.append((row["due_at"] - bureau.clock.now()).total_seconds())
        await out.later(seconds=pauses[-1] - 1)
        assert len(http.requests) == len(pauses), "not before it is due"
        await out.later(seconds=2)
    assert pauses == [15, 30, 60]
    assert await out.states() == ["SENT"]
    assert len(http.requests) == 4
    assert len({(h["webhook-id"], body) for h, body in http.requests}) == 1
    assert len({h["webhook-signature"] for h, _ in http.requests}) == 4, "signed with its time"
    assert await out.attempts() == [
        *[("FAILED", 503, "the receiver cannot take it now")] * 3,
        ("SENT", 200, ""),
    ]


@pytest.mark.parametrize("status", [301, 302, 307, 308, 400, 401, 404, 410])
async def test_a_refusal_is_a_dead_letter_at_once_and_no_redirect_is_followed(out, http, status):
    async with listening(HttpReceiver()) as elsewhere:
        http.answers = lambda _: answer(status, f"location: {elsewhere.url}")
        await out.endpoint(http.url)
        await out.tell()
        assert elsewhere.requests == []
    assert len(http.requests) == 1
    assert await out.states() == ["DEAD"]
    assert await out.attempts() == [("REFUSED", status, "the receiver refuses it")]


async def test_one_object_keeps_its_order_and_another_does_not_wait(out, http):
    await out.endpoint(http.url)
    http.answers = lambda number: BUSY if number == 1 else answer(200)
    await out.tell(out.notice("first"))
    await out.tell(out.notice("second"), out.notice("elsewhere", about="a2"))

    def events():
        return [json.loads(body)["data"]["event"] for _, body in http.requests]

    assert events() == ["first", "elsewhere"]
    await out.later(seconds=20)
    assert events() == ["first", "elsewhere", "first", "second"]


async def test_an_event_is_one_delivery_however_often_it_is_told(out, http):
    await out.endpoint(http.url)
    await out.tell(out.notice(), out.notice())
    assert len(http.requests) == 1


async def test_an_endpoint_that_is_switched_off_gets_nothing_until_it_is_on_again(
    bureau, out, http
):
    endpoint, _ = await out.endpoint(http.url)
    http.answers = lambda _: BUSY
    await out.tell()

    async def switch(active):
        done = await bureau.as_tier("system").do(
            "changeWebhookEndpoint", id=endpoint, url=http.url, kinds=["*"], active=active
        )
        assert done["userErrors"] == []

    await switch(active=False)
    await out.tell(out.notice("another"))
    await out.later(minutes=1)
    assert len(http.requests) == 1
    assert await out.states() == ["DEAD"], "and the other was never planned"


def parcel(url):
    return Parcel(id="zj_1", address=url, subject="", body="{}", at=_NOW, key="whsec_AAAA")


async def test_a_receiver_that_never_answers_is_given_up(http):
    http.hangs = True
    with pytest.raises(TemporaryFailure, match="no answer"):
        await Webhook(intranet=True, total_s=0.05).send(parcel(http.url))


async def test_what_a_receiver_says_is_hardly_read(http):
    endless = answer(200, body=b"x" * 10_000_000)
    http.answers = lambda _: endless
    assert (await Webhook(intranet=True).send(parcel(http.url))).code == 200


async def test_a_receiver_that_hangs_up_may_answer_later(http):
    http.answers = lambda _: None
    with pytest.raises(TemporaryFailure, match="no answer"):
        await Webhook(intranet=True).send(parcel(http.url))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]"])
async def test_a_private_address_is_never_connected_to(http, host):
    """Neither in digits nor behind a name."""
    with pytest.raises(PermanentFailure, match="private address"):
        await Webhook().send(parcel(http.url.replace("127.0.0.1", host)))
    await asyncio.sleep(0)
    assert http.requests == []
