"""What tests of pages share: the two sizes, entering as somebody, arriving, and a clean page."""

from core.gateway.http import COOKIE
from tests.fixtures.browser import Browser, Page
from tests.fixtures.small_world import token_of

SIZES = {"phone": (390, 844), "desktop": (1400, 900)}
FITS = "document.documentElement.scrollWidth <= innerWidth"


def enter(browser: Browser, url: str, username: str, size: str = "desktop") -> Page:
    """A page of somebody who is signed in."""
    width, height = SIZES[size]
    page = browser.open(url, width=width, height=height)
    page.set_cookie(url, COOKIE, token_of(username))
    page.requests.clear()
    page.problems.clear()
    page.go(url)
    return page


def arrive(page: Page, condition: str) -> None:
    """Wait for a page that is complete: before, its controls still move."""
    page.wait_for(f"document.readyState === 'complete' && ({condition})")


def assert_clean(page: Page) -> None:
    """Nothing outside was asked for, and the browser complains of nothing."""
    assert page.outside_requests() == []
    assert page.problems == []
    assert page.evaluate(FITS)
