"""Which papers a person may print, and the links to them on a page of the desk."""

from urllib.parse import quote

from graphql import print_ast

from core.desk.book import Placed, meant_for
from core.desk.visit import Result, Visit, dig
from core.desk.words import Words, two
from core.desk_declarations import DeskPage
from core.paper_declarations import Paper


def printable(visit: Visit, paper: Paper) -> bool:
    """Whether the person may read the document wholly: half a paper would say something else."""
    reading = visit.reading(paper.document)
    if reading is None or not meant_for(paper, visit.access):
        return False
    return print_ast(reading.node) == print_ast(visit.book.readings[paper.document].node)


def papers_on(
    visit: Visit, page: Placed[DeskPage], result: Result, key: str | None
) -> list[tuple[Words, str]]:
    """(title, address) of each paper of a page's record, but what the page shows to be absent."""
    names = {page.part.slug, f"{page.plugin}/{page.part.slug}"}
    found = []
    for placed in visit.book.papers if key else ():
        paper = placed.part
        offered = any(
            on in names and (placed.plugin == page.plugin or "/" in on) for on in paper.on
        )
        if offered and not _absent(paper, result) and printable(visit, paper):
            title = two(paper.title)
            words = Words(f"打印{title.chinese}", f"Print: {title.english}")
            found.append((words, address(placed, key or "")))
    return found


def address(placed: Placed[Paper], key: str) -> str:
    """Where a paper of a record is."""
    return f"/desk/{placed.plugin}/papers/{placed.part.slug}/{quote(key)}.pdf"


def _absent(paper: Paper, result: Result) -> bool:
    return bool(paper.of) and result.reading.spot(paper.of) is not None and not result.at(paper.of)


def number_of(paper: Paper, result: Result) -> str:
    """The paper's number; empty for a draft."""
    found = dig(result.data, paper.number) if paper.number else None
    numbers = [each for each in (found if isinstance(found, list) else [found]) if each]
    return str(numbers[0]) if numbers else ""
