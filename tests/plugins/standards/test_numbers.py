"""Numbers of standards, and the dated rows of law, as plain functions."""

import datetime as dt
import itertools

import pytest

from core.errors import InvalidInput
from plugins.standards.models import FilingMode
from plugins.standards.numbers import check_maker, check_own, indicator_of, parts_of
from plugins.standards.seeds import check_points, standard_rules


@pytest.mark.parametrize(
    ("typed", "code", "kind"),
    [
        ("GB/T 1234-2025", "GB/T 1234-2025", "RECOMMENDED"),
        ("gb/t1234.1—2025", "GB/T 1234.1-2025", "RECOMMENDED"),
        ("ＧＢ 7718－2011", "GB 7718-2011", "MANDATORY"),
        ("GB/Z 21922-2008", "GB/Z 21922-2008", "GUIDANCE"),
        ("QB/T 1645-89", "QB/T 1645-1989", "RECOMMENDED"),
        ("DB33/T 768.3-2018", "DB33/T 768.3-2018", "RECOMMENDED"),
        ("DB3301/T 65-2018", "DB3301/T 65-2018", "RECOMMENDED"),
        ("T/ZZB 0105-2016", "T/ZZB 0105-2016", "GROUP"),
    ],
)
def test_published_numbers(typed, code, kind):
    parts = parts_of(typed, "code")
    assert (parts.code, parts.kind.name) == (code, kind)
    assert parts_of(parts.code, "code") == parts


@pytest.mark.parametrize("typed", ["", "GB/T", "1234-2025", "GB/T 1234", "Q/XSLB 003-2026"])
def test_what_is_no_published_number(typed):
    with pytest.raises(InvalidInput) as refused:
        parts_of(typed, "code")
    assert refused.value.stable_code == "STANDARD_NUMBER"


@pytest.mark.parametrize(
    ("typed", "number", "problems"),
    [
        ("q/xslb 003－2026", "Q/XSLB 003-2026", 0),
        ("Q/XYZ 0001S-2013", "Q/XYZ 0001S-2013", 0),
        ("Q/330181XYZ-2013", "Q/330181XYZ-2013", 1),
    ],
)
def test_own_numbers_are_tidied_and_never_refused_for_their_habits(typed, number, problems):
    verdict = check_own(typed)
    assert (verdict.number, len(verdict.problems)) == (number, problems)
    assert verdict.acceptable


def test_impossible_numbers():
    assert not check_own("GB/T 1234-2025").acceptable
    assert not check_own("Q/").acceptable
    assert check_maker("69012345").acceptable
    assert not check_maker("70012345").acceptable


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (
            "抗拉强度 ≥ 12.5 MPa；GB/T 1040；高于国标",
            ("抗拉强度", True, 12.5, "MPa", "GB/T 1040", "高于国标"),
        ),
        ("水分<=7%;附录A", ("水分", False, 7.0, "%", "附录A", "")),
    ],
)
def test_indicators_in_short(line, found):
    assert indicator_of(line) == found


def test_what_is_no_indicator():
    with pytest.raises(InvalidInput) as refused:
        indicator_of("抗拉强度合格")
    assert refused.value.field == "indicatorLines"


def test_one_rule_is_in_force_on_each_day_and_filing_ends_with_2017():
    rules = sorted(standard_rules(), key=lambda row: row["valid_from"])
    for before, after in itertools.pairwise(rules):
        assert before["valid_to"] == after["valid_from"]
    assert rules[-1]["valid_to"] is None
    on = dt.date(2017, 12, 31)
    (filed,) = [r for r in rules if r["valid_from"] <= on and (r["valid_to"] or on) > on]
    assert (filed["mode"], filed["validity_years"]) == (FilingMode.FILED, 3)
    assert all(row["legal_basis"] and row["source"] for row in rules)


def test_eight_points():
    assert [row["number"] for row in check_points()] == list(range(1, 9))
