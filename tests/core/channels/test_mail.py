"""Mail: what a person gets, by which template, under one Message-ID, and how failures end."""

import logging
import shutil
import ssl
import subprocess

import pytest
from pydantic import SecretStr

from core.channels.models import Delivery
from tests.core.channels.conftest import LEADER, Out
from tests.fixtures.jobs import run_jobs

BODY = """企业登记事项变更



办理和查看：https://zhijian.example/desk/core/record/{subject}
时间：2026-11-23 10:00

--
为何收到：您是新街镇街分管领导；该企业在新街。
如需调整接收方式，请登录后打开“我的通知设置”。
"""
MAIL = "leader@town.example"


async def test_a_person_gets_what_they_wished_for_and_why(bureau, out, smtp):
    await out.wish()
    await out.tell()
    (mail,) = smtp.mails
    assert smtp.addressees == [MAIL]
    assert mail["To"] == MAIL
    assert mail["From"] == "zhijian@bureau.example"
    assert mail["Subject"] == "【质监】企业登记事项变更"
    assert mail["Auto-Submitted"] == "auto-generated"
    subject = (await bureau.as_user(LEADER).ask("{ messages { nodes { subject } } }"))["messages"]
    expected = BODY.format(subject=subject["nodes"][0]["subject"])
    assert mail.get_content().replace("\r\n", "\n") == expected
    (row,) = await out.rows()
    assert mail["Message-ID"] == f"<{row['wire_id']}@bureau.example>"
    assert row["state"] == "SENT"
    assert await out.attempts() == [("SENT", 250, "")]


async def test_in_english(out, smtp):
    await out.wish(language="EN")
    await out.tell()
    (mail,) = smtp.mails
    assert mail["Subject"] == "[Zhijian] The entry of an enterprise was changed"
    assert "Why you got this: You are Town leader in charge (a); the enterprise" in (
        mail.get_content()
    )


@pytest.mark.parametrize("choices", [[], ["mail:matter"], ["mail:tes"], ["sms:*"]])
async def test_what_nobody_wished_for_is_not_sent(bureau, out, smtp, choices):
    await bureau.rows("update account set phone = (select phone from enterprise limit 1)")
    await out.wish(choices=choices)
    await out.tell()
    assert smtp.mails == []
    assert await out.office.told() > {LEADER}, "the inbox is told all the same"


@pytest.mark.parametrize("choice", ["mail:test", "mail:test.happened"])
async def test_a_kind_or_its_beginning(out, smtp, choice):
    await out.wish(choices=[choice, "mail:*"])
    await out.tell()
    assert len(smtp.mails) == 1


@pytest.mark.parametrize(
    ("reply", "state", "attempt"),
    [
        (("RCPT", f"450 {MAIL} busy"), "FAILED", (450, "the mail server cannot take it now")),
        (("RCPT", f"550 no {MAIL}"), "DEAD", (550, "the mail server refuses it")),
        (("MAIL", "421 later"), "FAILED", (421, "the mail server cannot take it now")),
        (("DATA", "554 spam"), "DEAD", (554, "the mail server refuses it")),
        (("DATA", ""), "FAILED", (None, "no mail server: SMTPServerDisconnected")),
    ],
)
async def test_how_failures_end(out, smtp, caplog, reply, state, attempt):
    await out.wish()
    smtp.replies.update([reply])
    with caplog.at_level(logging.DEBUG):
        await out.tell()
    outcome = "FAILED" if state == "FAILED" else "REFUSED"
    assert await out.states() == [state]
    assert await out.attempts() == [(outcome, *attempt)]
    smtp.replies.clear()
    await out.later(seconds=20)
    assert len(smtp.mails) == (state == "FAILED")
    jobs = await out.bureau.rows("select error from queued_job")
    assert MAIL not in f"{jobs}{caplog.text}", "no address in logs, nor in what the queue says"


async def test_after_the_last_attempt_it_is_a_dead_letter_that_an_operator_sends_again(
    bureau, out, smtp
):
    await out.wish()
    smtp.replies["MAIL"] = "421 later"
    await out.tell()
    for _ in range(9):
        assert await out.states() == ["FAILED"]
        await out.later(hours=1, seconds=1)
    assert await out.states() == ["DEAD"]
    assert len(await out.attempts()) == 10
    await out.later(days=1)
    assert len(await out.attempts()) == 10, "nothing happens any more"
    assert await bureau.rows("select * from queued_job") == []
    (before,) = await out.rows()

    officer = bureau.as_tier("system")
    asked = "{ deliveries(where: {state: {eq: DEAD}}) { nodes { id attemptCount } } }"
    (dead,) = (await officer.ask(asked))["deliveries"]["nodes"]
    assert dead["attemptCount"] == 10
    done = await officer.run(
        "resendDelivery", "delivery { state }", id=dead["id"], reason="邮件服务器已修复"
    )
    assert done["delivery"] == {"state": "WAITING"}
    smtp.replies.clear()
    await out.later(seconds=1)
    (after,) = await out.rows()
    assert (after["state"], after["wire_id"]) == ("SENT", before["wire_id"])
    assert smtp.kept == [f"<{before['wire_id']}@bureau.example>"]
    entries = "select operation, reason from ledger_entry where operation = 'resendDelivery'"
    assert [tuple(row) for row in await bureau.rows(entries)] == [
        ("resendDelivery", "邮件服务器已修复")
    ]
    again = await officer.do("resendDelivery", id=dead["id"])
    assert [e["code"] for e in again["userErrors"]] == ["DELIVERY_NOT_DEAD"]
    assert await bureau.rows("select * from queued_job") == []


async def test_a_closed_account_gets_nothing(bureau, out, smtp):
    await out.wish()
    smtp.replies["MAIL"] = "421 later"
    await out.tell()
    await bureau.rows(f"update account set disabled_at = created_at where username = '{LEADER}'")
    smtp.replies.clear()
    await out.later(minutes=1)
    assert smtp.mails == []
    assert await out.states() == ["DEAD"]
    assert [outcome for outcome, *_ in await out.attempts()] == ["FAILED", "WITHHELD"]


async def test_an_address_that_was_taken_away_is_not_used(out, smtp):
    await out.wish()
    smtp.replies["MAIL"] = "421 later"
    await out.tell()
    await out.wish(mail=None, choices=[])
    smtp.replies.clear()
    await out.later(minutes=1)
    assert smtp.mails == []
    assert (await out.attempts())[-1] == (
        "REFUSED",
        None,
        "the person has no address for this channel",
    )


async def test_addresses_lie_sealed(bureau, out):
    await out.wish()
    (row,) = await bureau.rows("select * from channel_settings")
    assert MAIL not in str(dict(row))
    assert '"l***@town.example"' in row["mail"]
    seen = await bureau.as_user(LEADER).ask("{ myChannelSettings { mail } }")
    assert seen["myChannelSettings"]["mail"] == MAIL


async def test_what_was_really_sent_is_kept_for_its_addressee(bureau, out, smtp):
    await out.wish()
    await out.tell()
    asked = "{ deliveries { nodes { channel state texts { subject body } account { username } } } }"
    (own,) = (await bureau.as_user(LEADER).ask(asked))["deliveries"]["nodes"]
    (text,) = own["texts"]
    assert text["subject"] == smtp.mails[0]["Subject"]
    assert text["body"] == smtp.mails[0].get_content().replace("\r\n", "\n")
    assert (await bureau.as_user("town-leader-b").ask(asked))["deliveries"]["nodes"] == []
    (seen,) = (await bureau.as_tier("system").ask(asked))["deliveries"]["nodes"]
    assert seen["account"] == {"username": LEADER}
    assert seen["texts"] == [], "the operator sees that it went, not what it says"


async def test_a_delivery_whose_job_was_given_up_becomes_a_dead_letter(bureau, out, smtp):
    """Such as one that killed its workers: the queue ends it without our code."""
    await out.wish()
    await out.office.tell(out.notice())
    tell = [job for job in bureau.application.assembly.jobs if job.name == "core.tell"]
    await run_jobs(bureau, tell)
    assert await out.states() == ["WAITING"], "the job is unknown here, and failed for good"
    await run_jobs(bureau, periodic=True)
    assert await out.states() == ["DEAD"]
    assert await out.attempts() == [("FAILED", None, "its job was given up")]


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    """A self-signed certificate for 127.0.0.1, which the machine then trusts."""
    if (openssl := shutil.which("openssl")) is None:
        pytest.skip("no openssl here to make a certificate")
    folder = tmp_path_factory.mktemp("tls")
    key, made = folder / "key.pem", folder / "made.pem"
    subprocess.run(
        [
            *(openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-keyout", key, "-out", made, "-subj", "/CN=127.0.0.1"),
            *("-addext", "subjectAltName=IP:127.0.0.1"),
        ],
        check=True,
        capture_output=True,
    )
    return key, made


async def test_with_starttls_and_a_password(bureau, smtp, certificate, monkeypatch):
    key, made = certificate
    smtp.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    smtp.tls.load_cert_chain(made, key)
    monkeypatch.setenv("SSL_CERT_FILE", str(made))
    out = Out(
        bureau,
        smtp.port,
        smtp_security="starttls",
        smtp_username="zhijian",
        smtp_password=SecretStr("sesame"),
    )
    await out.wish()
    await out.tell()
    assert smtp.secure == [True]
    assert smtp.signed_in == ["\0zhijian\0sesame"]
    assert "sesame" not in repr(bureau.application.settings)


async def test_without_tls_nothing_is_said_where_tls_is_demanded(bureau, smtp):
    out = Out(bureau, smtp.port, smtp_security="starttls", smtp_username="zhijian")
    await out.wish()
    await out.tell()
    assert smtp.mails == smtp.signed_in == []
    assert await out.states() == ["FAILED"]


def test_deliveries_of_persons_need_no_order():
    assert Delivery(endpoint_id=None).lock is None
