"""How inspection bodies' results become rows: matched by report, devices by their use number."""

import datetime as dt

from core.exchange_declarations import ExchangeMapping, MappedField
from core.register.verdict import compact
from plugins.special_equipment.types import EquipmentInspection

ISSUERS = ("inspection_institute",)


def _field(theirs: str, ours: str, convert: type | None = None) -> MappedField:
    taken = dt.date.fromisoformat if convert is dt.date else compact if convert is None else convert
    return MappedField(theirs=theirs, ours=ours, convert=taken, authority=ISSUERS)


MAPPINGS = [
    ExchangeMapping(
        partner="inspection_institute",
        feed="inspection_results",
        record=EquipmentInspection,
        natural_key=("body", "report_no"),
        fields=(
            _field("SYDJZH", "equipment"),
            _field("JYJG", "body", str),
            _field("BGBH", "report_no"),
            _field("JYRQ", "inspected_on", dt.date),
            _field("JYLB", "kind", str),
            _field("JYJL", "conclusion", str),
            _field("AQDJ", "safety_grade", int),
            _field("XCJYRQ", "next_on", dt.date),
            _field("WT", "problems", str),
        ),
        codes={
            "JYLB": {"定期检验": "PERIODIC", "监督检验": "SUPERVISORY", "首次检验": "FIRST"},
            "JYJL": {
                "合格": "PASSED",
                "整改后合格": "PASSED_AFTER_RECTIFICATION",
                "不合格": "FAILED",
            },
        },
    )
]
