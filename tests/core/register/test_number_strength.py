"""How many typing mistakes the check characters betray, measured over every place of the number."""

import itertools
import string

from hypothesis import given, settings

from core.register.check_digits import hybrid_check_digit
from core.register.numbers import (
    check_credit_code,
    check_identity_card,
    check_organisation_code,
    check_registration_number,
)
from tests.core.register.number_strategies import (
    credit_codes,
    identity_cards,
    organisation_codes,
    substitutions,
    swaps,
)

ALPHANUMERIC = string.digits + string.ascii_uppercase


@given(credit_codes)
@settings(max_examples=30)
def test_a_credit_code_betrays_every_mistake(number: str) -> None:
    assert check_credit_code(number).problems == () or not number[2:8].isdigit()
    mistakes = itertools.chain(substitutions(number, ALPHANUMERIC), swaps(number))
    missed = [wrong for _, wrong in mistakes if check_credit_code(wrong).acceptable]
    assert missed == []


@given(identity_cards)
@settings(max_examples=30)
def test_an_identity_card_betrays_every_mistake(number: str) -> None:
    assert check_identity_card(number).acceptable
    mistakes = itertools.chain(substitutions(number, string.digits + "X"), swaps(number))
    assert [wrong for _, wrong in mistakes if check_identity_card(wrong).acceptable] == []


@given(organisation_codes)
@settings(max_examples=100)
def test_an_organisation_code_misses_only_letters_eleven_apart(number: str) -> None:
    assert check_organisation_code(number).acceptable
    for place, wrong in substitutions(number, ALPHANUMERIC):
        if check_organisation_code(wrong).acceptable:
            values = (ALPHANUMERIC.index(text[place]) for text in (number, wrong))
            assert (next(values) - next(values)) % 11 == 0


@given(organisation_codes)
@settings(max_examples=100)
def test_an_organisation_code_misses_only_swaps_of_equal_rest_or_with_a_final_x(
    number: str,
) -> None:
    for place, wrong in swaps(number):
        if check_organisation_code(wrong).acceptable:
            left, right = (ALPHANUMERIC.index(character) for character in number[place : place + 2])
            assert (left - right) % 11 == 0 or "X" in (number[8], wrong[8])


def test_the_misses_of_an_organisation_code_exist() -> None:
    assert check_organisation_code("A00000003").acceptable
    assert check_organisation_code("L00000003").acceptable


def test_the_hybrid_check_betrays_every_wrong_digit() -> None:
    for body in ("33018100001234", "33010900000007", "99999999999999", "00000000000000"):
        number = body + hybrid_check_digit(body)
        assert not check_registration_number(number).problems
        wrongs = [wrong for _, wrong in substitutions(number, string.digits)]
        assert all(check_registration_number(wrong).problems for wrong in wrongs)


def test_the_hybrid_check_misses_one_pair_of_neighbouring_digits_in_each_state() -> None:
    """10 of 450 swaps (2.2 %): 8-9 after one state, 6-7 after another, up to 0-9."""
    missed = [
        (int(left), int(right))
        for start in _one_text_of_each_state()
        for left, right in itertools.combinations(string.digits, 2)
        if hybrid_check_digit(start + left + right) == hybrid_check_digit(start + right + left)
    ]
    assert sorted(missed) == sorted([(0, 9), *itertools.pairwise(range(10))])


def test_the_hybrid_check_misses_one_swap_with_the_check_digit_itself() -> None:
    missed = [
        {left, check}
        for start in _one_text_of_each_state()
        for left in string.digits
        if (check := hybrid_check_digit(start + left)) != left
        and hybrid_check_digit(start + check) == left
    ]
    assert missed == [{"0", "1"}, {"0", "1"}]


def _one_text_of_each_state() -> list[str]:
    """Two digits for each state of the running product: the check digit tells the state."""
    by_state: dict[str, str] = {}
    for first, second in itertools.product(string.digits, repeat=2):
        by_state.setdefault(hybrid_check_digit(first + second), first + second)
    assert len(by_state) == len(string.digits)
    return list(by_state.values())
