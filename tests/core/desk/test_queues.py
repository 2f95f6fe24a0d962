"""A queue in full: page after page, each matter once."""

import re

from schema.ids import global_id
from tests.core.desk.pages import Clerk

QUEUE = "/desk/inspection/to-check"
WAITING = 23
"""More than a page holds."""


async def test_a_long_queue_is_read_page_by_page(bureau):
    unit = global_id("Enterprise", bureau.world.enterprises["a1"])
    for number in range(WAITING):
        done = await bureau.as_user("town-quality-officer-a").do(
            "reportHazard", enterpriseId=unit, what=f"隐患{number:02}号", category="FOOD"
        )
        assert done["userErrors"] == []
    inspector = Clerk(bureau, "station-inspector-first")
    seen: list[str] = []
    path, pages = QUEUE, 0
    while path:
        page = await inspector.get(path)
        assert inspector.says(f"待办 {WAITING}")
        seen += re.findall(r"隐患\d\d号", " ".join(page.texts))
        path, pages = next((link for link in page.links if "after=" in link), ""), pages + 1
    assert pages == 2
    assert sorted(set(seen)) == [f"隐患{number:02}号" for number in range(WAITING)]
