"""A bureau with the law of quality supervision, products, and spot checks on their way."""

import copy
import datetime as dt

from sqlalchemy import select

from core.register.divisions_data import DivisionKind
from core.register.models import Division
from plugins.quality.models import EnterpriseProduct, Product
from plugins.quality.seeds import plant_law, plant_products
from schema.ids import global_id
from tests.core.files.ground import make_upload
from tests.fixtures.small_world import LONG_AGO, confirm

CLERK, CHIEF, LEADER = "branch-quality-clerk", "branch-quality-chief", "branch-deciding-leader"
STATION, HEAD = "station-inspector-first", "station-head-first"
OTHER_STATION = "station-inspector-second"
TOWN, UNIT, NEIGHBOUR = "town-quality-officer-a", "enterprise-manager-a1", "enterprise-manager-a2"
TODAY = dt.date(2026, 11, 23)
ALL = "spotCheckTask { id version }"
STATE = """query ($id: ID!) { spotCheckTask(id: $id) {
  id version verdict finalOn closedOn notifiedOn announcement enterprise { name } unit { name }
  matter { step state outcome dueOn late steps { act step toStep tier reason }
    availableActions { name mutation allowed code } }
  samples { number takenAt sealedAt sentOn reserveUntil nominalMaker attachments { id } }
  reports { kind verdict laboratory items { item measured standardLimit verdict } }
  objections { grounds upheld attachments { id } }
  orders { number issuedOn dueOn recheckBy items } corrections { causes measures }
  rechecks { passed notes tier }
} }"""
FORM = {
    "nominalMaker": "杭州样本电缆有限公司",
    "batch": "2026-11-A",
    "baseQuantity": "500",
    "checkQuantity": "20",
    "reserveQuantity": "20",
    "quantityUnit": "米",
    "specification": "BV 2.5mm²",
}
ITEMS = [
    {"item": "导体电阻", "standardLimit": "≤ 7.41", "measured": "8.02", "unit": "Ω/km",
     "verdict": "FAILED"},
    {"item": "绝缘厚度", "standardLimit": "≥ 0.8", "measured": "0.85", "unit": "mm",
     "verdict": "PASSED"},
]  # fmt: skip
LAB, SECOND_LAB = "省电线电缆检验中心", "国家电线电缆检验中心"


def report(*, passes=False, laboratory=LAB, number="R-1", **more):
    """What a laboratory sends."""
    items = [each | {"verdict": "PASSED"} for each in ITEMS] if passes else ITEMS
    given = {"laboratory": laboratory, "number": number, "issuedOn": str(TODAY), "items": items}
    return given | more


class Checks:
    """One bureau, its products, and the task that is dealt with now."""

    def __init__(self, bureau, products, makings):
        self.bureau, self.products, self.makings, self.id = bureau, products, makings, None

    def product(self, code="QP-001"):
        return global_id("Product", self.products[code])

    def enterprise(self, name="a1"):
        return global_id("Enterprise", self.bureau.world.enterprises[name])

    async def run(self, who, name, fields="", /, **given):
        """Run a mutation that must succeed."""
        done = await self.bureau.as_user(who).run(name, fields, **given)
        assert done["userErrors"] == [], done
        return done

    async def act(self, who, name, /, **given):
        """Run a step of the task that must succeed."""
        return await self.run(who, name, ALL, taskId=self.id, **given)

    async def code(self, who, name, /, **given):
        """The code with which somebody is refused, or the words of a schema without it."""
        kind = name[0].upper() + name[1:] + "Input!"
        text = f"mutation($i: {kind}) {{ {name}(input: $i) {{ userErrors {{ code }} }} }}"
        answer = (await self.bureau.as_user(who).post(text, i=given)).json()
        if "errors" in answer:
            return answer["errors"][0]["message"].split(".")[0][:60]
        errors = answer["data"][name]["userErrors"]
        assert errors, f"{who} was allowed to {name}"
        return errors[0]["code"]

    async def refused(self, who, name, /, **given):
        """The code with which a step of the task is refused."""
        return await self.code(who, name, taskId=self.id, **given)

    async def state(self, who=CLERK):
        return (await self.bureau.as_user(who).ask(STATE, id=self.id))["spotCheckTask"]

    async def step(self):
        return (await self.state())["matter"]["step"]

    async def assign(self, who=CLERK, unit="a1", code="QP-001", **more):
        """Assign a check of one firm; it is the task from now on."""
        today = self.bureau.clock.now().date()
        given = {
            "enterpriseId": self.enterprise(unit),
            "productId": self.product(code),
            "laboratory": LAB,
            "sampleBy": str(today + dt.timedelta(days=20)),
            "reason": "投诉较多",
        }
        done = await self.run(who, "assignSpotCheck", ALL, **given, **more)
        self.id = done["spotCheckTask"]["id"]
        return self.id

    async def photo(self, who):
        return global_id("Attachment", await make_upload(self.bureau, who))

    async def to(self, step, **given):
        """Walk from the assignment to where `step` waits."""
        if self.id is None:
            await self.assign()
        today = self.bureau.clock.now().date()
        walk = [
            ("sampled", STATION, "takeSample", FORM),
            ("sampled", HEAD, "sealSample", {}),
            ("sent", STATION, "sendSample", {"sentBy": "专车"}),
            ("tested", CLERK, "recordTestReport", report()),
            ("notified", CLERK, "notifyResult", {}),
            ("objected", UNIT, "acceptResult", {}),
            ("ordered", CLERK, "orderProductCorrection", self.terms(today)),
            ("ordered", CHIEF, "signCorrectionOrder", {}),
            ("corrected", UNIT, "reportCorrection", {"causes": "磨损", "measures": "更换拉丝模"}),
        ]
        now = await self.step()
        ahead = [at for at, *_ in walk].index(now)
        for at, who, name, wanted in walk[ahead:]:
            if at == step:
                return
            await self.act(who, name, **wanted)

    def terms(self, today=TODAY):
        return {
            "items": ["停止销售该批次", "整改并报告"],
            "dueOn": str(today + dt.timedelta(days=30)),
        }

    async def traces(self):
        """Everything that an act on a spot check could leave behind."""
        tables = (
            "spot_check_task", "sample", "test_report", "test_item", "objection", "matter",
            "correction_order", "correction_report", "recheck", "published_result", "step_event",
        )  # fmt: skip
        return {t: await self.bureau.rows(f"select * from {t} order by id") for t in tables}


async def checks_in(bureau, makers=("a1", "a2", "b1", "c1"), code="QP-001"):
    """Plant the law and the catalogue, and let some firms make one product."""
    world = copy.copy(bureau.world)
    async with bureau.application.store.system() as session:
        await plant_law(session)
        await plant_products(session)
        session.add(
            Division(
                code="330109", name="萧山区", name_en="Xiaoshan", kind=DivisionKind.DISTRICT,
                valid_from=LONG_AGO,
            )
        )  # fmt: skip
        await session.flush()
        await confirm(session, world, bureau.clock.now())
        rows = await bureau_rows(session)
        made = [
            EnterpriseProduct(
                enterprise_id=world.enterprises[name],
                town_id=world.divisions[name[0]],
                product_id=rows[code],
                change_id=world.change_id,
            )
            for name in makers
        ]
        session.add_all(made)
        await session.flush()
        makings = {name: row.id for name, row in zip(makers, made, strict=True)}
    return Checks(bureau, rows, makings)


async def bureau_rows(session):
    """Product keys by code."""
    found = await session.execute(select(Product.catalogue_code, Product.id))
    return {row.catalogue_code: row.id for row in found}
