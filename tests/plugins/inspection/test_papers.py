"""The order to put things right, printed by those who may read it, and by nobody else."""

from typing import Any
from urllib.parse import unquote

import pytest

from core.papers.printing import Printer
from tests.core.desk.pages import Clerk
from tests.core.papers.paper import Printed
from tests.fixtures.policy import edit_policy
from tests.plugins.inspection.loop import CHIEF, CLERK, NEIGHBOUR, OTHER_STATION, TOWN, UNIT

PAPER, PAGE = "/desk/inspection/papers/order/{}.pdf", "/desk/inspection/hazard/{}"
HOSTILE = '补做#read("/etc/passwd")记录 [ $ \\'


@pytest.fixture
def presses(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What was handed to a press."""
    seen: list[Any] = []
    pdf = Printer.pdf

    async def counted(self, sheet):
        seen.append(sheet)
        return await pdf(self, sheet)

    monkeypatch.setattr(Printer, "pdf", counted)
    return seen


async def fetched(loop, who, path=PAPER):
    person = Clerk(loop.bureau, who)
    return await loop.bureau.http.get(path.format(loop.id), headers=person.headers)


async def test_the_order_is_printed_for_everybody_on_its_chain(loop):
    await loop.to("ordered")
    await loop.act(CLERK, "orderRectification", **loop.terms(items=["修复锅炉漏汽", HOSTILE]))
    draft = Printed((await fetched(loop, CLERK)).content)
    assert "草稿" in draft.text
    assert "未编号" in draft.text
    await loop.act(CHIEF, "signRectificationOrder")
    for who in (CLERK, TOWN, UNIT, "superior-supervisor"):
        page = await Clerk(loop.bureau, who).get(PAGE.format(loop.id))
        assert PAPER.format(loop.id.replace("=", "%3D")) in page.links
        answer = await fetched(loop, who)
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"] == "application/pdf"
        assert answer.headers["cache-control"] == "no-store"
        named = unquote(answer.headers["content-disposition"])
        assert named == "inline; filename*=UTF-8''萧质监责改〔2026〕1号.pdf"
        paper = Printed(answer.content)
        assert all(paper.fonts.values())
        said = paper.text
        for text in (
            "责令改正通知书",
            "锅炉漏汽",
            "《特种设备安全法》第三十九条",
            "2026年12月8日以前",
        ):
            assert text in said
        assert "".join(HOSTILE.split()) in said
        assert "二〇二六年十一月二十三日" in said
        assert "申请行政复议" in said
        assert "草稿" not in said


async def test_who_may_not_read_it_gets_the_answer_of_what_is_not_there(loop, presses):
    await loop.to("rectified")
    for who in (NEIGHBOUR, OTHER_STATION):
        page, paper = await fetched(loop, who, PAGE), await fetched(loop, who)
        assert (page.status_code, paper.status_code) == (404, 404)
        assert page.text == paper.text
    nobody = await loop.bureau.http.get(PAPER.format(loop.id))
    assert (nobody.status_code, nobody.headers["location"]) == (303, "/")
    assert presses == []


async def test_half_a_paper_is_none(loop, presses):
    """Who reads hazards but not the articles of law would print an order without a basis."""
    await loop.to("rectified")
    row = "town.quality_officer,inspection:LegalBasis,read,all,allow"
    await edit_policy(loop.bureau, remove=[row])
    person = Clerk(loop.bureau, TOWN)
    page = await person.get(PAGE.format(loop.id))
    assert not [link for link in page.links if link.endswith(".pdf")]
    assert (await fetched(loop, TOWN)).status_code == 404
    assert presses == []


async def test_without_an_order_there_is_nothing_to_print(loop, presses):
    await loop.to("taken_in")
    page = await Clerk(loop.bureau, CLERK).get(PAGE.format(loop.id))
    assert not [link for link in page.links if link.endswith(".pdf")]
    for path in (PAPER, PAPER.replace("order", "fine"), PAPER.replace("inspection", "town")):
        assert (await fetched(loop, CLERK, path)).status_code == 404
    assert presses == []
