"""Why, and what a draft would do, in a real browser: sentences that fit a phone and a desktop."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from schema.ids import global_id
from tests.browser.walking import SIZES, assert_clean, enter
from tests.fixtures.browser import Browser, Page, chromium, needs_chromium
from tests.fixtures.bureau import Bureau
from tests.fixtures.policy import PROPOSER, propose
from tests.fixtures.serving import serving

pytestmark = needs_chromium

SHOTS = os.environ.get("ZHIJIAN_SHOTS")
"""A folder to keep screenshots in, for whoever wants to look."""
TOWN = "town-quality-officer-a"
DENIED = "town.quality_officer,core:Enterprise,read,divisions,allow"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
async def base(bureau: Bureau) -> AsyncIterator[str]:
    async with serving(bureau.site) as server:
        yield f"http://{server.address}"


def look(page: Page, name: str, size: str) -> None:
    """The page is clean; keep its picture where somebody asked for it."""
    if SHOTS:
        page.screenshot(Path(SHOTS) / f"{name}-{size}.png")
    assert_clean(page)


@pytest.mark.parametrize("size", SIZES)
async def test_why_reads_as_sentences(
    browser: Browser, base: str, bureau: Bureau, size: str
) -> None:
    account = global_id("Account", bureau.world.accounts[TOWN])
    own = global_id("Enterprise", bureau.world.enterprises["a1"])
    other = global_id("Enterprise", bureau.world.enterprises["c1"])

    def play() -> None:
        asked = f"/desk/core/why?account={account}&resource=core:Enterprise&action=create"
        page = enter(browser, f"{base}{asked}", PROPOSER, size)
        page.wait_for("document.querySelector('h1')")
        assert "没有规则允许" in page.text("main")
        assert "安全管理员（officer）" in page.text("main")
        look(page, "why-officer", size)
        mine = f"/desk/core/why-me?resource=core:Enterprise&field=phone&object={own}"
        page = enter(browser, f"{base}{mine}", TOWN, size)
        page.wait_for("document.querySelector('h1')")
        assert "脱敏" in page.text("main")
        assert "您的辖区是：新街" in page.text("main")
        look(page, "why-me", size)
        page = enter(browser, f"{base}/desk/core/why-me?object={other}", TOWN, size)
        page.wait_for("document.querySelector('h1')")
        assert "没有该记录，或该记录不在可见范围内" in page.text("main")
        assert "临浦小镇" not in page.text("main")
        look(page, "why-not", size)

    await asyncio.to_thread(play)


@pytest.mark.parametrize("size", SIZES)
async def test_the_impact_of_a_draft_stands_below_it(
    browser: Browser, base: str, bureau: Bureau, size: str
) -> None:
    draft = await propose(bureau.as_user(PROPOSER), [], [DENIED])

    def play() -> None:
        page = enter(browser, f"{base}/desk/core/draft/{draft}", "officer-security-2", size)
        page.wait_for("document.querySelector('h1')")
        assert "影响预览" in page.text("main")
        assert "新街十的“" in page.text("main")
        look(page, "draft-impact", size)

    await asyncio.to_thread(play)
