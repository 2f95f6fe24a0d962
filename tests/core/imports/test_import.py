"""A file becomes rows of the register: once, by a confirmed change set, traced to its line."""

import json
from collections import Counter

import pytest

from core.errors import Denied, InvalidInput, NotFound
from core.tables.reading import open_table
from core.tables.writing import write_table
from tests.core.imports.samples import DAY, DUE, LIFT, lifts, write


def counts(run):
    return (run.stored, run.changed, run.unchanged, run.repeated, run.refused)


async def test_places_and_their_lifts_are_stored(bureau, bring, abroad):
    run = await bring("special_equipment", abroad, "maryland_elevators")
    assert counts(run) == (30, 0, 0, 0, 0)
    (row,) = await bureau.rows(
        "select e.name, e.internal_no, e.next_inspection_on, u.name as owner, d.code, c.kind, "
        "c.source, c.confirmed_by, r.line, r.key from equipment e "
        "join enterprise u on u.id = e.enterprise_id join division d on d.id = e.town_id "
        "join change_set c on c.id = e.change_id "
        "join imported_row r on r.kind = 'special_equipment:equipment' and r.target_id = e.id "
        "where e.internal_no = 'ZZ00004'"
    )
    assert (row["owner"], row["code"], row["line"]) == ("Invented House 1", "US24021", 6)
    assert (row["kind"], row["source"]) == ("IMPORT", f"import:{run.id}")
    assert row["confirmed_by"] == bureau.world.accounts["branch-data-clerk"]
    assert row["key"].split("\x1f") == ["Frederick", "ZZ00004"]


async def test_colours_are_those_of_the_business_date(bureau, bring, abroad):
    await bring("special_equipment", abroad, "maryland_elevators")
    rows = await bureau.rows("select next_inspection_on as due from equipment")
    found = Counter(row["due"].isoformat() for row in rows)
    assert found == {day: 3 for pair in DUE.values() for day in pair}
    bureau.clock.advance(days=(DAY - bureau.clock.now().date()).days)
    asked = " ".join(
        f"{c}: equipmentList(where: {{ colour: {{ eq: {c} }} }}) {{ totalCount }}" for c in DUE
    )
    answer = await bureau.as_user("branch-data-clerk").ask(f"{{ {asked} }}")
    assert {colour: each["totalCount"] for colour, each in answer.items()} == dict.fromkeys(DUE, 6)


async def test_the_same_file_again_changes_nothing(bureau, bring, abroad, state):
    await bring("special_equipment", abroad, "maryland_elevators")
    before, sets = await state(), await bureau.count("change_set")
    for _ in range(2):
        run = await bring("special_equipment", abroad, "maryland_elevators")
        assert counts(run) == (0, 0, 30, 0, 0)
        run = await bring("register", abroad, "maryland_places")
        assert counts(run) == (0, 0, 10, 20, 0)
    assert await state() == before
    assert await bureau.count("change_set") == sets


async def test_what_changed_is_amended_and_the_ledger_says_from_what(bureau, bring, abroad):
    await bring("special_equipment", abroad, "maryland_elevators")
    rows = lifts(30)
    rows[4][6] = "2024-01-31"
    run = await bring("special_equipment", write(abroad, LIFT, rows), "maryland_elevators")
    assert counts(run) == (0, 1, 29, 0, 0)
    (row,) = await bureau.rows("select * from equipment where internal_no = 'ZZ00004'")
    assert (row["next_inspection_on"].isoformat(), row["version"]) == ("2024-01-31", 2)
    entry, *_ = await bureau.rows(
        "select operation, username, changes from ledger_entry where operation = 'import' "
        "and changes <> '[]' order by id desc limit 1"
    )
    (change,) = [c for c in json.loads(entry["changes"]) if c["table"] == "equipment"]
    assert entry["username"] == "branch-data-clerk"
    assert change["before"]["next_inspection_on"] == DUE["RED"][0]
    assert change["after"]["next_inspection_on"] == "2024-01-31"


async def test_what_was_changed_here_is_not_overwritten(bureau, bring, abroad):
    await bring("special_equipment", abroad, "maryland_elevators")
    (row,) = await bureau.rows("select id from equipment where internal_no = 'ZZ00004'")
    await bureau.rows("update equipment set version = 7 where id = $1 returning id", row["id"])
    rows = lifts(30)
    rows[4][6] = "2024-01-31"
    run = await bring("special_equipment", write(abroad, LIFT, rows), "maryland_elevators")
    assert counts(run) == (0, 0, 29, 0, 1)
    (refused,) = await bureau.rows("select line, code from import_refusal")
    assert tuple(refused) == (6, "CHANGED_HERE")
    (row,) = await bureau.rows("select * from equipment where internal_no = 'ZZ00004'")
    assert (row["next_inspection_on"].isoformat(), row["version"]) == (DUE["RED"][0], 7)


async def test_a_dry_run_says_the_same_and_stores_nothing(bureau, bring, abroad, state):
    before = await state()
    runs, entries = await bureau.count("import_run"), await bureau.count("ledger_entry")
    run = await bring("special_equipment", abroad, "maryland_elevators", dry_run=True)
    assert counts(run) == (30, 0, 0, 0, 0)
    assert await state() == before
    assert await bureau.count("import_run") == runs
    assert await bureau.count("ledger_entry") == entries


async def test_hostile_rows_are_refused_one_by_one(bureau, bring, abroad):
    good = lifts(30)
    rows = [list(row) for row in good]
    rows[0][6] = "31/02/2022"
    rows[1][6] = "２０２２-０８-０１"
    rows[2][0] = "Invented House that nobody imported"
    rows[3][4] = ""
    rows[4][3] = "x" * 301
    rows[5] = rows[5][:4]
    rows[6][2] = "Frederick\x00"
    rows.append([*good[7][:6], "2022-09-09", *good[7][7:]])
    rows.append(good[8])
    run = await bring("special_equipment", write(abroad, LIFT, rows), "maryland_elevators")
    found = await bureau.rows("select line, code, field from import_refusal order by line")
    assert [tuple(row)[:2] for row in found] == [
        (2, "NOT_A_DAY"),
        (4, "REFERENCE_MISSING"),
        (5, "KEY_MISSING"),
        (6, "TOO_LONG"),
        (7, "HALF_LINE"),
        (8, "CONTROL_CHARACTER"),
        (32, "DUPLICATE_KEY"),
    ]
    assert counts(run) == (24, 0, 0, 1, 7)
    (row,) = await bureau.rows("select * from equipment where internal_no = 'ZZ00001'")
    assert row["next_inspection_on"].isoformat() == "2022-08-01"
    result = open_table(abroad.with_suffix(".refused.csv"))
    assert [row.values[1] for row in result.rows()] == [row["code"] for row in found]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gbk", "utf-16"])
async def test_a_chinese_file_in_any_encoding(bureau, bring, tmp_path, encoding):
    header = ["企业名称", "镇街", "地址", "代码"]
    rows = [["杭州萧山某某锅炉有限公司", "新街", "新街路３号", ""]]
    file = write(tmp_path / "a.csv", header, rows, encoding)
    mapping = tmp_path / "m.toml"
    mapping.write_text(
        'into = "enterprises"\nsource = "t"\nkey = ["企业名称"]\n[columns]\nname = "企业名称"\n'
        'town = "镇街"\naddress = "地址"\ncredit_code = "代码"\n'
    )
    run = await bring("register", file, mapping)
    assert counts(run) == (1, 0, 0, 0, 0)
    assert await bureau.rows("select 1 from enterprise where name = $1", rows[0][0])
    assert await bureau.rows("select 1 from enterprise_card where name = $1", rows[0][0])


async def test_the_validators_of_the_forms_decide(bureau, bring, tmp_path):
    path = tmp_path / "a.xlsx"
    with write_table(path, ["name", "town", "address", "code", "phone"]) as file:
        file.write(["甲", "新街", "一号", "91330109MA0XW0019A", ""])
        file.write(["乙", "新街", "二号", "", "12"])
        file.write(["丙", "没有的镇", "三号", "", ""])
        file.write(["丁", "新街", "四号", "", "13800001234"])
    mapping = tmp_path / "m.toml"
    mapping.write_text(
        'into = "enterprises"\nsource = "t"\nkey = ["name"]\n[columns]\nname = "name"\n'
        'town = "town"\naddress = "address"\ncredit_code = "code"\nphone = "phone"\n'
    )
    run = await bring("register", path, mapping)
    assert counts(run) == (1, 0, 0, 0, 3)
    refused = await bureau.rows("select line, field from import_refusal order by line")
    assert [tuple(row) for row in refused] == [(2, "code"), (3, "phone"), (4, "town")]
    entries = await bureau.rows("select changes from ledger_entry where operation = 'import'")
    assert not [entry for entry in entries if "13800001234" in entry["changes"]]


@pytest.mark.parametrize("clerk", ["town-leader-ac", "branch-licensing-chief", "officer-system"])
async def test_nobody_but_a_data_clerk_imports(bureau, bring, abroad, state, clerk):
    before = await state()
    for dry in (False, True):
        with pytest.raises(Denied):
            await bring("special_equipment", abroad, "maryland_elevators", clerk=clerk, dry_run=dry)
    assert await state() == before


async def test_what_is_not_offered_or_does_not_fit_is_refused_whole(bring, abroad, tmp_path):
    with pytest.raises(NotFound):
        await bring("no_such_plugin", abroad, "maryland_elevators")
    with pytest.raises(InvalidInput):
        await bring("register", abroad, "maryland_elevators")
    with pytest.raises(InvalidInput) as misfit:
        await bring("register", write(tmp_path / "b.csv", ["a"], [["1"]]), "maryland_places")
    assert misfit.value.stable_code == "MAPPING_MISFIT"
