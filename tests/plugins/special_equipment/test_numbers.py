"""Numbers of every generation: what is stored, what is refused, what a person should look at."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.register.verdict import Severity
from plugins.special_equipment.numbers import (
    SCHEMES,
    agrees_with_type,
    check_equipment_code,
    check_maker_licence,
    check_registration_code,
    check_use_number,
    equipment_code,
    use_number,
)
from plugins.special_equipment.seeds import equipment_types

TYPES = frozenset(row["code"] for row in equipment_types())
ALPHABET = string.ascii_letters + string.digits + "锅容管梯起索游车浙()（）-– "


def severities(verdict):
    return [problem.severity for problem in verdict.problems]


@pytest.mark.parametrize(
    ("check", "typed", "stored"),
    [
        (check_use_number, "梯11浙AJ5023(19)", "梯11浙AJ5023(19)"),
        (check_use_number, " 梯11浙aj5023（19） ", "梯11浙AJ5023(19)"),
        (check_use_number, "容1T粤C00001(22)", "容1T粤C00001(22)"),
        (check_equipment_code, "31101012320200001", "31101012320200001"),
        (check_equipment_code, "3110 10123 2020 00001", "311010123202000001"),
        (check_equipment_code, "4D0010123 2020 A000", "4D00101232020A000"),
        (check_registration_code, "11204418002010100004", "11204418002010100004"),
        (check_maker_licence, "ts2210890–2015", "TS2210890-2015"),
        (check_maker_licence, "TS22108902015", "TS2210890-2015"),
    ],
)
def test_numbers_are_stored_in_one_form(check, typed, stored):
    verdict = check(typed)
    assert (verdict.number, verdict.acceptable) == (stored, True)


@pytest.mark.parametrize(
    ("check", "typed"),
    [
        (check_use_number, "灯11浙AJ5023(19)"),
        (check_use_number, "梯11浙AJ5023"),
        (check_use_number, "梯11浙AJ502(19)"),
        (check_equipment_code, "3110101232020001"),
        (check_equipment_code, "3110101232020000001"),
        (check_equipment_code, "3110101232020AA01"),
        (check_registration_code, "1120441800201010000"),
        (check_registration_code, "11204418002010130004"),
        (check_maker_licence, "TS221089-2015"),
        (check_maker_licence, "XK2210890-2015"),
    ],
)
def test_impossible_numbers_are_refused(check, typed):
    assert not check(typed).acceptable


def test_doubtful_numbers_are_stored_with_a_warning():
    assert severities(check_use_number("梯11口AJ5023(19)")) == [Severity.WARNING]
    assert severities(check_equipment_code("9999101232020A000", TYPES)) == [Severity.WARNING]
    assert severities(check_equipment_code("31101012319200001")) == [Severity.WARNING]
    assert severities(check_registration_code("11209999992010100004")) == [Severity.WARNING]
    assert check_equipment_code("23T0101232020A000", TYPES).problems == ()


def test_the_use_number_names_the_kind():
    assert agrees_with_type("梯11浙AJ5023(19)", "3110")
    assert not agrees_with_type("梯11浙AJ5023(19)", "1100")
    assert agrees_with_type("管11浙A00001(19)", "8310")


@given(st.sampled_from(sorted(TYPES)), st.integers(1950, 2099), st.integers(0, 359_999))
def test_what_demonstrations_make_is_valid(code, year, serial):
    if code[0] not in "7F":
        assert check_equipment_code(equipment_code(code, "10123", year, serial), TYPES).acceptable
        assert check_use_number(use_number(code[0], "11", serial, year)).acceptable


@given(st.sampled_from(sorted(SCHEMES)), st.text(ALPHABET, max_size=24))
def test_validators_never_fail_and_are_idempotent(name, text):
    verdict = SCHEMES[name](text)
    if verdict.acceptable:
        assert SCHEMES[name](verdict.number).number == verdict.number
