"""Rows about records of other types: only for whoever may read both."""

import datetime as dt
from types import SimpleNamespace
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import ARRAY, Column, Integer, MetaData, Table, Text

from core.store.scope import EVERYTHING, NOTHING, Reach, admits, parameters, predicate, reach

TODAY = dt.date(2026, 3, 2)
RESOURCES = ("shop:Licence", "shop:Case", "shop:Lift")


class Told:
    """A row that tells of another record."""

    __tablename__ = "told"
    __scope__: ClassVar[Any] = {
        "divisions": "town_id",
        "own": "enterprise_id",
        "participant": "organisation_ids",
    }
    __about__ = "resource"
    __table__ = Table(
        "told",
        MetaData(),
        Column("id", Integer, primary_key=True),
        Column("resource", Text),
        Column("town_id", Integer),
        Column("enterprise_id", Integer),
        Column("organisation_ids", ARRAY(Integer)),
    )

    def __init__(self, resource: str, town_id: int, enterprise_id: int) -> None:
        self.resource, self.town_id, self.enterprise_id = resource, town_id, enterprise_id
        self.organisation_ids = [town_id + 10]


ids = st.sets(st.integers(1, 3), max_size=2)
reaches = st.one_of(
    st.just(EVERYTHING),
    st.just(NOTHING),
    st.builds(lambda d, o: reach({"divisions": d, "own": o}), ids, ids),
)
rows = st.builds(Told, st.sampled_from(RESOURCES), st.integers(1, 3), st.integers(1, 3))


@given(reaches, st.dictionaries(st.sampled_from(RESOURCES), reaches), rows)
def test_nobody_is_told_more_than_of_both_types(mine: Reach, readable: Any, row: Told):
    told = admits(mine.only_about(readable), row, TODAY)
    record = readable.get(row.resource, NOTHING)
    assert not told or (admits(mine, row, TODAY) and admits(record, row, TODAY))


@given(reaches, rows)
def test_who_reads_every_record_keeps_the_rows(mine: Reach, row: Told):
    everything = dict.fromkeys(RESOURCES, EVERYTHING)
    assert admits(mine.only_about(everything), row, TODAY) == admits(mine, row, TODAY)


@given(reaches, st.dictionaries(st.sampled_from(RESOURCES), reaches))
def test_every_parameter_of_the_predicate_has_its_value(mine: Reach, readable: Any):
    told = mine.only_about(readable)
    rule = predicate(Told, told, Told.__table__.c)
    assert rule is not None, "a row about a record is never for everybody"
    bound = rule.compile().params
    assert parameters(Told, told) == {
        name: value for name, value in bound.items() if not name.endswith("_nothing")
    }


@pytest.mark.parametrize("readable", [{}, {"shop:Case": NOTHING}])
def test_without_a_readable_record_there_is_nothing(readable: Any):
    told = EVERYTHING.only_about(readable)
    assert not admits(told, Told("shop:Case", 1, 1), TODAY)
    assert "scope_told_nothing" in str(predicate(Told, told, Told.__table__.c))


def test_one_text_serves_all_ids_of_the_same_kinds():
    def text(town: int) -> str:
        told = reach({"divisions": [town]}).only_about({"shop:Lift": EVERYTHING})
        return str(predicate(Told, told, SimpleNamespace(**Told.__table__.c).__dict__))

    assert text(1) == text(2)
