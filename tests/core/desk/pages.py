"""A page of the desk as a test reads it: its links, forms and texts, by the standard library."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import httpx2

from tests.fixtures.bureau import Bureau
from tests.fixtures.small_world import token_of

VOID = {"meta", "link", "input", "img", "br", "rect", "path", "circle"}


class Parsed(HTMLParser):
    """Links, inputs and visible texts of a page; complains of what the house forbids."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.inputs: dict[str, list[str]] = {}
        self.texts: list[str] = []
        self.forbidden: list[str] = []
        self._chosen: str | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        self.forbidden += [f"{tag} {name}" for name in known if name in {"style", "onclick"}]
        if tag == "script" and not known.get("src", "").startswith("/static/"):
            self.forbidden.append("script")
        self.forbidden += [
            known[name] for name in ("src", "href") if known.get(name, "").startswith("http")
        ]
        if tag == "a" and "href" in known:
            self.links.append(known["href"])
        if tag == "input" and known.get("name"):
            ticked = known.get("type") not in {"radio", "checkbox"} or "checked" in known
            if ticked and known.get("type") != "file":
                self.inputs.setdefault(known["name"], []).append(known.get("value", ""))
        if tag in {"select", "textarea"}:
            self._chosen = known.get("name", "")
        if tag == "option" and "selected" in known and self._chosen is not None:
            self.inputs.setdefault(self._chosen, []).append(known.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in {"select", "textarea"}:
            self._chosen = None

    def handle_data(self, data: str) -> None:
        if self._chosen is None and data.strip():
            self.texts.append(data.strip())


@dataclass
class Clerk:
    """One person at the desk."""

    bureau: Bureau
    username: str
    last: httpx2.Response | None = None
    seen: list[str] = field(default_factory=list)

    @property
    def headers(self) -> dict[str, str]:
        """The person's session."""
        return {"authorization": f"Bearer {token_of(self.username)}"} if self.username else {}

    async def get(self, path: str, status: int = 200) -> Parsed:
        """A page; every page keeps the house's rules."""
        self.last = await self.bureau.http.get(path, headers=self.headers)
        return self._read(status)

    async def post(self, path: str, data: dict[str, Any], status: int = 303) -> Parsed:
        """A form, submitted."""
        self.last = await self.bureau.http.post(path, data=data, headers=self.headers)
        return self._read(status)

    def _read(self, status: int) -> Parsed:
        assert self.last is not None
        assert self.last.status_code == status, self.last.text
        page = Parsed(self.last.text)
        assert page.forbidden == []
        self.seen = page.texts
        return page

    def says(self, text: str) -> bool:
        """Whether the last page shows a text."""
        return text in " ".join(self.seen)

    @property
    def location(self) -> str:
        """Where the last answer leads."""
        assert self.last is not None
        return self.last.headers["location"]
