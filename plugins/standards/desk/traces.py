"""Records that are traced by the number on a paper, plate or label."""

from core.declarations import Traced
from plugins.standards import types, types_checks, types_law

TRACES = [
    Traced(
        record=types.EnterpriseStandard,
        title="企业标准\nOwn standard",
        numbers=("number", "filing_no"),
        label="title",
    ),
    Traced(
        record=types_law.Standard,
        title="标准\nStandard",
        numbers=("code",),
        label="title",
    ),
    Traced(
        record=types_checks.BarcodeMember,
        title="商品条码成员\nHolder of a bar code",
        numbers=("maker_code",),
    ),
]
