"""A bureau with the law of food, and the acts of its people in short form, each through GraphQL."""

from typing import Any

from core.register.divisions_data import DivisionKind
from core.register.models import Division
from plugins.food_safety.seeds import plant_food_checklists, plant_food_law
from plugins.inspection.seeds import plant_law
from plugins.licensing.seeds import plant_licence_types
from schema.ids import global_id
from tests.core.files.ground import make_upload
from tests.fixtures.small_world import LONG_AGO

CLERK, CHIEF = "branch-food-safety-clerk", "branch-food-safety-chief"
INSPECTOR, HEAD = "station-inspector-first", "station-head-first"
FAR_INSPECTOR = "station-inspector-second"
UNIT, NEIGHBOUR = "enterprise-manager-a1", "enterprise-manager-a2"
OFFICER = "town-quality-officer-a"
MATTER = "matter { state step outcome dueOn late } version"
GRADE = f"riskGrade {{ id grade previous staticPoints dynamicPoints findings {MATTER} }}"
INSPECTION = (
    "foodInspection { id result proposal failedItems keyFailed publishedOn closedOn"
    f" patrol {{ id }} {MATTER} }}"
)
SAMPLE = f"foodSample {{ id number verdict finalVerdict reserveUntil toldOn {MATTER} }}"
DISPOSAL = f"disposal {{ id dueOn closedOn {MATTER} }}"
RECALL = f"foodRecall {{ id startBy startedAt startedLate finishBy closedOn {MATTER} }}"
ROWS = {
    "RiskGrade": GRADE,
    "FoodInspection": INSPECTION,
    "FoodSample": SAMPLE,
    "Disposal": DISPOSAL,
    "FoodRecall": RECALL,
    "FoodProducer": "foodProducer { id number classes grade nextInspectionBy version }",
}
FAILING = {
    "item": "苯甲酸及其钠盐",
    "standardLimit": "≤0.5",
    "measured": "1.2",
    "unit": "g/kg",
    "verdict": "FAILED",
}
PASSING = {"item": "菌落总数", "standardLimit": "≤10000", "measured": "120", "verdict": "PASSED"}
TABLES = (
    "food_producer", "risk_grade", "food_visit", "food_inspection", "food_upper_inspection",
    "food_sample", "food_test_item", "disposal", "food_recall", "matter", "step_event",
    "patrol", "hazard", "attachment",
)  # fmt: skip


class Kitchen:
    """One bureau and its makers of food."""

    def __init__(self, bureau: Any) -> None:
        self.bureau = bureau

    async def act(self, who: str, mutation: str, record: str, /, **given: Any) -> dict[str, Any]:
        """Do something that must succeed; gives the record as it is then."""
        done = await self.bureau.as_user(who).run(mutation, ROWS[record], **given)
        assert done["userErrors"] == [], (mutation, done["userErrors"])
        name = record[0].lower() + record[1:]
        return done[name]

    async def refused(self, who: str, mutation: str, /, **given: Any) -> str:
        """The code of a refusal that leaves nothing behind; ABSENT where the schema lacks it."""
        before = await self.traces()
        kind = mutation[0].upper() + mutation[1:] + "Input!"
        text = f"mutation($i: {kind}) {{ {mutation}(input: $i) {{ userErrors {{ code }} }} }}"
        answer = (await self.bureau.as_user(who).post(text, i=given)).json()
        assert await self.traces() == before, f"{mutation} by {who} changed something"
        if "errors" in answer:
            return "ABSENT"
        errors = answer["data"][mutation]["userErrors"]
        assert errors, f"{who} was allowed to {mutation}"
        return errors[0]["code"]

    async def traces(self) -> dict[str, Any]:
        """Everything that an act on food could leave behind."""
        return {t: await self.bureau.rows(f"select * from {t} order by id") for t in TABLES}

    def enterprise(self, name: str) -> str:
        """The id of an enterprise of the small world."""
        return global_id("Enterprise", self.bureau.world.enterprises[name])

    async def categories(self, *codes: str) -> list[str]:
        """Ids of classes of food of today, by their SC numbers."""
        rows = await self.bureau.rows(
            "select id, code from food_category where scheme = 'SC' and code = any($1)", list(codes)
        )
        by_code = {row["code"]: global_id("FoodCategory", row["id"]) for row in rows}
        return [by_code[code] for code in codes]

    async def register(self, name: str = "a1", *codes: str, **more: Any) -> str:
        """The file of an enterprise as a maker of preserved vegetables, or of other classes."""
        given = {"categoryIds": await self.categories(*(codes or ("116",))), "kind": "ENTERPRISE"}
        more = {"number": f"330109{name.upper()}"} | more
        enterprise = self.enterprise(name)
        done = await self.act(
            CLERK, "registerFoodProducer", "FoodProducer", enterpriseId=enterprise, **given, **more
        )
        return str(done["id"])

    async def graded(self, producer: str, year: int = 2026, level: str | None = None) -> str:
        """A grading from the proposal to its fixing; gives its id."""
        made = await self.act(
            CLERK, "proposeRiskGrade", "RiskGrade", producerId=producer, year=year
        )
        await self.act(INSPECTOR, "checkRiskGrade", "RiskGrade", id=made["id"])
        other = {} if level is None else {"grade": level, "reason": "按专项整治情况"}
        await self.act(CHIEF, "fixRiskGrade", "RiskGrade", id=made["id"], **other)
        return str(made["id"])

    async def items(self, version: int = 2) -> dict[str, str]:
        """The items of the checklist by the number before their text."""
        rows = await self.bureau.rows(
            "select i.id, i.text from checklist_item i join checklist c on c.id = i.checklist_id"
            " where c.code = 'FP' and c.version = $1",
            version,
        )
        return {r["text"].split()[0]: global_id("ChecklistItem", r["id"]) for r in rows}

    async def inspected(self, producer: str, *failing: str, **more: Any) -> dict[str, Any]:
        """An inspection from its assignment to the second signature."""
        made = await self.act(
            HEAD, "assignFoodInspection", "FoodInspection", producerId=producer, **more
        )
        items = await self.items()
        given = {"failedItems": [items[each] for each in failing], "note": "现场发现不符"}
        await self.act(
            INSPECTOR, "recordFoodInspection", "FoodInspection", id=made["id"],
            secondOfficer="李明", **given,
        )  # fmt: skip
        return await self.act(HEAD, "signFoodInspection", "FoodInspection", id=made["id"])

    async def sampled(self, producer: str, **more: Any) -> dict[str, Any]:
        """A sample that two have taken and sealed, at the laboratory."""
        given = {
            "producerId": producer,
            "productName": "萧山萝卜干",
            "batch": "20261101",
            "baseQuantity": "100",
            "checkQuantity": "4",
            "reserveQuantity": "2",
            "quantityUnit": "袋",
            "paid": "36",
        } | more
        made = await self.act(INSPECTOR, "takeFoodSample", "FoodSample", **given)
        await self.act(HEAD, "sealFoodSample", "FoodSample", id=made["id"])
        return await self.act(
            INSPECTOR, "sendFoodSample", "FoodSample", id=made["id"], laboratory="市食品检验院"
        )

    async def failed(self, producer: str, **told: Any) -> dict[str, Any]:
        """A sample whose failing result the maker has been told."""
        made = await self.sampled(producer)
        await self.act(
            CLERK, "recordFoodTest", "FoodSample", id=made["id"], reportNo="SP-1", items=[FAILING]
        )
        return await self.act(CHIEF, "tellFoodSample", "FoodSample", id=made["id"], **told)

    async def photo(self, who: str) -> str:
        """An upload of one's own."""
        return global_id("Attachment", await make_upload(self.bureau, who))


async def kitchen_in(bureau: Any) -> Kitchen:
    """A kitchen in a bureau; plants the law that it rests on."""
    async with bureau.application.store.system() as session:
        await plant_licence_types(session)
        await plant_law(session)
        await plant_food_law(session)
        await plant_food_checklists(session)
        session.add(
            Division(  # where cases lie
                code="330109",
                name="萧山区",
                name_en="Xiaoshan",
                kind=DivisionKind.DISTRICT,
                valid_from=LONG_AGO,
            )
        )
    return Kitchen(bureau)
