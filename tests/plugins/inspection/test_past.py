"""Inspections of the past: imported once, read like patrols, and nothing follows from them."""

import csv

from core.commands.imports import import_file
from tests.core.imports.samples import EXAMPLES, options, write

PLACE = ["establishmentid", "name", "address", "establishment_status"]
INSPECTION = ["inspectionid", "establishmentid", "inspection_date", "inspection_type"]
INSPECTION += ["in_compliance"]
FINDING = ["inspectionid", "violation_code", "violation_type", "item_description"]
FINDING += ["problem_description", "location", "corrected", "days_to_correct", "corrected_date"]
DIRTY = ["7", "3-501.16", "Priority", "Food, hot", "Not kept", "GRILLE", "No", "10.0", ""]


async def bring(bureau, plugin, file, mapping):
    return (await import_file(bureau.application, options(plugin, file, mapping)))[0]


async def everything(bureau, folder):
    """Two invented places, three inspections, and violations of which two are alike."""
    with (EXAMPLES / "foreign_places.csv").open(encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    await bring(bureau, "register", write(folder / "d.csv", header, rows), "foreign_places")
    places = [["1", "Invented Diner", "1 Nowhere", "Open"], ["2", "Invented Bar", "2 Nowhere", ""]]
    inspections = [
        ["7", "1", "2019-05-31", "Routine Inspection", "No"],
        ["8", "2", "2019-05-30", "Complaint", "Yes"],
        ["9", "404", "2019-05-30", "Routine Inspection", "Yes"],
    ]
    findings = [
        DIRTY,
        DIRTY,
        [*DIRTY[:6], "Yes", "30.0", "2019-06-02"],
        ["7", "", "", "", "", "", "", "", ""],
        ["9", *DIRTY[1:]],
    ]
    made = []
    for plugin, header, rows, mapping in (
        ("register", PLACE, places, "detroit_places"),
        ("inspection", INSPECTION, inspections, "detroit_inspections"),
        ("inspection", FINDING, findings, "detroit_violations"),
    ):
        made.append(await bring(bureau, plugin, write(folder / "f.csv", header, rows), mapping))
    return made


async def test_they_are_stored_once_and_nothing_follows(bureau, tmp_path):
    hazards, orders = await bureau.count("hazard"), await bureau.count("rectification_order")
    runs = await everything(bureau, tmp_path)
    assert [(run.stored, run.refused) for run in runs] == [(2, 0), (2, 1), (3, 2)]
    again = await everything(bureau, tmp_path)
    assert [(run.stored, run.changed, run.unchanged, run.refused) for run in again] == [
        (0, 0, 2, 0),
        (0, 0, 2, 1),
        (0, 0, 3, 2),
    ]
    assert await bureau.count("past_finding") == 3
    assert (await bureau.count("hazard"), await bureau.count("rectification_order")) == (
        hazards,
        orders,
    )
    data = await bureau.as_user("branch-inspection-clerk").ask(
        "{ pastInspections { nodes { number inCompliance enterprise { name } "
        "findings { code grade what place corrected daysToCorrect correctedOn } } } }"
    )
    found = {each["number"]: each for each in data["pastInspections"]["nodes"]}
    assert found["7"]["enterprise"]["name"] == "Invented Diner"
    assert found["7"]["inCompliance"] is False
    assert [each["corrected"] for each in found["7"]["findings"]] == ["NO", "NO", "YES"]
    assert found["7"]["findings"][2]["daysToCorrect"] == 30
    assert found["8"]["findings"] == []


async def test_towns_elsewhere_do_not_see_them(bureau, tmp_path):
    await everything(bureau, tmp_path)
    for user in ("town-leader-ac", "station-inspector-first", "enterprise-manager-a1"):
        data = await bureau.as_user(user).ask(
            "{ pastInspections { totalCount } pastFindings { totalCount } }"
        )
        assert {each["totalCount"] for each in data.values()} == {0}
    assert await bureau.as_user("").errors("{ pastInspections { totalCount } }")
