"""The acts of the first loop in short form, each as GraphQL by a person of the small world."""

from dataclasses import dataclass, field
from typing import Any

from schema.ids import global_id
from tests.core.files.ground import upload
from tests.core.files.pictures import photo
from tests.stories.cast import BRANCH, EQUIPMENT_SECTION, STATION, TOWN, UNIT
from tests.stories.matter_attempts import NOBODY, on_closed_matter, on_matter
from tests.stories.refusals import PHOTO, Attempt

OWNER = "enterprise-manager-a1"
CODE = "31101012320200001" + "7"
LIFT = {
    "name": "一号客梯",
    "typeCode": "3110",
    "equipmentCode": CODE,
    "useRegistrationNo": "梯11浙AJ5023(24)",
    "acceptedOn": "2024-03-15",
    "place": "办公楼东侧",
    "placeKind": "FACTORY",
}
ROW = """equipmentDeclaration { id version kind name attachments { id }
  matter { id version state step outcome dueOn }
  equipment { id version useStatus stoppedOn stopReason } }"""
MAY_FILE = UNIT | STATION | EQUIPMENT_SECTION
"""The unit itself, its station and the section; its town only while it is without account."""
STEP_HOLDERS = {  # what was returned waits for its openers alone
    "verified": TOWN,
    "inspected": STATION,
    "confirmed": EQUIPMENT_SECTION,
}


async def picture(bureau: Any, who: str) -> str:
    """The id of a photo that somebody has really sent."""
    answer = await upload(bureau, who, photo())
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def unit(bureau: Any, name: str = "a1") -> str:
    """The global id of an enterprise."""
    return global_id("Enterprise", bureau.world.enterprises[name])


@dataclass
class Declaration:
    """One declaration on its way, as the last act left it."""

    bureau: Any
    openers: frozenset[str] = UNIT
    row: dict[str, Any] = field(default_factory=dict)

    async def act(self, who: str, mutation: str, /, **given: Any) -> dict[str, Any]:
        """Do something that must succeed; a client sends the version that it has read."""
        if self.row:
            given = {"declarationId": self.id, "expectedVersion": self.row["version"]} | given
        done = await self.bureau.as_user(who).run(mutation, ROW, **given)
        assert done["userErrors"] == [], done
        self.row = done["equipmentDeclaration"]
        return self.row

    async def verify(self, who: str, result: str = "PASSED", **more: Any) -> dict[str, Any]:
        """The town has been there, with a photo."""
        photos = [await picture(self.bureau, who)]
        given = {"findings": "现场核对铭牌一致", "photos": photos} | more
        return await self.act(who, "verifyDeclaration", result=result, **given)

    @property
    def id(self) -> str:
        """Its global id."""
        return str(self.row["id"])

    @property
    def step(self) -> str:
        """Where it waits."""
        return str(self.row["matter"]["step"])

    def attempts(self, also_not: frozenset[str] = NOBODY) -> list[Attempt]:
        """Everything that could be tried with it now. `also_not`: holders who must not, having
        done a step before.
        """
        given = {"declarationId": self.id, "reason": "试一试"}
        given["expectedVersion"] = self.row["version"]
        words = {"findings": "属实", "photos": PHOTO}
        steps = {
            "resubmitDeclaration": ("filed", {"name": "二号客梯", "photos": PHOTO}),
            "verifyDeclaration": ("verified", words | {"result": "PASSED"}),
            "inspectDeclaration": ("inspected", words),
            "confirmDeclaration": ("confirmed", {}),
            "refuseDeclaration": ("confirmed", {}),
        }
        is_open, matter = self.row["matter"]["state"] == "OPEN", self.row["matter"]
        holders = STEP_HOLDERS.get(self.step, self.openers) if is_open else NOBODY
        found = [
            Attempt(
                name=name,
                may=holders - also_not if step == self.step else NOBODY,
                given=given | more,
            )
            for name, (step, more) in steps.items()
        ]
        if not is_open:
            return found + on_closed_matter(self.bureau, matter)
        return found + on_matter(self.bureau, matter, holders=holders, openers=self.openers)


def openings(bureau: Any, device: dict[str, Any] | None = None) -> list[Attempt]:
    """Declaring something about unit a1, or about a device of it."""
    if device is None:
        given = {"enterpriseId": unit(bureau), "photos": PHOTO, "reason": "试一试", **LIFT}
        return [Attempt(name="declareNewEquipment", may=MAY_FILE, given=given)]
    given = {"equipmentId": device["id"], "reason": "试一试", "photos": PHOTO}
    names = ("declareStop", "declareRestart", "declareScrap", "declareChange")
    moved = given | {"place": "外地"}
    return [
        *(Attempt(name=name, may=MAY_FILE, given=given) for name in names),
        Attempt(name="declareRelocation", may=MAY_FILE, given=moved),
        Attempt(
            name="recordEquipmentInspection",
            may=BRANCH & EQUIPMENT_SECTION,
            given={
                "equipmentId": device["id"],
                "kind": "PERIODIC",
                "body": "检测院",
                "reportNo": "X-1",
                "inspectedOn": "2026-11-20",
                "conclusion": "PASSED",
            },
        ),
    ]
