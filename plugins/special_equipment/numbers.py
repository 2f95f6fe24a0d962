"""Numbers of devices, of every generation: equipment code, registration code, use number, maker.

None of them has a check digit. Each validator returns the stored form and the problems; letters
occur in types (23T0, 4D00) and in serials that overflowed (A000). Region digits are never refused.
"""

import re
from collections.abc import Callable, Collection, Mapping
from types import MappingProxyType
from typing import Final

from core.register.regions import region_known
from core.register.verdict import Problem, Verdict, compact, error, warning

USE_KINDS: Final = "锅容管梯起索游车"
"""What a use number begins with: one character for each kind of equipment."""
KIND_OF_CHARACTER: Final = dict(zip(USE_KINDS, "12834965", strict=True))
"""That character, and the first digit of the kind in the catalogue."""
FIRST_YEAR: Final = 1950

_CODE = re.compile(
    r"(?P<type>[1-9][0-9A-Z]{3})(?P<maker>[0-9A-Z]{5})(?P<year>[0-9]{4})"
    r"(?P<serial>[0-9A-Z][0-9]{3}|[0-9A-Z][0-9]{4})"
)
_REGISTRATION = re.compile(
    r"(?P<type>[1-9][0-9A-Z]{3})(?P<region>[0-9]{6})(?P<year>[0-9]{4})(?P<month>[0-9]{2})"
    r"(?P<serial>[0-9A-Z][0-9]{3})"
)
_USE = re.compile(
    rf"([{USE_KINDS}])([0-9][0-9A-Z])([\u4e00-\u9fa5])([A-Z])([A-Z0-9][0-9]{{4}})\(([0-9]{{2}})\)"
)
_MAKER = re.compile(r"TS[0-9]{7}-?([0-9]{4})")


def check_equipment_code(text: str, known_types: Collection[str] = ()) -> Verdict:
    """Life-long code: 4 type, 5 maker, 4 year, serial of 4 (17 in all) or 5 (18)."""
    number = compact(text, drop="-")
    match = _CODE.fullmatch(number)
    if match is None:
        return _malformed(number, "17或18位，前4位为设备类型", "17 or 18, the type in the first 4")
    problems = [*_type(match["type"], known_types), *_year(match["year"])]
    return Verdict(number, tuple(problems))


def check_registration_code(text: str, known_types: Collection[str] = ()) -> Verdict:
    """Code of the register until about 2017: 4 type, 6 region, 6 year and month, 4 serial."""
    number = compact(text, drop="-")
    match = _REGISTRATION.fullmatch(number)
    if match is None:
        return _malformed(number, "20位：类型4、区划6、年月6、顺序号4", "20: type, region, month")
    problems = [*_type(match["type"], known_types), *_year(match["year"])]
    if not "01" <= match["month"] <= "12":
        problems.append(error("代码中的月份不存在。", "There is no such month in the code."))
    if not region_known(match["region"]):
        problems.append(_UNKNOWN_REGION)
    return Verdict(number, tuple(problems))


def check_use_number(text: str) -> Verdict:
    """Use registration number such as 梯11浙AJ5023(19)."""
    number = compact(text)
    match = _USE.fullmatch(number)
    if match is None:
        return _malformed(number, "如梯11浙AJ5023(19)", "such as 梯11浙AJ5023(19)")
    if match[3] not in PROVINCES:
        return Verdict(number, (_UNKNOWN_PROVINCE,))
    return Verdict(number)


def check_maker_licence(text: str) -> Verdict:
    """Licence of a maker or installer: TS, 7 digits, the year in which it ends."""
    number = compact(text)
    match = _MAKER.fullmatch(number)
    if match is None:
        return _malformed(number, "如TS2210890-2015", "such as TS2210890-2015")
    stored = f"{number[:9]}-{match[1]}"
    return Verdict(stored, tuple(_year(match[1])))


def agrees_with_type(use_number: str, type_code: str) -> bool:
    """Whether a use number names the kind of equipment that the type is of."""
    return KIND_OF_CHARACTER.get(use_number[:1]) == type_code[:1]


SCHEMES: Final[Mapping[str, Callable[[str], Verdict]]] = MappingProxyType(
    {
        "equipment_code": check_equipment_code,
        "registration_code": check_registration_code,
        "use_registration_no": check_use_number,
        "maker_licence": check_maker_licence,
    }
)
"""The validator of each column that holds a number."""

PROVINCES: Final = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新"


def equipment_code(type_code: str, maker: str, year: int, serial: int) -> str:
    """A code of 18 for demonstrations; serials past 99,999 begin with letters."""
    return f"{type_code}{maker}{year:04}{_overflowing(serial, 5)}"


def use_number(kind: str, category: str, serial: int, year: int) -> str:
    """A use number of Hangzhou for demonstrations; `kind` is the catalogue's first digit."""
    character = next(c for c, digit in KIND_OF_CHARACTER.items() if digit == kind)
    return f"{character}{category}浙A{_overflowing(serial, 5)}({year % 100:02})"


def _overflowing(serial: int, width: int) -> str:
    """`width` characters; past the last number the first becomes a letter: A000, A001, ..."""
    rest = 10 ** (width - 1)
    first, below = divmod(serial, rest)
    head = str(first) if first < 10 else chr(ord("A") + first - 10)
    return f"{head}{below:0{width - 1}}"


def _type(code: str, known: Collection[str]) -> list[Problem]:
    return [] if not known or code in known else [_UNKNOWN_TYPE]


def _year(year: str) -> list[Problem]:
    return [] if int(year) >= FIRST_YEAR else [_UNLIKELY_YEAR]


def _malformed(number: str, chinese: str, english: str) -> Verdict:
    problem = error(f"编号格式不符，应为{chinese}。", f"Malformed; expected {english}.")
    return Verdict(number, (problem,))


_UNKNOWN_TYPE = warning(
    "代码中的设备类型不在现行目录内（旧目录代码属此类），请核对。",
    "The type in the code is not in the catalogue (older ones are not); please compare.",
)
_UNKNOWN_REGION = warning(
    "代码中的区划不在国家标准内，请核对。", "The region is not in GB/T 2260; please compare."
)
_UNKNOWN_PROVINCE = warning(
    "省份简称不存在，请核对。", "There is no such short name of a province; please compare."
)
_UNLIKELY_YEAR = warning("编号中的年份过早，请核对。", "The year is very early; please compare.")
