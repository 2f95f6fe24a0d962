"""The comparison with peers: what is mapped, what counts as equal, and its negative control."""

import json
import re
from datetime import date

import pytest
from graphql import parse

from bench.__main__ import HARNESSES, LARGE
from bench.peers import harness
from bench.peers.spelling import MERCURIUS, POSTGRAPHILE, SERVED
from bench.reads.spelling import OURS, agreed
from bench.reads.telling import SLOWED, control
from bench.reads.workload import SHARES, Asked, Part, Principal, workload
from bench.report import Report

ID = "RW50ZXJwcmlzZTo3Nzk="
CURSOR = "WyJOQU1FX0FTQyIsICJhIiwgNzc5XQ=="
"""["NAME_ASC", "a", 779]"""
THEIR_CURSOR = "WyJkNzEiLCJhIiw3NzldCg=="
"""["d71","a",779]"""
FILE = Asked("file", 0, {"id": ID})
LIST = Asked("list", 0, {"status": "OPEN"})


def the_file(count=14, until="2029-09-27"):
    licence = {"number": "BM1", "validUntil": until}
    return {"data": {"enterprise": {"id": ID, "licenceCount": count, "licences": [licence]}}}


def their_file(count=14, until="2029-09-27"):
    licence = {"number": "BM1", "validUntil": until}
    card = {"id": 779, "licenceCount": {"totalCount": count}, "licences": {"nodes": [licence]}}
    return {"data": {"enterprise": card}}


def page(key, cursor):
    nodes = [{"id": key, "town": None}]
    info = {"hasNextPage": True, "endCursor": cursor}
    return {"data": {"enterprises": {"nodes": nodes, "pageInfo": info}}}


def compared(asked, ours, theirs):
    return agreed(asked, {"ours": (OURS, ours), "postgraphile": (POSTGRAPHILE, theirs)})


def test_their_wrapping_is_mapped_to_ours():
    assert POSTGRAPHILE.read("file", their_file()) == the_file()
    assert compared(FILE, the_file(), their_file()) == len(json.dumps(the_file()))
    assert compared(LIST, page(ID, CURSOR), page(779, THEIR_CURSOR))


@pytest.mark.parametrize(
    "theirs",
    [
        their_file(count=13),
        their_file(until="2029-09-28"),
        {"data": {"enterprise": None}},
        {"data": None},
        {"data": {"enterprise": None}, "errors": [{"message": "no"}]},
    ],
)
def test_a_wrong_answer_ends_the_comparison(theirs):
    with pytest.raises(RuntimeError, match="postgraphile"):
        compared(FILE, the_file(), theirs)


def test_a_wrong_row_key_or_cursor_ends_the_comparison():
    other = "WyJkNzEiLCJhIiw3ODBd"  # ["d71","a",780]
    for key, cursor in ((780, THEIR_CURSOR), (779, other), (779, None)):
        with pytest.raises(RuntimeError, match="otherwise"):
            compared(LIST, page(ID, CURSOR), page(key, cursor))


def test_a_missing_row_or_another_order_ends_the_comparison():
    ours = {"data": {"licences": {"nodes": [{"number": "a"}, {"number": "b"}]}}}
    for nodes in ([{"number": "a"}], [{"number": "b"}, {"number": "a"}]):
        with pytest.raises(RuntimeError, match="otherwise"):
            compared(LIST, ours, {"data": {"licences": {"nodes": nodes}}})


def test_both_peers_serve_the_same_pages():
    for peer in (MERCURIUS, POSTGRAPHILE):
        assert set(peer.documents) == set(SERVED)
        for name, text in peer.documents.items():
            assert parse(text)
            assert text.startswith(f"query {name.capitalize()}(")
    assert sum(SHARES[name] for name in SERVED) == 95
    assert POSTGRAPHILE.body(FILE)["variables"] == {"id": 779}


def test_the_part_of_w_keeps_its_shares_and_its_askers():
    people = [Principal("", "a", "towns", (1,)), Principal("", "b", "everything")]
    part = Part(SERVED, ("everything",))
    found = workload(people, {0: [1], 1: [2]}, [], [], date(2026, 1, 1), part)
    assert set(found) == {"W", *SERVED}
    asked = [one.query for one in found["W"]]
    assert {name: asked.count(name) // 4 for name in SERVED} == {n: SHARES[n] for n in SERVED}
    assert {one.principal for several in found.values() for one in several} == {1}


def _rounds(slowed):
    row = {"load": "W", "lines": 1, "round": 0}
    return [{**row, "server": "ours", "rps": 300.0}, {**row, "server": "twice", "rps": slowed}]


def test_rounds_that_do_not_see_a_second_statement_are_not_believed():
    report = Report()
    control(report, "reads", _rounds(300 / SLOWED - 1))
    assert report.sound
    control(report, "reads", _rounds(299.0))
    assert not report.sound


def test_peers_are_measured_only_where_they_are_named():
    assert "peers" in LARGE
    assert "peers" not in HARNESSES


def test_the_lock_file_names_no_registry_and_runs_no_script():
    lock = json.loads((harness.HERE / "package-lock.json").read_text())
    wanted = json.loads((harness.HERE / "package.json").read_text())
    assert lock["packages"][""]["dependencies"] == wanted["dependencies"]
    for name, package in lock["packages"].items():
        assert "resolved" not in package
        assert not name or package["integrity"].startswith("sha512-")
    assert "ignore-scripts=true" in (harness.HERE / ".npmrc").read_text()


def test_both_servers_have_their_source_and_find_the_database():
    for peer in harness.PEERS:
        source = (harness.HERE / f"{peer.name}.mjs").read_text()
        assert re.search(r"process\.argv\[2\]", source)
    found = harness.database("postgresql://reader@/bench?host=/run/sockets")
    assert found == {"PGHOST": "/run/sockets", "PGUSER": "reader", "PGDATABASE": "bench"}
