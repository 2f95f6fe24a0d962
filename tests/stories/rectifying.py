"""The acts of the second loop in short form, each as GraphQL by a person of the small world."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from schema.ids import global_id
from tests.stories.cast import CHIEFS, SECTIONS, STATION, TOWN, UNIT
from tests.stories.declaring import picture, unit
from tests.stories.matter_attempts import NOBODY, on_closed_matter, on_matter
from tests.stories.refusals import PHOTO, Attempt

TODAY = dt.date(2026, 11, 23)
DUE = TODAY + dt.timedelta(days=15)
ROW = """hazard { id version grade what attachments { id } closedOn
  matter { id version state step outcome dueOn late extended } }"""
MAY_REPORT = UNIT | TOWN | STATION | SECTIONS
HOLDERS = {
    "reported": TOWN,
    "checked": STATION | SECTIONS,
    "taken_in": SECTIONS,
    "ordered": SECTIONS,
    "rectified": UNIT,
    "reinspected": STATION | SECTIONS,
}


@dataclass
class HazardStory:
    """One hazard on its way, as the last act left it. `laws` by act and article."""

    bureau: Any
    laws: dict[tuple[str, str], int] = field(default_factory=dict)
    row: dict[str, Any] = field(default_factory=dict)

    async def begin(self) -> None:
        """Learn the law."""
        rows = await self.bureau.rows("select id, act, article from legal_basis")
        self.laws = {(row["act"], row["article"]): row["id"] for row in rows}

    async def act(self, who: str, mutation: str, /, **given: Any) -> dict[str, Any]:
        """Do something that must succeed; a client sends the version that it has read."""
        if self.row:
            given = {"hazardId": self.row["id"], "expectedVersion": self.row["version"]} | given
        done = await self.bureau.as_user(who).run(mutation, ROW, **given)
        assert done["userErrors"] == [], done
        self.row = done["hazard"]
        return self.row

    async def report(self, who: str) -> dict[str, Any]:
        """Somebody finds it and takes a photo."""
        photos = [await picture(self.bureau, who)]
        return await self.act(who, "reportHazard", photos=photos, **self.found)

    @property
    def found(self) -> dict[str, Any]:
        """Where and what, in the fewest words."""
        return {
            "enterpriseId": unit(self.bureau),
            "what": "锅炉房锅炉漏汽",
            "category": "SPECIAL_EQUIPMENT",
        }

    @property
    def terms(self) -> dict[str, Any]:
        """What the order says."""
        return {
            "items": ["修复锅炉漏汽", "补做自行检查记录"],
            "violatedId": self._law("特种设备安全法", "第三十九条"),
            "basisId": self._law("特种设备安全法", "第六十二条"),
            "dueOn": DUE.isoformat(),
        }

    def _law(self, act: str, article: str) -> str:
        return global_id("LegalBasis", self.laws[act, article])

    @property
    def step(self) -> str:
        """Where it waits."""
        return str(self.row["matter"]["step"])

    def openings(self) -> list[Attempt]:
        """Reporting a hazard at unit a1."""
        return [Attempt(name="reportHazard", may=MAY_REPORT, given=self.found | {"photos": PHOTO})]

    def attempts(self, also_not: frozenset[str] = NOBODY) -> list[Attempt]:
        """Everything that could be tried with it now. `also_not`: holders who must not do the
        step, having signed it or having done an earlier one.
        """
        is_open, step, matter = self.row["matter"]["state"] == "OPEN", self.step, self.row["matter"]
        given = {"hazardId": self.row["id"], "expectedVersion": self.row["version"]}
        given |= {"reason": "试一试"}
        found = []
        for name, (steps, roles, more) in self._mutations().items():
            may = roles - also_not if is_open and step in steps else NOBODY
            found.append(Attempt(name=name, may=may, given=given | more))
        if not is_open:
            return found + on_closed_matter(self.bureau, matter)
        openers = TOWN if step == "reported" else NOBODY
        return found + on_matter(self.bureau, matter, holders=HOLDERS[step], openers=openers)

    def _mutations(self) -> dict[str, tuple[set[str], frozenset[str], dict[str, Any]]]:
        """Each mutation: at which step it is possible, by whom, with what."""
        later = (DUE + dt.timedelta(days=10)).isoformat()
        report = {"text": "已修复", "doneItems": [1, 2], "photos": PHOTO}
        left = [1, 2] if self.row["matter"]["state"] == "OPEN" else []
        seen = {"notes": "现场复查合格", "passedItems": left, "photos": PHOTO}
        return {
            "resubmitHazard": ({"reported"}, TOWN, {"photos": PHOTO}),
            "checkHazard": ({"checked"}, HOLDERS["checked"], {"photos": PHOTO}),
            "dismissHazard": ({"checked"}, HOLDERS["checked"], {})
            if self.step != "taken_in"
            else ({"taken_in"}, SECTIONS, {}),
            "takeInHazard": ({"taken_in"}, SECTIONS, {}),
            "orderRectification": ({"ordered"}, SECTIONS, self.terms),
            "signRectificationOrder": ({"ordered"}, SECTIONS, {}),
            "reportRectification": ({"rectified"}, UNIT, report),
            "reinspectHazard": ({"reinspected"}, HOLDERS["reinspected"], seen),
            "extendRectification": ({"rectified"}, CHIEFS, {"dueOn": later}),
        }
