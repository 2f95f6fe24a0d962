"""Every operator of a filter against plain Python over the same rows."""

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest

from schema.ids import global_id
from tests.schema.borders import NAMES
from tests.schema.ground import TODAY, Ground

ENTERPRISE = (
    "id name creditCode industryCode kind address phone isKeyUnit town { name } sites { name }"
)
Row = dict[str, Any]
Test = Callable[[Row], bool]


async def everything(ground: Ground, field: str, selection: str) -> list[Row]:
    """All rows of a connection, page by page, without any filter."""
    text = f"""query($after: String) {{ {field}(first: 100, after: $after) {{
      nodes {{ {selection} }} pageInfo {{ hasNextPage endCursor }} }} }}"""
    found: list[Row] = []
    after, more = None, True
    while more:
        page = (await ground.data(ground.people()["branch"], text, after=after))[field]
        found += page["nodes"]
        after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
    return found


async def same(
    ground: Ground, kind: str, where: Row, test: Test, selection: str = ENTERPRISE
) -> int:
    """The filter finds exactly the rows for which the test holds; says how many."""
    field = {"Enterprise": "enterprises", "Licence": "licences", "Division": "divisions"}[kind]
    rows = await everything(ground, field, selection)
    text = f"""query($where: {kind}Where) {{ {field}(where: $where, first: 100) {{
      totalCount nodes {{ id }} }} }}"""
    found = (await ground.data(ground.people()["branch"], text, where=where))[field]
    expected = [row["id"] for row in rows if test(row)]
    assert found["totalCount"] == len(expected), where
    assert {node["id"] for node in found["nodes"]} <= set(expected)
    return len(expected)


@pytest.mark.parametrize("text", [*NAMES, "样本00", "\\%", "a%"])
async def test_texts_are_taken_by_the_letter(ground: Ground, text: str) -> None:
    """LIKE's own signs mean nothing: what is typed is what is looked for."""
    for operator, test in {
        "eq": lambda row: row["name"] == text,
        "contains": lambda row: text in row["name"],
        "startsWith": lambda row: row["name"].startswith(text),
        "in": lambda row: row["name"] == text,
    }.items():
        given = [text] if operator == "in" else text
        await same(ground, "Enterprise", {"name": {operator: given}}, test)


async def test_texts_find_something(ground: Ground) -> None:
    """The negative control of the test above."""
    assert await same(ground, "Enterprise", {"name": {"contains": "%"}}, lambda r: "%" in r["name"])


@pytest.mark.parametrize("missing", [True, False])
async def test_null_is_asked_for_by_name(ground: Ground, *, missing: bool) -> None:
    where = {"industryCode": {"isNull": missing}}
    assert await same(ground, "Enterprise", where, lambda r: (r["industryCode"] is None) == missing)


async def test_null_is_neither_equal_nor_unequal(ground: Ground) -> None:
    where = {"not": {"industryCode": {"eq": "1"}}}
    test: Test = lambda r: r["industryCode"] not in (None, "1")  # noqa: E731
    assert await same(ground, "Enterprise", where, test)


@pytest.mark.parametrize("where", [{}, {"name": None}, {"name": {}}, {"name": {"eq": None}}])
async def test_nothing_given_filters_nothing(ground: Ground, where: Row) -> None:
    assert await same(ground, "Enterprise", where, lambda _: True)


@pytest.mark.parametrize("where", [{"not": {}}, {"name": {"in": []}}, {"not": {"and": []}}])
async def test_what_nothing_can_fulfil_finds_nothing(ground: Ground, where: Row) -> None:
    """And loses no scope on the way: the same for a town."""
    assert await same(ground, "Enterprise", where, lambda _: False) == 0
    text = "query($w: EnterpriseWhere) { enterprises(where: $w) { totalCount } }"
    found = await ground.data(ground.people()["town of two"], text, w=where)
    assert found["enterprises"]["totalCount"] == 0


async def test_choices(ground: Ground) -> None:
    is_coop: Test = lambda r: r["kind"] == "COOPERATIVE"  # noqa: E731
    assert await same(ground, "Enterprise", {"kind": {"eq": "COOPERATIVE"}}, is_coop)
    two = ["COOPERATIVE", "INSTITUTION"]
    assert await same(ground, "Enterprise", {"kind": {"in": two}}, lambda r: r["kind"] in two)
    assert await same(
        ground, "Enterprise", {"isKeyUnit": {"eq": True}}, lambda r: bool(r["isKeyUnit"])
    )


@pytest.mark.parametrize("days", [-1, 0, 1])
@pytest.mark.parametrize(
    ("operator", "holds"),
    [
        ("eq", dt.date.__eq__),
        ("lt", dt.date.__lt__),
        ("lte", dt.date.__le__),
        ("gt", dt.date.__gt__),
        ("gte", dt.date.__ge__),
    ],
)
async def test_days(
    ground: Ground, operator: str, holds: Callable[[dt.date, dt.date], bool], days: int
) -> None:
    border = TODAY + dt.timedelta(days=days)
    where = {"validUntil": {operator: border.isoformat()}}
    await same(
        ground,
        "Licence",
        where,
        lambda row: holds(dt.date.fromisoformat(row["validUntil"]), border),
        "id validUntil",
    )


async def test_the_first_and_last_day_of_the_calendar(ground: Ground) -> None:
    for day in ("0001-01-01", "9999-12-31"):
        where = {"validTo": {"eq": day}}
        found = await same(
            ground, "Division", where, lambda r, day=day: r["validTo"] == day, "id validTo"
        )
        assert found == 1


async def test_computed_values(ground: Ground) -> None:
    for colour in ("RED", "URGENT", "EXPIRED", "GREEN"):
        where = {"colour": {"eq": colour}}
        await same(
            ground, "Licence", where, lambda r, c=colour: r["colour"] == c, "id colour state"
        )


async def test_and_or_not(ground: Ground) -> None:
    where = {
        "or": [{"name": {"contains": "%"}}, {"not": {"isKeyUnit": {"eq": False}}}],
        "and": [{"industryCode": {"isNull": False}}, {}],
    }
    test: Test = lambda r: ("%" in r["name"] or r["isKeyUnit"]) and r["industryCode"]  # noqa: E731
    assert await same(ground, "Enterprise", where, test)


async def test_through_relations(ground: Ground) -> None:
    in_a = {"town": {"name": {"eq": "新街"}}}
    assert await same(ground, "Enterprise", in_a, lambda r: r["town"]["name"] == "新街")
    text = """query($w: EnterpriseWhere) { enterprises(where: $w, first: 100) {
      totalCount nodes { designations { kind } } } }"""
    branch = ground.people()["branch"]
    food = {"some": {"kind": {"eq": "FOOD"}}}
    some = (await ground.data(branch, text, w={"designations": food}))["enterprises"]
    assert some["nodes"]
    assert all("FOOD" in {d["kind"] for d in n["designations"]} for n in some["nodes"])
    none = {"none": {"kind": {"eq": "FOOD"}}}
    rest = (await ground.data(branch, text, w={"designations": none}))["enterprises"]
    assert all("FOOD" not in {d["kind"] for d in n["designations"]} for n in rest["nodes"])
    rows = await everything(ground, "enterprises", "id")
    assert some["totalCount"] + rest["totalCount"] == len(rows)


async def test_personal_data_by_the_exact_value_only(ground: Ground) -> None:
    where = {"phone": {"eq": "13800001234"}}
    assert await same(ground, "Enterprise", where, lambda r: r["phone"] == "13800001234")
    part = {"phone": {"eq": "1380000"}}
    assert await same(ground, "Enterprise", part, lambda _: False) == 0


async def test_ids(ground: Ground) -> None:
    known = global_id("Enterprise", ground.world.enterprises["a1"])
    absent = global_id("Enterprise", 999_999)
    assert await same(ground, "Enterprise", {"id": {"eq": known}}, lambda r: r["id"] == known) == 1
    listed = {"id": {"in": [known, absent]}}
    assert await same(ground, "Enterprise", listed, lambda r: r["id"] == known) == 1


@pytest.mark.parametrize(
    ("where", "code"),
    [
        ({"id": {"eq": global_id("Site", 1)}}, "BAD_ID"),
        ({"id": {"eq": "garbage"}}, "BAD_ID"),
        ({"id": {"in": [global_id("Enterprise", 1), "garbage"]}}, "BAD_ID"),
        ({"name": {"in": ["x"] * 101}}, "LIST_TOO_LONG"),
        ({"id": {"in": [global_id("Enterprise", 1)] * 101}}, "LIST_TOO_LONG"),
        ({"name": {"eq": "a\0b"}}, "BAD_TEXT"),
    ],
)
async def test_what_cannot_be_looked_for_is_told_so(ground: Ground, where: Row, code: str) -> None:
    text = "query($w: EnterpriseWhere) { enterprises(where: $w) { totalCount } }"
    fast, _ = await ground.both(ground.people()["branch"], text, {"w": where})
    (error,) = json.loads(fast.body)["errors"]
    assert error["extensions"]["code"] == code


async def test_a_hundred_values_are_fine(ground: Ground) -> None:
    names = [f"样本{n:03}" for n in range(100)]
    where = {"name": {"in": names}}
    assert await same(ground, "Enterprise", where, lambda r: r["name"] in names) == 100
