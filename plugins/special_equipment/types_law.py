"""The enums of devices, and law as clients see it: the catalogue and the inspection cycles."""

import datetime as dt

import strawberry

from plugins.special_equipment import models as m
from schema.enums import show_enum
from schema.fields import column, key
from schema.ids import Node

_ENUMS = (
    (
        m.TypeLevel,
        "目录层级\nLevel of the catalogue.",
        "种类\nKind. 类别\nCategory. 品种\nVariety.",
    ),
    (
        m.PlaceKind,
        "场所\nWhere a device stands.",
        "人员密集场所\nCrowded. 住宅小区\nResidential. 厂区\nFactory.",
    ),
    (
        m.RegistrationState,
        "使用登记状态\nWhether its use is registered.",
        "未登记\nNot registered. 已登记\nRegistered. 已注销\nCancelled.",
    ),
    (
        m.UseStatus,
        "使用状态\nWhat is done with a device.",
        "在用\nIn use. 停用\nStopped. 已报废\nScrapped. 已拆除\nDismantled. 已移出\nMoved out.",
    ),
    (
        m.InspectionKind,
        "检验类别\nWhat kind of inspection.",
        "首次检验\nAt acceptance. 定期检验\nBy the cycle. 监督检验\nOf an alteration or repair.",
    ),
    (
        m.Conclusion,
        "检验结论\nWhat an inspection found.",
        "合格\nPassed. 整改后合格\nPassed once mended. 不合格\nFailed: no use.",
    ),
    (
        m.DeclarationKind,
        "上报类别\nWhat is declared.",
        "新增\nNew. 停用\nStopped. 启用\nRestarted. 报废\nScrapped. 变更\nChanged. 移装\nMoved.",
    ),
)
for _shown, _text, _values in _ENUMS:
    show_enum(
        _shown, _text, dict(zip(_shown.__members__, _values.rstrip(".").split(". "), strict=True))
    )


@strawberry.type(description="特种设备目录条目\nAn entry of the catalogue of special equipment.")
class EquipmentType(Node):
    """An entry of the catalogue."""

    id: strawberry.ID = key(m.EquipmentType.id)
    code: str = column(m.EquipmentType.code, "代码\n3110, 23T0, ...", where=True, order=True)
    name: str = column(m.EquipmentType.name, "名称\nName in Chinese.", where=True)
    name_en: str | None = column(m.EquipmentType.name_en, "英文名称\nName in English.")
    level: m.TypeLevel = column(m.EquipmentType.level, "层级\nIts level.", where=True)
    is_device: bool = column(
        m.EquipmentType.is_device, "可建设备档案\nWhether single devices have a file.", where=True
    )
    valid_from: dt.date = column(m.EquipmentType.valid_from, "施行日\nFirst day.", where=True)
    valid_to: dt.date | None = column(
        m.EquipmentType.valid_to, "失效日\nThe first day without.", where=True
    )


@strawberry.type(description="检验周期：带起止日期的法规数据\nHow often to inspect: dated law.")
class InspectionCycle(Node):
    """How often devices of a type are inspected."""

    id: strawberry.ID = key(m.InspectionCycle.id)
    type_prefix: str = column(
        m.InspectionCycle.type_prefix,
        "设备类型代码开头，最长的优先\nHow type codes begin; the longest counts.",
        where=True,
        order=True,
    )
    what: str = column(m.InspectionCycle.what, "检验\nWhat is inspected.")
    what_en: str = column(m.InspectionCycle.what_en, "英文\nThe same in English.")
    acceptance_years: list[int] = column(
        m.InspectionCycle.acceptance_years, "验收后第几年检验\nIn which years after acceptance."
    )
    first_years: int = column(m.InspectionCycle.first_years, "首次（年）\nYears to the first.")
    years: int = column(m.InspectionCycle.years, "以后每（年）\nYears between later ones.")
    grade_years: list[int] = column(
        m.InspectionCycle.grade_years,
        "按安全状况等级（年），0由检验机构确定\nYears by safety grade; 0: the body sets it.",
    )
    anchored: bool = column(
        m.InspectionCycle.anchored, "以验收月份为准\nWhether the month of acceptance stays."
    )
    early_months: int = column(
        m.InspectionCycle.early_months, "提前不超过几个月不变\nMonths early that change nothing."
    )
    legal_basis: str = column(m.InspectionCycle.legal_basis, "法律依据\nLegal basis.")
    valid_from: dt.date = column(m.InspectionCycle.valid_from, "施行日\nFirst day.", where=True)
    valid_to: dt.date | None = column(
        m.InspectionCycle.valid_to, "失效日\nThe first day without.", where=True
    )
