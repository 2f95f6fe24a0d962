"""See as, the matrix and stand-ins in a real browser, on a phone and on a desktop."""

import asyncio
from pathlib import Path

import pytest

from tests.browser.walking import FITS, arrive, assert_clean, enter
from tests.core.identity.test_stand_ins import appoint, confirm
from tests.fixtures.browser import chromium, needs_chromium
from tests.fixtures.serving import serving

pytestmark = needs_chromium
SIZES = ("phone", "desktop")
OFFICER = "officer-security"
PICK = """(([pane, role, towns]) => {
  const within = document.querySelectorAll('.pane')[pane] ?? document;
  const select = within.querySelector('select[name=role]');
  select.value = role;
  select.dispatchEvent(new Event('change'));
  for (const option of within.querySelectorAll('select[name=divisions] option')) {
    option.selected = towns.includes(option.textContent);
  }
})"""
GRAPHIQL = "document.querySelector('.policy-version')"


@pytest.fixture(scope="module")
def browser():
    with chromium() as running:
        yield running


async def in_thread(work):
    """Browsers block: work with them beside the server's loop."""
    return await asyncio.to_thread(work)


@pytest.mark.parametrize("size", SIZES)
async def test_one_query_as_two_posts_side_by_side(bureau, browser, size, tmp_path: Path):
    async with serving(bureau.site) as server:
        url = f"http://{server.address}/see-as"

        def look():
            page = enter(browser, f"http://{server.address}/", OFFICER, size)
            page.go(url)
            arrive(page, "document.documentElement.dataset.ready === 'yes'")
            page.evaluate(f"{PICK}([0, 'town.leader', ['新街']])")
            page.evaluate(f"{PICK}([1, 'town.leader', ['新街', '临浦小镇']])")
            page.click("#look button")
            page.wait_for("document.querySelector('#difference').innerText.includes('不同')")
            left, right = page.evaluate(
                "[...document.querySelectorAll('.pane pre')].map(e => e.innerText)"
            )
            assert '"totalCount": 2' in left
            assert '"totalCount": 4' in right
            assert "138****1234" in right
            page.screenshot(tmp_path / f"see_as_{size}.png")
            assert_clean(page)

        await in_thread(look)


async def test_the_page_is_there_for_those_who_may_look_alone(bureau):
    for username, status in ((OFFICER, 200), ("officer-audit", 200), ("officer-system", 404)):
        token = bureau.as_user(username).token
        answer = await bureau.http.get("/see-as", headers={"authorization": f"Bearer {token}"})
        assert answer.status_code == status
    assert (await bureau.http.get("/see-as")).status_code == 404


async def test_the_switch_in_graphiql_changes_schema_and_answers(bureau, browser, tmp_path: Path):
    async with serving(bureau.site) as server:
        url = f"http://{server.address}/graphiql"

        def look():
            page = enter(browser, url, OFFICER)
            page.wait_for(GRAPHIQL)
            page.click("details.seeing summary")
            page.wait_for("document.querySelector('.seeing select[name=role]')")
            page.evaluate(f"{PICK}([9, 'town.leader', ['新街']])")
            page.click("#see-as")
            page.wait_for("document.querySelector('.previewing')")
            assert "镇街分管领导" in page.text(".previewing")
            page.evaluate(
                "document.querySelector('.graphiql-query-editor .CodeMirror').CodeMirror"
                ".setValue('{ enterprises(first: 9) { totalCount } }')"
            )
            page.wait_for("document.querySelector('.policy-version').innerText.includes('读取')")
            page.click(".graphiql-execute-button")
            page.wait_for("document.querySelector('.result-window').innerText.includes('2')")
            assert '"totalCount": 2' in page.text(".result-window")
            page.screenshot(tmp_path / "switch.png")
            assert page.outside_requests() == []

        await in_thread(look)


@pytest.mark.parametrize("size", SIZES)
async def test_the_matrix_is_readable(bureau, browser, size, tmp_path: Path):
    async with serving(bureau.site) as server:
        url = f"http://{server.address}/desk/core/policy-matrix"

        def look():
            page = enter(browser, f"{url}?resource=core:Enterprise", OFFICER, size)
            arrive(page, "document.querySelector('.matrix')")
            wide = page.evaluate("getComputedStyle(document.querySelector('.matrix-wide')).display")
            assert (wide == "none") == (size == "phone")
            if size == "phone":
                page.click(".matrix-roles details:nth-of-type(23) summary")
            page.screenshot(tmp_path / f"matrix_{size}.png")
            assert page.evaluate(FITS)
            assert_clean(page)

        await in_thread(look)


@pytest.mark.parametrize("size", SIZES)
async def test_a_stand_in_is_seen_and_ended_on_the_desk(bureau, browser, size, tmp_path: Path):
    await confirm(bureau, await appoint(bureau))
    await appoint(bureau, "town-leader-b", "town-leader-c")
    async with serving(bureau.site) as server:
        url = f"http://{server.address}/desk/core/stand-ins"

        def look():
            page = enter(browser, url, OFFICER, size)
            arrive(page, "document.body.innerText.includes('town-leader-b')")
            page.screenshot(tmp_path / f"stand_ins_{size}.png")
            assert_clean(page)
            page.click(".rows a")
            arrive(page, "document.querySelector('.offers')")
            page.screenshot(tmp_path / f"stand_in_{size}.png")
            assert_clean(page)

        await in_thread(look)
