"""Boards, maps, back-tests and measures of effect in a real browser, as each tier meets them."""

import asyncio
import datetime as dt
import os
import random
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from core.register.divisions_data import towns_2013
from tests.browser.walking import SIZES, assert_clean, enter
from tests.fixtures.browser import Browser, Page, chromium, needs_chromium
from tests.fixtures.bureau import Template, open_bureau
from tests.fixtures.database import Databases
from tests.fixtures.serving import serving
from tests.plugins.early_warning.history import DAY, READ_BY_ALL, TODAY, Fact
from tests.plugins.early_warning.watching import Watching

pytestmark = needs_chromium

SHOTS = os.environ.get("ZHIJIAN_SHOTS")
YEAR = f"from={TODAY - 365 * DAY}&to={TODAY}"
VISITS = {
    "branch-licensing-chief": [
        "", "/early_warning/board", "/early_warning/board?ahead=100", "/early_warning/watched",
        "/early_warning/backtest", f"/early_warning/backtest?code=T2&red=60&unit=DAYS&{YEAR}",
        f"/early_warning/effect?{YEAR}",
    ],
    "station-inspector-first": ["", "/early_warning/our-towns", f"/early_warning/effect?{YEAR}"],
    "town-quality-officer-a": ["", "/early_warning/our-patch", "/early_warning/watched"],
    "enterprise-manager-a1": ["", "/early_warning/to-do", "/early_warning/to-do?ahead=200"],
    "superior-supervisor": ["", "/early_warning/board", f"/early_warning/effect?{YEAR}"],
}  # fmt: skip
"""Who looks at which pages of the desk."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture(scope="module")
async def base(databases: Databases, template: Template) -> AsyncIterator[str]:
    async with open_bureau(databases, template) as bureau:
        connection = await asyncpg.connect(bureau.endpoints.owner)
        await connection.execute("select set_config('zj.reach', 'system', false)")
        watching = Watching(bureau, connection)
        await watching.rules()
        await _settle(watching)
        await connection.close()
        async with serving(bureau.site) as server:
            yield f"http://{server.address}"


async def _settle(watching: Watching) -> None:
    """The 28 towns of 2013, and a year of dates in all of them."""
    for town in towns_2013():
        number = await watching.connection.fetchval(
            """insert into division (code, name, name_en, kind, valid_from)
               values ($1, $2, $3, $4, '2011-01-01') returning id""",
            town.code, town.name, town.name_en, town.kind.name,
        )  # fmt: skip
        watching.bureau.world.divisions[town.code] = number
    dice = random.Random(28)  # noqa: S311  the same every time
    places = [("a", "a1"), ("a", "a2"), ("b", "b1"), ("c", "c1")] * 6
    places += [(town.code, None) for town in towns_2013()] * 9
    facts = [_fact(dice, number, *place) for number, place in enumerate(places, 1)]
    await watching.fill(facts)


def _fact(dice: random.Random, number: int, town: str, enterprise: str | None) -> Fact:
    rule = dice.choice(["T1", "T1", "T2", "T3"])
    since = TODAY - dice.randrange(30, 400) * DAY
    due = since + dice.randrange(60, 700) * DAY
    until = due - dice.randrange(-20, 50) * DAY
    ended = since < until <= TODAY
    return Fact(
        rule, number, town, enterprise, READ_BY_ALL, None if rule == "T3" else due,
        dice.randrange(12) if rule == "T3" else None, since, until if ended else None,
        dice.random() < 0.8 if ended else None, key=number,
    )  # fmt: skip


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("username", VISITS)
async def test_every_page_fits_and_is_clean(
    browser: Browser, base: str, username: str, size: str
) -> None:
    def play() -> None:
        for number, path in enumerate(VISITS[username]):
            page = enter(browser, f"{base}/desk{path}", username, size)
            page.wait_for("document.readyState === 'complete'")
            assert page.text(".problem") == "", path
            assert page.evaluate("location.pathname + location.search") == f"/desk{path}"
            show(page, f"{username}-{number}-{size}")
            assert_clean(page)

    await asyncio.to_thread(play)


def show(page: Page, name: str) -> None:
    """Keep its picture where somebody asked for it."""
    if SHOTS:
        page.resize(page.evaluate("innerWidth"), page.evaluate("document.body.scrollHeight"))
        page.screenshot(Path(SHOTS) / f"{name}.png")


async def test_the_map_shows_28_towns_and_leads_to_their_lists(browser: Browser, base: str) -> None:
    def play() -> None:
        page = enter(browser, f"{base}/desk/early_warning/board", "branch-licensing-chief")
        page.wait_for("document.querySelectorAll('.map:not(.off) .place').length === 28")
        boxes: list[Any] = page.evaluate(
            """[...document.querySelectorAll('.map:not(.off) .place')].map(each => {
                 const box = each.getBoundingClientRect();
                 return [each.querySelector('.name').textContent, box.x, box.y] })"""
        )
        at = {name: (x, y) for name, x, y in boxes}
        assert at["临江"][0] > at["城厢"][0] > at["闻堰"][0]
        assert at["楼塔"][1] > at["临浦"][1] > at["河庄"][1]
        number = page.text(".map .place .sum b")
        page.tab_to(".map .place a")
        page.press("Enter", 13, "\r")
        page.wait_for("location.pathname.endsWith('/watched')")
        assert int(page.text(".tally").split()[1]) >= int(number)
        assert_clean(page)

    await asyncio.to_thread(play)


async def test_a_slider_moves_the_board_to_a_day_to_come(browser: Browser, base: str) -> None:
    def play() -> None:
        page = enter(browser, f"{base}/desk/early_warning/board", "branch-licensing-chief", "phone")
        page.evaluate("document.querySelector('[name=ahead]').value = 39")
        page.evaluate("document.querySelector('.filters').submit()")
        page.wait_for("location.search.includes('ahead=39')")
        assert (TODAY + 39 * DAY).isoformat() == dt.date(2027, 1, 1).isoformat()
        page.wait_for("document.querySelector('.facts')?.textContent.includes('2027-01-01')")
        assert_clean(page)

    await asyncio.to_thread(play)
