"""Past inspections and their findings as files bring them."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import InvalidInput
from core.import_declarations import ColumnKind, Importable, ImportColumn, Made, Values
from core.register.models import Enterprise
from core.register.verdict import compact
from plugins.inspection.models_past import Corrected, PastFinding, PastInspection

FINDING: Final = ("code", "corrected", "days_to_correct", "corrected_on")


class InspectionMaker:
    """Makes past inspections of units that the register knows."""

    def __init__(self, today: dt.date) -> None:
        self._today = today
        self._units: dict[int | str, tuple[int, int]] = {}

    async def look_up(self, session: AsyncSession, batch: Sequence[Values]) -> None:
        """The units of the batch, by number or credit code."""
        named = {row["enterprise"] for row in batch}
        keys = [each for each in named if isinstance(each, int)]
        codes = [compact(each) for each in named if isinstance(each, str)]
        wanted = select(Enterprise.id, Enterprise.town_id, Enterprise.credit_code).where(
            Enterprise.id.in_(keys) | Enterprise.credit_code.in_(codes)
        )
        for key, town, code in await session.execute(wanted):
            self._units[key] = self._units[code or key] = (key, town)

    def make(self, values: Values) -> Made:
        """Raises InvalidInput for a unit that is none, and for a day to come."""
        named = values["enterprise"]
        unit = self._units.get(compact(named) if isinstance(named, str) else named)
        if unit is None:
            raise InvalidInput(
                "没有该企业，请先导入企业。",
                "There is no such unit; import the enterprises first.",
                field="enterprise",
            )
        if values["inspected_on"] > self._today:
            raise InvalidInput(
                "日期不能晚于今天。", "The day must not be in the future.", field="inspected_on"
            )
        row = {name: values.get(name) for name in ("number", "inspected_on", "in_compliance")}
        row |= {"authority": values["authority"], "kind": values.get("kind") or ""}
        return Made({**row, "enterprise_id": unit[0], "town_id": unit[1]})


class FindingMaker:
    """Makes findings; whose they are follows from their inspection."""

    def __init__(self, _today: dt.date) -> None:
        self._known: dict[int, tuple[int, int]] = {}

    async def look_up(self, session: AsyncSession, batch: Sequence[Values]) -> None:
        """The inspections of the batch."""
        self._known = {}
        keys = {row["inspection"] for row in batch if isinstance(row["inspection"], int)}
        wanted = select(
            PastInspection.id, PastInspection.enterprise_id, PastInspection.town_id
        ).where(PastInspection.id.in_(keys))
        for key, enterprise, town in await session.execute(wanted):
            self._known[key] = (enterprise, town)

    def make(self, values: Values) -> Made:
        """Raises InvalidInput for a finding of no inspection."""
        if (whose := self._known.get(values["inspection"])) is None:
            raise InvalidInput(
                "没有该次检查，请先导入检查。",
                "There is no such inspection; import the inspections first.",
                field="inspection",
            )
        parts = (values.get("item"), values.get("problem"))
        row: dict[str, Any] = {name: values.get(name) for name in FINDING}
        row |= {
            "inspection_id": values["inspection"],
            "enterprise_id": whose[0],
            "town_id": whose[1],
            "grade": values.get("grade") or "",
            "what": "：".join(part for part in parts if part),
            "place": values.get("place") or "",
        }
        return Made(row)


IMPORTABLES = (
    Importable(
        slug="past_inspections",
        title="历史检查\nPast inspections",
        record=PastInspection,
        maker=InspectionMaker,
        natural_key=("number",),
        before=("register:enterprises",),
        columns=(
            ImportColumn(name="number", title="编号\nNumber", required=True, longest=60),
            ImportColumn(name="authority", title="检查机关\nAuthority", required=True, longest=200),
            ImportColumn(
                name="enterprise",
                title="统一社会信用代码\nUnit (credit code)",
                kind=ColumnKind.REFERENCE,
                refers_to="register:enterprises",
                required=True,
            ),
            ImportColumn(
                name="inspected_on", title="检查日期\nDay", kind=ColumnKind.DAY, required=True
            ),
            ImportColumn(name="kind", title="检查类别\nKind", longest=100),
            ImportColumn(name="in_compliance", title="是否合格\nOk", kind=ColumnKind.YES_NO),
        ),
    ),
    Importable(
        slug="past_findings",
        title="历史检查发现的问题\nPast findings",
        record=PastFinding,
        maker=FindingMaker,
        natural_key=("inspection",),
        ordinal=True,
        before=("inspection:past_inspections",),
        columns=(
            ImportColumn(
                name="inspection",
                title="检查编号\nInspection",
                kind=ColumnKind.REFERENCE,
                refers_to="inspection:past_inspections",
                required=True,
            ),
            ImportColumn(name="code", title="条款\nArticle", required=True, longest=60),
            ImportColumn(name="grade", title="等级\nGrade", longest=60),
            ImportColumn(name="item", title="事项\nItem", longest=1_000),
            ImportColumn(name="problem", title="问题\nProblem", longest=1_000),
            ImportColumn(name="place", title="地点\nPlace", longest=300),
            ImportColumn(
                name="corrected", title="整改\nCorrected", kind=ColumnKind.CHOICE, choices=Corrected
            ),
            ImportColumn(name="days_to_correct", title="期限\nDays", kind=ColumnKind.WHOLE),
            ImportColumn(name="corrected_on", title="整改日期\nPut right", kind=ColumnKind.DAY),
        ),
    ),
)
