"""The first five minutes of each role, played on a phone and on a desktop.

Each role opens its desk, sees what concerns it, and does its first thing; with a mouse or a finger,
and at the main action with the keyboard alone. Nothing is asked of anybody outside, and the browser
has no complaint, of the content security policy neither.
"""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.browser.stage import WAITING, Stage, stage_in
from tests.browser.walking import SIZES, arrive, assert_clean
from tests.fixtures.browser import Browser, Page, chromium, needs_chromium
from tests.fixtures.bureau import Template, open_bureau
from tests.fixtures.database import Databases
from tests.fixtures.policy import PROPOSER, SIGNER

pytestmark = needs_chromium

REPORTS = "special_equipment:EquipmentInspection"
SHOTS = os.environ.get("ZHIJIAN_SHOTS")
"""A folder to keep screenshots in, for whoever wants to look."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture(scope="module", params=SIZES)
async def stage(
    request: pytest.FixtureRequest,
    databases: Databases,
    template: Template,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Stage]:
    folder = tmp_path_factory.mktemp("photos")
    async with (
        open_bureau(databases, template) as bureau,
        stage_in(bureau, request.param, folder) as made,
    ):
        yield made


def show(page: Page, stage: Stage, name: str) -> None:
    """The page is as it should be; keep its picture where somebody asked for it."""
    if SHOTS:
        page.screenshot(Path(SHOTS) / f"{name}-{stage.size}.png")
    assert_clean(page)
    assert page.text(".problem") == ""


def attach(page: Page, stage: Stage) -> None:
    """Take a photo, and wait until it has arrived."""
    page.attach("[data-photos=photos]", stage.photo)
    page.wait_for("document.querySelector('.photos.kept img')?.naturalWidth")


def choose(page: Page, name: str, typed: str) -> None:
    """Type a part of a name, and take the one that is found."""
    page.type(f"[name=_q_{name}]", typed)
    page.wait_for(
        f"document.querySelectorAll('select[name={name}] option').length === 1"
        f" && document.querySelector('select[name={name}]').value"
    )


def send(page: Page) -> None:
    """Press the button of a form with the keyboard, and arrive where it leads."""
    page.tab_to(".submit button")
    page.press("Enter", 13, "\r")
    arrive(page, "document.querySelector('.done')")


async def test_a_town_officer_reports_a_hazard_and_sees_it_move(
    browser: Browser, stage: Stage
) -> None:
    pages: list[Page] = []

    def report() -> None:
        page = stage.enter(browser, "town-safety-officer-a")
        show(page, stage, "town-desk")
        page.click("a[href='/desk/inspection/report-hazard']")
        arrive(page, "document.querySelector('[name=_once]')")
        attach(page, stage)
        page.type("[name=what]", "车间配电箱敞开")
        choose(page, "enterpriseId", "a1")
        show(page, stage, "town-report")
        send(page)
        assert "隐患已上报" in page.text(".done")
        assert "站所核查" in page.text("main")
        page.wait_for("document.querySelector('main .photos img')?.naturalWidth")
        show(page, stage, "town-reported")
        pages.append(page)

    await asyncio.to_thread(report)
    (row,) = await stage.bureau.rows(
        "select h.id, h.version from hazard h where h.what = '车间配电箱敞开'"
    )
    station = stage.bureau.as_user("station-inspector-first")
    key = pages[0].evaluate("location.pathname.split('/').pop()")
    done = await station.do("checkHazard", hazardId=key, expectedVersion=row["version"])
    assert done["userErrors"] == []

    def look_again() -> None:
        (page,) = pages
        page.go(page.evaluate("location.href"))
        assert "纳入监管库" in page.text("main")
        assert "检查" in page.text(".timeline") or "核查" in page.text(".timeline")
        show(page, stage, "town-moved")

    await asyncio.to_thread(look_again)


async def test_a_station_inspector_walks_the_route_and_fails_an_item(
    browser: Browser, stage: Stage
) -> None:
    def play() -> None:
        page = stage.enter(browser, "station-head-first")
        assert "待核查的隐患" in page.text("main")
        assert "今日路线" in page.text("main")
        assert "逾期" in page.text("main")
        show(page, stage, "station-desk")
        page.click("a[href='/desk/inspection/patrol-c11']")
        arrive(page, "document.querySelector('[name=_once]')")
        choose(page, "enterpriseId", "a1")
        page.click("[name=failedItems]")
        page.type("[name=note]", "未张贴登记标志")
        page.type("[name=secondOfficer]", "李四")
        show(page, stage, "station-patrol")
        send(page)
        assert "不合格项已上报隐患" in page.text(".done")
        show(page, stage, "station-recorded")

    await asyncio.to_thread(play)
    found = await stage.bureau.rows("select what, grade from hazard where source = 'PATROL'")
    assert [("未张贴登记标志" in row["what"], row["grade"]) for row in found] == [(True, "SERIOUS")]


async def test_a_unit_sees_its_colours_and_declares_a_stop(browser: Browser, stage: Stage) -> None:
    def play() -> None:
        page = stage.enter(browser, "enterprise-safety-officer-a1")
        assert "已过期" in page.text("main")
        show(page, stage, "unit-desk")
        page.go(f"{stage.base}/desk/special_equipment/declare-new")
        assert page.evaluate("document.querySelector('select[name=enterpriseId]').value")
        page.go(f"{stage.base}/desk/special_equipment/devices")
        page.click(".row-link")
        arrive(page, "document.querySelector('.offers')")
        show(page, stage, "unit-device")
        page.click("a[href^='/desk/special_equipment/declare-stop/']")
        arrive(page, "document.querySelector('[name=_once]')")
        page.type("[name=reason]", "车间停产")
        attach(page, stage)
        show(page, stage, "unit-stop")
        send(page)
        assert "等待镇街核实" in page.text(".done")
        assert "设备上报" in page.text("h1")
        assert "镇街核实" in page.text(".facts")
        show(page, stage, "unit-awaiting")

    await asyncio.to_thread(play)
    rows = await stage.bureau.rows("select use_status from equipment where name = '1号客梯'")
    assert [row["use_status"] for row in rows] == ["IN_USE"]  # declared is not confirmed


async def test_a_clerk_confirms_one_and_then_several_at_once(
    browser: Browser, stage: Stage
) -> None:
    before = await stage.bureau.count("equipment")

    def play() -> None:
        page = stage.enter(browser, "branch-special-equipment-chief")
        assert "设备上报待确认" in page.text("main")
        show(page, stage, "clerk-desk")
        page.go(f"{stage.base}/desk/special_equipment/to-confirm")
        page.click(".row-link")
        arrive(page, "document.querySelector('.offers')")
        show(page, stage, "clerk-declaration")
        page.click("a[href^='/desk/special_equipment/confirm/']")
        arrive(page, "document.querySelector('[name=_once]')")
        send(page)
        assert "确认入库" not in page.text(".offers")  # it is done
        page.go(f"{stage.base}/desk/special_equipment/to-confirm")
        picks = "document.querySelectorAll('[name=_pick]')"
        page.evaluate(f"{picks}.forEach(each => each.click())")
        assert page.evaluate(f"{picks}.length") == WAITING - 1
        show(page, stage, "clerk-several")
        page.tab_to(".bulk button")
        page.press("Enter", 13, "\r")
        arrive(page, "document.querySelector('.done') || document.querySelector('[name=_once]')")
        show(page, stage, "clerk-done")

    await asyncio.to_thread(play)
    assert await stage.bureau.count("equipment") == before + WAITING


async def test_a_superior_sees_who_is_late(browser: Browser, stage: Stage) -> None:
    def play() -> None:
        page = stage.enter(browser, "superior-supervisor")
        assert "谁逾期了" in page.text("main")
        assert "站所核查" in page.text("main")
        assert "逾期 1 天" in page.text("main")
        show(page, stage, "superior-desk")

    await asyncio.to_thread(play)


async def test_a_security_officer_adds_a_rule_and_asks_why(browser: Browser, stage: Stage) -> None:
    def set_value(page: Page, name: str, value: str) -> None:
        page.evaluate(f"document.querySelector('select[name={name}]').value = '{value}'")

    def sign(draft: str) -> None:
        page = stage.enter(browser, SIGNER, draft)
        page.click(".offers a[href*='sign-draft']")
        arrive(page, "document.querySelector('[name=_once]')")
        show(page, stage, "security-sign")
        send(page)
        show(page, stage, "security-signed")

    def play() -> None:
        page = stage.enter(browser, PROPOSER)
        page.click("a[href='/desk/core/add-rule']")
        arrive(page, "document.querySelector('[name=_once]')")
        set_value(page, "role", "station.inspector")
        page.type("[name=_q_resource]", REPORTS)
        page.wait_for(f"document.querySelector('select[name=resource] [value=\"{REPORTS}\"]')")
        set_value(page, "resource", REPORTS)
        set_value(page, "action", "create")
        set_value(page, "scope", "divisions")
        page.type("[name=reason]", "委托站所录入检验报告")
        show(page, stage, "security-rule")
        send(page)
        assert "待另一名安全管理员签署" in page.text(".done")
        assert REPORTS in page.text("main")
        show(page, stage, "security-draft")
        sign(page.evaluate("location.pathname"))
        asked = f"resource={REPORTS}&action=create"
        page.go(f"{stage.base}/desk/core/why?{asked}&role=station.inspector")
        assert "允许" in page.text("main")
        assert "禁止" not in page.text(".facts")
        show(page, stage, "security-why")

    await asyncio.to_thread(play)
    fields = '{ __type(name: "Mutation") { fields { name } } }'
    offered = await stage.bureau.as_user("station-inspector-first").ask(fields)
    assert "recordEquipmentInspection" in {f["name"] for f in offered["__type"]["fields"]}


async def test_a_system_officer_adds_an_account(browser: Browser, stage: Stage) -> None:
    before = await stage.bureau.count("account")

    def play() -> None:
        page = stage.enter(browser, "officer-system")
        page.click("a[href='/desk/core/create-account']")
        arrive(page, "document.querySelector('[name=_once]')")
        page.type("[name=username]", "new-inspector")
        page.type("[name=name]", "新巡查员")
        choose(page, "organisationId", "first")
        show(page, stage, "system-account")
        page.tab_to(".submit button")
        page.press("Enter", 13, "\r")
        arrive(page, "document.querySelector('.once')")
        show(page, stage, "system-password")

    await asyncio.to_thread(play)
    assert await stage.bureau.count("account") == before + 1


async def test_anybody_looks_up_a_lift_and_a_licence(browser: Browser, stage: Stage) -> None:
    def play() -> None:
        width, height = SIZES[stage.size]
        page = browser.open(f"{stage.base}/look-up", width=width, height=height)
        page.type("#number", stage.lift)
        page.press("Enter", 13, "\r")
        arrive(page, "document.querySelector('.facts')")
        assert "1号客梯" in page.text("main")
        assert "已过期" in page.text("main")
        assert "王小明" not in page.text()
        show(page, stage, "public-lift")
        page.go(f"{stage.base}/look-up")
        page.type("#number", stage.licence)
        page.click(".finder button")
        arrive(page, "document.querySelector('.facts')")
        assert "红" in page.text("main")
        show(page, stage, "public-licence")

    await asyncio.to_thread(play)
