"""The pure rules: points, bands, visits of a year, what follows from what failed."""

import datetime as dt
import itertools

import pytest

from core.errors import Conflict, InvalidInput
from plugins.food_safety.models import (
    FoodCategory,
    FoodGradeBand,
    FoodProposal,
    FoodResult,
    FoodRiskFactor,
    RiskLevel,
)
from plugins.food_safety.seeds import LAW, rows_of, table
from plugins.food_safety.service_grades import band_of, count_points, raised
from plugins.food_safety.service_inspections import judged
from plugins.food_safety.service_visits import spread, wanted
from plugins.inspection.api import Failure


def law(name):
    (model, convert) = next((model, conv) for file, model, _, conv in LAW if file == name)
    return [model(**row) for row in rows_of(name, convert)]


BANDS: list[FoodGradeBand] = law("grade_bands")
FACTORS: list[FoodRiskFactor] = law("risk_factors")
PICKLES = FoodCategory(name="蔬菜制品", points=25)


@pytest.mark.parametrize(
    ("points", "grade"),
    [(0, "A"), (30, "A"), (31, "B"), (45, "B"), (46, "C"), (60, "C"), (61, "D"), (100, "D")],
)
def test_points_make_grades(points, grade):
    assert band_of(points, BANDS).grade is RiskLevel[grade]


def test_no_points_lie_between_two_grades():
    assert all(band_of(points, BANDS) for points in range(101))
    with pytest.raises(InvalidInput):
        band_of(101, BANDS)


@pytest.mark.parametrize(
    ("happened", "dynamic"),
    [
        ({}, 0),
        ({"KEY_FAILED": 1}, 10),
        ({"KEY_FAILED": 9}, 30),  # each factor up to its most
        ({"KEY_FAILED": 9, "SAMPLE_FAILED": 9, "RECALL": 9, "GENERAL_FAILED": 9}, 60),
    ],
)
def test_what_happened_adds_points_up_to_sixty(happened, dynamic):
    found = count_points(PICKLES, FACTORS, happened)
    assert (found.static, found.dynamic) == (25, dynamic)
    assert len(found.findings) == 1 + len(happened)


def test_a_grade_goes_up_by_one_and_not_beyond_d():
    assert raised(RiskLevel.B) is RiskLevel.C
    with pytest.raises(Conflict):
        raised(RiskLevel.D)


@pytest.mark.parametrize(
    ("least", "most", "done", "days_left", "more"),
    [
        (1, 2, 0, 365, 2),
        (1, 2, 1, 365, 1),
        (1, 2, 2, 365, 0),
        (1, 2, 0, 39, 1),  # late in the year what is left of it counts
        (2, 3, 0, 39, 2),  # but never less than the law wants
        (3, 4, 1, 39, 2),
        (1, 1, 3, 365, 0),
    ],
)
def test_a_year_wants_its_share_and_never_less_than_the_law(least, most, done, days_left, more):
    assert wanted(least, most, done, days_left) == more


def test_visits_are_spread_evenly():
    days = spread(dt.date(2027, 1, 1), dt.date(2027, 12, 31), 4)
    assert days[-1] == dt.date(2027, 12, 31)
    gaps = {(b - a).days for a, b in itertools.pairwise(days)}
    assert gaps == {91}


def test_a_key_item_is_investigated_a_general_one_put_right():
    key, other = Failure("4.2", "", is_key=True), Failure("8.1", "", is_key=False)
    assert judged([key, other]) == (FoodResult.NON_CONFORMING, FoodProposal.INVESTIGATE)
    assert judged([other]) == (FoodResult.BASICALLY, FoodProposal.ORDER)
    assert judged([]) == (FoodResult.CONFORMING, FoodProposal.NONE)


def test_the_law_is_dated_and_names_its_basis():
    for name in ("grade_bands", "risk_factors", "terms"):
        assert all(row["legal_basis"] and row["valid_from"] for row in table(name))
    today = [row for row in table("food_categories") if not row["valid_to"]]
    assert len(today) == 34
    assert {row["scheme"] for row in today} == {"SC"}
    assert all(0 < int(row["points"]) <= 40 for row in table("food_categories"))
