"""The towns of Xiaoshan: 28, then 26, then 22, and every one with an heir."""

import datetime as dt
from itertools import pairwise

import pytest

from core.errors import InvalidInput
from core.register.divisions_data import (
    all_divisions,
    divisions_on,
    parse_divisions,
    predecessors,
    successor_on,
    towns_2013,
    towns_on,
)

END_OF_DATA = dt.date(2023, 6, 30)
HEADER = "code,name,name_en,kind,parent,valid_from,valid_to,successor,date_source"
TOP = "330109,萧山区,Xiaoshan,district,,2001-03-25,,,known"
GUALI = "330109113,瓜沥镇,Guali,town,330109,2011-01-01,,,approximate"
TOWNS_OF_2023 = {
    *(f"330109{street:03}" for street in (1, 2, 3, 4, 5, 6, 12, 13, 14, 15)),
    *(f"330109{town}" for town in (100, 101, 102, 103, 104, 105, 106, 107, 108, 113, 115, 120)),
}


def test_there_were_28_towns_in_2013() -> None:
    towns = towns_2013()
    assert len(towns) == 28
    assert sum(town.kind == "street" for town in towns) == 11
    assert len({town.name for town in towns}) == 28


@pytest.mark.parametrize(
    ("day", "count"),
    [
        (dt.date(2013, 8, 29), 28),
        (dt.date(2013, 8, 30), 26),
        (dt.date(2014, 7, 31), 26),
        (dt.date(2014, 12, 31), 26),
        (dt.date(2015, 12, 31), 26),
        (dt.date(2020, 12, 31), 27),
        (dt.date(2021, 4, 8), 27),
        (dt.date(2021, 4, 9), 22),
        (END_OF_DATA, 22),
    ],
)
def test_the_number_of_towns_by_day(day: dt.date, count: int) -> None:
    assert len(towns_on(day)) == count


def test_the_towns_of_2023_are_those_of_the_statistics() -> None:
    assert {town.code for town in towns_on(END_OF_DATA)} == TOWNS_OF_2023
    assert [town.code[-1] for town in towns_on(END_OF_DATA, "330114")] == list("34567")


def test_every_division_ends_in_one_that_is_valid_in_2023() -> None:
    for row in all_divisions():
        heir = successor_on(row.code, END_OF_DATA)
        assert heir is not None, row.code
        assert heir in divisions_on(END_OF_DATA)


@pytest.mark.parametrize(
    ("code", "day", "heir"),
    [
        ("330109114", dt.date(2013, 8, 29), "330109114"),
        ("330109114", dt.date(2013, 8, 30), "330109113"),
        ("330109007", END_OF_DATA, "330114004"),
        ("330181", END_OF_DATA, "330109"),
        ("330114004", dt.date(2013, 6, 1), None),
        ("999999", END_OF_DATA, None),
    ],
)
def test_who_answers_for_a_code(code: str, day: dt.date, heir: str | None) -> None:
    row = successor_on(code, day)
    assert (row and row.code) == heir


def test_predecessors_are_those_taken_over() -> None:
    assert [row.name for row in predecessors("330109113")] == ["坎山镇", "党山镇"]
    assert [row.code for row in predecessors("330109012")] == ["330109109"]
    assert predecessors("330109015") == ()


def test_no_code_is_valid_twice_on_a_day() -> None:
    for one, other in pairwise(sorted(all_divisions(), key=lambda row: (row.code, row.valid_from))):
        if one.code == other.code:
            assert one.valid_to is not None
            assert one.valid_to <= other.valid_from


def test_a_well_formed_text_is_read() -> None:
    rows = parse_divisions([HEADER, TOP, GUALI], "test.csv")
    assert [row.code for row in rows] == ["330109", "330109113"]
    assert rows[0].parent is None


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["code,name", "1,2"], "line 1: the columns must be"),
        ([HEADER, TOP + ",more"], "line 2: 9 cells expected"),
        ([HEADER, "330109,萧山区"], "line 2: 9 cells expected"),
        ([HEADER, TOP.replace("330109", "33010")], "line 2: code '33010' is not 6 or 9 digits"),
        ([HEADER, TOP.replace("萧山区", " ")], "needs a name"),
        ([HEADER, TOP.replace("district", "realm")], "'realm' is not a valid DivisionKind"),
        ([HEADER, TOP.replace("2001-03-25", "2001-02-30")], "line 2: "),
        ([HEADER, TOP.replace("known", "sure")], "'sure' is not a valid DateSource"),
        ([HEADER, TOP.replace("03-25,", "03-25,2001-03-25")], "not after it begins"),
        ([HEADER, TOP, GUALI.replace(",,,", ",,330109,")], "has a successor but no end"),
        ([HEADER, GUALI], "line 2: parent 330109 of 330109113 is missing"),
        ([HEADER, TOP, GUALI, GUALI], "line 4: 330109113 is valid twice at a time"),
        (
            [HEADER, TOP, GUALI.replace(",,,", ",2013-08-30,330109999,")],
            "line 3: successor 330109999 of 330109113 does not exist on 2013-08-30",
        ),
    ],
)
def test_malformed_rows_are_refused_with_line_and_fault(lines: list[str], message: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        parse_divisions(lines, "test.csv")
    assert message in caught.value.english
    assert "test.csv" in caught.value.chinese
