"""Names are found by fragments, initials and readings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.register.divisions_data import towns_2013
from core.register.search_text import (
    MOST_TERMS,
    normalise,
    pinyin,
    pinyin_initials,
    query_terms,
    search_text,
)

STORED = search_text("杭州萧山钱江（化纤）有限公司", None, "", "91330109MA0TEXT12A")


def found(query: str, stored: str = STORED) -> bool:
    """What the database does: the column contains every term."""
    terms = query_terms(query)
    return bool(terms) and all(term in stored for term in terms)


@pytest.mark.parametrize(
    "query",
    [
        "xsqj",
        "XSQJ",
        "钱江",
        "ｘｓｑｊ",
        "0109MA0TEXT",
        "qianjiang",
        "钱江化纤",
        "钱江(化纤)",
        "化纤　萧山",
    ],
)
def test_an_enterprise_is_found_by_what_people_type(query: str) -> None:
    assert found(query)


@pytest.mark.parametrize("query", ["", "  ", "%", "_", "钱塘", "xsqt", "钱江 瓜沥", "司91330109"])
def test_an_enterprise_is_not_found_by_anything_else(query: str) -> None:
    assert not found(query)


def test_brackets_width_case_and_spaces_make_no_difference() -> None:
    assert (
        normalise("Ｑ/XYZ 001—2013（食品）")
        == normalise("q/xyz001-2013(食品)")
        == "qxyz0012013食品"
    )


@pytest.mark.parametrize(
    ("text", "initials"),
    [
        ("萧山钱江", "xsqj"),
        ("闻堰街道", "wyjd"),
        ("单小明", "sxm"),
        ("单位", "dw"),
        ("萧山单氏豆制品厂", "xsssdzpc"),
        ("曾国强", "zgq"),
        ("曾记食品", "zjsp"),
        ("仇小红", "qxh"),
        ("解放", "jf"),
        ("重庆", "cq"),
        ("杭州重工机械", "hzzgjx"),
        ("萧山五金行", "xswjh"),
        ("萧山银行", "xsyh"),
        ("乐清乐器", "yqyq"),
        ("乐园", "ly"),
        ("3C认证", "3crz"),
        ("ABC电缆", "abcdl"),
        ("", ""),
    ],
)
def test_initials(text: str, initials: str) -> None:
    assert pinyin_initials(text) == initials


def test_both_readings_of_an_ambiguous_character_find_the_name() -> None:
    stored = search_text("萧山长乐重行")
    for reading in ("changle", "zhangle", "changyue", "xscl", "xszl"):
        assert found(reading, stored)
    assert not found("zhangyue", stored), "one character is varied at a time"


def test_the_towns_read_as_their_english_names() -> None:
    for town in towns_2013():
        name = town.name.removesuffix("街道").removesuffix("镇")
        assert pinyin(name) == town.name_en.lower()


def test_terms_are_distinct_and_few() -> None:
    assert query_terms("钱江，钱江、XK16-204") == ["钱江", "xk16204"]
    assert len(query_terms(" ".join(f"t{number}" for number in range(100)))) == MOST_TERMS


@given(st.text())
def test_normalising_twice_is_normalising_once(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.text())
def test_every_text_is_found_by_itself(text: str) -> None:
    assert all(term in search_text(text) for term in query_terms(text))


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1))
def test_one_initial_for_each_character(text: str) -> None:
    assert len(pinyin_initials(text)) == len(normalise(text))
