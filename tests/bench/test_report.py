"""The report of the benchmarks: its format, what counts as met, and its negative controls."""

import json

import pytest
from graphql import parse, validate

from bench import __main__ as command
from bench.documents import list_document, lists_of
from bench.policy import SYNTHETIC, synthetic
from bench.report import Report
from bench.rows import COUNTS, STATEMENTS
from bench.samples import Samples, repeated
from core.policy.linter import check


def samples(*values):
    return Samples.of(values)


@pytest.fixture
def report():
    made = Report()
    made.add("quick", samples(1, 2, 9), "ms", goal=2, note="a note")
    made.add("slow", samples(2.01), "s", goal=2)
    made.add("told", samples(7), "MB")
    return made


def test_the_file_has_the_agreed_form(report, tmp_path):
    report.write(tmp_path / "results" / "latest.json")
    stored = json.loads((tmp_path / "results" / "latest.json").read_text("utf-8"))
    assert {"machine", "date", "commit", "results"} <= set(stored)
    assert stored["machine"]["processors"] >= 1
    assert len(stored["machine"]["load"]) == 3
    quick = stored["results"][0]
    assert {k: quick[k] for k in ("name", "value", "unit", "goal", "met")} == {
        "name": "quick",
        "value": 2,
        "unit": "ms",
        "goal": 2,
        "met": True,
    }
    assert (quick["least"], quick["most"], quick["runs"]) == (1, 9, 3)
    assert quick["load"] >= 0


def test_the_median_decides_and_the_goal_itself_is_met(report):
    assert [result.met for result in report.results] == [True, False, None]


def test_missed_goals_are_shown(report):
    table = report.table()
    line = next(line for line in table.splitlines() if line.startswith("slow"))
    assert line.endswith("NOT MET")
    assert table.splitlines()[-1] == "missed: slow"


def test_a_report_without_a_miss_says_so():
    report = Report()
    report.add("quick", samples(1), "ms", goal=1)
    assert report.table().splitlines()[-1] == "every goal was met"


def test_a_deliberately_slow_figure_is_caught():
    report = Report()
    figure = report.add("quick", samples(1), "ms", goal=2)
    report.slow_on_purpose(figure, samples(3), "three times as slow")
    assert report.sound
    report.slow_on_purpose(figure, samples(2), "not slow at all")
    assert not report.sound
    assert "control quick: NOT CAUGHT" in report.table()


def test_a_ratio_too_small_is_not_believed():
    report = Report()
    report.contrast("list", 2.5, 2, "without its index")
    assert report.sound
    report.contrast("list", 1.1, 2, "without its index")
    assert not report.sound


def test_nothing_measured_is_no_figure():
    with pytest.raises(ValueError, match="nothing was measured"):
        samples()


def test_repeats_at_least_five_times():
    calls = iter(range(100))
    assert repeated(lambda: float(next(calls))).values == (0, 1, 2, 3, 4)


def _run(monkeypatch, tmp_path, harness):
    monkeypatch.setattr(command, "HARNESSES", {"seeded": harness})
    return command.main(["--output", str(tmp_path / "latest.json")])


def test_a_missed_goal_ends_with_success_and_is_printed(monkeypatch, tmp_path, capsys):
    code = _run(monkeypatch, tmp_path, lambda r, _: r.add("slow", samples(9), "s", goal=1))
    assert code == 0
    assert "missed: slow" in capsys.readouterr().out
    stored = json.loads((tmp_path / "latest.json").read_text("utf-8"))
    assert stored["results"][0]["met"] is False


def test_a_broken_harness_does_not_pass_for_a_result(monkeypatch, tmp_path, capsys):
    def broken(_report, _ground):
        raise RuntimeError("no server")

    assert _run(monkeypatch, tmp_path, broken) == 1
    assert "FAILED seeded: RuntimeError: no server" in capsys.readouterr().out
    stored = json.loads((tmp_path / "latest.json").read_text("utf-8"))
    assert stored["failures"] == {"seeded": "RuntimeError: no server"}


def test_an_unknown_figure_is_refused(capsys):
    with pytest.raises(SystemExit):
        command.main(["warp_speed"])
    assert "warp_speed" in capsys.readouterr().err


def test_lists_are_derived_from_the_schema(assembly):
    found = {listed.name: listed for listed in lists_of(assembly.schema.core)}
    assert {"enterprises", "licences", "ledgerEntries", "divisions"} <= set(found)
    assert "licenceBoard" not in found
    assert "VALID_UNTIL_ASC" in found["licences"].orders
    assert found["ledgerEntries"].record == "LedgerEntry"


def test_the_document_of_every_list_is_valid(assembly):
    core = assembly.schema.core
    for listed in lists_of(core):
        for order in (None, *listed.orders):
            text = list_document(core, listed, 100, order, personal=True)
            assert validate(core, parse(text)) == []


def test_the_rows_are_those_of_the_goal():
    assert sum(COUNTS.values()) == 510_000
    assert list(COUNTS) == list(STATEMENTS)


def test_the_synthetic_policy_is_sound_and_as_large_as_said(assembly):
    rules, domain = synthetic([], assembly.domain)
    assert len(set(rules)) == SYNTHETIC
    assert not check(rules, domain)
