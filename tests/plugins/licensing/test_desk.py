"""The desks of applications: queues, pages and reports, for the office and for the firm."""

from plugins.licensing.numbers import sc_number
from tests.core.desk.pages import Clerk
from tests.plugins.licensing.window import CLERK, DATA, OWNER, accepted, imported, window

__all__ = ["window"]


async def test_every_page_opens_with_something_on_it(window):
    row = await accepted(window)
    await imported(window, sc_number("102", "330109", 9))
    claimed = await imported(window, sc_number("102", "330109", 9), holder="c1")
    (claim,) = claimed["claims"]
    clerk = Clerk(window, CLERK)
    for slug in ("applications", "reports", "next-quarter", "application-sc-decided"):
        await clerk.get(f"/desk/licensing/{slug}")
    await clerk.get(f"/desk/licensing/application/{row['id']}")
    assert clerk.says("审查决定")
    await clerk.get(f"/desk/licensing/licence/{claimed['id']}")
    data = Clerk(window, DATA)
    await data.get("/desk/licensing/claims-to-settle")
    assert data.says(claim["number"])
    await data.get(f"/desk/licensing/claim/{claim['id']}")
    assert data.says("样本c1")
    owner = Clerk(window, OWNER)
    await owner.get(f"/desk/licensing/application/{row['id']}")
    assert owner.says("申请书")
