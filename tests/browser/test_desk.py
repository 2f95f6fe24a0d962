"""The desks in a real browser, on a phone and on a desktop: clean, usable, sent once."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator

import pytest

from schema.ids import global_id
from tests.browser.walking import SIZES, arrive, assert_clean, enter
from tests.core.desk.stock import enter_licences
from tests.fixtures.browser import Browser, chromium, needs_chromium
from tests.fixtures.bureau import TIERS, Bureau
from tests.fixtures.serving import serving

pytestmark = needs_chromium

SMALL = """[...document.querySelectorAll('main a.action, main button, main .tile, main select')]
  .filter(each => each.checkVisibility() && each.getBoundingClientRect().height < 44).length"""

Play = Callable[[], None]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
async def base(bureau: Bureau) -> AsyncIterator[str]:
    await enter_licences(bureau)
    async with serving(bureau.site) as server:
        yield f"http://{server.address}"


@pytest.mark.parametrize("size", SIZES)
async def test_every_tier_s_desk_is_clean_and_fits(browser: Browser, base: str, size: str) -> None:
    def play() -> None:
        for tier in (tier for tier in TIERS if tier != "public"):
            page = enter(browser, f"{base}/desk", TIERS[tier], size)
            page.wait_for("document.querySelector('h1')")
            assert page.evaluate("location.pathname") == "/desk", tier
            assert page.evaluate(SMALL) == 0, tier
            assert_clean(page)

    await asyncio.to_thread(play)


@pytest.mark.parametrize("size", SIZES)
async def test_a_renewal_is_applied_for_in_three_taps(
    browser: Browser, base: str, bureau: Bureau, size: str
) -> None:
    def play() -> None:
        page = enter(browser, f"{base}/desk", "enterprise-clerk-a1", size)
        page.click(".counts a[href^='/desk/licensing/licences']")
        arrive(page, "location.pathname === '/desk/licensing/licences'")
        page.click(".row-link")
        arrive(page, "location.pathname.startsWith('/desk/licensing/licence/')")
        page.click(".offers .action[href*='/file-renewal/']")
        arrive(page, "document.querySelector('[name=_once]')")
        page.click(".submit button")
        arrive(page, "document.querySelector('.done')")
        assert "延续申请已提交" in page.text(".done")
        page.wait_for("document.activeElement.classList.contains('done')")
        assert_clean(page)

    await asyncio.to_thread(play)
    rows = await bureau.rows("select 1 from licence where renewal_applied_on is not null")
    assert len(rows) == 1


async def test_two_presses_make_one_account(browser: Browser, base: str, bureau: Bureau) -> None:
    organisation = global_id("Organisation", bureau.world.organisations["first"])
    before = await bureau.count("account")

    def play() -> None:
        page = enter(browser, f"{base}/desk/core/create-account", "officer-system")
        page.type("[name=username]", "new-clerk")
        page.type("[name=name]", "新科员")
        page.evaluate(f"document.querySelector('[name=organisationId]').value = '{organisation}'")
        send = "document.querySelector('.submit button').click()"
        page.evaluate(f"{send}; {send}")
        arrive(page, "document.querySelector('.once')")

    await asyncio.to_thread(play)
    assert await bureau.count("account") == before + 1


async def test_errors_are_told_at_the_field_and_focused(browser: Browser, base: str) -> None:
    def play() -> None:
        page = enter(browser, f"{base}/desk/core/create-account", "officer-system", "phone")
        page.type("[name=username]", "Bad Name!")
        page.click(".submit button")
        page.wait_for("document.querySelector('[aria-invalid=true]')")
        assert page.evaluate("document.querySelector('[name=username]').value") == "Bad Name!"
        page.wait_for("document.activeElement.getAttribute('role') === 'alert'")
        assert "请填写此项" in page.text(".form")
        assert page.outside_requests() == []
        assert [p for p in page.problems if "422" not in p] == []

    await asyncio.to_thread(play)


async def test_typing_finds_choices_without_a_new_page(browser: Browser, base: str) -> None:
    def play() -> None:
        page = enter(browser, f"{base}/desk/core/create-account", "officer-system")
        page.type("[name=username]", "kept")
        page.type("[name=_q_organisationId]", "a1")
        page.wait_for("document.querySelectorAll('[name=organisationId] option').length === 1")
        assert page.evaluate("document.querySelector('[name=username]').value") == "kept"
        assert_clean(page)

    await asyncio.to_thread(play)


async def test_the_public_looks_up_a_licence(browser: Browser, base: str) -> None:
    def play() -> None:
        page = browser.open(f"{base}/look-up", width=390, height=844)
        page.type("#number", "SC00000000000")
        page.click(".finder button")
        page.wait_for("document.body.innerText.includes('没有这个编号的记录')")
        assert_clean(page)

    await asyncio.to_thread(play)
