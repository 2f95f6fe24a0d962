"""A clue and its case by forms of the desk alone, and what the public looks up."""

from tests.core.desk.pages import Clerk
from tests.plugins.enforcement.docket import CHIEF, CLERK, LEADER, OFFICER, PARTY, REVIEWER, STATION

FORM = "/desk/enforcement/{}"


async def send(bureau, who, form, key="", **typed):
    """Open a form, fill in what is given, and submit it; the rest stays as it is proposed."""
    person = Clerk(bureau, who)
    path = FORM.format(form) + (f"/{key}" if key else "")
    page = await person.get(path)
    await person.post(path, page.inputs | {name: [value] for name, value in typed.items()})
    return person


async def test_the_way_on_the_desk(docket):
    bureau = docket.bureau
    made = await send(bureau, CLERK, "report-clue", what="样品不合格", enterpriseId=docket.unit())
    clue = made.location.partition("?")[0].rpartition("/")[2]
    await docket.run(OFFICER, "proposeFiling", **docket.proposal(clueId=clue))
    await send(bureau, LEADER, "decide-filing", clue)
    page = Clerk(bureau, OFFICER)
    await page.get(FORM.format("to-investigate"))
    assert page.says("萧质监案〔2026〕1号")
    rows = await bureau.as_user(CHIEF).ask("{ penaltyCases { nodes { id } } }")
    key = docket.id = rows["penaltyCases"]["nodes"][0]["id"]
    given = {"facts": "不合格", "goodsValue": "48600", "fine": "60000"}
    await send(bureau, OFFICER, "conclude", key, **given)
    await send(bureau, STATION, "sign-report", key)
    await send(bureau, REVIEWER, "review", key, opinion="同意")
    await send(bureau, OFFICER, "write-notice", key, basis="第四十九条")
    await send(bureau, OFFICER, "serve-notice", key)
    await send(bureau, PARTY, "waive", key)
    await send(bureau, OFFICER, "to-decision", key)
    await send(bureau, LEADER, "decide", key)
    await send(bureau, OFFICER, "serve-decision", key)
    await send(bureau, CLERK, "enter-payment", key, amount="60000", reference="B1")
    await send(bureau, CLERK, "publish", key)
    await send(bureau, LEADER, "close", key)
    await send(bureau, CLERK, "archive", key)
    assert (await docket.state())["matter"]["outcome"] == "PENALTY"
    for who in (OFFICER, STATION, LEADER, PARTY, "superior-supervisor"):
        person = Clerk(bureau, who)
        await person.get(FORM.format("case") + f"/{key}")
        assert person.says("萧质监罚〔2026〕1号"), who
    for slug in ("reports", "double-publicity", "clues", "cases", "publications", "discretion"):
        person = Clerk(bureau, CHIEF)
        await person.get(FORM.format(slug))
        assert person.says("产品") or person.says("样品"), slug
