"""The values of the enums of quality supervision, in the words of the bureau."""

import schema.services.sampling  # noqa: F401  verdicts and places of samples
from plugins.quality import models as m
from plugins.quality import models_samples as s
from schema.enums import show_enum

show_enum(
    m.ProductRisk,
    "产品等级\nLevel of a product.",
    {"I": "Ⅰ级（高）\nI, high.", "II": "Ⅱ级（中）\nII, middle.", "III": "Ⅲ级（低）\nIII, low."},
)
show_enum(
    m.EnterpriseGrade,
    "企业质量类别\nClass of an enterprise.",
    {"AA": "AA类\nAA, the best.", "A": "A类\nA.", "B": "B类\nB.", "C": "C类\nC, the worst."},
)
show_enum(
    m.Regime,
    "监管方式\nHow closely it is supervised.",
    {
        "TRUST": "信用监管\nTrust.",
        "RESPONSIBILITY": "责任监管\nResponsibility.",
        "NORMAL": "常态监管\nNormal.",
        "TIGHTENED": "加严监管\nTightened.",
    },
)
show_enum(
    m.FactorKind,
    "因素\nWhat gives points.",
    {
        "RISK": "风险等级\nRisk level.",
        "CONCERN": "社会关注\nPublic concern.",
        "REGIONAL": "区域特点\nRegional trait.",
        "LEVEL": "等级界线\nPoints that make a level.",
    },
)
show_enum(
    m.LicenceNeed,
    "许可要求\nWhat a product needs.",
    {
        "NONE": "无\nNone.",
        "XK": "工业产品生产许可证\nIndustrial product licence.",
        "CCC": "强制性产品认证\nCompulsory certification.",
        "SC": "食品生产许可证\nFood production licence.",
    },
)
show_enum(
    m.CheckLevel,
    "抽查级别\nWho orders a spot check.",
    {
        "NATIONAL": "国家\nNational.",
        "PROVINCIAL": "省级\nProvincial.",
        "MUNICIPAL": "市级\nMunicipal.",
        "COUNTY": "区县级\nCounty.",
    },
)
show_enum(
    m.Removal,
    "移除原因\nWhy an enterprise was removed from a pool.",
    {
        "UPPER_LEVEL": "已列入上级抽查\nA superior body checks it.",
        "CHECKED_RECENTLY": "近期已抽查\nChecked recently.",
    },
)
show_enum(
    s.TaskOrigin,
    "任务来源\nWhy an enterprise is checked.",
    {"DRAWN": "抽取\nDrawn by lot.", "CLUE": "线索\nA clue.", "DIRECTED": "指定\nDirected."},
)
show_enum(
    s.TestReportKind,
    "报告种类\nWhich test.",
    {"FIRST": "初检\nThe first.", "RETEST": "复检\nA re-test.", "RECHECK": "复查\nA recheck."},
)
show_enum(
    s.ClueResult,
    "线索处理\nWhat became of a clue.",
    {
        "CHECKED": "已安排抽查\nA spot check was assigned.",
        "UNFOUNDED": "不属实\nUnfounded.",
        "REFERRED": "转有关部门\nReferred.",
    },
)
