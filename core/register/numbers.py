"""The numbers of enterprises and people: tidied, judged, never guessed.

A `check_...` function accepts whatever was typed or imported and returns a `Verdict`: the number
in its one stored form and the problems found. An ERROR means that no such number can exist; a
WARNING means that it is unusual and a person should look. Problems never quote the number: it may
be personal data.

What the algorithms cannot see is measured in tests/core/register/test_number_strength.py: a credit
code and an identity card betray every single wrong character and every swap of neighbours. An
organisation code alone misses characters whose values differ by a multiple of 11 (A for L, 0 for
B) and their swaps. MOD 11,10 betrays every wrong digit and misses 2.2 % of the swaps, all of digits
one apart.
"""

import datetime as dt
import re

from core.register.check_digits import (
    CREDIT_ALPHABET,
    credit_code_check_digit,
    hybrid_check_digit,
    identity_check_digit,
    organisation_check_digit,
)
from core.register.phones import check_phone
from core.register.regions import region_known
from core.register.verdict import (
    Problem,
    Severity,
    Verdict,
    check_failed,
    compact,
    error,
    require,
    warning,
)

__all__ = [
    "Problem",
    "Severity",
    "Verdict",
    "check_credit_code",
    "check_identity_card",
    "check_organisation_code",
    "check_phone",
    "check_region_code",
    "check_registration_number",
    "credit_code",
    "credit_code_check_digit",
    "organisation_check_digit",
    "require",
]

CREDIT_CODE_LENGTH = 18
_LOOKALIKES = {"I": "1", "O": "0", "S": "5", "V": "U", "Z": "2"}


def check_credit_code(text: str) -> Verdict:
    """Unified social credit code (统一社会信用代码, GB 32100-2015): 18 characters, two checks."""
    number = compact(text, drop="-")
    shape = _credit_code_shape(number)
    if shape:
        return Verdict(number, shape)
    problems = [*_credit_code_checks(number)]
    if problems and check_identity_card(number).acceptable:
        problems = [
            error(
                "这是身份证号码，不是统一社会信用代码；个体工商户请填营业执照上的代码。",
                "This is an identity card number; enter the code on the business licence.",
            )
        ]
    if not re.fullmatch(r"[0-9]{6}", number[2:8]):
        problems.append(
            warning(
                "第3至8位通常是行政区划数字，请核对。",
                "Characters 3-8 are usually the digits of a division; please compare.",
            )
        )
    return Verdict(number, tuple(problems))


def credit_code(first_eight: str, organisation_body: str) -> str:
    """A valid credit code from department, category and region (8) and an organisation body (8).

    For demonstration data. Raises InvalidInput for characters that a code cannot hold.
    """
    shape = _alphabet_problems(first_eight + organisation_body)
    if shape or (len(first_eight), len(organisation_body)) != (8, 8):
        require(Verdict("", shape or (_length(16),)), "creditCode")
    first17 = first_eight + organisation_body + organisation_check_digit(organisation_body)
    return first17 + credit_code_check_digit(first17)


def check_organisation_code(text: str) -> Verdict:
    """Organisation code (组织机构代码, GB 11714): eight characters and a check digit."""
    number = compact(text, drop="-")
    if not re.fullmatch(r"[0-9A-Z]{8}[0-9X]", number):
        return Verdict(number, (_length(9),))
    if organisation_check_digit(number[:8]) != number[8]:
        return Verdict(number, (check_failed("组织机构代码", "organisation code"),))
    return Verdict(number)


def check_registration_number(text: str) -> Verdict:
    """Old business registration number (注册号): 15 digits. A wrong check digit only warns."""
    number = compact(text, drop="-")
    if not re.fullmatch(r"[0-9]{15}", number):
        return Verdict(number, (_length(15),))
    if hybrid_check_digit(number[:14]) != number[14]:
        problem = warning(
            "注册号校验位不符，请与营业执照核对。",
            "The check digit of the registration number does not fit; compare the licence.",
        )
        return Verdict(number, (problem,))
    return Verdict(number)


def check_region_code(text: str) -> Verdict:
    """Division code: 6 digits (GB/T 2260), 9 (town) or 12 (village). Unknown regions warn."""
    number = compact(text)
    if not re.fullmatch(r"[0-9]{6}(?:[0-9]{3}){0,2}", number):
        problem = error(
            "行政区划代码应为6位、9位或12位数字。",
            "A division code has 6, 9 or 12 digits.",
        )
        return Verdict(number, (problem,))
    if not region_known(number[:6]):
        problem = warning(
            "2023年行政区划中没有此代码，可能已撤销，请核对。",
            "Not among the divisions of 2023, perhaps abolished; please compare.",
        )
        return Verdict(number, (problem,))
    return Verdict(number)


def check_identity_card(text: str) -> Verdict:
    """Identity card (身份证, GB 11643): 17 digits with a real date of birth, MOD 11-2 check.

    Personal data: keep the verdict out of logs. Cards of 15 digits ended on 2013-01-01.
    """
    number = compact(text, drop="-")
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        return Verdict(number, (_length(18),))
    problems = []
    if not _is_date(number[6:14]):
        problems.append(
            error(
                "身份证号码中的出生日期不存在。",
                "The date of birth in the identity card number does not exist.",
            )
        )
    if identity_check_digit(number[:17]) != number[17]:
        problems.append(check_failed("身份证号码", "identity card number"))
    return Verdict(number, tuple(problems))


def _credit_code_shape(number: str) -> tuple[Problem, ...]:
    if len(number) != CREDIT_CODE_LENGTH:
        return (_length(CREDIT_CODE_LENGTH, len(number)),)
    return _alphabet_problems(number)


def _alphabet_problems(number: str) -> tuple[Problem, ...]:
    foreign = sorted(set(number) - set(CREDIT_ALPHABET))
    return tuple(_foreign_character(character) for character in foreign)


def _foreign_character(character: str) -> Problem:
    likely = _LOOKALIKES.get(character)
    if likely is None:
        return error(
            "统一社会信用代码只含数字和大写字母。",
            "A credit code holds digits and capital letters only.",
        )
    return error(
        f"统一社会信用代码中没有字母{character}，可能应为{likely}。",
        f"A credit code never holds the letter {character}; perhaps {likely} was meant.",
    )


def _credit_code_checks(number: str) -> list[Problem]:
    problems = []
    if credit_code_check_digit(number[:17]) != number[17]:
        problems.append(check_failed("统一社会信用代码", "credit code"))
    if organisation_check_digit(number[8:16]) != number[16]:
        problems.append(
            check_failed("其中的组织机构代码（第9至17位）", "organisation code in characters 9-17")
        )
    return problems


def _is_date(digits: str) -> bool:
    try:
        dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True


def _length(expected: int, found: int | None = None) -> Problem:
    now = "" if found is None else f"，现为{found}位"
    have = "" if found is None else f", {found} given"
    return error(f"号码应为{expected}位{now}。", f"{expected} characters expected{have}.")
