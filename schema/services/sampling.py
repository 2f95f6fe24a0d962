"""The values of the enums of samples and tests, as clients of every subsystem see them."""

from core.sampling.models import PlaceKind, TestVerdict
from schema.enums import show_enum

show_enum(
    PlaceKind,
    "抽样场所\nWhere a sample was taken.",
    {
        "STOCK": "企业成品库\nFinished stock of the maker.",
        "MARKET": "市场\nOn the market.",
        "ONLINE": "网络销售\nBought on the internet.",
        "CATERING": "餐饮环节\nWhere it is served.",
    },
    name="SamplingPlace",
)
show_enum(
    TestVerdict,
    "检验结论\nWhat a test says.",
    {
        "PASSED": "合格\nConforming.",
        "FAILED": "不合格\nNon-conforming.",
        "NOT_JUDGED": "不判定\nMeasured, not judged.",
    },
)
