"""Licence numbers: real vectors of every scheme, refusals, generated numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InvalidInput
from core.register.numbers import Severity, Verdict
from plugins.licensing.numbers import (
    NUMBER_SCHEMES,
    PROVINCES,
    SC_CLASSES,
    ccc_number,
    check_ccc,
    check_qs,
    check_sc,
    check_xk,
    qs_number,
    sc_number,
    xk_number,
)
from tests.core.register.number_strategies import substitutions, swaps

VALID_SC = (
    "SC10633019702613",
    "SC11333019700024",
    "SC11834020305037",
    "SC11532139200465",
    "SC11432010400101",
    "SC12434017430075",
    "SC10133010900012",
    "SC10633010900072",
)

serials = st.integers(0, 9999)
regions = st.text("0123456789", min_size=6, max_size=6)
made_sc = st.builds(sc_number, st.sampled_from(sorted(SC_CLASSES)), regions, serials)


@pytest.mark.parametrize("number", VALID_SC)
def test_valid_sc_numbers_are_accepted(number: str) -> None:
    verdict = check_sc(number)
    assert verdict.number == number
    assert verdict.acceptable


@pytest.mark.parametrize("number", ["SC10633019702613", "SC12434017430075", "SC11532139200465"])
def test_regions_of_development_zones_warn_only(number: str) -> None:
    (problem,) = check_sc(number).problems
    assert problem.severity is Severity.WARNING
    assert "region" in problem.english


@given(made_sc)
def test_every_wrong_digit_of_an_sc_number_is_refused(number: str) -> None:
    for place, wrong in substitutions(number[2:], "0123456789"):
        assert not check_sc(f"SC{wrong}").acceptable, place


@given(made_sc)
def test_only_swaps_of_digits_one_apart_can_pass(number: str) -> None:
    """The measured weakness of MOD 11,10: see tests/core/register/test_number_strength.py."""
    for place, swapped in swaps(number[2:]):
        if check_sc(f"SC{swapped}").acceptable:
            left, right = (int(digit) for digit in swapped[place : place + 2])
            assert (left - right) % 10 in (1, 9)


@pytest.mark.parametrize(
    "text",
    ["", "SC", "10633019702613", "SC1063301970261", "SC30633019702613", "SC10633019702614"],
)
def test_impossible_sc_numbers_are_refused(text: str) -> None:
    assert not check_sc(text).acceptable


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("QS3301 1401 0973", "QS330114010973"),
        ("ｑｓ３３０１１４０１０９７３", "QS330114010973"),
    ],
)
def test_qs_numbers_are_tidied(typed: str, stored: str) -> None:
    assert check_qs(typed) == Verdict(stored)


def test_a_qs_number_of_an_unknown_class_or_province_warns() -> None:
    for number in ("QS330129010973", "QS330100010973", "QS990114010973"):
        verdict = check_qs(number)
        assert verdict.acceptable
        assert len(verdict.problems) == 1
    assert not check_qs("QS33011401097").acceptable


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("粤XK16-204-00397", "粤XK16-204-00397"),
        ("（浙）XK16－204－00397", "浙XK16-204-00397"),
        ("(浙)xk16—204—00397", "浙XK16-204-00397"),
        ("XK16-204-00397", "XK16-204-00397"),
        ("浙XK1620400397", "浙XK16-204-00397"),
        ("QS粤XK16-204-02450", "QS粤XK16-204-02450"),
        ("QS (粤) XK16-204-02450", "QS粤XK16-204-02450"),
    ],
)
def test_xk_numbers_come_to_one_form(typed: str, stored: str) -> None:
    assert check_xk(typed) == Verdict(stored)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "X16-204-00397",
        "杭XK16-204-00397",
        "(浙XK16-204-00397",
        "浙XK16-204-0397",
        "浙XK6-204-00397",
    ],
)
def test_impossible_xk_numbers_are_refused(text: str) -> None:
    assert not check_xk(text).acceptable


def test_ccc_numbers() -> None:
    assert check_ccc("2013 0109 0112 3456") == Verdict("2013010901123456")
    for unusual in ("200301090112", "1999010901123456"):
        verdict = check_ccc(unusual)
        assert verdict.acceptable
        assert len(verdict.problems) == 1
    for wrong in ("", "201301090112345", "20130109011234567", "2013O10901123456"):
        assert not check_ccc(wrong).acceptable


@given(serials, regions, st.sampled_from(["", *PROVINCES]), st.integers(2002, 2099))
def test_made_numbers_pass_their_own_scheme(
    serial: int, region: str, province: str, year: int
) -> None:
    made = {
        "QS": qs_number(region[:4], "1401", serial),
        "SC": sc_number("106", region, serial),
        "XK": xk_number(province, "16", "204", serial),
        "CCC": ccc_number(year, "01", "0901", serial),
    }
    assert made.keys() == NUMBER_SCHEMES.keys()
    for scheme, number in made.items():
        verdict = NUMBER_SCHEMES[scheme](number)
        assert verdict.acceptable
        assert verdict.number == number


@pytest.mark.parametrize("scheme", sorted(NUMBER_SCHEMES))
@given(st.text() | made_sc | st.from_regex(r"[浙(（]?XK[0-9—\- ]{0,14}", fullmatch=True))
def test_tidying_twice_is_tidying_once(scheme: str, text: str) -> None:
    first = NUMBER_SCHEMES[scheme](text)
    assert NUMBER_SCHEMES[scheme](first.number) == first


def test_no_number_is_made_from_impossible_parts() -> None:
    with pytest.raises(InvalidInput):
        sc_number("106", "330109", 10000)
    with pytest.raises(InvalidInput):
        sc_number("306", "330109", 1)
    with pytest.raises(InvalidInput):
        xk_number("杭", "16", "204", 1)
    with pytest.raises(InvalidInput):
        ccc_number(2013, "1", "0901", 1)
    with pytest.raises(InvalidInput):
        qs_number("330", "1401", 1)
