"""An officer's whole edit in a real browser: propose, read what it does, second signature, back."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from core.gateway.http import COOKIE
from tests.browser.walking import SIZES, arrive, assert_clean, enter
from tests.fixtures.browser import Browser, Page, chromium, needs_chromium
from tests.fixtures.bureau import Bureau
from tests.fixtures.policy import PROPOSER, SIGNER
from tests.fixtures.serving import serving
from tests.fixtures.small_world import token_of

pytestmark = needs_chromium

SHOTS = os.environ.get("ZHIJIAN_SHOTS")
"""A folder to keep screenshots in, for whoever wants to look."""
READER = "town-quality-officer-a"
EXAMPLE = "document.querySelector(\"[aria-label^='运行 Run']\")"
WATCH = "document.querySelector('.policy-version')"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@dataclass
class Office:
    """Officers at a served bureau, at one window size."""

    browser: Browser
    base: str
    size: str

    def enter(self, username: str, path: str) -> Page:
        return enter(self.browser, f"{self.base}{path}", username, self.size)

    def show(self, page: Page, name: str) -> None:
        """The page is as it should be; keep its picture where somebody asked for it."""
        if SHOTS:
            page.screenshot(Path(SHOTS) / f"policy-{name}-{self.size}.png")
        assert_clean(page)

    def send(self, page: Page) -> None:
        """Press the button; the answer is the next page."""
        page.click(".submit button")
        arrive(page, "document.querySelector('.done')")

    def sign(self, draft: str) -> None:
        """The second officer finds the draft on the desk, reads it, and signs."""
        page = self.enter(SIGNER, "/desk")
        page.wait_for("document.querySelector('h1')")
        assert "待签署的策略草案" in page.text()
        page = self.enter(SIGNER, draft)
        page.wait_for("document.querySelector('.offers')")
        self.show(page, "to-sign")
        sign = "[...document.querySelectorAll('.offers a')].find(a => a.innerText.includes('签署'))"
        page.evaluate(f"{sign}.click()")
        arrive(page, "document.querySelector('[name=_once]')")
        self.show(page, "sign")
        self.send(page)
        assert "已生效" in page.text()
        self.show(page, "signed")


@pytest.fixture(params=SIZES)
async def office(
    request: pytest.FixtureRequest, bureau: Bureau, browser: Browser
) -> AsyncIterator[Office]:
    async with serving(bureau.site) as server:
        yield Office(browser, f"http://{server.address}", request.param)


def choose(page: Page, **values: str) -> None:
    """Pick values of lists and buttons by their names."""
    for name, value in values.items():
        page.wait_for(f"document.querySelector('[name={name}]')")
        page.evaluate(
            f"(() => {{ const all = [...document.querySelectorAll('[name={name}]')];"
            f"if (all[0].type === 'radio') all.find(each => each.value === '{value}').click();"
            f"else all[0].value = '{value}'; }})()"
        )


async def test_an_edit_is_proposed_read_signed_watched_and_rolled_back(
    office: Office, bureau: Bureau
) -> None:
    def propose() -> str:
        page = office.enter(PROPOSER, "/desk/core/add-rule")
        page.wait_for("document.querySelector('[name=_once]')")
        page.type("[name=_q_resource]", "core:Enterprise.name")
        page.wait_for("document.querySelectorAll('[name=resource] option').length === 1")
        choose(page, role="town.quality_officer", scope="all", effect="deny")
        choose(page, resource="core:Enterprise.name")
        page.type("[name=reason]", "试点期间不显示企业名称")
        office.show(page, "propose")
        office.send(page)
        assert "镇街质监员将不能再查看“企业·名称”" in page.text()
        office.show(page, "draft")
        path: str = page.evaluate("location.pathname")
        return path

    def own_signature(draft: str) -> None:
        page = office.enter(PROPOSER, draft.replace("/draft/", "/sign-draft/"))
        page.wait_for("document.querySelector('.submit button')")
        page.click(".submit button")
        arrive(page, "document.querySelector('.problem')")
        assert "须由另一名安全管理员签署" in page.text(".problem")

    def roll_back() -> str:
        page = office.enter(PROPOSER, "/desk/core/roll-back")
        choose(page, number="1")
        page.type("[name=reason]", "试点结束")
        office.show(page, "roll-back")
        office.send(page)
        path: str = page.evaluate("location.pathname")
        return path

    def play() -> None:
        watching = office.enter(READER, "/graphiql") if office.size == "desktop" else None
        if watching:
            watching.wait_for(f"{WATCH} && {EXAMPLE}")
        draft = propose()
        own_signature(draft)
        office.sign(draft)
        if watching:
            watching.set_cookie(office.base, COOKIE, token_of(READER))
            watching.evaluate(f"{EXAMPLE}.click()")
            watching.wait_for(f"{WATCH}.innerText.includes('读取')")
        office.sign(roll_back())
        for name in ("drafts", "policy-versions", "policy-cases", "policy-defaults", "rules"):
            page = office.enter(PROPOSER, f"/desk/core/{name}")
            page.wait_for("document.querySelector('h1')")
            office.show(page, name)

    await asyncio.to_thread(play)
    assert bureau.application.live.version == 3
