"""The press: embedded fonts, text that stays text, bounds of time and size."""

import datetime as dt
import shutil
from pathlib import Path

import pytest

from core.errors import InvalidInput, Unavailable
from core.gateway.assets import VENDOR
from core.papers.checking import house
from core.papers.printing import MOST_DATA, Printer, Sheet
from tests.core.papers.paper import Printed

LETTER = """#import "/house.typ": *
#show: paper.with(authority: "质监分局", title: "通知书", number: data.number, to: data.to,
  draft: data.number == none)
#data.body
#points(data.points)
#officers()
#issued("质监分局", data.on)
#received()
"""
HOSTILE = [
    '#read("/etc/passwd")',
    '#include "/etc/passwd" #import "@preview/x:0.1.0": *',
    "[unclosed #{ ( $ x + ",
    "*bold* _it_ = head\n\n== more\n- item \\ end\\",
    "<label> @missing `raw` ~ -- \u202eabc\u202c https://example.invalid/",
    "\\u{41} #sys.inputs.data #data",
    "\U0001f600 \U000e0041 \x07",
]
DATA = {
    "number": "萧质监责改〔2026〕7号",
    "to": "样例有限公司",
    "body": "请改正。",
    "points": ["修复锅炉", "补做记录"],
    "on": "2026-11-24",
}


def sheet(template: str = LETTER, **data) -> Sheet:
    """A letter to print."""
    return Sheet(
        sources=house() | {"letter.typ": template},
        main="letter.typ",
        data=DATA | data,
        today=dt.date(2026, 11, 24),
    )


async def printed(**data) -> Printed:
    return Printed(await Printer().pdf(sheet(**data)))


async def test_chinese_text_is_found_in_the_paper_and_its_fonts_are_embedded():
    paper = await printed()
    for said in ("质监分局", "通知书", "萧质监责改〔2026〕7号", "样例有限公司：", "1.修复锅炉"):
        assert said in paper.text
    assert "二〇二六年十一月二十四日" in paper.text
    assert paper.text.count("执法人员（签名）") == 2
    assert "第1页共1页" in paper.text
    assert "草稿" not in paper.text
    assert {name.partition("+")[2] for name in paper.fonts} == {
        "NotoSerifSC-Regular",
        "NotoSerifSC-Bold",
    }
    assert all(paper.fonts.values())
    assert paper.reader.metadata["/Title"] == "通知书 萧质监责改〔2026〕7号"


async def test_it_is_for_the_archive_and_the_same_every_time():
    first, again = await printed(), await printed()
    assert b"pdfaid:part>2<" in first.content
    assert first.content == again.content


async def test_without_a_number_every_page_says_draft():
    paper = await printed(number=None, points=["修复锅炉"] * 60)
    assert paper.pages > 1
    assert paper.text.count("草稿") == paper.pages
    assert f"第2页共{paper.pages}页" in paper.text


@pytest.mark.parametrize("typed", HOSTILE)
async def test_what_people_typed_stays_text(typed):
    paper = await printed(body=typed, to=typed, points=[typed])
    assert "root:" not in paper.text
    seen = "".join(c for c in "".join(typed.split()) if c.isascii() and c.isprintable())
    if seen:
        assert paper.text.count(seen) >= 3 or "\u202e" in typed
    assert paper.pages == 1


async def test_characters_without_a_glyph_cost_the_archive_not_the_paper():
    paper = await printed(body="\U0001f600 笑")
    assert b"pdfaid" not in paper.content
    assert "笑" in paper.text


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-01-10", "二〇二六年一月十日"),
        ("2030-12-31", "二〇三〇年十二月三十一日"),
        ("2025-10-20", "二〇二五年十月二十日"),
    ],
)
async def test_days_in_chinese_numerals(day, said):
    assert said in (await printed(on=day)).text


async def test_a_moment_is_told_by_the_clock_in_hangzhou():
    template = '#import "/house.typ": *\n#moment(data.at)'
    paper = Printed(await Printer().pdf(sheet(template, at="2026-12-31T18:05:09.5+00:00")))
    assert paper.text == "2027年1月1日2时05分"


async def test_an_endless_template_is_ended():
    endless = '#import "/house.typ": *\n#for x in range(100000) { for y in range(100000) { } }'
    with pytest.raises(Unavailable):
        await Printer(seconds=1.0).pdf(sheet(endless))


async def test_what_is_too_long_is_not_begun():
    with pytest.raises(InvalidInput):
        await Printer().pdf(sheet(body="长" * MOST_DATA))


async def test_a_template_sees_no_file_but_its_own():
    for path in ("/etc/passwd", "../../etc/passwd"):
        with pytest.raises(InvalidInput):
            await Printer().pdf(sheet(f'#read("{path}")'))


async def test_without_fonts_it_says_what_to_do(tmp_path: Path):
    shutil.copy(VENDOR / "htmx-2.0.11.js", tmp_path)
    with pytest.raises(Unavailable, match="make setup"):
        await Printer(fonts=tmp_path).pdf(sheet())
