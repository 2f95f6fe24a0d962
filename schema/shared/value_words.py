"""What people call the values of the core's enums; said once, shown in the schema and on pages."""

from collections.abc import Mapping
from enum import EnumMeta
from typing import Final

from core.audit.models import Outcome
from core.desk.words import COLOURS
from core.policy.asking import Decision
from core.policy.vocabulary import Tier
from core.register.colours import WarningColour
from core.register.divisions_data import DivisionKind
from core.register.models import EnterpriseKind, EnterpriseStatus, KeyUnitKind
from schema.values import tell

WORDS: Final[Mapping[EnumMeta, Mapping[str, str]]] = {
    WarningColour: {name: "\n".join(said) for name, said in COLOURS.items()},
    EnterpriseStatus: {
        "OPEN": "在业\nIn business",
        "SUSPENDED": "停业\nSuspended",
        "CLOSED": "注销\nClosed",
    },
    EnterpriseKind: {
        "ENTERPRISE": "企业\nEnterprise",
        "SOLE_TRADER": "个体工商户\nSole trader",
        "COOPERATIVE": "合作社\nCooperative",
        "INSTITUTION": "事业单位\nInstitution",
    },
    KeyUnitKind: {
        "SPECIAL_EQUIPMENT": "特种设备重点单位\nSpecial equipment",
        "FOOD": "食品重点单位\nFood",
    },
    DivisionKind: {
        "PROVINCE": "省\nProvince",
        "CITY": "设区的市\nCity",
        "COUNTY_CITY": "县级市\nCounty-level city",
        "DISTRICT": "区\nDistrict",
        "STREET": "街道\nStreet",
        "TOWN": "镇\nTown",
    },
    Tier: {
        "BRANCH": "分局\nBranch",
        "STATION": "站所\nStation",
        "TOWN": "镇街\nTown or street",
        "ENTERPRISE": "企业\nEnterprise",
        "SUPERIOR": "上级监督\nSuperior body",
        "PUBLIC": "公众\nThe public",
        "OFFICER": "三员\nOfficer",
    },
    Decision: {
        "ALLOW": "允许\nAllowed",
        "DENY": "禁止\nDenied",
        "MASK": "脱敏\nMasked",
        "MISSING_FIELD": "字段不可见\nThe field is not shown",
        "MISSING_ROW": "记录不可见\nThe row is not shown",
    },
    Outcome: {
        "ACCEPTED": "已办理\nDone",
        "REFUSED": "已拒绝\nRefused",
        "READ_PROTECTED": "查看受保护信息\nProtected data read",
    },
}


def tell_all() -> None:
    """After every module of the shared schema has declared its enums."""
    for kind, words in WORDS.items():
        tell(kind, words)
