"""Pictures of counts: nothing is lost or counted twice, and links narrow to what they stand on."""

import datetime as dt
from collections import Counter
from urllib.parse import parse_qs, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from core.desk.words import ORDER
from core.desk_figures import Figure
from core.figures.drawing import HEIGHT, figure_of
from core.register.divisions_data import DivisionKind, all_divisions, towns_2013
from core.register.town_tiles import tiles

MAP = Figure(
    rows="board.cells",
    by="town.name",
    form="tiles",
    place="town.code",
    page="list",
    links={"town": "town.code"},
    keep={"on": "board.on"},
)
BARS = Figure(rows="days", by="on", form="bars", span=("first", "last"))
CODES = ["330109001", "330109109", "330109012", "999"]  # the second and third lie at one place
FIRST, LAST = dt.date(2026, 1, 1), dt.date(2026, 1, 9)

cells = st.lists(
    st.fixed_dictionaries(
        {
            "town": st.sampled_from(CODES).map(lambda code: {"code": code, "name": f"镇{code}"}),
            "colour": st.sampled_from(ORDER),
            "count": st.integers(0, 5),
        }
    )
)
days = st.lists(
    st.fixed_dictionaries(
        {
            "on": st.dates(FIRST, LAST).map(dt.date.isoformat),
            "colour": st.sampled_from(ORDER),
            "count": st.integers(0, 5),
        }
    )
)


@given(cells)
def test_a_map_shows_every_count_once(rows):
    view = figure_of(MAP, {"board": {"on": "2026-03-01", "cells": rows}}, "/desk/x/list")
    expected = Counter()
    for row in rows:
        expected[row["town"]["code"], row["colour"]] += row["count"]
    shown = Counter()
    for line in [*view.placed, *view.unplaced]:
        for mark in line.marks:
            link = urlsplit(mark.href)
            asked = parse_qs(link.query)
            assert link.path == "/desk/x/list"
            assert asked["on"] == ["2026-03-01"]
            shown[asked["town"][0], asked["colour"][0]] += mark.count
    assert shown == +expected
    assert sum(head.count for head in view.heads) == sum(expected.values())
    spots = [line.tile for line in view.placed]
    assert len(set(spots)) == len(spots), "no tile lies on another"


@given(days)
def test_bars_are_as_high_as_their_counts(rows):
    answer = {"days": rows, "first": FIRST.isoformat(), "last": LAST.isoformat()}
    view = figure_of(BARS, answer, "")
    by_day = Counter()
    for row in rows:
        by_day[(dt.date.fromisoformat(row["on"]) - FIRST).days] += row["count"]
    by_day = +by_day
    if not by_day:
        assert view.chart is None
        return
    assert view.chart is not None
    assert (view.chart.width, view.chart.peak) == (9, max(by_day.values()))
    drawn = Counter()
    for bar in view.chart.bars:
        drawn[bar.x] += bar.height
        assert 0 <= bar.y <= HEIGHT - bar.height + 0.02
    for day, number in by_day.items():
        assert abs(drawn[day] - HEIGHT * number / view.chart.peak) < 0.05


def test_every_town_of_the_bureau_has_its_place_on_the_map():
    towns = {d.code for d in all_divisions() if d.kind in (DivisionKind.TOWN, DivisionKind.STREET)}
    assert set(tiles()) == towns
    spots = [tiles()[town.code] for town in towns_2013()]
    assert len(set(spots)) == len(spots) == 28


def test_neighbours_lie_as_on_the_ground():
    at = {d.name: tiles()[d.code] for d in towns_2013()}
    assert at["临江街道"][0] > at["城厢街道"][0] > at["闻堰镇"][0], "the east is right"
    assert at["楼塔镇"][1] > at["临浦镇"][1] > at["北干街道"][1] > at["河庄街道"][1], (
        "south is down"
    )
