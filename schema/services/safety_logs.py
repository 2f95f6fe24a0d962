"""The enums of safety logs, for every subsystem that lets units keep them."""

from core.safety_logs.models import ItemState, LogPeriod
from schema.enums import show_enum

show_enum(
    LogPeriod,
    "记录周期\nWhich period is looked after.",
    {
        "DAILY": "日管控\nEvery day.",
        "WEEKLY": "周排查\nEvery week.",
        "MONTHLY": "月调度\nEvery month.",
    },
)
show_enum(
    ItemState,
    "检查结果\nWhat was found of an item.",
    {
        "SOUND": "正常\nSound.",
        "YELLOW": "一般问题\nTo be mended.",
        "RED": "红色风险\nTo be mended before a week or month is closed.",
    },
)
