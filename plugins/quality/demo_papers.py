"""What follows a demonstration's sample: reports, objection, order, correction, publication."""

import datetime as dt
from collections.abc import Iterator
from typing import Final

from sqlalchemy.dialects.postgresql import Range

from core.policy.vocabulary import Tier
from core.register.colours import months_after
from core.sampling.models import TestVerdict
from plugins.quality import models_samples as s
from plugins.quality import procedures as p
from plugins.quality.demo_checks import LAB, Check
from plugins.quality.demo_ground import Row
from plugins.quality.service_followup import BASIS

SECOND_LAB: Final = "市质量技术监督检测院"
ITEMS: Final = {
    "QP-001": ("导体电阻", "≤ 7.41", "8.02", "Ω/km"),
    "QP-002": ("绒子含量", "≥ 80", "71.5", "%"),
    "QP-006": ("小零件", "不应有", "有", ""),
    "QP-008": ("甲醛释放量", "≤ 1.5", "2.1", "mg/L"),
}
ANY_ITEM: Final = ("标识", "应标注生产企业和执行标准", "未标注执行标准", "")


class PaperedCheck(Check):
    """A check with all its papers."""

    def rows(self) -> Iterator[tuple[str, Row]]:
        """Everything that it leaves in the tables."""
        yield from super().rows()
        yield from self._reports()
        yield from self._papers()

    def _reports(self) -> Iterator[tuple[str, Row]]:
        if "tested" not in self.path.doers:
            return
        yield from self._report(s.TestReportKind.FIRST, failed=self.way != p.PASSED)
        if "retested" in self.path.doers or self.way == "retested":
            upheld = None if self.way == "retested" else False
            yield (
                "objection",
                {
                    **self.part("objection"),
                    "filed_on": self.on("objected"),
                    "grounds": "样品在运输中受潮，申请复检",
                    "upheld": upheld,
                    "decided_on": None if upheld is None else self.on("retested"),
                },
            )
        if self.way == p.OVERTURNED:
            yield from self._report(s.TestReportKind.RETEST, failed=False)

    def _report(self, kind: s.TestReportKind, *, failed: bool) -> Iterator[tuple[str, Row]]:
        again = kind is s.TestReportKind.RETEST
        report = self.part("test_report")
        day = self.on("retested" if again else "tested")
        verdict = TestVerdict.FAILED if failed else TestVerdict.PASSED
        yield (
            "test_report",
            {
                **report,
                "kind": kind,
                "laboratory": SECOND_LAB if again else LAB,
                "cma_number": "样本CMA",
                "number": f"{'F' if again else 'J'}{day.year}-{report['id']:04}",
                "issued_on": day,
                "received_on": day,
                "verdict": verdict,
            },
        )
        item, limit, measured, unit = ITEMS.get(self.product["catalogue_code"], ANY_ITEM)
        found = measured if failed else limit
        for number, (name, value, judged) in enumerate(
            ((item, found, verdict), ("包装", "符合", TestVerdict.PASSED)), 1
        ):
            yield (
                "test_item",
                {
                    **self.place,
                    "id": self.ground.number("test_item"),
                    "report_id": report["id"],
                    "number": number,
                    "item": name,
                    "standard_limit": limit if number == 1 else "应完好",
                    "measured": value,
                    "unit": unit if number == 1 else "",
                    "verdict": judged,
                },
            )

    def _papers(self) -> Iterator[tuple[str, Row]]:
        """The order, what followed it, and what was published."""
        if "ordered" in self.path.doers:
            issued = self.on("ordered")
            order = self.part("correction_order")
            serial = self.ground.serial("correction_order", issued.year)
            yield (
                "correction_order",
                {
                    **order,
                    "number": f"萧质监责改（抽）〔{issued.year}〕{serial}号",
                    "issued_on": issued,
                    "items": ["停止销售不合格批次", "查明原因，完成整改并报告"],
                    "due_on": issued + dt.timedelta(days=30),
                    "recheck_by": issued + dt.timedelta(days=75),
                    "legal_basis": BASIS,
                },
            )
        if "corrected" in self.path.doers:
            done = {"causes": "工艺参数偏移", "measures": "调整工艺并更换模具"}
            report = self.part("correction_report")
            yield "correction_report", {**report, "reported_on": self.on("corrected"), **done}
        if "rechecked" in self.path.doers:
            passed = self.way == p.CORRECTED
            found = {"passed": passed, "notes": "合格" if passed else "仍不合格"}
            recheck = self.part("recheck") | {"rechecked_on": self.on("rechecked")}
            yield "recheck", {**recheck, **found, "tier": Tier.STATION}
        if self.way in (p.CORRECTED, p.CASE, p.PASSED):
            yield "published_result", self._published()

    def _published(self) -> Row:
        item, limit, measured, unit = ITEMS.get(self.product["catalogue_code"], ANY_ITEM)
        failed = self.verdict is TestVerdict.FAILED
        day = self.on("objected") + dt.timedelta(days=3)
        return {
            "id": self.ground.number("published_result"),
            "task_id": self.task,
            "enterprise_id": self.unit["id"],
            "town_id": self.unit["town_id"],
            "sampling_number": self.number,
            "nominal_maker": self.unit["name"],
            "maker_address": self.unit["address"],
            "sampled_unit": self.unit["name"],
            "unit_address": self.unit["address"],
            "product_name": self.product["name"],
            "specification": "",
            "brand": "",
            "batch": f"{self.on('sampled'):%Y%m}-A",
            "verdict": self.verdict,
            "failures": [f"{item}‖{measured}{unit}‖{limit}"] if failed else [],
            "product_class": self.product["name"],
            "notice_number": f"{day.year}年样本公告",
            "published_on": day,
            "source": "区级监督抽查",
            "laboratory": LAB,
            "remark": "",
            "shown_during": Range(day, months_after(day, 36)),
        }
