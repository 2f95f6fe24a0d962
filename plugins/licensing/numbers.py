"""Numbers of licences by scheme: QS and SC (food), XK (industrial products), CCC (certificates).

Each validator returns the stored form and the problems. Only SC has a check digit (ISO 7064
MOD 11,10). Region digits are never refused: development zones number themselves (330197, 340174
occur in real licences). The `..._number` functions make valid numbers for demonstrations.
"""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from core.errors import InvalidInput
from core.register.check_digits import hybrid_check_digit
from core.register.regions import province_known, region_known
from core.register.verdict import (
    Problem,
    Verdict,
    check_failed,
    compact,
    error,
    require,
    warning,
)

PROVINCES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川蜀贵黔云滇藏陕秦甘陇青宁新"
"""Short names that may stand before XK; some provinces have two."""

SC_CLASSES = frozenset({*(str(code) for code in range(101, 132)), "201", "202", "203"})
QS_CLASSES = frozenset(f"{code:02}" for code in range(1, 29))
CCC_FIRST_YEAR = 2002

_XK = re.compile(
    rf"(QS)?(?:\(([{PROVINCES}])\)|([{PROVINCES}]))?XK([0-9]{{2}})-?([0-9]{{3}})-?([0-9]{{5}})"
)


def check_qs(text: str) -> Verdict:
    """Food licence until 2018: QS, 4 accepting office, 4 product (class and unit), 4 serial."""
    number = compact(text, drop="-")
    if not re.fullmatch(r"QS[0-9]{12}", number):
        return _malformed(number, "QS加12位数字", "QS and 12 digits")
    problems: list[Problem] = []
    if not province_known(number[2:4]):
        problems.append(_UNKNOWN_REGION)
    if number[6:8] not in QS_CLASSES:
        problems.append(_UNKNOWN_CLASS)
    return Verdict(number, tuple(problems))


def check_sc(text: str) -> Verdict:
    """Food licence since 2015-10-01: SC, 3 class, 6 region, 4 serial, 1 check digit."""
    number = compact(text, drop="-")
    if not re.fullmatch(r"SC[12][0-9]{13}", number):
        return _malformed(
            number,
            "SC加14位数字，首位为1（食品）或2（食品添加剂）",
            "SC and 14 digits, the first 1 (food) or 2 (additive)",
        )
    problems: list[Problem] = []
    if hybrid_check_digit(number[2:15]) != number[15]:
        problems.append(check_failed("食品生产许可证编号", "food production licence"))
    if number[2:5] not in SC_CLASSES:
        problems.append(_UNKNOWN_CLASS)
    if not region_known(number[5:11]):
        problems.append(_UNKNOWN_REGION)
    return Verdict(number, tuple(problems))


def check_xk(text: str) -> Verdict:
    """Industrial product licence: [QS][province]XKss-ppp-nnnnn; stored without brackets."""
    number = compact(text)
    match = _XK.fullmatch(number)
    if match is None:
        return _malformed(number, "如浙XK16-204-00397", "for example 浙XK16-204-00397")
    mark, bracketed, plain, industry, product, serial = match.groups(default="")
    return Verdict(f"{mark}{bracketed or plain}XK{industry}-{product}-{serial}")


def check_ccc(text: str) -> Verdict:
    """CCC certificate: 16 digits (4 year, 2 body, 4 product class, 6 serial); old ones 12."""
    number = compact(text, drop="-")
    if re.fullmatch(r"[0-9]{12}", number):
        return Verdict(number, (_OLD_CERTIFICATE,))
    if not re.fullmatch(r"[0-9]{16}", number):
        return _malformed(number, "16位数字（旧证12位）", "16 digits (old certificates 12)")
    if int(number[:4]) < CCC_FIRST_YEAR:
        return Verdict(number, (_UNLIKELY_YEAR,))
    return Verdict(number)


NUMBER_SCHEMES: Mapping[str, Callable[[str], Verdict]] = MappingProxyType(
    {"QS": check_qs, "SC": check_sc, "XK": check_xk, "CCC": check_ccc}
)
"""The validator of each number scheme that a licence type may name."""


def qs_number(office: str, product: str, serial: int) -> str:
    """A valid QS number from 4 digits of the accepting office and 4 of the product."""
    return _made(check_qs(f"QS{office}{product}{serial:04}"))


def sc_number(kind_class: str, region: str, serial: int) -> str:
    """A valid SC number from 3 digits of kind and class and 6 of the region."""
    body = f"{kind_class}{region}{serial:04}"
    if not re.fullmatch(r"[0-9]{13}", body):
        raise InvalidInput(
            "食品类别应为3位、区划6位、顺序号不超过4位。",
            "Give 3 digits of class, 6 of region and a serial of at most 4.",
        )
    return _made(check_sc(f"SC{body}{hybrid_check_digit(body)}"))


def xk_number(province: str, industry: str, product: str, serial: int) -> str:
    """A valid XK number; `province` is a short name, or empty for a licence of the State."""
    return _made(check_xk(f"{province}XK{industry}-{product}-{serial:05}"))


def ccc_number(year: int, body: str, product_class: str, serial: int) -> str:
    """A valid CCC number of 16 digits: certification body 2, product class 4."""
    return _made(check_ccc(f"{year:04}{body}{product_class}{serial:06}"))


def _made(verdict: Verdict) -> str:
    return require(verdict, "number")


def _malformed(number: str, chinese: str, english: str) -> Verdict:
    problem = error(f"编号格式不符，应为{chinese}。", f"Malformed; expected {english}.")
    return Verdict(number, (problem,))


_UNKNOWN_REGION = warning(
    "编号中的区划代码不在国家标准内（开发区自编代码属此类），请核对。",
    "The region digits are not in GB/T 2260 (development zones have their own); please compare.",
)
_UNKNOWN_CLASS = warning(
    "编号中的食品类别不在目录内，请核对。",
    "The food class in the number is not in the catalogue; please compare.",
)
_OLD_CERTIFICATE = warning(
    "12位旧证书编号，请确认证书是否已换发。",
    "An old number of 12 digits; please see whether the certificate was replaced.",
)
_UNLIKELY_YEAR = warning(
    "编号中的年份早于强制性产品认证制度，请核对。",
    "The year in the number is before the CCC scheme began; please compare.",
)
