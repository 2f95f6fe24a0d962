"""The pages in a real browser: signed in, an example run, nothing asked of anybody outside."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.gateway.assets import VENDOR
from tests.fixtures.browser import Browser, Page, chromium, needs_chromium
from tests.fixtures.pages_site import PASSWORD, PagesSite
from tests.fixtures.serving import served

pytestmark = [
    needs_chromium,
    pytest.mark.skipif(
        not (VENDOR / "manifest.json").exists(),
        reason="front-end files are not installed: python -m core.gateway.assets",
    ),
]

EDITOR_READY = "document.querySelector('.graphiql-query-editor .CodeMirror')"
SCHEMA_READ = "document.querySelector('.policy-version')"
RUN = "[aria-label^='运行 Run: 三张许可证']"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
def site() -> PagesSite:
    return PagesSite()


@pytest.fixture
def base(site: PagesSite) -> Iterator[str]:
    with served(site.app()) as url:
        yield url


def enter(browser: Browser, base: str, username: str = "town.a.quality") -> Page:
    """Pick a demonstration account on the first page."""
    page = browser.open(f"{base}/")
    page.click(f"[data-demo='{username}']")
    page.wait_for("document.getElementById('sign-out')")
    return page


def open_graphiql(page: Page, url: str) -> None:
    """Go there and wait until the editor and the person's schema are in."""
    page.go(url)
    page.wait_for(EDITOR_READY)
    page.wait_for(SCHEMA_READ)


def assert_clean(page: Page) -> None:
    """Nothing outside was asked for, and nothing went wrong."""
    assert len(page.requests) > 1
    assert page.outside_requests() == []
    assert page.problems == []


def test_a_request_to_the_outside_would_be_noticed(browser: Browser, base: str) -> None:
    page = browser.open(f"{base}/session")  # plain JSON: no content security policy in the way
    page.evaluate("fetch('http://cdn.example/graphiql.js').catch(() => null)")
    assert page.outside_requests() == ["http://cdn.example/graphiql.js"]


def test_wrong_password_is_told_and_right_one_opens_the_doors(browser: Browser, base: str) -> None:
    page = browser.open(f"{base}/")
    page.type("#username", "town.a.quality")
    page.type("#password", "wrong")
    page.click("#sign-in [type=submit]")
    page.wait_for("!document.getElementById('errors').hidden")
    assert "用户名或密码错误。\nWrong name." in page.text("#errors")
    assert page.evaluate("document.activeElement.id") == "errors"

    page.evaluate("document.getElementById('password').value = ''")
    page.type("#password", PASSWORD)
    page.click("#sign-in [type=submit]")
    page.wait_for("document.getElementById('sign-out')")
    assert "林一" in page.text("#who")
    assert page.evaluate("[...document.querySelectorAll('.door')].map(d => d.pathname)") == [
        "/desk",
        "/graphiql",
    ]
    assert_clean(page)


def test_filter_hides_accounts_that_lack_a_word(browser: Browser, base: str) -> None:
    page = browser.open(f"{base}/")
    visible = (
        "[...document.querySelectorAll('[data-demo]')].filter(b => b.checkVisibility()).length"
    )
    assert page.evaluate(visible) == 2
    page.type("#demo-filter", "镇街 林")
    page.wait_for(f"{visible} === 1")
    page.type("#demo-filter", "xyz")
    page.wait_for(f"{visible} === 0 && !document.getElementById('demo-none').hidden")


def test_front_page_fits_a_narrow_phone(browser: Browser, base: str) -> None:
    page = browser.open(f"{base}/", width=360, height=740)
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert_clean(page)


def test_graphiql_runs_an_example_without_outside_request(
    browser: Browser, base: str, site: PagesSite, tmp_path: Path
) -> None:
    page = enter(browser, base)
    open_graphiql(page, f"{base}/graphiql")
    assert "林一" in page.text(".who")
    assert "甲镇" in page.text(".who")
    page.click(RUN)
    page.wait_for("document.querySelector('.result-window').innerText.includes('甲镇糕点厂 3')")
    assert "甲镇糕点厂 4" not in page.text(".result-window")
    assert site.introspections == 1
    page.screenshot(tmp_path / "graphiql.png")
    assert (tmp_path / "graphiql.png").read_bytes().startswith(b"\x89PNG")
    assert_clean(page)


def test_example_beyond_the_own_schema_is_marked_not_offered(browser: Browser, base: str) -> None:
    page = enter(browser, base)
    open_graphiql(page, f"{base}/graphiql")
    page.wait_for("document.querySelector('.out-of-reach')")
    assert "抽检" in page.text(".out-of-reach")
    assert page.evaluate("document.querySelectorAll('.out-of-reach button').length") == 0


def test_narrowed_endpoint_is_used_and_marked(browser: Browser, base: str) -> None:
    page = enter(browser, base)
    open_graphiql(page, f"{base}/graphiql")
    page.click(".top-bar nav a[href='/graphiql/licensing']")
    page.wait_for("location.pathname === '/graphiql/licensing'")
    page.wait_for(SCHEMA_READ)
    assert page.text(".top-bar nav [aria-current]") == "许可认证"
    assert f"{base}/graphql/licensing" in page.requests
    assert "food_safety" not in page.text(".examples")
    assert_clean(page)


def test_changed_policy_makes_the_schema_read_again_once(
    browser: Browser, base: str, site: PagesSite
) -> None:
    page = enter(browser, base)
    open_graphiql(page, f"{base}/graphiql")
    site.policy_version = 2
    page.click(RUN)
    page.wait_for("document.querySelector('.policy-version').innerText.includes('读取')")
    page.click(RUN)
    page.wait_for("document.querySelector('.result-window').innerText.includes('甲镇糕点厂 3')")
    assert site.introspections == 2
    assert_clean(page)


def test_explorer_lists_the_fields_of_the_schema(browser: Browser, base: str) -> None:
    page = enter(browser, base)
    open_graphiql(page, f"{base}/graphiql")
    page.click("[aria-label='Show GraphiQL Explorer']")
    page.wait_for("document.querySelector('.docExplorerWrap, .graphiql-explorer-root')")
    assert "licences" in page.text(".graphiql-plugin")
    assert_clean(page)


def test_security_policy_of_the_page_hinders_no_part_of_graphiql(
    browser: Browser, base: str
) -> None:
    page = enter(browser, base)
    open_graphiql(page, f"{base}/graphiql")
    page.evaluate(f"{EDITOR_READY}.CodeMirror.setValue('{{ nothing }}')")
    page.wait_for("document.querySelector('.CodeMirror-lint-mark-error')")
    page.click("[aria-label='Show Documentation Explorer']")
    page.wait_for("document.querySelector('.graphiql-doc-explorer')")
    page.click("[aria-label='Open settings dialog']")
    page.wait_for("document.querySelector('.graphiql-dialog')")
    assert_clean(page)


def test_security_policy_of_the_page_refuses_foreign_scripts_and_addresses(
    browser: Browser, base: str
) -> None:
    page = enter(browser, base)
    open_graphiql(page, f"{base}/graphiql")
    page.evaluate(
        "document.head.append(Object.assign(document.createElement('script'),"
        " {textContent: 'document.title = `taken`'}))"
    )
    assert page.evaluate("document.title") != "taken"
    page.evaluate("fetch('http://localhost:9/').catch(() => null)")
    refused = [problem for problem in page.problems if "Content Security Policy" in problem]
    assert [word for word in ("inline script", "localhost:9") if word in " ".join(refused)] == [
        "inline script",
        "localhost:9",
    ]


def test_sign_out_ends_the_session_and_forgets_drafts(
    browser: Browser, base: str, site: PagesSite
) -> None:
    page = enter(browser, base)
    open_graphiql(page, f"{base}/graphiql")
    page.click(RUN)
    page.wait_for("document.querySelector('.result-window').innerText.includes('甲镇糕点厂 3')")
    kept = "Object.keys(localStorage).filter(key => key.startsWith('zhijian:')).length"
    page.wait_for(f"{kept} > 0")
    page.click("#sign-out")
    page.wait_for("document.getElementById('sign-in')")
    assert site.signed_out == ["town.a.quality"]
    assert page.evaluate(kept) == 0
