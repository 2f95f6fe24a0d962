"""Letters, plans and tasks in short form, each as GraphQL by a person of the small world."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from core.register.divisions_data import DivisionKind
from core.register.models import (
    Division,
    Enterprise,
    EnterpriseCard,
    EnterpriseKind,
    EnterpriseStatus,
)
from core.register.search_text import search_text
from plugins.inspection.seeds import plant_letter_rules, plant_libraries
from schema.ids import global_id
from tests.fixtures.small_world import LONG_AGO, confirm

TODAY = dt.date(2026, 11, 23)
CLERK, CHIEF = "branch-inspection-clerk", "branch-inspection-chief"
INSPECTOR, HEAD = "station-inspector-first", "station-head-first"
AFAR = "station-inspector-second"
ROWS = {
    "letter": "letter { id number version complaints { id } violationReports { id } }",
    "complaint": "complaint { id version matter { step state outcome dueOn } }",
    "violationReport": "violationReport { id version matter { step state outcome dueOn } }",
    "inspectionPlan": "inspectionPlan { id version objectsDraw { id } officersDraw { id } }",
    "inspectionTask": "inspectionTask { id version closedOn matter { step state dueOn } }",
    "objectLibrary": "objectLibrary { id objectCount }",
    "officerCard": "officerCard { id version }",
    "campaign": "campaign { id totalTarget totalDone }",
    "upperInspection": "upperInspection { id }",
}
"""Record -> what to ask of it."""
LETTER: dict[str, Any] = {
    "channel": "PLATFORM_12315",
    "receivedOn": TODAY.isoformat(),
    "name": "陈小红",
    "phone": "13700001111",
    "product": "电线",
    "content": "我在该店买的电线是假的，请退款并查处。陈小红",
}
REFUND = {"complaint": "电线质量争议", "wanted": "退款"}
FAKE = {"report": "冒用他人厂名厂址"}


@dataclass
class Desk:
    """One bureau with the law on letters and the libraries planted."""

    bureau: Any
    cards: dict[str, str] = field(default_factory=dict)

    async def furnish(self) -> "Desk":
        """Plant what a real start plants; cases lie in the district."""
        async with self.bureau.application.store.system() as session:
            await plant_letter_rules(session)
            await plant_libraries(session)
            session.add(
                Division(
                    code="330109",
                    name="萧山区",
                    name_en="Xiaoshan",
                    kind=DivisionKind.DISTRICT,
                    valid_from=LONG_AGO,
                )
            )
        return self

    async def act(self, who: str, mutation: str, on: str, /, **given: Any) -> dict[str, Any]:
        """Do something that must succeed; gives the record."""
        done = await self.bureau.as_user(who).run(mutation, ROWS[on], **given)
        assert done["userErrors"] == [], (mutation, done["userErrors"])
        record: dict[str, Any] = done[on]
        return record

    async def code(self, who: str, mutation: str, /, **given: Any) -> str:
        """The code with which something is refused; `""` where the schema does not have it."""
        kind = mutation[0].upper() + mutation[1:] + "Input!"
        text = f"mutation($i: {kind}) {{ {mutation}(input: $i) {{ userErrors {{ code }} }} }}"
        answer = (await self.bureau.as_user(who).post(text, i=given)).json()
        if "errors" in answer:
            return ""
        errors = answer["data"][mutation]["userErrors"]
        assert errors, f"{who} was allowed to {mutation}"
        return str(errors[0]["code"])

    def unit(self, name: str = "a1") -> str:
        """The global id of an enterprise."""
        return global_id("Enterprise", self.bureau.world.enterprises[name])

    async def letter(self, who: str = CLERK, unit: str = "a1", /, **given: Any) -> dict[str, Any]:
        """Record a letter against an enterprise."""
        given = {**LETTER, "enterpriseId": self.unit(unit)} | given
        return await self.act(who, "recordLetter", "letter", **given)

    async def complaint(self, unit: str = "a1", /, **given: Any) -> str:
        """The id of a new complaint against an enterprise."""
        letter = await self.letter(CLERK, unit, **REFUND | given)
        return str(letter["complaints"][0]["id"])

    async def rule(self, code: str, day: dt.date = TODAY) -> str:
        """The global id of the rule on letters in force on a day."""
        (row,) = await self.bureau.rows(
            "select id from letter_rule where code = $1 and valid_from <= $2"
            " and (valid_to is null or valid_to > $2)",
            code,
            day,
        )
        return global_id("LetterRule", row["id"])

    async def library(self, code: str) -> str:
        """The global id of a library."""
        (row,) = await self.bureau.rows("select id from object_library where code = $1", code)
        return global_id("ObjectLibrary", row["id"])

    async def officer(self, who: str, card: str, **more: Any) -> str:
        """Enter somebody into the library of officers."""
        world = self.bureau.world
        place = "branch" if who.startswith("branch") else who.rpartition("-")[2]
        given = {
            "accountId": global_id("Account", world.accounts[who]),
            "organisationId": global_id("Organisation", world.organisations[place]),
            "name": f"执法{card}",
            "cardNo": card,
            "validTo": "2028-12-31",
            "qualifications": ["特种设备安全监察"],
        }
        made = await self.act(CHIEF, "addOfficer", "officerCard", **given | more)
        self.cards[card] = str(made["id"])
        return self.cards[card]

    async def units(self, count: int, town: str = "a") -> list[str]:
        """More enterprises of a town, as the register has them."""
        world = self.bureau.world
        made = []
        async with self.bureau.application.store.system() as session:
            await confirm(session, world, self.bureau.clock.now())
            for n in range(count):
                name = f"萧山样本用梯单位{town}{n:03}"
                unit = Enterprise(
                    town_id=world.divisions[town],
                    name=name,
                    kind=EnterpriseKind.ENTERPRISE,
                    status=EnterpriseStatus.OPEN,
                    address=f"样本路{n}号",
                    search_text=search_text(name, ""),
                    change_id=world.change_id,
                )
                session.add(unit)
                await session.flush()
                session.add(EnterpriseCard(id=unit.id, name=name, town_id=unit.town_id))
                await session.flush()
                made.append(global_id("Enterprise", unit.id))
        return made

    async def plan(self, who: str = CLERK, /, **given: Any) -> dict[str, Any]:
        """A plan of inspections until the end of the year."""
        basic = {
            "title": "特种设备使用单位双随机抽查",
            "kind": "DOUBLE_RANDOM",
            "items": ["使用登记", "定期检验", "作业人员持证"],
            "startsOn": TODAY.isoformat(),
            "endsOn": "2026-12-31",
        }
        return await self.act(who, "makePlan", "inspectionPlan", **basic | given)
