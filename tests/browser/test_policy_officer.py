"""An officer's whole edit, played in a browser: change, read what it does, second signature,
GraphiQL follows, roll back.
"""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.gateway.assets import VENDOR
from tests.browser.walking import arrive, assert_clean, enter
from tests.fixtures.browser import Browser, Page, chromium, needs_chromium
from tests.fixtures.bureau import Bureau
from tests.fixtures.policy import PROPOSER, SIGNER
from tests.fixtures.serving import serving

pytestmark = [
    needs_chromium,
    pytest.mark.skipif(
        not (VENDOR / "manifest.json").exists(),
        reason="front-end files are not installed: python -m core.gateway.assets",
    ),
]

ASKED = "{ enterprises(first: 1) { nodes { address } } }"
RULE = {
    "role": "town.leader",
    "resource": "core:Enterprise.address",
    "action": "read",
    "scope": "all",
    "effect": "deny",
    "reason": "地址暂不对镇街领导公开，试行一周",
}
IMPACTS = """[...document.querySelectorAll('section')]
  .filter(each => each.innerText.includes('受影响的查询'))
  .flatMap(each => [...each.querySelectorAll('tbody tr')]).length"""
FORM = "document.querySelector('form [name=_once]')"
PUT = """((name, value) => {
  const fields = [...document.querySelectorAll(`form [name="${name}"]`)];
  const radio = fields.find(each => each.type === 'radio' && each.value === value);
  if (radio) radio.checked = true;
  else if (fields[0].type !== 'radio') fields[0].value = value;
  return (radio ?? fields[0]).value === value;
})"""
VERSION = "document.querySelector('.policy-version').innerText"
RESULT = "document.querySelector('.result-window').innerText"
EDITOR = "document.querySelector('.graphiql-query-editor .CodeMirror').CodeMirror"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


def fill(page: Page, values: dict[str, Any]) -> None:
    """Type into a form of the desk, and send it; what has a search is searched first."""
    arrive(page, FORM)
    for name, value in values.items():
        if page.evaluate(f"!!document.querySelector('[name=_q_{name}]')"):
            page.type(f"[name=_q_{name}]", value)
            page.wait_for(f"document.querySelectorAll('[name={name}] option').length === 1")
        assert page.evaluate(f"{PUT}('{name}', '{value}')"), f"the form takes no {name} {value}"
    page.click("form .submit button")


def sign(browser: Browser, base: str, draft: str) -> Page:
    """The second officer reads the draft and signs it."""
    page = enter(browser, f"{base}{draft}", SIGNER)
    arrive(page, "document.querySelector('.offers')")
    page.click(".offers a[href*='sign-draft']")
    fill(page, {})
    arrive(page, "location.pathname.includes('/draft/') && document.querySelector('.done')")
    return page


def run(page: Page, expected: str) -> None:
    """Run the query in GraphiQL, and wait for what it must show."""
    page.evaluate(f"{EDITOR}.setValue('{ASKED}')")
    page.click(".graphiql-execute-button")
    page.wait_for(f"{RESULT}.includes('{expected}')")


@pytest.mark.parametrize("size", ["phone", "desktop"])
async def test_an_officer_edits_the_policy_and_takes_it_back(
    bureau: Bureau, browser: Browser, size: str, tmp_path: Path
) -> None:
    async with serving(bureau.site) as server:
        base = f"http://{server.address}"

        def play() -> None:
            town = enter(browser, f"{base}/graphiql", "town-leader-a")
            town.wait_for("document.querySelector('.policy-version')")
            run(town, "新街路")

            officer = enter(browser, f"{base}/desk/core/add-rule", PROPOSER, size)
            fill(officer, RULE)
            arrive(officer, "location.pathname.startsWith('/desk/core/draft/')")
            told = officer.text("main")
            assert "core:Enterprise.address" in told
            assert "权限差异" in told
            # what it would do stands below: schemas, towns, and pages that would show less
            assert "影响预览" in told
            assert "字段 Enterprise.address" in told
            assert "可见的行不变" in told
            assert officer.evaluate(IMPACTS) > 0, "no document of the desk is said to lose it"
            officer.screenshot(tmp_path / f"draft_{size}.png")
            assert_clean(officer)
            run(town, "新街路")  # nothing is in force yet

            draft = officer.evaluate("location.pathname")
            officer.click(".offers a[href*='sign-draft']")
            fill(officer, {})
            arrive(officer, "document.body.innerText.includes('提出人不能自己签署')")
            signed = sign(browser, base, draft)
            signed.screenshot(tmp_path / f"signed_{size}.png")
            assert_clean(signed)
            run(town, "Cannot query field")
            town.wait_for(f"{VERSION}.includes('version 2') && {VERSION}.includes('读取')")
            town.wait_for("document.querySelector('.CodeMirror-lint-mark-error')")
            town.screenshot(tmp_path / f"graphiql_{size}.png")
            assert town.outside_requests() == []

            officer.go(f"{base}/desk/core/roll-back")
            fill(officer, {"number": "1", "reason": "恢复公开"})
            arrive(officer, "location.pathname.startsWith('/desk/core/draft/')")
            sign(browser, base, officer.evaluate("location.pathname"))
            run(town, "新街路")
            town.wait_for(f"{VERSION}.includes('version 3')")

        await asyncio.to_thread(play)
    (rows,) = await bureau.rows("select array_agg(reason order by id) as told from policy_version")
    assert rows["told"][1:] == [RULE["reason"], "恢复公开"]
