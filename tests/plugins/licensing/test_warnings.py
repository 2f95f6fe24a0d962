"""What turns red besides last days: yearly duties, and licences whose holder is no more."""

import datetime as dt

from sqlalchemy import select

from core.register.models import Enterprise, EnterpriseStatus
from plugins.licensing.numbers import sc_number, xk_number
from tests.fixtures.jobs import run_jobs
from tests.fixtures.small_world import confirm
from tests.plugins.licensing.window import CLERK, OWNER, act, registered, window

__all__ = ["window"]
WARNINGS = """query($rule: String!) {
  earlyWarnings(first: 20, where: { rule: { code: { eq: $rule } }  }) {
    nodes { colour state }
  }
}"""


async def colours(bureau, rule, who=CLERK):
    found = (await bureau.as_user(who).ask(WARNINGS, rule=rule))["earlyWarnings"]["nodes"]
    return [each["colour"] for each in found if each["state"] != "CLEARED"]


async def on(bureau, day):
    bureau.clock.advance(days=(day - bureau.clock.now().date()).days)
    await run_jobs(bureau, periodic=True)


async def test_a_yearly_report_turns_yellow_red_and_is_done_by_reporting(
    window,
):
    licence = await registered(window, xk_number("浙", "06", "001", 397), "XK")
    assert await colours(window, "L4") == []
    await on(window, dt.date(2026, 12, 20))
    assert await colours(window, "L4", OWNER) == ["YELLOW"]
    await on(window, dt.date(2027, 1, 10))
    assert await colours(window, "L4") == ["RED"]
    await on(window, dt.date(2027, 1, 11))
    assert await colours(window, "L4") == ["EXPIRED"]
    await act(
        window, OWNER, "reportYearly", "licence { yearlyDueOn }", licenceId=licence["id"],
        text="自查合格",
    )  # fmt: skip
    assert await colours(window, "L4") == []


async def test_a_licence_whose_holder_is_out_of_business_is_shown(window):
    async with window.application.store.system() as session:
        await confirm(session, window.world, window.clock.now())
        wanted = select(Enterprise).where(Enterprise.id == window.world.enterprises["a1"])
        firm = (await session.scalars(wanted)).one()
        firm.status, firm.change_id = EnterpriseStatus.CLOSED, window.world.change_id
    await registered(window, sc_number("101", "330109", 7))
    await registered(window, sc_number("102", "330109", 8), holder="c1")
    assert await colours(window, "L7") == ["RED"]
