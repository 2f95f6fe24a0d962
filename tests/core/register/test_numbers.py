"""The numbers of enterprises and people: real and invented vectors, tidying, refusals."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.errors import InvalidInput
from core.register.numbers import (
    Severity,
    Verdict,
    check_credit_code,
    check_identity_card,
    check_organisation_code,
    check_phone,
    check_region_code,
    check_registration_number,
    credit_code,
    require,
)
from core.register.verdict import compact
from tests.core.register.number_strategies import credit_codes

VALID_CREDIT_CODES = (
    "91330109589891087U",
    "91330109793691699K",
    "91330109MA27XQ7P70",
    "91330109560589212Y",
    "91330109MA0TEXT12A",
    "92330109MA0TEXT202",
    "N2330109MF0000013J",
)
CHECKS = (
    check_credit_code,
    check_organisation_code,
    check_registration_number,
    check_region_code,
    check_identity_card,
    check_phone,
)


def warned(verdict: Verdict) -> bool:
    """Accepted, with something to look at."""
    return verdict.acceptable and bool(verdict.problems)


@pytest.mark.parametrize("number", VALID_CREDIT_CODES)
def test_valid_credit_codes_pass_without_a_word(number: str) -> None:
    assert check_credit_code(number) == Verdict(number)


@pytest.mark.parametrize("number", VALID_CREDIT_CODES)
def test_the_organisation_code_inside_a_credit_code_stands_alone(number: str) -> None:
    assert check_organisation_code(f"{number[8:16]}-{number[16]}") == Verdict(number[8:17])


def test_full_width_lower_case_and_spaces_are_tidied() -> None:
    assert check_credit_code("\u3000９１３３０１０９ ma0text12a\u200b\n") == Verdict(
        "91330109MA0TEXT12A"
    )


@pytest.mark.parametrize(
    ("typed", "hint"),
    [("I", "1"), ("O", "0"), ("S", "5"), ("V", "U"), ("Z", "2")],
)
def test_letters_that_no_code_holds_are_refused_with_a_hint(typed: str, hint: str) -> None:
    verdict = check_credit_code(f"91330109MA{typed}TEXT12A")
    (problem,) = verdict.problems
    assert problem.severity is Severity.ERROR
    assert f"字母{typed}，可能应为{hint}" in problem.chinese
    assert f"letter {typed}; perhaps {hint}" in problem.english


@pytest.mark.parametrize(
    "text", ["", "9133", "91330109MA0TEXT12A0", "91330109MA0TE*T12A", "杭" * 18]
)
def test_malformed_credit_codes_are_refused(text: str) -> None:
    assert not check_credit_code(text).acceptable


def test_a_right_total_over_a_wrong_organisation_code_is_refused() -> None:
    """91330109MA0TEXT1 with organisation check 3 instead of 2, the last character recomputed."""
    verdict = check_credit_code("91330109MA0TEXT13D")
    (problem,) = verdict.problems
    assert "organisation code in characters 9-17 does not fit" in problem.english


def test_a_sole_traders_identity_card_is_recognised_and_not_repeated() -> None:
    card = "11010519491231002X"
    verdict = check_credit_code(card)
    (problem,) = verdict.problems
    assert "身份证" in problem.chinese
    assert card not in problem.chinese + problem.english


def test_letters_in_the_region_warn_only() -> None:
    assert warned(check_credit_code(credit_code("9133A109", "MA0TEXT1")))


@given(credit_codes)
def test_generated_credit_codes_are_acceptable(number: str) -> None:
    assert check_credit_code(number).acceptable


@pytest.mark.parametrize(("head", "body"), [("91330109", "MA0TEXTO"), ("9133010", "MA0TEXT1")])
def test_no_credit_code_is_made_from_impossible_parts(head: str, body: str) -> None:
    with pytest.raises(InvalidInput):
        credit_code(head, body)


def test_require_returns_the_number_or_names_the_field() -> None:
    assert require(check_credit_code(" 91330109ma0text12a"), "creditCode") == "91330109MA0TEXT12A"
    with pytest.raises(InvalidInput) as caught:
        require(check_credit_code("91330109MA0TEXT12B"), "creditCode")
    assert caught.value.field == "creditCode"
    assert "校验位不符" in caught.value.chinese
    assert "check digit" in caught.value.english


def test_require_lets_warnings_pass() -> None:
    verdict = check_region_code("330181")
    assert warned(verdict)
    assert require(verdict, "region") == "330181"


def test_an_old_registration_number_with_a_wrong_check_digit_only_warns() -> None:
    assert check_registration_number("330181000012343").problems == ()
    assert warned(check_registration_number("330181000012340"))
    assert not check_registration_number("33018100001234").acceptable


@pytest.mark.parametrize("code", ["330109", "330109113", "330109113201", "３３０１０９"])
def test_division_codes_of_three_lengths_pass(code: str) -> None:
    assert check_region_code(code) == Verdict(compact(code))


@pytest.mark.parametrize("code", ["33010", "3301091", "33010911320", "33010A", ""])
def test_other_lengths_and_letters_are_no_division_codes(code: str) -> None:
    assert not check_region_code(code).acceptable


def test_identity_cards() -> None:
    assert check_identity_card("11010519491231002x") == Verdict("11010519491231002X")
    assert not check_identity_card("110105194912310021").acceptable
    assert not check_identity_card("110105491231002").acceptable


def test_an_identity_card_needs_a_real_day_of_birth() -> None:
    """The check digit of 29 February 1949 is right, the day is not."""
    problems = check_identity_card("110105194902290029").problems
    assert [problem.english[:17] for problem in problems] == ["The date of birth"]


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("138 0013-8000", "13800138000"),
        ("+86 13800138000", "13800138000"),
        ("008613800138000", "13800138000"),
        ("(0571)8271 2345", "0571-82712345"),
        ("０５７１－８２７１２３４５", "0571-82712345"),
        ("057182712345", "0571-82712345"),
        ("+86 571 82712345", "0571-82712345"),
        ("+86-10-65521234", "010-65521234"),
        ("0571-82712345转801", "0571-82712345-801"),
        ("0571—82712345 ext. 801", "0571-82712345-801"),
        ("400-800-1234", "4008001234"),
        ("12315", None),
        ("12345", None),
        ("82712345", None),
        ("1380013800", ""),
        ("no phone", ""),
        ("", ""),
    ],
)
def test_phones_come_to_one_form(typed: str, stored: str | None) -> None:
    verdict = check_phone(typed)
    assert verdict.acceptable is (stored != "")
    if stored != "":
        assert verdict.number == (stored or typed)


def test_a_phone_without_area_code_warns() -> None:
    assert warned(check_phone("82712345"))


@given(st.text() | credit_codes | st.from_regex(r"[+0-9()（）\-—转# ]{0,20}", fullmatch=True))
@example("E \u0306")
@example("E-\u0306")
def test_tidying_twice_is_tidying_once(text: str) -> None:
    assert compact(compact(text)) == compact(text)
    for check in CHECKS:
        first = check(text)
        assert check(first.number) == first
