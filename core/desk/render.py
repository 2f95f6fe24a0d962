"""HTML of the desk: Jinja2 templates, our own and those of plugins, escaped without exception."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from jinja2 import BaseLoader, ChoiceLoader, Environment, FileSystemLoader, StrictUndefined
from jinja2 import PrefixLoader as Prefixed
from starlette.responses import HTMLResponse, Response

from core.desk.words import COLOURS, two
from core.errors import SetupError
from core.gateway.assets import vendor_files
from core.gateway.pages import PAGE_CSP

HERE: Final = Path(__file__).parent / "templates"


class Renderer:
    """Templates of the desk, and of each plugin below its name."""

    def __init__(self, folders: Mapping[str, Path]) -> None:
        theirs: dict[str, BaseLoader] = {n: FileSystemLoader(f) for n, f in folders.items()}
        self._environment = Environment(
            loader=ChoiceLoader([FileSystemLoader(HERE), Prefixed(theirs)]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters["two"] = two
        self._environment.globals["COLOURS"] = COLOURS

    def page(self, template: str, status: int = 200, **context: Any) -> Response:
        """A page with the policy that forbids everything inline and everything foreign."""
        known = {"htmx": _htmx(), "here": "", "trail": False, "done": None, "problems": ()}
        html = self._environment.get_template(template).render(known | context)
        headers = {"Content-Security-Policy": PAGE_CSP, "Cache-Control": "no-store"}
        return HTMLResponse(html, status, headers=headers)


def _htmx() -> Any:
    """htmx, when the front-end files are installed; the pages work without."""
    try:
        return vendor_files().get("htmx.js")
    except SetupError:
        return None
