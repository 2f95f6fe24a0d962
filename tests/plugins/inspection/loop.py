"""The way of a hazard in short form, through GraphQL, each step by the person whose step it is."""

import datetime as dt

from plugins.inspection.seeds import plant_law
from schema.ids import global_id
from tests.core.files.ground import make_upload

TOWN, STATION, OTHER_STATION = (
    "town-quality-officer-a",
    "station-inspector-first",
    "station-inspector-second",
)
HEAD, CLERK, CHIEF = "station-head-first", "branch-inspection-clerk", "branch-inspection-chief"
UNIT, NEIGHBOUR = "enterprise-safety-officer-a1", "enterprise-manager-a2"
TODAY = dt.date(2026, 11, 23)
DUE = TODAY + dt.timedelta(days=15)
ALL = "hazard { id version }"
STATE = """query ($id: ID!) { hazard(id: $id) {
  grade stopAtOnce measures foundBy source closedOn version
  matter { step state outcome dueOn late extended
    steps { act step toStep reason tier } availableActions { name allowed mutation code } }
  orders { number issuedOn items dueOn extendedTo term violated { act article } basis { article } }
  reports { text doneItems attachments { id } } reinspections { passedItems passed tier }
  enterprise { name } town { nameEn } attachments { id }
} }"""


class Loop:
    """One bureau with law and checklists, and a hazard on its way."""

    def __init__(self, bureau, laws):
        self.bureau, self.laws, self.id = bureau, laws, None

    async def act(self, who, name, *, check=True, **given):
        """Run a step; with `check`, it must succeed."""
        mine = {} if name in ("reportHazard", "recordPatrol") else {"hazardId": self.id}
        done = await self.bureau.as_user(who).run(name, ALL, **{**mine, **given})
        if check:
            assert done["userErrors"] == [], done
        return done

    async def code(self, who, name, **given):
        """The code with which a step is refused; the words of the schema when it is not there."""
        mine = {"hazardId": self.id} if name != "reportHazard" else {}
        kind = name[0].upper() + name[1:] + "Input!"
        text = f"mutation($i: {kind}) {{ {name}(input: $i) {{ userErrors {{ code field }} }} }}"
        answer = (await self.bureau.as_user(who).post(text, i={**mine, **given})).json()
        if "errors" in answer:
            return answer["errors"][0]["message"].split(".")[0][:60]
        errors = answer["data"][name]["userErrors"]
        assert errors, f"{who} was allowed to {name}"
        return errors[0]["code"]

    async def state(self, who=CLERK):
        return (await self.bureau.as_user(who).ask(STATE, id=self.id))["hazard"]

    async def report(self, who=TOWN, **given):
        unit = global_id("Enterprise", self.bureau.world.enterprises["a1"])
        place = {"enterpriseId": unit, "what": "锅炉漏汽", "category": "SPECIAL_EQUIPMENT"}
        done = await self.act(who, "reportHazard", **{**place, **given})
        self.id = done["hazard"]["id"]
        return done["hazard"]

    async def photo(self, who):
        return global_id("Attachment", await make_upload(self.bureau, who))

    def terms(self, **more):
        return {
            "items": ["修复锅炉漏汽", "补做自行检查记录"],
            "violatedId": self.law("特种设备安全法", "第三十九条"),
            "basisId": self.law("特种设备安全法", "第六十二条"),
            "dueOn": DUE.isoformat(),
        } | more

    def law(self, act, article):
        return global_id("LegalBasis", self.laws[act, article])

    async def to(self, step):
        """Walk from the report to where `step` waits."""
        await self.report()
        walk = [
            ("checked", STATION, "checkHazard", {}),
            ("taken_in", CLERK, "takeInHazard", {}),
            ("ordered", CLERK, "orderRectification", self.terms()),
            ("ordered", CHIEF, "signRectificationOrder", {}),
            ("rectified", UNIT, "reportRectification", {"text": "已修复", "doneItems": [1, 2]}),
        ]
        for _at, who, name, given in walk:
            if (await self.state())["matter"]["step"] == step:
                return
            await self.act(who, name, **given)

    async def traces(self):
        """Everything that an act on a hazard could leave behind."""
        tables = ("hazard", "matter", "step_event", "rectification_order", "rectification_report")
        more = ("reinspection", "attachment", "patrol", "patrol_answer")
        return {t: await self.bureau.rows(f"select * from {t} order by id") for t in tables + more}


async def loop_in(bureau):
    """A loop in a bureau; plants what the loop needs."""
    async with bureau.application.store.system() as session:
        await plant_law(session)
    rows = await bureau.rows("select id, act, article from legal_basis")
    return Loop(bureau, {(row["act"], row["article"]): row["id"] for row in rows})
