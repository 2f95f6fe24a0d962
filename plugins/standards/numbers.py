"""Numbers of standards: published ones in four parts, own ones of enterprises (Q/…).

Habits differ for own numbers (Q/XYZ 001-2013, Q/XYZ 0001S-2013 for food), so an unusual one is
noted and never refused. Maker's codes are those of the article numbering system.
"""

import re
from dataclasses import dataclass
from typing import Final

from core.errors import InvalidInput
from core.register.verdict import Verdict, compact, error, warning
from plugins.standards.models import StandardKind

_PUBLISHED: Final = re.compile(
    r"(T/[A-Z]+|(?:DB[0-9]{2,6}|[A-Z]{2,3})(?:/[TZ])?)([0-9]{1,6})(?:\.([0-9]{1,3}))?-([0-9]{4}|[0-9]{2})"
)
_OWN: Final = re.compile(r"Q/([A-Z]{2,12})([0-9]{1,6}(?:\.[0-9]{1,3})?S?)-([0-9]{4})")
_MAKER: Final = re.compile(r"69[0-9][0-9]{4,7}")
_INDICATOR: Final = re.compile(
    r"([^≥≤<>=；;]+)(≥|≤|>=|<=)\s*(-?[0-9]+(?:\.[0-9]+)?)\s*([^；;]*)"
    r"(?:[；;]([^；;]*))?(?:[；;](.*))?"
)
_UNUSUAL: Final = warning(
    "企业标准编号与通常写法（如 Q/XYZ 001-2026）不同，请核对。",
    "The number departs from the usual form, such as Q/XYZ 001-2026; please compare.",
)


@dataclass(frozen=True, slots=True)
class Parts:
    """The four parts of a published standard's number."""

    prefix: str
    number: str
    part: str | None
    year: int

    @property
    def code(self) -> str:
        """As printed: `GB/T 1234.1-2025`."""
        part = f".{self.part}" if self.part else ""
        return f"{self.prefix} {self.number}{part}-{self.year}"

    @property
    def kind(self) -> StandardKind:
        """What the prefix says: 强制、推荐、指导性技术文件、团体."""
        if self.prefix.startswith("T/"):
            return StandardKind.GROUP
        endings = {"/T": StandardKind.RECOMMENDED, "/Z": StandardKind.GUIDANCE}
        return endings.get(self.prefix[-2:], StandardKind.MANDATORY)


def parts_of(text: str, field: str) -> Parts:
    """The parts of a number as typed. Raises InvalidInput at `field` when it is none."""
    match = _PUBLISHED.fullmatch(compact(text))
    if match is None:
        raise InvalidInput(
            f"标准编号格式不符：{text.strip()}；应为如 GB/T 1234-2025。",
            f"No number of a standard: {text.strip()}; expected such as GB/T 1234-2025.",
            field=field,
            code="STANDARD_NUMBER",
        )
    prefix, number, part, year = match.groups()
    return Parts(prefix, number, part, int(year) + (1900 if len(year) == 2 else 0))


def check_own(text: str) -> Verdict:
    """An enterprise's own number: it begins with Q/, all else is habit."""
    number = compact(text)
    if (match := _OWN.fullmatch(number)) is not None:
        code, serial, year = match.groups()
        return Verdict(f"Q/{code} {serial}-{year}")
    if not number.startswith("Q/") or len(number) < len("Q/A1"):
        return Verdict(
            number,
            (error("企业标准编号应以 Q/ 开头。", "The number of an own standard begins with Q/."),),
        )
    return Verdict(number, (_UNUSUAL,))


def indicator_of(line: str) -> tuple[str, bool, float, str, str, str]:
    """(name, at least?, value, unit, method, statement) of `抗拉强度 ≥ 12.5 MPa；方法；说明`.

    Raises InvalidInput at `indicatorLines`.
    """
    match = _INDICATOR.fullmatch(line.strip())
    if match is None:
        raise InvalidInput(
            f"指标写法不符：{line.strip()}；应如“抗拉强度 ≥ 12.5 MPa；试验方法；说明”。",
            f"No indicator: {line.strip()}; write 'name ≥ value unit; method; statement'.",
            field="indicatorLines",
        )
    name, sign, value, unit, method, statement = match.groups(default="")
    return name.strip(), sign in ("≥", ">="), float(value), unit.strip(), method, statement


def check_maker(text: str) -> Verdict:
    """A maker's code: 690 to 699 and four to seven more digits."""
    number = compact(text, drop="-")
    if _MAKER.fullmatch(number):
        return Verdict(number)
    problem = error(
        "厂商识别代码应为 690—699 开头的 7—10 位数字。",
        "A maker's code has 7 to 10 digits and begins with 690 to 699.",
    )
    return Verdict(number, (problem,))
