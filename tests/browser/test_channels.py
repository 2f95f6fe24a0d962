"""Notifications on the desk, in a real browser: set by a person, kept by the system officer."""

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from schema.ids import global_id
from tests.browser.walking import SIZES, arrive, assert_clean, enter
from tests.core.channels.conftest import LEADER, Out
from tests.fixtures.browser import Browser, chromium, needs_chromium
from tests.fixtures.receivers import HttpReceiver, MailReceiver, answer, listening
from tests.fixtures.serving import serving

pytestmark = needs_chromium
SHOTS = os.environ.get("ZHIJIAN_TESTS_SHOTS")
"""A folder for pictures of the pages, for whoever wants to look."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
async def http():
    async with listening(HttpReceiver()) as receiver:
        yield receiver


@pytest.fixture
async def smtp():
    async with listening(MailReceiver()) as receiver:
        yield receiver


@pytest.mark.parametrize("size", SIZES)
async def test_a_person_sets_notifications_and_an_officer_keeps_the_rest(
    bureau,
    http,
    smtp,
    browser,
    size,
):
    out = Out(bureau, smtp.port)
    await out.wish(quietFrom="22:00", quietTo="07:00")
    http.answers = lambda _: answer(410)
    await out.endpoint(http.url)
    await out.tell()
    (dead, _) = sorted(await out.rows(), key=lambda row: row["state"] != "DEAD")

    def play(base: str) -> None:
        page = enter(browser, f"{base}/desk/core/my-notifications", LEADER, size)
        look(page, size, "mine")
        page.go(f"{base}/desk/core/set-notifications")
        look(page, size, "set")
        assert page.evaluate("document.querySelector('[name=mail]').value") == (
            "leader@town.example"
        )
        page.evaluate("document.querySelector('[name=quietFrom]').value = '21:30'")
        page.click("form.form button[type=submit], form.form button:not([type])")
        arrive(page, "document.body.innerText.includes('21:30')")
        page = enter(browser, f"{base}/desk/core/deliveries", "officer-system", size)
        look(page, size, "deliveries")
        for slug, key in (
            ("delivery", global_id("Delivery", dead["id"])),
            ("webhook-endpoints", ""),
            ("webhook-endpoint", global_id("WebhookEndpoint", 1)),
            ("change-webhook-endpoint", global_id("WebhookEndpoint", 1)),
            ("add-webhook-endpoint", ""),
            ("message-templates", ""),
            ("message-template", global_id("MessageTemplate", 1)),
            ("save-message-template", global_id("MessageTemplate", 1)),
        ):
            page.go(f"{base}/desk/core/{slug}/{key}".rstrip("/"))
            look(page, size, slug)

    async with serving(bureau.site) as server:
        await asyncio.to_thread(play, f"http://{server.address}")


def look(page, size: str, name: str) -> None:
    assert_clean(page)
    if SHOTS:
        page.screenshot(Path(SHOTS) / f"{name}-{size}.png")
