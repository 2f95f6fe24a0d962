"""A declaration of unit a1 that its town holds too long, and the acts of supervision in short."""

from plugins.special_equipment.seeds import plant_catalogue, plant_cycles
from schema.ids import global_id
from tests.stories.declaring import LIFT, OWNER, Declaration, picture, unit

__all__ = ["OWNER", "global_id"]

SUPERIOR, TOWN, LEADER = "superior-supervisor", "town-quality-officer-a", "town-leader-a"
CHIEF, STATION = "branch-special-equipment-chief", "station-head-first"
CASE = """supervisionCase { id version number question answer verdict timesReturned closedOn
  unit { name } matter { id state step outcome dueOn } }"""
TABLES = ("supervision_case", "step_pause", "matter", "step_event", "number_series")


class Watched:
    """The bureau with the declaration that was begun, and who asks whom about it."""

    def __init__(self, bureau):
        self.bureau, self.declaration = bureau, Declaration(bureau)

    @property
    def matter(self):
        return self.declaration.row["matter"]["id"]

    async def run(self, who, name, fields=CASE, /, **given):
        return await self.bureau.as_user(who).run(name, fields, **given)

    async def issue(self, who=SUPERIOR, unit="town-a", **more):
        key = global_id("Organisation", self.bureau.world.organisations[unit])
        given = {"matterId": self.matter, "unitId": key, "question": "为何逾期？"} | more
        return await self.run(who, "issueSupervision", **given)

    async def answer(self, row, who=LEADER, text="企业停产，已约本周核实。"):
        return await self.run(who, "answerSupervision", caseId=row["id"], answer=text)

    async def judge(self, row, who=SUPERIOR, *, accepted=True, **more):
        given = {"verdict": "同意。" if accepted else "未说明时间。"} | more
        name = "acceptSupervision" if accepted else "returnSupervision"
        return await self.run(who, name, caseId=row["id"], **given)

    async def act(self, who, name, **given):
        """One of the acts that every matter knows, on the declaration's; it must succeed."""
        done = await self.run(who, name, "matter { id paused dueOn }", id=self.matter, **given)
        assert done["userErrors"] == [], done
        return done["matter"]

    async def everything(self):
        """What a refusal must leave as it was."""
        rows = self.bureau.rows
        return {t: [tuple(r) for r in await rows(f"select * from {t} order by 1")] for t in TABLES}


async def begun(bureau):
    """Declared twelve days ago; it waits for its town, whose five working days are over."""
    async with bureau.application.store.system() as session:
        await plant_catalogue(session)
        await plant_cycles(session)
    watched = Watched(bureau)
    photos = [await picture(bureau, OWNER)]
    given = LIFT | {"enterpriseId": unit(bureau), "photos": photos}
    await watched.declaration.act(OWNER, "declareNewEquipment", **given)
    bureau.clock.advance(days=12)
    return watched


def done(payload):
    """The case of a payload that must be without errors."""
    assert payload["userErrors"] == [], payload
    return payload["supervisionCase"]


def code_of(payload):
    """The first error's code, None when there is none."""
    return next((error["code"] for error in payload["userErrors"]), None)
