"""The pages as programs see them: what they say, escape and load, and how that is cached."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from core.errors import SetupError
from core.gateway.assets import VENDOR, WANTED, vendor_files
from core.gateway.pages import GATEWAY, DemoAccount, PluginLink, SavedExample
from tests.fixtures.pages_site import ACCOUNTS, PEOPLE, PagesSite

HOSTILE = "<script>alert('乙')</script>\"'&{{7*7}}"
WHO = "town.a.quality"

needs_vendor_files = pytest.mark.skipif(
    not (VENDOR / "manifest.json").exists(),
    reason="front-end files are not installed: python -m core.gateway.assets",
)


class Elements(HTMLParser):
    """Every element of a page with its attributes, and the text within scripts and styles."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.inline: list[str] = []
        self._within = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        self._within = tag

    def handle_data(self, data: str) -> None:
        if self._within in {"script", "style"} and data.strip():
            self.inline.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._within = ""

    def loaded(self) -> list[str]:
        """Addresses that the browser fetches on its own."""
        return [
            str(attrs.get("src") or attrs.get("href"))
            for tag, attrs in self.found
            if tag in {"script", "link", "img"}
        ]


def client(site: PagesSite | None = None, username: str | None = None) -> TestClient:
    """A client of the site, signed in when a name is given."""
    cookies = {"session": username} if username else {}
    return TestClient((site or PagesSite()).app(), cookies=cookies)


PAGES = [
    pytest.param("/", None, id="front"),
    pytest.param("/", WHO, id="front signed in"),
    pytest.param("/graphiql", WHO, id="graphiql", marks=needs_vendor_files),
    pytest.param("/graphiql/licensing", WHO, id="graphiql narrowed", marks=needs_vendor_files),
]


@pytest.mark.parametrize(("path", "username"), PAGES)
def test_everything_a_page_loads_is_ours_and_is_served(path: str, username: str | None) -> None:
    site = client(username=username)
    page = site.get(path)
    assert page.status_code == 200
    loaded = Elements(page.text).loaded()
    assert loaded
    for address in loaded:
        assert address.startswith("/static/"), address
        assert site.get(address).status_code == 200, address


@pytest.mark.parametrize(("path", "username"), PAGES)
def test_no_page_holds_a_script_or_style_of_its_own(path: str, username: str | None) -> None:
    page = client(username=username).get(path)
    elements = Elements(page.text)
    assert elements.inline == []
    for tag, attributes in elements.found:
        assert not [name for name in attributes if name == "style" or name.startswith("on")], tag
    policy = page.headers["content-security-policy"]
    assert policy.startswith("default-src 'self';")
    assert "script-src" not in policy
    assert "http" not in policy


@pytest.mark.parametrize(("path", "username"), PAGES)
def test_pages_are_never_kept_by_a_browser(path: str, username: str | None) -> None:
    assert client(username=username).get(path).headers["cache-control"] == "no-store"


def test_scripts_import_only_files_that_exist_beside_them() -> None:
    scripts = list((GATEWAY / "static").glob("*.js"))
    assert len(scripts) > 3
    for script in scripts:
        for name in re.findall(r'from "([^"]+)"', script.read_text()):
            assert name.startswith("./"), (script.name, name)
            assert (script.parent / name).is_file(), (script.name, name)


def test_own_files_name_no_foreign_address() -> None:
    own = [path for path in (GATEWAY / "static").iterdir() if path.suffix in {".js", ".css"}]
    own += (GATEWAY / "pages").iterdir()
    assert len(own) > 6
    for path in own:
        assert "://" not in path.read_text(), path.name


def test_hostile_names_are_text_not_markup(monkeypatch: pytest.MonkeyPatch) -> None:
    account = DemoAccount(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE)
    monkeypatch.setitem(PEOPLE, WHO, PEOPLE[WHO].__class__(HOSTILE, HOSTILE, (HOSTILE,), HOSTILE))
    page = client(PagesSite(accounts=[account]), WHO).get("/").text
    assert "<script>alert" not in page
    assert "49" not in page
    tags = Elements(page).found
    assert [a["data-demo"] for _, a in tags if "data-demo" in a] == [HOSTILE]
    assert len([tag for tag, _ in tags if tag == "script"]) == 1


def test_signed_out_page_asks_for_the_sign_in_with_labels_in_both_languages() -> None:
    page = client().get("/").text
    tags = Elements(page).found
    labelled = {attributes["for"] for tag, attributes in tags if tag == "label"}
    fields = {attributes["id"] for tag, attributes in tags if tag == "input"}
    assert fields == labelled == {"username", "password", "totp", "new-password", "demo-filter"}
    assert ("html", {"lang": "zh-CN"}) in tags
    assert '<span lang="en">Sign in</span>' in page
    assert 'id="sign-out"' not in page


def test_signed_in_page_shows_the_person_and_both_doors() -> None:
    page = client(username=WHO).get("/").text
    assert "林一" in page
    assert "甲镇" in page
    assert 'href="/desk"' in page
    assert 'href="/graphiql"' in page
    assert 'id="sign-in"' not in page


def test_demonstration_accounts_are_grouped_by_tier_in_the_order_of_the_house() -> None:
    extra = DemoAccount("x", "某", "guest", "VISITOR", "—")
    page = client(PagesSite(accounts=[extra, *ACCOUNTS])).get("/").text
    places = [page.index(name) for name in ("分局 <", "镇街 <", "VISITOR <")]
    assert places == sorted(places)
    assert "站所 <" not in page


def test_no_demonstration_accounts_no_such_section() -> None:
    page = client(PagesSite(accounts=[])).get("/").text
    assert "demo-accounts" not in page
    assert 'id="sign-in"' in page


def test_session_names_the_person_or_nobody() -> None:
    assert client().get("/session").json() == {"person": None}
    assert client(username=WHO).get("/session").json()["person"] == {
        "username": WHO,
        "name": "林一",
        "roles": ["质监员 Quality officer"],
        "place": "甲镇",
        "previews": False,
    }


def test_only_who_may_see_as_others_is_told_so_and_has_the_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert client(username=WHO).get("/see-as").status_code == 404
    monkeypatch.setitem(PEOPLE, WHO, replace(PEOPLE[WHO], previews=True))
    assert client(username=WHO).get("/session").json()["person"]["previews"] is True
    assert client(username=WHO).get("/see-as").status_code == 200


def test_plugins_and_examples_are_answered_as_the_provider_gives_them() -> None:
    example = SavedExample("a", "甲", "说明", "{ a }", {"n": 1})
    site = client(PagesSite(links=[PluginLink("a", "甲\nA")], saved=[example]))
    assert site.get("/graphql/plugins.json").json() == [{"name": "a", "title": "甲\nA"}]
    assert site.get("/graphql/examples.json").json() == [
        {
            "plugin": "a",
            "title": "甲",
            "description": "说明",
            "query": "{ a }",
            "variables": {"n": 1},
        }
    ]


def test_unknown_subsystem_has_no_page() -> None:
    answer = client(username=WHO).get("/graphiql/nothing")
    assert answer.status_code == 404
    assert "没有这个子系统" in answer.text


@needs_vendor_files
def test_graphiql_page_names_the_narrowed_endpoint_and_checks_what_it_loads() -> None:
    page = client(username=WHO).get("/graphiql/licensing").text
    tags = Elements(page).found
    assert tags[0][1]["data-endpoint"] == "/graphql/licensing"
    checked = [a["integrity"] for _, a in tags if "integrity" in a]
    vendor = vendor_files()
    names = ["graphiql.css", "explorer.css", "react.js", "react-dom.js", "graphiql.js"]
    assert checked == [vendor[name].integrity for name in [*names, "explorer.js"]]


@needs_vendor_files
def test_vendor_files_are_kept_for_ever_and_own_files_asked_for_again() -> None:
    site = client()
    vendor = vendor_files()
    assert set(vendor) == {wanted.name for wanted in WANTED}
    for file in vendor.values():
        assert site.get(file.url).headers["cache-control"] == "public, max-age=31536000, immutable"
    for path in ("/static/style.css", "/static/vendor/manifest.json"):
        first = site.get(path)
        assert first.headers["cache-control"] == "no-cache"
        again = site.get(path, headers={"If-None-Match": first.headers["etag"]})
        assert again.status_code == 304


def test_missing_static_file_is_not_cached() -> None:
    answer = client().get("/static/vendor/nothing.js")
    assert answer.status_code == 404
    assert "cache-control" not in answer.headers


def test_missing_vendor_files_are_told_with_the_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SetupError, match=r"python -m core\.gateway\.assets"):
        vendor_files(tmp_path)
    monkeypatch.setattr("core.gateway.pages.vendor_files", lambda: vendor_files(tmp_path))
    answer = client(username=WHO).get("/graphiql")
    assert answer.status_code == 503
    assert "python -m core.gateway.assets" in answer.text
