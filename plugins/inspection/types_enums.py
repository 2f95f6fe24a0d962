"""What the values of the enums mean, for clients."""

from plugins.inspection import models as m
from schema.enums import show_enum

show_enum(
    m.HazardGrade,
    "隐患等级\nHow grave a hazard is.",
    {"GENERAL": "一般\nGeneral.", "SERIOUS": "严重：应立即停止\nSerious: stopped at once."},
)
show_enum(
    m.HazardCategory,
    "隐患类别\nWhat kind of thing is hazardous.",
    {
        "SPECIAL_EQUIPMENT": "特种设备\nSpecial equipment.",
        "FOOD": "食品\nFood.",
        "PRODUCT": "工业产品\nIndustrial products.",
        "METROLOGY": "计量\nMetrology.",
        "OTHER": "其他\nAnything else.",
    },
)
show_enum(
    m.HazardSource,
    "隐患来源\nBy what a hazard came to be known.",
    {"REPORT": "上报\nA report.", "PATROL": "巡查\nA patrol.", "COMPLAINT": "投诉举报\nA letter."},
)
show_enum(
    m.LegalRole,
    "条款作用\nWhat an article is good for.",
    {"DUTY": "义务：被违反的规定\nA duty, to be violated.", "POWER": "职权\nA power to order."},
)
show_enum(
    m.PatrolResult,
    "检查结果\nThe answer to one item.",
    {
        "PASSED": "合格\nAs it should be.",
        "FAILED": "不合格\nNot as it should be.",
        "NOT_APPLICABLE": "不适用\nNot applicable.",
    },
)
