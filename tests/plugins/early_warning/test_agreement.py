"""Records, boards, warnings and Python never disagree on a colour, whatever versions rules have."""

import datetime as dt
import random
from collections import Counter

import pytest

from core.register.colours import colour_on
from core.warnings.bands import bands_on
from core.warnings.passes import pass_loaded
from tests.plugins.early_warning.test_rules import CHIEF, act, propose
from tests.plugins.early_warning.test_rules import ground as devices

ground = devices
ASKED = """{ equipmentList(first: 100) { nodes { colour nextInspectionOn useStatus } }
    equipmentBoard { colour count } }"""
OPEN = """select w.colour, e.next_inspection_on as due from watch w
    join equipment e on e.id = w.subject_key where rule_code = 'E1' and until is null"""


@pytest.mark.parametrize("seed", range(4))
async def test_one_colour_everywhere_after_every_version_and_day(ground, seed):
    draw, seen = random.Random(seed), set()  # noqa: S311
    watching, store = ground.application.assembly.watching, ground.application.store
    for _ in range(5):
        unit = draw.choice(("MONTHS", "DAYS"))
        limits = sorted(draw.sample(range(30 if unit == "MONTHS" else 700), 3))
        bands = dict(zip(("urgent", "red", "yellow"), limits, strict=True))
        made = await propose(ground, unit=unit, **bands)
        assert not made["userErrors"]
        published = await act(ground, CHIEF, "publishWarningRule", made["warningRuleVersion"])
        assert not published["userErrors"]
        seen |= await _agree(ground)
        ground.clock.advance(days=draw.randrange(1, 60))
        await pass_loaded(watching, store, ["E1"])
        seen |= await _agree(ground)
    assert seen == {"URGENT", "RED", "YELLOW", "GREEN", "EXPIRED"} or len(seen) > 2


async def _agree(ground):
    """Compare them today; gives the colours that there were."""
    today = ground.clock.now().astimezone(dt.timezone(dt.timedelta(hours=8))).date()
    async with ground.application.store.system() as session:
        bands = await bands_on(session, "E1", today)
    data = await ground.as_user(CHIEF).ask(ASKED)
    nodes = [n for n in data["equipmentList"]["nodes"] if n["useStatus"] == "IN_USE"]
    records = Counter((n["nextInspectionOn"], n["colour"]) for n in nodes)
    for day, name in records:
        assert colour_on(dt.date.fromisoformat(day), today, bands).name == name
    watches = Counter((row["due"].isoformat(), row["colour"]) for row in await ground.rows(OPEN))
    assert watches == records
    board = Counter()
    for cell in data["equipmentBoard"]:
        board[cell["colour"]] += cell["count"]
    assert board == Counter(n["colour"] for n in nodes)
    warned = await ground.rows(
        "select colour from warning where rule_code = 'E1' and cleared_on is null"
    )
    assert Counter(row["colour"] for row in warned) == board - Counter(GREEN=board["GREEN"])
    return set(board)
