"""Files as people send them: each row is read or refused, none takes others with it."""

import tracemalloc
import zipfile

import pytest

from core.errors import InvalidInput
from core.tables.csv_reading import LONGEST_LINE
from core.tables.encoding import CHUNK
from core.tables.reading import open_table

HEADER = "编号,名称,备注\r\n"


def table(tmp_path, content, encoding="utf-8"):
    path = tmp_path / "file.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return open_table(path)


def told(file):
    """(line, values, code) of every row."""
    return [(row.line, row.values, row.fault and row.fault.code) for row in file.rows()]


@pytest.mark.parametrize(
    ("encoding", "found", "stated"),
    [
        ("utf-8", "utf-8", "UTF-8"),
        ("utf-8-sig", "utf-8-sig", "BOM"),
        ("gbk", "gb18030", "GBK"),
        ("utf-16", "utf-16", "UTF-16"),
    ],
)
def test_the_encoding_is_found_and_stated(tmp_path, encoding, found, stated):
    file = table(tmp_path, HEADER + "1,杭州萧山某某有限公司,锅炉\r\n", encoding)
    assert (file.facts.encoding, file.facts.sound) == (found, True)
    assert stated in file.stated
    assert told(file) == [(2, ("1", "杭州萧山某某有限公司", "锅炉"), None)]


def test_the_last_line_decides_as_well_as_the_first(tmp_path):
    plain = HEADER.encode("gbk").decode("gbk").replace("编号", "a").replace("名称", "b")
    plain = plain.replace("备注", "c") + "1,x,y\r\n" * 160_000
    assert len(plain) > CHUNK, "more than what is looked at in one piece"
    file = table(tmp_path, plain.encode() + "2,萧山,锅炉\r\n".encode("gbk"))
    assert file.facts.encoding == "gb18030"
    assert list(file.rows())[-1].values == ("2", "萧山", "锅炉")


def test_a_damaged_byte_refuses_its_row_alone(tmp_path):
    good = "1,萧山区某镇某某食品厂,没有问题\r\n" * 3
    file = table(tmp_path, (HEADER + good).encode() + b"2,\xff\xe5,x\r\n" + "3,城厢,y\r\n".encode())
    assert (file.facts.encoding, file.facts.sound) == ("utf-8", False)
    assert [code for _, _, code in told(file)] == [None, None, None, "UNDECODABLE", None]


@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        ("1,a,b\n2,a\n3,a,b\n", [None, "HALF_LINE", None]),
        ("1,a,b,c\n2,a,b\n", ["EXTRA_COLUMNS", None]),
        ("1,a,b,,\n", [None]),
        ('1,"a,b\n2,a,b\n3,a,b\n', ["UNCLOSED_QUOTE", None, None]),
        ('1,a,b\n2,"a,b', [None, "UNCLOSED_QUOTE"]),
        ('1,"Joe\'s "Best" Pizza",b\n2,a,b\n', ["UNCLOSED_QUOTE", None]),
        ('1,5" pipe,b\n2,a,b\n', [None, None]),
        ("1,a\x00,b\n2,a,b\n", ["CONTROL_CHARACTER", None]),
        ("1,a\x1b[31m,b\n", ["CONTROL_CHARACTER"]),
        (f"1,{'x' * 200_000},b\n2,a,b\n", ["FIELD_TOO_LONG", None]),
        (f"1,{'x' * (LONGEST_LINE * 2)},b\n2,a,b\n", ["FIELD_TOO_LONG", None]),
        ("\n\n1,a,b\n,,\n\n", [None]),
    ],
)
def test_a_bad_row_costs_itself_alone(tmp_path, rows, codes):
    assert [code for _, _, code in told(table(tmp_path, HEADER + rows))] == codes


def test_a_record_may_span_lines_and_lines_are_still_counted(tmp_path):
    file = table(tmp_path, HEADER + '1,"a\nb\n""c""",d\n2,e,f\n\n3,g\n')
    assert told(file) == [
        (2, ("1", 'a\nb\n"c"', "d"), None),
        (5, ("2", "e", "f"), None),
        (7, ("3", "g"), "HALF_LINE"),
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(tmp_path, delimiter):
    content = f'"a,b"{delimiter}c{delimiter}d\n1{delimiter}"2{delimiter}3"{delimiter}4\n'
    file = table(tmp_path, content)
    assert file.header == ("a,b", "c", "d")
    assert told(file) == [(2, ("1", f"2{delimiter}3", "4"), None)]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "FILE_EMPTY"),
        (b"\n\n", "FILE_EMPTY"),
        (b"a,b,a\n1,2,3\n", "HEADER_REPEATED"),
        (b"\x7fELF\x00\x00\x00\n", "FILE_UNREADABLE"),
        (b"PK\x03\x04 this is no archive", "FILE_UNREADABLE"),
    ],
)
def test_what_is_no_table_is_refused_whole(tmp_path, content, code):
    with pytest.raises(InvalidInput) as refused:
        table(tmp_path, content)
    assert refused.value.stable_code == code


def test_a_zip_that_is_no_workbook_is_refused(tmp_path):
    path = tmp_path / "file.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "hello")
    with pytest.raises(InvalidInput):
        open_table(path)


def test_memory_does_not_grow_with_the_file(tmp_path):
    few, many = (table(tmp_path, HEADER + "1,a,b\n" * n) for n in (1_000, 40_000))
    peaks = []
    for file in (few, many):
        tracemalloc.start()
        assert sum(1 for _ in file.rows()) > 0
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 200_000
