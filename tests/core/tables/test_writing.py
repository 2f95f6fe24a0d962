"""What we write comes back as it was, and nothing of it is run by a spreadsheet."""

import csv
import datetime as dt
import zipfile

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import load_workbook

from core.tables import writing
from core.tables.harmless import STARTERS, as_written, harmless
from core.tables.reading import open_table
from core.tables.writing import write_table

ATTACKS = [f"{starter}HYPERLINK(1)" for starter in STARTERS] + ["  =1+1", "\n=1+1", "'=1+1"]


def written(path, rows, header=("名称", "编号", "日期")):
    with write_table(path, header) as file:
        for row in rows:
            file.write(row)
    return open_table(path)


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_what_is_written_is_read_again(tmp_path, name):
    rows = [("萧山，“锅炉”\n二行", "330109199001011234", dt.date(2022, 7, 28)), ("b", -5, None)]
    file = written(tmp_path / name, rows)
    assert file.header == ("名称", "编号", "日期")
    assert [row.values for row in file.rows()] == [
        ("萧山，“锅炉”\n二行", "330109199001011234", "2022-07-28"),
        ("b", "-5", ""),
    ]
    assert not [row.fault for row in file.rows() if row.fault]


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_text_becomes_a_formula_in_csv(tmp_path, attack):
    path = tmp_path / "a.csv"
    file = written(path, [(attack, "1", "2")])
    with path.open(encoding="utf-8-sig", newline="") as raw:
        (cell, *_) = list(csv.reader(raw))[1]
    assert cell.startswith("'")
    assert [row.values[0] for row in file.rows() if not row.fault] in ([attack], [])


@pytest.mark.parametrize("attack", [a for a in ATTACKS if a.isprintable()])
def test_no_text_becomes_a_formula_in_xlsx(tmp_path, attack):
    path = tmp_path / "a.xlsx"
    file = written(path, [(attack, "1", "2")])
    with zipfile.ZipFile(path) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    assert [row.values[0] for row in file.rows()] == [attack]


@given(st.text(max_size=20))
def test_the_guard_is_taken_off_again(text):
    assert as_written(harmless(text)) == text


def test_formulas_and_lost_digits_are_refused_by_row(tmp_path):
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["编号", "数量"])
    for line in range(1, 6_000):
        sheet.write_row(line, 0, [f"A{line}", line])
    sheet.write_formula(5_000, 1, "=1+1", None, 2)
    sheet.write_number(6_000, 0, 330109199001011234)
    book.close()
    faults = {row.line: row.fault.code for row in open_table(path).rows() if row.fault}
    assert faults == {5_001: "FORMULA", 6_001: "INEXACT_NUMBER"}


def test_lines_are_those_that_the_spreadsheet_shows(tmp_path):
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.write_row(2, 0, ["编号", "名称"])
    sheet.write_row(3, 0, ["1", "a"])
    sheet.write_row(7, 0, ["2", "b"])
    book.close()
    assert [(row.line, row.values) for row in open_table(path).rows()] == [
        (4, ("1", "a")),
        (8, ("2", "b")),
    ]


def test_a_full_sheet_is_followed_by_another(tmp_path, monkeypatch):
    monkeypatch.setattr(writing, "MOST_ROWS", 10)
    path = tmp_path / "a.xlsx"
    written(path, [(str(n), "", "") for n in range(25)])
    book = load_workbook(str(path))
    sheets = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
    assert [len(rows) for rows in sheets] == [11, 11, 6]
    assert [row[0] for rows in sheets for row in rows[1:]] == [str(n) for n in range(25)]
