"""The first five minutes of a citizen and of a superior, on a phone and on a desktop.

The citizen scans a lift, looks at the steps, asks about one, reads where the own report is, and
takes the anchor home. The superior sees who is late, supervises, and reads the answer.
"""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.browser.stage import Stage, stage_in
from tests.browser.walking import SIZES, arrive, assert_clean, enter
from tests.core.step_log import ground as log
from tests.fixtures.browser import Browser, Page, chromium, needs_chromium
from tests.fixtures.bureau import Template, open_bureau
from tests.fixtures.database import Databases
from tests.plugins.step_supervision.ground import LEADER, SUPERIOR

pytestmark = needs_chromium

SHOTS = os.environ.get("ZHIJIAN_SHOTS")
"""A folder to keep screenshots in, for whoever wants to look."""
HAZARD = "{ matters(where: { late: { eq: true } }) { nodes { id } } }"


@dataclass
class Scene:
    """The stage, with a log that is closed, a late matter, and a token of it."""

    stage: Stage
    matter: str
    token: str


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture(scope="module", params=SIZES)
async def scene(
    request: pytest.FixtureRequest,
    databases: Databases,
    template: Template,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Scene]:
    folder = tmp_path_factory.mktemp("photos")
    async with (
        open_bureau(databases, template) as bureau,
        stage_in(bureau, request.param, folder) as stage,
    ):
        await log.make_steps(bureau)
        await log.close(bureau)
        nodes = (await bureau.as_user(SUPERIOR).ask(HAZARD))["matters"]["nodes"]
        given: dict[str, Any] = {"matterId": nodes[0]["id"]}
        clerk = bureau.as_user("branch-inspection-clerk")
        token = (await clerk.run("issueProgressToken", "token", **given))["token"]
        yield Scene(stage, nodes[0]["id"], token)


def show(page: Page, scene: Scene, name: str) -> None:
    """The page is as it should be; keep its picture where somebody asked for it."""
    if SHOTS:
        page.screenshot(Path(SHOTS) / f"steps-{name}-{scene.stage.size}.png")
    assert_clean(page)
    assert page.text(".problem") == ""


async def test_a_citizen_looks_asks_and_takes_the_anchor_home(
    scene: Scene, browser: Browser
) -> None:
    width, height = SIZES[scene.stage.size]
    base = scene.stage.base

    def play() -> None:
        page = browser.open(f"{base}/look-up", width=width, height=height)
        arrive(page, "document.querySelector('#number')")
        page.type("#number", scene.stage.lift)
        page.press("Enter", 13, "\r")
        arrive(page, "document.querySelector('.facts')")
        assert scene.stage.lift in page.text("main")
        show(page, scene, "scan")
        page.click('a[href="/desk/step_supervision/my-report"]')
        arrive(page, "document.querySelector('[name=token]')")
        page.type("[name=token]", scene.token)
        page.press("Enter", 13, "\r")
        arrive(page, "document.querySelector('.facts')")
        assert "first" in page.text("main"), "the station that has it in hand"
        show(page, scene, "report")
        page.go(f"{base}/desk/step_supervision/public-steps")
        arrive(page, "document.querySelector('main a[href*=public-step]')")
        assert "许可延续" in page.text("main")
        show(page, scene, "steps")
        page.click('main a[href*="/public-step/"]')
        arrive(page, "document.querySelector('a[href*=\"/ask/\"]')")
        show(page, scene, "step")
        page.click('a[href*="/ask/"]')
        arrive(page, "document.querySelector('[name=question]')")
        page.type("[name=question]", "为何逾期？")
        page.click(".submit button")
        arrive(page, "document.body.innerText.includes('查询码')")
        show(page, scene, "asked")
        page.go(f"{base}/desk/step_supervision/public-performance")
        arrive(page, "document.querySelector('h1')")
        assert "branch" in page.text("main")
        show(page, scene, "performance")
        page.go(f"{base}/desk/step_supervision/anchors")
        arrive(page, "document.querySelector('h1')")
        assert "verify_steps.py" in page.text("main")
        show(page, scene, "anchors")
        page.go(f"{base}/open-data")
        arrive(page, "document.querySelector('a[href$=\".csv\"]')")
        show(page, scene, "open-data")

    await asyncio.to_thread(play)


async def test_a_superior_sees_who_is_late_and_supervises(scene: Scene, browser: Browser) -> None:
    base, size = scene.stage.base, scene.stage.size

    def play() -> None:
        page = enter(browser, f"{base}/desk", SUPERIOR, size)
        arrive(page, "document.querySelector('h1')")
        assert "谁逾期最多" in page.text("main")
        show(page, scene, "superior-home")
        page.go(f"{base}/desk/core/matter/{scene.matter}")
        arrive(page, "document.querySelector('a[href*=\"/issue/\"]')")
        page.click('a[href*="/issue/"]')
        arrive(page, "document.querySelector('[name=question]')")
        page.type("[name=_q_unitId]", "town-a")
        page.wait_for("document.querySelector('select[name=unitId]').value")
        page.type("[name=question]", "为何至今未核实？")
        show(page, scene, "supervise")
        page.click(".submit button")
        arrive(page, "document.querySelector('.done')")
        assert "督〔" in page.text("main")
        show(page, scene, "case")
        page.go(f"{base}/desk/step_supervision/performance")
        arrive(page, "document.querySelector('h1')")
        show(page, scene, "superior-performance")
        page = enter(browser, f"{base}/desk/step_supervision/to-answer", LEADER, size)
        arrive(page, "document.querySelector('h1')")
        assert "督〔" in page.text("main")

    await asyncio.to_thread(play)
