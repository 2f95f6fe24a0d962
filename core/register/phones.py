"""Telephone numbers of mainland China, brought to one form for comparing and dialling.

13800138000 (mobile), 0571-82712345 (area code and number), 0571-82712345-801 (extension),
4008001234 (service). Personal data when it belongs to a person: keep it out of logs.
"""

import re

from core.register.verdict import Verdict, compact, error, warning

_EXTENSION = re.compile(r"(?:转|EXT\.?|#)")
_COUNTRY = re.compile(r"^(?:\+86|0086|\(\+?86\))-?")
_AREA = r"(?:010|02[0-9]|0[3-9][0-9]{2})"
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_LANDLINE = re.compile(rf"({_AREA})([2-9][0-9]{{6,7}})(?:-?([0-9]{{1,6}}))?")
_SERVICE = re.compile(r"[48]00[0-9]{7}|9[56][0-9]{3,4}|12[0-9]{3}")
_LOCAL = re.compile(r"[2-9][0-9]{6,7}")


def check_phone(text: str) -> Verdict:
    """A mobile, landline or service number; a landline without area code only warns."""
    number = _national(compact(text))
    digits = number.replace("-", "")
    if _MOBILE.fullmatch(digits) or _SERVICE.fullmatch(digits):
        return Verdict(digits)
    landline = _landline(number)
    if landline:
        return Verdict(landline)
    if _LOCAL.fullmatch(digits):
        return Verdict(digits, (_NO_AREA_CODE,))
    return Verdict(compact(text), (_NOT_A_PHONE,))


def _national(number: str) -> str:
    """Without +86 (the zero of the area code restored), brackets and words for an extension."""
    number = _EXTENSION.sub("-", number)
    local = _COUNTRY.sub("", number)
    bare = local.replace("(", "").replace(")", "-")
    digits = bare.replace("-", "")
    abroad = local != number and not digits.startswith("0")
    if abroad and not (_MOBILE.fullmatch(digits) or _SERVICE.fullmatch(digits)):
        return "0" + bare
    return bare


def _landline(number: str) -> str | None:
    """'0571-82712345[-801]' or None; the dash after the area code may be missing."""
    main, dash, extension = _split_extension(number)
    match = _LANDLINE.fullmatch(main.replace("-", "") + dash + extension)
    if match is None:
        return None
    return "-".join(part for part in match.groups() if part)


def _split_extension(number: str) -> tuple[str, str, str]:
    parts = [part for part in number.split("-") if part]
    digits_of_a_full_number = 10
    if len(parts) > 1 and len("".join(parts[:-1])) >= digits_of_a_full_number:
        return "".join(parts[:-1]), "-", parts[-1]
    return "".join(parts), "", ""


_NO_AREA_CODE = warning(
    "固定电话缺少区号，请补上（如0571）。",
    "The area code is missing (0571 for Hangzhou).",
)
_NOT_A_PHONE = error(
    "不是有效的电话号码：请填手机号，或区号加固定电话。",
    "Not a telephone number: enter a mobile number, or area code and number.",
)
